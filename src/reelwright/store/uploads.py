"""The table of uploads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from reelwright.domain.request import MediaKind
from reelwright.store.database import Pool, fetch_all, fetch_one
from reelwright.store.named_sql import named_sql

_SQL = named_sql("upload")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a caller sent. id: unguessable. blob: its name in the store. info: what opening it found."""

    id: str
    account_id: str
    kind: MediaKind
    blob: str
    filename: str
    content_type: str
    size_bytes: int
    info: dict[str, Any]
    created_at: datetime
    expires_at: datetime


class UploadStore:
    """Reads and writes uploads."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def add(
        self,
        *,
        upload_id: str,
        account_id: str,
        kind: MediaKind,
        blob: str,
        filename: str,
        content_type: str,
        size_bytes: int,
        info: dict[str, Any],
        ttl: int,
    ) -> Upload:
        """Store an upload that is kept for `ttl` seconds; its blob must be there already."""
        values = {
            "id": upload_id,
            "account_id": account_id,
            "kind": kind.value,
            "blob": blob,
            "filename": filename,
            "content_type": content_type,
            "size_bytes": size_bytes,
            "info": Jsonb(info),
            "ttl": ttl,
        }
        row = await fetch_one(self._pool, _SQL["insert"], values)
        if row is None:
            raise LookupError(upload_id)
        return _upload(row)

    async def get(self, upload_id: str) -> Upload | None:
        """Return an upload that has not expired, or None."""
        row = await fetch_one(self._pool, _SQL["get"], {"id": upload_id})
        return None if row is None else _upload(row)

    async def expired(self) -> list[tuple[str, str]]:
        """Return (id, blob) of uploads past their time, at most a hundred."""
        return [(row["id"], row["blob"]) for row in await fetch_all(self._pool, _SQL["expired"], {})]

    async def forget(self, ids: Sequence[str]) -> None:
        """Remove uploads; delete their blobs first."""
        async with self._pool.connection() as connection:
            await connection.execute(_SQL["forget"], {"ids": list(ids)})


def _upload(row: dict[str, Any]) -> Upload:
    values = {name: row[name] for name in Upload.__dataclass_fields__}
    return Upload(**{**values, "kind": MediaKind(row["kind"])})
