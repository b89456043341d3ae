"""Settings seen by somebody who walks through them: a path between trees that pass by."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.stage.avenue import PACE, Avenue, Kind
from reelwright.engines.animatic.stage.canvas import Canvas, Colour, Rng, fade, mix, rgb
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.outdoors import GRASS, SNOW, backdrop, hills, tree_belt
from reelwright.engines.animatic.stage.props import (
    blades,
    ground_gradient,
    paint_bush,
    paint_rock,
)
from reelwright.engines.animatic.stage.scene import Kit, Scene, merged
from reelwright.engines.animatic.stage.trees import evergreen, paint_boughs, plant

_PERIOD = (
    0.6  # distance after which the ground looks the same again, so that one picture of it lasts for any walk
)
_FAR = 0.2


def trodden(kit: Kit, horizon: float, eye: float, floor: Colour, sand: Colour) -> Layer:
    """Return a ground with a path to the horizon that comes toward the camera as it walks."""

    def paint(canvas: Canvas, light: Light) -> None:
        base = SNOW if kit.snowy else floor
        canvas.fill(ground_gradient(light, base, horizon, eye, _FAR))
        earth = mix(sand, SNOW, 0.55) if kit.snowy else sand
        away = np.linspace(1 / 2.6, 1 / _FAR, 90)
        turn = away * (2 * np.pi / _PERIOD)
        near, edge = 1 / away, 0.02 * np.sin(turn) + 0.012 * np.sin(2 * turn + 1)
        for half, tone, alpha in ((0.34, earth * np.float32(0.8), 0.5), (0.30, earth, 1.0)):
            left = np.stack([(-half + edge) * near, horizon + eye * near], 1)
            right = np.stack([(half + edge[::-1] * 0.8) * near, horizon + eye * near], 1)
            canvas.polygons(
                [np.concatenate([left, right[::-1]])],
                fade(horizon + eye * _FAR, light.lit(tone, 0.2), horizon + eye, light.lit(tone, 0.95)),
                alpha,
            )
        _litter(canvas, light, kit.rng("litter"), horizon, eye, base, earth)

    return Layer(
        1.0, horizon + eye * _FAR, 2.4, paint, ground=True, name="ground",
        stride=lambda clock: PACE * clock, period=_PERIOD,
    )  # fmt: skip


def _litter(
    canvas: Canvas, light: Light, rng: Rng, horizon: float, eye: float, base: Colour, earth: Colour
) -> None:
    """Paint stones on the path and tufts beside it, the same again after each period."""
    stones, tufts = [], []
    for _ in range(26):
        x, first, size = rng.uniform(-0.27, 0.27), rng.uniform(0, _PERIOD), rng.uniform(0.004, 0.012)
        away = np.arange(0.38 + first, 1 / _FAR, _PERIOD)
        stones.append(np.stack([x / away, horizon + eye / away, size / away, 0.4 * size / away], 1))
    spots = np.concatenate(stones)
    canvas.ellipses(spots + np.array([0, 0.0015, 0, 0]), light.lit(earth * np.float32(0.6), 0.9), 0.6)
    canvas.ellipses(spots, light.lit(mix(earth, rgb("ffffff"), 0.25), 0.9), 0.8)
    for _ in range(70):
        x = rng.choice([-1, 1]) * rng.uniform(0.3, 1.9)
        first, tall = rng.uniform(0, _PERIOD), rng.uniform(0.02, 0.045)
        shape = int(rng.integers(2**31))
        for distance in np.arange(0.38 + first, 1 / _FAR, _PERIOD):
            foot = horizon + eye / distance
            roots = x / distance + np.array([-0.01, 0.0, 0.012]) / distance
            tufts += blades(
                np.random.default_rng(shape), roots, np.full(3, foot), np.full(3, tall / distance)
            )
    canvas.polygons(tufts, mix(light.lit(base, 0.8), light.lit(light.sun, 0.8), 0.18), 0.55)


def tall_trunk(kit: Kit) -> Kind:
    """Return trees whose crowns are above the frame."""

    def paint(canvas: Canvas, light: Light, rng: Rng, near: float) -> None:
        bark = light.lit(rgb("6a4b38"), near)
        leaf = light.lit(SNOW if kit.snowy else kit.leaf(rgb("3f7d3f"), rng), near)
        wide, lean = rng.uniform(0.04, 0.065), rng.uniform(-0.05, 0.05)
        half = wide * np.array([-1.1, -0.55, -0.4, 0.4, 0.55, 1.1])
        top = np.array([0, 0, lean, lean, 0, 0])
        shape = np.stack([half + top, [0.01, -0.09, -1.7, -1.7, -0.09, 0.01]], 1)
        canvas.polygons([shape], fade(-0.9, mix(bark, light.haze, 0.1), 0, bark * np.float32(0.7)))
        lit = shape.copy()
        lit[3:, 0] -= wide * np.array([0.5, 0.62, 1.3])
        canvas.polygons([lit], mix(bark, light.sun, 0.35), 0.3)
        lines = [
            np.stack([x + lean * np.linspace(0, 1, 5) + 0.004 * rng.normal(0, 1, 5), np.linspace(-0.1, -1.5, 5)], 1)
            for x in rng.uniform(-0.35, 0.35, 5) * wide
        ]  # fmt: skip
        canvas.strokes(lines, bark * np.float32(0.62), 0.003, 0.6)
        if evergreen(kit, 0.1) > 0.5:
            paint_boughs(canvas, light, rng, 0.0, np.linspace(-1.6, -0.75, 6), 0.3, near, kit.snowy)
            return
        for level in rng.uniform(-1.0, -0.62, 2):
            way = rng.choice([-1, 1])
            branch = np.array([[lean * 0.4, level], [way * 0.15, level - 0.09], [way * 0.27, level - 0.11]])
            canvas.strokes([branch], bark * np.float32(0.85), 0.011)
            dabs = branch[-1] + rng.normal(0, 1, (9, 2)) * [0.05, 0.025]
            spots = np.concatenate([dabs, rng.uniform(0.02, 0.045, (9, 2))], 1)
            canvas.ellipses(spots, leaf * np.float32(0.85), 0.95, blur=0.002)
        crown = np.stack(
            [
                np.clip(rng.normal(0, 0.15, 22), -0.29, 0.29),
                rng.uniform(-1.66, -1.05, 22),
                *rng.uniform(0.05, 0.13, (2, 22)),
            ],
            1,
        )
        canvas.ellipses(crown, fade(-1.6, leaf * np.float32(0.6), -0.9, leaf), blur=0.003)
        canvas.ellipses(crown[::2] * [1, 1, 0.5, 0.4], mix(leaf, light.sun, 0.3), 0.5, blur=0.012)

    return Kind(paint, (-0.44, -1.82, 0.44, 0.02), 22, 0.42, 1.9)


def fern(kit: Kit) -> Kind:
    """Return ferns and low bushes."""

    def paint(canvas: Canvas, light: Light, rng: Rng, near: float) -> None:
        tone = light.lit(SNOW if kit.snowy else rgb("47803c"), near)
        for turn in np.linspace(-1.2, 1.2, 9) + rng.uniform(-0.1, 0.1, 9):
            long = rng.uniform(0.1, 0.16)
            along = np.linspace(0, 1, 8)[:, None]
            spine = along * [np.sin(turn) * long, -np.cos(turn) * long] + along**2 * [
                0,
                0.4 * abs(turn) * long,
            ]
            half = np.sin(np.pi * np.clip(along, 0.03, 0.99)) * [0.012, 0.007]
            leaf = np.concatenate([spine - half, (spine + half)[::-1]])
            canvas.polygons([leaf], fade(-0.16, mix(tone, light.sun, 0.22), 0, tone * np.float32(0.6)))

    return Kind(paint, (-0.19, -0.2, 0.19, 0.02), 16, 0.36, 1.2)


def _bush(kit: Kit, colour: Colour) -> Kind:
    def paint(canvas: Canvas, light: Light, rng: Rng, near: float) -> None:
        if rng.uniform() < 0.3:
            paint_rock(canvas, light, rng, 0.0, 0.0, 0.1, near, rgb("8d929c"))
        else:
            paint_bush(canvas, light, rng, 0.0, 0.0, 0.14 * rng.uniform(0.8, 1.2), near, colour, kit.snowy)

    return Kind(paint, (-0.28, -0.22, 0.28, 0.03), 14, 0.42, 1.4)


def _whole_tree(kit: Kit, colour: Colour, fir: float) -> Kind:
    def paint(canvas: Canvas, light: Light, rng: Rng, near: float) -> None:
        plant(kit, canvas, light, rng, (0.0, 0.0), rng.uniform(0.75, 0.95), near, colour, fir)

    return Kind(paint, (-0.45, -1.06, 0.45, 0.02), 14, 0.62, 2.2)


def forest_walk(kit: Kit) -> Scene:
    """A path through a wood, walked along."""
    horizon, eye = 0.53, 0.34
    floor = rgb("5f8f43")
    layers = [
        *backdrop(kit, horizon)[:2],
        merged(
            0.1,
            hills(kit, "far", 0.05, 0.45, 0.05, 0.9, rgb("6f9a88"), horizon + 0.04),
            tree_belt(kit, "back", 0.06, horizon + 0.02, 14, 0.3, rgb("3c7350"), 0.9),
            tree_belt(kit, "inner", 0.2, horizon + 0.06, 9, 0.36, rgb("4f9440"), 0.6),
            hills(kit, "bank", 0.2, horizon + 0.06, 0.008, 0.5, SNOW if kit.snowy else floor, horizon + 0.07),
        ),
        trodden(kit, horizon, eye, floor, rgb("b39a70")),
    ]
    avenue = Avenue(kit, "avenue", horizon, eye, (tall_trunk(kit), fern(kit), _bush(kit, rgb("3f7d3f"))))
    return Scene(tuple(layers), horizon, eye, extras=(avenue,))


def country_walk(kit: Kit) -> Scene:
    """A path through a park or meadow with trees and bushes beside it, walked along."""
    horizon, eye = 0.54, 0.33
    layers = [
        *backdrop(kit, horizon),
        merged(
            0.08,
            hills(kit, "far", 0.05, 0.455, 0.055, 1.3, rgb("7f9fb0"), horizon + 0.02),
            hills(kit, "middle", 0.14, 0.51, 0.03, 1.0, SNOW if kit.snowy else rgb("7fae5a"), horizon + 0.03),
            tree_belt(kit, "wood", 0.2, horizon + 0.05, 9, 0.1, rgb("4d8a45"), 0.3),
            hills(
                kit, "bank", 0.2, horizon + 0.055, 0.008, 0.9, SNOW if kit.snowy else GRASS, horizon + 0.07
            ),
        ),
        trodden(kit, horizon, eye, GRASS, rgb("e0cda3")),
    ]
    kinds = (_whole_tree(kit, rgb("4f9440"), 0.2), _bush(kit, rgb("4a8a3f")))
    return Scene(tuple(layers), horizon, eye, extras=(Avenue(kit, "avenue", horizon, eye, kinds),))
