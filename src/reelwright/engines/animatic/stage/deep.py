"""Under water: shafts of light, rocks, corals, swaying weed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import pi, sin

import numpy as np

from reelwright.engines.animatic.stage.canvas import (
    Canvas,
    Colour,
    Floats,
    Gradient,
    Rng,
    fade,
    mix,
    rgb,
    wander,
)
from reelwright.engines.animatic.stage.layer import Layer, Shift
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.outdoors import hills
from reelwright.engines.animatic.stage.props import paint_rock
from reelwright.engines.animatic.stage.scene import Kit, Scene, cells


def beams(kit: Kit) -> Layer:
    """Return shafts of light that fall through the surface and wander."""

    def paint(canvas: Canvas, light: Light) -> None:
        tone = mix(rgb("bff4f4"), light.sun, 0.3)
        for x, rng in cells(canvas, kit.key("beams"), 2.2, 0.8):
            wide, slant = rng.uniform(0.03, 0.12), kit.side * -0.3
            shape = np.array(
                [[x, -0.2], [x + wide, -0.2], [x + wide * 2.4 + slant, 1.0], [x - wide * 0.6 + slant, 1.0]]
            )
            for level, share in ((0.5, 1.0), (0.7, 0.5), (0.88, 0.3)):
                cut = np.clip(shape, [-99, -0.2], [99, level])
                canvas.polygons(
                    [cut], tone, rng.uniform(0.05, 0.12) * share * (1 - 0.65 * light.night), blur=0.03
                )

    def motion(clock: float) -> Shift:
        return Shift(dx=0.05 * sin(clock * 0.5), lean=0.06 * sin(clock * 0.37))

    return Layer(0.45, -0.3, 0.95, paint, motion=motion, foot=-0.2, detail=0.2, name="beams")


def weed(
    kit: Kit,
    near: float,
    foot: float,
    density: float,
    height: float,
    gap: float,
    tone: Colour,
    phase: float,
    blur: float = 0.0,
) -> Layer:
    """Return seaweed that sways with the water."""
    key = kit.key(f"weed{near}{phase}")

    def paint(canvas: Canvas, light: Light) -> None:
        for x, rng in cells(canvas, key, density, height):
            if abs(x) < gap:
                continue
            for _ in range(int(rng.integers(2, 5))):
                tall = height * rng.uniform(0.5, 1.2)
                along = np.linspace(0, 1, 12)
                wave = np.sin(along * rng.uniform(4, 7) + rng.uniform(0, 6)) * 0.05 * tall * along
                middle = x + rng.uniform(-0.06, 0.06) + wave
                half = 0.035 * tall * np.sin(np.pi * np.clip(along * 0.9 + 0.1, 0, 1)) ** 0.6 + 0.001
                ys = foot - tall * along
                shape = np.concatenate(
                    [np.stack([middle - half, ys], 1), np.stack([middle + half, ys], 1)[::-1]]
                )
                own = light.lit(mix(tone, rgb("d9c35a"), float(rng.uniform(0, 0.25))), near)
                canvas.polygons(
                    [shape], fade(foot - tall, mix(own, light.haze, 0.2), foot, own * np.float32(0.7))
                )

    def motion(clock: float) -> Shift:
        return Shift(lean=0.10 * sin(clock * 0.9 + phase) + 0.03 * sin(clock * 2.1 + phase * 2))

    return Layer(
        near, foot - height * 1.5, foot + 0.03, paint, motion=motion, foot=foot, blur=blur, name="weed"
    )


REEF = "reef"
"""What the features of the deep hold where corals cover its floor."""


def coral(kit: Kit, near: float, foot: float, density: float) -> Layer:
    """Return corals and stones on the sea floor."""
    key = kit.key(f"coral{near}")

    def paint(canvas: Canvas, light: Light) -> None:
        for x, rng in cells(canvas, key, density, 0.2):
            size = (0.14 if REEF in kit.features else 0.09) * near * rng.uniform(0.6, 1.4)
            if rng.uniform() < (0.15 if REEF in kit.features else 0.4):
                paint_rock(canvas, light, rng, x, foot, size, near, rgb("6f8796"))
                continue
            tone = light.lit(
                kit.tinged(
                    [rgb("ff7f6e"), rgb("ffb35c"), rgb("d77fd1"), rgb("ff9fb5")][int(rng.integers(4))], 0.4
                ),
                near,
            )
            if REEF in kit.features and rng.uniform() < 0.55:
                _growth(canvas, light, rng, np.array([x, foot]), size, tone)
            else:
                _branches(canvas, rng, np.array([x, foot]), -pi / 2, size, tone, 3)

    return Layer(near, foot - 0.35 * near, foot + 0.03, paint, name="coral")


def _growth(canvas: Canvas, light: Light, rng: Rng, root: Floats, size: float, tone: Colour) -> None:
    """Paint a fan, a brain coral, or a bundle of tubes."""
    dark, pale = tone * np.float32(0.6), mix(tone, rgb("ffffff"), 0.3)
    kind = int(rng.integers(3))
    if kind == 0:
        ribs = []
        for turn in np.linspace(-1.1, 1.1, 13):
            long = 1.5 * size * float(rng.uniform(0.85, 1.1)) * (1 - 0.25 * abs(turn))
            along = np.linspace(0, 1, 6)[:, None]
            ribs.append(root + along * long * np.array([np.sin(turn), -np.cos(turn)]))
        fan = np.concatenate([[root], [rib[-1] for rib in ribs]])
        canvas.polygons([fan], tone, 0.55)
        canvas.strokes(ribs, dark, 0.035 * size, 0.8)
    elif kind == 1:
        arch = np.linspace(np.pi, 2 * np.pi, 20)
        dome = root + np.stack([0.95 * np.cos(arch), 0.85 * np.sin(arch)], 1) * size
        canvas.polygons([dome], fade(root[1] - 0.9 * size, pale, root[1], dark))
        turns = np.linspace(-0.8, 0.8, 7)[:, None]
        swell = np.sqrt(1 - (turns / 0.95) ** 2)
        ridges = [
            np.stack(
                [
                    root[0] + (turn + 0.05 * np.sin(np.linspace(0, 9, 9))) * size,
                    root[1] + np.linspace(-0.76, -0.06, 9) * size * high,
                ],
                1,
            )
            for turn, high in zip(turns[:, 0], swell[:, 0], strict=True)
        ]
        canvas.strokes(ridges, dark, 0.05 * size, 0.5)
    else:
        for x in np.linspace(-0.55, 0.55, 5):
            tall, wide = size * float(rng.uniform(0.7, 1.6)), 0.13 * size
            top = root + np.array([x * size * 1.3, -tall])
            foot = root + np.array([0.7 * x * size, 0.0])
            out, low = np.array([1.1 * wide, 0.0]), np.array([wide, 0.0])
            tube = np.stack([foot - low, top - out, top + out, foot + low])
            canvas.polygons([tube], fade(float(top[1]), pale, float(foot[1]), dark))
            canvas.ellipses(np.array([*top, 1.1 * wide, 0.45 * wide]), dark)


def _branches(
    canvas: Canvas, rng: Rng, root: Floats, angle: float, long: float, tone: Colour, depth: int
) -> None:
    lines: list[list[Floats]] = [[] for _ in range(depth + 1)]

    def grow(at: Floats, turn: float, size: float, level: int) -> None:
        tip = at + np.array([np.cos(turn) * size, np.sin(turn) * size])
        lines[level].append(np.stack([at, tip]))
        if level:
            for spread in (-0.5, 0.05, 0.5):
                grow(tip, turn + spread + rng.uniform(-0.2, 0.2), size * rng.uniform(0.55, 0.75), level - 1)

    grow(root, angle, long * 0.6, depth)
    for level, group in enumerate(lines):
        canvas.strokes(
            group, mix(tone, rgb("ffffff"), 0.25 * (1 - level / depth)), long * 0.05 * (level + 1.2)
        )


def underwater(kit: Kit) -> Scene:
    """The sea floor: shafts of light, rocks, corals, swaying weed."""
    horizon, eye = 0.48, 0.40
    deep, bright = kit.tinged(rgb("0b4f86"), 0.3), rgb("5fd0dc")
    reef = REEF in kit.features

    def lit_water(paint: Callable[[Canvas, Light], None]) -> Callable[[Canvas, Light], None]:
        """Return a painter that sees distance fade into water instead of air."""

        def painter(canvas: Canvas, light: Light) -> None:
            paint(canvas, _drowned(light, deep, bright))

        return painter

    def paint_water(canvas: Canvas, light: Light) -> None:
        canvas.fill(Gradient(((-0.2, light.zenith), (0.28, light.middle), (0.75, light.horizon))))
        canvas.glow(kit.side * 0.3 * kit.aspect, -0.15, 0.8, light.sun, 0.55)

    def paint_sand(canvas: Canvas, light: Light) -> None:
        rng = kit.rng("seabed")
        tone = rgb("e5d3a3")
        far, close = light.lit(tone, 0.05), light.lit(tone, 0.95)
        canvas.fill(
            Gradient(
                (
                    (horizon + eye * 0.3, mix(far, light.horizon, 0.88)),
                    (horizon + eye * 0.6, light.lit(tone, 0.6)),
                    (1.2, close),
                )
            )
        )
        canvas.mottle(rng, 0.08, 2, 12)
        xs = canvas.xs(0.03)
        for near in np.geomspace(0.4, 1.9, 24):
            y = horizon + eye * near + 0.016 * near * wander(rng, xs, 0.5 * near, 3)
            canvas.strokes(
                [np.stack([xs, y], 1)], mix(close, rgb("ffffff"), 0.4), 0.004 * near, 0.3, blur=0.002
            )

    layers = [
        Layer(0.0, -1.5, 1.2, lit_water(paint_water), name="sky"),
        hills(kit, "ridge", 0.1, 0.56, 0.07, 0.8, rgb("3d7f94"), horizon + 0.14),
        hills(kit, "reef", 0.22, 0.63, 0.05, 0.6, rgb("4a7f86"), horizon + 0.15),
        Layer(1.0, horizon + eye * 0.36, 1.9, lit_water(paint_sand), ground=True, name="ground"),
        *(coral(kit, near, horizon + eye * near, 9) for near in (0.42,) if reef),
        coral(kit, 0.5, horizon + eye * 0.5, 7 if reef else 3),
        weed(kit, 0.58, horizon + eye * 0.58, 2.2, 0.2, 0.1, rgb("3f9a6c"), 0.4),
        beams(kit),
        coral(kit, 0.8, horizon + eye * 0.8, 4.5 if reef else 1.5),
        weed(kit, 0.85, horizon + eye * 0.85, 1.6, 0.34, 0.42 * kit.aspect / 1.78, rgb("4fae62"), 2.2),
        weed(kit, 1.35, 1.04, 1.5, 0.5, 0.42 * kit.aspect, rgb("1d5f55"), 4.0, 0.004),
    ]
    wet = [
        layer if layer.name in ("sky", "ground") else replace(layer, paint=lit_water(layer.paint))
        for layer in layers
    ]
    return Scene(
        tuple(wet),
        horizon,
        eye,
        outdoors=False,
        disc=False,
        dusty=False,
        wet=True,
        relit=lambda light: _drowned(light, deep, bright),
    )


def _drowned(light: Light, deep: Colour, bright: Colour) -> Light:
    level = np.float32(0.35 + 0.65 * float(light.ambient.mean()))
    haze = mix(deep, bright, 0.45) * level
    return replace(
        light,
        zenith=bright * level,
        middle=mix(deep, bright, 0.55) * level,
        horizon=mix(deep, bright, 0.22) * level,
        haze=haze.astype(np.float32),
        ambient=(light.ambient * np.array([0.72, 0.95, 1.0], np.float32)).astype(np.float32),
        mist=0.95,
    )
