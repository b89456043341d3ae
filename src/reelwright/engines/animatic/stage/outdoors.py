"""Settings under the open sky with plants: meadow, park, forest."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, Colour, fade, mix, rgb, wander
from reelwright.engines.animatic.stage.layer import Layer, Shift
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.props import (
    blades,
    ground_gradient,
    paint_flowers,
)
from reelwright.engines.animatic.stage.scene import Kit, Scene, cells, merged, strewn
from reelwright.engines.animatic.stage.sky import sky_layer, weather_clouds
from reelwright.engines.animatic.stage.trees import plant

GRASS, SNOW = rgb("6fae3f"), rgb("eef4fa")
_LOOKED_DOWN = 0.12  # world heights under grass in front, from which on a camera would see it as a wall
_FLOWERS = [rgb("ff6f91"), rgb("ffffff"), rgb("ffc93c"), rgb("b57edc")]


def backdrop(kit: Kit, horizon: float) -> list[Layer]:
    """Return sky and clouds, far to near."""
    return [
        sky_layer(kit.key("sky"), horizon),
        *weather_clouds(kit.key("clouds"), kit.weather, horizon, kit.wind, kit.side),
    ]


def hills(
    kit: Kit, name: str, near: float, level: float, rise: float, length: float, colour: Colour, foot: float
) -> Layer:
    """Return a range of soft hills whose crests vary by `rise` about world height `level`."""
    key = kit.key(name)

    def paint(canvas: Canvas, light: Light) -> None:
        xs = canvas.xs()
        ys = level - rise * wander(np.random.default_rng(key), xs, length, 3)
        tone = light.lit(colour, near)
        crest = mix(tone, light.lit(light.sun, near), 0.16)
        canvas.ridge(
            xs, ys, fade(level - rise, crest, foot, mix(tone, light.haze, max(0.0, 0.3 - 1.3 * near)))
        )
        canvas.mottle(np.random.default_rng(key + 1), 0.05, 3, 14)

    return Layer(near, level - rise * 1.4, foot + 0.03, paint, name=name)


def swaying(kit: Kit, amount: float, phase: float) -> Callable[[float], Shift]:
    """Return the motion of plants that lean in the wind: slow waves with a quicker flutter."""
    size, rate = amount * kit.gust, 1.0 + 0.22 * kit.gust
    # stalks bend before the wind, trunks hardly do
    push = 1.3 * amount * (kit.gust - 1) * np.sign(kit.wind)

    def motion(clock: float) -> Shift:
        wave = np.sin(clock * 1.3 * rate + phase) + 0.4 * np.sin(clock * 3.1 * rate + 2 * phase)
        return Shift(lean=float(push + size * wave))

    return motion


def grass_ground(kit: Kit, horizon: float, eye: float, colour: Colour, far: float = 0.0) -> Layer:
    """Return the plane of a meadow: what stands on it comes in rows of its own, or a moving camera would shear it."""

    def paint(canvas: Canvas, light: Light) -> None:
        rng = kit.rng("ground")
        base = SNOW if kit.snowy else colour
        canvas.fill(ground_gradient(light, base, horizon, eye, far))
        canvas.mottle(rng, 0.10, 1.6, 9)
        canvas.mottle(rng, 0.06, 6, 26)
        points = strewn(canvas, rng, 500, horizon + eye * max(0.1, far), horizon + eye * 0.6)
        tufts = blades(rng, points[:, 0], points[:, 1], 0.03 * (points[:, 1] - horizon) / eye)
        canvas.polygons(tufts, mix(light.lit(base, 0.35), light.lit(light.sun, 0.35), 0.2), 0.45)

    return Layer(1.0, horizon + eye * far, 1.9, paint, ground=True, name="ground")


def grass_row(
    kit: Kit, near: float, horizon: float, eye: float, colour: Colour, flowers: float, height: float = 0.036,
    bare: Callable[[float], bool] | None = None,
) -> Layer:  # fmt: skip
    """Return tufts of grass and flowers that stand on the ground around nearness `near`, swaying; none where it is `bare`."""
    key, foot = kit.key(f"row{near}"), horizon + eye * near
    depth = 0.13 * eye

    def paint(canvas: Canvas, light: Light) -> None:
        base = SNOW * np.float32(0.93) if kit.snowy else colour
        shapes, heads = [], []
        for x, rng in cells(canvas, key, 20 / near, 0.1):
            if bare is not None and bare(x):
                continue
            y = foot + depth * rng.uniform(-1, 1)
            count = int(rng.integers(3, 7))
            tall = height * near * rng.uniform(0.55, 1.35, count)
            shapes += blades(rng, x + rng.uniform(-0.3, 0.3, count) * height * near, np.full(count, y), tall)
            if rng.uniform() < 0.30 * flowers:
                heads.append((x, y - tall[0] * 0.9, 0.013 * near * rng.uniform(0.8, 1.2)))
        tone = light.lit(base, min(1, near))
        tip = mix(tone, light.lit(light.sun, min(1, near)), 0.28)
        canvas.polygons(
            shapes,
            fade(foot - depth - height, tip, foot + depth, mix(tone * np.float32(0.86), tip, 0.3)),
            0.8,
        )
        if heads and not kit.snowy:
            spots = np.array(heads)
            stems = [np.array([[x, y], [x, y + 0.024 * near]]) for x, y, _ in heads]
            canvas.strokes(stems, tone * np.float32(0.8), 0.003 * near)
            colours = [kit.tinged(flower, 0.6, i) for i, flower in enumerate(_FLOWERS)]
            paint_flowers(
                canvas, light, np.random.default_rng(key), spots[:, :2], spots[:, 2], min(1, near), colours
            )

    motion = swaying(kit, 0.03, near * 7)
    return Layer(
        near,
        foot - depth - 1.6 * height * near - 0.02,
        foot + depth + 0.01,
        paint,
        motion=motion,
        foot=foot,
        name="row",
    )


def tree_belt(
    kit: Kit,
    name: str,
    near: float,
    foot: float,
    density: float,
    height: float,
    colour: Colour,
    fir: float,
    gap: float = 0.0,
) -> Layer:
    """Return a row of trees on `foot`; `fir` is the share of conifers, and none stands within `gap` of the middle."""
    key = kit.key(name)

    def paint(canvas: Canvas, light: Light) -> None:
        for x, rng in cells(canvas, key, density, height):
            if abs(x) < gap:
                continue
            tall = height * rng.uniform(0.7, 1.15)
            tone = mix(colour, rgb("8fae3a"), float(rng.uniform(0, 0.3)))
            at = (x, foot + float(rng.uniform(-0.004, 0.012)) * near)
            plant(kit, canvas, light, rng, at, tall, near, tone, fir)

    return Layer(
        near,
        foot - height * 1.3,
        foot + 0.03,
        paint,
        motion=swaying(kit, 0.011, near * 9),
        foot=foot,
        name=name,
    )


def foreground_grass(
    kit: Kit, near: float, level: float, height: float, colour: Colour, flowers: bool,
    bare: Callable[[float], bool] | None = None,
) -> Layer:  # fmt: skip
    """Return grass close to the lens, a little out of focus, swaying; a camera that looks down sees where it is `bare`."""
    key = kit.key(f"front{near}")

    def paint(canvas: Canvas, light: Light) -> None:
        base = SNOW if kit.snowy else colour
        tone = light.lit(base * np.float32(0.55), 1.0)
        tip = light.lit(base * np.float32(0.95), 1.0)
        shapes, heads = [], []
        down = canvas.bottom >= level + _LOOKED_DOWN
        for x, rng in cells(canvas, key, 11):
            if down and bare is not None and bare(x):
                continue
            count = int(rng.integers(5, 10))
            hump = 0.5 + 0.5 * np.sin(x * 2.3 + key % 7) * np.sin(x * 0.9 + 1)
            tall = height * (0.35 + 0.8 * hump) * rng.uniform(0.5, 1.15, count)
            shapes += blades(rng, x + rng.uniform(-0.07, 0.07, count), np.full(count, level + 0.05), tall)
            if flowers and rng.uniform() < 0.3:
                heads.append([x, level + 0.05 - tall.max()])
        canvas.polygons(shapes, fade(level - height, tip, level + 0.05, tone))
        if not down:
            near_lens = fade(level + 0.03, mix(tone, tip, 0.3), level + 0.22, mix(tone, tip, 0.75))
            canvas.ridge(canvas.xs(), level + 0.03 + 0.008 * np.sin(canvas.xs() * 9), near_lens)
        if heads and not kit.snowy:
            points = np.array(heads)
            stems = [np.array([[x, y], [x, level + 0.05]]) for x, y in heads]
            canvas.strokes(stems, tone, 0.005)
            colours = [kit.tinged(flower, 0.6, i) for i, flower in enumerate(_FLOWERS)]
            paint_flowers(
                canvas, light, np.random.default_rng(key), points, np.full(len(points), 0.024), 1.0, colours
            )

    motion = swaying(kit, 0.045, near * 5)
    return Layer(
        near, level - height * 1.6, 2.2, paint, motion=motion, foot=level + 0.05, blur=0.0022, name="front"
    )


def meadow(kit: Kit) -> Scene:
    """Rolling hills, scattered trees, grass and flowers."""
    horizon, eye = 0.56, 0.31
    layers = [
        *backdrop(kit, horizon),
        merged(
            0.1,
            hills(kit, "far", 0.05, 0.455, 0.055, 1.3, rgb("7f9fb0"), horizon),
            hills(kit, "middle", 0.14, 0.50, 0.04, 1.0, SNOW if kit.snowy else rgb("7fae5a"), horizon + 0.01),
        ),
        merged(
            0.23,
            tree_belt(kit, "wood", 0.2, 0.545, 9, 0.07, rgb("4d8a45"), 0.35),
            hills(kit, "close", 0.26, 0.555, 0.03, 1.5, SNOW if kit.snowy else rgb("78b347"), horizon + 0.04),
        ),
        grass_ground(kit, horizon, eye, GRASS, 0.14),
        tree_belt(
            kit, "trees", 0.5, horizon + eye * 0.5, 1.5, 0.44, rgb("4f9440"), 0.1, 0.46 * kit.aspect / 1.78
        ),
        *(grass_row(kit, near, horizon, eye, GRASS, 1.0) for near in (0.68, 1.0)),
        foreground_grass(kit, 1.3, 0.955, 0.085, GRASS, True),
    ]
    return Scene(tuple(layers), horizon, eye)
