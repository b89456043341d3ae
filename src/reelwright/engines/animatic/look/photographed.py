"""Styles that photographs need drawn otherwise than artwork, which is flat already."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from reelwright.engines.animatic.look.grade import Look, s_curve
from reelwright.engines.animatic.look.painted import lines, smoothed, steps, times, wide
from reelwright.engines.animatic.plan import Storyboard, Style
from reelwright.media.frames import Frame

_CEL, _VIVID = 0.8, 1.4
"""How much of a tone is its step, and how much stronger colours get."""


def photo_look(board: Storyboard) -> Look | None:
    """Return a look of the board's style for the caller's own pictures and videos, or None where that for artwork does."""
    make: Callable[[Storyboard], Look] | None = _LOOKS.get(board.style)
    return make(board) if make else None


def _anime(board: Storyboard) -> Look:
    """Cel paint: texture gives way to a few tones, of which grey stays grey, within ink lines."""
    tones = np.arange(256) / 255
    light = np.clip(0.03 + s_curve((1 - _CEL) * tones + _CEL * steps(6, 0.35)(tones), 0.25), 0, 1) * 255
    colour = np.clip(128 + (np.arange(256) - 128) * _VIVID, 0, 255)
    cel = np.stack([light, colour, colour], axis=1).astype(np.uint8)[:, None]
    height, width = board.height, board.width
    size = height / 720

    def look(frame: Frame, number: int) -> Frame:
        flat = smoothed(frame, 2, 1, 70)
        toned = cv2.cvtColor(cv2.LUT(cv2.cvtColor(flat, cv2.COLOR_RGB2YCrCb), cel), cv2.COLOR_YCrCb2RGB)
        small = cv2.resize(toned, (width // 8, height // 8), interpolation=cv2.INTER_AREA)
        bright = cv2.GaussianBlur(cv2.subtract(small, np.full_like(small, 170)), (0, 0), 6 * size)
        bloom = cv2.resize(bright, (width, height), interpolation=cv2.INTER_LINEAR)
        result = np.asarray(cv2.addWeighted(toned, 1, bloom, 0.5, 0), np.uint8)
        times(result, wide(lines(flat, 1.6 * size, 9, 4)))
        return result

    return look


_LOOKS: dict[Style, Callable[[Storyboard], Look]] = {Style.ANIME: _anime}
