"""The task table. Every write by a worker is fenced by the attempt number: a superseded attempt changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Final

from psycopg import DatabaseError
from psycopg.types.json import Jsonb

from reelwright.domain.request import VideoRequest
from reelwright.domain.task import Task, TaskFailure, TaskFilter, TaskKind, TaskResult
from reelwright.errors import PaymentRequired, StaleAttempt
from reelwright.store.announcer import Announcer
from reelwright.store.database import Connection, Pool, fetch_all, fetch_one, transaction
from reelwright.store.named_sql import named_sql
from reelwright.store.queue import RUN_TASK, queue_of
from reelwright.store.rows import request_to_json, task_from_row

_SQL = named_sql("task")
SHARE: Final = 16
"""How far apart in virtual time two tasks of a key with weight 1 start."""
_LAST_TAG: Final = 2**31 - 1
_BALANCE_TOO_LOW: Final = "RW402"
"""The SQLSTATE with which the database refuses a hold."""


@dataclass(frozen=True, slots=True)
class NewTask:
    """What a submit writes.

    deadline: seconds from now at which an unfinished task fails. hold: USD held until the task ends.
    weight: of its key, 1 to 16: how many turns the key gets where others get one. running_cap: of its key.
    """

    id: str
    account_id: str
    key_id: str
    model: str
    engine: str
    request: VideoRequest
    seed: int
    public_url: str
    deadline: int
    hold: Decimal = Decimal(0)
    estimated_seconds: int | None = None
    warnings: tuple[str, ...] = ()
    weight: int = 1
    running_cap: int | None = None
    kind: TaskKind = TaskKind.VIDEO


class TaskStore:
    """Reads and writes tasks."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._announcer = Announcer(pool)

    async def add(self, new: NewTask) -> Task:
        """Write a task and its job; when this returns, both are durable.

        Raises PaymentRequired when the account's balance does not cover the hold.
        """
        async with self._pool.connection() as connection:
            task = await self.add_on(connection, new)
        self.announce(new)
        return task

    def announce(self, new: NewTask) -> None:
        """Wake a worker for a task that was added, after its commit."""
        self._announcer.tell(queue_of(new.engine))

    async def add_on(self, connection: Connection, new: NewTask) -> Task:
        """Write a task and its job on `connection`, in the transaction that is open there; `announce` it after the commit.

        Its place in the queue follows start-time fair queueing (Goyal, Vin and Cheng 1996), its key's weight counted in. No lock
        is taken: two submits of one key at the same instant may get the same tag, which costs nobody a turn. Of a key with a cap,
        every `running_cap`-th task shares a lock, and the queue runs one of a lock at a time.
        """
        values = {
            **{name: getattr(new, name) for name in NewTask.__dataclass_fields__},
            "request": Jsonb(request_to_json(new.request)),
            "warnings": Jsonb(list(new.warnings)),
            "share": max(1, SHARE // new.weight),
            "last_tag": _LAST_TAG,
            "queue": queue_of(new.engine),
            "job": RUN_TASK,
        }
        try:
            row = await (await connection.execute(_SQL["insert"], values)).fetchone()
        except DatabaseError as error:
            if error.sqlstate == _BALANCE_TOO_LOW:
                why = error.diag.message_primary or "the balance is too low"
                raise PaymentRequired(f"this video costs up to {new.hold} USD: {why}") from error
            raise
        if row is None:
            raise LookupError(new.id)
        return task_from_row(row)

    async def waiting(self, limit: int) -> int:
        """Return how many tasks wait for a worker, counted up to `limit`."""
        row = await fetch_one(self._pool, _SQL["waiting"], {"limit": limit})
        return int(row["n"]) if row else 0

    async def get(self, task_id: str, account_id: str) -> Task | None:
        """Return a task of an account, or None."""
        return _task(await fetch_one(self._pool, _SQL["get"], {"id": task_id, "account_id": account_id}))

    async def get_any(self, task_id: str) -> Task | None:
        """Return a task, whoever owns it; for workers and administrators."""
        return _task(await fetch_one(self._pool, _SQL["get_any"], {"id": task_id}))

    async def get_many(self, task_ids: Sequence[str], account_id: str) -> list[Task]:
        """Return those of the given tasks that belong to an account, in no order."""
        rows = await fetch_all(
            self._pool, _SQL["get_many"], {"ids": list(task_ids), "account_id": account_id}
        )
        return [task_from_row(row) for row in rows]

    async def page(self, account_id: str, which: TaskFilter) -> list[Task]:
        """Return a page of an account's tasks, newest first."""
        values = {**asdict(which), "account_id": account_id}
        return [task_from_row(row) for row in await fetch_all(self._pool, _SQL["list"], values)]

    async def claim(self, task_id: str) -> Task | None:
        """Begin an attempt; None when the task has ended meanwhile or is gone."""
        return _task(await fetch_one(self._pool, _SQL["claim"], {"id": task_id}))

    async def report_progress(self, task_id: str, attempt: int, progress: int) -> bool:
        """Record progress (0–100, never backwards) and return whether the caller has asked to cancel.

        Raises StaleAttempt when another attempt took over or the task has ended.
        """
        values = {"id": task_id, "attempt": attempt, "progress": progress}
        row = await fetch_one(self._pool, _SQL["progress"], values)
        if row is None:
            raise StaleAttempt(f"attempt {attempt} of {task_id} was superseded")
        return bool(row["cancel_requested"])

    async def excuse(self, task_id: str, attempt: int) -> int:
        """Do not hold this attempt against its task; return how many were excused by now. Raises StaleAttempt."""
        row = await fetch_one(self._pool, _SQL["excuse"], {"id": task_id, "attempt": attempt})
        if row is None:
            raise StaleAttempt(f"attempt {attempt} of {task_id} was superseded")
        return int(row["excused"])

    async def warn(self, task_id: str, attempt: int, warning: str) -> None:
        """Add a sentence to the task's warnings; a stale attempt adds nothing."""
        async with self._pool.connection() as connection:
            await connection.execute(_SQL["warn"], {"id": task_id, "attempt": attempt, "warning": warning})

    async def save_checkpoint(self, task_id: str, attempt: int, values: Mapping[str, Any]) -> None:
        """Merge values into the task's checkpoint, durably. Raises StaleAttempt."""
        stored = {"id": task_id, "attempt": attempt, "values": Jsonb(dict(values))}
        if await fetch_one(self._pool, _SQL["save_checkpoint"], stored) is None:
            raise StaleAttempt(f"attempt {attempt} of {task_id} was superseded")

    async def load_checkpoint(self, task_id: str) -> dict[str, Any]:
        """Return what this and earlier attempts saved."""
        row = await fetch_one(self._pool, _SQL["load_checkpoint"], {"id": task_id})
        return dict(row["checkpoint"]) if row else {}

    async def complete(
        self,
        task_id: str,
        attempt: int,
        result: TaskResult,
        *,
        cost: Decimal,
        completion_tokens: int,
        ttl: int,
    ) -> Task:
        """End the attempt with a result whose addresses work for `ttl` seconds. Raises StaleAttempt."""
        values = {
            "id": task_id,
            "attempt": attempt,
            "result": Jsonb(asdict(result)),
            "cost": cost,
            "completion_tokens": completion_tokens,
            "ttl": ttl,
        }
        return await self._end("complete", values)

    async def fail(self, task_id: str, attempt: int, failure: TaskFailure) -> Task:
        """End the attempt without a result; nothing is charged. Raises StaleAttempt."""
        return await self._end("fail", {"id": task_id, "attempt": attempt, "failure": Jsonb(asdict(failure))})

    async def cancel(self, task_id: str, attempt: int) -> Task:
        """End the attempt because its caller asked to. Raises StaleAttempt."""
        return await self._end("cancel", {"id": task_id, "attempt": attempt})

    async def request_cancel(self, task_id: str, account_id: str) -> Task | None:
        """Cancel a waiting task at once, ask a running one to stop; None when it has ended or is not there."""
        return _task(
            await fetch_one(self._pool, _SQL["request_cancel"], {"id": task_id, "account_id": account_id})
        )

    async def delete(self, task_id: str, account_id: str) -> Task | None:
        """Forget a task that has ended and return it; None when it hasn't ended or is not there."""
        return _task(await fetch_one(self._pool, _SQL["delete"], {"id": task_id, "account_id": account_id}))

    async def overdue(self) -> list[tuple[str, int]]:
        """Return (id, attempt) of unfinished tasks whose deadline has passed, at most a hundred."""
        return [(row["id"], row["attempt"]) for row in await fetch_all(self._pool, _SQL["overdue"], {})]

    async def with_expired_files(self) -> list[str]:
        """Return the ids of tasks whose result has expired and whose blobs are still there, at most a hundred."""
        return [row["id"] for row in await fetch_all(self._pool, _SQL["with_expired_files"], {})]

    async def files_removed(self, task_ids: Sequence[str]) -> None:
        """Remember that the blobs of tasks are gone."""
        async with self._pool.connection() as connection:
            await connection.execute(_SQL["files_removed"], {"ids": list(task_ids)})

    async def expired(self, keep: int) -> list[str]:
        """Return the ids of tasks that ended more than `keep` seconds ago, at most a hundred."""
        return [row["id"] for row in await fetch_all(self._pool, _SQL["expired"], {"keep": keep})]

    async def forget(self, task_ids: Sequence[str]) -> None:
        """Remove ended tasks for good."""
        async with self._pool.connection() as connection:
            await connection.execute(_SQL["forget"], {"ids": list(task_ids)})

    async def typical_seconds(self, model: str, resolution: str, duration: int) -> int | None:
        """Return the median run time of recent tasks of the same model, resolution and duration, or None."""
        values = {"model": model, "resolution": resolution, "duration": duration}
        row = await fetch_one(self._pool, _SQL["typical_seconds"], values)
        return None if row is None or row["seconds"] is None else max(1, round(row["seconds"]))

    async def _end(self, statement: str, values: dict[str, Any]) -> Task:
        async with transaction(self._pool) as connection:
            row = await (await connection.execute(_SQL[statement], values)).fetchone()
        if row is None:
            raise StaleAttempt(f"attempt {values['attempt']} of {values['id']} was superseded or has ended")
        return task_from_row(row)


def _task(row: dict[str, Any] | None) -> Task | None:
    return None if row is None else task_from_row(row)
