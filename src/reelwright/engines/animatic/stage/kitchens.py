"""Kitchens: the counter close up, or the whole room."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, fade, mix, rgb
from reelwright.engines.animatic.stage.indoors import wall, window
from reelwright.engines.animatic.stage.lamplight import indoor, lamplit
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.marble import MARBLE, paint_marble
from reelwright.engines.animatic.stage.props import paint_bush
from reelwright.engines.animatic.stage.scene import Kit, Scene


def _kitchen_wall(kit: Kit, back: float, foot: float, glow: float) -> Layer:
    def furnish(canvas: Canvas, light: Light) -> None:
        tile, joint = indoor(light, kit.tinged(rgb("dcebe6"), 0.3)), indoor(light, rgb("b4c9c3"))
        top = 0.3
        canvas.rects(
            np.array([canvas.left - 1, top, canvas.right + 1, foot + 0.1]),
            fade(top, tile * np.float32(1.02), foot, tile * np.float32(0.9)),
        )
        across = np.arange(np.floor(canvas.left / 0.075), np.ceil(canvas.right / 0.075) + 1) * 0.075
        canvas.strokes([np.array([[x, top], [x, foot]]) for x in across], joint, 0.0025, 0.7)
        rows = np.arange(top, foot, 0.075)
        canvas.strokes([np.array([[canvas.left, y], [canvas.right, y]]) for y in rows], joint, 0.0025, 0.7)
        window(canvas, light, kit, glow, 0.07, 0.4, 0.31)
        _shelf(canvas, light, kit, -glow * 0.75)

    return wall(kit, back, foot, kit.tinged(rgb("f2e3c9"), 0.25, 1), furnish)


def _room_wall(kit: Kit, back: float, foot: float, glow: float) -> Layer:
    """Return the wall of a living room behind a table, out of focus."""

    def furnish(canvas: Canvas, light: Light) -> None:
        window(canvas, light, kit, glow, 0.0, 0.5, 0.42)
        if kit.aspect > 1.1:
            _shelf(canvas, light, kit, -glow * 0.8)

    return replace(wall(kit, back, foot, kit.tinged(rgb("d9c9b4"), 0.25, 1), furnish), blur=0.006)


def table_top(kit: Kit) -> Scene:
    """A table close up, in a living room."""
    return counter(kit, kitchen=False)


def counter(kit: Kit, *, kitchen: bool = True) -> Scene:
    """A kitchen close up: things lie on the counter, before a tiled wall with shelves and a window; or a table in a room."""
    horizon, eye, back = 0.42, 0.44, 0.6 if kitchen else 0.52
    foot = horizon + eye * back
    glow = kit.side * 0.4 * min(1.2, kit.aspect)

    def paint(canvas: Canvas, light: Light) -> None:
        if MARBLE in kit.features:
            paint_marble(canvas, light, kit, horizon, eye, back)
            return
        tone = indoor(light, rgb("c99a6b"))
        canvas.fill(fade(foot, mix(tone, rgb("ffffff"), 0.12), 1.05, tone * np.float32(0.82)))
        rng = kit.rng("grain")
        ends = np.array([back, 1.9])
        for x in np.arange(-4, 4.1, 0.5) if kitchen else ():
            canvas.strokes(
                [np.stack([x * ends, horizon + eye * ends], 1)], tone * np.float32(0.72), 0.003, 0.6
            )
        grain = []
        for _ in range(90):
            x, near = rng.uniform(-2.5, 2.5), rng.uniform(back, 1.4)
            y, long = horizon + eye * near, rng.uniform(0.05, 0.3) * near
            grain.append(np.array([[x * near, y], [x * near + long, y + 0.002]]))
        canvas.strokes(grain, tone * np.float32(0.86), 0.002, 0.4)
        shade = np.array([canvas.left - 1, foot - 0.1, canvas.right + 1, foot + 0.008])
        canvas.rects(shade, tone * np.float32(0.55), 0.35, blur=0.008)

    ground = Layer(1.0, foot, 1.9, paint, ground=True, name="ground")
    layers = [_room_wall(kit, back, foot, glow), ground]
    if kitchen:
        layers = [_kitchen_wall(kit, back, foot, glow), ground, _jars(kit, 0.66, horizon + eye * 0.66, -glow)]
    return Scene(
        tuple(layers), horizon, eye, outdoors=False, disc=False, dusty=False, relit=lamplit, mirror=0.1
    )


def kitchen(kit: Kit) -> Scene:
    """A kitchen with room to stand in: cupboards along the wall, a tiled floor."""
    horizon, eye, back = 0.42, 0.46, 0.6
    foot = horizon + eye * back
    glow = kit.side * 0.4 * min(1.2, kit.aspect)

    def paint_floor(canvas: Canvas, light: Light) -> None:
        pale, dark = indoor(light, rgb("efe6d8")), indoor(light, rgb("c9b8a2"))
        canvas.fill(fade(foot, pale, 1.1, pale * np.float32(0.86)))
        edges = 1 / np.arange(1 / 2.0, 1 / back + 0.2, 0.13)
        tiles = []
        for row, (near, far) in enumerate(pairwise(edges)):
            for column in range(-24, 24):
                if (row + column) % 2:
                    left, right = column * 0.14, (column + 1) * 0.14
                    y = horizon + eye * np.array([far, near])
                    tiles.append(
                        np.array(
                            [
                                [left * far, y[0]],
                                [right * far, y[0]],
                                [right * near, y[1]],
                                [left * near, y[1]],
                            ]
                        )
                    )
        canvas.polygons(tiles, fade(foot, dark, 1.1, dark * np.float32(0.82)))

    def paint_cupboards(canvas: Canvas, light: Light) -> None:
        front, wood = indoor(light, kit.tinged(rgb("7fa9a3"), 0.4)), indoor(light, rgb("c99a6b"))
        top, low = foot - 0.2, foot + 0.02
        canvas.rects(
            np.array([canvas.left - 1, top, canvas.right + 1, low]),
            fade(top, front, low, front * np.float32(0.8)),
        )
        for x in np.arange(np.floor(canvas.left / 0.2), np.ceil(canvas.right / 0.2) + 1) * 0.2:
            canvas.rects(
                np.array([x + 0.012, top + 0.03, x + 0.188, low - 0.03]), mix(front, rgb("ffffff"), 0.12)
            )
            canvas.rects(np.array([x + 0.15, top + 0.05, x + 0.175, top + 0.057]), wood * np.float32(0.8))
        canvas.rects(np.array([canvas.left - 1, top - 0.02, canvas.right + 1, top]), wood)
        canvas.rects(
            np.array([canvas.left - 1, low - 0.02, canvas.right + 1, low + 0.01]), front * np.float32(0.45)
        )

    jars = _jars(kit, 0.61, foot - 0.21, -glow)
    layers = [
        _kitchen_wall(kit, back, foot, glow),
        Layer(1.0, foot, 1.9, paint_floor, ground=True, name="ground"),
        Layer(0.605, foot - 0.24, foot + 0.04, paint_cupboards, name="cupboards"),
        jars,
    ]
    return Scene(
        tuple(layers), horizon, eye, outdoors=False, disc=False, dusty=False, relit=lamplit, mirror=0.08
    )


def _shelf(canvas: Canvas, light: Light, kit: Kit, x: float) -> None:
    wood = indoor(light, rgb("9a6e48"))
    rng = kit.rng("shelf")
    for y in (0.16, 0.29):
        canvas.rects(np.array([x - 0.3, y, x + 0.3, y + 0.014]), wood)
        canvas.rects(
            np.array([x - 0.3, y + 0.014, x + 0.3, y + 0.03]), wood * np.float32(0.5), 0.25, blur=0.004
        )
        at = x - 0.27
        while at < x + 0.25:
            wide, tall = rng.uniform(0.035, 0.06), rng.uniform(0.04, 0.085)
            tone = indoor(
                light,
                [rgb("e58f6b"), rgb("7fb0a5"), rgb("f1d38a"), rgb("8fa7c9"), rgb("f5efe4")][
                    int(rng.integers(5))
                ],
            )
            canvas.rects(
                np.array([at, y - tall, at + wide, y]),
                fade(y - tall, mix(tone, rgb("ffffff"), 0.2), y, tone * np.float32(0.85)),
            )
            canvas.ellipses(np.array([at + wide / 2, y - tall, wide / 2, 0.008]), tone * np.float32(0.8))
            at += wide + rng.uniform(0.01, 0.04)


def _jars(kit: Kit, near: float, foot: float, x: float) -> Layer:
    def paint(canvas: Canvas, light: Light) -> None:
        rng = kit.rng("jars")
        pot = indoor(light, rgb("e9e2d6"))
        canvas.polygons(
            [
                np.array(
                    [[x - 0.05, foot - 0.09], [x + 0.05, foot - 0.09], [x + 0.038, foot], [x - 0.038, foot]]
                )
            ],
            fade(foot - 0.09, pot, foot, pot * np.float32(0.8)),
        )
        paint_bush(canvas, lamplit(light), rng, x, foot - 0.07, 0.1, 1.0, rgb("5fa052"))
        away = -1 if x < 0 else 1  # from the middle, where somebody stands who would seem to wear it
        board = x + 0.17 * away
        wood = indoor(light, rgb("b07a4a"))
        canvas.ellipses(
            np.array([board, foot - 0.1, 0.075, 0.105]), fade(foot - 0.2, wood, foot, wood * np.float32(0.8))
        )
        for index, tone in enumerate((rgb("c0392b"), rgb("2f7d5a"))):
            bottle = board + (0.12 + 0.075 * index) * away
            glass = indoor(light, tone)
            canvas.rects(
                np.array(
                    [
                        [bottle - 0.02, foot - 0.12, bottle + 0.02, foot],
                        [bottle - 0.008, foot - 0.18, bottle + 0.008, foot - 0.11],
                    ]
                ),
                fade(foot - 0.18, mix(glass, rgb("ffffff"), 0.25), foot, glass),
            )
            canvas.rects(
                np.array([bottle - 0.02, foot - 0.085, bottle + 0.02, foot - 0.035]),
                indoor(light, rgb("f4ead2")),
            )

    return Layer(near, foot - 0.26, foot + 0.02, paint, name="jars")
