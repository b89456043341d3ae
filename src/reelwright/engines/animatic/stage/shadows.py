"""Shadows on the ground: where somebody touches it, and the one that the sun throws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reelwright.engines.animatic.stage.act import Act
from reelwright.engines.animatic.stage.blend import Scratch, darken
from reelwright.engines.animatic.stage.canvas import Pixels
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.sprite import Sprite, ellipse_mask

_STRIDE = (
    0.6  # share of a contact shadow's shape that is that of the feet, rather than that of the whole figure
)


@dataclass(frozen=True, slots=True)
class Footing:
    """Where somebody stands: the spot below and the height of the figure in pixels, and its heights off the ground.

    hanging: whether it never touches the ground.
    """

    x: float
    y: float
    size: float
    lift: float
    hanging: bool


def shade_ground(
    frame: Pixels, sprite: Sprite, at: Footing, act: Act, light: Light, scratch: Scratch
) -> None:
    """Darken the ground below a figure, in the pose of its act."""
    if light.slant and not at.hanging:
        flat = np.array(
            [
                [at.size, light.slant * 0.42 * at.size, at.x],
                [0, -0.22 * at.size * (0.4 + 0.4 * abs(light.slant)), at.y],
                [0, 0, 1],
            ]
        )
        pose = np.array([[act.wide * act.spin, 0, 0], [0, act.tall, -at.lift], [0, 0, 1]])
        strength = light.shadow * (1 - min(0.7, at.lift))
        sprite.shadow(frame, flat @ pose, scratch, strength, act.stride)
    reach = max(0.35, 1 - 0.5 * at.lift)
    middle, half = _contact(sprite, act)
    half_x, half_y = at.size * reach * half * min(1.1, abs(act.spin) * 0.7 + 0.3), 0.085 * at.size * reach
    if half_x <= 1 or half_y <= 0.6:
        return
    mask = ellipse_mask(2 * int(half_x) + 2, 2 * int(half_y) + 2)
    strength = (0.34 + 0.5 * light.shadow) * max(0.12, 1 - 0.9 * at.lift) * (0.55 if at.hanging else 1)
    left, top = at.x + middle * at.size - mask.shape[1] / 2, at.y - mask.shape[0] / 2
    darken(frame, mask, round(left), round(top), min(0.85, strength))


def _contact(sprite: Sprite, act: Act) -> tuple[float, float]:
    """Return the middle and half the width of the shadow under a figure, in its heights: it stretches with the stride."""
    whole, feet = 0.52 * sprite.aspect, sprite.feet(act.stride)
    if feet is None:
        return 0.0, whole
    left, right = feet
    return _STRIDE * (left + right) / 2, whole + _STRIDE * (0.62 * (right - left) - whole)
