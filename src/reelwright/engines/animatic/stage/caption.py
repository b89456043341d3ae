"""Words that the prompt asks to be shown: lettered once, faded in and out."""

from __future__ import annotations

import cv2
import numpy as np

from reelwright.engines.animatic.art import text_image
from reelwright.engines.animatic.stage.act import smooth
from reelwright.engines.animatic.stage.blend import over
from reelwright.engines.animatic.stage.canvas import Pixels

_MOST_LINES = 3
_FADE = 10  # frames


def _lines(text: str, height: int, room: int) -> list[Pixels]:
    """Return the text as lines no wider than `room` pixels; what does not fit `_MOST_LINES` is left out."""
    joint = " " if " " in text.strip() else ""  # Chinese breaks between any two characters
    pieces = text.split() if joint else list(text.strip())
    lines: list[str] = []
    for piece in pieces:
        longer = joint.join((lines[-1], piece)) if lines else piece
        if lines and text_image(longer, height, "white").shape[1] <= room:
            lines[-1] = longer
        else:
            lines.append(piece)
    return [text_image(line, height, "white") for line in lines[:_MOST_LINES]]


class Caption:
    """A caption in the lower part of the picture, white with a soft shadow.

    title: nothing else is shown: the words stand large in the middle.
    """

    def __init__(self, text: str, height: int, width: int, frames: int, *, title: bool = False) -> None:
        size = max(10, round((0.17 if title else 0.085) * min(height, 0.8 * width)))
        lines = _lines(text, size, round(0.86 * width))
        self._frames = frames
        margin = size // 2
        across = min(width, max(line.shape[1] for line in lines) + 2 * margin)
        page: Pixels = np.zeros((len(lines) * size + 2 * margin, across, 4), np.uint8)
        for index, line in enumerate(lines):
            cut = line[:, :across]
            left, top = (across - cut.shape[1]) // 2, margin + index * size
            page[top : top + size, left : left + cut.shape[1]] = cut
        shade = cv2.GaussianBlur(page[..., 3], (0, 0), size * 0.11)
        shadow: Pixels = np.zeros_like(page)
        shadow[..., 3] = np.clip(shade.astype(np.float32) * 1.3, 0, 200).astype(np.uint8)
        over(shadow, page)
        self._page = shadow
        self._left = (width - across) // 2
        bottom = round(0.5 * (height + page.shape[0])) if title else round(0.9 * height) + margin
        self._top = max(0, bottom - page.shape[0])

    def draw(self, frame: Pixels, number: int) -> None:
        """Draw it onto frame `number` of the shot."""
        share = smooth((number + 1) / _FADE) * smooth((self._frames - number) / _FADE)
        page = np.asarray(cv2.convertScaleAbs(self._page, alpha=share), np.uint8)
        room = frame[self._top : self._top + page.shape[0]]
        over(room, page[: room.shape[0]], self._left, 0)
