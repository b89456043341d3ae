"""What two subjects do with each other, as the storyboard says it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DuetKind(StrEnum):
    """How two subjects act on each other."""

    HUG = "hug"
    KISS = "kiss"
    FIGHT = "fight"
    """Fight, box, fence, duel: they lunge in turn, and whoever is hit recoils."""
    SHAKE_HANDS = "shake_hands"
    HIGH_FIVE = "high_five"
    HOLD_HANDS = "hold_hands"
    """Hand in hand; three or more make a ring."""
    LEAD = "lead"
    """One goes before and has the other on a rope."""
    DANCE = "dance"
    CHASE = "chase"
    RACE = "race"
    GIVE = "give"
    """The thing goes from one to the other and stays there."""
    FEED = "feed"
    """The thing goes to the other's mouth and is eaten."""
    PET = "pet"
    CATCH = "catch"
    """The thing flies back and forth: throw and catch, football, tennis."""
    PUSH = "push"
    TUG = "tug"
    """Both pull at one rope."""
    GAME = "game"
    """Both sit at a board, with the thing that bears it between them."""
    PLAY = "play"
    """Pounce on each other in fun."""
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Duet:
    """What a subject does with another: `to` is that one's index among the subjects of the shot, its own in a ring.

    thing: the index of what goes from one to the other, or None.
    """

    kind: DuetKind
    to: int
    thing: int | None = None
