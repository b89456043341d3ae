"""Keeps engine children: one warm and waiting wherever another render may start, used again as long as they are healthy."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from reelwright.errors import TaskError
from reelwright.worker.child import ChildLimits, EngineChild

log = logging.getLogger(__name__)

RUNS_PER_CHILD: Final = 50
"""After so many videos a child makes room for a fresh one, in case its engine or a library leaks."""


class ChildPool:
    """Lends children. There are never more than `slots` at work and one waiting."""

    def __init__(self, limits: ChildLimits, slots: int) -> None:
        self._limits = limits
        self._slots = slots
        self._most = slots + 1
        self._waiting: dict[str, EngineChild] = {}
        self._lent: set[EngineChild] = set()
        self._closed = False

    async def is_remote(self, engine: str) -> bool:
        """Find out in a child what an engine is, so that this process never imports one that computes.

        The child of a local engine stays as its spare. An engine that does not start counts as local: its tasks will fail with
        the reason, one by one.
        """
        child = self._spare(engine)
        try:
            remote = await child.ready()
        except TaskError:
            return False
        if remote or len(self._waiting) + len(self._lent) > self._most:
            del self._waiting[engine]
            await child.kill()
        return remote

    @asynccontextmanager
    async def lend(self, engine: str) -> AsyncIterator[EngineChild]:
        """Lend a child whose engine is warm; given back unfit, it is ended at once with everything that it started.

        Raises what `EngineChild.ready` raises.
        """
        child = self._waiting.pop(engine, None)
        if child is None or not child.fit:
            await self._make_room()
            child = EngineChild(engine, self._limits)
        self._lent.add(child)
        self._keep_spare(engine)
        try:
            await child.ready()
            yield child
        finally:
            self._lent.discard(child)
            await self._take_back(child)

    async def close(self) -> None:
        """End every child."""
        self._closed = True
        children = [*self._waiting.values(), *self._lent]
        self._waiting.clear()
        await asyncio.gather(*(child.kill() for child in children))

    async def _take_back(self, child: EngineChild) -> None:
        worn = child.runs >= RUNS_PER_CHILD
        if child.fit and not worn and not self._closed and child.engine not in self._waiting:
            self._waiting[child.engine] = child
            return
        # The new one starts while the old one ends: the next task may be a moment away.
        self._keep_spare(child.engine)
        await asyncio.shield(child.kill())

    def _keep_spare(self, engine: str) -> None:
        """Start a spare where a further render may begin; beside a full house it would only slow the renders down."""
        crowded = len(self._waiting) + len(self._lent) >= self._most
        if not self._closed and not crowded and len(self._lent) < self._slots:
            self._spare(engine)

    def _spare(self, engine: str) -> EngineChild:
        waiting = self._waiting.get(engine)
        if waiting is None or not waiting.fit:
            waiting = self._waiting[engine] = EngineChild(engine, self._limits)
        return waiting

    async def _make_room(self) -> None:
        """End a spare of another engine rather than keep more processes than were asked for."""
        while self._waiting and len(self._waiting) + len(self._lent) >= self._most:
            _, child = self._waiting.popitem()
            await child.kill()
