"""Work behind a counter: pouring and stirring."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from reelwright.engines.animatic.stage.act import keyed
from reelwright.engines.animatic.stage.bench import (
    Point,
    Sketch,
    artwork_prop,
    painted_prop,
)
from reelwright.engines.animatic.stage.canvas import Canvas, fade, mix, rgb
from reelwright.engines.animatic.stage.craft import Body, Craft, Now, Pose
from reelwright.engines.animatic.stage.crafts.pieces import (
    CREAM,
    DEEP,
    INK,
    STEEL,
    STEEL_SHADE,
    fall,
    hand,
    outline,
    steam,
    table,
    turned,
)

LIQUIDS = {
    "milk": rgb("fffaf0"), "coffee": rgb("5a3420"), "tea": rgb("c9762b"), "water": rgb("9fd8f5"), "juice": rgb("ffa42e"),
    "wine": rgb("8e1f3f"), "beer": rgb("f0b43c"), "honey": rgb("e8a11c"), "chocolate": rgb("5b3222"), "soup": rgb("e0812f"),
    "potion": rgb("5fd06a"),
}  # fmt: skip


_LATTE = rgb("c99a6b")


class Counter(Craft):
    """Stands behind a counter on which the work is done."""

    half = 0.56

    def __init__(self, body: Body) -> None:
        super().__init__(body)
        self.top = body.shoulder - 0.34
        self.low = self.top - 0.13
        self.focus = (0.34, 0.46, self.top - 0.07, self.top + 0.44)
        self._table = table(self.half, self.top)
        self.room = (self.half + 0.03, self.half + 0.03, 1.07)

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the counter, and what is on it."""
        self._table.draw(sketch, 0.0, 0.0)
        self.lay(sketch, now)

    def lay(self, sketch: Sketch, now: Now) -> None:
        """Draw what is on the counter."""


def _paint_glass(canvas: Canvas) -> None:
    canvas.polygons([outline((-0.07, 0.0), (0.07, 0.0), (0.085, 0.17), (-0.085, 0.17))], rgb("dff1fb"), 0.42)
    canvas.strokes(
        [outline((-0.086, 0.17), (-0.071, 0.0), (0.071, 0.0), (0.086, 0.17))], rgb("ffffff"), 0.008, 0.85
    )
    ring = np.array(
        [[0.098 + 0.04 * np.sin(a), -0.09 - 0.045 * np.cos(a)] for a in np.linspace(0, np.pi, 12)]
    )
    canvas.strokes([ring], rgb("f2f8fc"), 0.016, 0.9)
    canvas.ellipses(np.array([0.0, -0.17, 0.085, 0.016]), rgb("ffffff"), 0.3)
    canvas.rects(np.array([-0.058, -0.15, -0.042, -0.03]), rgb("ffffff"), 0.5)


def _paint_jug(canvas: Canvas) -> None:
    """Paint a steel pitcher whose spout is behind its middle, at (-0.1, 0.2), and whose handle is at (0.1, 0.1)."""
    ring = np.array([[0.07 + 0.055 * np.sin(a), -0.1 - 0.06 * np.cos(a)] for a in np.linspace(0, np.pi, 12)])
    canvas.strokes([ring], STEEL_SHADE, 0.02)
    canvas.polygons(
        [outline((-0.085, 0.0), (0.085, 0.0), (0.07, 0.19), (-0.065, 0.19), (-0.105, 0.205), (-0.075, 0.14))],
        fade(-0.2, STEEL, 0.0, STEEL_SHADE),
    )
    canvas.rects(np.array([-0.05, -0.16, -0.03, -0.02]), rgb("ffffff"), 0.6)


def _paint_bottle(canvas: Canvas) -> None:
    """Paint a bottle whose mouth is at (0, 0.34)."""
    canvas.polygons(
        [
            outline(
                (-0.055, 0.0),
                (0.055, 0.0),
                (0.058, 0.2),
                (0.02, 0.26),
                (0.02, 0.34),
                (-0.02, 0.34),
                (-0.02, 0.26),
                (-0.058, 0.2),
            )
        ],
        fade(-0.34, rgb("6fae6a"), 0.0, rgb("2f6b45")),
    )
    canvas.rects(np.array([-0.056, -0.17, 0.056, -0.07]), CREAM)
    canvas.rects(np.array([-0.04, -0.2, -0.028, -0.02]), rgb("ffffff"), 0.4)


def _paint_flask(canvas: Canvas) -> None:
    """Paint a flask of glass whose mouth is at (0, 0.24), with something green in it."""
    belly = outline((-0.09, 0.0), (0.09, 0.0), (0.025, 0.16), (0.025, 0.24), (-0.025, 0.24), (-0.025, 0.16))
    canvas.polygons([belly], rgb("e6f4fb"), 0.6)
    canvas.polygons(
        [outline((-0.085, 0.004), (0.085, 0.004), (0.05, 0.09), (-0.05, 0.09))], rgb("5fd06a"), 0.92
    )
    canvas.strokes([belly], rgb("ffffff"), 0.008, 0.85)
    canvas.rects(np.array([-0.034, -0.245, 0.034, -0.232]), rgb("ffffff"), 0.9)


class Pour(Counter):
    """Pours from a jug, a bottle or a teapot into a glass: it fills."""

    half = 0.5

    def __init__(self, body: Body, liquid: str = "water", into: str = "", vessel: str = "jug") -> None:
        super().__init__(body)
        self._colour, self._begun = LIQUIDS.get(liquid, LIQUIDS["water"]), into
        self._glass = painted_prop((-0.1, -0.005, 0.15, 0.19), _paint_glass)
        self._cup = 1.25
        self._vessel, self._spout, self._full = {
            "bottle": (painted_prop((-0.07, 0.0, 0.07, 0.35), _paint_bottle), (0.0, 0.22), -112.0),
            "teapot": (artwork_prop("teapot", 0.24, (0.35, 0.5)), (-0.2, 0.06), -46.0),
            "flask": (painted_prop((-0.1, -0.005, 0.1, 0.25), _paint_flask), (0.0, 0.14), -108.0),
        }.get(vessel, (painted_prop((-0.12, 0.0, 0.15, 0.22), _paint_jug), (-0.205, 0.105), -74.0))
        self._held = {"bottle": (0.0, 0.12), "flask": (0.0, 0.1), "teapot": (0.0, 0.0)}.get(
            vessel, (0.1, 0.1)
        )
        self._scale = 1.15
        self.room = (0.53, 0.53, max(1.07, self.top + 0.7))

    def _tilt(self, now: Now) -> float:
        return keyed(now.share, (0.1, 0.0), (0.24, 1.0), (0.86, 1.0), (0.95, 0.15))

    def pose(self, now: Now) -> Pose:
        """Return a hand that lifts the vessel over the glass and tilts it."""
        tilt = self._tilt(now)
        near = (0.3 - 0.03 * tilt, self.top + 0.2 + 0.2 * tilt)
        return Pose(near, (-0.17, self.top + 0.06), turn=-1.5 * tilt, gait="stand")

    def lay(self, sketch: Sketch, now: Now) -> None:
        """Draw the glass as full as it is, the vessel, and what runs from one into the other."""
        foot, turn = self.top - 0.035, self._full * self._tilt(now)
        runs, ends = now.way(0.22, 0.27), now.way(0.86, 0.9)
        level = (0.42 if self._begun else 0.0) + (0.44 if self._begun else 0.82) * float(
            np.clip((now.share - 0.25) / 0.62, 0, 1)
        )
        tone = self._colour
        if self._begun:
            first = LIQUIDS.get(self._begun, LIQUIDS["coffee"])
            tone = mix(first, _LATTE if self._begun == "coffee" else self._colour, now.way(0.3, 0.85))
        at = now.near
        sx, sy = turned((self._spout[0] * self._scale, self._spout[1] * self._scale), turn)
        spout = at[0] + sx, at[1] + sy
        into = spout[0] - 0.03
        size, base = self._cup, foot + 0.008
        if level > 0.02:
            high, wide = 0.155 * size * level, 0.07 * size + 0.014 * size * level
            sketch.polygon(
                [
                    (into - 0.068 * size, base),
                    (into + 0.068 * size, base),
                    (into + wide, base + high),
                    (into - wide, base + high),
                ],
                tone,
            )
            light = mix(tone, rgb("ffffff"), 0.25)
            sketch.spots(np.array([[into, base + high, wide, 0.014 * size]]), light)
        fall(sketch, spout, (into, base + max(0.01, 0.155 * size * level)), 0.03, self._colour, ends, runs)
        self._glass.draw(sketch, into, foot, size=size)
        if self._begun in ("coffee", "tea") or self._colour is LIQUIDS["potion"]:
            steam(sketch, now.clock, (into, foot + 0.24))
        held = turned((self._held[0] * self._scale, self._held[1] * self._scale), turn)
        self._vessel.draw(sketch, at[0] - held[0], at[1] - held[1], turn=turn, size=self._scale)
        hand(sketch, at)


def _paint_pot(canvas: Canvas) -> None:
    for side in (-1, 1):
        canvas.strokes(
            [outline((side * 0.19, 0.15), (side * 0.245, 0.15), (side * 0.245, 0.11), (side * 0.19, 0.11))],
            INK,
            0.016,
        )
    canvas.polygons(
        [outline((-0.17, 0.0), (0.17, 0.0), (0.2, 0.03), (0.2, 0.2), (-0.2, 0.2), (-0.2, 0.03))],
        fade(-0.2, rgb("e4574f"), 0.0, rgb("9c2638")),
    )
    canvas.ellipses(np.array([0.0, -0.2, 0.2, 0.032]), rgb("7a1c2b"))
    canvas.rects(np.array([-0.16, -0.17, -0.13, -0.04]), rgb("ffffff"), 0.35)


class Stir(Counter):
    """Stirs a pot or a bowl with a spoon."""

    def __init__(self, body: Body, liquid: str = "soup") -> None:
        super().__init__(body)
        self._pot = painted_prop((-0.26, 0.0, 0.26, 0.24), _paint_pot)
        self._tone = LIQUIDS.get(liquid, LIQUIDS["soup"])

    def _round(self, now: Now) -> Point:
        turn = now.clock * 2 * pi * 0.7
        return 0.1 * cos(turn), 0.02 * sin(turn)

    def pose(self, now: Now) -> Pose:
        """Return a hand that goes round with the spoon."""
        x, y = self._round(now)
        return Pose(
            (0.15 + 0.8 * x, self.top + 0.38 + 1.6 * y),
            (-0.27, self.top + 0.1),
            turn=1.2 * sin(now.clock * 4.4),
            gait="stand",
        )

    def lay(self, sketch: Sketch, now: Now) -> None:
        """Draw the pot, the spoon in it and the steam over it."""
        x, y = self._round(now)
        foot = self.top - 0.04
        self._pot.draw(sketch, 0.0, foot)
        sketch.spots(np.array([[0.0, foot + 0.198, 0.178, 0.024]]), self._tone)
        swirl = mix(self._tone, rgb("ffffff"), 0.3)
        sketch.spots(np.array([[x, foot + 0.198 + 0.5 * y, 0.05, 0.008]]), swirl, 0.8)
        sketch.line([now.near, (x, foot + 0.205 + 0.5 * y)], DEEP, 0.022)
        hand(sketch, now.near)
        steam(sketch, now.clock, (0.0, foot + 0.26), 1.0, 4)
