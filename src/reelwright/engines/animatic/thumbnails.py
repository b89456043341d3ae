"""A picture of every shot of a storyboard, as it is halfway through the shot."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from reelwright.engines.animatic.assemble import pictures
from reelwright.engines.animatic.plan import Storyboard
from reelwright.engines.animatic.storyboard import make_storyboard
from reelwright.engines.base import EngineRequest
from reelwright.media.encode import jpeg_of
from reelwright.media.frames import Frame
from reelwright.media.picture import Picture, frame_of

_SIDE: Final = 432
"""The longer side of a shot's picture, in pixels: drawing at that size takes a tenth of drawing the video."""


class Thumbnails:
    """Keeps a small picture of every shot while the frames of a video pass by."""

    def __init__(self, board: Storyboard) -> None:
        self._middles = {shot.middle for shot in board.shots}
        self._found: dict[int, str] = {}

    def see(self, number: int, picture: Frame | Picture) -> None:
        """Keep `picture`, the `number`-th of the video, if it is the middle of a shot."""
        if number in self._middles:
            self._found[number] = _address(jpeg_of(smaller(frame_of(picture), _SIDE)))

    @property
    def complete(self) -> bool:
        """Whether the middle of every shot was seen."""
        return len(self._found) == len(self._middles)

    def put_into(self, board: Storyboard) -> Storyboard:
        """Return `board` with the pictures that were seen in its shots."""
        return replace(
            board,
            shots=tuple(replace(shot, thumbnail=self._found.get(shot.middle)) for shot in board.shots),
        )


def draw_thumbnails(board: Storyboard, request: EngineRequest) -> Storyboard:
    """Return `board`, the storyboard of `request`, with a picture in every shot.

    A small video of the same request is drawn up to the middle of the last shot. Raises MediaError for a medium that can't be
    decoded.
    """
    # As in a render: OpenCV's own threads make small pictures slower.
    cv2.setNumThreads(1)
    scale = min(1.0, _SIDE / max(request.width, request.height))
    width, height = (round(side * scale / 2) * 2 for side in (request.width, request.height))
    small = make_storyboard(replace(request, width=width, height=height))
    kept = Thumbnails(small)
    for number, picture in enumerate(pictures(small, request.media)):
        kept.see(number, picture)
        if kept.complete:
            break
    return kept.put_into(board)


def smaller(frame: Frame, side: int) -> Frame:
    """Return `frame`, H x W x 3, with at most `side` pixels on its longer side."""
    scale = side / max(frame.shape)
    if scale >= 1:
        return frame
    return np.asarray(cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def _address(data: bytes) -> str:
    return f"data:image/jpeg;base64,{b64encode(data).decode()}"
