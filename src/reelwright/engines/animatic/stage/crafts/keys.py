"""Pianos, zithers and drums, and those who play them."""

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
from reelwright.engines.animatic.stage.crafts.pieces import (
    DEEP,
    GLOSS,
    INK,
    IVORY,
    WOOD,
    Notes,
    hand,
    outline,
)

_KEYS = 0.45  # height of a piano's keys
_SEAT = 0.255  # height of its bench
_EDGE = 0.30  # how far before the player the keys begin


def _paint_piano(canvas: Canvas) -> None:
    body = outline((0.36, 0.36), (1.22, 0.36), (1.26, 0.40), (1.26, 0.50), (0.36, 0.50))
    lid = outline((0.62, 0.52), (1.26, 0.50), (1.17, 0.98), (0.95, 0.95), (0.74, 0.80))
    canvas.polygons([lid], fade(-0.98, GLOSS, -0.5, INK))
    canvas.polygons(
        [outline((0.66, 0.53), (1.22, 0.52), (1.13, 0.93), (0.95, 0.91), (0.77, 0.77))], rgb("7d5a3c"), 0.55
    )
    canvas.strokes([outline((1.0, 0.5), (0.93, 0.86))], rgb("c79a4a"), 0.014)
    for leg in (0.45, 1.14):
        canvas.polygons(
            [outline((leg - 0.03, 0.37), (leg + 0.03, 0.37), (leg + 0.016, 0.03), (leg - 0.016, 0.03))], INK
        )
        canvas.ellipses(np.array([leg, -0.02, 0.02, 0.02]), rgb("c79a4a"))
    canvas.strokes(
        [outline((0.62, 0.36), (0.60, 0.05)), outline((0.56, 0.05), (0.66, 0.05))], rgb("c79a4a"), 0.012
    )
    canvas.polygons([body], fade(-0.5, GLOSS, -0.38, INK))
    canvas.strokes([outline((0.38, 0.475), (1.24, 0.475))], rgb("8d80a8"), 0.008)
    # the keys are seen a little from above
    bed = outline((_EDGE - 0.03, 0.39), (0.44, 0.39), (0.47, 0.50), (_EDGE + 0.02, 0.50))
    canvas.polygons([bed], INK)
    canvas.polygons(
        [outline((_EDGE - 0.02, 0.425), (0.42, 0.425), (0.45, 0.492), (_EDGE + 0.015, 0.492))], IVORY
    )
    for line in range(1, 6):
        y = 0.425 + 0.067 * line / 6
        x = 0.035 * line / 6
        canvas.strokes([outline((_EDGE - 0.02 + x, y), (0.42 + 0.03 * line / 6, y))], rgb("a49d92"), 0.003)
        if line not in (3,):
            canvas.strokes(
                [outline((_EDGE + 0.045 + x, y), (0.425 + 0.03 * line / 6, y))], rgb("1c1726"), 0.0085
            )
    desk = outline((0.50, 0.51), (0.54, 0.51), (0.60, 0.70), (0.56, 0.70))
    canvas.polygons([desk], INK)
    canvas.polygons([outline((0.47, 0.53), (0.50, 0.53), (0.565, 0.72), (0.53, 0.72))], IVORY)
    for line in range(4):
        y = 0.56 + 0.035 * line
        canvas.strokes([outline((0.482 + 0.012 * line, y), (0.505 + 0.012 * line, y))], GLOSS, 0.005)


def _paint_bench(canvas: Canvas) -> None:
    for leg in (-0.15, 0.13):
        canvas.rects(np.array([leg - 0.014, -_SEAT, leg + 0.014, 0.0]), INK)
    canvas.rects(np.array([-0.19, -_SEAT, 0.17, -_SEAT + 0.03]), INK)
    canvas.ellipses(np.array([-0.01, -_SEAT, 0.18, 0.022]), rgb("8c3b4a"))


class Piano(Craft):
    """Sits at a grand piano and plays it; who cannot sit stands, and animals do it on the bench."""

    def __init__(self, body: Body) -> None:
        super().__init__(body)
        self._notes = Notes()
        self._piano = painted_prop((0.26, 0.0, 1.27, 1.0), _paint_piano)
        self._bench = painted_prop((-0.2, 0.0, 0.2, _SEAT + 0.03), _paint_bench)
        # the keys are where the hands of this one are
        self._size = 1.0 if body.aside and body.hands else 1.12 if body.hands else 0.85
        self._off = 0.0 if body.aside and body.hands else 0.02
        self.focus = (0.1, 0.75, 0.3, 0.8)
        self._bench_tall = 1.0 if not body.four else 0.36 / _SEAT
        self.room = (
            0.52 * body.ratio if body.four else 0.3,
            self._off + 1.27 * self._size,
            1.3 if body.four else 1.08,
        )

    def pose(self, now: Now) -> Pose:
        """Return hands that run over the keys."""
        beat, body = now.clock * 2 * pi, self.body
        up = (_KEYS + 0.055) * self._size
        run = 0.045 * sin(beat * 0.42)
        near = (self._off + (0.385 + run) * self._size, up + 0.028 * max(0.0, sin(beat * 2.1)))
        far = (self._off + (0.37 - run) * self._size, up + 0.028 * max(0.0, sin(beat * 2.1 + pi)))
        sway = sin(beat * 0.42)
        if body.four:
            return Pose(turn=1.5 * sway, lift=0.36, gait="paw", phase=beat * 1.6)
        return Pose(near, far, turn=3.0 + 2.5 * sway, gait="sit")

    def behind(self, sketch: Sketch, now: Now) -> None:
        """Draw the bench and the piano."""
        if self.body.four or self.body.aside:
            four = self.body.four
            self._bench.draw(
                sketch, -0.1 if four else 0.0, 0.0, wide=1.7 if four else 1.0, tall=self._bench_tall
            )
        self._piano.draw(sketch, self._off, 0.0, size=self._size)

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the notes."""
        self._notes.draw(sketch, now.clock, self._off + 0.85, 0.72)


def _paint_kit(canvas: Canvas) -> None:
    steel = rgb("9aa3b5")
    for x in (-0.5, 0.5):
        canvas.strokes([outline((x, 0.64), (x * 0.96, 0.0))], steel, 0.012)
        canvas.ellipses(np.array([x, -0.65, 0.15, 0.026]), fade(-0.68, rgb("f4cf5c"), -0.62, rgb("b9862c")))
    for x in (-0.33, 0.33):
        canvas.strokes([outline((x, 0.3), (x, 0.0))], steel, 0.012)
        _shell(canvas, x, 0.28, 0.13, 0.17)
    for x in (-0.12, 0.12):
        _shell(canvas, x, 0.42, 0.105, 0.11)
    canvas.ellipses(np.array([0.0, -0.21, 0.215, 0.215]), rgb("b3202f"))
    canvas.ellipses(np.array([0.0, -0.21, 0.19, 0.19]), fade(-0.4, IVORY, 0.0, rgb("d8cfc4")))
    canvas.ellipses(np.array([0.0, -0.21, 0.06, 0.06]), rgb("e4574f"), 0.85)


def _shell(canvas: Canvas, x: float, low: float, half: float, tall: float) -> None:
    canvas.rects(
        np.array([x - half, -low - tall, x + half, -low]),
        fade(-low - tall, rgb("e4574f"), -low, rgb("9c2638")),
    )
    canvas.ellipses(np.array([x, -low, half, 0.022]), rgb("9c2638"))
    canvas.ellipses(np.array([x, -low - tall, half, 0.03]), rgb("c9c2d4"))
    canvas.ellipses(np.array([x, -low - tall, 0.93 * half, 0.024]), IVORY)


class Drummed(Craft):
    """Plays drums with two sticks: a kit, or one drum of any kind that stands before the player."""

    def __init__(self, body: Body, piece: str | None = None) -> None:
        super().__init__(body)
        self._notes = Notes()
        self._one = piece is not None
        # as high as this one's hands are
        self._size = (body.shoulder - 0.16) / 0.55
        self._thing = (
            artwork_prop(piece, 0.5) if piece else painted_prop((-0.66, 0.0, 0.66, 0.69), _paint_kit)
        )
        self._top = (0.46 if piece else 0.54) * self._size
        self.room = (0.4, 0.4, 1.06) if piece else (0.68 * self._size, 0.68 * self._size, 1.06)

    def _hit(self, now: Now, second: bool) -> tuple[float, float]:
        """Return where across a stick strikes, and how high it is."""
        at = now.clock * 2.0 + (0.5 if second else 0.0)
        side = -1 if second else 1
        spot = 0.09 if self._one else (0.33 if int(at) % 3 == 1 else 0.12)
        return side * spot * self._size, abs(sin(pi * at))

    def pose(self, now: Now) -> Pose:
        """Return hands that strike in turn."""
        hands: list[Point] = []
        for second in (False, True):
            across, lift = self._hit(now, second)
            hands.append((0.55 * across + (0.1 if across > 0 else -0.1), self._top + 0.11 + 0.1 * lift))
        near, far = hands
        nod = sin(now.clock * 2 * pi * 2)
        return Pose(near, far, lift=0.006 * nod, turn=1.5 * sin(now.clock * 2 * pi), gait="stand")

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the drums and the sticks over them."""
        self._thing.draw(sketch, 0.0, 0.0, size=self._size)
        for at, second in ((now.near, False), (now.far, True)):
            across, lift = self._hit(now, second)
            tip = (across, self._top + 0.015 + 0.13 * lift)
            sketch.line([at, tip], rgb("e2b877"), 0.016)
            sketch.spots(np.array([[*tip, 0.014, 0.014]]), rgb("c99a55"))
            hand(sketch, at, 0.03)
        self._notes.draw(sketch, now.clock, 0.42, self._top + 0.12)


def _paint_zither(canvas: Canvas) -> None:
    for leg in (-0.34, 0.34):
        canvas.polygons(
            [outline((leg - 0.06, 0.0), (leg - 0.03, 0.0), (leg + 0.03, 0.36), (leg - 0.01, 0.36))], DEEP
        )
        canvas.polygons(
            [outline((leg + 0.06, 0.0), (leg + 0.03, 0.0), (leg - 0.03, 0.36), (leg + 0.01, 0.36))], DEEP
        )
    canvas.polygons(
        [outline((-0.56, 0.36), (0.56, 0.36), (0.54, 0.45), (-0.54, 0.45))], fade(-0.45, WOOD, -0.36, DEEP)
    )
    canvas.polygons([outline((-0.54, 0.40), (0.54, 0.40), (0.50, 0.47), (-0.50, 0.47))], rgb("d9a066"))
    for string in range(6):
        y = 0.408 + 0.011 * string
        canvas.strokes([outline((-0.5, y), (0.5, y))], IVORY, 0.003)
        canvas.polygons(
            [
                outline(
                    (0.25 - 0.09 * string, y - 0.006),
                    (0.28 - 0.09 * string, y - 0.006),
                    (0.265 - 0.09 * string, y + 0.016),
                )
            ],
            IVORY,
        )


class Plucked(Craft):
    """Plays a zither that lies before the player: one hand plucks, the other presses."""

    def __init__(self, body: Body) -> None:
        super().__init__(body)
        self._notes = Notes()
        self._size = (body.shoulder - 0.22) / 0.5
        self._thing = painted_prop((-0.58, 0.0, 0.58, 0.49), _paint_zither)
        self.room = (0.58 * self._size, 0.58 * self._size, 1.06)

    def pose(self, now: Now) -> Pose:
        """Return hands that wander over the strings."""
        beat, top = now.clock * 2 * pi, 0.47 * self._size
        near = (0.17 + 0.05 * sin(beat * 0.4), top + 0.03 + 0.03 * max(0.0, sin(beat * 1.6)))
        far = (-0.16 + 0.06 * sin(beat * 0.3), top + 0.03 + 0.03 * max(0.0, sin(beat * 1.6 + pi)))
        return Pose(near, far, turn=2 * sin(beat * 0.3), gait="stand")

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw it before the player, with the hands over it."""
        self._thing.draw(sketch, 0.0, 0.0, size=self._size)
        for at in (now.near, now.far):
            hand(sketch, at, 0.03)
        self._notes.draw(sketch, now.clock, 0.34, self.body.shoulder)
