"""The queue of jobs, on the same Postgres and the same connections as everything else.

One job runs one task. A task's row and its job are written in one transaction, so neither exists without the other.
"""

from __future__ import annotations

from typing import Final

from procrastinate import App, PsycopgConnector

from reelwright.store.database import Connection, Pool

RUN_TASK: Final = "reelwright.run_task"


def make_queue() -> App:
    """Return the queue, to be opened with `open_queue`; workers register their functions on it."""
    return App(connector=PsycopgConnector())


async def open_queue(queue: App, pool: Pool) -> None:
    """Let the queue work on `pool`."""
    await queue.open_async(pool)


def queue_of(engine: str) -> str:
    """Return the queue's name for tasks of one engine; a worker listens to those of the engines that it has."""
    return f"engine:{engine}"


async def defer_task(
    queue: App,
    connection: Connection,
    *,
    task_id: str,
    engine: str,
    priority: int = 0,
    lock: str | None = None,
) -> int:
    """Add the job that runs a task, inside the transaction that is open on `connection`, and return its id.

    priority: a signed 32-bit integer; higher runs sooner. lock: of the jobs with one lock, one runs at a time.
    """
    job = queue.configure_task(
        RUN_TASK,
        queue=queue_of(engine),
        priority=priority,
        lock=lock,
        connection=connection,
        allow_unknown=True,
    )
    return await job.defer_async(task_id=task_id)
