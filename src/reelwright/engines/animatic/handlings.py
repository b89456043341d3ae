"""What one subject does to a thing, as the storyboard says it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class HandlingKind(StrEnum):
    """How a subject acts on a thing."""

    KICK = "kick"
    """Runs up and kicks it: it flies or rolls away."""
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
