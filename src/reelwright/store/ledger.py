"""The ledger. The database writes holds, settlements and releases by itself; here are grants, sums and the audit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from psycopg.errors import CheckViolation

from reelwright.errors import Conflict, NotFound
from reelwright.store.audit import record
from reelwright.store.database import Pool, fetch_all, fetch_one, transaction
from reelwright.store.named_sql import named_sql

_SQL = named_sql("ledger")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an account stands, in USD. balance: what it may still spend, unless `unlimited`. held: for open tasks."""

    unlimited: bool
    balance: Decimal
    held: Decimal
    spent: Decimal


@dataclass(frozen=True, slots=True)
class Usage:
    """What one key spent with one model on one day (UTC)."""

    model: str
    key_id: str
    day: date
    tasks: int
    spent: Decimal


class LedgerStore:
    """Reads the ledger and writes grants."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def grant(self, account_id: str, amount: Decimal, note: str, *, actor: str = "cli") -> None:
        """Put money into an account, or take it out with a negative amount; from then on it is limited to what it has.

        note, actor: why and who, for the audit log. Raises NotFound, and Conflict when more is taken out than is there.
        """
        values = {"account_id": account_id, "amount": amount, "note": note}
        try:
            async with transaction(self._pool) as connection:
                row = await (await connection.execute(_SQL["grant"], values)).fetchone()
                if row is None:
                    raise NotFound(f"there is no account {account_id!r}")
                await record(
                    connection, actor, account_id, "money_granted", account_id, amount=str(amount), note=note
                )
        except CheckViolation as error:
            raise Conflict(f"account {account_id} does not have {-amount} USD to take out") from error

    async def standing(self, account_id: str) -> Standing:
        """Return where an account stands. Raises NotFound."""
        row = await fetch_one(self._pool, _SQL["standing"], {"account_id": account_id})
        if row is None:
            raise NotFound(f"there is no account {account_id!r}")
        return Standing(row["unlimited"], row["balance"], row["held"], row["spent"])

    async def key_spent(self, key_id: str) -> tuple[Decimal, Decimal]:
        """Return what a key has spent, and what it holds."""
        row = await fetch_one(self._pool, _SQL["key_spent"], {"key_id": key_id})
        return (row["spent"], row["held"]) if row else (Decimal(0), Decimal(0))

    async def key_left(self, key_id: str) -> Decimal | None:
        """Return what a key's budgets leave it now: in all, today or this month, whichever is least; None without any."""
        row = await fetch_one(self._pool, _SQL["key_left"], {"key_id": key_id})
        return row["amount"] if row else None

    async def usage(self, account_id: str, start: datetime, end: datetime) -> list[Usage]:
        """Return what an account's keys spent from `start` up to, not including, `end`."""
        values = {"account_id": account_id, "start": start, "end": end}
        return [Usage(**row) for row in await fetch_all(self._pool, _SQL["usage"], values)]

    async def audit(self) -> list[str]:
        """Return a sentence for each task or account whose money does not add up; an empty list means that all does."""
        tasks = await fetch_all(self._pool, _SQL["broken_tasks"], {})
        accounts = await fetch_all(self._pool, _SQL["broken_accounts"], {})
        return [
            f"task {row['id']} ({row['status']}): hold {row['hold']}, cost {row['cost']}, but the ledger has "
            f"{row['held_in']} held, {row['held_out']} taken from that, {row['spent']} spent"
            for row in tasks
        ] + [
            f"account {row['id']}: its balance is kept as {row['known']} and its ledger says {row['balance']}"
            for row in accounts
        ]
