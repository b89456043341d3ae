"""Cakes: decorated with cream, or with candles that are blown out; and other lights that are lit."""

from __future__ import annotations

from math import pi, sin

import numpy as np

from reelwright.engines.animatic.stage.act import keyed, smooth
from reelwright.engines.animatic.stage.bench import (
    Point,
    Prop,
    Sketch,
    artwork_prop,
    painted_prop,
)
from reelwright.engines.animatic.stage.canvas import Canvas, fade, rgb
from reelwright.engines.animatic.stage.craft import Body, Craft, Now, Pose
from reelwright.engines.animatic.stage.crafts.counter import Counter
from reelwright.engines.animatic.stage.crafts.pieces import (
    CREAM,
    DEEP,
    INK,
    STEEL_SHADE,
    flame,
    hand,
    outline,
    smoke,
    table,
)


def _paint_cake(canvas: Canvas) -> None:
    canvas.ellipses(np.array([0.0, -0.012, 0.25, 0.022]), fade(-0.03, rgb("ffffff"), 0.01, rgb("c9c2d4")))
    for low, half, tall, tone, icing in (
        (0.015, 0.2, 0.13, "f0b9a0", "fff3f0"),
        (0.145, 0.13, 0.1, "f7cfa8", "ffd9e4"),
    ):
        canvas.rects(
            np.array([-half, -low - tall, half, -low]), fade(-low - tall, rgb(tone), -low, rgb("d98f77"))
        )
        canvas.ellipses(np.array([[0.0, -low, half, 0.02]]), rgb("d98f77"))
        canvas.rects(np.array([-half, -low - tall, half, -low - 0.62 * tall]), rgb(icing))
        canvas.ellipses(
            np.array(
                [
                    [x, -low - 0.6 * tall, 0.022, 0.026 + 0.01 * (i % 2)]
                    for i, x in enumerate(np.arange(-half + 0.022, half, 0.043))
                ]
            ),
            rgb(icing),
        )
        canvas.ellipses(np.array([0.0, -low - tall, half, 0.022]), rgb("ffffff"))
    dots = (
        (-0.15, 0.055, "ff6f91"),
        (-0.05, 0.05, "6cc5ff"),
        (0.06, 0.058, "ffd24d"),
        (0.15, 0.05, "8ed36b"),
    )
    for x, y, tone in dots:
        canvas.ellipses(np.array([x, -y, 0.012, 0.012]), rgb(tone))


CANDLES = (-0.09, -0.045, 0.0, 0.045, 0.09)
"""Where candles stand on a cake, from its middle."""
WICKS = 0.345
"""How high their wicks end above its foot."""
_DOTS = 16  # of cream on a cake that is decorated


def cake() -> Prop:
    """Return a cake with two tiers, 0.245 high."""
    return painted_prop((-0.26, -0.04, 0.26, 0.28), _paint_cake)


def candles(sketch: Sketch, ahead: float, foot: float, size: float = 1.0) -> None:
    """Draw the candles on a cake."""
    for index, x in enumerate(CANDLES):
        colour = (rgb("6cc5ff"), rgb("ff8fb0"), rgb("ffd24d"))[index % 3]
        sketch.line(
            [(ahead + x * size, foot + 0.25 * size), (ahead + x * size, foot + 0.335 * size)],
            colour,
            0.018 * size,
        )
        sketch.line(
            [(ahead + x * size, foot + 0.335 * size), (ahead + x * size, foot + WICKS * size)], INK, 0.005
        )


class Decorate(Counter):
    """Puts cream on a cake: dot by dot, then berries."""

    def __init__(self, body: Body) -> None:
        super().__init__(body)
        self._cake = cake()

    def pose(self, now: Now) -> Pose:
        """Return a hand with a bag of cream that goes on from dot to dot."""
        done = self._done(now)
        first, second = self._dot(int(done)), self._dot(min(_DOTS - 1, int(done) + 1))
        way = smooth(done % 1)
        x, y = first[0] + (second[0] - first[0]) * way, first[1] + (second[1] - first[1]) * way
        return Pose(
            (x + 0.09, y + 0.15 - 0.015 * sin(pi * way)), (-0.26, self.top + 0.06), turn=1.0, gait="stand"
        )

    def _done(self, now: Now) -> float:
        """Return how many dots are on the cake, the next one in part."""
        return _DOTS * float(np.clip(now.share / 0.92, 0, 0.999))

    def _dot(self, index: int) -> Point:
        """Return where a dot of cream is: ten on the lower tier, the others on the upper one."""
        low = self.top - 0.04
        if index < 10:
            return -0.18 + 0.04 * index, low + 0.155
        return -0.1 + 0.04 * (index - 10), low + 0.258

    def lay(self, sketch: Sketch, now: Now) -> None:
        """Draw the cake, the cream that is on it, and the bag."""
        self._cake.draw(sketch, 0.0, self.top - 0.04)
        for index in range(int(self._done(now)) + 1):
            x, y = self._dot(index)
            sketch.spots(np.array([[x, y, 0.02, 0.016], [x, y + 0.012, 0.012, 0.012]]), rgb("ff8fb0"))
        x, y = now.near
        sketch.polygon([(x - 0.09, y - 0.13), (x - 0.02, y + 0.05), (x + 0.05, y)], CREAM)
        sketch.polygon([(x - 0.095, y - 0.14), (x - 0.075, y - 0.1), (x - 0.06, y - 0.115)], STEEL_SHADE)
        hand(sketch, now.near)


class Blow(Craft):
    """Blows out the candles on a cake: breathes in, leans to it and blows; the flames bend, go out one by one, and smoke."""

    _BLOWS = (0.4, 0.52)
    """Shares of the shot at which the first and the last flame go out."""

    def __init__(self, body: Body, *, draws: bool = True) -> None:
        super().__init__(body)
        self._draws = draws
        self._cake = cake()
        # the wicks are a little lower than the mouth
        self._size = 0.9
        self._top = max(0.16, body.chin - 0.1 - WICKS * self._size)
        self._at = (0.48 if body.aside else 0.5) + (0.5 * body.ratio if not body.hands else 0.0)
        self.middle = self._at
        self._table = table(0.36, self._top, closed=False)
        self.room = (0.34, self._at + 0.38, 1.1)
        self.focus = (0.12, self._at + 0.34, self._top - 0.1, body.chin + 0.16)

    def out(self, now: Now, index: int) -> float:
        """Return the share of the shot at which a flame goes out, the nearest first."""
        first, last = self._BLOWS
        return first + (last - first) * index / (len(CANDLES) - 1)

    def pose(self, now: Now) -> Pose:
        """Return a body that leans back for breath, then to the cake, and is glad in the end."""
        turn = keyed(now.share, (0.1, 0.0), (0.25, -6.0), (0.36, 9.0), (0.56, 10.0), (0.68, 0.0))
        glad = now.way(0.66, 0.74)
        hop = 0.035 * abs(sin(now.clock * 2 * pi * 1.1)) * glad
        wave = 0.04 * sin(now.clock * 2 * pi * 2.2) * glad
        rest = (0.22, self._top + 0.04)
        up = (0.28 + wave, self.body.shoulder + 0.2)
        at = (rest[0] + (up[0] - rest[0]) * glad, rest[1] + (up[1] - rest[1]) * glad)
        mouth = keyed(now.share, (0.12, 0.0), (0.24, 0.35), (0.34, 0.16), (0.56, 0.16), (0.62, 0.0))
        return Pose(at, (at[0] - 0.04, at[1]), turn=turn, lift=hop, mouth=mouth)

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the table, the cake and its candles."""
        blowing = now.way(0.34, 0.4) * (1 - now.way(0.54, 0.58))
        if self._draws:
            self._lay(sketch, now, blowing)
        if blowing > 0.05:
            self._breath(sketch, now, blowing)

    def _lay(self, sketch: Sketch, now: Now, blowing: float) -> None:
        foot = self._top - 0.04
        self._table.draw(sketch, self._at, 0.0)
        self._cake.draw(sketch, self._at, foot, size=self._size)
        candles(sketch, self._at, foot, self._size)
        for index, x in enumerate(CANDLES):
            at = self._at + x * self._size, foot + (WICKS - 0.003) * self._size
            out = self.out(now, index)
            left = 1 - smooth((now.share - out + 0.03) / 0.03)
            flame(sketch, at, 0.085 * self._size * left, now.clock, 0.75 * blowing, index)
            smoke(sketch, at, (now.share - out) * now.seconds)

    def _breath(self, sketch: Sketch, now: Now, strength: float) -> None:
        first = 0.24, self.body.chin - 0.06
        last = self._at + 0.02, self._top + WICKS * self._size
        for index in range(3):
            share = (now.clock * 2.4 + index / 3) % 1.0
            line = []
            for step in range(4):
                way = min(1.0, share * 0.75 + step * 0.07)
                x = first[0] + (last[0] - first[0]) * way
                y = first[1] + (last[1] - first[1]) * way + 0.022 * (index - 1) * (0.4 + way)
                line.append((x, y))
            sketch.line(line, rgb("ffffff"), 0.007, 0.6 * strength * sin(pi * share))


def _paint_candle(canvas: Canvas) -> None:
    canvas.rects(np.array([-0.035, -0.16, 0.035, 0.0]), fade(-0.16, rgb("fff3e0"), 0.0, rgb("e9c9a0")))
    canvas.ellipses(np.array([[0.0, -0.16, 0.035, 0.01], [0.028, -0.12, 0.012, 0.035]]), rgb("fff3e0"))
    canvas.strokes([outline((0.0, 0.16), (0.0, 0.185))], INK, 0.007)
    canvas.ellipses(np.array([0.0, 0.0, 0.075, 0.014]), STEEL_SHADE)


class LightUp(Craft):
    """Lights a candle or a lantern with a match: the flame appears when the match is at the wick."""

    def __init__(self, body: Body, *, lantern: bool = False, fire: bool = False) -> None:
        super().__init__(body)
        self._fire = fire
        self._lantern = artwork_prop("red-paper-lantern", 0.3) if lantern else None
        self._candle = painted_prop((-0.08, -0.02, 0.08, 0.2), _paint_candle)
        self._top = 0.03 if fire else max(0.2, body.shoulder - 0.3)
        self._at = 0.48
        self._table = table(0.28, self._top, closed=False)
        self.room = (0.3, 0.8, 1.06)

    @property
    def _wick(self) -> Point:
        return self._at, self._top + (0.06 if self._fire else 0.12 if self._lantern else 0.16)

    def pose(self, now: Now) -> Pose:
        """Return a hand that brings the match to the wick and takes it away."""
        way = keyed(now.share, (0.12, 0.0), (0.36, 1.0), (0.5, 1.0), (0.68, 0.0))
        x, _ = self._wick
        near = (0.26 + (x - 0.16 - 0.26) * way, self._top + 0.16 + 0.1 * (1 - way) + 0.02 * way)
        return Pose(near, None, turn=2 + 4 * way, gait="kneel" if self._fire else "stand")

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the table, what is lit, and the match."""
        lit = now.way(0.42, 0.5)
        x, y = self._wick
        foot = self._top - 0.035
        if not self._fire:
            self._table.draw(sketch, self._at, 0.0)
        if lit > 0:
            flicker = 1 + 0.04 * sin(now.clock * 9)
            sketch.soft((x, y + 0.03), 0.5 * flicker, 0.5 * flicker, rgb("ffcf7a"), 0.5 * lit, shining=True)
        if self._lantern is not None:
            self._lantern.draw(sketch, x, foot)
            sketch.soft((x, foot + 0.15), 0.11, 0.14, rgb("ffe9a0"), 0.85 * lit, shining=True)
        elif self._fire:
            for log, lean in ((-0.13, 0.05), (0.13, 0.05), (0.0, 0.1)):
                sketch.line([(x + log, 0.0), (x - 0.6 * log, lean)], DEEP, 0.045)
            grown = now.way(0.42, 0.75)
            for index, across in enumerate((-0.07, 0.07, 0.0)):
                flame(sketch, (x + across, 0.02), (0.2 + 0.05 * index) * grown, now.clock, seed=index)
        else:
            self._candle.draw(sketch, x, foot)
            flame(sketch, (x, y - 0.005), 0.1 * lit, now.clock)
        burning = 1 - now.way(0.66, 0.72)
        at = now.near
        tip = at[0] + 0.13, at[1] + 0.03
        sketch.line([at, tip], rgb("d9a066"), 0.01)
        flame(sketch, tip, 0.06 * burning, now.clock, seed=3)
        smoke(sketch, tip, (now.share - 0.7) * now.seconds)
        hand(sketch, at, 0.03)
