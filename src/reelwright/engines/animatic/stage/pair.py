"""Two who act on each other, face to face or one behind the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import pi, sin

import numpy as np

from reelwright.engines.animatic.duets import Duet, DuetKind
from reelwright.engines.animatic.stage.blend import Scratch
from reelwright.engines.animatic.stage.camera import Camera
from reelwright.engines.animatic.stage.canvas import Pixels
from reelwright.engines.animatic.stage.choreography import figure
from reelwright.engines.animatic.stage.marks import draw_mark
from reelwright.engines.animatic.stage.mover import Moment
from reelwright.engines.animatic.stage.partner import Partner
from reelwright.engines.animatic.stage.steps import Count, Figure, Step

_OVERLAPS = {
    DuetKind.HUG: 0.34, DuetKind.SHAKE_HANDS: 0.08, DuetKind.HIGH_FIVE: 0.08, DuetKind.FIGHT: 0.1, DuetKind.PET: 0.14,
    DuetKind.FEED: 0.12, DuetKind.GIVE: 0.1, DuetKind.HOLD_HANDS: 0.06, DuetKind.RACE: 0.75, DuetKind.PUSH: 0.06,
    DuetKind.TALK: -0.3,
}  # fmt: skip
"""How far they overlap where they touch, as a share of the narrower one's width; below 0 they keep apart."""
_GRIPS = {DuetKind.SHAKE_HANDS: 0.86, DuetKind.HIGH_FIVE: 0.8, DuetKind.HOLD_HANDS: 0.5}
"""How far an arm is stretched whose hand meets another, as a share of its length."""
_BOARD = 0.62  # mean heights between two who sit at a board


class Pair:
    """Two who act on each other; the first has the duet."""

    def __init__(self, duet: Duet, first: Partner, second: Partner, leads: Partner) -> None:
        self.kind, self.first, self.second = duet.kind, first, second
        follows = second if leads is first else first
        self._axis = (
            first.side
            if duet.kind in (DuetKind.CHASE, DuetKind.RACE, DuetKind.LEAD) or first.side == second.side
            else (1 if first.subject.place <= second.subject.place else -1)
        )
        if duet.kind is DuetKind.LEAD:
            self._axis = -self._axis
        x = (first.place()[0] + second.place()[0]) / 2
        span, near = self._span(), leads.near
        middle = leads.place()[1] - leads.tall / 2
        for partner, side in ((first, -1), (second, 1)):
            partner.stand(x + side * self._axis * span / 2, near, partner.tall, middle + partner.tall / 2)
            partner.together = self
        follows.near += 0.002
        follows.slot, follows.guide = 1, leads
        follows.keep_step_with(leads)
        self._last: tuple[Moment, Figure] | None = None
        self.kicks = False

    def backed(self, partner: Partner, others: Sequence[Partner]) -> None:
        """Let others of the same subject do as a partner does, a moment later, in a row behind it."""
        away = self._axis * (-1 if partner is self.first else 1)
        gap = 0.8 * partner.ratio * partner.tall / (1 + 0.1 * len(others))
        x, hang = partner.place()
        leads = partner.guide or partner
        for number, other in enumerate(others, 1):
            near = leads.near + 0.05 * (1 - 2 * (number % 2)) * (1 if number < 3 else 1.6)
            other.stand(x + away * gap * number, near, partner.tall * (0.95 + 0.1 * (number % 2)), hang)
            other.together, other.guide = Echo(self, partner, other, 0.29 * number), leads
            other.keep_step_with(leads)

    def _span(self) -> float:
        """Return how far apart their middles are where they touch, in world units."""
        one, other = self.first, self.second
        wide = one.ratio * one.tall, other.ratio * other.tall
        if self.kind is DuetKind.KISS:
            lean = sin(7 * pi / 180)
            return float(sum((who.muzzle[0] + lean * who.muzzle[1]) * who.tall for who in (one, other)))
        if self.kind in _GRIPS and one.side != other.side:
            return self._grip(one) + self._grip(other)
        if self.kind is DuetKind.GAME:
            return float(sum(wide)) / 2 + _BOARD * self._unit
        return float(sum(wide)) / 2 - float(_OVERLAPS.get(self.kind, 0.0) * min(wide))

    def _grip(self, who: Partner) -> float:
        """Return how far ahead of somebody's middle a hand is that meets another's, in world units."""
        arm, share = who.arm, _GRIPS.get(self.kind, 0.86)
        return who.tall * (arm.ahead + share * arm.length if arm else 0.46 * who.ratio)

    def target(self, partner: Partner, moment: Moment) -> tuple[float, float] | None:
        """Return what a partner's hand is to reach, in world units ahead of its middle and up from its foot, or None."""
        now = self.figure(moment)
        mine, other = now.first, self.second
        if partner is not self.first:
            mine, other = now.second, self.first
        if mine.aim == "out" or partner.arm is None:
            return None
        apart = self._span() - self._unit * (self.ahead(now.first) + self.ahead(now.second))
        shoulder = partner.arm.up * partner.tall * mine.high
        if mine.aim == "meet":
            theirs = (other.arm.up if other.arm else 0.55) * other.tall * mine.high
            return apart * self._grip(partner) / (self._grip(partner) + self._grip(other)), (
                shoulder + theirs
            ) / 2
        if mine.aim == "over":
            return apart + 0.06 * other.tall, min(shoulder, 0.68 * other.tall)
        return apart - 0.3 * other.ratio * other.tall, min(shoulder, 0.84 * other.tall)

    def ahead(self, step: Step) -> float:
        """Return how far somebody has come towards the other, in mean heights."""
        # dancers stand where the other began when they are half way round
        return step.ahead * (self._span() / self._unit / 0.55 if self.kind is DuetKind.DANCE else 1.0)

    @property
    def _unit(self) -> float:
        return (self.first.tall + self.second.tall) / 2

    def later(self, moment: Moment, late: float) -> Figure:
        """Return what both did `late` seconds before a moment."""
        seconds, beat = self.first.beat
        share = max(0.0, moment.share - late / seconds)
        return figure(self.kind, Count(moment.clock - late, share, seconds, beat))

    def figure(self, moment: Moment) -> Figure:
        """Return what both do at a moment."""
        if self._last is None or self._last[0] is not moment:
            seconds, beat = self.first.beat
            self._last = (moment, figure(self.kind, Count(moment.clock, moment.share, seconds, beat)))
        return self._last[1]

    def step_of(self, partner: Partner, moment: Moment) -> tuple[float, Step]:
        """Return how far a partner is from its own place, in world units to the right, and what it does."""
        return self.step_at(partner, self.figure(moment))

    def step_at(self, partner: Partner, now: Figure) -> tuple[float, Step]:
        """Return the same for a moment of the duet."""
        step, toward = (now.first, 1) if partner is self.first else (now.second, -1)
        step = replace(step, reach=0.0) if self.kicks else step
        return self._axis * self._unit * (toward * self.ahead(step) + step.drift), step

    def draw(self, slot: int, frame: Pixels, camera: Camera, moment: Moment, scratch: Scratch) -> None:
        """Draw the partner that is `slot`-th from the farthest, and after the last what is seen where they touch."""
        now = self.figure(moment)
        order = [self.first, self.second] if now.first.near <= now.second.near else [self.second, self.first]
        if now.first.near == now.second.near and self.first.slot == 1:
            order.reverse()
        order[slot].draw_alone(frame, camera, moment, scratch)
        if slot == 1 and now.mark and now.push > 0.02:
            self._mark(frame, camera, moment, now)

    def _mark(self, frame: Pixels, camera: Camera, moment: Moment, now: Figure) -> None:
        height, width = frame.shape[:2]
        held = now.mark in ("rope", "leash")
        ends, tops = [], []
        for who in (self.first, self.second):
            ahead, up = who.hand(moment) if held else (0.46 * who.ratio, 0.6)
            if now.mark == "leash":
                ahead, up = (
                    (-0.3 * who.ratio, 0.48) if who is self.first else (0.8 * who.muzzle[0], who.muzzle[1])
                )
            ends.append(who.point(camera, moment, height, width, ahead, up))
            tops.append(who.point(camera, moment, height, width, 0.0, 1.0))
        striker = self.first if now.first.lean >= now.second.lean else self.second
        if now.mark == "flash" and striker.arm:
            ends = [striker.point(camera, moment, height, width, *striker.hand(moment))] * 2
        size = float(np.mean([who.tall for who in (self.first, self.second)])) * height
        draw_mark(frame, now.mark, (ends[0], ends[1]), (tops[0], tops[1]), size, moment.clock, now.push)


class Echo:
    """One of several who do as a partner does, a little later."""

    def __init__(self, pair: Pair, partner: Partner, own: Partner, late: float) -> None:
        self._pair, self._partner, self._own, self._late = pair, partner, own, late

    def step_of(self, partner: Partner, moment: Moment) -> tuple[float, Step]:
        """Return how far it is from its own place, in world units to the right, and what it does."""
        return self._pair.step_at(self._partner, self._pair.later(moment, self._late))

    def target(self, partner: Partner, moment: Moment) -> tuple[float, float] | None:
        """Return nothing: its hands are lost behind the others."""
        return None

    def draw(self, slot: int, frame: Pixels, camera: Camera, moment: Moment, scratch: Scratch) -> None:
        """Draw it where it stands: it changes places with nobody."""
        self._own.draw_alone(frame, camera, moment, scratch)
