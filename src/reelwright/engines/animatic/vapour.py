"""Steam and smoke that rise from the subject of a picture, where the prompt speaks of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import pi, sin
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.engines.animatic.depth import Depth
from reelwright.engines.animatic.plan import Shot, Storyboard
from reelwright.engines.animatic.tableau import Place
from reelwright.engines.animatic.warp import Rgba

_STEAM: Final = re.compile(r"\bsteam(?:s|ing|y)?\b|\bvapou?r\b|蒸汽|热气|冒着气")
_SMOKE: Final = re.compile(r"\bsmok(?:e|es|ing|y)\b|冒烟|浓烟|烟雾|青烟")
_NONE: Final = re.compile(r"\b(?:no|without(?: any)?)\s+(?:steam|smoke|vapou?r)|没有(?:蒸汽|热气|烟)|不冒")
_PUFFS: Final = 26
_SOFT: Final = 64


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a vapour looks: its tone 0 to 255, how dense a puff is, the seconds that it lasts, how far it rises in frame heights.

    source: where it comes from, 0 the top of the subject to 1 its foot. wide: over what share of the subject's width.
    """

    tone: int
    dense: float
    lasts: float
    rises: float
    source: float
    wide: float


STEAM: Final = _Kind(tone=250, dense=0.5, lasts=3.6, rises=0.4, source=0.3, wide=0.5)
SMOKE: Final = _Kind(tone=176, dense=0.75, lasts=3.8, rises=0.26, source=0.97, wide=1.6)


def vapour_of(shot: Shot) -> _Kind | None:
    """Return what rises in a shot, or None."""
    text = shot.text.lower()
    if _NONE.search(text):
        return None
    return STEAM if _STEAM.search(text) else SMOKE if _SMOKE.search(text) else None


class Vapour:
    """What rises in one shot over the pictures of one size; the first puff comes after its start."""

    def __init__(self, board: Storyboard, shot: Shot, depth: Depth) -> None:
        self._kind = vapour_of(shot)
        self._speed = shot.speed
        rng = np.random.default_rng((board.seed, shot.start, 2))
        self._chance = rng.uniform(-0.5, 0.5, (_PUFFS, 3))
        self._left, self._top, self._right, self._foot = _box(depth)
        reach = np.linspace(-1, 1, _SOFT, dtype=np.float32)
        fall = np.clip(1 - np.hypot(reach[None], reach[:, None]), 0, 1)
        self._disc = np.asarray(255 * fall * fall * (3 - 2 * fall), np.uint8)

    def apply(self, frame: Rgba, place: Place, seconds: float) -> None:
        """Draw onto `frame`, in place, `seconds` after the start of the shot; `place`: where a point of the picture is seen."""
        kind = self._kind
        if kind is None:
            return
        height, width = frame.shape[:2]
        y = self._top + kind.source * (self._foot - self._top)
        (left, row), (right, _) = place((self._left, y)), place((self._right, y))
        middle, span = (left + right) / 2, (right - left) * kind.wide
        for number, (across, waver, grain) in enumerate(self._chance):
            age = seconds * self._speed / kind.lasts - number / _PUFFS
            if age < 0:
                continue
            age %= 1.0
            strength = min(1.0, 5 * age) * (1 - age) ** 1.4 * kind.dense
            drift = (0.03 * sin(2 * pi * (0.7 * age + waver)) + 0.05 * waver) * age
            x = (middle + across * span * (1 + age)) * width + drift * height
            radius = height * (0.045 + (0.12 + 0.06 * grain) * age) * (1 + span)
            self._puff(frame, (x, (row * height - kind.rises * age * height)), radius, strength)

    def _puff(self, frame: Rgba, at: tuple[float, float], radius: float, strength: float) -> None:
        height, width = frame.shape[:2]
        left, top = (max(0, int(place - radius)) for place in at)
        right, bottom = min(width, int(at[0] + radius) + 1), min(height, int(at[1] + radius) + 1)
        if left >= right or top >= bottom or self._kind is None:
            return
        scale = _SOFT / (2 * radius)
        matrix = np.array(
            [[scale, 0, (left - at[0] + radius) * scale], [0, scale, (top - at[1] + radius) * scale]]
        )
        mask = cv2.warpAffine(
            self._disc, matrix, (right - left, bottom - top), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        )
        mask = cv2.convertScaleAbs(mask, alpha=strength)
        region = frame[top:bottom, left:right]
        layers = cv2.merge([mask] * 4)
        kept = cv2.multiply(region, cv2.bitwise_not(layers), scale=1 / 255)
        tone = cv2.convertScaleAbs(layers, alpha=self._kind.tone / 255)
        tone[..., 3] = mask
        cv2.add(kept, tone, dst=region)


def _box(depth: Depth) -> tuple[float, float, float, float]:
    """Return left, top, right and foot of the subject, as fractions of the frame."""
    seen: NDArray[np.bool_] = depth.subject > 0.5 * float(depth.subject.max(initial=0.0))
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    if not len(rows):
        return 0.35, 0.4, 0.65, 0.8
    high, wide = seen.shape
    return columns[0] / wide, rows[0] / high, (columns[-1] + 1) / wide, (rows[-1] + 1) / high
