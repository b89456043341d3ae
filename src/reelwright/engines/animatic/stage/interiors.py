"""Rooms that are known at first sight by what is in them: library, classroom, hospital, gym."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, Colour, fade, mix, rgb
from reelwright.engines.animatic.stage.indoors import boards, wall, window
from reelwright.engines.animatic.stage.lamplight import indoor, lamplit
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.scene import Kit, Scene

_HORIZON, _EYE, _BACK = 0.46, 0.44, 0.58
FOOT = _HORIZON + _EYE * _BACK
_SPINES = [rgb("a8483f"), rgb("3f6288"), rgb("c9974a"), rgb("5f7f56"), rgb("d9cdb4"), rgb("6b4a6a")]


@dataclass(frozen=True)
class Interior:
    """A kind of room: the colours of its wall and floor, what is on the wall, and what stands before it."""

    wall: Colour
    floor: Colour
    furnish: Callable[[Canvas, Light, Kit], None]
    before: Callable[[Kit], list[Layer]] | None = None
    shine: float = 0.0


def floor_level(near: float) -> float:
    """Return the world height of the floor at a nearness."""
    return _HORIZON + _EYE * near


def boxes(
    canvas: Canvas, light: Light, boxes: list[list[float]], colour: Colour, shade: float = 0.85
) -> None:
    """Paint upright boxes, each darker towards its foot."""
    if boxes:
        tone, rows = indoor(light, colour), np.array(boxes)
        canvas.rects(
            rows, fade(float(rows[:, 1].min()), tone, float(rows[:, 3].max()), tone * np.float32(shade))
        )


def _library(canvas: Canvas, light: Light, kit: Kit) -> None:
    rng = kit.rng("books")
    boxes(canvas, light, [[canvas.left - 1, -1.5, canvas.right + 1, FOOT]], rgb("5a3a26"))
    first, last = np.floor(canvas.left / 0.5), np.ceil(canvas.right / 0.5)
    for level in np.arange(-0.16, FOOT - 0.06, 0.13):
        spines: list[list[list[float]]] = [[] for _ in _SPINES]
        for bay in np.arange(first, last + 1) * 0.5:
            x = bay + 0.025
            while x < bay + 0.455:
                wide, tall = float(rng.uniform(0.012, 0.026)), float(rng.uniform(0.07, 0.108))
                if rng.uniform() < 0.96:
                    spines[int(rng.integers(len(_SPINES)))].append(
                        [x, level + 0.115 - tall, x + wide - 0.002, level + 0.115]
                    )
                x += wide
        for colour, rows in zip(_SPINES, spines, strict=True):
            boxes(canvas, light, rows, colour, 0.8)
        boxes(
            canvas, light, [[canvas.left - 1, level + 0.115, canvas.right + 1, level + 0.13]], rgb("8a5c3a")
        )
    bays = [[bay - 0.018, -1.5, bay + 0.018, FOOT] for bay in np.arange(first, last + 1) * 0.5]
    boxes(canvas, light, bays, rgb("7a4f32"))


def _classroom(canvas: Canvas, light: Light, kit: Kit) -> None:
    half = 0.52 * min(1.0, 0.3 + 0.4 * kit.aspect)
    boxes(canvas, light, [[-half - 0.02, 0.1, half + 0.02, 0.5]], rgb("9a6e48"))
    boxes(canvas, light, [[-half, 0.12, half, 0.48]], rgb("2f5d4a"), 0.92)
    rng, chalk = kit.rng("chalk"), indoor(light, rgb("e8efe6"))
    lines = []
    for row in range(4):
        x, y = -half * 0.85, 0.18 + 0.075 * row
        while x < half * rng.uniform(0.1, 0.8):
            long = rng.uniform(0.03, 0.09)
            along = np.linspace(0, long, 8)
            lines.append(np.stack([x + along, y + 0.006 * np.sin(along * 190 + row)], 1))
            x += long + 0.02
    canvas.strokes(lines, chalk, 0.0045, 0.75)
    ring = np.linspace(0, 2 * np.pi, 24)
    canvas.strokes(
        [np.stack([half * 0.62 + 0.07 * np.cos(ring), 0.3 + 0.07 * np.sin(ring)], 1)], chalk, 0.004, 0.7
    )
    boxes(canvas, light, [[-half, 0.495, half, 0.51]], rgb("b98a5c"))
    if kit.aspect > 1.4:
        window(canvas, light, kit, kit.side * (half + 0.42), 0.12, 0.36, 0.36)


def _desks(kit: Kit) -> list[Layer]:
    """Return pupils' desks: a row at both sides, and the edge of the nearest ones."""

    def row(near: float, gap: float) -> Layer:
        foot, tall = _HORIZON + _EYE * near, 0.2 * near

        def paint(canvas: Canvas, light: Light) -> None:
            steps = (
                np.arange(np.floor(canvas.left / (0.5 * near)) - 1, canvas.right / (0.5 * near) + 1)
                * 0.5
                * near
            )
            places = [x for x in steps + 0.25 * near if abs(x) > gap]
            legs = [
                [x + side * 0.15 * near - 0.006, foot - tall, x + side * 0.15 * near + 0.006, foot]
                for x in places
                for side in (-1, 1)
            ]
            boxes(canvas, light, legs, rgb("6b7684"))
            boxes(
                canvas,
                light,
                [[x - 0.19 * near, foot - tall, x + 0.19 * near, foot - 0.8 * tall] for x in places],
                rgb("d9a05f"),
            )
            books = [[x - 0.07 * near, foot - 1.12 * tall, x + 0.05 * near, foot - tall] for x in places[::2]]
            boxes(canvas, light, books, rgb("4f86b8"))

        return Layer(near, foot - 1.2 * tall, foot + 0.01, paint, name="desks")

    wide = kit.aspect / 1.78
    return [row(0.7, 0.34 * wide), row(1.34, 0.3 * wide)]


def _hospital(canvas: Canvas, light: Light, kit: Kit) -> None:
    boxes(canvas, light, [[canvas.left - 1, 0.5, canvas.right + 1, FOOT]], rgb("9ccbc4"))
    boxes(canvas, light, [[canvas.left - 1, 0.49, canvas.right + 1, 0.505]], rgb("f4f7f6"))
    boxes(canvas, light, [[canvas.left - 1, 0.545, canvas.right + 1, 0.565]], rgb("c9a77e"))
    step = 0.8
    for x in np.arange(np.floor(canvas.left / step), canvas.right / step + 1) * step + kit.side * 0.3:
        boxes(canvas, light, [[x - 0.15, 0.2, x + 0.15, FOOT]], rgb("dfe8ea"))
        boxes(canvas, light, [[x - 0.13, 0.22, x + 0.13, FOOT]], rgb("b9d3da"))
        boxes(canvas, light, [[x - 0.06, 0.27, x + 0.06, 0.4]], rgb("eaf6fa"))
        boxes(canvas, light, [[x + 0.08, 0.46, x + 0.11, 0.475]], rgb("7f8a90"))
    for x in np.arange(np.floor(canvas.left / step), canvas.right / step + 1) * step + kit.side * 0.3 + 0.4:
        boxes(canvas, light, [[x - 0.08, 0.22, x + 0.08, 0.38]], rgb("ffffff"), 0.97)
        boxes(
            canvas,
            light,
            [[x - 0.018, 0.245, x + 0.018, 0.355], [x - 0.055, 0.282, x + 0.055, 0.318]],
            rgb("d9403f"),
        )
    lamps = [
        [x - 0.2, 0.03, x + 0.2, 0.055] for x in np.arange(np.floor(canvas.left), canvas.right + 1) * 0.8
    ]
    canvas.rects(np.array(lamps), rgb("fdfefc"), 0.95, blur=0.004)


def _gym(canvas: Canvas, light: Light, kit: Kit) -> None:
    step = 0.42
    for x in np.arange(np.floor(canvas.left / step), canvas.right / step + 1) * step:
        glass = indoor(light, rgb("a9c3d2"))
        canvas.rects(
            np.array([x + 0.01, 0.1, x + step - 0.01, 0.62]),
            fade(0.1, mix(glass, rgb("ffffff"), 0.35), 0.62, glass),
        )
        shine = np.array(
            [[x + 0.08, 0.1], [x + 0.16, 0.1], [x + 0.06, 0.62], [x + 0.01, 0.62], [x + 0.01, 0.42]]
        )
        canvas.polygons([shine], rgb("ffffff"), 0.18)
    boxes(canvas, light, [[canvas.left - 1, 0.06, canvas.right + 1, 0.1]], kit.accent(0, rgb("e8702c")))


def _weights(kit: Kit) -> list[Layer]:
    """Return racks of dumbbells along the mirrors."""
    near, foot = 0.64, _HORIZON + _EYE * 0.64

    def paint(canvas: Canvas, light: Light) -> None:
        for x in np.arange(np.floor(canvas.left / 0.9), canvas.right / 0.9 + 1) * 0.9 + 0.45:
            boxes(
                canvas,
                light,
                [[x - 0.32, foot - 0.24, x - 0.3, foot], [x + 0.3, foot - 0.24, x + 0.32, foot]],
                rgb("30343c"),
            )
            for level, size in ((0.2, 0.022), (0.09, 0.03)):
                boxes(
                    canvas, light, [[x - 0.32, foot - level, x + 0.32, foot - level + 0.016]], rgb("454b55")
                )
                spots = np.array(
                    [
                        [x + dx + side * 0.022, foot - level - size, 0.4 * size, size]
                        for dx in np.arange(-0.26, 0.27, 0.105)
                        for side in (-1, 1)
                    ]
                )
                canvas.ellipses(spots, indoor(light, rgb("23262c")))
                bars = [
                    [x + dx - 0.02, foot - level - size - 0.004, x + dx + 0.02, foot - level - size + 0.004]
                    for dx in np.arange(-0.26, 0.27, 0.105)
                ]
                boxes(canvas, light, bars, rgb("9aa2ac"))

    return [Layer(near, foot - 0.3, foot + 0.02, paint, name="weights")]


INTERIORS = {
    "library": Interior(rgb("5a3a26"), rgb("9a6b45"), _library),
    "classroom": Interior(rgb("f0e3c4"), rgb("c79a68"), _classroom, _desks),
    "hospital": Interior(rgb("eef5f3"), rgb("cfdcdc"), _hospital, None, 0.14),
    "gym": Interior(rgb("4a525e"), rgb("5a626c"), _gym, _weights, 0.08),
}
"""By the feature of a place that stands for it."""


def interior(kit: Kit, kind: Interior) -> Scene:
    """A room of a kind: its wall, its floor, what stands there."""

    def furnish(canvas: Canvas, light: Light) -> None:
        kind.furnish(canvas, light, kit)

    layers = [
        wall(kit, _BACK, FOOT, kit.tinged(kind.wall, 0.2), furnish),
        boards(kit, _HORIZON, _EYE, _BACK, kind.floor, None),
        *(kind.before(kit) if kind.before else []),
    ]
    return Scene(
        tuple(layers),
        _HORIZON,
        _EYE,
        outdoors=False,
        disc=False,
        dusty=False,
        relit=lamplit,
        mirror=kind.shine,
    )
