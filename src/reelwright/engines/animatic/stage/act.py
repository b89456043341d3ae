"""What a performer does at one moment, and the curves that actions are made of."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import pi

from reelwright.engines.animatic.stage.gait import Stride


@dataclass(frozen=True, slots=True)
class Speech:
    """A moment of somebody who has lines: `mouth` 0 shut to 1 wide open, `voice` 0 silent to 1 speaking, with soft edges.

    phrase: the number of the phrase that is being said, which decides the hand. way: 0..1, how far from the hand of the phrase
    before to that of this one.
    """

    mouth: float = 0.0
    voice: float = 0.0
    phrase: int = 0
    way: float = 1.0


@dataclass(frozen=True, slots=True)
class Beat:
    """A moment of one performer: `clock` in its own seconds, `share` 0..1 of the shot, `beat` seconds per beat of the music.

    moving: whether it travels. hanging: whether it is off the ground. limbed: whether its picture has limbs that move.
    pace: how far it goes in a second, and `gone` how far it has gone, in its own heights. arms: the sides, -1 left and 1
    right, on which it has an arm that it can raise. side: where it faces. four: whether it goes on four legs. speech: what it
    says just now, None for who has no lines. half: whether it is half a figure, which ends below the frame.
    """

    clock: float
    share: float
    seconds: float
    beat: float
    moving: bool
    hanging: bool
    limbed: bool = False
    pace: float = 0.0
    gone: float = 0.0
    arms: tuple[int, ...] = ()
    side: int = 1
    four: bool = False
    speech: Speech | None = None
    half: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """What a performer does to its picture, in heights of the performer.

    dx: sideways, towards where it faces. lift: off the ground. wide, tall: scale. turn: degrees, positive leans towards
    where it faces. lean: the head's shift towards where it faces, feet fixed. spin: width multiplier -1..1 of a turn about
    the upright axis. size: growth of the whole. near: change of nearness. cue: what is drawn beside it, and `push` 0..1 its
    strength. mouth: 0 as drawn to 1 wide open. eyes: 0 as drawn to 1 shut. stride: where its limbs are, if they move.
    """

    dx: float = 0.0
    lift: float = 0.0
    wide: float = 1.0
    tall: float = 1.0
    turn: float = 0.0
    lean: float = 0.0
    spin: float = 1.0
    size: float = 1.0
    near: float = 0.0
    cue: str = ""
    push: float = 0.0
    mouth: float = 0.0
    eyes: float = 0.0
    stride: Stride | None = None


def smooth(share: float) -> float:
    """Return 0..1 with a gentle start and end."""
    share = min(1.0, max(0.0, share))
    return share * share * (3 - 2 * share)


def keyed(at: float, *keys: tuple[float, float]) -> float:
    """Return the value at `at` on a path of (time, value) keys with gentle passages between them."""
    if at <= keys[0][0]:
        return keys[0][1]
    for (start, first), (end, last) in pairwise(keys):
        if at < end:
            return first + (last - first) * smooth((at - start) / (end - start))
    return keys[-1][1]


def squash(tall: float) -> tuple[float, float]:
    """Return (wide, tall) that keep the volume."""
    return tall**-0.7, tall


def wag(now: Beat, rate: float = 0.55, size: float = 0.7) -> Stride:
    """Return a tail that wags `rate` times a second while the rest stands still."""
    return Stride("rest", now.clock * 2 * pi * rate, size)
