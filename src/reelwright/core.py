"""What every process of a deployment stands on, opened and closed in order."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from procrastinate import App

from reelwright.blobs import BlobStore, UrlSigner, open_blobs
from reelwright.catalog_file import load_catalog
from reelwright.config import Settings
from reelwright.domain.catalog import Catalog
from reelwright.service.callbacks import Callbacks
from reelwright.service.files import Files
from reelwright.store.database import Pool, migrate, open_pool, server_secret
from reelwright.store.embedded import EmbeddedPostgres
from reelwright.store.feed import Feed
from reelwright.store.jobs import JobStore
from reelwright.store.keys import KeyStore
from reelwright.store.queue import make_queue, open_queue
from reelwright.store.tasks import TaskStore
from reelwright.store.uploads import UploadStore
from reelwright.store.upstreams import UpstreamStore

KEY_FILE: Final = "api-key"
_LOOK_AFTER_POSTGRES_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Core:
    """What every process of a deployment stands on: the database and the blobs.

    dead_workers: workers of the queue up to this id are known to be dead, because no other process uses the database.
    """

    settings: Settings
    catalog: Catalog
    pool: Pool
    queue: App
    jobs: JobStore
    feed: Feed
    tasks: TaskStore
    keys: KeyStore
    uploads: UploadStore
    upstreams: UpstreamStore
    callbacks: Callbacks
    blobs: BlobStore
    files: Files
    dead_workers: int = 0


@asynccontextmanager
async def open_core(settings: Settings) -> AsyncIterator[Core]:
    """Open the database (starting the embedded one where none is given), bring it up to date and open the blobs.

    Raises ConfigError or Unavailable, saying what is wrong.
    """
    catalog = load_catalog(settings)
    async with _database(settings) as (url, embedded):
        await migrate(url)
        feed = Feed(url)
        queue = make_queue()
        async with open_pool(url) as pool:
            await open_queue(queue, pool)
            await feed.start()
            try:
                blobs = await asyncio.to_thread(open_blobs, settings.blob_url, settings.data_dir)
                uploads = UploadStore(pool)
                signer = UrlSigner(await server_secret(pool, "urls"))
                jobs = JobStore(pool, queue)
                upstreams = UpstreamStore(pool, queue)
                # In this order: a worker that registers after the question can't be taken for a dead one.
                newest = await jobs.newest_worker()
                yield Core(
                    settings=settings,
                    catalog=catalog,
                    pool=pool,
                    queue=queue,
                    jobs=jobs,
                    feed=feed,
                    tasks=TaskStore(pool),
                    keys=KeyStore(pool),
                    uploads=uploads,
                    upstreams=upstreams,
                    callbacks=Callbacks(
                        upstreams, UrlSigner(await server_secret(pool, "callbacks")), settings.public_url
                    ),
                    blobs=blobs,
                    files=Files(blobs, signer, uploads),
                    dead_workers=newest if embedded is not None and embedded.alone() else 0,
                )
            finally:
                await feed.stop()
                await queue.close_async()


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[tuple[str, EmbeddedPostgres | None]]:
    if settings.database_url is not None:
        yield settings.database_url.get_secret_value(), None
        return
    embedded = EmbeddedPostgres(settings.data_dir)
    url = await asyncio.to_thread(embedded.start)
    guard = asyncio.create_task(_keep_alive(embedded), name="postgres guard")
    try:
        yield url, embedded
    finally:
        guard.cancel()
        await asyncio.wait([guard])
        await asyncio.to_thread(embedded.stop)


async def _keep_alive(embedded: EmbeddedPostgres) -> None:
    while True:
        await asyncio.sleep(_LOOK_AFTER_POSTGRES_SECONDS)
        await asyncio.to_thread(embedded.revive)


async def ensure_first_key(core: Core) -> tuple[str, Path] | None:
    """Make the first key when there is none yet; return it with the file that keeps it, or None when nothing was made.

    With the setting `api_key` that very key is valid from now on, and no file is written.
    """
    given = core.settings.api_key
    if given is not None:
        await core.keys.create("from-settings", secret=given.get_secret_value())
        return None
    if await core.keys.any():
        return None
    made = await core.keys.create("first")
    if made is None:
        raise LookupError("a random key was there already")
    path = core.settings.data_dir / KEY_FILE
    await asyncio.to_thread(_write_private, path, made[1])
    return made[1], path


def _write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, from its first byte on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text + "\n")
