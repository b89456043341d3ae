"""From a task to what an engine is told: its media fetched, opened, measured and judged, its frame chosen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from reelwright.blobs import BlobStore
from reelwright.domain.catalog import Model
from reelwright.domain.request import MediaKind, MediaRef, MediaRole, VideoRequest
from reelwright.domain.sizes import ADAPTIVE, DEFAULT_RATIO, FPS, frame_count, frame_size, nearest_ratio
from reelwright.domain.task import Task
from reelwright.engines.base import EngineRequest, LocalMedia
from reelwright.errors import Fault, MediaError, NotFound
from reelwright.media.address import AddressPolicy
from reelwright.media.fetch import fetch
from reelwright.media.info import MediaInfo
from reelwright.media.probe import Suspect, probe_all
from reelwright.media.rules import LIMITS, check_media
from reelwright.service.files import Files
from reelwright.service.intake import FindAsset


class Preparer:
    """Makes engine requests."""

    def __init__(
        self,
        files: Files,
        blobs: BlobStore,
        policy: AddressPolicy,
        find_asset: FindAsset,
        *,
        public_url: str | None = None,
        callback: Callable[[str], str | None] = lambda task_id: None,
    ) -> None:
        """policy: which addresses may be fetched from. public_url: where others reach this server, if they do.

        callback: returns the address at which an upstream may tell that a task has changed, if it can reach this server.
        """
        self._public_url = public_url
        self._callback = callback
        self._files = files
        self._blobs = blobs
        self._policy = policy
        self._find_asset = find_asset

    async def prepare(self, task: Task, model: Model, inputs: Path) -> EngineRequest:
        """Bring every medium of a task into `inputs` and return what its engine is told.

        Raises MediaError naming the field of the first medium that can't be used, and every fault that was found.
        """
        refs = task.request.media
        media: list[LocalMedia] = []
        if refs:
            await asyncio.to_thread(inputs.mkdir)
            paths = [inputs / f"{ref.kind}-{ref.number}" for ref in refs]
            await self._fetch_all(refs, paths, task.account_id)
            media = await asyncio.to_thread(_open_all, refs, paths)
            urls = await asyncio.gather(*(self._address_for_others(ref) for ref in refs))
            media = [replace(medium, url=url) for medium, url in zip(media, urls, strict=True)]
        return replace(_engine_request(task, model, tuple(media)), callback_url=self._callback(task.id))

    async def _address_for_others(self, ref: MediaRef) -> str | None:
        """Return the address at which other servers reach a medium, or None: what is ours may be behind a firewall, and so may
        hosts that were exempted from the rules on addresses.
        """
        if not ref.url.startswith(("http://", "https://")):
            return None
        parts = urlsplit(ref.url)
        if await self._files.own(ref.url) is not None:
            return f"{self._public_url.rstrip('/')}{parts.path}" if self._public_url else None
        return None if {parts.hostname, parts.netloc.lower()} & self._policy.exempt else ref.url

    async def _fetch_all(self, refs: Sequence[MediaRef], paths: Sequence[Path], account_id: str) -> None:
        """Fetch side by side; the first that fails stops the others, for nothing can come of the task any more."""
        pairs = zip(refs, paths, strict=True)
        fetches = [asyncio.create_task(self.bring(ref, path, account_id)) for ref, path in pairs]
        try:
            await asyncio.gather(*fetches)
        finally:
            for running in fetches:
                running.cancel()
            await asyncio.gather(*fetches, return_exceptions=True)

    async def bring(self, ref: MediaRef, path: Path, account_id: str) -> None:
        """Bring what a medium's address holds to `path`; an asset must be the account's. Raises MediaError."""
        if ref.url.startswith("asset://"):
            await self._bring_asset(ref, path, account_id)
            return
        own = None if ref.url.startswith("data:") else await self._files.own(ref.url)
        if own is None:
            limit = LIMITS[ref.kind].max_bytes
            await fetch(ref.url, path, limit=limit, param=ref.param, policy=self._policy)
            return
        try:
            await self._blobs.download(own.blob, path)
        except NotFound as error:
            raise MediaError(
                f"{ref.param}: this file has expired; upload it again", param=ref.param
            ) from error

    async def _bring_asset(self, ref: MediaRef, path: Path, account_id: str) -> None:
        asset = await self._find_asset(ref.url.removeprefix("asset://"), account_id)
        try:
            if asset is None or asset.blob is None:
                raise NotFound("no such asset")
            await self._blobs.download(asset.blob, path)
        except NotFound as error:
            raise MediaError(
                f"{ref.param}: unknown asset {ref.url}; it must be an active asset of the same account",
                param=ref.param,
            ) from error


def _open_all(refs: Sequence[MediaRef], paths: Sequence[Path]) -> list[LocalMedia]:
    suspects = [Suspect(path, ref.kind, ref.param) for ref, path in zip(refs, paths, strict=True)]
    found = probe_all(suspects)
    opened = [(ref, info) for ref, info in zip(refs, found, strict=True) if isinstance(info, MediaInfo)]
    faults = [fault for fault in found if isinstance(fault, Fault)] + check_media(opened)
    if faults:
        raise MediaError("; ".join(fault.message for fault in faults), param=faults[0].param)
    return [_local(ref, path, info) for (ref, info), path in zip(opened, paths, strict=True)]


def _local(ref: MediaRef, path: Path, info: MediaInfo) -> LocalMedia:
    return LocalMedia(
        kind=ref.kind,
        role=ref.role,
        path=path,
        param=ref.param,
        number=ref.number,
        width=info.width,
        height=info.height,
        seconds=info.seconds,
        has_audio=info.has_audio,
    )


def _engine_request(task: Task, model: Model, media: tuple[LocalMedia, ...]) -> EngineRequest:
    request = task.request
    ratio = choose_ratio(request, media)
    width, height = frame_size(request.resolution, ratio)
    return EngineRequest(
        task_id=task.id,
        attempt=task.attempt,
        model=model.id,
        prompt=request.prompt,
        width=width,
        height=height,
        frames=frame_count(request.duration),
        fps=FPS,
        seed=task.seed,
        fast=model.fast,
        generate_audio=request.generate_audio,
        return_last_frame=request.return_last_frame,
        web_search=request.web_search,
        media=media,
        ratio=ratio,
        resolution=request.resolution,
        language=request.language,
        typical_seconds=task.estimated_seconds,
    )


def choose_ratio(request: VideoRequest, media: Sequence[LocalMedia]) -> str:
    """Return the ratio to make: the one asked for; for ``adaptive`` the nearest to the first frame, to the first reference
    video, to the first reference image, in this order; without any of them 16:9.
    """
    if request.ratio != ADAPTIVE:
        return request.ratio
    first_frames = [medium for medium in media if medium.role is MediaRole.FIRST_FRAME]
    videos = [medium for medium in media if medium.kind is MediaKind.VIDEO]
    images = [medium for medium in media if medium.kind is MediaKind.IMAGE]
    for medium in (*first_frames, *videos, *images):
        return nearest_ratio(medium.width, medium.height)
    return DEFAULT_RATIO
