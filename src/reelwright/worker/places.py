"""Work directories: one for each attempt, gone when it ends, swept by the next worker when its own was killed."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from fasteners import InterProcessLock
from ulid import ULID

log = logging.getLogger(__name__)

_LOCK: Final = "lock"


class WorkPlaces:
    """This process's own corner of `data_dir`/work. The lock on a file in it tells others that its owner lives."""

    def __init__(self, data_dir: Path) -> None:
        self._all = data_dir / "work"
        self._own = self._all / str(ULID())
        self._lock = InterProcessLock(self._own / _LOCK)

    def open(self) -> None:
        """Make the corner, and remove those of processes that are dead. Blocks for as long as removing takes."""
        self._all.mkdir(parents=True, exist_ok=True)
        # One at a time: nobody may take a corner that is just being made for a dead one.
        with InterProcessLock(self._all / _LOCK):
            self._own.mkdir()
            self._lock.acquire()
            for corner in self._all.iterdir():
                if corner.is_dir() and corner != self._own:
                    _remove_if_dead(corner)

    def close(self) -> None:
        """Remove the corner. Safe to call twice."""
        if self._lock.acquired:
            self._lock.release()
        shutil.rmtree(self._own, ignore_errors=True)

    @asynccontextmanager
    async def place(self, task_id: str, attempt: int) -> AsyncIterator[Path]:
        """Lend an empty directory for one attempt."""
        path = self._own / f"{task_id}-{attempt}"
        await asyncio.to_thread(path.mkdir)
        try:
            yield path
        finally:
            # Not in the way of a cancellation: on Windows a file may still be held by a process that is just ending.
            await asyncio.shield(asyncio.to_thread(shutil.rmtree, path, ignore_errors=True))


def _remove_if_dead(corner: Path) -> None:
    lock = InterProcessLock(corner / _LOCK)
    if lock.acquire(blocking=False):
        lock.release()
        shutil.rmtree(corner, ignore_errors=True)
        log.info("work_swept", extra={"directory": corner.name})
