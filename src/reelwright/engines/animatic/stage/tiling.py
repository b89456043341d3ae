"""Divides a painted picture into boxes that cost little to draw: nothing where it is clear, plain copies where it is solid."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.engines.animatic.stage.canvas import Floats, Pixels

Cells: TypeAlias = NDArray[np.bool_]
Rows: TypeAlias = NDArray[np.integer]
_BLOCK = 16  # pixels that are judged together, each way
_PRICE = 9000  # pixels that cost as much to blend as a box of its own
_COPIED = 0.7  # what a pixel that is only copied costs of one that is blended
_AROUND = 3  # pixels beside its own from which a box is sampled
_OUTSIDE = 2  # pixels beyond the edge of a picture in which it fades


class Tile(NamedTuple):
    """A box of a picture, in its pixels; solid: nothing behind it is seen through any part of it."""

    left: int
    top: int
    right: int
    bottom: int
    solid: bool


Area: TypeAlias = tuple[int, int, int, int]
"""Pixels of the frame: left, top, right, bottom."""


def uncovered(area: Area, screen: Area) -> Area:
    """Return the smallest box that holds what of an area is not behind a screen; empty when all of it is."""
    left, top, right, bottom = area
    if screen[0] <= left and right <= screen[2]:
        if screen[1] <= top < screen[3]:
            top = screen[3]
        if screen[1] < bottom <= screen[3]:
            bottom = screen[1]
    elif screen[1] <= top and bottom <= screen[3]:
        if screen[0] <= left < screen[2]:
            left = screen[2]
        if screen[0] < right <= screen[2]:
            right = screen[0]
    return left, top, right, bottom


class GoesOn(NamedTuple):
    """The sides on which what is painted goes on beyond the picture, whose edge is then never seen."""

    left: bool
    top: bool
    right: bool
    bottom: bool


def tiles(least: Pixels, most: Pixels, reach: int, step: int, goes_on: GoesOn) -> list[Tile]:
    """Return boxes that do not overlap and hold everything painted, and little that is clear.

    least, most: the alpha (height, width) that each pixel has at least and at most. reach: columns by which a picture that
    leans is sampled beside its own. step: pixels of the frame along one of the picture. goes_on: the sides on which it ends out
    of sight.
    """
    height, width = most.shape
    near = np.ones((2 * _AROUND + 1, 2 * reach + 1), np.uint8)
    block = max(4, _BLOCK // step)
    rows, columns = range(0, height, block), np.arange(0, width, block)
    inked, full = np.asarray(cv2.dilate(most, near), np.uint8), np.asarray(cv2.erode(least, near), np.uint8)
    edges = (np.s_[:, :reach], np.s_[:_AROUND, :], np.s_[:, -reach:], np.s_[-_AROUND:, :])
    for beyond, edge in zip(goes_on, edges, strict=True):
        if not beyond:
            full[edge] = 0
    tallest = np.stack([inked[row : row + block].max(axis=0) for row in rows])
    thinnest = np.stack([full[row : row + block].min(axis=0) for row in rows])
    hit = np.maximum.reduceat(tallest, columns, axis=1) > 0
    solid = np.minimum.reduceat(thinnest, columns, axis=1) == 255
    price = _PRICE / (step * block) ** 2
    ends = (-reach, -_OUTSIDE, width + reach, height + _OUTSIDE)
    return [
        Tile(
            box.left * block if box.left else ends[0],
            box.top * block if box.top else ends[1],
            box.right * block if box.right < hit.shape[1] else ends[2],
            box.bottom * block if box.bottom < hit.shape[0] else ends[3],
            box.solid,
        )
        for box in _divided(hit, solid, price)
    ]


def _divided(hit: Cells, solid: Cells, price: float) -> list[Tile]:
    """Return the boxes, in cells, of the strips into which the columns are cut at the least cost."""
    cuts, strips = _strips(hit, solid, price)
    count = hit.shape[1]
    best, origin = np.zeros(count + 1), np.zeros(count + 1, np.int64)
    for end in range(1, count + 1):
        whole = best[:end] + cuts[:end, end - 1]
        origin[end] = whole.argmin()
        best[end] = whole[origin[end]]
    found: list[Tile] = []
    right = count
    while right > 0:
        left = int(origin[right])
        rows = [int(part[left, right - 1]) for part in strips]
        found += [
            Tile(left, first, right, last, whole)
            for (first, last), whole in zip(pairwise(rows), (False, True, False), strict=True)
            if first < last
        ]
        right = left
    return found


def _strips(hit: Cells, solid: Cells, price: float) -> tuple[Floats, tuple[Rows, Rows, Rows, Rows]]:
    """Return what every strip of columns costs, by its first and its last column, and four rows of each.

    These are where it begins, where the most that is solid in one piece begins and ends, and its end.
    """
    high, wide = hit.shape
    first, last = np.arange(wide)[:, None], np.arange(wide)[None]
    across = np.maximum(1, last + 1 - first)
    # (first column, last column, row)
    some, every = _counted(hit) > 0, _counted(solid) == across[..., None]
    top, bottom = some.argmax(axis=2), high - some[..., ::-1].argmax(axis=2)
    bottom = np.where(some.any(axis=2), bottom, top)
    longest, end = np.zeros_like(top), top
    run = np.zeros_like(top)
    for row in range(high):
        run = (run + 1) * every[..., row]
        end = np.where(run > longest, row + 1, end)
        longest = np.maximum(longest, run)
    saved = (1 - _COPIED) * across * longest
    boxes = (end - longest > top).astype(np.int64) + (bottom > end)
    worth = saved > boxes * price
    start, end = np.where(worth, end - longest, top), np.where(worth, end, top)
    cost = across * (bottom - top) + np.where(worth, boxes * price - saved, 0)
    cost += np.where(bottom > top, price, 0)
    return np.asarray(cost, np.float64), (top, start, end, bottom)


def _counted(cells: Cells) -> Rows:
    """Return how many cells of each row (last axis) hold, from one column (first axis) to another (second axis)."""
    sums = np.zeros((cells.shape[1] + 1, cells.shape[0]), np.int16)
    np.cumsum(cells.T, axis=0, out=sums[1:])
    return np.asarray(sums[None, 1:] - sums[:-1, None])
