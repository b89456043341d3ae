"""What callers may do with their tasks: read, list, follow, cancel, delete."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Final

from reelwright.blobs import BlobStore
from reelwright.domain.task import Task, TaskFilter, TaskStatus
from reelwright.errors import Conflict, NotFound
from reelwright.service.keys import Caller
from reelwright.store.feed import TASKS, Feed
from reelwright.store.tasks import TaskStore

_RECHECK_SECONDS: Final = 15.0
"""How often a follower looks by itself, in case a notification was lost with its connection."""


class Tasks:
    """Tasks as their owners see them; those of others look like none."""

    def __init__(self, store: TaskStore, feed: Feed, blobs: BlobStore) -> None:
        self._store = store
        self._feed = feed
        self._blobs = blobs

    async def get(self, task_id: str, caller: Caller) -> Task:
        """Return a task. Raises NotFound, whether it never was or belongs to somebody else."""
        task = await self._store.get(task_id, caller.account_id)
        if task is None:
            raise no_such_task(task_id)
        return task

    async def get_many(self, task_ids: Sequence[str], caller: Caller) -> list[Task]:
        """Return those of the tasks that are the caller's, in the order asked for."""
        found = {task.id: task for task in await self._store.get_many(task_ids, caller.account_id)}
        return [found[task_id] for task_id in dict.fromkeys(task_ids) if task_id in found]

    async def page(self, which: TaskFilter, caller: Caller) -> list[Task]:
        """Return a page of the caller's tasks, newest first."""
        return await self._store.page(caller.account_id, which)

    async def wait(self, task_id: str, caller: Caller, seconds: float) -> Task:
        """Return a task as soon as it has ended, or as it is after `seconds` or when this process ends. Raises NotFound."""
        try:
            async with asyncio.timeout(seconds):
                async for task in self.follow(task_id, caller):
                    if task.status.terminal:
                        return task
        except TimeoutError:
            return await self.get(task_id, caller)
        return task

    async def follow(self, task_id: str, caller: Caller, after_version: int = 0) -> AsyncIterator[Task]:
        """Yield a task at every change that is newer than `after_version`, up to and with its end, or this process's.

        Raises NotFound.
        """
        seen = after_version
        with self._feed.follow(TASKS, task_id) as changed:
            while True:
                changed.clear()
                task = await self.get(task_id, caller)
                if task.version > seen:
                    seen = task.version
                    yield task
                if task.status.terminal or self._feed.closing:
                    return
                try:
                    await asyncio.wait_for(changed.wait(), _RECHECK_SECONDS)
                except TimeoutError:
                    continue

    async def cancel(self, task_id: str, caller: Caller) -> Task:
        """Cancel a waiting task at once, ask a running one to stop; return it as it is then.

        Raises NotFound, and Conflict when it has ended otherwise.
        """
        asked = await self._store.request_cancel(task_id, caller.account_id)
        if asked is not None:
            return asked
        task = await self.get(task_id, caller)
        if task.status is TaskStatus.CANCELLED:
            return task
        raise Conflict(f"task {task_id} is {task.status} already and can't be cancelled")

    async def delete(self, task_id: str, caller: Caller) -> Task:
        """Forget a task that has ended; return what it was. Raises NotFound, and Conflict while it has not ended."""
        gone = await self._store.delete(task_id, caller.account_id)
        if gone is not None:
            # The row went first: files without a row are swept up later, a row without its files would be a lie.
            await self._blobs.delete([name async for name in self._blobs.names(f"results/{task_id}/")])
            return gone
        task = await self.get(task_id, caller)
        raise Conflict(f"task {task_id} is {task.status}: cancel it and wait for its end before deleting it")


def no_such_task(task_id: str) -> NotFound:
    """Build the error for a task that is unknown or somebody else's: callers can't tell which."""
    return NotFound(
        f"there is no task {task_id[:64]!r} for this key; the id is the one that the submit returned",
        param="task_id",
    )
