"""Refuses submits while too many tasks wait: a queue without an end is a promise that nobody can keep."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Final

from reelwright.errors import RateLimited

_REMEMBER_SECONDS: Final = 1.0
_RETRY_SECONDS: Final = 10


class QueueGate:
    """Lets submits in up to a limit. What waits is counted now and then; in between this process adds its own submits."""

    def __init__(
        self, count: Callable[[int], Awaitable[int]], limit: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """count: tells how many tasks wait, counted up to its argument. limit: how many may wait."""
        self._count = count
        self._limit = limit
        self._clock = clock
        self._waiting = 0
        self._stale_at = float("-inf")

    async def enter(self) -> None:
        """Let one more submit in. Raises RateLimited when the queue is full."""
        if self._clock() >= self._stale_at:
            # Renewed before the answer is there, so that a burst of submits asks once.
            began = self._clock()
            self._stale_at = began + _REMEMBER_SECONDS
            self._waiting = await self._count(self._limit)
            # Counting a hundred thousand takes its time; it may take a fiftieth of it at most.
            self._stale_at = max(self._stale_at, began + 50 * (self._clock() - began))
        if self._waiting >= self._limit:
            raise RateLimited(
                f"{self._limit} tasks wait already, more are not taken now; send this one again in {_RETRY_SECONDS} s",
                retry_after=_RETRY_SECONDS,
            )
        self._waiting += 1
