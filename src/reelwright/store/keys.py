"""API keys. A key is shown once, when it is made; the table holds its hash."""

from __future__ import annotations

import hashlib
import secrets
from base64 import b64encode
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal

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

    def state(self, now: datetime) -> Literal["valid", "expired", "revoked"]:
        """Return whether the key may be used at `now`, and if not, why."""
        if self.revoked_at is not None:
            return "revoked"
        expired = self.terms.expires_at is not None and self.terms.expires_at <= now
        return "expired" if expired else "valid"


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
        text = secret or _new_text()
        values = {
            **asdict(terms),
            "scopes": sorted(terms.scopes),
            "models": None if terms.models is None else list(terms.models),
            "networks": None if terms.networks is None else list(terms.networks),
            "id": f"key_{ULID()}",
            "account_id": account_id,
            "name": name,
            "hash": hash_key(text),
            "hint": _hint(text),
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
        """Return the key whose text is `secret`, if it may be used now; an old text expires with its overlap."""
        row = await fetch_one(self._pool, _SQL["by_hash"], {"hash": hash_key(secret)})
        if row is None:
            return None
        key = _key(row)
        ends = [moment for moment in (key.terms.expires_at, row["text_until"]) if moment is not None]
        return replace(key, terms=replace(key.terms, expires_at=min(ends, default=None)))

    async def get(self, key_id: str) -> Key | None:
        """Return a key by its id, or None."""
        return _maybe(await fetch_one(self._pool, _SQL["get"], {"id": key_id}))

    async def all(self, account_id: str | None = None) -> list[Key]:
        """Return every key, or those of one account, oldest first."""
        return [_key(row) for row in await fetch_all(self._pool, _SQL["list"], {"account_id": account_id})]

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

    async def rotate(self, key_id: str, overlap: int, *, actor: str = "cli") -> tuple[Key, str] | None:
        """Give a key a new text and return both; None when there is no such key, or it has ended.

        overlap: seconds for which the old text works too. What the key may do, has spent and has made stays as it is.
        """
        text = _new_text()
        values = {"id": key_id, "overlap": overlap, "hash": hash_key(text), "hint": _hint(text)}
        async with transaction(self._pool) as connection:
            row = await (await connection.execute(_SQL["rotate"], values)).fetchone()
            if row is None:
                return None
            await record(connection, actor, row["account_id"], "key_rotated", key_id, overlap=overlap)
            await connection.execute(_SQL["notify_revoked"], {"id": key_id})
        return _key(row), text

    async def touch(self, key_id: str) -> None:
        """Remember that a key was used, to the minute."""
        async with self._pool.connection() as connection:
            await connection.execute(_SQL["touch"], {"id": key_id})


def hash_key(secret: str) -> bytes:
    """Return the SHA-256 of a key's text: keys are long and random, so neither salt nor stretching would add anything."""
    return hashlib.sha256(secret.encode()).digest()


def _new_text() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def _hint(text: str) -> str:
    return f"{text[:6]}…{text[-4:]}" if len(text) >= 20 else "…"


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
