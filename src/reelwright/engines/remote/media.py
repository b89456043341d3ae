"""How a medium is handed on: by its address where others can reach it, else inside the request."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Final

from reelwright.engines.base import LocalMedia
from reelwright.errors import MediaError
from reelwright.media.sniff import sniff

MIME: Final = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "tiff": "image/tiff",
    "heic": "image/heic",
    "heif": "image/heif",
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "aac": "audio/aac",
}


def mime_of(path: Path) -> str:
    """Return the media type of a file by its content."""
    return MIME.get(sniff(path).name, "application/octet-stream")


def data_uri(medium: LocalMedia) -> str:
    """Return a medium as a data URI, in base64."""
    data = base64.b64encode(medium.path.read_bytes()).decode("ascii")
    return f"data:{mime_of(medium.path)};base64,{data}"


def unreachable(medium: LocalMedia, upstream: str) -> MediaError:
    """Build the error for a medium that only this server can reach and that the upstream takes by address only."""
    return MediaError(
        f"{medium.param}: the upstream {upstream} fetches a {medium.kind} by its address, and this one can be reached by this "
        "server only; give a public address, or let the operator configure public_url or a bucket (blob_url)",
        param=medium.param,
    )
