"""A snowman that is built."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from reelwright.engines.animatic.stage.act import keyed
from reelwright.engines.animatic.stage.bench import (
    Sketch,
    painted_prop,
)
from reelwright.engines.animatic.stage.canvas import Canvas, rgb
from reelwright.engines.animatic.stage.craft import Body, Craft, Now, Pose
from reelwright.engines.animatic.stage.crafts.pieces import DEEP, INK, SNOW, SNOW_SHADE


def _paint_ball(canvas: Canvas) -> None:
    canvas.ellipses(np.array([0.0, 0.0, 0.25, 0.24]), SNOW_SHADE)
    canvas.ellipses(np.array([-0.02, -0.02, 0.215, 0.21]), rgb("eef5fc"), blur=0.012)
    canvas.ellipses(np.array([-0.05, -0.07, 0.12, 0.11]), SNOW, 0.9, blur=0.03)


class Snowman(Craft):
    """Builds a snowman: a ball grows, the next one on it, then the head; last come eyes, nose, arms and hat."""

    def __init__(self, body: Body, *, draws: bool = True) -> None:
        super().__init__(body)
        self._draws = draws
        self.middle = 0.5 + (0.3 * body.ratio if not body.hands else 0.0)
        self._size = 1.0 if body.hands else 0.9
        self.room = (0.36, self.middle + 0.36, 1.12)
        self._ball = painted_prop((-0.26, -0.25, 0.26, 0.25), _paint_ball)
        self._levels = ((0.2, 0.25), (0.52, 0.18), (0.76, 0.125))

    def ball(self, now: Now, index: int) -> float:
        """Return how large a ball is by now, 0..1."""
        start = 0.02 + 0.25 * index
        return (0.35 if index == 0 else 0.0) + (0.65 if index == 0 else 1.0) * now.way(start, start + 0.24)

    def pose(self, now: Now) -> Pose:
        """Return hands that pat the ball that is being made, and a hop when all is done."""
        level, radius = (
            keyed(
                now.share,
                *(
                    (0.04 + 0.25 * index + 0.1 * late, ball[part])
                    for index, ball in enumerate(self._levels)
                    for late in (0, 1)
                ),
            )
            for part in (0, 1)
        )
        done = now.way(0.84, 0.9)
        beat = now.clock * 2 * pi * 1.5
        high = min(self.body.shoulder + 0.2, level * self._size + 0.4 * radius)
        x = self.middle - 0.9 * radius
        near = (x + 0.03 * sin(beat), high + 0.05 * cos(beat))
        far = (x - 0.02 + 0.03 * sin(beat + 2), high - 0.12 + 0.04 * cos(beat + 2))
        low = keyed(now.share, (0.0, 16.0), (0.26, 13.0), (0.5, 5.0), (0.75, 0.0))
        if done > 0:
            up = (0.25, self.body.shoulder + 0.3 + 0.02 * sin(beat))
            near = (near[0] + (up[0] - near[0]) * done, near[1] + (up[1] - near[1]) * done)
            far = (far[0] + (up[0] - 0.05 - far[0]) * done, far[1] + (up[1] - far[1]) * done)
        return Pose(near, far, turn=low, lift=0.05 * abs(sin(beat)) * done)

    def behind(self, sketch: Sketch, now: Now) -> None:
        """Draw the snowman, as far as it is built."""
        if not self._draws:
            return
        x, size = self.middle, self._size
        sketch.soft((x, 0.0), 0.36, 0.05, rgb("6f86a8"), 0.5)
        arms = now.way(0.8, 0.84)
        for side in (-1, 1):
            elbow = x + side * 0.3 * size * arms, 0.62 * size + 0.06 * arms
            first = x + side * 0.13 * size, 0.54 * size
            if arms > 0.1:
                sketch.line([first, elbow], DEEP, 0.016)
                sketch.line(
                    [(elbow[0] - side * 0.05, elbow[1] - 0.012), (elbow[0] - side * 0.02, elbow[1] + 0.05)],
                    DEEP,
                    0.011,
                )
        for index, (level, radius) in enumerate(self._levels):
            grown = self.ball(now, index)
            drop = (0.12 if index else 0.0) * (1 - min(1.0, 2 * grown))
            base = level - radius * (1 - grown) if index == 0 else level
            self._ball.draw(sketch, x, base * size + drop, size=radius * size * grown / 0.25)
        self._face(sketch, now, x, size)

    def _face(self, sketch: Sketch, now: Now, x: float, size: float) -> None:
        head = 0.76 * size
        for index, (across, up) in enumerate(
            ((-0.04, 0.03), (0.045, 0.03), (0.0, -0.17), (0.0, -0.24), (0.0, -0.31))
        ):
            if now.share > 0.76 + 0.012 * index:
                sketch.spots(np.array([[x + across * size, head + up * size, 0.014, 0.015]]), INK)
        nose = now.way(0.78, 0.81)
        if nose > 0:
            sketch.polygon(
                [
                    (x - 0.005, head + 0.018),
                    (x - 0.005, head - 0.02),
                    (x - 0.005 - 0.13 * nose * size, head - 0.008),
                ],
                rgb("ff8a3c"),
            )
        hat = now.way(0.84, 0.88)
        if hat > 0:
            y = head + 0.1 * size + 0.2 * (1 - hat)
            sketch.polygon(
                [(x - 0.085, y), (x + 0.085, y), (x + 0.075, y + 0.12), (x - 0.075, y + 0.12)], rgb("3a3450")
            )
            sketch.polygon(
                [
                    (x - 0.085, y + 0.012),
                    (x + 0.085, y + 0.012),
                    (x + 0.083, y + 0.038),
                    (x - 0.083, y + 0.038),
                ],
                rgb("e5383b"),
            )
            sketch.spots(np.array([[x, y, 0.135, 0.02]]), INK)
        scarf = now.way(0.82, 0.86)
        if scarf > 0:
            y = 0.655 * size
            sketch.spots(np.array([[x, y, 0.12 * scarf, 0.03]]), rgb("2f7fd8"))
            sketch.polygon(
                [(x + 0.04, y), (x + 0.1, y), (x + 0.115, y - 0.15 * scarf), (x + 0.055, y - 0.15 * scarf)],
                rgb("2a6cc0"),
            )
