"""Boxes around what is painted of a layer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_BLOCK = 32  # columns that are judged together
_PRICE = 6000  # pixels that cost as much to draw as a box of its own


def spans(painted: NDArray[np.bool_], reach: int, step: int = 1) -> list[tuple[int, int, int, int]]:
    """Return boxes (left, top, right, bottom), one beside the other, that hold everything painted and little else.

    painted: (height, width). reach: columns by which a leaning layer is sampled beside its own. A row of trees with gaps
    costs what the trees cost, not what their bounding box would.
    """
    width = painted.shape[1]
    boxes: list[tuple[int, int, int, int]] = []
    block, price = max(4, _BLOCK // step), _PRICE / step**2
    for left in range(0, width, block):
        right = min(width, left + block)
        rows = np.flatnonzero(painted[:, max(0, left - reach) : right + reach].any(axis=1))
        if len(rows) == 0:
            continue
        box = (left, int(rows[0]), right, int(rows[-1]) + 1)
        if boxes and boxes[-1][2] == left:
            last = boxes[-1]
            joined = (last[0], min(last[1], box[1]), right, max(last[3], box[3]))
            if _area(joined) <= _area(last) + _area(box) + price:
                boxes[-1] = joined
                continue
        boxes.append(box)
    if boxes:
        boxes[0] = (boxes[0][0] - reach, *boxes[0][1:])
        boxes[-1] = (*boxes[-1][:2], boxes[-1][2] + reach, boxes[-1][3])
    return boxes


def _area(box: tuple[int, int, int, int]) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])
