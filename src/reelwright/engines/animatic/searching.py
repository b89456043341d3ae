"""Looks for a figure that does not stand out of the whole picture: in parts of it first, then at the most likely place from near.

What is small in a large picture is lost at the size at which the network looks, beside whatever is bright or round behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from reelwright.engines.animatic.subject import Subject, glance, look
from reelwright.engines.animatic.warp import Field
from reelwright.media.frames import Frame

_PARTS: Final = 3
_HINT: Final = 0.1
"""How strongly a place must stand out to be looked at from near: legs do so less than a face."""

_MARGIN: Final = 0.3
_NARROWEST: Final = 0.6
"""How wide for its height a place is that is looked at: squeezed further, nobody would know a body."""

_SMALLEST: Final = 0.12
"""Height of a figure that is worth while, as a share of the picture's."""

_MAP: Final = 480
_TRIES: Final = 2
_ON_EDGE: Final = 0.04


@dataclass(frozen=True, slots=True)
class _Place:
    """A rectangle of the picture in pixels, and how likely somebody stands there."""

    left: int
    top: int
    right: int
    bottom: int
    promise: float


def seek_figure(picture: Frame) -> Subject | None:
    """Return somebody or something upright in `picture` that `find_subject` overlooks, or None.

    Takes up to 0.7 s of a core.
    """
    places = [place for part in _parts(picture) for place in _promising(picture, part)]
    places.sort(key=lambda place: place.promise, reverse=True)
    for place in _apart(places)[:_TRIES]:
        near = look(np.ascontiguousarray(picture[place.top : place.bottom, place.left : place.right]))
        if near is None or _cut_off(near.mask):
            continue
        whole = _in_picture(near.mask, place, picture)
        if _stands(whole):
            return Subject(whole, near.sureness)
    return None


def _apart(places: list[_Place]) -> list[_Place]:
    """Return the places without those whose middle lies in one before them: the parts of the picture overlap."""
    kept: list[_Place] = []
    for place in places:
        x, y = (place.left + place.right) / 2, (place.top + place.bottom) / 2
        if not any(one.left < x < one.right and one.top < y < one.bottom for one in kept):
            kept.append(place)
    return kept


def _cut_off(mask: Field) -> bool:
    """Return whether what was found goes on beyond the place: then it is what is behind somebody."""
    return max(float(edge.mean()) for edge in (mask[0], mask[:, 0], mask[:, -1])) > _ON_EDGE


def _parts(picture: Frame) -> Iterator[tuple[int, int, int]]:
    """Yield left, top and side of overlapping squares along the longer side of `picture`."""
    height, width = picture.shape[:2]
    side = min(height, width)
    for number in range(_PARTS):
        share = number / (_PARTS - 1)
        yield round((width - side) * share), round((height - side) * share), side


def _promising(picture: Frame, part: tuple[int, int, int]) -> Iterator[_Place]:
    left, top, side = part
    seen = glance(np.ascontiguousarray(picture[top : top + side, left : left + side]))
    spots = cv2.dilate((seen > _HINT).astype(np.uint8), np.ones((5, 5), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(spots)
    unit = side / len(seen)
    for index in range(1, count):
        x, y, across, down, _ = (int(value) for value in stats[index])
        touching = x == 0 or y == 0 or x + across >= len(seen)
        if touching or down * unit < _SMALLEST * picture.shape[0] / 2:
            continue
        inside = seen[labels == index]
        middle = (left + (x + across / 2) * unit) / picture.shape[1]
        central = float(np.exp(-(((middle - 0.5) / 0.3) ** 2)))
        upright = min(down / across, 1.6)
        promise = float(inside.max()) * central * upright * (down / len(seen)) ** 0.5
        yield _grown(picture, (left + x * unit, top + y * unit, across * unit, down * unit), promise)


def _grown(picture: Frame, box: tuple[float, float, float, float], promise: float) -> _Place:
    """Return a rectangle (left, top, width, height) with a margin: only against what is beside it does something stand out."""
    x, y, across, down = box
    rim = _MARGIN * max(across, down)
    wide = max(across + 2 * rim, _NARROWEST * (down + 2 * rim))
    middle = x + across / 2
    height, width = picture.shape[:2]
    return _Place(
        max(0, round(middle - wide / 2)),
        max(0, round(y - rim)),
        min(width, round(middle + wide / 2)),
        min(height, round(y + down + rim)),
        promise,
    )


def _in_picture(mask: Field, place: _Place, picture: Frame) -> Field:
    """Return a mask of a place as a small map over the picture."""
    height, width = picture.shape[:2]
    scale = _MAP / max(height, width)
    whole = np.zeros((round(height * scale), round(width * scale)), np.float32)
    left, top, right, bottom = (
        round(edge * scale) for edge in (place.left, place.top, place.right, place.bottom)
    )
    part = whole[top:bottom, left:right]
    part[...] = cv2.resize(mask, (part.shape[1], part.shape[0]), interpolation=cv2.INTER_AREA)
    return whole


def _stands(mask: Field) -> bool:
    """Return whether what was found is tall enough, and taller than a strip of the ground."""
    rows, columns = (np.flatnonzero(mask.max(axis=axis) > 0.5) for axis in (1, 0))
    if not len(rows) or not len(columns):
        return False
    tall, wide = rows[-1] - rows[0], columns[-1] - columns[0]
    return bool(tall > _SMALLEST * len(mask) and tall > 0.4 * wide)
