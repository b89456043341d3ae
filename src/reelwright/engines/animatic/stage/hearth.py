"""A fireplace: stone, mantel and logs as scenery, flames and their warm flicker drawn anew in every frame."""

from __future__ import annotations

from math import pi, sin

import cv2
import numpy as np

from reelwright.engines.animatic.stage.blend import Scratch, shine
from reelwright.engines.animatic.stage.camera import Camera
from reelwright.engines.animatic.stage.canvas import Canvas, Floats, Pixels, fade, mix, rgb
from reelwright.engines.animatic.stage.extras import Now
from reelwright.engines.animatic.stage.lamplight import indoor
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.scene import Kit

_OPENING = (0.15, 0.21)  # half the width and the height of the opening
_TONGUES = (
    (rgb("e8541e"), 1.0, 0.75),
    (rgb("ff9a2a"), 0.74, 0.85),
    (rgb("ffe07a"), 0.46, 0.95),
)


def fireplace(kit: Kit, near: float, foot: float, x: float) -> Layer:
    """Return a stone fireplace that stands on `foot`, its middle at world `x`."""

    def paint(canvas: Canvas, light: Light) -> None:
        rng = kit.rng("hearth")
        half, tall = _OPENING
        stone = indoor(light, kit.tinged(rgb("a89a8c"), 0.15))
        canvas.rects(
            np.array([[x - 0.27, foot - 0.37, x + 0.27, foot], [x - 0.22, -1.0, x + 0.22, foot - 0.36]]),
            fade(foot - 0.7, stone * np.float32(0.94), foot, stone * np.float32(0.8)),
        )
        bricks = []
        for row in range(9):
            y = foot - 0.365 + row * 0.041
            for column in range(-3, 3):
                left = x + column * 0.09 + (0.045 if row % 2 else 0.0)
                bricks.append([max(left, x - 0.265), y, min(left + 0.084, x + 0.265), y + 0.035])
        boxes = np.array(bricks)
        boxes = boxes[boxes[:, 2] - boxes[:, 0] > 0.01]
        shade = rng.uniform(0, 1, len(boxes))
        canvas.rects(boxes[shade < 0.5], mix(stone, rgb("ffffff"), 0.1), 0.8)
        canvas.rects(boxes[shade >= 0.5], stone * np.float32(0.88), 0.8)
        arch = np.linspace(pi, 0, 15)
        top = np.stack([x + half * np.cos(arch), foot - tall + 0.05 - 0.05 * np.sin(arch)], 1)
        hole = np.concatenate([[[x - half, foot - 0.01]], top, [[x + half, foot - 0.01]]])
        canvas.polygons([(hole - [x, foot]) * [1.09, 1.07] + [x, foot]], stone * np.float32(0.62))
        canvas.polygons([hole], fade(foot - tall, rgb("1a1210"), foot, rgb("4a2413")))
        wood = indoor(light, rgb("7a4f33"))
        canvas.rects(
            np.array([x - 0.31, foot - 0.42, x + 0.31, foot - 0.365]),
            fade(foot - 0.42, wood * np.float32(1.15), foot - 0.365, wood * np.float32(0.7)),
        )
        canvas.rects(np.array([x - 0.3, foot - 0.012, x + 0.3, foot + 0.022]), stone * np.float32(0.72))
        for turn, level in ((0.10, 0.02), (-0.12, 0.024), (0.02, 0.045)):
            long = np.array([0.1, 0.1 * turn])
            middle = np.array([x, foot - level])
            canvas.strokes([np.stack([middle - long, middle + long])], rgb("5a3420"), 0.024)
            canvas.strokes([np.stack([middle - long, middle + long]) - [0, 0.006]], rgb("8a5330"), 0.006, 0.8)
        _mantel(canvas, light, x, foot - 0.42)

    return Layer(near, -1.0, foot + 0.04, paint, name="furniture")


def _mantel(canvas: Canvas, light: Light, x: float, top: float) -> None:
    """Paint candles and a clock on the mantel."""
    wax, brass = indoor(light, rgb("f3ead6")), indoor(light, rgb("c79a4b"))
    for side in (-1, 1):
        at = x + side * 0.22
        canvas.rects(np.array([at - 0.009, top - 0.055, at + 0.009, top]), wax)
        canvas.ellipses(np.array([at, top - 0.068, 0.006, 0.012]), rgb("ffd27a"))
    canvas.ellipses(np.array([x, top - 0.045, 0.045, 0.045]), brass)
    canvas.ellipses(np.array([x, top - 0.045, 0.035, 0.035]), indoor(light, rgb("fbf6ea")))
    hands = [
        np.array([[x, top - 0.045], [x + 0.014, top - 0.06]]),
        np.array([[x, top - 0.045], [x, top - 0.073]]),
    ]
    canvas.strokes(hands, rgb("3a2f28"), 0.004)


class Flames:
    """Tongues of fire over the logs, and the light they throw into the room."""

    def __init__(self, kit: Kit, near: float, foot: float, x: float) -> None:
        self.near = near + 0.005
        self._foot, self._x = foot - 0.035, x
        rng = kit.rng("flames")
        self._seeds = rng.uniform(0, 1, (7, 3))
        self._glow: Pixels | None = None

    def draw(self, frame: Pixels, camera: Camera, moment: Now, scratch: Scratch) -> None:
        """Draw the fire of a moment."""
        height, width = frame.shape[:2]
        plate = camera.plate(moment.pose, self.near, height, width)
        scale = float(plate[0, 0])
        at = plate @ np.array([self._x, self._foot, 1.0])
        clock = moment.clock
        self._shed(frame, at, scale, clock, height, 0.6 + 0.4 * moment.light.night)
        for tone, size, alpha in _TONGUES:
            shapes = [self._tongue(index, size, clock) for index in range(len(self._seeds))]
            points = [np.round((shape * scale + at[:2]) * 16).astype(np.int32) for shape in shapes]
            low = np.min([shape.min(axis=0) for shape in points], axis=0) // 16 - 2
            high = np.max([shape.max(axis=0) for shape in points], axis=0) // 16 + 3
            x0, y0 = max(0, int(low[0])), max(0, int(low[1]))
            region = frame[y0 : max(0, int(high[1])), x0 : max(0, int(high[0])), :3]
            if region.size == 0:
                continue
            mask: Pixels = np.zeros(region.shape[:2], np.uint8)
            for shape in points:
                cv2.fillPoly(mask, [shape - np.array([x0, y0], np.int32) * 16], 255, cv2.LINE_AA, 4)
            mask = np.asarray(cv2.blur(mask, (3, 3)), np.uint8)
            share = mask[..., None].astype(np.float32) * np.float32(alpha / 255)
            region[...] = region + (tone - region) * share

    def _tongue(self, index: int, size: float, clock: float) -> Floats:
        phase, rate, place = self._seeds[index]
        x = (index / (len(self._seeds) - 1) - 0.5) * 0.19
        beat = clock * (5 + 3 * rate) + phase * 6.3
        rise = (0.075 + 0.07 * (1 - abs(x) / 0.11)) * (
            0.8 + 0.25 * sin(beat) + 0.15 * sin(2.3 * beat + place * 6)
        )
        along = np.linspace(0, 1, 9)
        sway = 0.02 * np.sin(beat * 0.8 - along * 3.2) * along
        half = 0.034 * size * np.sin(np.pi * (0.28 + 0.72 * along)) * (1 - 0.35 * along)
        ys = -along * rise * (0.35 + 0.65 * size)
        left, right = np.stack([x + sway - half, ys], 1), np.stack([x + sway + half, ys], 1)
        return np.concatenate([left, right[::-1]])

    def _shed(
        self, frame: Pixels, at: Floats, scale: float, clock: float, height: int, strength: float
    ) -> None:
        if self._glow is None:
            reach = round(0.62 * height)
            grid = np.linspace(-1, 1, 2 * reach, dtype=np.float32)
            fall = np.clip(1 - np.sqrt(grid[None] ** 2 + grid[:, None] ** 2), 0, 1) ** 2
            tone = np.append(rgb("ff9a45"), 0).astype(np.float32) * np.float32(0.42)
            self._glow = np.asarray(fall[..., None] * tone, np.uint8)
        flicker = 0.78 + 0.12 * sin(clock * 7.1) + 0.1 * sin(clock * 11.7 + 1.3)
        reach = self._glow.shape[0] // 2
        top = round(float(at[1]) - 0.05 * scale) - reach
        shine(frame, self._glow, round(float(at[0])) - reach, top, min(0.99, strength * flicker))
