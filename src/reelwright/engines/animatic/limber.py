"""How a figure that was cut out bends: its legs step in turn, its body sways in a curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import pi, sin
from typing import Final

import numpy as np

from reelwright.engines.animatic.warp import Field

_HIP: Final = 0.48
"""How high the hips are above the feet, in heights of the figure: below them the legs step."""

_BETWEEN: Final = 0.022
"""Half of the width, in heights, over which one leg gives way to the other."""


@dataclass(frozen=True, slots=True)
class Limber:
    """A bent figure: all lengths in its heights.

    left, right: how far the foot on that side of the picture is lifted. curve: how far it has gone to the right at heights that
    are evenly spaced from the head to the foot; nothing for a straight one.
    """

    left: float = 0.0
    right: float = 0.0
    curve: tuple[float, ...] = ()

    @property
    def reach(self) -> float:
        """The farthest that any part has gone sideways."""
        return max((abs(way) for way in self.curve), default=0.0)

    def source(self, across: Field, up: Field) -> tuple[Field, Field]:
        """Return where points of the bent figure come from: `across` to the right of its foot and `up` from it, and the same."""
        seen, over = up, across
        if self.curve:
            places = np.linspace(1, 0, len(self.curve))
            over = over - np.interp(up, places[::-1], self.curve[::-1]).astype(np.float32)
        if self.left or self.right:
            side = np.clip(0.5 + over / (2 * _BETWEEN), 0, 1)
            below = np.clip(1 - up / _HIP, 0, 1)
            below = below * below * (3 - 2 * below) * 0.5 + below * 0.5
            seen = up - (self.left + (self.right - self.left) * side) * below
        return np.asarray(over, np.float32), np.asarray(seen, np.float32)


def stepping(angle: float, height: float) -> tuple[float, float]:
    """Return how far the left and the right foot are lifted at `angle` of a stride, two pi for both steps."""
    swing = sin(angle)
    # A foot that came down at full speed would stop with a jerk.
    return height * max(0.0, swing) ** 1.7, height * max(0.0, -swing) ** 1.7


def swaying(angle: float, size: float, parts: int = 5) -> tuple[float, ...]:
    """Return a curve that runs down a body at `angle` of its rhythm: the hips one way, the head the other, the feet stay."""
    return tuple(
        size * sin(pi * up) * sin(angle - 1.1 * up) - 0.5 * size * up * up * sin(angle)
        for up in np.linspace(1, 0, parts)
    )


def bent_by(ways: Sequence[float], most: float) -> tuple[float, ...]:
    """Return the curve of a body whose parts, from head to foot, have gone as far as `ways`, beside the line through its ends."""
    line = np.linspace(ways[0], ways[-1], len(ways))
    return tuple(float(way) for way in most * np.tanh((np.asarray(ways) - line) / most))
