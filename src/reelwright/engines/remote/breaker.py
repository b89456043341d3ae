"""A circuit breaker: an upstream that fails again and again is left alone for a while."""

from __future__ import annotations

import time
from collections.abc import Callable

from reelwright.errors import NotSubmitted


class Breaker:
    """Opens after `failures` creates in a row that could not be placed; lets one through after `rest` seconds."""

    def __init__(
        self, name: str, failures: int, rest: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._name = name
        self._failures = failures
        self._rest = rest
        self._clock = clock
        self._count = 0
        self._open_until = 0.0

    def check(self) -> None:
        """Raise NotSubmitted while it is open."""
        left = self._open_until - self._clock()
        if left > 0:
            raise NotSubmitted(
                f"the upstream {self._name} has failed {self._count} times in a row and is left alone for {left:.0f} s",
                retry_after=left,
            )
        if self._count >= self._failures:
            # Half open: this one may try, whoever comes at the same moment waits for what it finds.
            self._open_until = self._clock() + self._rest

    def succeeded(self) -> None:
        """Note that the upstream works."""
        self._count = 0
        self._open_until = 0.0

    def failed(self) -> None:
        """Note that a create could not be placed."""
        self._count += 1
        if self._count >= self._failures:
            self._open_until = self._clock() + self._rest
