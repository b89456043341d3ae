"""Bring what an upstream made to a local file: whole, of the right kind, within bounds."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpx

from reelwright.domain.request import MediaKind
from reelwright.engines.remote.options import UpstreamOptions
from reelwright.errors import EngineFailed, MediaError
from reelwright.media.address import AddressPolicy, safe_client
from reelwright.media.files import removed_on_failure
from reelwright.media.sniff import sniff

log = logging.getLogger(__name__)

MAX_VIDEO: Final = 1024**3
MAX_PICTURE: Final = 64 * 1024**2
_TRIES: Final = 4
_CHUNK: Final = 256 * 1024
_GONE: Final = frozenset({400, 401, 403, 404, 410})


class Expired(Exception):
    """The address does not work (any more); a fresh one may."""


class Downloads:
    """Fetches results of one upstream. Addresses inside the own network are reached only on the upstream's own host."""

    def __init__(self, options: UpstreamOptions, hosts: Iterable[str] = ()) -> None:
        """hosts: further hosts at private addresses that results may come from."""
        self._options = options
        own = urlsplit(options.base_url)
        self._policy = AddressPolicy.allowing([own.hostname or "", *hosts])
        self._own = (own.scheme, own.netloc)

    async def video(self, url: str, path: Path) -> None:
        """Write the video at `url`, whole, to `path`; tried again when it broke off.

        Raises Expired when the address is refused, EngineFailed when no whole video can be had.
        """
        await self._whole(url, path, MAX_VIDEO, is_whole_mp4, "a whole MP4 video")

    async def picture(self, url: str, path: Path) -> None:
        """Write the picture at `url` to `path`. Raises Expired and EngineFailed."""
        await self._whole(url, path, MAX_PICTURE, _is_picture, "a picture")

    async def _whole(self, url: str, path: Path, limit: int, check: object, what: str) -> None:
        why = "nothing came"
        for number in range(_TRIES):
            if number:
                await asyncio.sleep(min(8.0, self._options.number("retry_pause", 1.0) * 2 ** (number - 1)))
            try:
                await self._fetch(url, path, limit)
                if await asyncio.to_thread(check, path):  # type: ignore[arg-type]
                    return
                why = f"what came is not {what}"
            except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
                why = f"it broke off ({type(error).__name__})"
            log.warning(
                "download_failed", extra={"upstream": self._options.name, "try": number + 1, "why": why}
            )
        raise EngineFailed(
            f"the video was made by the upstream {self._options.name} and could not be fetched: {why}; submit the request again"
        )

    async def _fetch(self, url: str, path: Path, limit: int) -> None:
        url = urljoin(self._options.base_url + "/", url)
        timeout = httpx.Timeout(self._options.answer, connect=self._options.connect)
        parts = urlsplit(url)
        headers = {}
        if (
            self._options.key
            and (parts.scheme, parts.netloc) == self._own
            and parts.path.startswith("/v1/videos/")
        ):
            headers["Authorization"] = f"Bearer {self._options.key}"
        with removed_on_failure(path):
            async with (
                safe_client(self._policy, timeout=timeout, follow_redirects=not headers) as client,
                client.stream("GET", url, headers=headers) as response,
            ):
                if response.status_code in _GONE:
                    raise Expired(f"it answered {response.status_code}")
                response.raise_for_status()
                await _save(response, path, limit)


async def _save(response: httpx.Response, path: Path, limit: int) -> None:
    received = 0
    with path.open("wb") as file:
        async for chunk in response.aiter_raw(_CHUNK):
            received += len(chunk)
            if received > limit:
                raise EngineFailed(f"what the upstream delivered has more than {limit // 1024**2} MB")
            await asyncio.to_thread(file.write, chunk)


def is_whole_mp4(path: Path) -> bool:
    """Tell whether a file is an MP4 whose boxes (ISO 14496-12) end where the file does, with picture and index among them.

    A download without a declared length that broke off looks complete to HTTP; this is how it shows.
    """
    size = path.stat().st_size
    seen: set[bytes] = set()
    with path.open("rb") as file:
        at = 0
        while at + 8 <= size:
            file.seek(at)
            head = file.read(16)
            length, kind = int.from_bytes(head[:4], "big"), head[4:8]
            if length == 1:
                length = int.from_bytes(head[8:16], "big")
            elif length == 0:
                length = size - at
            if length < 8:
                return False
            seen.add(kind)
            at += length
    return at == size and {b"ftyp", b"moov", b"mdat"} <= seen


def _is_picture(path: Path) -> bool:
    return sniff(path).kind is MediaKind.IMAGE


async def save_as_png(source: Path, target: Path) -> None:
    """Write a picture of any kind as PNG: what is documented as one has been seen as JPEG.

    Raises EngineFailed when it can't be opened.
    """
    await asyncio.to_thread(_save_as_png, source, target)


def _save_as_png(source: Path, target: Path) -> None:
    from reelwright.media.encode import write_png
    from reelwright.media.images import load_image
    from reelwright.media.probe import probe

    if sniff(source).name == "png":
        source.replace(target)
        return
    try:
        # Opened first where it can do no harm: it is as foreign as what callers send.
        probe(source, MediaKind.IMAGE)
        write_png(target, load_image(source))
    except MediaError as error:
        raise EngineFailed(
            f"the last frame that the upstream delivered can't be opened: {error.message}"
        ) from error
