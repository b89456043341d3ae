"""Looks for a figure that does not stand out of the whole picture: at the most likely place, from near.

What is small in a large picture is lost at the size at which the network looks, beside whatever is bright or round behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from reelwright.engines.animatic.subject import SURE, Subject, glance, look, outlined
from reelwright.engines.animatic.warp import Field
from reelwright.media.frames import Frame

_HINT: Final = 0.1
"""How strongly a place must stand out to be looked at from near: legs do so less than a face."""

_UPRIGHT: Final = 1.6
"""How tall for its width a faint place must be: the ground is full of faint round ones."""

_PLAIN, _PROMISING = 0.95, 0.4
_MARGIN: Final = 0.3
_NARROWEST: Final = 0.6
"""How wide for its height a place is that is looked at: squeezed further, nobody would know a body."""

_SMALLEST: Final = 0.12
"""Height of a figure that is worth while, as a share of the picture's."""

_MAP: Final = 480
_SIDE: Final = 208
_ON_EDGE: Final = 0.04


@dataclass(frozen=True, slots=True)
class _Place:
    """A rectangle of the picture in pixels, and how likely somebody stands there."""

    left: int
    top: int
    right: int
    bottom: int
    promise: float = 0.0


class Search:
    """A search for somebody in one picture, which begins in the middle of it: there the network sees twice as much."""

    def __init__(self, picture: Frame) -> None:
        height, width = picture.shape[:2]
        side = min(height, width)
        self._picture = picture
        self._part = _Place(
            (width - side) // 2, (height - side) // 2, (width + side) // 2, (height + side) // 2
        )
        self._seen = glance(self._cut(self._part))

    def glanced(self) -> Subject | None:
        """Return who stands in the middle for all to see, or None."""
        found = outlined(self._seen)
        return self._placed(found, self._part) if found and found.sureness > _PLAIN else None

    def closer(self, first: Subject | None) -> Subject | None:
        """Return who a closer look finds where the glance saw somebody upright faintly, or None; 0.2 s of a core.

        first: who was found in the whole picture, and is looked at where nobody else was seen.
        """
        places = sorted(self._promising(), key=lambda place: place.promise, reverse=True)
        if not places and first is not None and first.sureness >= SURE:
            places = self._around(first)
        found = look(self._cut(places[0]), _SIDE) if places else None
        return self._placed(found, places[0]) if found else None

    def _around(self, subject: Subject) -> list[_Place]:
        rows, columns = subject.mask.shape
        left, top, across, down = cv2.boundingRect((subject.mask > 0.5).astype(np.uint8))
        to_x, to_y = self._picture.shape[1] / columns, self._picture.shape[0] / rows
        box = (left * to_x, top * to_y, across * to_x, down * to_y)
        return [_grown(self._picture, box, 1.0)] if across and down else []

    def _cut(self, place: _Place) -> Frame:
        return np.ascontiguousarray(self._picture[place.top : place.bottom, place.left : place.right])

    def _placed(self, found: Subject, place: _Place) -> Subject | None:
        whole = _in_picture(found.mask, place, self._picture)
        return Subject(whole, found.sureness) if not _cut_off(found.mask) and _stands(whole) else None

    def _promising(self) -> Iterator[_Place]:
        seen, part = self._seen, self._part
        unit = (part.right - part.left) / len(seen)
        spots = cv2.dilate((seen > _HINT).astype(np.uint8), np.ones((5, 5), np.uint8))
        count, labels, stats, _ = cv2.connectedComponentsWithStats(spots)
        for index in range(1, count):
            x, y, across, down, _ = (int(value) for value in stats[index])
            touching = x == 0 or y == 0 or x + across >= len(seen)
            if touching or down < _UPRIGHT * across or down < _SMALLEST * len(seen):
                continue
            strength = float(seen[labels == index].max())
            central = float(np.exp(-((((x + across / 2) / len(seen) - 0.5) / 0.5) ** 2)))
            promise = strength * central * (down / len(seen)) ** 0.5
            if promise < _PROMISING:
                continue
            box = (part.left + x * unit, part.top + y * unit, across * unit, down * unit)
            yield _grown(self._picture, box, promise)


def _cut_off(mask: Field) -> bool:
    """Return whether what was found goes on beyond the place: then it is what is behind somebody."""
    return max(float(edge.mean()) for edge in (mask[0], mask[:, 0], mask[:, -1])) > _ON_EDGE


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
