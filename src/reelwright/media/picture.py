"""Pictures on their way to the encoder: frames, and such as are finished when it is known what for."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from av import VideoFrame

from reelwright.media.colour import to_yuv420p
from reelwright.media.frames import Frame


class Picture(Protocol):
    """A picture that is one way to the encoder, and another way, which may take longer, to be seen by itself."""

    def frame(self) -> Frame:
        """Return it as RGB."""

    def yuv420p(self) -> VideoFrame:
        """Return it as a frame that the encoder takes as it is."""


def frame_of(picture: Frame | Picture) -> Frame:
    """Return a picture as RGB."""
    return picture if isinstance(picture, np.ndarray) else picture.frame()


def yuv420p_of(picture: Frame | Picture) -> VideoFrame:
    """Return a picture, whose sides are even, as a frame that the encoder takes as it is."""
    return to_yuv420p(picture) if isinstance(picture, np.ndarray) else picture.yuv420p()
