"""Tasks for tests: submitted straight into the store, for any engine, and waited for without sleeping."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ulid import ULID

from reelwright.core import Core
from reelwright.domain.request import VideoRequest
from reelwright.domain.task import Task
from reelwright.server import make_worker
from reelwright.store.feed import TASKS
from reelwright.store.tasks import NewTask
from reelwright.worker.patience import patiently
from reelwright.worker.runner import Worker

PRICE = Decimal(10)


@dataclass
class TaskDesk:
    """Submits tasks for one key and follows them."""

    core: Core
    account_id: str
    key_id: str

    @classmethod
    async def open(cls, core: Core) -> TaskDesk:
        """Make a key to submit with."""
        made = await core.keys.create("tests")
        assert made
        return cls(core, made[0].account_id, made[0].id)

    async def submit(self, engine: str, *, deadline: int = 3600, **request: Any) -> Task:
        """Submit a request of four seconds, or as `request` says."""
        values = {"model": "doubao-seedance-2.0", "prompt": "A kitten yawning", "duration": 4, **request}
        new = NewTask(
            id=f"task_{ULID()}",
            account_id=self.account_id,
            key_id=self.key_id,
            model=values["model"],
            engine=engine,
            request=VideoRequest(**values),
            seed=7,
            public_url="http://host",
            deadline=deadline,
            hold=PRICE,
        )
        return await self.core.tasks.add(new)

    async def until(self, task: Task, wanted: Callable[[Task], bool], seconds: float = 30) -> Task:
        """Return the task as soon as it is as wanted."""
        async with asyncio.timeout(seconds):
            async for now in self.follow(task):
                if wanted(now):
                    return now
        raise AssertionError("unreachable")

    async def ended(self, task: Task, seconds: float = 30) -> Task:
        """Return the task when it has ended."""
        return await self.until(task, lambda now: now.status.terminal, seconds)

    async def follow(self, task: Task) -> AsyncIterator[Task]:
        """Yield the task as it is now, and again at every change."""
        with self.core.feed.follow(TASKS, task.id) as changed:
            while True:
                changed.clear()
                now = await patiently(lambda: self.core.tasks.get_any(task.id))
                assert now
                yield now
                await changed.wait()

    async def cancel(self, task: Task) -> Task | None:
        """Ask for a task to be cancelled."""
        return await self.core.tasks.request_cancel(task.id, self.account_id)


@asynccontextmanager
async def running_worker(core: Core, *, drain: float = 0) -> AsyncIterator[Worker]:
    """Run a worker in this process."""
    worker = make_worker(core)
    await worker.start()
    try:
        yield worker
    finally:
        await worker.stop(drain)
