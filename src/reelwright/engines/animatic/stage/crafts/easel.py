"""Painting at an easel."""

from __future__ import annotations

from math import pi, sin

import numpy as np

from reelwright.engines.animatic.stage.act import smooth
from reelwright.engines.animatic.stage.bench import (
    Point,
    Sketch,
    artwork_prop,
    painted_prop,
)
from reelwright.engines.animatic.stage.canvas import Canvas, rgb
from reelwright.engines.animatic.stage.craft import Body, Craft, Now, Pose
from reelwright.engines.animatic.stage.crafts.pieces import DEEP, WOOD, hand, outline


def _paint_easel(canvas: Canvas) -> None:
    canvas.strokes(
        [
            outline((0.13, 1.0), (-0.04, 0.0)),
            outline((0.13, 1.0), (0.32, 0.0)),
            outline((0.17, 0.95), (0.44, 0.04)),
        ],
        DEEP,
        0.026,
    )
    canvas.strokes([outline((-0.06, 0.36), (0.34, 0.36))], WOOD, 0.03)
    canvas.polygons([outline((-0.05, 0.39), (0.31, 0.37), (0.34, 0.93), (-0.02, 0.95))], rgb("e6ddd0"))
    canvas.polygons([outline((-0.04, 0.40), (0.30, 0.38), (0.33, 0.92), (-0.01, 0.94))], rgb("ffffff"))


class Paint(Craft):
    """Paints at an easel: stroke by stroke the picture appears."""

    _BANDS = 9

    def __init__(self, body: Body, piece: str | None = None) -> None:
        super().__init__(body)
        self._at = 0.42 + (0.3 * body.ratio if not body.hands else 0.0)
        self._size = (body.shoulder + 0.2) / 0.93
        self._easel = painted_prop((-0.08, 0.0, 0.46, 1.02), _paint_easel)
        self._piece = artwork_prop(piece, 0.26) if piece else None
        self.room = (0.34, self._at + 0.5, max(1.06, 1.03 * self._size))

    def _spot(self, now: Now) -> tuple[float, float]:
        """Return the share across and down the canvas that the brush is at."""
        done = float(np.clip(now.share / 0.94, 0, 0.999)) * self._BANDS
        band, way = int(done), done % 1
        return 0.5 + 0.42 * (sin(way * 2 * pi * 1.5)), (band + way) / self._BANDS

    def _point(self, across: float, down: float) -> Point:
        """Return a point of the canvas."""
        x = -0.01 + 0.34 * across - 0.03 * down
        y = 0.94 - 0.02 * across - 0.54 * down
        return self._at + x * self._size, y * self._size

    def pose(self, now: Now) -> Pose:
        """Return a hand that goes back and forth over the canvas, and one with the palette."""
        across, down = self._spot(now)
        x, y = self._point(across, down)
        return Pose((x - 0.13, y - 0.06), (0.2, self.body.shoulder - 0.22), turn=2.5 + 2 * (across - 0.5))

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the easel, as much of the picture as is painted, the palette and the brush."""
        self._easel.draw(sketch, self._at, 0.0, size=self._size)
        across, down = self._spot(now)
        self._picture(sketch, down)
        tip = self._point(across, down)
        if not self.body.hands:
            return
        at = now.near
        sketch.line([at, tip], DEEP, 0.012)
        sketch.spots(np.array([[*tip, 0.016, 0.016]]), rgb("2f7fd8"))
        hand(sketch, at, 0.03)
        x, y = now.far
        sketch.spots(np.array([[x + 0.04, y, 0.085, 0.045]]), rgb("d9a066"))
        for index, tone in enumerate(("e5383b", "ffc233", "2f7fd8", "4caf50")):
            sketch.spots(
                np.array([[x - 0.01 + 0.035 * index, y + 0.012 * (index % 2), 0.013, 0.011]]), rgb(tone)
            )

    def _picture(self, sketch: Sketch, down: float) -> None:
        """Draw the picture from its upper edge to `down`: sky, sun, hills, meadow."""
        edge = min(1.0, down)
        bands = ((0.0, 0.5, "8fd3f7"), (0.5, 0.72, "7d9be0"), (0.72, 1.0, "6cbf5b"))
        for start, end, tone in bands:
            if edge > start:
                low = min(edge, end)
                rough = [
                    self._point(0.04 + 0.92 * step / 6, low + (0.03 * sin(step * 2.6) if low < end else 0.0))
                    for step in range(7)
                ]
                upper = [self._point(0.96 - 0.92 * step / 3, max(0.04, start)) for step in range(4)]
                sketch.polygon([*rough, *upper], rgb(tone))
        if edge > 0.3 and self._piece is None:
            sketch.spots(
                np.array([[*self._point(0.72, 0.2), 0.034 * self._size, 0.034 * self._size]]),
                rgb("ffd24d"),
                min(1.0, 8 * (edge - 0.3)),
            )
        if edge > 0.62:
            hill = [
                self._point(share, level)
                for share, level in ((0.04, 0.72), (0.26, 0.46), (0.44, 0.64), (0.66, 0.42), (0.96, 0.72))
            ]
            sketch.polygon(hill, rgb("5b78c9"), min(1.0, 6 * (edge - 0.62)))
        if self._piece is not None and edge > 0.5:
            at = self._point(0.5, 0.84)
            self._piece.draw(sketch, *at, size=self._size * smooth((edge - 0.5) / 0.45))
