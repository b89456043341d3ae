"""Balls in the air and on the ground: juggling and dribbling."""

from __future__ import annotations

from collections.abc import Callable
from math import pi, sin
from typing import Final

import numpy as np

from reelwright.engines.animatic.stage.bench import Point, Sketch, artwork_prop, painted_prop
from reelwright.engines.animatic.stage.canvas import Canvas, Colour, mix, rgb
from reelwright.engines.animatic.stage.craft import Body, Craft, Now, Pose
from reelwright.engines.animatic.stage.crafts.pieces import hand

_TONES: Final = (rgb("e5383b"), rgb("2f8fe8"), rgb("ffc83d"))
_ROUND: Final = 1.65  # seconds from a throw of a ball to the next by the same hand
_HELD: Final = 0.38  # of the way from hand to hand that a ball is in a hand
_BEAT: Final = 0.72  # seconds from one bounce to the next


class Juggle(Craft):
    """Juggles three things in a cascade: each goes up from the inside of one hand and comes down at the outside of the other."""

    def __init__(self, body: Body, piece: str | None = None) -> None:
        super().__init__(body)
        wide = 0.17 if not body.four else 0.24
        self._low = body.shoulder - 0.17
        self._inside, self._outside = 0.5 * wide, 1.25 * wide
        self._high = 1.22 - self._low
        tall = 0.11 if piece is None else 0.15
        self._props = [
            artwork_prop(piece, tall, (0.0, 0.5))
            if piece
            else painted_prop((-0.056, -0.056, 0.056, 0.056), _ball(tone))
            for tone in _TONES
        ]
        self.room = (0.42, 0.42, 1.34)
        self.focus = (0.42, 0.42, self._low - 0.16, 1.32)

    def _hand(self, clock: float, side: int) -> Point:
        """Return where a hand is: it carries a ball inwards and goes back for the next."""
        late = 2 - _HELD if side > 0 else 1 - _HELD
        way = (2 * clock / _ROUND - late) % (2 / 3)
        if way < _HELD:
            share, dip = way / _HELD, -0.06
            x = self._outside + (self._inside - self._outside) * share
        else:
            share, dip = (way - _HELD) / (2 / 3 - _HELD), 0.02
            x = self._inside + (self._outside - self._inside) * share
        return side * x, self._low + dip * sin(pi * share)

    def _thrown(self, clock: float, number: int) -> tuple[int, float]:
        """Return from which side a ball comes, and how far it has flown, 0..1; 1 where it is in the other hand."""
        way = (2 * (clock / _ROUND + number / 3)) % 2
        return (1 if way < 1 else -1), min(1.0, (way % 1) / (1 - _HELD))

    def pose(self, now: Now) -> Pose:
        """Return hands that throw and catch."""
        sway = sin(now.clock * 2 * pi / _ROUND * 1.5)
        return Pose(self._hand(now.clock, 1), self._hand(now.clock, -1), turn=0.8 * sway, gait="stand")

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw what is in the hands and in the air."""
        for number, prop in enumerate(self._props):
            side, flown = self._thrown(now.clock, number)
            turn = 240 * (now.clock / _ROUND + number / 3)
            if flown < 1:
                x = side * (self._inside - (self._inside + self._outside) * flown)
                y = self._low + 0.04 + self._high * 4 * flown * (1 - flown)
                prop.draw(sketch, x, y, turn=turn % 360)
                continue
            x, y = now.near if side < 0 else now.far
            prop.draw(sketch, x, y + 0.045, turn=turn % 360)
        for at in (now.near, now.far):
            hand(sketch, at, 0.03)


def _ball(tone: Colour) -> Callable[[Canvas], None]:
    """Return what paints a ball with a light on it."""

    def paint(canvas: Canvas) -> None:
        canvas.ellipses(np.array([0.0, 0.0, 0.055, 0.055]), mix(tone, rgb("000000"), 0.18))
        canvas.ellipses(np.array([-0.004, -0.006, 0.048, 0.048]), tone)
        canvas.ellipses(np.array([-0.018, -0.022, 0.018, 0.014]), mix(tone, rgb("ffffff"), 0.6))

    return paint


class Dribble(Craft):
    """Bounces a ball on the ground with one hand, the knees a little bent."""

    room = (0.3, 0.55, 1.06)

    def __init__(self, body: Body, piece: str = "basketball") -> None:
        super().__init__(body)
        self._tall = 0.2
        self._at = 0.5 * body.ratio + 0.12 if body.four else 0.31 if body.aside else 0.3
        self._top = body.shoulder - 0.3 if body.hands else 0.32
        self._ball = artwork_prop(piece, self._tall, (0.0, 0.5))

    def _gone(self, now: Now) -> float:
        """Return how far the ball is above the ground: 0 there to 1 at the hand."""
        way = abs(2 * ((now.clock / _BEAT) % 1) - 1)
        return 1 - (1 - way) ** 2

    def pose(self, now: Now) -> Pose:
        """Return a hand that goes down with the ball and waits for it, and one that keeps others off."""
        high = self._top + 0.5 * self._tall
        push = max(0.35, self._gone(now))
        near = (self._at + 0.01, high + 0.03 - 0.2 * (1 - push))
        far = (0.3, self._top + 0.2) if self.body.aside else (-0.26, self._top + 0.06)
        return Pose(near, far, turn=7 + 1.5 * (1 - push), gait="crouch", lift=0.0)

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the ball, and the hand upon it."""
        low = 0.5 * self._tall
        up = low + (self._top - self._tall * 0.5) * self._gone(now)
        sketch.soft((self._at, 0.0), 0.13, 0.025, rgb("1c2130"), 0.34 * (1.2 - self._gone(now)))
        self._ball.draw(sketch, self._at, up, turn=(40 * now.clock) % 360)
        hand(sketch, now.near, 0.03)
