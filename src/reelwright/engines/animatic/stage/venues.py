"""Public places in a town: market and rooftop."""

from __future__ import annotations

import itertools

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, fade, mix, rgb
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.outdoors import SNOW, backdrop
from reelwright.engines.animatic.stage.scene import Kit, Scene
from reelwright.engines.animatic.stage.street import street
from reelwright.engines.animatic.stage.town import paving, skyline

_FRUIT = (rgb("e04b3c"), rgb("f2a03a"), rgb("f4d03f"), rgb("7fb24a"), rgb("8a4fa0"))
_AWNINGS = (rgb("d9534f"), rgb("3f8f7a"), rgb("3b6fb0"), rgb("d99a3a"))


def _stall(
    canvas: Canvas, light: Light, rng: np.random.Generator, x: float, foot: float, near: float
) -> None:
    wide, tall = 0.26 * near, 0.58 * near
    wood = light.lit(rgb("8f6440"), near)
    canvas.rects(
        np.array(
            [
                [x + way * wide - 0.012 * near, foot - tall, x + way * wide + 0.012 * near, foot]
                for way in (-1, 1)
            ]
        ),
        wood,
    )
    counter = foot - 0.2 * near
    canvas.rects(
        np.array([x - wide, counter, x + wide, foot]),
        fade(counter, mix(wood, light.sun, 0.15), foot, wood * np.float32(0.7)),
    )
    for index in range(3):
        left = x - wide + (index + 0.06) * 2 * wide / 3
        right = left + 0.6 * wide
        canvas.rects(
            np.array([left, counter - 0.05 * near, right, counter + 0.05 * near]),
            light.lit(rgb("c79a62"), near),
        )
        spots = [
            [px, counter - 0.05 * near - 0.02 * near * row, 0.026 * near, 0.026 * near]
            for row in range(2)
            for px in np.linspace(left + 0.03 * near, right - 0.03 * near, 5 - row)
        ]
        canvas.ellipses(np.array(spots), light.lit(_FRUIT[int(rng.integers(5))], near))
    if light.night > 0.3:
        bulb = np.array([x, foot - 0.42 * near, 0.24 * near, 0.2 * near])
        canvas.ellipses(bulb, rgb("ffc873"), 0.55 * light.night, blur=0.06 * near)
        canvas.ellipses(np.array([x, foot - 0.5 * near, 0.02 * near, 0.02 * near]), rgb("fff3cf"))
    awning = light.lit(_AWNINGS[int(rng.integers(4))], near)
    edges = np.linspace(x - 1.15 * wide, x + 1.15 * wide, 9)
    top, low = foot - tall - 0.1 * near, foot - tall + 0.06 * near
    panels = [
        np.array(
            [
                [a + 0.04 * near * (a < x), top],
                [b - 0.04 * near * (b > x), top],
                [b, low],
                [(a + b) / 2, low + 0.02 * near],
                [a, low],
            ]
        )
        for a, b in itertools.pairwise(edges)
    ]
    canvas.polygons(panels[::2], awning)
    canvas.polygons(panels[1::2], light.lit(rgb("f7f1e4"), near))


def market(kit: Kit) -> Scene:
    """A street with stalls of fruit at both sides."""
    scene = street(kit, road=False)
    wide = min(1.0, 0.45 + 0.33 * kit.aspect)

    def stalls(near: float) -> Layer:
        foot = scene.horizon + scene.eye * near

        def paint(canvas: Canvas, light: Light) -> None:
            for side in (-1, 1):
                _stall(canvas, light, kit.rng(f"stall{near}{side}"), side * 0.86 * wide * near, foot, near)

        return Layer(near, foot - 0.8 * near, foot + 0.01, paint, name="stalls")

    ground = next(index for index, layer in enumerate(scene.layers) if layer.ground)
    standing = sorted(
        [*scene.layers[ground + 1 :], *(stalls(near) for near in (0.28, 0.46, 0.76))],
        key=lambda layer: layer.near,
    )
    return Scene(
        (*scene.layers[: ground + 1], *standing),
        scene.horizon,
        scene.eye,
        mirror=scene.mirror,
        extras=scene.extras,
    )


def rooftop(kit: Kit) -> Scene:
    """A flat roof high above the town: a parapet, and the skyline beyond it."""
    horizon, eye = 0.5, 0.38
    edge = horizon + eye * 0.56

    def parapet(canvas: Canvas, light: Light) -> None:
        wall = light.lit(kit.tinged(rgb("b58a72"), 0.2), 0.8)
        top = edge - 0.1
        canvas.rects(
            np.array([canvas.left - 1, top, canvas.right + 1, edge + 0.01]),
            fade(top, wall, edge, wall * np.float32(0.72)),
        )
        canvas.rects(
            np.array([canvas.left - 1, top - 0.022, canvas.right + 1, top + 0.004]),
            SNOW * light.ambient if kit.snowy else light.lit(rgb("d9cfc2"), 0.8),
        )
        rows = [np.array([[canvas.left, y], [canvas.right, y]]) for y in (top + 0.035, top + 0.07)]
        canvas.strokes(rows, wall * np.float32(0.8), 0.003, 0.6)

    def tank(canvas: Canvas, light: Light) -> None:
        x, foot = kit.side * 0.33 * kit.aspect, horizon + eye * 0.62
        wood, iron = light.lit(rgb("8a5f45"), 0.8), light.lit(rgb("4a4f58"), 0.8)
        legs = [np.array([[x + dx, foot - 0.2], [x + 1.15 * dx, foot]]) for dx in (-0.1, 0.1, -0.03, 0.03)]
        canvas.strokes(legs, iron, 0.01)
        canvas.rects(
            np.array([x - 0.12, foot - 0.42, x + 0.12, foot - 0.19]),
            fade(foot - 0.42, mix(wood, light.sun, 0.15), foot - 0.19, wood * np.float32(0.7)),
        )
        canvas.strokes(
            [np.array([[x + dx, foot - 0.42], [x + dx, foot - 0.19]]) for dx in np.linspace(-0.1, 0.1, 6)],
            wood * np.float32(0.75),
            0.003,
        )
        canvas.polygons(
            [np.array([[x - 0.135, foot - 0.42], [x, foot - 0.52], [x + 0.135, foot - 0.42]])],
            light.lit(rgb("6a5a52"), 0.8),
        )

    layers = [
        *backdrop(kit, horizon),
        skyline(kit, "far", 0.06, edge - 0.05, 9, 0.16, 0.36),
        skyline(kit, "close", 0.2, edge + 0.0, 4.5, 0.1, 0.3),
        paving(kit, horizon, eye, rgb("a8a29a"), 0.55, 0.3),
        Layer(0.57, edge - 0.14, edge + 0.02, parapet, name="parapet"),
        Layer(0.62, horizon + eye * 0.62 - 0.55, horizon + eye * 0.62 + 0.01, tank, name="tank"),
    ]
    return Scene(tuple(layers), horizon, eye, mirror=0.0)
