"""Sweeping, mopping, washing; and mending, which goes about a thing in the same way."""

from __future__ import annotations

from math import pi, sin

import numpy as np

from reelwright.engines.animatic import art
from reelwright.engines.animatic.stage.bench import (
    Sketch,
    artwork_prop,
    painted_prop,
    prop_of,
)
from reelwright.engines.animatic.stage.canvas import Canvas, fade, rgb
from reelwright.engines.animatic.stage.craft import Body, Craft, Now, Pose
from reelwright.engines.animatic.stage.crafts.pieces import (
    DEEP,
    INK,
    STEEL_SHADE,
    flying,
    hand,
    outline,
    sparkle,
    table,
)


def _paint_broom(canvas: Canvas) -> None:
    canvas.rects(np.array([-0.012, -0.8, 0.012, -0.16]), fade(-0.8, rgb("c08a52"), -0.16, DEEP))
    canvas.polygons(
        [outline((-0.05, 0.2), (0.05, 0.2), (0.1, 0.0), (-0.1, 0.0))],
        fade(-0.2, rgb("f0c25a"), 0.0, rgb("c98f2e")),
    )
    canvas.strokes([outline((-0.06, 0.16), (0.06, 0.16))], rgb("b3362f"), 0.014)
    for x in (-0.05, -0.02, 0.02, 0.05):
        canvas.strokes([outline((0.6 * x, 0.14), (1.5 * x, 0.01))], rgb("a8741f"), 0.004)


def _paint_mop(canvas: Canvas) -> None:
    canvas.rects(np.array([-0.012, -0.8, 0.012, -0.1]), fade(-0.8, rgb("8fb3e0"), -0.1, rgb("4a6fb0")))
    for x in np.linspace(-0.09, 0.09, 8):
        canvas.strokes([outline((0.3 * float(x), 0.12), (float(x), 0.0))], rgb("eef0f6"), 0.026)


def _paint_vacuum(canvas: Canvas) -> None:
    canvas.rects(np.array([-0.014, -0.78, 0.014, -0.05]), STEEL_SHADE)
    canvas.polygons(
        [outline((-0.07, 0.14), (0.06, 0.18), (0.05, 0.46), (-0.05, 0.44))],
        fade(-0.46, rgb("e4574f"), -0.14, rgb("9c2638")),
    )
    canvas.polygons([outline((-0.1, 0.0), (0.13, 0.0), (0.1, 0.06), (-0.05, 0.07))], INK)


class Sweep(Craft):
    """Sweeps, mops or vacuums the floor, back and forth."""

    def __init__(self, body: Body, kind: str = "broom") -> None:
        super().__init__(body)
        painter = {"mop": _paint_mop, "vacuum": _paint_vacuum}.get(kind, _paint_broom)
        self._kind, self._tool = kind, painted_prop((-0.14, 0.0, 0.14, 0.82), painter)
        self.room = (0.36, 0.82, 1.06)

    def _swing(self, now: Now) -> float:
        return sin(now.clock * 2 * pi * (0.75 if self._kind == "broom" else 0.5))

    def pose(self, now: Now) -> Pose:
        """Return hands on the stick."""
        swing, y = self._swing(now), self.body.shoulder
        near = (0.24 + 0.05 * swing, y - 0.24)
        return Pose(near, (0.17 + 0.02 * swing, y - 0.1), turn=7 + 4 * swing)

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the tool, and what it moves."""
        swing = self._swing(now)
        foot = 0.44 + 0.12 * swing, 0.0
        upper = 0.15 + 0.02 * swing, self.body.shoulder - 0.06
        turn = float(np.degrees(np.arctan2(upper[0] - foot[0], upper[1] - foot[1])))
        if self._kind == "broom":
            flying(
                sketch,
                now.clock,
                (foot[0] + 0.06, 0.01),
                0.26,
                (rgb("b9a58a"), rgb("d9a23c"), rgb("c9702e")),
                rate=0.75,
                high=0.07,
                size=0.015,
                count=9,
            )
        elif self._kind == "mop":
            sketch.spots(np.array([[0.5, -0.004, 0.24, 0.022]]), rgb("ffffff"), 0.4)
        else:
            left = 1 - now.share
            index = np.arange(10)
            x = 0.42 + 0.38 * ((index * 0.618) % 1)
            kept = (index / 10) < left
            sketch.spots(
                np.stack([x, np.full(10, 0.0), np.full(10, 0.012), np.full(10, 0.008)], 1)[kept],
                rgb("6b6170"),
            )
        self._tool.draw(
            sketch, *foot, turn=turn, tall=min(1.3, float(np.hypot(upper[0] - foot[0], upper[1])) / 0.72)
        )
        for at in (now.far, now.near):
            hand(sketch, at, 0.03)


class Wash(Craft):
    """Washes something with a sponge: foam and bubbles, and it shines in the end; or mends it with a wrench."""

    def __init__(self, body: Body, piece: str | None, name: str, tall: float, *, mends: bool = False) -> None:
        super().__init__(body)
        self._mends = mends
        self._wrench = artwork_prop("wrench", 0.2, (0.35, 0.15))
        self._tall = tall
        self._thing = prop_of(piece, name, tall)
        sketch = art.load_art(piece, 64) if piece else art.card(name, 64)
        self._wide = 0.5 * tall * sketch.shape[1] / sketch.shape[0]
        self._raise = max(0.0, body.shoulder - 0.42) if tall < 0.4 else 0.0
        self._at = 0.27 + max(0.14, self._wide)
        self._sponge = artwork_prop("sponge", 0.11, (0.0, 0.5))
        self._table = table(0.3, self._raise, closed=False) if self._raise else None
        self.room = (0.34, self._at + max(0.32, self._wide + 0.04), max(1.06, tall + self._raise + 0.1))

    def pose(self, now: Now) -> Pose:
        """Return a hand that rubs in circles."""
        beat = now.clock * 2 * pi * 0.9
        middle = self._raise + min(0.62 * self._tall, self.body.shoulder - 0.1)
        near = (0.36 + 0.05 * sin(beat), middle + 0.08 * sin(beat + pi / 2))
        return Pose(near, (0.3, middle - 0.1), turn=6 + 2 * sin(beat))

    def behind(self, sketch: Sketch, now: Now) -> None:
        """Draw what is washed."""
        if self._table is not None:
            self._table.draw(sketch, self._at, 0.0)
        self._thing.draw(sketch, self._at, max(0.0, self._raise - 0.03))

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the foam, the sponge and bubbles, or the wrench and sparks."""
        if self._mends:
            self._wrench.draw(
                sketch, *now.near, turn=30 + 25 * sin(now.clock * 2 * pi * 0.9), drawn_left=True
            )
            hand(sketch, now.near, 0.032)
            at = now.near[0] + 0.13, now.near[1] - 0.02
            sparkle(sketch, now.clock * 2, at, 0.07, max(0.0, sin(now.clock * 2 * pi * 0.9)))
            sparkle(
                sketch,
                now.clock,
                (self._at, self._raise + 0.6 * self._tall),
                0.8 * self._wide + 0.06,
                now.way(0.86, 0.95),
            )
            return
        index = np.arange(14)
        foam = now.way(0.02, 0.4) * (1 - now.way(0.8, 0.95))
        x = self._at + self._wide * (-0.62 + 1.2 * ((index * 0.618) % 1))
        y = (
            self._raise
            + self._tall * (0.3 + 0.45 * ((index * 0.371) % 1))
            - 0.02 * ((now.clock * 0.5 + index * 0.3) % 1)
        )
        size = (0.02 + 0.03 * ((index * 0.77) % 1)) * foam
        sketch.spots(np.stack([x, y, size, 0.85 * size], 1)[size > 0.004], rgb("ffffff"), 0.85)
        for bubble in range(6):
            share = (now.clock / 2.2 + bubble / 6) % 1.0
            at = (
                self._at - 0.2 + 0.09 * bubble + 0.03 * sin(5 * share + bubble),
                self._raise + 0.5 * self._tall + 0.5 * share,
            )
            radius = 0.014 + 0.012 * (bubble % 3)
            shown = 0.8 * min(1.0, 5 * share) * (1 - share)
            sketch.spots(np.array([[*at, radius, radius]]), rgb("cfeaff"), 0.45 * shown)
            sketch.spots(
                np.array([[at[0] - 0.3 * radius, at[1] + 0.35 * radius, 0.3 * radius, 0.3 * radius]]),
                rgb("ffffff"),
                shown,
            )
        self._sponge.draw(sketch, now.near[0] + 0.03, now.near[1], turn=20)
        hand(sketch, now.near, 0.032)
        sparkle(
            sketch,
            now.clock,
            (self._at, self._raise + 0.6 * self._tall),
            0.8 * self._wide + 0.06,
            now.way(0.86, 0.95),
        )
