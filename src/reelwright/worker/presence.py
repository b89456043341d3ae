"""Shows that a worker lives, and which engines it has: submits are routed by that."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from psycopg import OperationalError

from reelwright.store.fleet import FleetStore

log = logging.getLogger(__name__)

_SHOW_SECONDS: Final = 10.0
_FAREWELL_SECONDS: Final = 2.0


class Presence:
    """Shows itself for as long as it runs."""

    def __init__(self, fleet: FleetStore, engines: Sequence[str], slots: int) -> None:
        self._fleet = fleet
        self._engines = engines
        self._slots = slots

    async def run(self) -> None:
        """Show itself again and again; ends only by cancellation, with a word if the database can be told."""
        try:
            while True:
                try:
                    await self._fleet.show(self._engines, self._slots)
                except OperationalError as error:
                    log.warning("presence_not_shown", extra={"error": str(error)})
                await asyncio.sleep(_SHOW_SECONDS)
        finally:
            with suppress(OperationalError, TimeoutError):
                await asyncio.wait_for(self._fleet.leave(), _FAREWELL_SECONDS)
