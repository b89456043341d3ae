"""Who works here, and on how much."""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from typing import Final

from ulid import ULID

from reelwright import __version__
from reelwright.domain.stats import LiveWorker, QueueState, Stats, TaskLine
from reelwright.store.database import Pool, fetch_all, fetch_one
from reelwright.store.named_sql import named_sql

_SQL = named_sql("fleet")
_SILENCE: Final = 45
"""Seconds after its last sign at which a worker no longer counts."""


class FleetStore:
    """The workers of a deployment and what they have before them."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._id = f"wrk_{ULID()}"

    async def show(self, engines: Sequence[str], slots: int) -> None:
        """Say that this process's worker lives and which engines it has."""
        values = {
            "id": self._id,
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "version": __version__,
            "engines": list(engines),
            "slots": slots,
        }
        async with self._pool.connection() as connection:
            await connection.execute(_SQL["show"], values)

    async def leave(self) -> None:
        """Say that it is gone."""
        async with self._pool.connection() as connection:
            await connection.execute(_SQL["leave"], {"id": self._id})

    async def engines(self) -> frozenset[str]:
        """Return the engines that living workers have."""
        return frozenset(
            row["engine"] for row in await fetch_all(self._pool, _SQL["engines"], {"silence": _SILENCE})
        )

    async def tasks(self, status: str | None, engine: str | None, limit: int) -> list[TaskLine]:
        """Return the newest tasks of the deployment, whoever owns them."""
        values = {"status": status, "engine": engine, "limit": limit}
        return [TaskLine(**row) for row in await fetch_all(self._pool, _SQL["tasks"], values)]

    async def stats(self) -> Stats:
        """Return what waits, what runs and who works."""
        queues = await fetch_all(self._pool, _SQL["queues"], {})
        workers = await fetch_all(self._pool, _SQL["workers"], {"silence": _SILENCE})
        webhooks = await fetch_one(self._pool, _SQL["webhooks"], {})
        ended = await fetch_all(self._pool, _SQL["ended"], {})
        return Stats(
            queues=tuple(QueueState(**row) for row in queues),
            workers=tuple(LiveWorker(**{**row, "engines": tuple(row["engines"])}) for row in workers),
            webhooks_waiting=int(webhooks["n"]) if webhooks else 0,
            ended_last_hour={row["status"]: row["n"] for row in ended},
        )
