"""Sends results and uploads: no key, byte ranges, gone when they expire."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from reelwright.blobs import BlobInfo
from reelwright.errors import RangeNotSatisfiable
from reelwright.service.services import Services

_RANGE: Final = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.ASCII | re.IGNORECASE)


async def get_file(request: Request, services: Services) -> Response:
    """Send a file; the address itself is the permission.

    One byte range is honoured (206); several are answered with the whole file, as RFC 9110 allows.
    """
    # Undecoded, because the address was signed as it was written.
    path = request.scope.get("raw_path", request.url.path.encode()).decode("latin-1").partition("?")[0]
    stored = await services.files.find(path)
    info = await services.files.blobs.head(stored.blob)
    headers = {
        "Content-Type": stored.content_type,
        "Accept-Ranges": "bytes",
        "ETag": info.etag,
        "Cache-Control": "private, max-age=3600, immutable",
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(path.rpartition('/')[2], safe='%')}",
        # A file that a stranger uploaded must not act as a page of this site.
        "Content-Security-Policy": "default-src 'none'; media-src 'self'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    if _is_known(request.headers.get("if-none-match", ""), info):
        return Response(status_code=304, headers=headers)
    status, (start, end) = 200, (0, info.size)
    if request.headers.get("if-range", info.etag) == info.etag:
        asked = byte_range(request.headers.get("range", ""), info.size)
        if asked is not None:
            status, (start, end) = 206, asked
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{info.size}"
    headers["Content-Length"] = str(end - start)
    if request.method == "HEAD" or start == end:
        return Response(status_code=status, headers=headers)
    return StreamingResponse(services.files.blobs.read(stored.blob, start, end), status, headers)


def byte_range(header: str, size: int) -> tuple[int, int] | None:
    """Return (start, end) in bytes, end excluded, that a Range header asks for; None when the whole file is to be sent.

    Raises RangeNotSatisfiable when the range lies outside of a file of `size` bytes.
    """
    match = _RANGE.fullmatch(header)
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if first == "":
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1 if last else size)
        if last and int(last) < int(first):
            return None
    if start >= end:
        raise RangeNotSatisfiable(
            f"the range {header[:80]!r} lies outside of this file of {size} bytes", size=size
        )
    return start, end


def _is_known(if_none_match: str, info: BlobInfo) -> bool:
    tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return info.etag in tags or tags == {"*"}
