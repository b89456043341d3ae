"""Contact sheets: a video at one glance."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import av
import cv2
import numpy as np

from reelwright.errors import MediaError
from reelwright.media.encode import write_png
from reelwright.media.frames import Frame
from reelwright.media.opening import open_container

_GAP: Final = 4
_WIDTH: Final = 1600


def make_contact_sheet(path: Path, out_png: Path, *, columns: int = 5, rows: int = 2) -> None:
    """Write a PNG, 1600 pixels wide, with columns×rows pictures of the video at `path`, evenly spaced from its first to its last.

    A video with fewer frames repeats some. Raises MediaError when it can't be decoded.
    """
    if columns < 1 or rows < 1:
        raise ValueError(f"columns and rows must be at least 1, got {columns} and {rows}")
    width = (_WIDTH - _GAP * (columns - 1)) // columns
    wanted = np.linspace(0, _count(path) - 1, columns * rows).round().astype(int)
    cells: list[Frame] = []
    for number, picture in enumerate(_pictures(path)):
        repeats = int(np.count_nonzero(wanted == number))
        if repeats:
            height = round(width * picture.height / picture.width)
            small = cv2.resize(
                picture.to_ndarray(format="rgb24"), (width, height), interpolation=cv2.INTER_AREA
            )
            cells += [np.asarray(small, np.uint8)] * repeats
    write_png(out_png, _tiled(cells, columns))


def _count(path: Path) -> int:
    """Return how many pictures decode: the number in a header may be missing or wrong."""
    count = sum(1 for _ in _pictures(path))
    if count == 0:
        raise MediaError("the video holds no picture that can be decoded; save it again as MP4 with H.264")
    return count


def _pictures(path: Path) -> Iterator[av.VideoFrame]:
    try:
        with open_container(path) as container:
            yield from container.decode(video=0)
    except (av.FFmpegError, IndexError) as fault:
        raise MediaError(f"the video can't be decoded ({fault}); save it again as MP4 with H.264") from fault


def _tiled(cells: list[Frame], columns: int) -> Frame:
    height, width = cells[0].shape[:2]
    rows = -(-len(cells) // columns)
    sheet = np.full((rows * (height + _GAP) - _GAP, columns * (width + _GAP) - _GAP, 3), 255, np.uint8)
    for number, cell in enumerate(cells):
        top, left = (number // columns) * (height + _GAP), (number % columns) * (width + _GAP)
        sheet[top : top + height, left : left + width] = cell
    return sheet
