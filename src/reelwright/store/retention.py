"""What may be forgotten, beside tasks and uploads, and what in the blob store nobody knows any more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reelwright.store.database import Pool, fetch_all, fetch_one
from reelwright.store.named_sql import named_sql

_SQL = named_sql("retention")
_FLEET = named_sql("fleet")
_BATCH: Final = 1000


class RetentionStore:
    """Forgets rows whose time is over."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def begin(self, chore: str, every: float) -> bool:
        """Take a chore on, unless somebody in the deployment began it less than `every` seconds ago."""
        return await fetch_one(self._pool, _SQL["begin"], {"name": chore, "every": every}) is not None

    async def forget_answers(self) -> int:
        """Forget up to a thousand expired idempotency keys; return how many."""
        return await self._delete("idempotency")

    async def forget_periods(self) -> int:
        """Forget up to a thousand counts of budgets' periods that are over; return how many."""
        return await self._delete("periods")

    async def forget_workers(self) -> None:
        """Forget workers that went without a word."""
        async with self._pool.connection() as connection:
            await connection.execute(_FLEET["sweep"])

    async def unknown_tasks(self, ids: Sequence[str]) -> set[str]:
        """Return those of the ids that no task has."""
        return {row["id"] for row in await fetch_all(self._pool, _SQL["unknown_tasks"], {"ids": list(ids)})}

    async def unknown_uploads(self, blobs: Sequence[str]) -> set[str]:
        """Return those of the blobs that no upload has."""
        rows = await fetch_all(self._pool, _SQL["unknown_uploads"], {"blobs": list(blobs)})
        return {row["blob"] for row in rows}

    async def unknown_assets(self, blobs: Sequence[str]) -> set[str]:
        """Return those of the blobs that no asset has."""
        rows = await fetch_all(self._pool, _SQL["unknown_assets"], {"blobs": list(blobs)})
        return {row["blob"] for row in rows}

    async def _delete(self, statement: str) -> int:
        async with self._pool.connection() as connection:
            return (await connection.execute(_SQL[statement], {"batch": _BATCH})).rowcount
