"""API keys. A key is shown once, when it is made; the table holds its hash."""

from __future__ import annotations

import hashlib
import secrets
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from ulid import ULID

from reelwright.store.database import Pool, fetch_all, fetch_one
from reelwright.store.named_sql import named_sql

_SQL = named_sql("key")

DEFAULT_ACCOUNT: Final = "acct_default"
PREFIX: Final = "rw_"


@dataclass(frozen=True, slots=True)
class Key:
    """An API key as lists show it; `hint` is its first and last characters."""

    id: str
    account_id: str
    name: str
    hint: str
    test_mode: bool
    webhook_secret: str
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime | None
    revoked_at: datetime | None


class KeyStore:
    """Makes, finds and ends keys."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def create(
        self,
        name: str,
        *,
        secret: str | None = None,
        account_id: str = DEFAULT_ACCOUNT,
        test_mode: bool = False,
    ) -> tuple[Key, str] | None:
        """Make a key and return it with its secret, which can't be read again; None when that very secret is there already.

        secret: the key's text, where the caller brings it; otherwise 32 random bytes.
        """
        text = secret or PREFIX + secrets.token_urlsafe(32)
        async with self._pool.connection() as connection:
            await connection.execute(_SQL["insert_account"], {"id": account_id, "name": "default"})
        values = {
            "id": f"key_{ULID()}",
            "account_id": account_id,
            "name": name,
            "hash": hash_key(text),
            "hint": f"{text[:6]}…{text[-4:]}" if len(text) >= 20 else "…",
            "test_mode": test_mode,
            "webhook_secret": "whsec_" + b64encode(secrets.token_bytes(32)).decode(),
        }
        row = await fetch_one(self._pool, _SQL["insert"], values)
        return None if row is None else (_key(row), text)

    async def find(self, secret: str) -> Key | None:
        """Return the key whose text is `secret`, if it may be used now."""
        return _maybe(await fetch_one(self._pool, _SQL["by_hash"], {"hash": hash_key(secret)}))

    async def get(self, key_id: str) -> Key | None:
        """Return a key by its id, or None."""
        return _maybe(await fetch_one(self._pool, _SQL["get"], {"id": key_id}))

    async def all(self) -> list[Key]:
        """Return every key, oldest first."""
        return [_key(row) for row in await fetch_all(self._pool, _SQL["list"], {})]

    async def any(self) -> bool:
        """Tell whether there is any key at all."""
        row = await fetch_one(self._pool, _SQL["count"], {})
        return row is not None and row["n"] > 0

    async def revoke(self, id_or_name: str) -> list[Key]:
        """End keys by id or name, at once and in every process; an empty list means there was none to end."""
        revoked = [_key(row) for row in await fetch_all(self._pool, _SQL["revoke"], {"key": id_or_name})]
        for key in revoked:
            await fetch_one(self._pool, _SQL["notify_revoked"], {"id": key.id})
        return revoked

    async def touch(self, key_id: str) -> None:
        """Remember that a key was used, to the minute."""
        async with self._pool.connection() as connection:
            await connection.execute(_SQL["touch"], {"id": key_id})


def hash_key(secret: str) -> bytes:
    """Return the SHA-256 of a key's text: keys are long and random, so neither salt nor stretching would add anything."""
    return hashlib.sha256(secret.encode()).digest()


def _key(row: dict[str, Any]) -> Key:
    return Key(**{name: row[name] for name in Key.__dataclass_fields__})


def _maybe(row: dict[str, Any] | None) -> Key | None:
    return None if row is None else _key(row)
