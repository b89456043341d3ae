"""The look of a video: its style and grade as a last pass over every frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import cv2
import numpy as np

from reelwright.engines.animatic.look.grade import Grain, s_curve, saturated, table, vignette
from reelwright.engines.animatic.plan import Storyboard
from reelwright.media.frames import Frame

Look: TypeAlias = Callable[[Frame, int], Frame]


def _film(board: Storyboard) -> Look:
    matrix = saturated(1.05)
    curve = table(
        lambda t: s_curve(t, 0.22) * 1.01,
        lambda t: s_curve(t, 0.2),
        lambda t: s_curve(t, 0.14) * 0.975 + 0.012,
    )
    shade = vignette(board.height, board.width, 0.34)
    grain = Grain(board.height, board.width, board.seed, 1.3)

    def look(frame: Frame, number: int) -> Frame:
        graded = cv2.LUT(cv2.transform(frame, matrix), curve)
        cv2.multiply(graded, shade, dst=graded, scale=1 / 255)
        if not board.fast:
            grain.add(graded, number)
        return np.asarray(graded, np.uint8)

    return look


def make_look(board: Storyboard) -> Look:
    """Return the function that finishes frame `number` of the video; it leaves the frame that it is given as it was.

    The same frame and number give the same picture, and still pictures stay still but for the grain.
    """
    return _film(board)
