"""What an upstream says about a job, and what a create came to, in words that are the same for all dialects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from reelwright.errors import TaskError


class Phase(StrEnum):
    """Where a job stands upstream. UNKNOWN: its word is none that is documented. GONE: it is not there (any more)."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class State:
    """One look at a job. word: the upstream's own. fraction: of the work, where it says so. body: all of it."""

    phase: Phase
    word: str = ""
    fraction: float | None = None
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A create was taken. id: the upstream's."""

    id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """This create was certainly not taken. error: what to say. again_after: seconds until the same may be sent again, or None.

    final: the same create was not taken earlier either, because it can never be: its body is what is wrong with it.
    """

    error: TaskError
    again_after: float | None = None
    final: bool = False


@dataclass(frozen=True, slots=True)
class Uncertain:
    """A create may have been taken. why: for the log and for a person who has to decide."""

    why: str
    again_after: float = 0.0


Outcome = Accepted | Refused | Uncertain


@dataclass(frozen=True, slots=True)
class Undecidable:
    """Looking for a create came to no end. why: what a person needs to know to decide."""

    why: str


class Settling(StrEnum):
    """How a dialect finds out what became of an uncertain create.

    LOOK_UP: by its reference. SEND_AGAIN: the same idempotency key never makes a second job. FREE: a second job costs nothing.
    """

    LOOK_UP = "look_up"
    SEND_AGAIN = "send_again"
    FREE = "free"
