"""What is drawn where two touch: hearts, the flash of a blow, a rope, a leash."""

from __future__ import annotations

from math import pi, sin

import cv2
import numpy as np

from reelwright.engines.animatic.stage.blend import window
from reelwright.engines.animatic.stage.canvas import Floats, Pixels, rgb
from reelwright.engines.animatic.stage.cues import ink

_ROSE, _DEEP, _GLOW, _SPARK, _HEMP, _DARK = (
    rgb(tone) for tone in ("ff5d7d", "b8244a", "fff3b0", "ffb52e", "c89b62", "7a5630")
)


def draw_mark(
    frame: Pixels, mark: str, ends: tuple[Floats, Floats], tops: tuple[Floats, Floats], size: float, clock: float, push: float
) -> None:  # fmt: skip
    """Draw a mark of a duet.

    ends: the points in pixels at which the two touch. tops: the tops of their heads. size: their mean height in pixels.
    clock: seconds. push: strength 0..1.
    """
    middle = (ends[0] + ends[1]) / 2
    match mark:
        case "hearts":
            _hearts(frame, np.array([middle[0], min(tops[0][1], tops[1][1])]), size, clock, push)
        case "flash":
            _flash(frame, middle, size, push)
        case "rope":
            _rope(frame, ends, size)
        case "leash":
            share = np.linspace(0, 1, 12)[:, None]
            slack = np.array([0.0, 0.3 * size]) * share * (1 - share)
            ink(frame, [ends[0] * (1 - share) + ends[1] * share + slack], _DARK, size * 0.012, 1.0)
        case _:
            return


def _heart_outline() -> Floats:
    turn = np.linspace(0, 2 * pi, 36, endpoint=False)
    up = 13 * np.cos(turn) - 5 * np.cos(2 * turn) - 2 * np.cos(3 * turn) - np.cos(4 * turn)
    return np.stack([np.sin(turn) ** 3, -up / 16], 1)


_HEART = _heart_outline()


def _heart(x: float, y: float, radius: float) -> Floats:
    """Return the outline of a heart about (x, y) with half width `radius`."""
    return _HEART * radius + [x, y]


def _filled(frame: Pixels, outline: Floats, tone: Floats, alpha: float) -> None:
    """Fill an outline (n, 2) in pixels with a colour at `alpha`."""
    height, width = frame.shape[:2]
    (x0, y0), (x1, y1) = outline.min(axis=0).tolist(), outline.max(axis=0).tolist()
    area = window((x0 - 1, y0 - 1, x1 + 2, y1 + 2), height, width)
    if area is None or alpha < 0.02:
        return
    left, top, right, bottom = area
    region = frame[top:bottom, left:right]
    drawn = region.copy()
    points = [np.round((outline - [left, top]) * 16).astype(np.int32)]
    cv2.fillPoly(drawn, points, [*(float(level) for level in tone), 255.0], cv2.LINE_AA, 4)
    cv2.addWeighted(region, 1 - alpha, drawn, alpha, 0, dst=region)


def _hearts(frame: Pixels, at: Floats, size: float, clock: float, push: float) -> None:
    """Draw three hearts that rise and fade."""
    for index in range(3):
        age = (clock * 0.42 + index / 3) % 1
        radius = size * (0.022 + 0.022 * min(1.0, age * 3)) * (1.0 - 0.2 * (index % 2))
        x = at[0] + size * (0.09 * (index - 1) + 0.025 * sin(age * 7 + index * 2))
        y = at[1] - size * (0.01 + 0.2 * age)
        alpha = push * min(1.0, age / 0.15) * min(1.0, (1 - age) / 0.35)
        _filled(frame, _heart(x, y, radius * 1.22), _DEEP, 0.5 * alpha)
        _filled(frame, _heart(x, y, radius), _ROSE, alpha)


def _flash(frame: Pixels, at: Floats, size: float, push: float) -> None:
    """Draw a star that bursts and is gone."""
    radius = size * (0.16 - 0.07 * push)
    turn = np.linspace(0, 2 * pi, 16, endpoint=False) + 0.2
    reach = np.where(np.arange(16) % 2 == 0, 1.0, 0.45) * (1 + 0.18 * np.cos(3 * turn))
    star = np.stack([np.cos(turn) * reach, np.sin(turn) * reach], 1)
    _filled(frame, at + star * radius, _SPARK, 0.9 * push)
    _filled(frame, at + star * radius * 0.62, _GLOW, push)
    lines = [
        np.stack([at + way * radius * 1.15, at + way * radius * (1.2 + 0.5 * (1 - push))])
        for way in star[::4]
    ]
    ink(frame, lines, _GLOW, size * 0.014, 0.8 * push)


def _rope(frame: Pixels, ends: tuple[Floats, Floats], size: float) -> None:
    """Draw a taut rope from hand to hand, with a bow of cloth in its middle."""
    way = ends[1] - ends[0]
    line = np.stack([ends[0] - 0.04 * way, ends[1] + 0.04 * way])
    ink(frame, [line], _DARK, size * 0.03, 1.0)
    ink(frame, [line], _HEMP, size * 0.018, 1.0)
    middle = (ends[0] + ends[1]) / 2
    cloth = middle + size * np.array(
        [[-0.022, -0.02], [0.022, -0.02], [0.03, 0.09], [0.0, 0.065], [-0.03, 0.09]]
    )
    _filled(frame, cloth, _ROSE, 1.0)
