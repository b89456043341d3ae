"""Video to video: the caller's video, retimed to the shot; its style is the look's business."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from reelwright.engines.animatic.plan import Shot, Storyboard
from reelwright.engines.animatic.warp import smoothstep
from reelwright.media.frames import Frame
from reelwright.media.video import read_frames

_HALF: Final = Fraction(1, 2)
_MEND: Final = 10
"""Frames in which the end of a reference that starts again dissolves into its beginning: a jump would look like a fault."""

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
    start, length = int(shot.start * pace), seconds * board.fps
    frames = read_frames(
        path,
        board.width,
        board.height,
        frames=shot.frames,
        fps=board.fps,
        start=start,
        pace=pace,
    )
    if not length:
        return frames
    # the picture nearest in time is shown: the next round begins half a frame early
    rounds = (int((start + int(number * pace) + _HALF) / length) for number in range(shot.frames))
    return _mended(frames, rounds)


def _mended(frames: Iterator[Frame], rounds: Iterator[int]) -> Iterator[Frame]:
    """Yield `frames`, each of its round through the reference; a new round dissolves out of the last picture before it."""
    last: Frame | None = None
    held, before, age = last, 0, _MEND
    for frame, turn in zip(frames, rounds, strict=True):
        if last is not None and turn != before:
            held, age = last, 0
        before, last = turn, frame
        age += 1
        if held is None or age > _MEND:
            yield frame
        else:
            share = smoothstep(age / (_MEND + 1))
            yield np.asarray(cv2.addWeighted(held, 1 - share, frame, share, 0), np.uint8)


def _fitting(board: Storyboard, seconds: Fraction) -> Fraction:
    """Return the pace at which a somewhat short reference fills the whole video."""
    available = seconds * board.fps
    if 0 < available < board.frames <= available * _STRETCH:
        return available / board.frames
    return Fraction(1)
