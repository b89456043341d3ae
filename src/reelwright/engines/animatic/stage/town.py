"""A city: skyline, promenade, lamps."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from reelwright.engines.animatic.stage.canvas import Canvas, Colour, Floats, Rng, fade, mix, rgb
from reelwright.engines.animatic.stage.citylights import NEON, Planes, Sign, Windows, signs
from reelwright.engines.animatic.stage.extras import Extra
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.outdoors import backdrop, tree_belt
from reelwright.engines.animatic.stage.props import ground_gradient, paint_bush, paint_lamp
from reelwright.engines.animatic.stage.scene import Kit, Scene, cells, merged
from reelwright.engines.animatic.stage.winter import paint_snowy_road

_GLOW = [rgb("ffd98a"), rgb("ffc46b"), rgb("fff0c2"), rgb("bfe3ff")]
_WALLS = [rgb("8792a8"), rgb("a7a3b0"), rgb("7d8da6"), rgb("b3a59a"), rgb("6f7f97"), rgb("9fb0bd")]


def grid_of(
    rng: Rng, box: Floats, rows: int, columns: int, tall: float
) -> tuple[Floats, NDArray[np.bool_], NDArray[np.int64]]:
    """Return the windows of a wall: their boxes (n, 4), which are lit (n,) and the index (n,) of the colour of their light."""
    left, top, right, bottom = box
    wide, high = (right - left) / columns, (bottom - top) / rows
    column, row = np.meshgrid(np.arange(columns), np.arange(rows))
    x, y = left + (column.ravel() + 0.22) * wide, top + (row.ravel() + (1 - tall) / 2) * high
    panes = np.stack([x, y, x + wide * 0.56, y + high * tall], axis=1)
    return panes, rng.uniform(0, 1, len(panes)) < 0.42, rng.integers(0, len(_GLOW), len(panes))


def windows(
    canvas: Canvas,
    light: Light,
    rng: Rng,
    box: Floats,
    near: float,
    rows: int,
    columns: int,
    tall: float = 0.55,
) -> None:
    """Paint a grid of windows into `box` (left, top, right, bottom); some are lit when it gets dark."""
    _, top, _, bottom = box
    panes, lit, group = grid_of(rng, box, rows, columns, tall)
    glass = mix(light.lit(rgb("54708f"), near), light.middle, 0.35)
    canvas.rects(panes, fade(top, mix(glass, light.horizon, 0.35), bottom, glass))
    if light.night > 0.05:
        for index, tone in enumerate(_GLOW):
            chosen = panes[lit & (group == index)]
            if len(chosen):
                canvas.rects(chosen, mix(tone, light.haze, 0.45 * (1 - near)), min(1.0, light.night * 1.15))


def _step(rng: Rng, wide: float) -> float:
    """Return how far the top of a tower is set back."""
    return wide * 0.16 if rng.uniform() < 0.4 else 0.0


def _facade(
    x: float, foot: float, wide: float, high: float, step: float, near: float
) -> tuple[Floats, float, int, int]:
    """Return the box of a tower's windows, its nearness, and how many rows and columns there are."""
    box = np.array([x + wide * 0.07, foot - high + step + 0.012, x + wide * 0.93, foot])
    return box, near, max(3, round(high / 0.024)), max(3, round(wide / 0.019))


def tower(
    canvas: Canvas,
    light: Light,
    rng: Rng,
    x: float,
    foot: float,
    wide: float,
    high: float,
    near: float,
    colour: Colour,
) -> None:
    """Paint one high-rise: lit and shaded side, windows, something on its roof."""
    tone = light.lit(colour, near)
    top = foot - high
    wall = fade(
        top, mix(tone, light.lit(light.sun, near), 0.14), foot, mix(tone * np.float32(0.86), light.haze, 0.25)
    )
    step = _step(rng, wide)
    boxes = [[x, top + step, x + wide, foot], [x + step, top, x + wide - step, top + step + 0.01]]
    canvas.rects(np.array(boxes), wall)
    shade = x + wide * 0.62
    canvas.rects(np.array([shade, top + step, x + wide, foot]), tone * np.float32(0.6), 0.35)
    windows(canvas, light, rng, *_facade(x, foot, wide, high, step, near))
    roof = rng.uniform()
    if roof < 0.3:
        canvas.rects(
            np.array([x + wide * 0.48, top - 0.05 - 0.03 * roof, x + wide * 0.52, top]),
            tone * np.float32(0.8),
        )
    elif roof < 0.6:
        canvas.rects(np.array([x + wide * 0.2, top - 0.016, x + wide * 0.5, top]), tone * np.float32(0.85))


def towers(
    kit: Kit, canvas: Canvas, key: int, density: float, low: float, high: float
) -> Iterator[tuple[Rng, float, float, float, Colour]]:
    """Yield random numbers, left edge, width, height and colour of the towers of a skyline."""
    for x, rng in cells(canvas, key, density, 0.4):
        tall = low + (high - low) * rng.uniform(0, 1) ** 1.5 * (0.75 + 0.25 * np.cos(x * 1.7))
        wide = rng.uniform(0.75, 1.3) / density
        yield rng, x - wide / 2, wide, tall, kit.tinged(_WALLS[int(rng.integers(len(_WALLS)))], 0.25)


def lively(
    kit: Kit, name: str, near: float, foot: float, density: float, low: float, high: float
) -> tuple[Extra, ...]:
    """Return what changes on a skyline by night: its windows, and its signs where the prompt speaks of neon."""
    reach = kit.aspect / 2 + 0.15
    across = Canvas(-reach, 0, reach, 1, 1)
    boxes, lit, tones = np.zeros((0, 4)), np.zeros(0, bool), np.zeros((0, 3))
    boards: list[Sign] = []
    for rng, left, wide, tall, _ in towers(kit, across, kit.key(name), density, low, high):
        wall, _, rows, columns = _facade(left, foot + 0.01, wide, tall, _step(rng, wide), near)
        panes, on, group = grid_of(rng, wall, rows, columns, 0.55)
        # a tower hides what is behind it, and trees what is lower: a window that goes out there would be seen in front
        free = (boxes[:, 2] <= left) | (boxes[:, 0] >= left + wide) | (boxes[:, 3] <= foot - tall)
        seen = panes[:, 3] < foot - 0.05
        boxes = np.concatenate([boxes[free], panes[seen]])
        lit = np.concatenate([lit[free], on[seen]])
        tones = np.concatenate([tones[free], np.array(_GLOW)[group][seen]])
        boards = [
            sign for sign in boards if sign.left + sign.wide <= left or sign.top + sign.tall <= foot - tall
        ]
        if tall > 0.5 * high and len(boards) < 8:
            top = foot - 0.9 * tall
            mirror = foot + 0.06 if kit.wet else None
            boards.append(Sign(left + 0.2 * wide, top, 0.42 * wide, 0.46 * tall, near, rgb("ffffff"), mirror))
    neon = signs(kit, boards) if "neon" in kit.features else ()
    return (Windows(kit, near, boxes, lit, tones), Planes(kit, 0.05, 0.2), *neon)


def _trim(canvas: Canvas, light: Light, rng: Rng, x: float, foot: float, wide: float, high: float) -> None:
    """Paint tubes of light along the edges of a tower, brighter the darker it is."""
    tone = NEON[int(rng.integers(len(NEON)))]
    top = foot - high
    edges = np.array([[x, foot - 0.3 * high], [x, top], [x + wide, top], [x + wide, foot - 0.3 * high]])
    canvas.strokes([edges], tone, 0.012, 0.25 * light.night, blur=0.006)
    canvas.strokes([edges], mix(tone, rgb("ffffff"), 0.3), 0.0028, 0.3 + 0.6 * light.night)


def skyline(kit: Kit, name: str, near: float, foot: float, density: float, low: float, high: float) -> Layer:
    """Return a row of towers `low` to `high` frame heights tall."""
    key = kit.key(name)

    def paint(canvas: Canvas, light: Light) -> None:
        for rng, left, wide, tall, wall in towers(kit, canvas, key, density, low, high):
            tower(canvas, light, rng, left, foot + 0.01, wide, tall, near, wall)
            if "neon" in kit.features:
                _trim(canvas, light, rng, left, foot + 0.01, wide, tall)
        haze = light.haze
        canvas.polygons(
            [
                np.array(
                    [
                        [canvas.left, foot - 0.1],
                        [canvas.right, foot - 0.1],
                        [canvas.right, foot + 0.1],
                        [canvas.left, foot + 0.1],
                    ]
                )
            ],
            haze,
            0.22 * (1 - near),
            blur=0.04,
        )

    return Layer(near, foot - high - 0.12, foot + 0.035, paint, name=name)


def paving(
    kit: Kit, horizon: float, eye: float, colour: Colour, far: float, joints: float, *, road: bool = False
) -> Layer:
    """Return a paved ground with joints in perspective; as a `road` it has kerbs and a dashed middle line."""

    def paint(canvas: Canvas, light: Light) -> None:
        if road and kit.snowy:
            paint_snowy_road(canvas, light, kit.rng("paving"), horizon, eye, far)
            return
        canvas.fill(ground_gradient(light, colour, horizon, eye, far))
        dark = light.lit(colour * np.float32(0.72), 0.9)
        near = np.array([max(far, 0.08), 1.9])
        if road:
            _road(canvas, light, horizon, eye, near)
        else:
            lines = [np.stack([x * near, horizon + eye * near], 1) for x in np.arange(-9, 9.1, 1) * joints]
            canvas.strokes(lines, dark, 0.0022, 0.5)
            for distance in np.arange(1 / 1.9, 1 / near[0], 0.22):
                y = horizon + eye / distance
                canvas.strokes(
                    [np.array([[canvas.left, y], [canvas.right, y]])], dark, 0.0026 / distance, 0.5
                )
        canvas.mottle(kit.rng("paving"), 0.05, 3, 12)
        if kit.wet:
            sheen = fade(horizon, light.horizon, horizon + eye, mix(light.middle, light.haze, 0.5))
            canvas.polygons(
                [
                    np.array(
                        [
                            [canvas.left, horizon],
                            [canvas.right, horizon],
                            [canvas.right, 1.9],
                            [canvas.left, 1.9],
                        ]
                    )
                ],
                sheen,
                0.25,
            )
            _gleams(canvas, light, kit, horizon + eye * max(far, 0.08))
        if kit.snowy:
            canvas.polygons(
                [
                    np.array(
                        [
                            [canvas.left, horizon],
                            [canvas.right, horizon],
                            [canvas.right, 1.9],
                            [canvas.left, 1.9],
                        ]
                    )
                ],
                light.lit(rgb("eef3f8"), 0.9),
                0.6,
            )

    return Layer(1.0, horizon + eye * far, 1.9, paint, ground=True, name="ground")


def _gleams(canvas: Canvas, light: Light, kit: Kit, level: float) -> None:
    """Paint the lights of a town that lie on the wet ground by night, from world height `level` towards the viewer."""
    if light.night < 0.2:
        return
    for x, rng in cells(canvas, kit.key("gleams"), 7, 0.1):
        tone = NEON[int(rng.integers(len(NEON)))] if "neon" in kit.features else _GLOW[int(rng.integers(4))]
        long, wide = rng.uniform(0.03, 0.08), rng.uniform(0.01, 0.02)
        streak = np.array([x, level + 0.5 * long, wide, 0.6 * long])
        canvas.ellipses(streak, tone, light.night * rng.uniform(0.12, 0.34), blur=0.012)


def _road(canvas: Canvas, light: Light, horizon: float, eye: float, near: Floats) -> None:
    def strip(left: float, right: float, low: float = near[0], high: float = near[1]) -> Floats:
        edge = np.array([[left, low], [right, low], [right, high], [left, high]])
        return np.stack([edge[:, 0] * edge[:, 1], horizon + eye * edge[:, 1]], 1)

    asphalt = light.lit(rgb("565b66"), 0.9)
    canvas.polygons(
        [strip(-0.78, 0.78)], fade(horizon, light.lit(rgb("6d7480"), 0.15), horizon + eye, asphalt)
    )
    kerb = light.lit(rgb("c9c4ba"), 0.9)
    canvas.polygons([strip(-0.82, -0.78), strip(0.78, 0.82)], kerb)
    paint = light.lit(rgb("f0ead6"), 0.9)
    starts = np.arange(0.5, 9, 0.8)
    dashes = [strip(-0.018, 0.018, 1 / (start + 0.4), min(1.9, 1 / start)) for start in starts]
    canvas.polygons(dashes, paint, 0.85)
    canvas.polygons([strip(-0.75, -0.735), strip(0.735, 0.75)], paint, 0.5)


def lamps(kit: Kit, near: float, foot: float, spacing: float, height: float) -> Layer:
    """Return a row of street lamps standing on `foot`."""

    def paint(canvas: Canvas, light: Light) -> None:
        first = int(np.floor(canvas.left / spacing)) - 1
        for index in range(first, int(np.ceil(canvas.right / spacing)) + 1):
            paint_lamp(canvas, light, (index + 0.5) * spacing, foot, height, min(1.0, near), kit.weather)

    return Layer(near, foot - height * 1.25, foot + 0.02, paint, name="lamps")


def hedge(kit: Kit, near: float, foot: float, height: float) -> Layer:
    """Return clipped bushes in planters close to the lens."""
    key = kit.key("hedge")

    def paint(canvas: Canvas, light: Light) -> None:
        for x, rng in cells(canvas, key, 2.2, height * 2):
            paint_bush(
                canvas, light, rng, x, foot, height * rng.uniform(0.7, 1.1), 1.0, rgb("4c7d4a"), kit.snowy
            )

    return Layer(near, foot - height * 1.3, 2.2, paint, blur=0.003, name="front")


def city(kit: Kit) -> Scene:
    """A skyline behind a promenade with lamps."""
    horizon, eye = 0.65, 0.23
    close = ("close", 0.24, horizon + 0.02, 4.5, 0.1, 0.48)
    layers = [
        *backdrop(kit, horizon),
        merged(
            0.09,
            skyline(kit, "far", 0.04, horizon + 0.005, 11, 0.14, 0.44),
            skyline(kit, "middle", 0.12, horizon + 0.01, 7, 0.18, 0.58),
        ),
        skyline(kit, *close),
        tree_belt(kit, "trees", 0.34, horizon + eye * 0.25, 7, 0.085, rgb("4f8a4a"), 0.0),
        paving(kit, horizon, eye, rgb("b7b3ad"), 0.2, 0.34),
        lamps(kit, 0.55, horizon + eye * 0.55, 0.8, 0.36),
        hedge(kit, 1.4, 1.0, 0.08),
    ]
    return Scene(tuple(layers), horizon, eye, mirror=0.16 if kit.wet else 0.0, extras=lively(kit, *close))
