"""API keys. A key is shown once, when it is made; the table holds its hash."""

from __future__ import annotations

import hashlib
import secrets
from base64 import b64encode
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from ulid import ULID

from reelwright.domain.access import KeyTerms, Scope
from reelwright.store.audit import record
from reelwright.store.database import Pool, fetch_all, fetch_one, transaction
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
    webhook_secret: str
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    terms: KeyTerms


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
        terms: KeyTerms | None = None,
        actor: str = "cli",
    ) -> tuple[Key, str] | None:
        """Make a key and return it with its secret, which can't be read again; None when that very secret is there already.

        secret: the key's text, where the caller brings it; otherwise 32 random bytes. actor: who did it, for the audit log.
        """
        terms = terms or KeyTerms()
        text = secret or PREFIX + secrets.token_urlsafe(32)
        values = {
            **asdict(terms),
            "scopes": sorted(terms.scopes),
            "models": None if terms.models is None else list(terms.models),
            "networks": None if terms.networks is None else list(terms.networks),
            "id": f"key_{ULID()}",
            "account_id": account_id,
            "name": name,
            "hash": hash_key(text),
            "hint": f"{text[:6]}…{text[-4:]}" if len(text) >= 20 else "…",
            "webhook_secret": "whsec_" + b64encode(secrets.token_bytes(32)).decode(),
        }
        async with transaction(self._pool) as connection:
            await connection.execute(
                _SQL["insert_account"], {"id": account_id, "name": account_id.removeprefix("acct_")}
            )
            row = await (await connection.execute(_SQL["insert"], values)).fetchone()
            if row is None:
                return None
            await record(connection, actor, account_id, "key_created", row["id"], name=name)
        return _key(row), text

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

    async def revoke(self, id_or_name: str, *, actor: str = "cli") -> list[Key]:
        """End keys by id or name, at once and in every process; an empty list means there was none to end."""
        async with transaction(self._pool) as connection:
            rows = await (await connection.execute(_SQL["revoke"], {"key": id_or_name})).fetchall()
            for row in rows:
                await record(connection, actor, row["account_id"], "key_revoked", row["id"], name=row["name"])
                await connection.execute(_SQL["notify_revoked"], {"id": row["id"]})
        return [_key(row) for row in rows]

    async def touch(self, key_id: str) -> None:
        """Remember that a key was used, to the minute."""
        async with self._pool.connection() as connection:
            await connection.execute(_SQL["touch"], {"id": key_id})


def hash_key(secret: str) -> bytes:
    """Return the SHA-256 of a key's text: keys are long and random, so neither salt nor stretching would add anything."""
    return hashlib.sha256(secret.encode()).digest()


def _key(row: dict[str, Any]) -> Key:
    terms = {name: row[name] for name in KeyTerms.__dataclass_fields__}
    terms["scopes"] = frozenset(Scope(scope) for scope in row["scopes"])
    terms["models"] = None if row["models"] is None else tuple(row["models"])
    terms["networks"] = (
        None if row["networks"] is None else tuple(str(network) for network in row["networks"])
    )
    values = {name: row[name] for name in Key.__dataclass_fields__ if name != "terms"}
    return Key(**values, terms=KeyTerms(**terms))


def _maybe(row: dict[str, Any] | None) -> Key | None:
    return None if row is None else _key(row)
