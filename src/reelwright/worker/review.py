"""Reviews assets: fetched, opened, measured and judged like the media of a request; kept when they are good."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reelwright.blobs import BlobStore
from reelwright.domain.asset import Asset, ReviewPolicy
from reelwright.domain.request import MediaRef, MediaRole
from reelwright.domain.task import Task
from reelwright.errors import MediaError, TaskError
from reelwright.media.info import MediaInfo
from reelwright.media.probe import probe
from reelwright.media.rules import check_medium
from reelwright.service.files import CONTENT_TYPES
from reelwright.service.uploads import info_to_json
from reelwright.store.assets import AssetStore
from reelwright.worker.patience import patiently
from reelwright.worker.places import WorkPlaces
from reelwright.worker.prepare import Preparer
from reelwright.worker.scrutiny import Scrutiny
from reelwright.worker.watch import AttemptWatch

_BEGUN: Final = 10
_LOOKED_AT: Final = 90
"""Percent of a review when it begins, and when every asset has been looked at."""
_SUFFIXES: Final = {"jpeg": "jpg"}


@dataclass(frozen=True, slots=True)
class ReviewDesk:
    """What every review works with. policy: who decides on assets that nothing speaks against."""

    assets: AssetStore
    blobs: BlobStore
    places: WorkPlaces
    preparer: Preparer
    scrutiny: Scrutiny
    policy: ReviewPolicy

    async def end(self, task: Task) -> None:
        """End a review whose assets are all decided; leave it to a person where one has to decide. Raises StaleAttempt."""
        await patiently(lambda: self.assets.end_review(task.id, task.attempt))


class Reviewing:
    """The review of one task's assets in one attempt."""

    def __init__(self, desk: ReviewDesk, task: Task, watch: AttemptWatch) -> None:
        self._desk = desk
        self._task = task
        self._watch = watch

    async def run(self) -> None:
        """Look at every asset that has not been looked at; what an earlier attempt found stays as it is.

        Raises StaleAttempt, and psycopg, obstore and OS errors when the infrastructure fails.
        """
        self._watch.reach(_BEGUN)
        waiting = await patiently(lambda: self._desk.assets.undecided(self._task.id))
        async with self._desk.places.place(self._task.id, self._task.attempt) as workdir:
            for number, asset in enumerate(waiting, 1):
                await self._look_at(asset, workdir / asset.id)
                self._watch.reach(_BEGUN + number * (_LOOKED_AT - _BEGUN) // len(waiting))

    async def abandon(self) -> None:
        """Do nothing: nobody outside works for a review."""

    async def _look_at(self, asset: Asset, path: Path) -> None:
        try:
            info = await self._judged(asset, path)
        except TaskError as error:
            reason = error.message
            await patiently(lambda: self._desk.assets.refuse(asset, self._task.attempt, reason))
            return
        suffix = _SUFFIXES.get(info.format, info.format)
        # With the attempt in its name: a late writer never touches what a newer attempt found good.
        blob = f"assets/{asset.id}-{self._task.attempt}.{suffix}"
        await self._desk.blobs.put_file(blob, path)
        await patiently(
            lambda: self._desk.assets.store(
                asset,
                self._task.attempt,
                blob=blob,
                content_type=CONTENT_TYPES.get(suffix, "application/octet-stream"),
                size_bytes=info.size_bytes,
                info=info_to_json(info),
                active=self._desk.policy is ReviewPolicy.AUTO,
            )
        )
        await asyncio.to_thread(path.unlink, missing_ok=True)

    async def _judged(self, asset: Asset, path: Path) -> MediaInfo:
        """Fetch an asset and return what opening it found. Raises TaskError, for its owner, when it can't be used."""
        ref = MediaRef(asset.kind, MediaRole.REFERENCE, asset.url, "url", 1)
        await self._desk.preparer.bring(ref, path, asset.account_id)
        info = await asyncio.to_thread(probe, path, asset.kind, "url")
        if faults := check_medium("url", info):
            raise MediaError("; ".join(fault.message for fault in faults), param="url")
        await self._desk.scrutiny.of_asset(self._task, asset.kind, path)
        return info
