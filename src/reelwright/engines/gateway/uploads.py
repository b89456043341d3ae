"""Hands media on to a gateway that can't reach them: uploaded there, in a format that it takes."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

from reelwright.domain.request import MediaKind
from reelwright.engines.base import LocalMedia
from reelwright.engines.remote.calls import CallFailed, Calls
from reelwright.engines.remote.media import mime_of
from reelwright.errors import MediaError, NotSubmitted
from reelwright.media.sniff import sniff

_PICTURES: Final = frozenset({"jpeg", "png", "webp", "gif"})
_MAX_PICTURE: Final = 20 * 1024 * 1024
"""Formats and bytes that the documented upload takes."""


class Uploads:
    """Uploads to one gateway."""

    def __init__(self, upstream: str, calls: Calls) -> None:
        self._upstream = upstream
        self._calls = calls

    async def address(self, medium: LocalMedia) -> str:
        """Return an address that the gateway can read the medium from.

        Raises MediaError when it does not take the medium, NotSubmitted or CallFailed when it can't take any now.
        """
        if medium.url is not None:
            return medium.url
        path = await asyncio.to_thread(_uploadable, medium)
        answer = await self._calls.call(
            "POST",
            f"/v1/uploads/{medium.kind}s",
            files={"file": (path.name, path.read_bytes(), mime_of(path))},
        )
        url = answer.body.get("url")
        if answer.ok and isinstance(url, str):
            return url
        if answer.status in (400, 413, 415):
            raise MediaError(
                f"{medium.param}: the upstream {self._upstream} does not take this file (HTTP {answer.status}); "
                "give another, or a public address",
                param=medium.param,
            )
        if answer.status in (401, 402, 403, 404, 405, 429, 501):
            raise NotSubmitted(
                f"{medium.param}: the upstream {self._upstream} takes no uploads (HTTP {answer.status})",
                param=medium.param,
                retry_after=answer.retry_after(5) if answer.status == 429 else None,
            )
        raise CallFailed(f"an upload was answered with {answer.status}")


def _uploadable(medium: LocalMedia) -> Path:
    """Return the medium's file, or a copy in a format that uploads may have."""
    if medium.kind is not MediaKind.IMAGE:
        return medium.path
    if sniff(medium.path).name in _PICTURES and medium.path.stat().st_size <= _MAX_PICTURE:
        return medium.path
    from reelwright.media.encode import write_jpeg
    from reelwright.media.images import load_image

    copy = medium.path.with_name(f"{medium.path.name}-upload.jpg")
    write_jpeg(copy, load_image(medium.path), quality=95)
    return copy
