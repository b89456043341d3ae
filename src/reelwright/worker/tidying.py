"""Removes what nobody may ask for any more, so that neither the database nor the blob store grows for ever.

Apart from the janitor: a blob store that is away makes its clients wait for minutes, and the take-over of a dead worker's tasks
must not wait with them. Every duty is safe to repeat and to do twice at once; the deployment shares them out by the clock.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from reelwright import metrics
from reelwright.blobs import BlobStore
from reelwright.store.retention import RetentionStore
from reelwright.store.tasks import TaskStore
from reelwright.store.uploads import UploadStore
from reelwright.worker.patience import is_infrastructure
from reelwright.worker.publish import Publisher, task_prefix

log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 15.0
_OFTEN: Final = 60.0
_SELDOM: Final = 6 * 3600.0
_ORPHAN_SECONDS: Final = 3600.0
"""How old a blob without a row must be: one that is just being published or uploaded has none yet."""
_AT_ONCE: Final = 8

Find = Callable[[], Awaitable[list[str]]]
Settle = Callable[[list[str]], Awaitable[None]]


class Tidier:
    """Tidies up for as long as it runs."""

    def __init__(
        self,
        tasks: TaskStore,
        uploads: UploadStore,
        retention: RetentionStore,
        blobs: BlobStore,
        *,
        task_ttl: int,
    ) -> None:
        """task_ttl: seconds that an ended task is kept."""
        self._tasks = tasks
        self._uploads = uploads
        self._retention = retention
        self._blobs = blobs
        self._publisher = Publisher(blobs)
        self._task_ttl = task_ttl

    async def run(self) -> None:
        """Tidy up again and again; ends only by cancellation."""
        while True:
            await self.tidy()
            await asyncio.sleep(LOOK_SECONDS)

    async def tidy(self) -> None:
        """Do what is due. A duty that fails, perhaps because the blob store is away, does not keep the others from being done."""
        for duty, every in (
            (self.forget_rows, _OFTEN),
            (self.remove_expired_files, _OFTEN),
            (self.remove_expired_uploads, _OFTEN),
            (self.forget_old_tasks, _OFTEN),
            (self.remove_orphans, _SELDOM),
        ):
            try:
                if await self._retention.begin(duty.__name__, every):
                    await duty()
            except Exception as error:
                if is_infrastructure(error):
                    log.warning("tidying_waits", extra={"duty": duty.__name__, "error": str(error)})
                else:
                    log.exception("tidying_stumbled", extra={"duty": duty.__name__})

    async def forget_rows(self) -> None:
        """Forget what is only rows: idempotency keys, periods of budgets, workers."""
        for forget in (self._retention.forget_answers, self._retention.forget_periods):
            while count := await forget():
                _count(forget.__name__.removeprefix("forget_"), count)
        await self._retention.forget_workers()

    async def remove_expired_files(self) -> None:
        """Remove the blobs of results whose addresses have expired."""
        await self._remove_all("results", self._tasks.with_expired_files, self._tasks.files_removed)

    async def forget_old_tasks(self) -> None:
        """Remove tasks that have been kept long enough, with whatever files they still have."""
        await self._remove_all("tasks", lambda: self._tasks.expired(self._task_ttl), self._tasks.forget)

    async def remove_expired_uploads(self) -> None:
        """Remove uploads that have been kept long enough."""
        while expired := await self._uploads.expired():
            await self._publisher.delete([blob for _, blob in expired])
            await self._uploads.forget([upload_id for upload_id, _ in expired])
            _count("uploads", len(expired))

    async def remove_orphans(self, age: float = _ORPHAN_SECONDS) -> None:
        """Remove blobs that no row knows: their maker was killed between the two. Only those older than `age` seconds."""
        async for names in self._blobs.older(task_prefix("").removesuffix("/"), age):
            owners = {name: name.split("/")[1] for name in names}
            unknown = await self._retention.unknown_tasks(sorted(set(owners.values())))
            await self._remove_orphans([name for name, owner in owners.items() if owner in unknown])
        for prefix, unknown_of in (
            ("uploads/", self._retention.unknown_uploads),
            ("assets/", self._retention.unknown_assets),
        ):
            async for names in self._blobs.older(prefix, age):
                await self._remove_orphans(sorted(await unknown_of(names)))

    async def _remove_orphans(self, names: list[str]) -> None:
        if names:
            await self._publisher.delete(names)
            log.info("orphans_removed", extra={"blobs": len(names)})
            _count("orphans", len(names))

    async def _remove_all(self, what: str, find: Find, settle: Settle) -> None:
        while task_ids := await find():
            for start in range(0, len(task_ids), _AT_ONCE):
                batch = task_ids[start : start + _AT_ONCE]
                await asyncio.gather(*(self._publisher.remove(task_prefix(task_id)) for task_id in batch))
            # After the files: found again if this process dies in between.
            await settle(task_ids)
            _count(what, len(task_ids))


def _count(what: str, number: int) -> None:
    metrics.REMOVED.labels(what).inc(number)
