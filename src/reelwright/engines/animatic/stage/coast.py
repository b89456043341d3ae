"""The beach: sand, surf and palms."""

from __future__ import annotations

from math import pi, sin

import numpy as np

from reelwright.engines.animatic.stage.canvas import (
    Canvas,
    Colour,
    Floats,
    Rng,
    fade,
    mix,
    rgb,
    wander,
)
from reelwright.engines.animatic.stage.land import sand_ground
from reelwright.engines.animatic.stage.layer import Layer, Shift
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.outdoors import backdrop, hills, swaying
from reelwright.engines.animatic.stage.scene import Kit, Scene, cells
from reelwright.engines.animatic.stage.water import path_of_light, water_plane, wave_row

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
        motion=swaying(kit, 0.02, 1.0),
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
    down = np.array([0.0, 1.0])
    for angle in np.linspace(-2.75, -0.4, 8) + rng.uniform(-0.1, 0.1, 8):
        long = tall * rng.uniform(0.42, 0.52)
        share = np.linspace(0, 1, 11)[:, None]
        rib = top + share * [np.cos(angle) * long, np.sin(angle) * long] + share**2 * [0, 0.52 * long]
        wide = np.sin(np.pi * np.clip(share, 0.02, 1)) ** 0.7 * 0.05 * tall
        teeth = 1 - 0.42 * (np.arange(11)[:, None] % 2)
        fronds.append(np.concatenate([rib - down * wide * 0.35, (rib + down * wide * teeth)[::-1]]))
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
            canvas.ellipses(spot + np.array([0.002, 0.003, 0, 0]), wet, 0.5)
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
    return Scene(tuple(layers), horizon, eye, extras=path_of_light(kit, horizon, eye, 0.5))
