"""Idempotency keys: what was answered under them, for a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from psycopg.types.json import Jsonb

from reelwright.store.database import Pool, fetch_one, transaction
from reelwright.store.named_sql import named_sql
from reelwright.store.tasks import NewTask, TaskStore

_SQL = named_sql("submit_once")


@dataclass(frozen=True, slots=True)
class Once:
    """An idempotency key as a caller used it.

    name: the caller's. fingerprint: SHA-256 of the body. note: JSON that comes back with the first answer.
    """

    key_id: str
    name: str
    fingerprint: bytes
    note: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answered:
    """What a submit under the key was answered with."""

    fingerprint: bytes
    task_id: str
    note: dict[str, Any]


class OnceStore:
    """Submits under idempotency keys."""

    def __init__(self, pool: Pool, tasks: TaskStore) -> None:
        self._pool = pool
        self._tasks = tasks

    async def find(self, once: Once) -> Answered | None:
        """Return what was answered under the key, or None."""
        return _answered(await fetch_one(self._pool, _SQL["find"], _names(once)))

    async def add(self, new: NewTask, once: Once) -> Answered | None:
        """Write a task and remember it under the key, in one transaction: no crash can part the two.

        Return the answer: the task's, or that of an earlier submit, in which case nothing was written; None when another submit
        is at the key just now.
        """
        async with transaction(self._pool) as connection:
            row = await (await connection.execute(_SQL["lock"], _names(once))).fetchone()
            if row is None or not row["locked"]:
                return None
            # Looked up under the lock: whoever held it before us has committed.
            earlier = await (await connection.execute(_SQL["find"], _names(once))).fetchone()
            if earlier is not None:
                return _answered(earlier)
            await self._tasks.add_on(connection, new)
            values = {
                **_names(once),
                "fingerprint": once.fingerprint,
                "task_id": new.id,
                "note": Jsonb(dict(once.note)),
            }
            await connection.execute(_SQL["insert"], values)
            await connection.execute(_SQL["sweep"])
        self._tasks.announce(new)
        return Answered(once.fingerprint, new.id, dict(once.note))


def _names(once: Once) -> dict[str, str]:
    return {"key_id": once.key_id, "name": once.name}


def _answered(row: dict[str, Any] | None) -> Answered | None:
    return None if row is None else Answered(bytes(row["fingerprint"]), row["task_id"], row["note"])
