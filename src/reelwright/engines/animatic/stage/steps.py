"""The steps of two who act on each other: what each of them does at a moment that both share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reelwright.engines.animatic.stage.act import smooth

Aim = Literal["out", "meet", "touch", "over", "sides"]
"""What a hand reaches for: the air ahead, the other's hand half way, the other's body, behind the other's back, or both sides."""


@dataclass(frozen=True, slots=True)
class Count:
    """A moment of a duet: `clock` seconds, `share` 0..1 of the shot, its `seconds`, and seconds per `beat` of the music."""

    clock: float
    share: float
    seconds: float
    beat: float


@dataclass(frozen=True, slots=True)
class Step:
    """What one of two does: lengths in mean heights of both, positive towards the other.

    ahead: from where both just touch. lift: off the ground, in own heights. lean: degrees of the whole body. tall: scale.
    near: change of nearness. spin: width multiplier of a turn. walks: 0..1, how much it is stepping. eyes, mouth: as in `Act`.
    drift: of the whole duet along the line from the first to the second. reach: 0..1, how far the hand has gone from hanging
    to its aim, see `Aim`. high: how high that is, in heights of the shoulder. far: of an arm in
    the air, the share of its length. both: whether both hands do so.
    """

    ahead: float = 0.0
    lift: float = 0.0
    lean: float = 0.0
    tall: float = 1.0
    near: float = 0.0
    spin: float = 1.0
    walks: float = 0.0
    eyes: float = 0.0
    mouth: float = 0.0
    drift: float = 0.0
    reach: float = 0.0
    aim: Aim = "out"
    high: float = 0.86
    far: float = 0.62
    both: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A moment of a duet as a whole: what the first and the second do, and what is drawn where they touch.

    mark: ``hearts``, ``flash``, ``rope`` or nothing, and its strength or age 0..1. thing: 0 with the first to 1 with the second.
    arc: how high the thing is above the straight way, in mean heights. eaten: 0 whole to 1 gone.
    """

    first: Step
    second: Step
    mark: str = ""
    push: float = 0.0
    thing: float = 0.0
    arc: float = 0.0
    eaten: float = 0.0


def approach(now: Count, apart: float, until: float) -> tuple[float, float]:
    """Return how far both still are from where they meet, and how much they step."""
    way = now.share / until
    steps = smooth(way / 0.15) * (1 - smooth((way - 0.85) / 0.15))
    return -apart * (1 - smooth(way)), max(0.0, steps)
