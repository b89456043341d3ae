"""Looks at the media of a request that are at hand when it is submitted: data URIs, uploads, own results and assets.

What lies on other hosts is fetched and judged later, by a worker; what is here already is judged now, by the same rules.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from reelwright.domain.asset import Asset
from reelwright.domain.request import MediaKind, MediaRef, VideoRequest
from reelwright.errors import Fault, InvalidRequest, NotFound
from reelwright.media.info import MediaInfo
from reelwright.media.probe import Suspect, probe_all
from reelwright.media.rules import MB, check_media
from reelwright.service.files import Files
from reelwright.service.keys import Caller
from reelwright.service.uploads import Uploads

MAX_DATA: Final = 10 * MB
_DATA_URI: Final = re.compile(
    r"data:[\w.+-]{1,60}/[\w.+-]{1,80}(;[\w.+-]{1,40}=[\w.+-]{1,80})*;base64,", re.ASCII
)

FindAsset = Callable[[str, str], Awaitable[Asset | None]]
"""Finds an asset that may be used; takes its id and the account's."""


@dataclass(slots=True)
class _Look:
    """What is at hand for one medium: its measures, a local copy to measure, or neither, when it lies elsewhere.

    inline: whether it came in the request itself and has to be stored.
    """

    ref: MediaRef
    info: MediaInfo | None = None
    path: Path | None = None
    inline: bool = False


class Intake:
    """Judges and takes in media at submit."""

    def __init__(self, files: Files, uploads: Uploads, ttl: int, find_asset: FindAsset) -> None:
        """ttl: seconds that a picture from a data URI is kept; it must outlast every task."""
        self._files = files
        self._uploads = uploads
        self._ttl = ttl
        self._find_asset = find_asset

    async def take_in(self, request: VideoRequest, caller: Caller, public_url: str) -> VideoRequest:
        """Return the request with pictures from data URIs stored as uploads, so that its row stays small.

        Raises InvalidRequest naming every medium at hand that can't be used.
        """
        if not any(_may_be_here(medium.url) for medium in request.media):
            return request
        faults: list[Fault] = []
        with TemporaryDirectory(prefix="reelwright-intake-") as directory:
            looks = [
                await self._look(medium, caller, public_url, Path(directory), faults)
                for medium in request.media
            ]
            faults += await asyncio.to_thread(_measure, looks)
            faults += check_media([(look.ref, look.info) for look in looks if look.info is not None])
            if faults:
                raise InvalidRequest(faults)
            kept = [await self._kept(look, caller, public_url) for look in looks]
        return replace(request, media=tuple(kept))

    async def _look(
        self, ref: MediaRef, caller: Caller, public_url: str, directory: Path, faults: list[Fault]
    ) -> _Look:
        look = _Look(ref)
        if ref.url.startswith("data:"):
            data = _decode(ref, faults)
            if data is not None:
                look.inline, look.path = True, directory / f"{ref.kind}-{ref.number}"
                await asyncio.to_thread(look.path.write_bytes, data)
        elif ref.url.startswith("asset://"):
            await self._look_at_asset(look, caller, faults)
        elif "/f/" in ref.url:
            await self._look_at_own(look, public_url, directory, faults)
        return look

    async def _look_at_asset(self, look: _Look, caller: Caller, faults: list[Fault]) -> None:
        ref = look.ref
        asset = await self._find_asset(ref.url.removeprefix("asset://"), caller.account_id)
        if asset is None or asset.info is None or asset.size_bytes is None:
            faults.append(_unknown_asset(ref))
        elif asset.kind is not ref.kind:
            faults.append(
                Fault(ref.param, f"{ref.param}: this asset is {_a(asset.kind)}, not {_a(ref.kind)}")
            )
        else:
            look.info = info_from_json(asset.kind, asset.size_bytes, asset.info)

    async def _look_at_own(self, look: _Look, public_url: str, directory: Path, faults: list[Fault]) -> None:
        ref = look.ref
        if upload := await self._files.own_upload(ref.url):
            if upload.kind is not ref.kind:
                faults.append(
                    Fault(ref.param, f"{ref.param}: this file is {_a(upload.kind)}, not {_a(ref.kind)}")
                )
            else:
                look.info = info_from_json(upload.kind, upload.size_bytes, upload.info)
            return
        own = await self._files.own(ref.url)
        if own is not None:
            path = directory / f"{ref.kind}-{ref.number}"
            try:
                await self._files.blobs.download(own.blob, path)
            except NotFound:
                own = None
            look.path = path if own else None
        if own is None and ref.url.startswith(f"{public_url}/f/"):
            faults.append(Fault(ref.param, f"{ref.param}: this file has expired; upload it again"))

    async def _kept(self, look: _Look, caller: Caller, public_url: str) -> MediaRef:
        if not look.inline or look.info is None or look.path is None:
            return look.ref
        upload = await self._uploads.keep(look.path, look.info, look.path.name, caller, self._ttl)
        return replace(look.ref, url=self._files.upload_url(upload, public_url))


def _may_be_here(url: str) -> bool:
    return url.startswith(("data:", "asset://")) or "/f/" in url


def _decode(ref: MediaRef, faults: list[Fault]) -> bytes | None:
    header = _DATA_URI.match(ref.url)
    if header is None:
        faults.append(
            Fault(
                ref.param,
                f"{ref.param}: a data URI must look like data:image/png;base64,… with the picture in base64",
            )
        )
        return None
    try:
        data = base64.b64decode(ref.url[header.end() :], validate=True)
    except binascii.Error:
        faults.append(Fault(ref.param, f"{ref.param}: the data URI is not valid base64"))
        return None
    if len(data) > MAX_DATA:
        faults.append(
            Fault(
                ref.param, f"{ref.param}: a data URI may hold at most 10 MB; upload the file and give its URL"
            )
        )
        return None
    return data


def _measure(looks: Sequence[_Look]) -> list[Fault]:
    """Open every local copy in the child process that may come to harm by it; return what can't be opened."""
    fresh = [look for look in looks if look.path is not None]
    faults = []
    found = probe_all([Suspect(look.path, look.ref.kind, look.ref.param) for look in fresh if look.path])
    for look, info in zip(fresh, found, strict=True):
        if isinstance(info, Fault):
            faults.append(info)
        else:
            look.info = info
    return faults


def info_from_json(kind: MediaKind, size_bytes: int, stored: dict[str, Any]) -> MediaInfo:
    """Rebuild what opening an upload found from its row."""
    return MediaInfo(
        kind=kind,
        format=stored["format"],
        size_bytes=size_bytes,
        width=stored["width"],
        height=stored["height"],
        seconds=Fraction(stored["seconds"]),
        fps=Fraction(stored["fps"]),
        has_audio=stored["has_audio"],
        codec=stored["codec"],
    )


def _unknown_asset(ref: MediaRef) -> Fault:
    return Fault(
        ref.param,
        f"{ref.param}: unknown asset {ref.url[:160]}; it must be an active asset of the same account",
    )


def _a(kind: MediaKind) -> str:
    return {MediaKind.IMAGE: "a picture", MediaKind.VIDEO: "a video", MediaKind.AUDIO: "a sound"}[kind]
