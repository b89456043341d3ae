"""A picture of every shot of a storyboard, as it is halfway through the shot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2

from reelwright.engines.animatic.assemble import assemble
from reelwright.engines.animatic.plan import Storyboard
from reelwright.engines.base import LocalMedia
from reelwright.media.encode import jpeg_of


def shot_pictures(board: Storyboard, media: Sequence[LocalMedia]) -> Iterator[bytes]:
    """Yield one JPEG for each shot, in order, of the storyboard's size.

    The whole video is drawn up to the middle of the last shot, so make the storyboard small. Raises MediaError for a medium that
    can't be decoded.
    """
    # As in a render: OpenCV's own threads make small pictures slower.
    cv2.setNumThreads(1)
    middles = [(shot.start + shot.end) // 2 for shot in board.shots]
    for number, frame in enumerate(assemble(board, media)):
        if number in middles:
            yield jpeg_of(frame)
        if number >= middles[-1]:
            return
