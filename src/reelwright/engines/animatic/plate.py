"""The picture that a camera moves over, with more detail and more surroundings than the frame where the caller's has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from reelwright.engines.animatic.warp import Field, Grid, Rgba, rgba
from reelwright.media.frames import Frame
from reelwright.media.images import largest_cut

_DENSITY: Final = 1.3
"""Pixels of the plate per pixel of the frame: moves close in by about as much, and bilinear sampling of a picture enlarged with
care once is as sharp as bicubic sampling for every frame, at a fifth of the time."""

_MAX_SLACK: Final = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Plate:
    """A picture and the part of it that is the frame.

    left, top, width, height: of that part, as fractions of `source`.
    """

    source: Rgba
    left: float = 0.0
    top: float = 0.0
    width: float = 1.0
    height: float = 1.0

    @property
    def slack(self) -> tuple[float, float]:
        """What the picture has beyond every side of the frame, across and down, in frames."""
        across = min(self.left, 1 - self.left - self.width) / self.width
        down = min(self.top, 1 - self.top - self.height) / self.height
        return max(across, 0.0), max(down, 0.0)

    def sample(self, grid: Grid, x: Field, y: Field) -> Rgba:
        """Return a frame whose nodes show (x, y), as fractions of the frame: below 0 and above 1 lies what was cropped."""
        return grid.sample(self.source, self.left + x * self.width, self.top + y * self.height)


def make_plate(whole: Frame, width: int, height: int) -> Plate:
    """Return the plate of the frame of width×height that `fit_image` cuts from `whole`; does not keep `whole` itself."""
    rows, columns = whole.shape[:2]
    # The same cut as in `fit_image`, to the pixel: another one would jump between the first frame and the second.
    left, top, across, down = largest_cut(columns, rows, width, height)
    outer_left, outer_top = max(0, left - round(across * _MAX_SLACK)), max(0, top - round(down * _MAX_SLACK))
    outer_right = min(columns, left + across + round(across * _MAX_SLACK))
    outer_bottom = min(rows, top + down + round(down * _MAX_SLACK))
    kept = whole[outer_top:outer_bottom, outer_left:outer_right]
    return Plate(
        _resampled(kept, across / width),
        (left - outer_left) / kept.shape[1],
        (top - outer_top) / kept.shape[0],
        across / kept.shape[1],
        down / kept.shape[0],
    )


def _resampled(picture: Frame, density: float) -> Rgba:
    """Return `picture`, of `density` pixels per pixel of the frame, with `_DENSITY`."""
    height, width = picture.shape[:2]
    size = (max(1, round(width * _DENSITY / density)), max(1, round(height * _DENSITY / density)))
    way = cv2.INTER_AREA if density > _DENSITY else cv2.INTER_CUBIC
    return rgba(np.asarray(cv2.resize(picture, size, interpolation=way), np.uint8))
