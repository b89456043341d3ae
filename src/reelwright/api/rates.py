"""How many requests a key may make: a bucket that refills steadily, in the memory of this process."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from reelwright.errors import RateLimited

_MAX_KEYS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left to a key after a request. limit: requests a minute. reset: seconds until all of them are there again."""

    limit: int
    remaining: int
    reset: int

    def headers(self) -> dict[str, str]:
        """Return the headers that tell a caller so."""
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": str(self.reset),
        }


class Rates:
    """Counts requests by key. Several API processes each count their own."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._full_at: dict[str, float] = {}

    def take(self, key_id: str, limit: int) -> tuple[Allowance, RateLimited | None]:
        """Count one request of a key that may make `limit` a minute; return what is left, and the refusal if it was one too many.

        The generic cell rate algorithm: one number for each key, the time at which its bucket is full again.
        """
        now = self._clock()
        cost = 60 / limit
        full_at = max(now, self._full_at.get(key_id, 0.0))
        if full_at + cost > now + 60 + 1e-9:
            wait = math.ceil(full_at + cost - now - 60)
            refusal = RateLimited(
                f"this key may make {limit} requests a minute; wait {wait} s", retry_after=wait
            )
            return Allowance(limit, 0, math.ceil(full_at - now)), refusal
        if len(self._full_at) >= _MAX_KEYS:
            # Buckets that are full again are as good as none.
            self._full_at = {key: when for key, when in self._full_at.items() if when > now}
        self._full_at[key_id] = full_at + cost
        left = int((now + 60 - full_at - cost) / cost + 1e-6)
        return Allowance(limit, left, math.ceil(full_at + cost - now)), None
