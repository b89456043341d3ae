"""Jobs of the queue, as workers and housekeeping see them. Whoever was superseded changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from procrastinate import App

from reelwright.store.database import Pool, fetch_all, fetch_one, transaction
from reelwright.store.named_sql import named_sql
from reelwright.store.queue import RUN_TASK, defer_task

_SQL = named_sql("job")


class JobStore:
    """Ends jobs, hands them back and finds those that nobody runs."""

    def __init__(self, pool: Pool, queue: App) -> None:
        self._pool = pool
        self._queue = queue

    async def finish(self, job_id: int, worker_id: int) -> bool:
        """Remove a job that a worker has done; False when it was taken over meanwhile."""
        row = await fetch_one(self._pool, _SQL["finish"], {"id": job_id, "worker": worker_id})
        return row is not None

    async def give_back(self, job_id: int, worker_id: int, delay: float = 0) -> bool:
        """Let a job run again after `delay` seconds; False when it was taken over meanwhile."""
        values = {"id": job_id, "worker": worker_id, "delay": delay}
        return await fetch_one(self._pool, _SQL["give_back"], values) is not None

    async def newest_worker(self) -> int:
        """Return the id of the worker that registered last; ids only grow."""
        row = await fetch_one(self._pool, _SQL["newest_worker"], {})
        return 0 if row is None else int(row["id"])

    async def stalled(self, silence: float) -> list[int]:
        """Return the ids of running jobs whose worker has given no heartbeat for `silence` seconds."""
        values = {"name": RUN_TASK, "silence": silence}
        return [row["id"] for row in await fetch_all(self._pool, _SQL["stalled"], values)]

    async def of_workers_up_to(self, worker_id: int) -> list[int]:
        """Return the ids of running jobs of the workers up to this one."""
        values = {"name": RUN_TASK, "worker": worker_id}
        return [row["id"] for row in await fetch_all(self._pool, _SQL["of_workers_up_to"], values)]

    async def take_over(self, job_ids: Sequence[int]) -> int:
        """Let jobs of dead workers run again; return how many."""
        return len(await fetch_all(self._pool, _SQL["take_over"], {"ids": list(job_ids)}))

    async def adopt_lost(self) -> list[str]:
        """Give new jobs to unfinished tasks that have none, at most a hundred, and return their ids.

        A task and its job are written together and the job goes after the task has ended, so there should be none.
        """
        adopted = []
        for row in await fetch_all(self._pool, _SQL["lost"], {}):
            async with transaction(self._pool) as connection:
                cursor = await connection.execute(_SQL["lock_lost"], {"id": row["id"]})
                if await cursor.fetchone() is None:
                    continue
                job = await defer_task(self._queue, connection, task_id=row["id"], engine=row["engine"])
                await connection.execute(_SQL["set_job"], {"id": row["id"], "job": job})
                adopted.append(row["id"])
        return adopted
