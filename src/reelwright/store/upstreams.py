"""What only forwarded tasks need: to move between engines, to wait for a person, and to keep within an upstream's budget."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from procrastinate import App
from psycopg.types.json import Jsonb

from reelwright.domain.task import TaskFailure
from reelwright.errors import StaleAttempt
from reelwright.store.database import Pool, fetch_all, fetch_one, transaction
from reelwright.store.named_sql import named_sql
from reelwright.store.queue import RUN_TASK, defer_task, queue_of

_SQL = named_sql("upstream")


@dataclass(frozen=True, slots=True)
class Parked:
    """A task that waits for a person. intent: the reference under which, and when (Unix seconds), it was submitted."""

    id: str
    engine: str
    since: datetime
    reason: str
    intent: dict[str, Any] | None


class UpstreamStore:
    """Moves, parks and counts what is forwarded."""

    def __init__(self, pool: Pool, queue: App) -> None:
        self._pool = pool
        self._queue = queue

    async def move(self, task_id: str, attempt: int, engine: str, warning: str) -> None:
        """Give an attempt's task to another engine, with a fresh checkpoint and a new job, in one transaction.

        Raises StaleAttempt when another attempt took over or the task has ended.
        """
        values = {
            "id": task_id,
            "attempt": attempt,
            "engine": engine,
            "warning": warning,
            "queue": queue_of(engine),
            "job": RUN_TASK,
        }
        async with transaction(self._pool) as connection:
            row = await (await connection.execute(_SQL["move"], values)).fetchone()
            if row is None:
                raise StaleAttempt(f"attempt {attempt} of {task_id} was superseded")
            await connection.execute(_SQL["set_job"], {"id": task_id, "job": row["job"]})

    async def park(self, task_id: str, attempt: int, reason: str, warning: str) -> None:
        """Leave a task to a person: no worker touches it until `resume` or `give_up`. Raises StaleAttempt."""
        values = {"id": task_id, "attempt": attempt, "reason": reason, "warning": warning}
        if await fetch_one(self._pool, _SQL["park"], values) is None:
            raise StaleAttempt(f"attempt {attempt} of {task_id} was superseded")

    async def parked(self) -> list[Parked]:
        """Return the tasks that wait for a person, oldest first, at most 500."""
        rows = await fetch_all(self._pool, _SQL["parked"], {})
        return [
            Parked(row["id"], row["engine"], row["parked_at"], row["parked_reason"], row["intent"])
            for row in rows
        ]

    async def resume(self, task_id: str, upstream_id: str) -> bool:
        """Let a parked task go on with the job that a person found upstream; False when it is not parked."""
        async with transaction(self._pool) as connection:
            values = {"id": task_id, "upstream_id": upstream_id}
            row = await (await connection.execute(_SQL["unpark"], values)).fetchone()
            if row is None:
                return False
            job = await defer_task(self._queue, connection, task_id=task_id, engine=row["engine"])
            await connection.execute(_SQL["set_job"], {"id": task_id, "job": job})
        return True

    async def give_up(self, task_id: str, failure: TaskFailure) -> bool:
        """End a parked task without a result; False when it is not parked."""
        values = {"id": task_id, "failure": Jsonb(asdict(failure))}
        async with transaction(self._pool) as connection:
            return await (await connection.execute(_SQL["fail_parked"], values)).fetchone() is not None

    async def hear(self, task_id: str, upstream_id: str | None) -> None:
        """Wake whoever follows a task, and keep the id that its upstream names while there is none.

        A task that was parked goes back to a worker: with the id it can find out what a person would have had to.
        """
        values = {"id": task_id, "upstream_id": upstream_id}
        async with transaction(self._pool) as connection:
            row = await (await connection.execute(_SQL["hear"], values)).fetchone()
            if row is not None and row["parked"]:
                job = await defer_task(self._queue, connection, task_id=task_id, engine=row["engine"])
                await connection.execute(_SQL["set_job"], {"id": task_id, "job": job})
            await connection.execute(_SQL["tell"], values)

    async def spent(self, upstream: str) -> Decimal:
        """Return what an upstream will bill for today (UTC), in USD."""
        row = await fetch_one(self._pool, _SQL["spent"], {"upstream": upstream, "task_id": ""})
        return Decimal(0) if row is None else Decimal(row["amount"])

    async def pay(self, upstream: str, task_id: str, amount: Decimal, budget: Decimal | None) -> bool:
        """Note what an upstream will bill for a task, once per task; False when the day's budget does not cover it."""
        values = {"upstream": upstream, "task_id": task_id, "amount": amount}
        async with transaction(self._pool) as connection:
            if budget is not None:
                # One at a time, so that many submits at once can't overspend together.
                await connection.execute(_SQL["lock_day"], values)
                row = await (await connection.execute(_SQL["spent"], values)).fetchone()
                if row is not None and row["amount"] + amount > budget:
                    return False
            await connection.execute(_SQL["pay"], values)
        return True

    async def unpay(self, upstream: str, task_id: str) -> None:
        """Forget what an upstream would have billed for a task: nothing came of it there."""
        async with self._pool.connection() as connection:
            await connection.execute(_SQL["unpay"], {"upstream": upstream, "task_id": task_id})

    async def pause(self, upstream: str, seconds: float, reason: str) -> None:
        """Let submits avoid an upstream for a while."""
        values = {"upstream": upstream, "seconds": seconds, "reason": reason}
        async with self._pool.connection() as connection:
            await connection.execute(_SQL["pause"], values)

    async def paused(self) -> dict[str, str]:
        """Return the upstreams that submits avoid now, and why."""
        rows = await fetch_all(self._pool, _SQL["paused"], {})
        return {row["upstream"]: row["reason"] for row in rows}
