"""`reelwright tasks list`: works on the database itself, whether a server is running or not."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from reelwright.cli.on_core import AsJson, on_core, shown_time
from reelwright.cli.output import put_json, put_table
from reelwright.config import Settings
from reelwright.domain.stats import TaskLine
from reelwright.domain.task import TaskStatus
from reelwright.store.fleet import FleetStore


def list_tasks(
    settings: Settings,
    status: Annotated[TaskStatus | None, typer.Option("--status", help="Only those in this state.")] = None,
    engine: Annotated[str | None, typer.Option("--engine", help="Only those of this engine.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000, help="How many at most.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List the tasks of the whole deployment, the newest first, whoever owns them."""
    found = on_core(settings, lambda core: FleetStore(core.pool).tasks(status, engine, limit))
    if as_json:
        put_json([asdict(task) for task in found])
        return
    head = ("ID", "STATUS", "%", "ENGINE", "MODEL", "KEY", "TRIES", "SUBMITTED", "TOOK", "WHY")
    put_table(head, (_row(task) for task in found))


def _row(task: TaskLine) -> tuple[object, ...]:
    return (
        task.id,
        task.status,
        task.progress,
        task.engine,
        task.model,
        task.key_name,
        task.attempt,
        shown_time(task.created_at),
        _took(task),
        (task.reason or "").replace("\n", " ")[:80],
    )


def _took(task: TaskLine) -> str | None:
    """Write for how long a task has been or was made, in seconds."""
    if task.started_at is None:
        return None
    return f"{((task.finished_at or datetime.now(UTC)) - task.started_at).total_seconds():.1f} s"
