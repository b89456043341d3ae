"""Sandcastles and towers of blocks that are built."""

from __future__ import annotations

from math import pi, sin

import numpy as np

from reelwright.engines.animatic.stage.act import keyed
from reelwright.engines.animatic.stage.bench import (
    Point,
    Prop,
    Sketch,
    painted_prop,
)
from reelwright.engines.animatic.stage.canvas import Canvas, fade, mix, rgb
from reelwright.engines.animatic.stage.craft import Body, Craft, Now, Pose
from reelwright.engines.animatic.stage.crafts.pieces import DARK_SAND, DEEP, INK, SAND, hand


def _tower(canvas: Canvas, x: float, half: float, tall: float) -> None:
    canvas.rects(np.array([x - half, -tall, x + half, 0.0]), fade(-tall, rgb("f2d9a2"), 0.0, rgb("c9a064")))
    teeth = [
        [x + shift * half - 0.25 * half, -tall - 0.03, x + shift * half + 0.25 * half, -tall + 0.01]
        for shift in (-0.78, 0.0, 0.78)
    ]
    canvas.rects(np.array(teeth), rgb("f2d9a2"))
    canvas.rects(np.array([x - half, -tall, x - 0.6 * half, 0.0]), rgb("fff2cf"), 0.4)
    canvas.ellipses(np.array([x, -0.62 * tall, 0.22 * half, 0.05]), rgb("a67c45"))


class Sandcastle(Craft):
    """Kneels and builds a sandcastle: tower after tower comes up out of the sand, then the flag."""

    _PARTS = ((0.0, 0.13, 0.26), (-0.2, 0.085, 0.34), (0.2, 0.085, 0.34), (0.0, 0.075, 0.5))

    def __init__(self, body: Body, *, draws: bool = True) -> None:
        super().__init__(body)
        self._draws = draws
        self.middle = 0.54 + (0.3 * body.ratio if not body.hands else 0.0)
        self.room = (0.38, self.middle + 0.4, 1.05)
        self._towers = [self._prop(half, tall) for _, half, tall in self._PARTS]

    def _prop(self, half: float, tall: float) -> Prop:
        return painted_prop(
            (-half - 0.01, 0.0, half + 0.01, tall + 0.035), lambda canvas: _tower(canvas, 0.0, half, tall)
        )

    def part(self, now: Now, index: int) -> float:
        """Return how much of a tower is there, 0..1."""
        return now.way(0.04 + 0.19 * index, 0.2 + 0.19 * index)

    def pose(self, now: Now) -> Pose:
        """Return hands that pat the sand."""
        high = 0.03 + max(
            tall * self.part(now, index) * (1 - self.part(now, min(3, index + 1)) * (index < 3))
            for index, (_, _, tall) in enumerate(self._PARTS)
        )
        edges = [(0.1 + 0.19 * index, across - half) for index, (across, half, _) in enumerate(self._PARTS)]
        beat = now.clock * 2 * pi * 1.4
        x = self.middle + keyed(now.share, *edges) - 0.01
        near = (min(x, 0.5), high + 0.05 * max(0.0, sin(beat)))
        far = (near[0] - 0.03, 0.6 * high + 0.05 * max(0.0, sin(beat + pi)))
        return Pose(near, far, turn=12 - 4 * now.share, gait="kneel")

    def behind(self, sketch: Sketch, now: Now) -> None:
        """Draw the castle, as far as it is built."""
        if not self._draws:
            return
        x = self.middle
        sketch.soft((x, -0.004), 0.46, 0.06, DARK_SAND, 0.7)
        sketch.spots(np.array([[x, 0.0, 0.34, 0.05]]), SAND)
        for index in (3, 1, 2, 0):
            across, _, _ = self._PARTS[index]
            self._towers[index].draw(sketch, x + across, 0.0, tall=max(1e-4, self.part(now, index)))
        gate = self.part(now, 0)
        if gate > 0.6:
            sketch.spots(np.array([[x, 0.06, 0.045, 0.075]]), rgb("8f6a3c"), 3 * (gate - 0.66))
        up = now.way(0.82, 0.88)
        if up > 0:
            y = 0.53
            sketch.line([(x, y), (x, y + 0.17 * up)], DEEP, 0.01)
            sketch.polygon(
                [
                    (x, y + 0.17 * up),
                    (x, y + 0.09 * up),
                    (x + 0.1 * up, y + (0.13 + 0.01 * sin(now.clock * 7)) * up),
                ],
                rgb("e5383b"),
            )


_BRICKS = ("e5383b", "2f7fd8", "ffc233", "4caf50", "9b5de5", "ff8a3c")


class Tower(Craft):
    """Builds a tower of blocks: a hand puts one on the other."""

    def __init__(self, body: Body, *, draws: bool = True) -> None:
        super().__init__(body)
        self._draws = draws
        self.middle = 0.48
        self._side, self._count = 0.115, 5
        self.room = (0.38, self.middle + 0.3, 1.05)

    def _step(self, now: Now) -> tuple[int, float]:
        done = self._count * float(np.clip(now.share / 0.9, 0, 1))
        return min(self._count, int(done)), done % 1 if done < self._count else 0.0

    def pose(self, now: Now) -> Pose:
        """Return a hand that takes a block from the ground and puts it on top."""
        count, way = self._step(now)
        if count >= self._count:
            count, way = self._count - 1, 1.0
        top = self._side * (count + 1) + 0.02
        low = self._heap(count)[1] + self._side
        x = keyed(way, (0.0, self.middle), (0.3, 0.28), (0.4, 0.28), (0.82, self.middle), (1.0, self.middle))
        y = keyed(
            way, (0.0, top - self._side), (0.3, low), (0.4, low), (0.66, top + 0.1), (0.85, top), (1.0, top)
        )
        glad = now.way(0.9, 0.97)
        x, y = x - 0.03 + (0.21 - x) * glad, y + (self.body.shoulder + 0.2 - y) * glad
        return Pose((x, y), (0.24, 0.16), turn=6.0 * (1 - glad), gait="kneel")

    def _heap(self, index: int) -> Point:
        """Return where a block lies before it is built with: the first ones on top."""
        left = self._count - 1 - index
        return 0.2 + 0.118 * (left % 2), self._side * (left // 2)

    def behind(self, sketch: Sketch, now: Now) -> None:
        """Draw the blocks that stand."""
        if not self._draws:
            return
        count, _ = self._step(now)
        sketch.soft((self.middle, 0.0), 0.15, 0.03, INK, 0.35)
        for index in range(count):
            wobble = 0.004 * sin(now.clock * 3 + index) * index
            self._block(sketch, index, (self.middle + 0.012 * sin(index * 2.1) + wobble, self._side * index))

    def _block(self, sketch: Sketch, index: int, at: Point) -> None:
        half, tone = self._side / 2, rgb(_BRICKS[index % len(_BRICKS)])
        x, y = at
        box = [(x - half, y), (x + half, y), (x + half, y + self._side), (x - half, y + self._side)]
        sketch.polygon(box, mix(tone, rgb("000000"), 0.12))
        inner = 0.72
        sketch.polygon(
            [(x + (px - x) * inner, y + half + (py - y - half) * inner) for px, py in box],
            mix(tone, rgb("ffffff"), 0.14),
        )

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the blocks that are left, and the one in the hand."""
        count, way = self._step(now)
        if self._draws:
            for index in range(self._count - 1, count + (way > 0.35) - 1, -1):
                self._block(sketch, index, self._heap(index))
        if count < self._count and way > 0.35:
            x, y = now.near
            self._block(sketch, count, (x + 0.03, y - self._side))
        hand(sketch, now.near, 0.03)
