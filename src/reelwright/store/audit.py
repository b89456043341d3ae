"""The audit log: who did what to keys, assets and money. Written in the transaction of the deed, never rewritten."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from psycopg.types.json import Jsonb

from reelwright.store.database import Connection, Pool, fetch_all

_PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the log. actor: a key's id, or ``cli`` or ``settings``. subject: the id of what it was done to."""

    id: int
    at: datetime
    actor: str
    account_id: str
    verb: str
    subject: str
    details: dict[str, Any]


async def record(
    connection: Connection, actor: str, account_id: str, verb: str, subject: str, **details: Any
) -> None:
    """Write a line inside the transaction that is open on `connection`: without the deed there is no line, and the reverse."""
    await connection.execute(
        "INSERT INTO audit (actor, account_id, verb, subject, details) VALUES (%s, %s, %s, %s, %s)",
        [actor, account_id, verb, subject, Jsonb(details)],
    )


async def read_audit(pool: Pool, account_id: str | None = None, after: int = 0) -> AsyncIterator[Deed]:
    """Go through the log, oldest first, of one account or of all; `after` is the id of the last line seen."""
    while True:
        rows = await fetch_all(
            pool,
            "SELECT * FROM audit WHERE id > %(after)s AND (%(account)s::text IS NULL OR account_id = %(account)s)"
            " ORDER BY id LIMIT %(limit)s",
            {"after": after, "account": account_id, "limit": _PAGE},
        )
        for row in rows:
            yield Deed(**row)
        if len(rows) < _PAGE:
            return
        after = rows[-1]["id"]
