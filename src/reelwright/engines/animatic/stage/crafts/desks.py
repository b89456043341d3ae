"""Work at a desk: writing and typing."""

from __future__ import annotations

from math import pi, sin

import numpy as np

from reelwright.engines.animatic.stage.bench import (
    Sketch,
    painted_prop,
)
from reelwright.engines.animatic.stage.canvas import Canvas, fade, rgb
from reelwright.engines.animatic.stage.craft import Body, Craft, Now, Pose
from reelwright.engines.animatic.stage.crafts.pieces import (
    CREAM,
    DEEP,
    STEEL,
    STEEL_SHADE,
    WOOD,
    hand,
    outline,
    table,
)


def _paint_chair(canvas: Canvas) -> None:
    for leg in (-0.15, 0.12):
        canvas.rects(np.array([leg - 0.013, -0.25, leg + 0.013, 0.0]), DEEP)
    canvas.rects(np.array([-0.18, -0.26, 0.16, -0.225]), WOOD)
    canvas.polygons([outline((-0.18, 0.24), (-0.15, 0.24), (-0.19, 0.58), (-0.22, 0.58))], WOOD)


def _paint_laptop(canvas: Canvas) -> None:
    """Paint a laptop from the side, its hinge at (0.16, 0) and its screen leaning away."""
    canvas.polygons(
        [outline((-0.13, 0.0), (0.17, 0.0), (0.17, 0.018), (-0.13, 0.012))],
        fade(-0.02, STEEL, 0.0, STEEL_SHADE),
    )
    canvas.polygons([outline((0.15, 0.015), (0.175, 0.012), (0.255, 0.245), (0.235, 0.25))], STEEL_SHADE)
    canvas.polygons([outline((0.145, 0.025), (0.155, 0.018), (0.238, 0.24), (0.225, 0.238))], rgb("8fe0ff"))


class Desk(Craft):
    """Sits at a desk, and writes by hand or types on a laptop."""

    def __init__(self, body: Body, kind: str = "write") -> None:
        super().__init__(body)
        self._kind = kind
        seated = body.aside and body.hands > 0
        self._top = 0.4 if seated else max(0.2, body.shoulder - 0.3)
        self._seated = seated
        self._desk = table(0.38, self._top, closed=False)
        self._at = 0.5 + (0.35 * body.ratio if not body.hands else 0.0)
        self._chair = painted_prop((-0.24, 0.0, 0.18, 0.6), _paint_chair)
        self._laptop = painted_prop((-0.14, 0.0, 0.27, 0.26), _paint_laptop)
        self.room = (0.32, self._at + 0.4, 1.06)
        self.focus = (0.05, self._at + 0.32, self._top - 0.1, self._top + 0.36)

    def behind(self, sketch: Sketch, now: Now) -> None:
        """Draw the chair."""
        if self._seated:
            self._chair.draw(sketch, 0.0, 0.0)

    def _written(self, now: Now) -> tuple[int, float]:
        """Return how many lines are written, and how far the next one is."""
        done = 5 * float(np.clip(now.share, 0, 0.999))
        return int(done), done % 1

    def pose(self, now: Now) -> Pose:
        """Return hands that write or type."""
        beat, y = now.clock * 2 * pi, self._top + 0.03
        if self._kind == "write":
            lines, way = self._written(now)
            x = self._at - 0.19 + 0.018 * lines + 0.13 * way
            return Pose(
                (x, y + 0.012 * lines + 0.008 * sin(beat * 4) + 0.02),
                (self._at - 0.22, y),
                turn=6 + 1.5 * sin(beat * 0.3),
                gait="sit",
            )
        tap = 0.022
        near = (self._at - 0.17 + 0.02 * sin(beat * 0.7), y + tap * max(0.0, sin(beat * 3.1)))
        far = (self._at - 0.12 - 0.02 * sin(beat * 0.9), y + tap * max(0.0, sin(beat * 3.1 + pi)))
        return Pose(near, far, turn=4 + 1.2 * sin(beat * 0.4), gait="sit")

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the desk and what is on it."""
        self._desk.draw(sketch, self._at, 0.0)
        foot = self._top - 0.035
        if self._kind == "type":
            self._laptop.draw(sketch, self._at - 0.1, foot + 0.01)
            glow = 0.12 + 0.03 * sin(now.clock * 3)
            sketch.polygon(
                [(self._at + 0.04, foot + 0.04), (self._at - 0.12, foot + 0.3), (self._at - 0.3, foot + 0.1)],
                rgb("bfeaff"),
                glow,
                shining=True,
            )
            for at in (now.far, now.near):
                hand(sketch, at, 0.03)
            return
        left = self._at - 0.24
        sketch.polygon(
            [(left, foot), (left + 0.24, foot), (left + 0.32, foot + 0.075), (left + 0.08, foot + 0.075)],
            CREAM,
        )
        lines, way = self._written(now)
        for line in range(lines + 1):
            y = foot + 0.064 - 0.013 * line
            x = left + 0.09 - 0.014 * line
            long = 0.17 * (way if line == lines else 1.0)
            xs = np.linspace(0, long, max(2, int(30 * long / 0.17)))
            sketch.line(np.stack([x + xs, y + 0.003 * np.sin(xs * 260)], 1), rgb("3a4a8c"), 0.005)
        at = now.near
        sketch.line([(at[0] - 0.01, at[1] - 0.03), (at[0] - 0.045, at[1] + 0.12)], rgb("2f6fd8"), 0.013)
        hand(sketch, at, 0.03)
