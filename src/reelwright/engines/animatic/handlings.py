"""What one subject does to a thing, as the storyboard says it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class HandlingKind(StrEnum):
    """How a subject acts on a thing."""

    KICK = "kick"
    """Runs up and kicks it: it flies or rolls away."""
    THROW = "throw"
    """Draws an arm back and throws it: it flies on an arc, glides, or goes straight."""
    HIT = "hit"
    """Swings a club, a racket or a bat at it."""
    SHOOT = "shoot"
    """Leaps and throws it at a hoop."""
    ROLL = "roll"
    """Sends it along the ground, with a hand, a paw or the nose."""
    KNOCK = "knock"
    """Pushes it over the edge of a table: it falls, and may break."""
    DROP = "drop"
    """Lets it fall out of the hand."""
    RELEASE = "release"
    """Lets go of it, and it rises or flies away."""
    LIFT = "lift"
    """Brings it up from the ground over the head."""
    CATCH = "catch"
    """Takes it out of the air."""
    PULL = "pull"
    """Walks ahead of it and has it by a rope, a pole or a handle."""
    PUSH = "push"
    """Walks behind it, with both hands on it."""


@dataclass(frozen=True, slots=True)
class Handling:
    """What a subject does to a thing: `thing` is that one's index among the subjects of the shot.

    to: the index of where the thing goes, or of what it is done at (a goal, a table), or None.
    """

    kind: HandlingKind
    thing: int
    to: int | None = None
