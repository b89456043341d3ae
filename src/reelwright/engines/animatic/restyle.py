"""Video to video: the caller's video, retimed to the shot; its style is the look's business."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Final

from reelwright.engines.animatic.plan import Shot, Storyboard
from reelwright.media.frames import Frame
from reelwright.media.video import read_frames

_STRETCH: Final = Fraction(8, 5)
"""A reference up to this much shorter than the shot is slowed down to fill it; a shorter one starts again."""


def video_frames(
    board: Storyboard, shot: Shot, path: Path, seconds: Fraction = Fraction(0)
) -> Iterator[Frame]:
    """Return exactly `shot.frames` frames of the video at `path`, fitted to the frame.

    A shot that begins later in the video begins as much later in the reference. `shot.speed` above 1 is a time-lapse, below 1
    slow motion. seconds: length of the reference, 0 if it isn't known. Raises MediaError when it can't be decoded.
    """
    pace = Fraction(shot.speed).limit_denominator(16) * _fitting(board, seconds)
    return read_frames(
        path,
        board.width,
        board.height,
        frames=shot.frames,
        fps=board.fps,
        start=int(shot.start * pace),
        pace=pace,
    )


def _fitting(board: Storyboard, seconds: Fraction) -> Fraction:
    """Return the pace at which a somewhat short reference fills the whole video."""
    available = seconds * board.fps
    if 0 < available < board.frames <= available * _STRETCH:
        return available / board.frames
    return Fraction(1)
