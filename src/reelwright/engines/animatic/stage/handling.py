"""What one does to a thing, moment by moment: what both do, in the measures of whoever does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import pi
from typing import Final

from reelwright.engines.animatic.handlings import HandlingKind
from reelwright.engines.animatic.stage.act import keyed
from reelwright.engines.animatic.stage.gait import Bent
from reelwright.engines.animatic.stage.legs import Angles
from reelwright.engines.animatic.stage.reaching import Arm
from reelwright.engines.animatic.stage.steps import Count, Step


@dataclass(frozen=True, slots=True)
class Layout:
    """What stays the same through a shot, in heights of the handler, ahead of its place and up from the ground.

    high, wide: of the thing. body: width of the handler. hand: where a hand ahead is, held out. room: how far ahead there is
    anything to be seen. aim: how far ahead the middle of the aim is, and its height, if there is one. legs: whether the handler
    has two legs, or four, seen from the side, that can do something of their own. foot: how far ahead a leg meets what it
    kicks. arm: the arm with which it reaches ahead. rolls: whether the thing is round. art: the thing's piece. going: heights
    that the handler walks in the whole shot. water: whether there is water behind the handler.
    """

    high: float
    wide: float
    body: float
    hand: tuple[float, float]
    room: float
    aim: tuple[float, float] | None
    legs: bool
    four: bool
    arm: Arm | None
    rolls: bool
    art: str
    going: float = 0.0
    water: bool = False
    foot: float = 0.3

    @property
    def arms(self) -> bool:
        """Whether the handler has an arm that reaches."""
        return self.arm is not None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a thing is: `ahead` is its middle, `up` its lowest point, in heights of the handler from the handler's place.

    turn: degrees forward about its middle. size: scale. tall: of its height alone. near: nearer than the handler. held: 0..1, how
    far it is in the hand rather than there. grip: what of it the hand has, heights of the thing ahead of its middle and up from
    its foot. rolled: heights of the handler that its wheels have rolled. gone: whether it may leave the frame. hidden:
    whether it is not to be seen.
    """

    ahead: float = 0.0
    up: float = 0.0
    turn: float = 0.0
    size: float = 1.0
    tall: float = 1.0
    near: float = 0.004
    held: float = 0.0
    grip: tuple[float, float] = (0.0, 0.5)
    rolled: float = 0.0
    gone: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Handled:
    """A moment of a handling: what the handler does, where the thing is, and how the aim gives way.

    step: lengths in heights of the handler, from its place. hand: what its hand reaches for where `step.aim` is ``touch``, as a
    `Spot` is measured. legs: the near and the far leg, `own` 0..1 how far they do so. arms: the near and the far arm. swell:
    scale of the aim's width, and `tilt` degrees by which it is turned. mark: what is drawn besides: ``rope`` from the hand to the
    thing, ``shards`` where it broke, ``splash`` where it sank, ``club``, ``racket``, ``bat`` or ``stick`` in the hand; `push` is
    the age of that, and for what is in the hand its degrees forward from hanging down.
    """

    step: Step
    spot: Spot
    hand: tuple[float, float] | None = None
    legs: tuple[Angles, Angles] | None = None
    own: float = 0.0
    arms: tuple[Bent | None, Bent | None] = (None, None)
    swell: float = 1.0
    tilt: float = 0.0
    mark: str = ""
    push: float = 0.0


Handle = Callable[[Count, Layout], Handled]
"""What is done at a moment: a function of the moment and of what stays the same."""


@dataclass(frozen=True, slots=True)
class Flight:
    """A thing in the air, thrown or kicked: from a point to another, in heights of the handler, on a parabola.

    `seconds` long, `rise` the height of its top above the straight way; then it bounces and rolls `on` so far, slower and slower.
    """

    start: tuple[float, float]
    end: tuple[float, float]
    seconds: float
    rise: float
    on: float = 0.0
    bounces: tuple[float, ...] = field(default=(0.28, 0.09))

    def at(self, after: float) -> tuple[float, float]:
        """Return where it is `after` seconds, ahead and up."""
        if after <= 0:
            return self.start
        (x, y), (end, low) = self.start, self.end
        if after < self.seconds:
            way = after / self.seconds
            return x + (end - x) * way, y + (low - y) * way + self.rise * 4 * way * (1 - way)
        late, top = after - self.seconds, low
        for part in self.bounces:
            long = self.seconds * part**0.5
            if late < long:
                hop = late / long
                top = low + self.rise * part * 4 * hop * (1 - hop)
                break
            late -= long
        slow = 1 - 2 ** (-(after - self.seconds) / 0.35)
        return end + self.on * slow, top


def turned(way: float, high: float) -> float:
    """Return the degrees by which a ball `high` across turns on its `way`, both in the same measure."""
    return way / max(0.01, high) * 360 / pi


_SHARES: Final = {HandlingKind.CATCH: 0.42, HandlingKind.RELEASE: 0.3, HandlingKind.LIFT: 0.3}


def contact(now: Count, kind: HandlingKind | None = None) -> float:
    """Return the second at which somebody touches a thing, or lets it go: early in a short shot, and not late in a long one."""
    share = _SHARES.get(kind, 0.34) if kind is not None else 0.34
    return min(2.2, max(0.8, share * now.seconds), 0.6 * now.seconds)


def swung(at: float, hit: float, back: float, forth: float, rest: float = 0.0) -> float:
    """Return a value that is drawn `back` before the second `hit`, snaps through to `forth` after it, and comes to `rest`."""
    return keyed(
        at, (hit - 0.62, rest), (hit - 0.16, back), (hit + 0.12, forth), (hit + 0.3, forth * 0.9), (hit + 0.85, rest)
    )  # fmt: skip
