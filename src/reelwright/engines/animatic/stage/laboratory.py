"""A laboratory: shelves of coloured flasks, benches with glass and burners."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, fade, mix, rgb
from reelwright.engines.animatic.stage.interiors import FOOT, Interior, boxes, floor_level
from reelwright.engines.animatic.stage.lamplight import indoor
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.scene import Kit

_LIQUIDS = (rgb("52c7a0"), rgb("f2a03a"), rgb("d95fb0"), rgb("4f9fe0"), rgb("f4d03f"), rgb("9a6ff0"))


def _flask(
    canvas: Canvas, light: Light, rng: np.random.Generator, x: float, foot: float, tall: float
) -> None:
    """Paint a flask, round or pointed, half full."""
    tone = indoor(light, _LIQUIDS[int(rng.integers(6))])
    glass = indoor(light, rgb("dcecf2"))
    wide = tall * rng.uniform(0.34, 0.46)
    neck = 0.12 * tall
    outline = np.array(
        [
            [-neck, -tall],
            [neck, -tall],
            [neck, -0.6 * tall],
            [wide, -0.06 * tall],
            [0.9 * wide, 0.0],
            [-0.9 * wide, 0.0],
            [-wide, -0.06 * tall],
            [-neck, -0.6 * tall],
        ]
    )
    canvas.polygons([outline + np.array([x, foot])], glass, 0.75)
    part = (0.6 * wide, -0.28 * tall)
    filled = np.array(
        [
            [-part[0], part[1]],
            [part[0], part[1]],
            [0.95 * wide, -0.06 * tall],
            [0.86 * wide, -0.01 * tall],
            [-0.86 * wide, -0.01 * tall],
            [-0.95 * wide, -0.06 * tall],
        ]
    )
    canvas.polygons([filled + np.array([x, foot])], tone, 0.95)
    canvas.strokes(
        [np.array([[x - 0.45 * wide, foot - 0.12 * tall], [x - 0.1 * wide, foot - 0.55 * tall]])],
        rgb("ffffff"),
        0.03 * tall,
        0.6,
    )


def _wall(canvas: Canvas, light: Light, kit: Kit) -> None:
    rng = kit.rng("flasks")
    for x in np.arange(np.floor(canvas.left / 0.9), canvas.right / 0.9 + 1) * 0.9 + kit.side * 0.25:
        boxes(canvas, light, [[x - 0.32, 0.05, x + 0.32, 0.47]], rgb("c3d3da"))
        boxes(canvas, light, [[x - 0.3, 0.07, x + 0.3, 0.45]], rgb("e6eff2"))
        for level in (0.19, 0.32, 0.44):
            boxes(canvas, light, [[x - 0.31, level, x + 0.31, level + 0.012]], rgb("8fa3ad"))
            for at in np.arange(-0.25, 0.27, 0.085):
                if rng.uniform() < 0.85:
                    _flask(canvas, light, rng, x + at, level, rng.uniform(0.06, 0.095))
    boxes(canvas, light, [[canvas.left - 1, 0.52, canvas.right + 1, FOOT]], rgb("cfdde2"))


def _benches(kit: Kit) -> list[Layer]:
    """Return benches along the wall with glass on them."""
    near = 0.64
    foot = floor_level(near)

    def paint(canvas: Canvas, light: Light) -> None:
        rng = kit.rng("bench")
        for x in np.arange(np.floor(canvas.left / 1.1), canvas.right / 1.1 + 1) * 1.1 + kit.side * 0.55:
            boxes(canvas, light, [[x - 0.36, foot - 0.2, x + 0.36, foot]], rgb("7fa3b5"))
            boxes(
                canvas,
                light,
                [[x + dx - 0.1, foot - 0.17, x + dx + 0.1, foot - 0.03] for dx in (-0.23, 0.0, 0.23)],
                rgb("95b6c6"),
            )
            boxes(canvas, light, [[x - 0.38, foot - 0.225, x + 0.38, foot - 0.195]], rgb("3f4a52"))
            for at in (-0.28, -0.17, 0.2, 0.3):
                _flask(canvas, light, rng, x + at, foot - 0.223, rng.uniform(0.09, 0.14))
            tripod = mix(indoor(light, rgb("5a636b")), rgb("ffffff"), 0.1)
            canvas.strokes(
                [
                    np.array([[x - 0.03, foot - 0.225], [x, foot - 0.32]]),
                    np.array([[x + 0.06, foot - 0.225], [x + 0.03, foot - 0.32]]),
                ],
                tripod,
                0.006,
            )
            canvas.ellipses(
                np.array([x + 0.015, foot - 0.25, 0.012, 0.022]),
                fade(foot - 0.28, rgb("7fd0ff"), foot - 0.22, rgb("ffd15f")),
            )
            _flask(canvas, light, rng, x + 0.015, foot - 0.315, 0.11)

    return [Layer(near, foot - 0.46, foot + 0.02, paint, name="benches")]


LABORATORY = Interior(rgb("e9f1f3"), rgb("c9d2d6"), _wall, _benches, 0.12)
