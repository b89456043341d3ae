"""One poller for all jobs of an upstream: batches where the server has them, a bounded rate, longer pauses for longer jobs."""

from __future__ import annotations

import asyncio
import heapq
import logging
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from reelwright.engines.remote.calls import CallFailed
from reelwright.engines.remote.states import State

log = logging.getLogger(__name__)

Look = Callable[[Sequence[str]], Awaitable[Mapping[str, State]]]
"""Returns the states of jobs by id; one that can't be told now is left out. Raises CallFailed."""

_GROWTH: Final = 1.3
_LONGEST_REST: Final = 60.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How often is looked.

    batch: jobs in one call. parallel: calls at a time. rate: calls a second. first, longest: seconds between looks at a job.
    """

    batch: int = 1
    parallel: int = 4
    rate: float = 10.0
    first: float = 1.0
    longest: float = 10.0


@dataclass(slots=True, eq=False)
class _Watched:
    id: str
    due: float
    pause: float
    news: asyncio.Queue[State] = field(default_factory=lambda: asyncio.Queue(maxsize=1))


class Poller:
    """Looks at jobs for as long as somebody watches one."""

    def __init__(self, name: str, look: Look, pace: Pace) -> None:
        self._name = name
        self._look = look
        self._pace = pace
        self._watched: dict[str, _Watched] = {}
        self._changed = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None
        self._failures = 0
        self._next_call = 0.0
        self.calls = 0

    @contextmanager
    def watch(self, job: str) -> Iterator[asyncio.Queue[State]]:
        """Lend a queue that holds the newest state of a job, put there at every look."""
        watched = self._watched[job] = _Watched(job, time.monotonic() + self._pace.first, self._pace.first)
        if self._loop is None or self._loop.done():
            self._loop = asyncio.create_task(self._run(), name=f"poller of {self._name}")
        self._changed.set()
        try:
            yield watched.news
        finally:
            if self._watched.get(job) is watched:
                del self._watched[job]
            self._changed.set()

    def nudge(self, job: str) -> None:
        """Look at a job at once: something is said to have changed."""
        if watched := self._watched.get(job):
            watched.due, watched.pause = 0.0, self._pace.first
            self._changed.set()

    async def close(self) -> None:
        """Stop looking."""
        if self._loop is not None:
            self._loop.cancel()
            await asyncio.gather(self._loop, return_exceptions=True)

    async def _run(self) -> None:
        while self._watched:
            self._changed.clear()
            soonest = min(watched.due for watched in self._watched.values())
            wait = max(soonest, self._next_call) - time.monotonic()
            if wait > 0:
                await _wait_for(self._changed, wait)
                # Whoever came or was nudged may be due sooner, but nobody goes over the rate.
                continue
            await self._round()

    async def _round(self) -> None:
        now = time.monotonic()
        most = self._pace.batch * self._pace.parallel
        # Those that are nearly due fill the batch up: fewer calls for the same freshness.
        nearest = heapq.nsmallest(most, self._watched.values(), key=lambda one: one.due)
        due = [one for one in nearest if one.due <= now + one.pause / 4]
        batches = [due[at : at + self._pace.batch] for at in range(0, len(due), self._pace.batch)]
        self._next_call = now + len(batches) / self._pace.rate
        done = await asyncio.gather(*(self._look_at(batch) for batch in batches))
        self._failures = 0 if any(done) else self._failures + 1
        if self._failures:
            self._next_call = time.monotonic() + min(_LONGEST_REST, 2.0 ** min(6, self._failures) / 2)

    async def _look_at(self, batch: list[_Watched]) -> bool:
        """Look once; return whether the upstream answered."""
        self.calls += 1
        try:
            found = await self._look([one.id for one in batch])
        except CallFailed as error:
            log.warning(
                "poll_failed", extra={"upstream": self._name, "jobs": len(batch), "error": str(error)}
            )
            found = None
        except Exception:
            # The loop serves thousands: what one answer does to the code that reads it must not end it.
            log.exception("poll_broke", extra={"upstream": self._name})
            found = None
        now = time.monotonic()
        for one in batch:
            one.pause = min(self._pace.longest, one.pause * _GROWTH)
            one.due = now + one.pause
            if found is not None and (state := found.get(one.id)) is not None:
                _replace(one.news, state)
        return found is not None


def _replace(news: asyncio.Queue[State], state: State) -> None:
    """Keep only the newest: a watcher that is slow must not make a queue grow."""
    if news.full():
        news.get_nowait()
    news.put_nowait(state)


async def _wait_for(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
