"""Work on food: cutting, kneading."""

from __future__ import annotations

from math import pi, sin

import numpy as np

from reelwright.engines.animatic.stage.bench import (
    Sketch,
    artwork_prop,
    painted_prop,
)
from reelwright.engines.animatic.stage.canvas import Canvas, mix, rgb
from reelwright.engines.animatic.stage.craft import Body, Now, Pose
from reelwright.engines.animatic.stage.crafts.counter import Counter
from reelwright.engines.animatic.stage.crafts.pieces import DEEP, flying, hand, outline


def _paint_board(canvas: Canvas) -> None:
    canvas.polygons([outline((-0.27, 0.0), (0.27, 0.0), (0.24, 0.05), (-0.24, 0.05))], rgb("e2b877"))
    canvas.rects(np.array([-0.27, 0.0, 0.27, 0.016]), rgb("b98a4f"))


class Cut(Counter):
    """Cuts something up on a board: the knife goes down again and again, slices fall, the rest grows shorter."""

    def __init__(self, body: Body, piece: str | None = None, colour: str = "ff8a3c") -> None:
        super().__init__(body)
        self._board = painted_prop((-0.28, -0.02, 0.28, 0.06), _paint_board)
        self._knife = artwork_prop("kitchen-knife", 0.24, (-0.42, 0.92))
        self._piece = artwork_prop(piece, 0.17) if piece else None
        self._tone = rgb(colour)

    def _down(self, now: Now) -> float:
        return max(0.0, sin(now.clock * 2 * pi * 1.8))

    def _left(self, now: Now) -> float:
        """Return the share that is not cut yet."""
        return 1 - 0.8 * float(np.clip((now.share - 0.06) / 0.9, 0, 1))

    def pose(self, now: Now) -> Pose:
        """Return a hand that cuts, and one that holds what is cut."""
        up = 1 - self._down(now)
        edge = -0.2 + 0.3 * self._left(now)
        return Pose(
            (edge + 0.18, self.top + 0.12 + 0.07 * up), (-0.2, self.top + 0.07), turn=0.8 * up, gait="stand"
        )

    def lay(self, sketch: Sketch, now: Now) -> None:
        """Draw the board, the slices, the rest and the knife."""
        foot, left = self.top - 0.045, self._left(now)
        self._board.draw(sketch, 0.0, foot)
        edge, base = -0.2 + 0.3 * left, foot + 0.03
        if self._piece is not None:
            self._piece.draw(sketch, -0.12, base - 0.01, wide=max(0.3, left))
        else:
            dark = mix(self._tone, rgb("000000"), 0.22)
            sketch.polygon(
                [(-0.2, base + 0.01), (edge, base), (edge, base + 0.075), (-0.2, base + 0.06)], dark
            )
            sketch.polygon(
                [(-0.2, base + 0.03), (edge, base + 0.025), (edge, base + 0.075), (-0.2, base + 0.06)],
                self._tone,
            )
            sketch.spots(
                np.array([[edge, base + 0.0375, 0.016, 0.0375]]), mix(self._tone, rgb("ffffff"), 0.35)
            )
        count = int((1 - left) * 14)
        if count:
            index = np.arange(count)
            x = 0.09 + 0.14 * ((index * 0.618) % 1)
            y = base + 0.012 + 0.03 * ((index * 0.39) % 1)
            pale = mix(self._tone, rgb("ffffff"), 0.3)
            sketch.spots(
                np.stack([x, y, np.full(count, 0.034), np.full(count, 0.018)], 1),
                mix(self._tone, rgb("000000"), 0.15),
            )
            sketch.spots(np.stack([x, y + 0.006, np.full(count, 0.031), np.full(count, 0.015)], 1), pale)
        self._knife.draw(sketch, now.near[0], now.near[1], turn=42 + 8 * self._down(now), drawn_left=True)
        hand(sketch, now.near)


class Knead(Counter):
    """Kneads dough with both hands, or rolls it out with a pin."""

    def __init__(self, body: Body, *, rolls: bool = False) -> None:
        super().__init__(body)
        self._rolls = rolls

    def pose(self, now: Now) -> Pose:
        """Return hands that press, or that go back and forth with the pin."""
        beat = now.clock * 2 * pi * 0.8
        y = self.top + 0.1
        if self._rolls:
            sway = 0.03 * sin(beat)
            return Pose((0.24, y + sway), (-0.24, y + sway), turn=0.6 * sin(beat), gait="stand")
        press = 0.5 + 0.5 * sin(beat)
        return Pose(
            (0.1, y + 0.05 - 0.06 * press),
            (-0.1, y + 0.05 - 0.06 * (0.5 - 0.5 * sin(beat + 0.8))),
            turn=1.5 * sin(beat),
            gait="stand",
        )

    def lay(self, sketch: Sketch, now: Now) -> None:
        """Draw the dough, flour, and the pin."""
        beat = now.clock * 2 * pi * 0.8
        foot = self.top - 0.03
        sketch.spots(np.array([[0.0, foot, 0.32, 0.03]]), rgb("ffffff"), 0.55)
        press = 0.5 + 0.5 * sin(beat)
        spread = now.share if self._rolls else 0.25 * press
        wide, tall = 0.16 + 0.1 * spread, (0.075 - 0.045 * spread)
        sketch.spots(np.array([[0.0, foot + 0.8 * tall, wide, tall]]), rgb("d9b57a"))
        sketch.spots(np.array([[0.0, foot + 0.98 * tall, 0.94 * wide, 0.86 * tall]]), rgb("f4dca8"))
        if self._rolls:
            y = (now.near[1] + now.far[1]) / 2
            sketch.line([(-0.27, y), (0.27, y)], DEEP, 0.026)
            sketch.line([(-0.16, y), (0.16, y)], rgb("d9a066"), 0.07)
            sketch.line([(-0.15, y + 0.016), (0.15, y + 0.016)], rgb("f0c48f"), 0.016)
        for at in (now.near, now.far):
            hand(sketch, at, 0.038)
        if not self._rolls:
            flying(
                sketch,
                now.clock,
                (0.0, foot + 0.08),
                0.0,
                (rgb("ffffff"),),
                high=0.1,
                size=0.008,
                count=6,
                strength=0.6,
            )
