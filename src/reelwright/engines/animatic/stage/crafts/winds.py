"""Flutes, trumpets, saxophones and accordions, and those who play them."""

from __future__ import annotations

from math import pi, sin

import numpy as np

from reelwright.engines.animatic.stage.bench import (
    Point,
    Sketch,
    artwork_prop,
    painted_prop,
)
from reelwright.engines.animatic.stage.canvas import Canvas, fade, rgb
from reelwright.engines.animatic.stage.craft import Body, Craft, Now, Pose
from reelwright.engines.animatic.stage.crafts.pieces import Notes, hand


class Blown(Craft):
    """Plays a flute, trumpet or saxophone: it is at the mouth, and the fingers go."""

    room = (0.34, 0.5, 1.06)

    def __init__(self, body: Body, kind: str = "flute") -> None:
        super().__init__(body)
        self._notes = Notes()
        self.focus = (0.25, 0.45, body.shoulder - 0.4, body.shoulder + 0.3)
        self._kind = kind
        if kind == "flute":
            self._thing = painted_prop((-0.06, -0.02, 0.46, 0.02), _paint_flute)
        else:
            tall = 0.3 if kind == "trumpet" else 0.42
            # both are drawn with the mouthpiece on one side: a trumpet's lower left, a saxophone's upper right
            grip = (-0.42, 0.14) if kind == "trumpet" else (0.45, 0.9)
            self._thing = artwork_prop(kind, tall, grip)

    def _mouth(self, now: Now) -> Point:
        ahead = 0.37 * self.body.ratio if self.body.four else 0.16 if self.body.aside else 0.0
        return ahead, self.body.chin - 0.02

    def pose(self, now: Now) -> Pose:
        """Return hands on the instrument."""
        x, y = self._mouth(now)
        beat = now.clock * 2 * pi
        tap = 0.012 * sin(beat * 2.2)
        if self._kind == "saxophone":
            near, far = (x + 0.1, y - 0.16 + tap), (x + 0.14, y - 0.27 - tap)
        elif self._kind == "trumpet":
            near, far = (x + 0.16, y - 0.02 + tap), (x + 0.1, y - 0.04 - tap)
        else:
            near, far = (x + 0.3, y - 0.02 + tap), (x + 0.13, y - 0.02 - tap)
        return Pose(near, far, turn=3 * sin(beat * 0.5), gait="stand")

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the instrument and the fingers on it."""
        x, y = self._mouth(now)
        sway = 2.5 * sin(now.clock * 2 * pi * 0.5)
        if self._kind == "saxophone":
            self._thing.draw(sketch, x + 0.02, y, turn=sway, drawn_left=True)
        elif self._kind == "trumpet":
            self._thing.draw(sketch, x + 0.02, y - 0.01, turn=24 + sway)
        else:
            self._thing.draw(sketch, x, y, turn=4 + sway)
        for at in (now.far, now.near):
            hand(sketch, at, 0.028)
        self._notes.draw(sketch, now.clock, 0.42, y)


def _paint_flute(canvas: Canvas) -> None:
    canvas.rects(np.array([-0.05, -0.012, 0.45, 0.012]), fade(-0.012, rgb("f4f6fa"), 0.012, rgb("9aa3b5")))
    canvas.ellipses(np.array([[0.12 + 0.045 * key, -0.004, 0.01, 0.008] for key in range(7)]), rgb("6f7a90"))
    canvas.ellipses(np.array([0.0, -0.006, 0.014, 0.01]), rgb("6f7a90"))


class Squeezed(Craft):
    """Plays an accordion: the bellows go in and out."""

    room = (0.4, 0.4, 1.06)

    def __init__(self, body: Body) -> None:
        super().__init__(body)
        self._notes = Notes()
        self.focus = (0.25, 0.45, body.shoulder - 0.4, body.shoulder + 0.3)
        tall, grip, self._at = 0.34, (0.0, 0.4), (0.0, -0.26)
        self._thing = artwork_prop("accordion", tall, grip)

    def _open(self, now: Now) -> float:
        return 0.5 - 0.5 * float(np.cos(now.clock * 2 * pi * 0.5))

    def pose(self, now: Now) -> Pose:
        """Return hands that pull it apart."""
        reach = 0.15 + 0.075 * self._open(now)
        y = self.body.shoulder - 0.24
        return Pose((reach, y), (-reach, y), turn=2.5 * sin(now.clock * 2 * pi * 0.5), gait="stand")

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw it as far open as it is."""
        self._thing.draw(sketch, 0.0, self.body.shoulder + self._at[1], wide=0.85 + 0.4 * self._open(now))
        for at in (now.near, now.far):
            hand(sketch, at, 0.03)
        self._notes.draw(sketch, now.clock, 0.34, self.body.shoulder + 0.05)
