"""Work directories: one for each attempt, gone when it ends, swept by the next worker when its own was killed."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from ulid import ULID

log = logging.getLogger(__name__)

_LOCK: Final = "lock"
_TRY_SECONDS: Final = 0.02


class WorkPlaces:
    """A worker's own corner of `data_dir`/work. The lock on a file in it tells others that its owner lives."""

    def __init__(self, data_dir: Path) -> None:
        self._all = data_dir / "work"
        self._own = self._all / str(ULID())
        self._lock: int | None = None

    def open(self) -> None:
        """Make the corner, and remove those of workers that are dead. Blocks for as long as removing takes."""
        self._all.mkdir(parents=True, exist_ok=True)
        # One at a time: nobody may take a corner that is just being made for a dead one.
        while (turn := _try_lock(self._all / _LOCK)) is None:
            time.sleep(_TRY_SECONDS)
        try:
            for corner in self._all.iterdir():
                if corner.is_dir():
                    _remove_if_dead(corner)
            self._own.mkdir()
            self._lock = _try_lock(self._own / _LOCK)
        finally:
            os.close(turn)

    def close(self) -> None:
        """Remove the corner. Safe to call twice."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None
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
    lock = _try_lock(corner / _LOCK)
    if lock is not None:
        os.close(lock)
        shutil.rmtree(corner, ignore_errors=True)
        log.info("work_swept", extra={"directory": corner.name})


def _try_lock(path: Path) -> int | None:
    """Lock a file and return its descriptor, or None when another has it; the lock ends with the descriptor, or its process."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            # Not lockf: its locks belong to the process, so a second worker in one would be taken for dead.
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
