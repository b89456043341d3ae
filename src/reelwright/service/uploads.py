"""Files that callers send ahead: measured, stored, kept for a while."""

from __future__ import annotations

import asyncio
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reelwright.blobs import BlobStore
from reelwright.domain.request import MediaKind
from reelwright.errors import InvalidRequest, MediaError
from reelwright.media.info import MediaInfo
from reelwright.media.probe import probe
from reelwright.media.rules import LIMITS, MB, check_medium
from reelwright.service.files import CONTENT_TYPES
from reelwright.service.keys import Caller
from reelwright.store.uploads import Upload, UploadStore

__all__ = ["Upload", "UploadLimits", "Uploads", "safe_filename", "upload_limits"]

FIELD: Final = "file"
_MAX_NAME: Final = 100
_SUFFIXES: Final = {"jpeg": "jpg"}


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """What may be uploaded as one kind: at most so many bytes, in these formats."""

    max_bytes: int
    formats: tuple[str, ...]


def upload_limits(kind: MediaKind) -> UploadLimits:
    """Return the limits of one kind: for pictures those of the upload page, else those that the request has anyway."""
    if kind is MediaKind.IMAGE:
        return UploadLimits(20 * MB, ("jpeg", "png", "webp", "gif"))
    return UploadLimits(LIMITS[kind].max_bytes, LIMITS[kind].formats)


class Uploads:
    """Takes files in."""

    def __init__(self, store: UploadStore, blobs: BlobStore, ttl: int) -> None:
        """ttl: seconds that an upload is kept."""
        self._store = store
        self._blobs = blobs
        self._ttl = ttl

    async def add(self, path: Path, filename: str, kind: MediaKind, caller: Caller) -> Upload:
        """Open the file at `path`, store a copy of it and return the upload.

        filename: as the caller called it; only a harmless form of it is kept.

        Raises InvalidRequest when it can't be opened as `kind`, or breaks a limit that every request has.
        """
        info = await measure(path, kind)
        limits = upload_limits(kind)
        if info.format not in limits.formats:
            raise InvalidRequest.one(
                FIELD, f"file is {info.format}, which is not taken here; send {', '.join(limits.formats)}"
            )
        if kind is not MediaKind.IMAGE and (faults := check_medium(FIELD, info)):
            raise InvalidRequest(faults)
        return await self.keep(path, info, filename, caller, self._ttl)

    async def keep(self, path: Path, info: MediaInfo, filename: str, caller: Caller, ttl: int) -> Upload:
        """Store a copy of a file that was opened and found good, for `ttl` seconds."""
        upload_id = secrets.token_hex(16)
        suffix = _SUFFIXES.get(info.format, info.format)
        blob = f"uploads/{upload_id}.{suffix}"
        await self._blobs.put_file(blob, path)
        return await self._store.add(
            upload_id=upload_id,
            account_id=caller.account_id,
            kind=info.kind,
            blob=blob,
            filename=safe_filename(filename, suffix),
            content_type=CONTENT_TYPES.get(suffix, "application/octet-stream"),
            size_bytes=info.size_bytes,
            info=info_to_json(info),
            ttl=ttl,
        )


async def measure(path: Path, kind: MediaKind) -> MediaInfo:
    """Open a caller's file in the child process that may come to harm by it. Raises InvalidRequest."""
    try:
        return await asyncio.to_thread(probe, path, kind, FIELD)
    except MediaError as error:
        raise InvalidRequest.one(error.param, error.message) from error


def info_to_json(info: MediaInfo) -> dict[str, str | int | bool]:
    """Return what an upload's row keeps of what opening it found."""
    return {
        "format": info.format,
        "width": info.width,
        "height": info.height,
        "seconds": str(info.seconds),
        "fps": str(info.fps),
        "has_audio": info.has_audio,
        "codec": info.codec,
    }


def safe_filename(name: str, suffix: str) -> str:
    """Return a form of a caller's file name that is harmless in a path, an address and a header; it ends in `suffix`.

    Only what follows the last slash or backslash counts; letters and digits of any script stay.
    """
    base = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    stem = base.rpartition(".")[0] or base
    kept = "".join(char if char.isalnum() or char in "-_." else "-" for char in stem).strip("-.")
    return f"{kept[:_MAX_NAME] or 'file'}.{suffix}"
