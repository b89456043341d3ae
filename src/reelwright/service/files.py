"""Addresses of results and uploads, and what stands behind them.

A result's address carries its expiry and a signature in the path, so that it ends in the file's name and needs no key:
``<base>/f/r/<expiry>-<signature>/<blob name>``. An upload's address is ``<base>/f/<kind>/<id>-<file name>``; its id can't
be guessed.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from reelwright.blobs import BlobStore, UrlSigner
from reelwright.domain.task import Task
from reelwright.errors import NotFound
from reelwright.store.uploads import Upload, UploadStore

_RESULT_PATH: Final = re.compile(r"^/f/r/([^/]+)/((?:results|assets)/[^\s]+)$")
_UPLOAD_PATH: Final = re.compile(r"^/f/(image|video|audio)/([0-9A-Za-z_]+)-[^/]*$")

_PREVIEW_SECONDS: Final = 3600

CONTENT_TYPES: Final = {
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "tiff": "image/tiff",
    "heic": "image/heic",
    "heif": "image/heif",
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "aac": "audio/aac",
    "json": "application/json",
}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A blob that may be sent: its name in the store and the content type to send it with."""

    blob: str
    content_type: str


class Files:
    """Makes addresses and resolves them."""

    def __init__(self, blobs: BlobStore, signer: UrlSigner, uploads: UploadStore) -> None:
        self.blobs = blobs
        self._signer = signer
        self._uploads = uploads

    def result_url(self, task: Task, blob: str) -> str:
        """Return the address of one of a completed task's blobs; it works until the task's `expires_at`."""
        if task.expires_at is None:
            raise ValueError(f"{task.id} has no result")
        token = self._signer.sign(blob, int(task.expires_at.timestamp()))
        return f"{task.public_url}/f/r/{token}/{quote(blob)}"

    def preview_url(self, blob: str, public_url: str) -> str:
        """Return an address of an asset's blob that works for an hour."""
        token = self._signer.sign(blob, int(time.time()) + _PREVIEW_SECONDS)
        return f"{public_url}/f/r/{token}/{quote(blob)}"

    def upload_url(self, upload: Upload, public_url: str) -> str:
        """Return the address of an upload."""
        return f"{public_url}/f/{upload.kind}/{upload.id}-{quote(upload.filename)}"

    async def find(self, path: str) -> StoredFile:
        """Return what stands behind the path of an address. Raises NotFound when it is unknown, forged or has expired."""
        found = await self._find(unquote(path))
        if found is None:
            raise NotFound(
                "there is no file at this address, or it has expired; ask for the task again to see its state"
            )
        return found

    async def own(self, url: str) -> StoredFile | None:
        """Return the file behind `url` when it is one of this deployment's, whatever host name it was given; else None.

        The signature, or the id, proves it: so an own file is read from the store and never over the network.
        """
        return await self._find(unquote(urlsplit(url).path))

    async def own_upload(self, url: str) -> Upload | None:
        """Return the upload behind `url`, or None."""
        match = _UPLOAD_PATH.match(unquote(urlsplit(url).path))
        upload = await self._uploads.get(match[2]) if match else None
        return upload if upload and match and upload.kind == match[1] else None

    async def _find(self, path: str) -> StoredFile | None:
        if match := _RESULT_PATH.match(path):
            token, blob = match.groups()
            if ".." in blob or not self._signer.check(token, blob, time.time()):
                return None
            return StoredFile(blob, CONTENT_TYPES.get(blob.rpartition(".")[2], "application/octet-stream"))
        upload = await self.own_upload(path)
        return StoredFile(upload.blob, upload.content_type) if upload else None
