"""Writing on a blackboard."""

from __future__ import annotations

from math import pi, sin
from typing import Final

import numpy as np

from reelwright.engines.animatic.stage.act import smooth
from reelwright.engines.animatic.stage.bench import Point, Sketch, painted_prop
from reelwright.engines.animatic.stage.canvas import Canvas, fade, rgb
from reelwright.engines.animatic.stage.craft import Body, Craft, Now, Pose
from reelwright.engines.animatic.stage.crafts.pieces import DEEP, WOOD, hand, outline

_LINES: Final = 4
_BACK: Final = 0.74  # of the time for a line, after which the chalk goes back to the next
_WIDE, _HIGH, _LOW = 0.74, 0.5, 0.42
_CHALK: Final = rgb("f4f6f0")


def _paint_board(canvas: Canvas) -> None:
    low, top = _LOW, _LOW + _HIGH
    for leg in (0.1, _WIDE - 0.1):
        canvas.strokes(
            [outline((leg, low), (leg - 0.05, 0.0)), outline((leg, low), (leg + 0.05, 0.0))], DEEP, 0.022
        )
    canvas.polygons([outline((0.0, low), (_WIDE, low), (_WIDE, top), (0.0, top))], WOOD)
    inner = outline(
        (0.03, low + 0.03), (_WIDE - 0.03, low + 0.03), (_WIDE - 0.03, top - 0.03), (0.03, top - 0.03)
    )
    canvas.polygons([inner], fade(-top, rgb("2f6b55"), -low, rgb("24513f")))
    canvas.rects(np.array([0.1, -low - 0.012, _WIDE - 0.1, -low + 0.018]), DEEP)


class Board(Craft):
    """Writes on a blackboard, line by line."""

    def __init__(self, body: Body) -> None:
        super().__init__(body)
        self._at = 0.2 if body.hands else 0.5 * body.ratio
        self._size = (body.shoulder + 0.3) / (_LOW + _HIGH)
        self._board = painted_prop((-0.01, -0.01, _WIDE + 0.01, _LOW + _HIGH + 0.01), _paint_board)
        self.room = (0.34, self._at + (_WIDE + 0.04) * self._size, max(1.06, self.body.shoulder + 0.34))

    def _written(self, now: Now) -> tuple[int, float]:
        """Return how many lines are written, and how far the next one is."""
        done = _LINES * float(np.clip(now.share / 0.94, 0, 0.999))
        return int(done), min(1.0, (done % 1) / _BACK)

    def _chalk(self, now: Now) -> Point:
        """Return where the chalk is: on the line, or on its way back to the next."""
        line, way = self._written(now)
        done = _LINES * float(np.clip(now.share / 0.94, 0, 0.999))
        back = smooth((done % 1 - _BACK) / (1 - _BACK)) if way >= 1 and line < _LINES - 1 else 0.0
        (x, y), (left, low) = self._spot(line, way), self._spot(min(line + 1, _LINES - 1), 0.0)
        return x + (left - x) * back, y + (low - y) * back

    def _spot(self, line: int, way: float) -> Point:
        """Return a point of a line of writing."""
        x = 0.09 + (_WIDE - 0.2) * way
        y = _LOW + _HIGH - 0.11 - 0.095 * line + 0.012 * sin(way * 70 + line) * sin(way * 23 + 2 * line)
        return self._at + x * self._size, y * self._size

    def pose(self, now: Now) -> Pose:
        """Return a hand with chalk; its owner goes along with the line."""
        x, y = self._chalk(now)
        reach = 0.34
        dx = max(0.0, x - reach)
        return Pose(
            (x, y),
            (dx - 0.02 if self.body.aside else dx - 0.2, 0.42),
            turn=1.0 + 0.6 * sin(now.clock * pi),
            dx=dx,
            gait="stand",
        )

    def behind(self, sketch: Sketch, now: Now) -> None:
        """Draw the board and what is written on it."""
        self._board.draw(sketch, self._at, 0.0, size=self._size)
        line, way = self._written(now)
        ends = [(number, 1.0) for number in range(line)] + [(line, way)]
        strokes = [
            [
                self._spot(number, share)
                for share in np.linspace(0, end * (0.82 if number == _LINES - 1 else 1.0), 40)
            ]
            for number, end in ends
            if end > 0.03
        ]
        if strokes:
            sketch.lines(strokes, _CHALK, 0.008, 0.9)

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the chalk in the hand."""
        x, y = now.near
        sketch.line([(x + 0.012, y + 0.012), (x + 0.03, y + 0.03)], _CHALK, 0.013)
        hand(sketch, now.near, 0.03)
