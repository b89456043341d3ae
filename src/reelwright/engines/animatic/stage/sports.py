"""Where sport is done: a stadium and a swimming pool."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, fade, mix, rgb
from reelwright.engines.animatic.stage.lake import ripples
from reelwright.engines.animatic.stage.layer import Layer, Painter
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.markings import across
from reelwright.engines.animatic.stage.outdoors import SNOW, backdrop, hills, tree_belt
from reelwright.engines.animatic.stage.props import ground_gradient
from reelwright.engines.animatic.stage.scene import Kit, Scene, cells, strewn

_AWNINGS = (rgb("d9534f"), rgb("3f8f7a"), rgb("3b6fb0"), rgb("d99a3a"))


def _stands(kit: Kit, low: float) -> Painter:
    """Return the painter of full stands down to world height `low`, with their floodlights."""

    def paint(canvas: Canvas, light: Light) -> None:
        rng = kit.rng("crowd")
        top = 0.2
        canvas.rects(
            np.array([canvas.left - 1, top, canvas.right + 1, low]),
            fade(top, light.lit(rgb("59626f"), 0.4), low, light.lit(rgb("7b8593"), 0.4)),
        )
        canvas.rects(
            np.array([canvas.left - 1, top - 0.045, canvas.right + 1, top]), light.lit(rgb("d9dee4"), 0.5)
        )
        heads: list[list[list[float]]] = [[] for _ in range(6)]
        for row, y in enumerate(np.linspace(top + 0.03, low - 0.055, 13)):
            size = 0.0055 + 0.0035 * row / 12
            for x in np.arange(canvas.left, canvas.right, 2.3 * size):
                if rng.uniform() < 0.9:
                    heads[int(rng.integers(6))].append(
                        [x + rng.uniform(-0.3, 0.3) * size, y + 0.3 * size, size, 1.15 * size]
                    )
        tones = (rgb("e04b3c"), rgb("f4f1ea"), rgb("3b6fb0"), rgb("f2c03a"), rgb("e8b48a"), rgb("4a4f5a"))
        for tone, spots in zip(tones, heads, strict=True):
            if spots:
                canvas.ellipses(np.array(spots), light.lit(kit.tinged(tone, 0.2), 0.6))
        boards = np.arange(np.floor(canvas.left / 0.3), canvas.right / 0.3 + 1) * 0.3
        for index, x in enumerate(boards):
            tone = (rgb("2f6fc8"), rgb("f4f1ea"), rgb("d9403f"))[index % 3]
            canvas.rects(np.array([x, low - 0.035, x + 0.295, low]), light.lit(tone, 0.6))
        for x in (-0.62 * kit.aspect / 1.78, 0.62 * kit.aspect / 1.78):
            canvas.rects(np.array([x - 0.006, 0.02, x + 0.006, top]), light.lit(rgb("8b95a3"), 0.5))
            bank = np.array(
                [[x + dx, 0.02 + dy, 0.016, 0.012] for dx in (-0.04, 0.0, 0.04) for dy in (-0.028, 0.0)]
            )
            canvas.rects(np.array([x - 0.065, -0.03, x + 0.065, 0.04]), light.lit(rgb("4a5260"), 0.5))
            canvas.ellipses(bank, mix(light.lit(rgb("eef3f6"), 0.6), rgb("fffdf0"), light.night))
            if light.night > 0.2:
                canvas.ellipses(np.array([x, 0.005, 0.2, 0.16]), rgb("f4f8ff"), 0.3 * light.night, blur=0.08)

    return paint


def _pitch(kit: Kit, horizon: float, eye: float) -> Painter:
    """Return the painter of the grass and its lines."""

    def paint(canvas: Canvas, light: Light) -> None:
        green = SNOW if kit.snowy else rgb("4f9f45")
        canvas.fill(ground_gradient(light, green, horizon, eye, 0.06))
        cuts = 1 / np.arange(0.5, 12, 0.55)
        bands = [
            across(canvas, low, high, horizon, eye)
            for high, low in zip(cuts[:-1:2], cuts[1::2], strict=False)
        ]
        canvas.rects(np.array(bands), light.lit(green * np.float32(0.86), 0.8), 0.6)
        white = light.lit(rgb("f6f8f4"), 0.9)
        lines = [across(canvas, near, near * 1.035, horizon, eye) for near in (0.16, 0.42)]
        canvas.rects(np.array(lines), white, 0.9)
        ring = np.linspace(0, 2 * np.pi, 60)
        away = 1 / 0.42 + 0.7 * np.sin(ring)
        circle = np.stack(
            [0.95 * np.cos(ring) / np.maximum(0.4, away), horizon + eye / np.maximum(0.4, away)], 1
        )
        canvas.strokes([circle], white, 0.006, 0.9)

    return paint


def _goal(kit: Kit, foot: float) -> Painter:
    """Return the painter of a goal that stands at world height `foot`."""

    def paint(canvas: Canvas, light: Light) -> None:
        tall, half = 0.13, 0.2
        x = kit.side * 0.2 * kit.aspect
        white = light.lit(rgb("ffffff"), 0.7)
        net = [np.array([[x + dx, foot - tall], [x + dx, foot]]) for dx in np.linspace(-half, half, 15)]
        net += [np.array([[x - half, y], [x + half, y]]) for y in np.linspace(foot - tall, foot, 7)]
        canvas.strokes(net, white, 0.0016, 0.5)
        frame = np.array(
            [[x - half, foot], [x - half, foot - tall], [x + half, foot - tall], [x + half, foot]]
        )
        canvas.strokes([frame], white, 0.009)

    return paint


def stadium(kit: Kit) -> Scene:
    """A pitch before full stands and floodlights."""
    horizon, eye = 0.5, 0.38

    layers = [
        *backdrop(kit, horizon),
        Layer(0.08, -0.15, horizon + 0.03, _stands(kit, horizon + 0.02), name="stands"),
        Layer(1.0, horizon + eye * 0.05, 1.9, _pitch(kit, horizon, eye), ground=True, name="ground"),
        Layer(
            0.2,
            horizon + eye * 0.2 - 0.15,
            horizon + eye * 0.2 + 0.01,
            _goal(kit, horizon + eye * 0.2),
            name="goal",
        ),
    ]
    return Scene(tuple(layers), horizon, eye, dusty=False)


def _basin(kit: Kit, low: float, high: float, lanes: Sequence[float], horizon: float, eye: float) -> Painter:
    """Return the painter of the stone around the water, which lies between two nearnesses, and of its `lanes`."""

    def paint(canvas: Canvas, light: Light) -> None:
        stone = rgb("e6ddcb")
        canvas.fill(ground_gradient(light, stone, horizon, eye, 0.2))
        joint = light.lit(stone * np.float32(0.84), 0.9)
        canvas.strokes(
            [
                np.stack([x * np.array([0.2, 1.9]), horizon + eye * np.array([0.2, 1.9])], 1)
                for x in np.arange(-9, 9.1) * 0.24
            ],
            joint,
            0.003,
            0.6,
        )
        for away in np.arange(0.53, 5, 0.2):
            canvas.rects(across(canvas, 1 / away, 1 / away + 0.006, horizon, eye), joint, 0.5)
        water = light.lit(rgb("39b9d6"), 0.9)
        rows = fade(
            horizon + eye * low,
            mix(water, light.horizon, 0.35),
            horizon + eye * high,
            water * np.float32(0.92),
        )
        canvas.rects(across(canvas, low - 0.012, high + 0.02, horizon, eye), light.lit(rgb("f7f4ea"), 0.9))
        canvas.rects(across(canvas, low, high, horizon, eye), rows)
        rng = kit.rng("caustics")
        spots = strewn(canvas, rng, 360, horizon + eye * low, horizon + eye * high, 6.0)
        near = (spots[:, 1] - horizon) / eye
        ring = np.linspace(0, 2 * np.pi, 9)
        webs = [
            at + n * 0.05 * np.stack([np.cos(ring) * rng.uniform(0.6, 1.3), 0.3 * np.sin(ring)], 1)
            for at, n in zip(spots, near, strict=True)
        ]
        kept = [
            web
            for web in webs
            if web[:, 1].max() < horizon + eye * high and web[:, 1].min() > horizon + eye * low
        ]
        canvas.strokes(kept, mix(water, rgb("ffffff"), 0.7), 0.003, 0.35)
        for index, level in enumerate(lanes):
            step = 0.07 * level
            floats = np.arange(np.floor(canvas.left / step), canvas.right / step + 1) * step
            beads = np.stack(
                [
                    floats,
                    np.full_like(floats, horizon + eye * level),
                    np.full_like(floats, 0.4 * step),
                    np.full_like(floats, 0.009 * level + 0.002),
                ],
                1,
            )
            canvas.ellipses(beads[::2], light.lit(rgb("e04b3c") if index % 2 else rgb("2f6fc8"), 0.9))
            canvas.ellipses(beads[1::2], light.lit(rgb("ffffff"), 0.9))

    return paint


def _loungers(kit: Kit, foot: float) -> Painter:
    """Return the painter of parasols and loungers that stand at world height `foot`."""

    def paint(canvas: Canvas, light: Light) -> None:
        for x, rng in cells(canvas, kit.key("parasol"), 1.7, 0.3):
            tone = light.lit(_AWNINGS[int(rng.integers(4))], 0.5)
            canvas.rects(np.array([x - 0.004, foot - 0.17, x + 0.004, foot]), light.lit(rgb("f2f2ee"), 0.5))
            dome = np.linspace(np.pi, 0, 13)
            shape = np.stack([x + 0.12 * np.cos(dome), foot - 0.15 - 0.06 * np.sin(dome)], 1)
            canvas.polygons([shape], tone)
            canvas.rects(
                np.array(
                    [
                        [x + 0.03, foot - 0.035, x + 0.15, foot - 0.022],
                        [x + 0.035, foot - 0.022, x + 0.042, foot],
                        [x + 0.135, foot - 0.022, x + 0.142, foot],
                    ]
                ),
                light.lit(rgb("ffffff"), 0.5),
            )

    return paint


def pool(kit: Kit, *, swimming: bool = False) -> Scene:
    """A swimming pool with lanes; swimming: the subjects are in it rather than on its edge."""
    horizon, eye = 0.42, 0.45
    low, high = (0.4, 1.25) if swimming else (0.3, 0.68)
    lanes = (0.5, 0.66, 0.88, 1.12) if swimming else (0.36, 0.44, 0.54)

    layers = [
        *backdrop(kit, horizon),
        hills(kit, "far", 0.05, 0.36, 0.03, 1.3, rgb("7f9fb0"), horizon),
        tree_belt(kit, "wood", 0.16, horizon + 0.05, 8, 0.16, rgb("4d8a45"), 0.1),
        Layer(
            1.0,
            horizon + eye * 0.16,
            1.9,
            _basin(kit, low, high, lanes, horizon, eye),
            ground=True,
            name="ground",
        ),
        Layer(
            0.24,
            horizon + eye * 0.24 - 0.25,
            horizon + eye * 0.24 + 0.01,
            _loungers(kit, horizon + eye * 0.24),
            name="loungers",
        ),
    ]
    if swimming:
        layers += [ripples(kit, 0.6, horizon, eye, 6), ripples(kit, 1.0, horizon, eye, 5)]
        return Scene(tuple(layers), horizon, eye, bobbing=0.006, sink=0.3, mirror=0.25, dusty=False)
    return Scene(tuple(layers), horizon, eye, dusty=False)
