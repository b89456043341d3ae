"""Puts the shots of a storyboard together: each from its own source, in its look, with its transition to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Final

import cv2
import numpy as np
from av import VideoFrame

from reelwright.engines.animatic.dissolves import lapped
from reelwright.engines.animatic.look import FilmPrint, Look, make_look, net_look, photo_look
from reelwright.engines.animatic.plan import Shot, ShotSource, Storyboard, Style
from reelwright.engines.animatic.sources import source_frames
from reelwright.engines.animatic.stage.blend import AT_ONCE
from reelwright.engines.animatic.warp import smoothstep
from reelwright.engines.base import LocalMedia
from reelwright.media.frames import Frame
from reelwright.media.picture import Picture, frame_of

_EASE_IN: Final = 12
"""Frames over which a style takes hold of a picture that must begin, or end, as the caller gave it."""

_FAST_SCALE: Final = 0.66


def assemble(board: Storyboard, media: Sequence[LocalMedia]) -> Iterator[Frame]:
    """Yield exactly `board.frames` finished frames; a yielded array may be drawn into again.

    Memory holds two shots at most, during a dissolve. Raises MediaError, naming the field, for a medium that can't be decoded.
    """
    return map(frame_of, pictures(board, media))


def pictures(board: Storyboard, media: Sequence[LocalMedia]) -> Iterator[Frame | Picture]:
    """Yield the same for an encoder, which takes most of what is drawn sooner than it is seen as a frame."""
    drawn = _reduced(board) if board.fast else board
    look, drawn_look = _when_needed(board), _when_needed(drawn)
    film = cache(lambda: FilmPrint(drawn, board.width, board.height))
    outgoing: Iterator[Frame | Picture] = iter(())
    for lap in lapped(board.shots):
        frames: Iterator[Frame | Picture]
        if lap.shot.source is ShotSource.STAGE:
            raw = enumerate(source_frames(drawn, lap.shot, media), lap.shot.start)
            if board.style is Style.FILM:
                frames = (_Negative(frame, number, drawn_look, film()) for number, frame in raw)
            else:
                frames = (
                    _enlarged(drawn_look(frame, number), board.width, board.height) for number, frame in raw
                )
        else:
            frames = _dressed(board, lap.shot, look, source_frames(board, lap.shot, media))
        for number in range(lap.lead):
            share = smoothstep((number + 1) / (lap.lead + 1))
            yield _mixed(frame_of(next(outgoing)), frame_of(next(frames)), share)
        yield from islice(frames, lap.shot.frames - lap.lead - lap.tail)
        outgoing = frames


def _reduced(board: Storyboard) -> Storyboard:
    """Return the board at the size at which fast models draw: half the pixels cost half the time."""
    # whole steps of what OpenCV warps at once: odd columns would take a tenth of the drawing
    width = max(1, round(board.width * _FAST_SCALE / AT_ONCE)) * AT_ONCE
    return replace(board, width=width, height=round(width * board.height / board.width))


@dataclass(frozen=True, slots=True)
class _Negative:
    """A frame of the stage in the film look, which is laid on when it is known what it is for."""

    drawn: Frame
    number: int
    look: Look
    film: FilmPrint

    def frame(self) -> Frame:
        """Return it as RGB."""
        return _enlarged(self.look(self.drawn, self.number), *self.film.size)

    def yuv420p(self) -> VideoFrame:
        """Return it as the encoder takes it."""
        return self.film.finish(self.drawn, self.number)


def _enlarged(frame: Frame, width: int, height: int) -> Frame:
    """Return a frame at a size; itself where it has it already."""
    if frame.shape[:2] == (height, width):
        return frame
    return np.asarray(cv2.resize(frame, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _when_needed(board: Storyboard) -> Look:
    """Return the look of the video, made for the first frame that needs it: the caller's own pictures often need none."""
    made = cache(lambda: make_look(board))
    return lambda frame, number: made()(frame, number)


def _mixed(one: Frame, other: Frame, share: float) -> Frame:
    return np.asarray(cv2.addWeighted(one, 1 - share, other, share, 0), np.uint8)


def _dressed(board: Storyboard, shot: Shot, look: Look, frames: Iterator[Frame]) -> Iterator[Frame]:
    """Yield the caller's own pictures in the look of the video; they keep their colours unless a style is asked for."""
    if board.style is Style.FILM:
        yield from frames
        return
    look = net_look(board) or photo_look(board) or look
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
    if shot.source is ShotSource.VIDEO:
        return 1.0
    share = smoothstep(number / _EASE_IN) if shot.start <= 0 else 1.0
    if shot.source is ShotSource.INBETWEEN:
        share = min(share, smoothstep((board.frames - 1 - number) / _EASE_IN))
    return share
