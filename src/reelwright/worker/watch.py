"""Watches one attempt: writes its progress, and learns when it must stop."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from psycopg import OperationalError

from reelwright.domain.task import Task, TaskStatus
from reelwright.errors import StaleAttempt
from reelwright.store.feed import TASKS, Feed
from reelwright.store.tasks import TaskStore

log = logging.getLogger(__name__)

_PAUSES: Final = (0.02, 0.08, 0.2)
"""Seconds between writes of progress: quick at first, for whoever waits for a sign, then at most five a second."""
_RECHECK_SECONDS: Final = 15.0


class CancelRequested(Exception):
    """The caller wants the task to stop."""


class AttemptWatch:
    """Progress up, cancellation down, both for one attempt of one task."""

    def __init__(self, tasks: TaskStore, feed: Feed, task: Task) -> None:
        self._tasks = tasks
        self._feed = feed
        self._task = task
        self._percent = self._written = task.progress
        self._writes = 0
        self._moved = asyncio.Event()

    def reach(self, percent: int) -> None:
        """Note how far the attempt is, from 0 to 100; less than before counts for nothing."""
        if percent > self._percent:
            self._percent = percent
            self._moved.set()

    async def run(self) -> None:
        """Write progress until the attempt must stop; ends only by raising.

        Raises CancelRequested, and StaleAttempt when another attempt took over or the task has ended.
        """
        with self._feed.follow(TASKS, self._task.id) as changed:
            while True:
                changed.clear()
                self._moved.clear()
                try:
                    await self._sync()
                except OperationalError as error:
                    # The database may be away for a while: the work goes on, and its end will wait for it.
                    log.warning("progress_not_written", extra={"task": self._task.id, "error": str(error)})
                    self._moved.set()
                    await asyncio.sleep(1)
                await _any_of(changed, self._moved)

    async def _sync(self) -> None:
        if self._percent > self._written:
            percent = self._percent
            cancelled = await self._tasks.report_progress(self._task.id, self._task.attempt, percent)
            self._written = percent
            if not cancelled:
                await asyncio.sleep(_PAUSES[min(self._writes, len(_PAUSES) - 1)])
                self._writes += 1
                return
            raise CancelRequested
        row = await self._tasks.get_any(self._task.id)
        if row is None or row.attempt != self._task.attempt or row.status is not TaskStatus.PROCESSING:
            raise StaleAttempt(f"attempt {self._task.attempt} of {self._task.id} was superseded")
        if row.cancel_requested:
            raise CancelRequested


async def _any_of(*events: asyncio.Event) -> None:
    """Wait for one of the events, or until it is time to look anyway."""
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, timeout=_RECHECK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
