"""The shots of a video as they are drawn and heard: longer than the storyboard says, by what they share in dissolves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from reelwright.engines.animatic.plan import Shot, ShotSource, Transition

DISSOLVE: Final = 12
"""Frames over which one shot dissolves into the next."""


@dataclass(frozen=True, slots=True)
class Lapped:
    """A shot, longer by the frames that it lends to dissolves: `lead` with the shot before, `tail` with the one after.

    Whatever depends on when a shot begins, its clock and its random numbers, goes by that shot: what is drawn and what is heard
    would else part by half a dissolve.
    """

    shot: Shot
    lead: int
    tail: int


def lapped(shots: Sequence[Shot]) -> Iterator[Lapped]:
    """Yield each shot with what it lends to dissolves, in order."""
    overlaps = [0, *(_overlap(before, after) for before, after in pairwise(shots)), 0]
    for shot, (lead, tail) in zip(shots, pairwise(overlaps), strict=True):
        yield Lapped(replace(shot, start=shot.start - lead // 2, end=shot.end + tail // 2), lead, tail)


def _overlap(before: Shot, after: Shot) -> int:
    """Return the frames, an even number, that two shots share; a short shot gives no more than a third of itself to each side."""
    # A moving picture that comes to a stop as a still one settles: a cut would show it jump back to where it began.
    # A picture that is led up to, `photo_frames` ends with the picture itself.
    leads_up = before.source is ShotSource.PHOTO and before.start > 0
    settles = after.source is ShotSource.HOLD and before.media[:1] == after.media[:1] != () and not leads_up
    if before.transition is not Transition.DISSOLVE and not settles:
        return 0
    return min(DISSOLVE, before.frames // 3 * 2, after.frames // 3 * 2)
