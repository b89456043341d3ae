"""Blobs: names, streams and signed addresses over obstore (local disk by default; S3, GCS, Azure by URL)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import obstore
from obstore.store import LocalStore, ObjectStore, from_url

from reelwright.errors import ConfigError, NotFound

CHUNK: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class BlobInfo:
    """What is known of a blob: its size in bytes and its entity tag, quoted."""

    name: str
    size: int
    etag: str


class BlobStore:
    """Puts, streams and deletes blobs by name. A blob is whole or not there: no reader sees half of one."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    async def put_file(self, name: str, path: Path) -> None:
        """Store a file, streamed in parts; what has that name already is replaced at once."""
        await obstore.put_async(self._store, name, path)

    async def put(self, name: str, data: bytes) -> None:
        """Store a few bytes."""
        await obstore.put_async(self._store, name, data)

    async def head(self, name: str) -> BlobInfo:
        """Return what is known of a blob. Raises NotFound."""
        try:
            meta = await obstore.head_async(self._store, name)
        except FileNotFoundError as error:
            raise NotFound("this file is no longer here") from error
        tag = str(meta["e_tag"] or f"{meta['size']}-{meta['last_modified'].timestamp():.0f}")
        return BlobInfo(name, meta["size"], '"' + tag.strip('"') + '"')

    async def read(self, name: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Stream a blob's bytes from `start` up to, not including, `end`."""
        try:
            found = await obstore.get_async(
                self._store, name, options={"range": {"offset": start} if end is None else (start, end)}
            )
        except FileNotFoundError as error:
            raise NotFound("this file is no longer here") from error
        async for part in found.stream(min_chunk_size=CHUNK):
            yield bytes(part)

    async def download(self, name: str, path: Path) -> None:
        """Copy a blob to a local file. Raises NotFound."""
        with path.open("wb") as file:
            async for part in self.read(name):
                file.write(part)

    async def delete(self, names: Sequence[str]) -> None:
        """Delete blobs; those that are gone already are no error."""
        for name in names:
            try:
                await obstore.delete_async(self._store, name)
            except FileNotFoundError:
                continue

    async def older(self, prefix: str, age: float) -> AsyncIterator[list[str]]:
        """Go through the names that begin with a directory prefix and were written more than `age` seconds ago, in batches."""
        before = datetime.now(UTC) - timedelta(seconds=age)
        async for batch in obstore.list(self._store, prefix):
            if names := [meta["path"] for meta in batch if meta["last_modified"] <= before]:
                yield names

    async def names(self, prefix: str) -> AsyncIterator[str]:
        """Go through the names that begin with a directory prefix."""
        async for batch in obstore.list(self._store, prefix):
            for meta in batch:
                yield meta["path"]


def open_blobs(url: str | None, data_dir: Path) -> BlobStore:
    """Open the store that a setting names: a directory, or an s3://, gs://, az:// URL; by default `data_dir`/blobs.

    Credentials come from the environment, as the vendors' own tools read it. Raises ConfigError.
    """
    if url is None or "://" not in url:
        directory = Path(url) if url else data_dir / "blobs"
        directory.mkdir(parents=True, exist_ok=True)
        return BlobStore(LocalStore(prefix=directory.resolve(), mkdir=True))
    try:
        return BlobStore(from_url(url, **_client_options(url)))
    except Exception as error:
        raise ConfigError(f"setting blob_url: {url.split('?')[0]} can't be opened: {error}") from error


def _client_options(url: str) -> dict[str, Any]:
    if url.startswith("file://"):
        return {}
    # Said here, because with options of ours the store no longer looks for it in the environment.
    plain = os.environ.get("AWS_ALLOW_HTTP", "").lower() in ("1", "true")
    return {"client_options": {"timeout": "60s", "connect_timeout": "5s", "allow_http": plain}}


class UrlSigner:
    """Signs names of blobs so that an address works without a key, until it expires."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def sign(self, name: str, expires_at: int) -> str:
        """Return the token to put before the name in a path: the expiry in Unix seconds and a signature over both."""
        return f"{expires_at}-{self._signature(name, expires_at)}"

    def check(self, token: str, name: str, now: float) -> bool:
        """Tell whether a token opens `name` at `now` (Unix seconds)."""
        expiry, _, signature = token.partition("-")
        if not (expiry.isascii() and expiry.isdigit() and len(expiry) <= 12):
            return False
        right = hmac.compare_digest(signature.encode(), self._signature(name, int(expiry)).encode())
        return right and now < int(expiry)

    def _signature(self, name: str, expires_at: int) -> str:
        digest = hmac.new(self._secret, f"{expires_at}/{name}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:18]).decode()
