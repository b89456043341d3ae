"""Runs any engine: one that computes in a child process, one that forwards as a coroutine of this process."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any, Final

from reelwright.domain.task import Task
from reelwright.engines.base import Checkpoint, Connected, EngineRequest, Event, RemoteEngine
from reelwright.engines.registry import FORWARDERS, engine_names, load_engine, load_remote
from reelwright.engines.remote.options import UpstreamOptions
from reelwright.errors import ConfigError
from reelwright.store.tasks import TaskStore
from reelwright.worker.patience import patiently
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
        return await patiently(lambda: self._tasks.load_checkpoint(self._task.id))

    async def save(self, **values: Any) -> None:
        """Merge `values` into it, durably. Raises StaleAttempt."""
        # The id of a job that was just bought must not be lost because the database is away for a moment.
        await patiently(lambda: self._tasks.save_checkpoint(self._task.id, self._task.attempt, values))


class Engines:
    """The engines of one worker."""

    def __init__(
        self, names: Sequence[str], pool: ChildPool, upstreams: Mapping[str, tuple[str, UpstreamOptions]] = {}
    ) -> None:
        """names: of installed engines and of upstreams. upstreams: the engine of each, and what it is told.

        Raises ConfigError when one is not installed.
        """
        self._upstreams = {name: upstreams[name] for name in names if name in upstreams}
        if bare := [name for name in names if name in FORWARDERS and name not in upstreams]:
            raise ConfigError(
                f"setting engines: {', '.join(bare)} forwards to a server; declare an [[upstream]] with this engine in the "
                "catalogue file (setting catalog_file) and give its name here"
            )
        wanted = [self._upstreams[name][0] if name in upstreams else name for name in names]
        if missing := [name for name in wanted if name not in engine_names()]:
            installed = ", ".join(engine_names()) or "none"
            raise ConfigError(f"setting engines: {', '.join(missing)} can't be found; installed: {installed}")
        self._names = names
        self._pool = pool
        self._remote: dict[str, RemoteEngine] = {}

    async def open(self) -> tuple[list[str], list[str]]:
        """Warm the engines up and return the names of the local and of the remote ones."""
        for name, (engine_name, options) in self._upstreams.items():
            self._remote[name] = load_remote(engine_name, options)
        others = [name for name in self._names if name not in self._upstreams]
        remote = await asyncio.gather(*(self._pool.is_remote(name) for name in others))
        for name, forwards in zip(others, remote, strict=True):
            if forwards:
                engine = load_engine(name)
                if isinstance(engine, RemoteEngine):
                    self._remote[name] = engine
        return [name for name in self._names if name not in self._remote], list(self._remote)

    async def close(self) -> None:
        """End every child and close every connection."""
        await self._pool.close()
        for engine in self._remote.values():
            if isinstance(engine, Connected):
                await engine.close()

    def news(self, task_id: str) -> None:
        """Let every engine that forwards look after a task at once: its upstream says that it has changed."""
        for engine in self._remote.values():
            if isinstance(engine, Connected):
                engine.news(task_id)

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
