"""The accounts that own keys, tasks, uploads, assets and money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from psycopg.errors import UniqueViolation
from ulid import ULID

from reelwright.errors import Conflict
from reelwright.store.audit import record
from reelwright.store.database import Pool, fetch_all, fetch_one, transaction
from reelwright.store.named_sql import named_sql

_SQL = named_sql("account")
_PREFIX: Final = "acct_"


@dataclass(frozen=True, slots=True)
class Account:
    """An account. balance: USD that it may still spend, unless `unlimited`. keys: how many of its keys have not ended."""

    id: str
    name: str
    created_at: datetime
    unlimited: bool
    balance: Decimal
    keys: int


class AccountStore:
    """Makes and finds accounts."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def create(self, name: str, *, account_id: str | None = None, actor: str = "cli") -> Account:
        """Make an account without a limit; the first grant limits it.

        account_id: begins with ``acct_``; default: a new one. actor: who did it, for the audit log. Raises Conflict.
        """
        values = {"id": account_id or f"{_PREFIX}{ULID()}", "name": name}
        try:
            async with transaction(self._pool) as connection:
                await connection.execute(_SQL["insert"], values)
                await record(connection, actor, values["id"], "account_created", values["id"], name=name)
        except UniqueViolation as error:
            raise Conflict(f"there is an account {values['id']!r} already") from error
        made = await self.get(values["id"])
        if made is None:
            raise LookupError(values["id"])
        return made

    async def get(self, account_id: str) -> Account | None:
        """Return an account, or None."""
        row = await fetch_one(self._pool, _SQL["list"], {"id": account_id})
        return None if row is None else _account(row)

    async def all(self) -> list[Account]:
        """Return every account, oldest first."""
        return [_account(row) for row in await fetch_all(self._pool, _SQL["list"], {"id": None})]


def _account(row: dict[str, Any]) -> Account:
    return Account(**row)
