"""The film look laid on in luma and chroma: the planes that the encoder takes, in half the passes that RGB needs."""

from __future__ import annotations

import cv2
import numpy as np
from av import VideoFrame
from numpy.typing import NDArray

from reelwright.engines.animatic.look.grade import Grain, vignette
from reelwright.engines.animatic.look.graded import FILM_DARK, FILM_GRAIN, film_colours
from reelwright.engines.animatic.plan import Storyboard
from reelwright.media.colour import RGB_TO_YUV, from_planes
from reelwright.media.frames import Frame

_BLACK = 16  # of luma
_GREY = 128  # of chroma
_LUMA_GRAIN = 0.88  # of that in RGB: as much is seen of it when luma is rounded once and not twice


class FilmPrint:
    """Finishes pictures of the size of `drawn` in the look of `film`, as frames of `width` x `height` for the encoder."""

    def __init__(self, drawn: Storyboard, width: int, height: int) -> None:
        self.size = (width, height)
        self._matrix = RGB_TO_YUV[:, :3] @ film_colours()
        # what darkens the corners would darken the level of black with them: that is added last
        self._matrix[:, 3] += (0, _GREY, _GREY)
        shade = vignette(drawn.height, drawn.width, FILM_DARK)
        self._shade = np.ascontiguousarray(shade[..., 0])
        self._half = (width // 2, height // 2)
        # of a drawing that is to be enlarged, chroma is made smaller by less than a half
        halved = (drawn.width, drawn.height) == (width, height)
        self._halving = cv2.INTER_AREA if halved else cv2.INTER_LINEAR
        self._chroma_shade = cv2.resize(self._shade, self._half, interpolation=cv2.INTER_AREA)
        self._chroma_level = cv2.convertScaleAbs(self._chroma_shade, alpha=-_GREY / 255, beta=_GREY)
        self._black = np.full_like(self._shade, _BLACK)
        self._grain = None
        if not drawn.fast:
            strength = _LUMA_GRAIN * FILM_GRAIN
            self._grain = Grain(drawn.height, drawn.width, drawn.seed, strength, channels=1)
        self._planes: NDArray[np.uint8] = np.empty((3, drawn.height, drawn.width), np.uint8)

    def finish(self, frame: Frame, number: int) -> VideoFrame:
        """Return frame `number` of the video, drawn but not yet in its look, as the encoder takes it."""
        luma, *chroma = self._planes
        cv2.split(cv2.transform(frame, self._matrix), [luma, *chroma])
        cv2.multiply(luma, self._shade, luma, 1 / 255)
        cv2.add(luma, self._black, luma)
        if self._grain is not None:
            self._grain.add(luma, number)
        planes = [luma]
        for plane in chroma:
            small = np.asarray(cv2.resize(plane, self._half, interpolation=self._halving), np.uint8)
            cv2.multiply(small, self._chroma_shade, small, 1 / 255)
            cv2.add(small, self._chroma_level, small)
            planes.append(small)
        return from_planes(planes, *self.size)
