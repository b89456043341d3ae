"""The far layers of a scene: drawn once and kept for as long as a move of the camera hardly shifts them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from reelwright.engines.animatic.stage.camera import Matrix
from reelwright.engines.animatic.stage.canvas import Floats, Pixels
from reelwright.engines.animatic.stage.layers import PaintedLayer, hidden_rows

_FAR = 0.3  # nearness up to which layers are far where no ground follows them
_ROOM = 3  # rows drawn below the horizon, where a ground that sinks would uncover what is kept


class Backdrop:
    """Draws the layers behind everything that stands in a scene."""

    def __init__(self, layers: Sequence[PaintedLayer], height: int, width: int) -> None:
        self._layers, self._height = layers[: _far_count(layers)], height
        self.count = len(self._layers)
        sizes = [layer.size for layer in self._layers]
        self._corners = np.array([[[0, w, 0, w], [0, 0, h, h], [1, 1, 1, 1]] for h, w in sizes], np.float64)
        self._steps = np.array([_step(height, layer.steepest()) for layer in self._layers])
        self._pixels: Pixels = np.empty((height, width, 4), np.uint8)
        self._kept, self._bottom = 0, 0
        self._drawn: Floats | None = None
        self._before: Floats | None = None

    def draw(
        self, frame: Pixels, places: Sequence[Matrix], bottom: int, paint: Callable[[int, int], None]
    ) -> None:
        """Draw the far layers above row `bottom` of the frame.

        places: each layer's map to pixels. paint: draws layer `index` above a row, with what belongs behind the next.
        """
        if not self.count:
            return
        now = np.stack(places[: self.count])
        bottom = min(self._height, bottom)
        first = self._reuse(frame, now, bottom)
        low = min(self._height, bottom + _ROOM) if first == 0 else bottom
        hidden = hidden_rows(self._layers, places[: self.count], low)
        keep = 0 if first or self._before is None else self._steady(self._before, now, self.count)
        for index in range(first, self.count):
            paint(index, hidden[index])
            if index + 1 == keep:
                self._pixels[:low] = frame[:low]
                self._kept, self._bottom, self._drawn = keep, low, now
        self._before = now

    def _reuse(self, frame: Pixels, now: Floats, bottom: int) -> int:
        """Put what is kept onto the frame, if it still fits, and return how many layers that spares."""
        if self._drawn is None or bottom > self._bottom:
            return 0
        if self._steady(self._drawn, now, self._kept) < self._kept:
            return 0
        frame[:bottom] = self._pixels[:bottom]
        return self._kept

    def _steady(self, then: Floats, now: Floats, count: int) -> int:
        """Return how many of the first `count` layers moved too little to be seen."""
        moved = np.abs((now[:count, :2] - then[:count, :2]) @ self._corners[:count]).max(axis=(1, 2))
        far = np.flatnonzero(moved > self._steps[:count])
        return int(far[0]) if len(far) else count


def _step(height: int, steepest: float) -> float:
    """Return by how many pixels a far layer may lag behind unseen: 0.15 in a frame of 480 rows, more where it has no edges.

    Four times as much shows: what moves 0.3 pixels a frame then goes a pixel at a time, eight times a second, behind
    subjects that glide. An empty sky may lag until its colours differ by one level: `steepest` is its change from a pixel to
    the next.
    """
    return max(height / 3200, min(height / 320, 1 / max(steepest, 0.1)))


def _far_count(layers: Sequence[PaintedLayer]) -> int:
    """Return how many layers stand behind the ground, or where there is none are far away."""
    for index, layer in enumerate(layers):
        if layer.layer.ground:
            return index
    return sum(layer.layer.near <= _FAR for layer in layers)
