"""Receives one file of a multipart form, streamed to disk and never larger than its limit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from reelwright.api.requests import check_announced_size
from reelwright.errors import CallerError, InvalidRequest, TooLarge, UnsupportedType

_OVERHEAD: Final = 64 * 1024
"""Bytes that everything beside the file may take: boundaries, headers, other fields."""
_FLUSH: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that has come whole. filename: as the caller called it, not to be trusted."""

    path: Path
    filename: str


@asynccontextmanager
async def received_file(request: Request, field: str, limit: int) -> AsyncIterator[ReceivedFile]:
    """Receive the multipart field `field`, a file of at most `limit` bytes, for use within the context.

    Raises UnsupportedType, TooLarge as soon as too much is announced or has come, InvalidRequest when there is no such file.
    """
    boundary = _boundary(request, field)
    too_large = TooLarge(f"the file is over the limit of {limit // 1024**2} MB; make it smaller", param=field)
    try:
        check_announced_size(request, limit + _OVERHEAD)
    except TooLarge:
        raise too_large from None
    with TemporaryDirectory(prefix="reelwright-upload-") as directory:
        path = Path(directory) / "file"
        form = _OneFile(boundary, field)
        total = 0
        try:
            async for chunk in request.stream():
                total += len(chunk)
                form.feed(chunk)
                if form.size > limit or total - form.size > _OVERHEAD:
                    raise too_large
                if len(form.waiting) >= _FLUSH:
                    await asyncio.to_thread(_append, path, form.take())
        except ClientDisconnect as error:
            raise CallerError("the connection was closed before the whole file had come") from error
        filename = form.finish()
        await asyncio.to_thread(_append, path, form.take())
        yield ReceivedFile(path, filename)


class _OneFile:
    """Parses a multipart stream and keeps the bytes of one of its fields until they are taken."""

    def __init__(self, boundary: bytes, field: str) -> None:
        self._field = field.encode()
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_name,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_headers_finished": self._decide,
                "on_part_data": self._data,
                "on_part_end": self._end,
                "on_end": self._end_all,
            },
        )
        self._name = self._value = b""
        self._headers: dict[bytes, bytes] = {}
        self._wanted = self._complete = self._closed = False
        self._filename: str | None = None
        self.waiting = bytearray()
        self.size = 0

    def feed(self, chunk: bytes) -> None:
        """Parse the next bytes. Raises InvalidRequest where they are no multipart form."""
        try:
            self._parser.write(chunk)
        except FormParserError as error:
            raise InvalidRequest.one(None, f"the body is not a valid multipart form: {error}") from error

    def take(self) -> bytes:
        """Return the file's bytes that have not been taken yet."""
        taken = bytes(self.waiting)
        self.waiting.clear()
        return taken

    def finish(self) -> str:
        """Return the file's name at the end of the stream. Raises InvalidRequest when there was no whole file."""
        field = self._field.decode()
        if self._filename is None:
            raise InvalidRequest.one(field, f"no file was sent: send one in the multipart field {field!r}")
        if not (self._complete and self._closed):
            raise InvalidRequest.one(None, "the multipart form ends before its closing boundary")
        if self.size == 0:
            raise InvalidRequest.one(field, "the file is empty")
        return self._filename

    def _begin(self) -> None:
        self._headers = {}

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name = self._value = b""

    def _decide(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        # Only the first counts: bytes of a second one must not run into it.
        self._wanted = options.get(b"name") == self._field and self._filename is None
        if self._wanted:
            self._filename = options.get(b"filename", b"").decode("utf-8", "replace")

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._wanted:
            self.waiting += data[start:end]
            self.size += end - start

    def _end(self) -> None:
        self._complete = self._complete or self._wanted
        self._wanted = False

    def _end_all(self) -> None:
        self._closed = True


def _boundary(request: Request, field: str) -> bytes:
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind.lower() != b"multipart/form-data":
        raise UnsupportedType(f"send the file as multipart/form-data, in the field {field!r}")
    boundary = options.get(b"boundary", b"")
    if not 0 < len(boundary) <= 256:
        raise InvalidRequest.one(None, "the content type multipart/form-data lacks its boundary")
    return boundary


def _append(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)
