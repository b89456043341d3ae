"""What a deployment has waiting and running, and who works on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class QueueState:
    """The unfinished tasks of one engine. oldest_seconds: age of the one that waits longest, 0 when none does."""

    engine: str
    waiting: int
    running: int
    parked: int
    oldest_seconds: float


@dataclass(frozen=True, slots=True)
class LiveWorker:
    """A worker that has shown itself lately. name: host and process. slots: renders at a time."""

    name: str
    version: str
    engines: tuple[str, ...]
    slots: int
    started_at: datetime
    silent_seconds: float


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task as an operator sees it. reason: why it failed, or why it waits for a person."""

    id: str
    status: str
    progress: int
    engine: str
    model: str
    key_name: str
    attempt: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Stats:
    """All of it, at one moment. ended_last_hour: tasks by how they ended."""

    queues: tuple[QueueState, ...]
    workers: tuple[LiveWorker, ...]
    webhooks_waiting: int
    ended_last_hour: dict[str, int]
