"""The durable life of a request: its states, the legal moves between them, and what a finished one carries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from reelwright.domain.asset import ReviewedAsset
from reelwright.domain.request import VideoRequest


class TaskKind(StrEnum):
    """What a task makes: a video, or a decision on assets."""

    VIDEO = "video"
    REVIEW = "review"


class TaskStatus(StrEnum):
    """The five public words; no other is ever sent."""

    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def terminal(self) -> bool:
        """Whether the task can't change any more."""
        return self in _TERMINAL


_TERMINAL: Final = frozenset({TaskStatus.COMPLETED, TaskStatus.FAILED, TaskStatus.CANCELLED})

LEGAL_MOVES: Final[dict[TaskStatus, frozenset[TaskStatus]]] = {
    TaskStatus.PENDING: frozenset({TaskStatus.PROCESSING, TaskStatus.FAILED, TaskStatus.CANCELLED}),
    TaskStatus.PROCESSING: frozenset(_TERMINAL | {TaskStatus.PROCESSING}),
    TaskStatus.COMPLETED: frozenset(),
    TaskStatus.FAILED: frozenset(),
    TaskStatus.CANCELLED: frozenset(),
}
"""processing → processing is a new attempt taking over."""


@dataclass(frozen=True, slots=True)
class TaskFailure:
    """Why a task failed: `code` for machines, `message` for the caller, `param` the field at fault."""

    code: str
    message: str
    param: str | None = None


@dataclass(frozen=True, slots=True)
class TaskResult:
    """The video and what comes with it, as blob names, not addresses.

    duration: seconds, frames/fps. sha256: of the MP4. The optional names are absent when not asked for or not made.
    """

    video: str
    width: int
    height: int
    frames: int
    fps: int
    duration: float
    has_audio: bool
    size_bytes: int
    sha256: str
    thumbnail: str | None = None
    last_frame: str | None = None
    storyboard: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One task as its row holds it.

    seed: the seed in use, drawn at submit when the caller gave none. attempt: how many workers have tried.
    excused: how many of these attempts are not held against it: handed back at a restart, or ended by a fault of the server.
    public_url: the base of every address in answers about this task, as the caller reached the server at submit.
    estimated_seconds: from this server's own history, None while there is none.
    expires_at: when the result's addresses stop working. deadline_at: when it fails if it is not finished.
    version: counts visible changes; the id of its server-sent events.
    review: what became of each asset, once a review has ended.
    """

    id: str
    account_id: str
    key_id: str
    model: str
    engine: str
    request: VideoRequest
    seed: int
    status: TaskStatus
    progress: int
    attempt: int
    created_at: datetime
    public_url: str
    cancel_requested: bool = False
    started_at: datetime | None = None
    finished_at: datetime | None = None
    expires_at: datetime | None = None
    deadline_at: datetime | None = None
    estimated_seconds: int | None = None
    warnings: tuple[str, ...] = ()
    failure: TaskFailure | None = None
    result: TaskResult | None = None
    cost: Decimal | None = None
    completion_tokens: int | None = None
    version: int = 1
    excused: int = 0
    kind: TaskKind = TaskKind.VIDEO
    review: tuple[ReviewedAsset, ...] | None = None


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Which of an account's tasks a list shows; `before` is the id after which the page begins."""

    status: TaskStatus | None = None
    model: str | None = None
    created_from: datetime | None = None
    created_until: datetime | None = None
    before: str | None = None
    limit: int = 20
