"""Feelings painted into a face that is seen from the side: its brow and its mouth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.engines.animatic.art import Profile
from reelwright.engines.animatic.plan import Feeling
from reelwright.engines.animatic.stage.canvas import Floats, Pixels, rgb

_FINE: Final = 4
_BROW, _LINE, _DEEP = rgb("7d3d26"), rgb("5c1a36"), rgb("7c1838")
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Side:
    """A brow and a mouth, in units of the drawing from the corner of the mouth: the ends of the brow, front and back; the mouth
    from its front to its corner by its middle; or the half size of a mouth that is open."""

    brow: tuple[Point, Point]
    mouth: tuple[Point, Point, Point] | None = None
    open: Point = (0.0, 0.0)


_SIDES: Final = {
    Feeling.ANGER: _Side(((-0.78, -2.02), (0.28, -2.52)), ((-0.8, 0.42), (-0.4, 0.14), (0.05, 0.46))),
    Feeling.SADNESS: _Side(((-0.66, -2.72), (0.22, -2.3)), ((-0.8, 0.36), (-0.38, 0.2), (0.02, 0.58))),
    Feeling.WORRY: _Side(((-0.66, -2.8), (0.22, -2.42)), open=(0.24, 0.16)),
    Feeling.SURPRISE: _Side(((-0.66, -2.78), (0.2, -2.72)), open=(0.27, 0.36)),
}
_OLD: Final = (((-0.72, -2.28), (0.12, -2.2)), ((-0.72, 0.3), (0.0, 0.0)))
"""Where the artwork has a brow and a mouth."""
_CHEEK: Final = ((0.34, -1.7), (0.35, 0.25))
"""Where the skin is that goes over each."""


def sulking(picture: Pixels, face: Profile, feeling: Feeling) -> Pixels:
    """Return a picture, premultiplied RGBA cropped to its ink, with a feeling in its profile; its outline stays."""
    height, width = picture.shape[:2]
    unit = np.array([face.unit[0] * width, face.unit[1] * height])
    corner = np.array([face.corner[0] * width, face.corner[1] * height])
    left, top = np.maximum(np.floor(corner + unit * [-1.6, -3.6]), 0).astype(int)
    right, bottom = np.minimum(np.ceil(corner + unit * [1.4, 1.5]), [width, height]).astype(int)
    crop = np.ascontiguousarray(picture[top:bottom, left:right])
    size = ((right - left) * _FINE, (bottom - top) * _FINE)
    fine = np.asarray(cv2.resize(crop, size, interpolation=cv2.INTER_LINEAR), np.uint8)
    before = cv2.resize(fine, (right - left, bottom - top), interpolation=cv2.INTER_AREA)

    def at(*points: Point) -> NDArray[np.int32]:
        placed: Floats = (corner + np.array(points) * unit - [left, top]) * _FINE
        return np.asarray(np.round(placed), np.int32)

    def thick(share: float) -> int:
        return max(1, round(share * float(unit[1]) * _FINE))

    for line, cheek, broad in zip(_OLD, _CHEEK, (0.56, 0.5), strict=True):
        (spot,) = at(cheek)
        column, row = (int(np.clip(value, 0, most - 1)) for value, most in zip(spot, size, strict=True))
        skin = [float(level) for level in fine[row, column]]
        cv2.polylines(fine, [at(*line)], False, skin, thick(broad), cv2.LINE_AA)
    side = _SIDES[feeling]
    cv2.polylines(fine, [at(*side.brow)], False, _tone(_BROW), thick(0.36), cv2.LINE_AA)
    if side.mouth:
        way = np.linspace(0, 1, 10)[:, None]
        first, middle, last = (np.array(point) for point in side.mouth)
        bow = first * (1 - way) ** 2 + 2 * middle * way * (1 - way) + last * way**2
        cv2.polylines(fine, [at(*map(tuple, bow))], False, _tone(_LINE), thick(0.26), cv2.LINE_AA)
    else:
        (spot,) = at((-0.5, 0.35))
        half = (thick(side.open[0]), thick(side.open[1]))
        cv2.ellipse(fine, (int(spot[0]), int(spot[1])), half, 0, 0, 360, _tone(_DEEP), -1, cv2.LINE_AA)
    painted = cv2.resize(fine, (right - left, bottom - top), interpolation=cv2.INTER_AREA)
    touched = (painted != before).any(axis=2, keepdims=True)
    worn = picture.copy()
    shown = np.minimum(painted[..., :3], crop[..., 3:])
    worn[top:bottom, left:right, :3] = np.where(touched, shown, crop[..., :3])
    return worn


def _tone(colour: Floats) -> list[float]:
    return [*(float(level) for level in colour), 255.0]
