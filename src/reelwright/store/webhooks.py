"""The outbox of webhooks. The database fills it when a task ends; senders empty it."""

from __future__ import annotations

from typing import Any, LiteralString

from reelwright.domain.webhook import Delivery, DeliveryState
from reelwright.store.database import Pool, fetch_all, fetch_one
from reelwright.store.named_sql import named_sql

_SQL = named_sql("webhook")


class WebhookStore:
    """Reads and writes deliveries."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def take(self, limit: int, lease: int) -> list[tuple[Delivery, str]]:
        """Take deliveries that are due, with the secret that signs each; untold within `lease` seconds, they fall due again."""
        rows = await fetch_all(self._pool, _SQL["take"], {"limit": limit, "lease": lease})
        return [(_delivery(row), row["webhook_secret"]) for row in rows]

    async def seconds_to_next(self) -> float | None:
        """Return in how many seconds the next delivery falls due, or None when none waits."""
        row = await fetch_one(self._pool, _SQL["next_due"], {})
        return None if row is None else row["seconds"]

    async def delivered(self, delivery_id: str, status: int) -> None:
        """Record that the receiver has it."""
        await self._run(_SQL["delivered"], {"id": delivery_id, "status": status})

    async def retry(self, delivery_id: str, delay: int, status: int | None, error: str) -> None:
        """Record a failure and try again after `delay` seconds."""
        await self._run(_SQL["retry"], {"id": delivery_id, "delay": delay, "status": status, "error": error})

    async def give_up(self, delivery_id: str, status: int | None, error: str) -> None:
        """Record a failure for good."""
        await self._run(_SQL["give_up"], {"id": delivery_id, "status": status, "error": error})

    async def of_task(self, task_id: str, account_id: str) -> list[Delivery]:
        """Return the deliveries of one task, oldest first."""
        values = {"task_id": task_id, "account_id": account_id}
        return [_delivery(row) for row in await fetch_all(self._pool, _SQL["of_task"], values)]

    async def resend(self, delivery_id: str, task_id: str, account_id: str) -> Delivery | None:
        """Let a delivery be tried again now; None when there is no such delivery."""
        values = {"id": delivery_id, "task_id": task_id, "account_id": account_id}
        row = await fetch_one(self._pool, _SQL["resend"], values)
        if row is None:
            return None
        await self._run(_SQL["wake"], {"id": task_id})
        return _delivery(row)

    async def _run(self, statement: LiteralString, values: dict[str, Any]) -> None:
        async with self._pool.connection() as connection:
            await connection.execute(statement, values)


def _delivery(row: dict[str, Any]) -> Delivery:
    values = {name: row[name] for name in Delivery.__dataclass_fields__}
    return Delivery(**{**values, "state": DeliveryState(row["state"])})
