"""Umbrellas, gifts, boxes and chests that are opened."""

from __future__ import annotations

from math import pi, sin

import numpy as np

from reelwright.engines.animatic.stage.act import keyed, smooth
from reelwright.engines.animatic.stage.bench import (
    Sketch,
    artwork_prop,
    painted_prop,
)
from reelwright.engines.animatic.stage.canvas import Canvas, fade, mix, rgb
from reelwright.engines.animatic.stage.craft import Body, Craft, Now, Pose
from reelwright.engines.animatic.stage.crafts.pieces import DEEP, flying, hand, sparkle, table, turned


class Unfold(Craft):
    """Opens an umbrella: it is held up closed, then springs open."""

    room = (0.5, 0.6, 1.5)

    def __init__(self, body: Body, colour: str | None = None, *, shuts: bool = False) -> None:
        super().__init__(body)
        self._open = artwork_prop("umbrella", 0.86, (0.03, 0.1), colour)
        self._colour = rgb(colour.lstrip("#")) if colour else rgb("7d4fb8")
        self._shuts = shuts

    def opened(self, now: Now) -> float:
        """Return how far it is open, a little more than 1 as it springs."""
        share = 1 - now.share if self._shuts else now.share
        return keyed(share, (0.3, 0.0), (0.42, 1.1), (0.48, 0.96), (0.54, 1.0))

    def pose(self, now: Now) -> Pose:
        """Return a hand that lifts it overhead."""
        share = 1 - now.share if self._shuts else now.share
        up = smooth((share - 0.08) / 0.2)
        y = self.body.shoulder - 0.2 + 0.05 * up
        push = keyed(share, (0.26, 0.0), (0.34, 0.07), (0.5, 0.0))
        at = (0.17 + 0.03 * (1 - up), y + push)
        return Pose(
            at,
            None if self.opened(now) > 0.1 else (at[0] - 0.04, at[1] + 0.08),
            turn=1.5 * sin(now.clock * 1.3),
        )

    def behind(self, sketch: Sketch, now: Now) -> None:
        """Draw the open umbrella."""
        wide = self.opened(now)
        if wide > 0.3:
            self._open.draw(
                sketch, now.near[0], now.near[1], wide=wide, tall=1.12 - 0.12 * min(1.0, wide), turn=-4
            )

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the closed umbrella, and the hand on it."""
        wide, (x, y) = self.opened(now), now.near
        if wide <= 0.3:
            half = 0.045 + 0.2 * wide
            share = 1 - now.share if self._shuts else now.share
            lean = 32 * (1 - smooth((share - 0.08) / 0.2))
            shape = [(-half, 0.28), (0.0, 0.22), (half, 0.28), (0.016, 0.82), (0.0, 0.87), (-0.016, 0.82)]
            placed = [(x + p[0], y + p[1]) for p in (turned(point, lean) for point in shape)]
            stick = [turned((0.0, -0.08), lean), turned((0.0, 0.87), lean)]
            sketch.line([(x + p[0], y + p[1]) for p in stick], DEEP, 0.018)
            sketch.polygon(placed, self._colour)
            fold = [
                (x + p[0], y + p[1])
                for p in (turned(point, lean) for point in ((0.0, 0.22), (half, 0.28), (0.014, 0.8)))
            ]
            sketch.polygon(fold, mix(self._colour, rgb("000000"), 0.22))
        hand(sketch, (x, y), 0.032)


def _paint_box(canvas: Canvas) -> None:
    canvas.rects(np.array([-0.17, -0.24, 0.17, 0.0]), fade(-0.24, rgb("ffc84a"), 0.0, rgb("e59a2c")))
    canvas.rects(np.array([-0.035, -0.24, 0.035, 0.0]), rgb("e5383b"))


def _paint_lid(canvas: Canvas) -> None:
    canvas.rects(np.array([-0.19, -0.07, 0.19, 0.0]), fade(-0.07, rgb("ffd972"), 0.0, rgb("f0b040")))
    canvas.rects(np.array([-0.038, -0.07, 0.038, 0.0]), rgb("e5383b"))
    canvas.ellipses(np.array([[-0.055, -0.1, 0.055, 0.032], [0.055, -0.1, 0.055, 0.032]]), rgb("e5383b"))
    canvas.ellipses(np.array([0.0, -0.09, 0.024, 0.024]), rgb("b3202f"))


def _paint_carton(canvas: Canvas) -> None:
    canvas.rects(np.array([-0.17, -0.24, 0.17, 0.0]), fade(-0.24, rgb("d9a861"), 0.0, rgb("b07f3f")))
    canvas.rects(np.array([-0.03, -0.24, 0.03, 0.0]), rgb("e8cc98"), 0.8)


def _paint_flap(canvas: Canvas) -> None:
    canvas.rects(np.array([-0.18, -0.045, 0.18, 0.0]), rgb("c9975a"))
    canvas.rects(np.array([-0.03, -0.045, 0.03, 0.0]), rgb("e8cc98"), 0.8)


def _paint_chest(canvas: Canvas) -> None:
    canvas.rects(np.array([-0.18, -0.2, 0.18, 0.0]), fade(-0.2, rgb("a8683c"), 0.0, DEEP))
    for x in (-0.15, 0.12):
        canvas.rects(np.array([x, -0.2, x + 0.03, 0.0]), rgb("d9a23c"))
    canvas.rects(np.array([-0.03, -0.2, 0.03, -0.13]), rgb("f4cf5c"))


def _paint_chest_lid(canvas: Canvas) -> None:
    turn = np.linspace(np.pi, 2 * np.pi, 16)
    canvas.polygons(
        [np.stack([0.18 * np.cos(turn), 0.1 * np.sin(turn)], 1)], fade(-0.1, rgb("b97b4a"), 0.0, DEEP)
    )
    canvas.rects(np.array([-0.18, -0.02, 0.18, 0.0]), rgb("d9a23c"))


class Open(Craft):
    """Opens a gift, a box or a chest: the lid goes up, and what is in it comes out, or light does."""

    def __init__(self, body: Body, kind: str = "gift", found: str | None = None) -> None:
        super().__init__(body)
        box, lid = {"box": (_paint_carton, _paint_flap), "chest": (_paint_chest, _paint_chest_lid)}.get(
            kind, (_paint_box, _paint_lid)
        )
        self._box = painted_prop((-0.19, 0.0, 0.19, 0.25), box)
        self._lid = painted_prop((-0.2, 0.0, 0.2, 0.14), lid)
        self._deep = 0.2 if kind == "chest" else 0.24
        self._find = artwork_prop(found, 0.24) if found else None
        self._top = max(0.2, body.shoulder - 0.42)
        self._at = 0.46 + (0.3 * body.ratio if not body.hands else 0.0)
        self._table = table(0.3, self._top, closed=False)
        self.room = (0.32, self._at + 0.42, max(1.08, self._top + 0.85))

    def pose(self, now: Now) -> Pose:
        """Return hands that lift the lid, and then go up for joy."""
        up, glad = now.way(0.26, 0.42), now.way(0.48, 0.58)
        y = self._top + self._deep + 0.02 + 0.14 * up
        near = (self._at - 0.17, y)
        joy = (0.25, self.body.shoulder + 0.2 + 0.03 * sin(now.clock * 9))
        at = (near[0] + (joy[0] - near[0]) * glad, near[1] + (joy[1] - near[1]) * glad)
        return Pose(
            at, (at[0] - 0.03, at[1] - 0.02), turn=6 * (1 - glad), lift=0.03 * abs(sin(now.clock * 6)) * glad
        )

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the table, the box, and what comes out of it."""
        up, out = now.way(0.26, 0.46), now.way(0.42, 0.66)
        foot, x = self._top - 0.035, self._at
        self._table.draw(sketch, x, 0.0)
        if up > 0:
            bright = up * (0.7 + 0.1 * sin(now.clock * 4))
            sketch.soft(
                (x, foot + self._deep + 0.12), 0.34 + 0.1 * out, 0.4, rgb("fff0b8"), bright, shining=True
            )
        if self._find is not None and out > 0:
            bob = 0.02 * sin(now.clock * 4) * out
            self._find.draw(sketch, x, foot + 0.02 + 0.32 * out + bob, size=0.5 + 0.5 * out)
        self._box.draw(sketch, x, foot)
        shake = 3 * sin(now.clock * 26) * now.way(0.1, 0.14) * (1 - now.way(0.2, 0.26))
        self._lid.draw(
            sketch,
            x + 0.28 * up,
            foot + self._deep + 0.16 * sin(pi * min(1.0, up)) - 0.1 * up,
            turn=shake + 74 * up,
        )
        if out > 0:
            tones = (rgb("e5383b"), rgb("ffc233"), rgb("2f7fd8"), rgb("4caf50"))
            if self._find is None:
                flying(
                    sketch,
                    now.clock,
                    (x - 0.1, foot + self._deep),
                    0.2,
                    tones,
                    rate=0.7,
                    high=0.5,
                    size=0.016,
                    count=12,
                    strength=out,
                )
            sparkle(sketch, now.clock, (x, foot + self._deep + 0.2), 0.28, out)


class Door(Craft):
    """Opens a door: light falls through, and the leaf swings away."""

    def __init__(self, body: Body) -> None:
        super().__init__(body)
        self._tall = max(0.9, min(1.3, 1.5 * body.shoulder))
        self._wide = 0.56 * self._tall
        self._door = artwork_prop("door", self._tall)
        self._at = 0.3 + 0.5 * self._wide
        self.room = (0.34, self._at + 0.62 * self._wide, max(1.06, self._tall + 0.04))

    def opened(self, now: Now) -> float:
        """Return how far it is open, 0..1."""
        return now.way(0.3, 0.66)

    def pose(self, now: Now) -> Pose:
        """Return a hand at the handle, which goes with it and then hangs."""
        reach, swing = now.way(0.1, 0.28), self.opened(now)
        rest = (0.1, self.body.shoulder - 0.36)
        aim = (0.34 + 0.3 * swing, 0.48 * self._tall)
        let = reach * (1 - now.way(0.62, 0.78))
        at = (rest[0] + (aim[0] - rest[0]) * let, rest[1] + (aim[1] - rest[1]) * let)
        return Pose(at, None, turn=3 * let, dx=0.1 * swing)

    def behind(self, sketch: Sketch, now: Now) -> None:
        """Draw the frame, what is behind the door, and its leaf."""
        swing, half, x, tall = self.opened(now), 0.5 * self._wide, self._at, self._tall
        sketch.polygon(
            [
                (x - half - 0.04, 0.0),
                (x + half + 0.04, 0.0),
                (x + half + 0.04, tall + 0.04),
                (x - half - 0.04, tall + 0.04),
            ],
            DEEP,
        )
        sketch.polygon(
            [(x - half, 0.0), (x + half, 0.0), (x + half, tall), (x - half, tall)],
            rgb("fff2c4"),
            shining=True,
        )
        if swing > 0:
            floor = [
                (x - half, 0.0),
                (x + half, 0.0),
                (x + half + 0.14 * swing, -0.09 * swing),
                (x - half - 0.3 * swing, -0.09 * swing),
            ]
            sketch.polygon(floor, rgb("fff2c4"), 0.4 * swing, shining=True)
        wide = 1 - 0.78 * swing
        # its hinges are on the far side
        self._door.draw(sketch, x + half * (1 - wide), 0.0, wide=wide, drawn_left=True)
