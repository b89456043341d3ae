"""Housekeeping that can't wait: work of dead workers taken over, tasks ended at their deadline.

Every worker has a janitor; an advisory lock lets one of them sweep at a time.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from reelwright import metrics
from reelwright.domain.task import TaskFailure
from reelwright.errors import StaleAttempt, TaskError
from reelwright.store.database import Pool, transaction
from reelwright.store.jobs import JobStore
from reelwright.store.tasks import TaskStore
from reelwright.worker.patience import is_infrastructure

log = logging.getLogger(__name__)

SWEEP_SECONDS: Final = 7.0
SILENCE_SECONDS: Final = 15.0
"""Three heartbeats. With two sweeps that must agree, work of a killed worker goes on after half a minute at most."""
_LOCK: Final = 7_210_354_019
_TOO_LATE: Final = "the task was not finished before its deadline; submit the request again"


class Janitor:
    """Sweeps for as long as it runs."""

    def __init__(
        self,
        pool: Pool,
        jobs: JobStore,
        tasks: TaskStore,
        *,
        dead_workers: int = 0,
    ) -> None:
        """dead_workers: queue workers up to this id are known to be dead."""
        self._pool = pool
        self._jobs = jobs
        self._tasks = tasks
        self._dead_workers = dead_workers
        self._suspects: set[int] = set()

    async def run(self) -> None:
        """Sweep again and again; ends only by cancellation."""
        while True:
            await self._guarded(self.sweep)
            await asyncio.sleep(SWEEP_SECONDS)

    async def sweep(self) -> None:
        """Do once what is due, unless another janitor is just doing it."""
        async with transaction(self._pool) as connection:
            cursor = await connection.execute("SELECT pg_try_advisory_xact_lock(%s) AS ours", [_LOCK])
            row = await cursor.fetchone()
            if row is None or not row["ours"]:
                return
            # One that fails does not keep the others from being done.
            for duty in (self.take_over, self.end_overdue, self.adopt_lost):
                await self._guarded(duty)

    async def take_over(self) -> None:
        """Let jobs of dead workers run again."""
        if self._dead_workers:
            known = await self._jobs.of_workers_up_to(self._dead_workers)
            self._dead_workers = 0
        else:
            known = []
        # A database or a laptop that slept makes every heartbeat look old for a moment: only who stays silent is dead.
        stalled = set(await self._jobs.stalled(SILENCE_SECONDS))
        dead = [*known, *(stalled & self._suspects)]
        self._suspects = stalled - set(dead)
        if dead:
            count = await self._jobs.take_over(dead)
            metrics.TAKEN_OVER.inc(count)
            log.warning("jobs_taken_over", extra={"jobs": count})

    async def end_overdue(self) -> None:
        """Fail tasks whose deadline has passed; whoever is at work on one sees it and stops."""
        for task_id, attempt in await self._tasks.overdue():
            try:
                await self._tasks.fail(task_id, attempt, TaskFailure(TaskError.wire_code, _TOO_LATE))
            except StaleAttempt:
                continue
            log.warning("task_overdue", extra={"task": task_id, "attempt": attempt})

    async def adopt_lost(self) -> None:
        """Give tasks a new job that have lost theirs; only a hand in the database can do that to them."""
        for task_id in await self._jobs.adopt_lost():
            log.error("task_without_job", extra={"task": task_id})

    async def _guarded(self, duty: Callable[[], Awaitable[None]]) -> None:
        try:
            await duty()
        except Exception as error:
            if is_infrastructure(error):
                log.warning("janitor_waits", extra={"duty": duty.__name__, "error": str(error)})
            else:
                log.exception("janitor_stumbled", extra={"duty": duty.__name__})
