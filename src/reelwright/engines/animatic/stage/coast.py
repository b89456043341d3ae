"""Settings at and under the water: beach and underwater."""

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
from reelwright.engines.animatic.stage.land import sand_ground
from reelwright.engines.animatic.stage.layers import Layer, Shift
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.outdoors import backdrop, hills, swaying
from reelwright.engines.animatic.stage.props import paint_rock
from reelwright.engines.animatic.stage.scene import Kit, Scene, cells
from reelwright.engines.animatic.stage.water import water_plane, wave_row

_SAND, _WATER = rgb("f3dcab"), rgb("2fa7c0")


def surf(kit: Kit, near: float, horizon: float, eye: float) -> Layer:
    """Return the last thin wave that runs up the sand and back."""
    level = horizon + eye * near

    def paint(canvas: Canvas, light: Light) -> None:
        rng = kit.rng("surf")
        xs = canvas.xs()
        edge = level + 0.014 * wander(rng, xs, 0.7, 3)
        band = np.concatenate(
            [np.stack([xs, np.full(len(xs), level - 0.09)], 1), np.stack([xs, edge], 1)[::-1]]
        )
        water = light.lit(mix(_WATER, rgb("bfeef0"), 0.45), 0.8)
        canvas.polygons([band], fade(level - 0.09, light.lit(_WATER, 0.6), level, water), 0.9)
        foam = light.lit(rgb("fbffff"), 0.95)
        for lift, thick, alpha in ((0.0, 0.008, 0.95), (-0.016, 0.004, 0.6), (-0.031, 0.003, 0.45)):
            line = np.stack([xs, edge + lift + 0.003 * wander(rng, xs, 0.12, 2)], 1)
            canvas.strokes([line], foam, thick, alpha)

    def motion(clock: float) -> Shift:
        return Shift(dx=0.02 * sin(clock * 2 * pi * 0.1), dy=0.014 * sin(clock * 2 * pi * 0.17))

    return Layer(near, level - 0.095, level + 0.04, paint, motion=motion, name="surf")


def palms(kit: Kit, near: float, foot: float, height: float) -> Layer:
    """Return palm trees that lean over the beach from one side."""

    def paint(canvas: Canvas, light: Light) -> None:
        bark, leaf = light.lit(rgb("9a7350"), near), light.lit(rgb("4f9a4d"), near)
        half = 0.5 * kit.aspect
        for index, (at, tall) in enumerate(((0.86, 1.0), (0.68, 0.78), (1.25, 1.1))):
            _palm(
                canvas,
                light,
                kit.rng(f"palm{index}"),
                kit.side * -half * at,
                foot,
                height * tall,
                kit.side * 0.16 * tall,
                bark,
                leaf,
            )

    return Layer(
        near,
        foot - height * 1.35,
        foot + 0.02,
        paint,
        motion=swaying(kit, 0.008, 1.0),
        foot=foot,
        name="palms",
    )


def _palm(
    canvas: Canvas,
    light: Light,
    rng: Rng,
    x: float,
    foot: float,
    tall: float,
    lean: float,
    bark: Colour,
    leaf: Colour,
) -> None:
    along = np.linspace(0, 1, 12)
    spine = np.stack([x + lean * along**1.8, foot - tall * along], 1)
    half = np.stack([0.022 * tall * (1.25 - 0.7 * along), np.zeros(12)], 1)
    canvas.polygons(
        [np.concatenate([spine - half, (spine + half)[::-1]])],
        fade(foot - tall, bark, foot, bark * np.float32(0.75)),
    )
    top = spine[-1]
    fronds: list[Floats] = []
    for angle in np.linspace(-2.75, -0.4, 8) + rng.uniform(-0.1, 0.1, 8):
        long = tall * rng.uniform(0.42, 0.52)
        share = np.linspace(0, 1, 11)[:, None]
        rib = top + share * [np.cos(angle) * long, np.sin(angle) * long] + share**2 * [0, 0.52 * long]
        wide = np.sin(np.pi * np.clip(share, 0.02, 1)) ** 0.7 * 0.05 * tall
        teeth = 1 - 0.42 * (np.arange(11)[:, None] % 2)
        fronds.append(np.concatenate([rib - [0, 1] * wide * 0.35, (rib + [0, 1] * wide * teeth)[::-1]]))
    canvas.polygons(fronds[::2], leaf * np.float32(0.75))
    canvas.polygons(
        fronds[1::2], fade(top[1] - 0.2 * tall, mix(leaf, light.sun, 0.25), top[1] + 0.2 * tall, leaf)
    )
    nuts = top + np.array([[-0.02, 0.015], [0.015, 0.022], [0.0, 0.005]]) * tall
    canvas.ellipses(np.concatenate([nuts, np.full((3, 2), 0.018 * tall)], 1), bark * np.float32(0.6))


def beach(kit: Kit) -> Scene:
    """Sand, surf, palms and the sea."""
    horizon, eye = 0.5, 0.37
    shore = 0.62
    sand = sand_ground(kit, horizon, eye, kit.tinged(_SAND, 0.25), 0.5)
    waves = [
        wave_row(kit, near, horizon, eye, mix(_WATER, rgb("1f7fae"), 0.6 - near), 0.07)
        for near in (0.14, 0.24, 0.36, 0.48)
    ]

    def paint(canvas: Canvas, light: Light) -> None:
        sand.paint(canvas, light)
        wet = light.lit(rgb("b99a6c"), 0.8)
        top = horizon + eye * shore
        canvas.rects(
            np.array([canvas.left - 1, horizon, canvas.right + 1, top + 0.035]),
            mix(wet, light.horizon, 0.25),
            0.75,
            blur=0.012,
        )
        for x, rng in cells(canvas, kit.key("shells"), 5):
            near = rng.uniform(0.8, 1.25)
            spot = np.array([x * near, horizon + eye * near, 0.006 * near, 0.004 * near])
            canvas.ellipses(spot + [0.002, 0.003, 0, 0], wet, 0.5)
            canvas.ellipses(
                spot, light.lit([rgb("fff4ea"), rgb("f2b8a0"), rgb("d9cfe8")][int(rng.integers(3))], 1)
            )

    layers = [
        *backdrop(kit, horizon),
        hills(kit, "island", 0.05, 0.497, 0.04, 1.6, rgb("5f8f84"), horizon),
        water_plane(kit, horizon, eye, mix(_WATER, rgb("1b6fa4"), 0.35)),
        *waves,
        Layer(1.0, horizon + eye * 0.54, 1.9, paint, ground=True, name="sand"),
        surf(kit, shore, horizon, eye),
        palms(kit, 0.72, horizon + eye * 0.75, 0.5),
    ]
    return Scene(tuple(layers), horizon, eye)


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


def coral(kit: Kit, near: float, foot: float, density: float) -> Layer:
    """Return corals and stones on the sea floor."""
    key = kit.key(f"coral{near}")

    def paint(canvas: Canvas, light: Light) -> None:
        for x, rng in cells(canvas, key, density, 0.2):
            size = 0.09 * near * rng.uniform(0.6, 1.4)
            if rng.uniform() < 0.4:
                paint_rock(canvas, light, rng, x, foot, size, near, rgb("6f8796"))
                continue
            tone = light.lit(
                kit.tinged(
                    [rgb("ff7f6e"), rgb("ffb35c"), rgb("d77fd1"), rgb("ff9fb5")][int(rng.integers(4))], 0.4
                ),
                near,
            )
            _branches(canvas, rng, np.array([x, foot]), -pi / 2, size, tone, 3)

    return Layer(near, foot - 0.35 * near, foot + 0.03, paint, name="coral")


def _branches(
    canvas: Canvas, rng: Rng, root: Floats, angle: float, long: float, tone: Colour, depth: int
) -> None:
    lines: list[list[Floats]] = [[] for _ in range(depth + 1)]

    def grow(at: Floats, turn: float, size: float, level: int) -> None:
        tip = at + [np.cos(turn) * size, np.sin(turn) * size]
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
                    (horizon + eye * 0.3, mix(far, light.horizon, 0.6)),
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
        hills(kit, "ridge", 0.1, 0.56, 0.07, 0.8, rgb("3d7f94"), horizon + 0.1),
        hills(kit, "reef", 0.22, 0.63, 0.05, 0.6, rgb("4a7f86"), horizon + 0.12),
        Layer(1.0, horizon + eye * 0.36, 1.9, lit_water(paint_sand), ground=True, name="ground"),
        coral(kit, 0.5, horizon + eye * 0.5, 3),
        weed(kit, 0.58, horizon + eye * 0.58, 2.2, 0.2, 0.1, rgb("3f9a6c"), 0.4),
        beams(kit),
        coral(kit, 0.8, horizon + eye * 0.8, 1.5),
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
