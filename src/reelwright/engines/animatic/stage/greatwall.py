"""The Great Wall: a wall with towers that follows the crests of green mountains into the distance."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, Colour, Floats, fade, mix, rgb, wander
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.outdoors import GRASS, SNOW, backdrop, grass_ground, grass_row
from reelwright.engines.animatic.stage.scene import Kit, Scene

_HORIZON, _EYE = 0.56, 0.32
_STONE = rgb("b9a58a")
_AUTUMN = rgb("b8793a")


def great_wall(kit: Kit) -> Scene:
    """Three ranges with the wall on each, above a slope of grass."""
    green = _AUTUMN if "autumn" in kit.features else rgb("5f8f58")
    layers = [
        *backdrop(kit, _HORIZON),
        _range(kit, "far", 0.05, 0.5, 0.2, 0.9, mix(green, rgb("7f93ab"), 0.5), 0.012),
        _range(kit, "middle", 0.14, 0.54, 0.17, 1.2, mix(green, rgb("6f8f86"), 0.25), 0.024),
        _range(kit, "close", 0.3, 0.62, 0.14, 1.9, green, 0.05),
        grass_ground(kit, _HORIZON, _EYE, rgb("79a94e"), 0.3),
        *(grass_row(kit, near, _HORIZON, _EYE, GRASS, 0.6, 0.03) for near in (0.7, 1.06)),
    ]
    return Scene(tuple(layers), _HORIZON, _EYE)


def _range(
    kit: Kit, name: str, near: float, level: float, rise: float, length: float, tone: Colour, tall: float
) -> Layer:
    """Return mountains whose crests carry a wall, `tall` world units high."""

    def crest(xs: Floats) -> Floats:
        return np.asarray(level - rise * (0.35 + 0.65 * wander(kit.rng(name), xs, length, 3)))

    def paint(canvas: Canvas, light: Light) -> None:
        xs = canvas.xs(0.005)
        ys = crest(xs)
        body = light.lit(SNOW if kit.snowy else tone, near)
        foot = level + 0.25
        canvas.ridge(
            xs, ys, fade(level - rise, mix(body, light.sun, 0.14), foot, mix(body, light.haze, 0.35))
        )
        canvas.mottle(kit.rng(name + "woods"), 0.07, 9, 14)
        _wall(canvas, light.lit(_STONE, near), xs, ys, tall)
        towers = np.arange(np.floor(canvas.left / 0.55), canvas.right / 0.55 + 1) * 0.55 + 0.2 * length
        for x, y in zip(towers, crest(towers), strict=True):
            _tower(canvas, light.lit(_STONE, near), float(x), float(y), 1.9 * tall)

    return Layer(near, level - 1.3 * rise - 3.2 * tall, level + 0.4, paint, name=name)


def _wall(canvas: Canvas, stone: Colour, xs: Floats, ys: Floats, tall: float) -> None:
    """Paint the wall along a crest, with merlons on top."""
    top = ys - tall
    outline = np.concatenate([np.stack([xs, top], 1), np.stack([xs, ys + 0.3 * tall], 1)[::-1]])
    canvas.polygons([outline], stone)
    canvas.strokes([np.stack([xs, top + 0.42 * tall], 1)], stone * np.float32(0.8), 0.1 * tall)
    step = 0.62 * tall
    places = np.arange(np.floor(xs[0] / step), xs[-1] / step) * step
    levels = np.interp(places, xs, top)
    merlons = np.stack([places, levels - 0.36 * tall, places + 0.58 * step, levels + 0.1 * tall], 1)
    canvas.rects(merlons, stone * np.float32(0.93))


def _tower(canvas: Canvas, stone: Colour, x: float, y: float, size: float) -> None:
    """Paint a square watchtower with windows and merlons."""
    half, top = 0.55 * size, y - 1.25 * size
    canvas.rects(
        np.array([x - half, top, x + half, y + 0.3 * size]),
        fade(top, stone * np.float32(1.05), y, stone * np.float32(0.82)),
    )
    canvas.rects(
        np.array([x - 1.12 * half, top - 0.08 * size, x + 1.12 * half, top + 0.06 * size]),
        stone * np.float32(0.9),
    )
    steps = np.linspace(-1.1, 0.86, 5) * half
    canvas.rects(
        np.array([[x + dx, top - 0.28 * size, x + dx + 0.26 * half, top - 0.06 * size] for dx in steps]),
        stone,
    )
    dark = stone * np.float32(0.42)
    doors = [
        [x + dx - 0.13 * half, top + 0.32 * size, x + dx + 0.13 * half, top + 0.66 * size]
        for dx in (-0.55 * half, 0.0, 0.55 * half)
    ]
    canvas.rects(np.array(doors), dark)
    canvas.ellipses(
        np.array([[(left + right) / 2, upper, 0.13 * half, 0.12 * size] for left, upper, right, _ in doors]),
        dark,
    )
