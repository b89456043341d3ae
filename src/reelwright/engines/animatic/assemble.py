"""Puts the shots of a storyboard together: each from its own source, in its look, with its transition to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import Final

import cv2
import numpy as np

from reelwright.engines.animatic.dissolves import lapped
from reelwright.engines.animatic.look import Look, make_look, net_look
from reelwright.engines.animatic.opencv import one_thread
from reelwright.engines.animatic.plan import Shot, ShotSource, Storyboard, Style
from reelwright.engines.animatic.sources import source_frames
from reelwright.engines.animatic.stage.blend import AT_ONCE
from reelwright.engines.animatic.warp import smoothstep
from reelwright.engines.base import LocalMedia
from reelwright.media.frames import Frame

_EASE_IN: Final = 12
"""Frames over which a style takes hold of a picture that must begin, or end, as the caller gave it."""

_FAST_SCALE: Final = 0.66


def assemble(board: Storyboard, media: Sequence[LocalMedia]) -> Iterator[Frame]:
    """Yield exactly `board.frames` finished frames; a yielded array may be drawn into again.

    Memory holds two shots at most, during a dissolve. Raises MediaError, naming the field, for a medium that can't be decoded.
    """
    one_thread()
    drawn = _reduced(board) if board.fast else board
    look, drawn_look = _when_needed(board), _when_needed(drawn)
    outgoing: Iterator[Frame] = iter(())
    for lap in lapped(board.shots):
        if lap.shot.source is ShotSource.STAGE:
            finished = _dressed(drawn, lap.shot, drawn_look, source_frames(drawn, lap.shot, media))
            frames = _enlarged(finished, board)
        else:
            frames = _dressed(board, lap.shot, look, source_frames(board, lap.shot, media))
        for number in range(lap.lead):
            share = smoothstep((number + 1) / (lap.lead + 1))
            yield _mixed(next(outgoing), next(frames), share)
        yield from islice(frames, lap.shot.frames - lap.lead - lap.tail)
        outgoing = frames


def _reduced(board: Storyboard) -> Storyboard:
    """Return the board at the size at which fast models draw: half the pixels cost half the time."""
    # whole steps of what OpenCV warps at once: odd columns would take a tenth of the drawing
    width = max(1, round(board.width * _FAST_SCALE / AT_ONCE)) * AT_ONCE
    return replace(board, width=width, height=round(width * board.height / board.width))


def _enlarged(frames: Iterator[Frame], board: Storyboard) -> Iterator[Frame]:
    """Yield frames at the size of the video; those that have it already as they are."""
    for frame in frames:
        if frame.shape[:2] == (board.height, board.width):
            yield frame
        else:
            size = (board.width, board.height)
            yield np.asarray(cv2.resize(frame, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _when_needed(board: Storyboard) -> Look:
    """Return the look of the video, made for the first frame that needs it: the caller's own pictures often need none."""
    made = cache(lambda: make_look(board))
    return lambda frame, number: made()(frame, number)


def _mixed(one: Frame, other: Frame, share: float) -> Frame:
    return np.asarray(cv2.addWeighted(one, 1 - share, other, share, 0), np.uint8)


def _dressed(board: Storyboard, shot: Shot, look: Look, frames: Iterator[Frame]) -> Iterator[Frame]:
    """Yield `frames` in the look of the video; the caller's own pictures keep their colours unless a style is asked for."""
    if shot.source is not ShotSource.STAGE and board.style is Style.FILM:
        yield from frames
        return
    if shot.source is not ShotSource.STAGE:
        look = net_look(board) or look
    for number, frame in enumerate(frames, shot.start):
        share = _share_of_look(board, shot, number)
        if share <= 0:
            yield frame
        elif share >= 1:
            yield look(frame, number)
        else:
            yield _mixed(frame, look(frame, number), share)


def _share_of_look(board: Storyboard, shot: Shot, number: int) -> float:
    """Return how far the look has taken hold: a video begins, and between two pictures ends, as the caller's picture is."""
    if shot.source in (ShotSource.STAGE, ShotSource.VIDEO):
        return 1.0
    share = smoothstep(number / _EASE_IN) if shot.start <= 0 else 1.0
    if shot.source is ShotSource.INBETWEEN:
        share = min(share, smoothstep((board.frames - 1 - number) / _EASE_IN))
    return share
