"""What swims on still water: cut off at the waterline, mirrored below it, with rings around."""

from __future__ import annotations

import cv2
import numpy as np

from reelwright.engines.animatic.stage.blend import Scratch
from reelwright.engines.animatic.stage.camera import Matrix
from reelwright.engines.animatic.stage.canvas import Colour, Pixels
from reelwright.engines.animatic.stage.sprite import Sprite

BEFORE_WAVE = 0.93
"""Nearness at which the next row of waves hides the foot of what floats."""
BOBBING = 0.4
"""Share of its bobbing in the air that is left to what floats on water."""
_OWN_WATER = {
    "canoe": 0.3, "sailboat": 0.2, "motor-boat": 0.33, "speedboat": 0.36, "person-rowing-boat": 0.32, "man-rowing-boat": 0.32,
    "woman-rowing-boat": 0.32, "person-swimming": 0.3, "man-swimming": 0.3, "woman-swimming": 0.3,
}  # fmt: skip
"""How much of a picture, from its foot, is water drawn with it: that lies under the water of the scene."""


def draught(art: str | None, sink: float) -> float:
    """Return how deep a picture lies in water, as a share of its height, in a scene in which others lie `sink` deep."""
    return max(sink, _OWN_WATER.get(art or "", 0.0)) if sink else 0.0


def draw_mirrored(
    frame: Pixels, sprite: Sprite, unit: Matrix, row: float, clock: float, strength: float, scratch: Scratch
) -> None:
    """Draw the reflection of a sprite, which stands through `unit`, below row `row` of the frame."""
    line = int(np.clip(round(row), 0, frame.shape[0]))
    if line >= frame.shape[0]:
        return
    flip = np.array([[1, 0.05 * np.sin(clock * 2.1), 0], [0, -0.85, 1.85 * row - line], [0, 0, 1]])
    flip[0, 2] = -flip[0, 1] * row
    sprite.reflect(frame[line:], flip @ unit, scratch, strength)


def draw_rings(
    frame: Pixels, x: float, row: float, half: float, clock: float, colour: Colour, travels: bool
) -> None:
    """Draw rings of ripples that widen around (x, row), the waterline being `half` pixels to each side."""
    height = frame.shape[0]
    for index in range(3):
        share = (clock * (0.5 if travels else 0.3) + index / 3) % 1
        fading = (1 - share) * min(1.0, share * 5) * 0.55
        if fading < 0.03:
            continue
        wide, tall = half * (0.85 + 1.0 * share), half * (0.13 + 0.17 * share)
        left, top = int(x - wide - 3), int(row - tall - 3)
        area = frame[max(0, top) : max(0, int(row + tall + 4)), max(0, left) : max(0, int(x + wide + 4))]
        if area.size == 0:
            continue
        drawn = area.copy()
        centre = (round((x - max(0, left)) * 16), round((row - max(0, top)) * 16))
        axes = (max(16, round(wide * 16)), max(16, round(tall * 16)))
        thick = max(1, round(height * 0.0025))
        tone = [*(float(level) for level in colour), 255.0]
        cv2.ellipse(drawn, centre, axes, 0, -8, 188, tone, thick, cv2.LINE_AA, 4)
        cv2.addWeighted(area, 1 - fading, drawn, fading, 0, dst=area)
