"""A leaf seen from so near that it is a landscape: veins, drops of dew, blurred green behind."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, Colour, Gradient, fade, mix, rgb
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.scene import Kit, Scene, cells

_HORIZON, _EYE = 0.4, 0.5
_EDGE = _HORIZON + _EYE * 0.42


def leaf(kit: Kit, *, alone: bool = False) -> Scene:
    """The surface of a dewy leaf; who stands on it is an ant, a snail, a ladybird, or, `alone`, one great drop."""
    tone = kit.leaf(rgb("5aa83c"), kit.rng("leaf"))
    layers = [
        Layer(0.0, -1.5, 2.0, lambda canvas, light: _bokeh(canvas, light, kit), name="sky"),
        Layer(
            1.0,
            _EDGE - 0.06,
            1.9,
            lambda canvas, light: _surface(canvas, light, kit, tone),
            ground=True,
            name="ground",
        ),
        _drops(kit, 0.56, 3.4, 0.026),
        _drops(kit, 0.8, 2.0, 0.05),
        _drops(kit, 1.22, 1.1, 0.085),
    ]
    if alone:
        layers.insert(4, _great_drop(kit))
    return Scene(tuple(layers), _HORIZON, _EYE, dusty=False, disc=False)


def _great_drop(kit: Kit) -> Layer:
    """Return a drop as large as the frame allows, in which the world behind it stands upside down."""
    near, radius = 0.82, min(0.2, 0.2 * kit.aspect)
    x, foot = 0.02 * kit.side, _HORIZON + _EYE * near

    def paint(canvas: Canvas, light: Light) -> None:
        y = foot - 0.7 * radius
        canvas.ellipses(
            np.array([x - 0.1 * kit.side * radius, y + 0.78 * radius, 1.12 * radius, 0.3 * radius]),
            rgb("12361a"),
            0.5,
            blur=0.12 * radius,
        )
        disc = np.array([x, y, radius, 0.88 * radius])
        leafy, sky = light.lit(rgb("3f8a3a"), 1.0), light.lit(rgb("e3f4bd"), 1.0)
        canvas.ellipses(
            disc,
            Gradient(
                (
                    (y - 0.9 * radius, leafy * np.float32(0.45)),
                    (y - 0.2 * radius, leafy),
                    (y + 0.15 * radius, mix(leafy, sky, 0.45)),
                    (y + 0.5 * radius, sky),
                    (y + 0.9 * radius, mix(sky, light.sun, 0.5)),
                )
            ),
        )
        ring = np.linspace(0, 2 * np.pi, 40)
        rim = np.stack([x + 0.96 * radius * np.cos(ring), y + 0.845 * radius * np.sin(ring)], 1)
        canvas.strokes([rim], leafy * np.float32(0.5), 0.06 * radius, 0.5, blur=0.03 * radius)
        bow = ring[4:17]
        low = np.stack([x + 0.8 * radius * np.cos(bow), y + 0.7 * radius * np.sin(bow)], 1)
        canvas.strokes([low], rgb("ffffff"), 0.07 * radius, 0.75, blur=0.03 * radius)
        spark = np.array([x + 0.4 * radius * kit.side, y - 0.42 * radius, 0.2 * radius, 0.15 * radius])
        canvas.ellipses(spark, rgb("ffffff"), 0.97, blur=0.01 * radius)
        small = np.array([x + 0.12 * radius * kit.side, y - 0.6 * radius, 0.06 * radius, 0.045 * radius])
        canvas.ellipses(small, rgb("ffffff"), 0.9)

    return Layer(near, foot - 2.2 * radius, foot + 0.6 * radius, paint, name="dew")


def _bokeh(canvas: Canvas, light: Light, kit: Kit) -> None:
    top, low = (light.lit(rgb(tone), 0.9) for tone in ("cfe6a0", "3f7f45"))
    canvas.fill(Gradient(((-0.3, mix(top, light.sun, 0.3)), (0.25, top), (_EDGE + 0.1, low))))
    for x, rng in cells(canvas, kit.key("bokeh"), 9, 0.3):
        size = float(rng.uniform(0.025, 0.12))
        spot = np.array([x, rng.uniform(-0.05, _EDGE), size, size])
        own = [light.sun, rgb("e9f7c2"), rgb("7fc06a"), rgb("2f7a48")][int(rng.integers(4))]
        canvas.ellipses(spot, own, float(rng.uniform(0.14, 0.42)), blur=0.004)
    canvas.glow(kit.side * 0.3 * kit.aspect, 0.05, 0.6, light.sun, 0.5)


def _surface(canvas: Canvas, light: Light, kit: Kit, tone: Colour) -> None:
    """Paint the blade: its far edge, the midrib towards the viewer, and side veins in perspective."""
    green = light.lit(tone, 0.9)
    canvas.fill(fade(_EDGE, mix(green, light.sun, 0.3), 1.2, green * np.float32(0.72)))
    canvas.mottle(kit.rng("blade"), 0.06, 4, 10, _EDGE)
    pale = mix(green, rgb("e8f5b8"), 0.5)
    near = np.linspace(0.44, 1.95, 40)
    for index in range(-9, 10):
        side = 1 if index >= 0 else -1
        reach = np.linspace(0, 1, 24)
        start = 0.5 + 0.16 * abs(index)
        depth = np.maximum(0.44, start - 0.42 * reach**0.9)
        x = side * reach * 1.5
        canvas.strokes([np.stack([x * depth, _HORIZON + _EYE * depth], 1)], pale, 0.005, 0.55)
    canvas.polygons(
        [
            np.concatenate(
                [
                    np.stack([-0.016 * near, _HORIZON + _EYE * near], 1),
                    np.stack([0.016 * near, _HORIZON + _EYE * near], 1)[::-1],
                ]
            )
        ],
        pale,
        0.9,
    )


def _drops(kit: Kit, near: float, density: float, size: float) -> Layer:
    """Return drops of dew that lie on the leaf, each with the light through it and a spark."""
    foot = _HORIZON + _EYE * near

    def paint(canvas: Canvas, light: Light) -> None:
        for x, rng in cells(canvas, kit.key(f"dew{near}"), density, size * 2):
            radius = size * float(rng.uniform(0.5, 1.15))
            if abs(x) < 0.26 and near > 0.7:
                continue  # room for who stands there
            y = foot - 0.72 * radius + float(rng.uniform(-0.02, 0.02))
            clear = mix(light.lit(rgb("8fd06a"), 1.0), rgb("ffffff"), 0.35)
            canvas.ellipses(
                np.array([x, y + 0.8 * radius, 1.05 * radius, 0.3 * radius]),
                rgb("1d4a22"),
                0.35,
                blur=0.2 * radius,
            )
            canvas.ellipses(
                np.array([x, y, radius, 0.86 * radius]),
                fade(y - radius, clear * np.float32(0.62), y + radius, mix(clear, rgb("ffffff"), 0.5)),
                0.88,
            )
            canvas.ellipses(
                np.array([x - 0.1 * radius * kit.side, y + 0.42 * radius, 0.62 * radius, 0.26 * radius]),
                rgb("ffffff"),
                0.5,
                blur=0.1 * radius,
            )
            canvas.ellipses(
                np.array([x + 0.34 * radius * kit.side, y - 0.36 * radius, 0.2 * radius, 0.15 * radius]),
                rgb("ffffff"),
                0.96,
            )

    return Layer(near, foot - 2.6 * size, foot + 0.6 * size, paint, name="dew")
