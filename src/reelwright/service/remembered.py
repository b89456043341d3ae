"""What submits need to know from the database, asked once in a while instead of every time."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Final

_REMEMBER_SECONDS: Final = 10.0
_ANNOUNCED_SECONDS: Final = 2.0

Look = Callable[[str, str, int], Awaitable[int | None]]


class Announced:
    """The engines that living workers have announced, a few seconds old at most."""

    def __init__(self, look: Callable[[], Awaitable[frozenset[str]]]) -> None:
        self._look = look
        self._known: frozenset[str] = frozenset()
        self._stale_at = float("-inf")

    async def get(self) -> frozenset[str]:
        """Return them."""
        now = time.monotonic()
        if now >= self._stale_at:
            # Renewed before the answer is there, so that a burst of submits asks once.
            self._stale_at = now + _ANNOUNCED_SECONDS
            self._known = await self._look()
        return self._known


class Remembered:
    """Typical run times by model, resolution and duration, some seconds old at most."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._known: dict[tuple[str, str, int], tuple[float, int | None]] = {}

    async def of(self, model: str, resolution: str, duration: int) -> int | None:
        """Return the seconds that such a video typically takes, None while there is no history."""
        wanted = (model, resolution, duration)
        known = self._known.get(wanted)
        now = time.monotonic()
        if known is None or known[0] < now:
            # Renewed before the answer is there, so that a burst of submits asks once.
            self._known[wanted] = (now + _REMEMBER_SECONDS, known[1] if known else None)
            known = (now + _REMEMBER_SECONDS, await self._look(model, resolution, duration))
            self._known[wanted] = known
        return known[1]
