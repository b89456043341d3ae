"""Guitars, violins, cellos and erhus, and those who play them."""

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
from reelwright.engines.animatic.stage.crafts.pieces import DEEP, INK, IVORY, WOOD, Notes, hand, outline


class Strummed(Craft):
    """Plays a guitar or banjo that hangs before the body: one hand strums, the other is on the neck."""

    room = (0.42, 0.42, 1.06)

    def __init__(self, body: Body, piece: str = "guitar", colour: str | None = None) -> None:
        super().__init__(body)
        self._notes = Notes()
        self.focus = (0.3, 0.36, body.shoulder - 0.45, body.shoulder + 0.22)
        grip = (-0.17, 0.3) if piece == "guitar" else (-0.15, 0.3)
        self._tall, self._turn, self._at, self._neck = 0.5, 0.0, (-0.02, -0.27), (0.2, -0.05)
        self._thing = artwork_prop(piece, self._tall, grip, colour)

    def _place(self, now: Now) -> Point:
        return self._at[0], self.body.shoulder + self._at[1] + 0.006 * sin(now.clock * 2 * pi * 1.4)

    def pose(self, now: Now) -> Pose:
        """Return a hand that strums, and one that moves along the neck."""
        x, y = self._place(now)
        beat = now.clock * 2 * pi
        strum = (x - 0.06, y + 0.005 + 0.05 * sin(beat * 1.9))
        slide = 0.03 * sin(beat * 0.35)
        neck = (self._neck[0] + slide, self.body.shoulder + self._neck[1] + slide)
        sway = 2.2 * sin(beat * 0.7)
        return Pose(neck, strum, turn=sway, gait="stand")

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the instrument, and the hands that are before it."""
        self._thing.draw(sketch, *self._place(now), turn=self._turn)
        hand(sketch, now.far)
        hand(sketch, now.near, 0.032)
        self._notes.draw(sketch, now.clock, 0.36, self.body.shoulder)


def _paint_fiddle(canvas: Canvas) -> None:
    """Paint a violin that lies along x, its chin at 0 and its scroll at 1."""
    canvas.rects(np.array([0.5, -0.02, 0.95, 0.02]), rgb("2e2430"))
    canvas.ellipses(
        np.array([[0.13, 0.0, 0.16, 0.14], [0.42, 0.0, 0.14, 0.115], [0.28, 0.0, 0.14, 0.085]]),
        fade(-0.14, rgb("c77f45"), 0.14, DEEP),
    )
    canvas.rects(np.array([0.3, -0.018, 0.62, 0.018]), rgb("2e2430"))
    canvas.ellipses(np.array([[0.97, 0.0, 0.035, 0.045]]), DEEP)
    canvas.rects(np.array([0.24, -0.05, 0.262, 0.05]), rgb("e8cfa0"))


class Bowed(Craft):
    """Plays a violin, cello or erhu: the bow goes over the strings."""

    def __init__(self, body: Body, kind: str = "violin") -> None:
        super().__init__(body)
        self._notes = Notes()
        self.focus = (0.3, 0.36, body.shoulder - 0.45, body.shoulder + 0.22)
        self._kind = kind
        long = {"violin": 0.44, "cello": 0.72, "erhu": 0.5}[kind]
        self._long = long
        if kind == "erhu":
            self._thing = painted_prop((-0.1, 0.0, 0.1, 0.56), _paint_erhu)
        else:
            prop = painted_prop((-0.05, -0.16, 1.02, 0.16), _paint_fiddle)
            self._thing = prop
        self.room = (0.42, 0.5, 1.06)

    def _string(self) -> tuple[Point, float, float]:
        """Return where the bow crosses the strings, and the angles of the instrument and of the bow, degrees up from ahead."""
        y = self.body.shoulder
        if self._kind == "violin":
            return (0.19, y + 0.03), 10.0, 58.0
        if self._kind == "cello":
            return (0.0, y - 0.36), 82.0, -4.0
        return (0.06, y - 0.30), 90.0, 6.0

    def _stroke(self, now: Now) -> float:
        return sin(now.clock * 2 * pi * 0.62) + 0.25 * sin(now.clock * 2 * pi * 1.24)

    def pose(self, now: Now) -> Pose:
        """Return the hand that draws the bow, and the one on the neck."""
        (x, y), angle, tilt = self._string()
        bow = np.deg2rad(tilt)
        away = (0.16 + 0.1 * self._stroke(now)) * -1
        drawing = (x + away * float(np.cos(bow)), y + away * float(np.sin(bow)))
        turn = np.deg2rad(angle)
        quiver = 0.006 * sin(now.clock * 2 * pi * 5)
        far = 0.26 if self._kind == "violin" else 0.4
        neck = (
            x + (far - 0.12 + quiver) * float(np.cos(turn)),
            y + (far - 0.12 + quiver) * float(np.sin(turn)),
        )
        return Pose(neck, drawing, turn=2.0 * sin(now.clock * 2 * pi * 0.62), gait="stand")

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the instrument, the bow over it, and the hand that draws it."""
        (x, y), angle, tilt = self._string()
        turn = np.deg2rad(angle)
        c, s = float(np.cos(turn)), float(np.sin(turn))
        if self._kind == "erhu":
            self._thing.draw(sketch, x, y - 0.13)
        else:
            back = 0.26 * self._long
            self._thing.draw(sketch, x - back * c, y - back * s, turn=-angle, size=self._long)
            if self._kind == "cello":
                sketch.line(
                    [(x - back * c - 0.02, y - back * s - 0.03), (x - back * c - 0.03, 0.02)], INK, 0.012
                )
        bow = np.deg2rad(tilt)
        bx, by = float(np.cos(bow)), float(np.sin(bow))
        at = now.far
        sketch.line([at, (at[0] + 0.42 * bx, at[1] + 0.42 * by)], DEEP, 0.013)
        sketch.line(
            [(at[0] + 0.02 * by, at[1] - 0.02 * bx), (at[0] + 0.42 * bx, at[1] + 0.42 * by)], IVORY, 0.006
        )
        hand(sketch, at, 0.03)
        self._notes.draw(sketch, now.clock, 0.38, self.body.shoulder + 0.08)


def _paint_erhu(canvas: Canvas) -> None:
    canvas.rects(np.array([-0.011, -0.56, 0.011, -0.06]), DEEP)
    for peg in (-0.5, -0.43):
        canvas.rects(np.array([-0.07, peg, 0.0, peg + 0.014]), INK)
    canvas.polygons(
        [outline((-0.06, 0.02), (0.06, 0.02), (0.075, 0.06), (0.06, 0.11), (-0.06, 0.11), (-0.075, 0.06))],
        fade(-0.11, WOOD, -0.02, DEEP),
    )
    canvas.ellipses(np.array([0.0, -0.065, 0.036, 0.036]), rgb("d9c39a"))
    canvas.strokes(
        [outline((-0.004, 0.07), (-0.006, 0.52)), outline((0.006, 0.07), (0.008, 0.52))], IVORY, 0.003
    )
