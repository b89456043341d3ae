"""Follows test orders: things go wrong on purpose, for the developer of a client who wants to see it; see `domain.orders`."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from reelwright.errors import EngineFailed


class Rehearsal:
    """What one task was ordered to suffer; without orders nothing."""

    def __init__(self, orders: Mapping[str, int] | None) -> None:
        self._orders = orders or {}

    def at(self, percent: int) -> None:
        """Raise EngineFailed when the task is to fail here."""
        if "refuse" in self._orders:
            raise EngineFailed("the request was refused because a test order says so: refuse")
        fail_after = self._orders.get("fail_after")
        if fail_after is not None and percent >= fail_after:
            raise EngineFailed(f"the task failed because a test order says so: fail_after={fail_after}")

    async def linger(self) -> None:
        """Take as long as ordered; for ever when the task is to be stuck: whoever watches it ends it."""
        await asyncio.sleep(self._orders.get("slow", 0))
        if "stuck" in self._orders:
            await asyncio.Event().wait()

    def ttl(self, seconds: int) -> int:
        """Return for how many seconds the addresses of the result work."""
        return 0 if "expired" in self._orders else seconds
