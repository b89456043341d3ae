"""Runs any engine: one that computes in a child process, one that forwards as a coroutine of this process."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any, Final

from reelwright.domain.task import Task
from reelwright.engines.base import Checkpoint, EngineRequest, Event, RemoteEngine
from reelwright.engines.registry import engine_names, load_engine
from reelwright.errors import ConfigError
from reelwright.store.tasks import TaskStore
from reelwright.worker.pool import ChildPool

log = logging.getLogger(__name__)

_CANCEL_SECONDS: Final = 10.0


class TaskCheckpoint:
    """The checkpoint of one attempt, kept in the task's row."""

    def __init__(self, tasks: TaskStore, task: Task) -> None:
        self._tasks = tasks
        self._task = task

    async def load(self) -> Mapping[str, Any]:
        """Return what this and earlier attempts saved."""
        return await self._tasks.load_checkpoint(self._task.id)

    async def save(self, **values: Any) -> None:
        """Merge `values` into it, durably. Raises StaleAttempt."""
        await self._tasks.save_checkpoint(self._task.id, self._task.attempt, values)


class Engines:
    """The engines of one worker."""

    def __init__(self, names: Sequence[str], pool: ChildPool) -> None:
        """names: of installed engines. Raises ConfigError when one is not."""
        if missing := [name for name in names if name not in engine_names()]:
            installed = ", ".join(engine_names()) or "none"
            raise ConfigError(f"setting engines: {', '.join(missing)} can't be found; installed: {installed}")
        self._names = names
        self._pool = pool
        self._remote: dict[str, RemoteEngine] = {}

    async def open(self) -> tuple[list[str], list[str]]:
        """Warm the engines up and return the names of the local and of the remote ones."""
        remote = await asyncio.gather(*(self._pool.is_remote(name) for name in self._names))
        for name, forwards in zip(self._names, remote, strict=True):
            if forwards:
                engine = load_engine(name)
                if isinstance(engine, RemoteEngine):
                    self._remote[name] = engine
        return [name for name in self._names if name not in self._remote], list(self._remote)

    async def close(self) -> None:
        """End every child."""
        await self._pool.close()

    def is_remote(self, engine: str) -> bool:
        """Tell whether an engine forwards to a server."""
        return engine in self._remote

    async def run(
        self, engine: str, request: EngineRequest, workdir: Path, checkpoint: Checkpoint
    ) -> AsyncGenerator[Event]:
        """Run one request and yield its events, `Done` last; close the iterator to stop the engine at once.

        Raises TaskError when the engine fails.
        """
        remote = self._remote.get(engine)
        if remote is not None:
            events = remote.run(request, workdir, checkpoint)
            try:
                async for event in events:
                    yield event
            finally:
                if isinstance(events, AsyncGenerator):
                    await events.aclose()
            return
        async with self._pool.lend(engine) as child, aclosing(child.run(request, workdir)) as reports:
            async for event in reports:
                yield event

    async def cancel(self, engine: str, request: EngineRequest, checkpoint: Checkpoint) -> None:
        """Tell a remote engine that nobody wants its video any more; the child of a local one is gone already."""
        remote = self._remote.get(engine)
        if remote is None:
            return
        try:
            await asyncio.wait_for(remote.cancel(request, checkpoint), _CANCEL_SECONDS)
        except Exception:
            # The caller's task is cancelled all the same; upstream it may run on.
            log.exception("upstream_cancel_failed", extra={"task": request.task_id, "engine": engine})
