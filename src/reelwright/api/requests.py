"""Reads requests: bodies within their limit, JSON objects, query parameters, and the address that the caller reached us at."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, Final

from starlette.requests import ClientDisconnect, Request

from reelwright.config import Settings
from reelwright.errors import CallerError, InvalidRequest, TooLarge, UnsupportedType
from reelwright.wire.seedance.bodies import parse_object
from reelwright.wire.seedance.submit import known_language
from reelwright.wire.seedance.translate import ENGLISH

MAX_BODY: Final = 64 * 1024 * 1024
"""Bytes of a JSON body: nine pictures of several MB as data URIs fit."""

_HOST: Final = re.compile(r"[A-Za-z0-9.\-_]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_INTEGER: Final = re.compile(r"-?\d{1,18}", re.ASCII)
LAST_SECOND: Final = 253_402_300_799  # of the year 9999, the last that datetime can hold


async def read_body(request: Request, limit: int = MAX_BODY) -> bytes:
    """Return the whole body. Raises TooLarge as soon as more than `limit` bytes are announced or have come."""
    check_announced_size(request, limit)
    parts = []
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > limit:
                raise body_too_large(limit)
            parts.append(part)
    except ClientDisconnect as error:
        raise CallerError("the connection was closed before the whole body had come") from error
    return b"".join(parts) if len(parts) != 1 else parts[0]


def check_announced_size(request: Request, limit: int) -> None:
    """Raise TooLarge when the Content-Length is over `limit`."""
    announced = request.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and (len(announced) > 18 or int(announced) > limit):
        raise body_too_large(limit)


def body_too_large(limit: int) -> TooLarge:
    """Build the error for a body over its limit."""
    return TooLarge(f"the body is over the limit of {limit // 1024**2} MB; upload media and give their URLs")


async def read_object(request: Request) -> dict[str, Any]:
    """Return the JSON object in the body. Raises UnsupportedType, TooLarge, InvalidRequest."""
    sent = request.headers.get("content-type")
    if sent is not None:
        kind = sent.partition(";")[0].strip().lower()
        if kind != "application/json" and not kind.endswith("+json"):
            raise UnsupportedType(
                f"the content type {kind[:80]!r} is not taken here; send JSON with 'Content-Type: application/json'"
            )
    return parse_object(await read_body(request))


def integer_query(request: Request, name: str, low: int, high: int) -> int | None:
    """Return a query parameter that is an integer from `low` to `high`, None when absent. Raises InvalidRequest."""
    text = request.query_params.get(name)
    if text is None:
        return None
    if not _INTEGER.fullmatch(text) or not low <= int(text) <= high:
        raise InvalidRequest.one(name, f"{name} must be an integer from {low} to {high}, got {text[:40]!r}")
    return int(text)


def time_query(request: Request, name: str) -> datetime | None:
    """Return a query parameter that is a Unix time in seconds, None when absent. Raises InvalidRequest."""
    seconds = integer_query(request, name, 0, LAST_SECOND)
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def speak(request: Request, language: str) -> None:
    """Answer this request, its errors included, in `language`."""
    request.state.language = language


def asked_language(request: Request) -> str | None:
    """Return the language that the query asks for, None when it asks for none."""
    asked = request.query_params.get("language")
    return None if asked is None else known_language(asked)


def language_of(request: Request) -> str:
    """Return the language to answer in: the one that the body named, else the one in the query, else English."""
    return request.scope.get("state", {}).get("language") or asked_language(request) or ENGLISH


def public_url(request: Request, settings: Settings) -> str:
    """Return the base of addresses in answers: as configured, else as the caller reached the server.

    Headers of a proxy count only where the setting `behind_proxy` says that there is one; anyone could send them.
    """
    if settings.public_url:
        return settings.public_url.rstrip("/")
    headers = request.headers
    scheme, host = request.url.scheme, headers.get("host", "")
    if settings.behind_proxy:
        scheme = headers.get("x-forwarded-proto", scheme).partition(",")[0].strip()
        host = headers.get("x-forwarded-host", host).partition(",")[0].strip()
    if scheme not in ("http", "https"):
        scheme = "http"
    if not _HOST.fullmatch(host):
        host = f"{settings.host}:{settings.port}"
    return f"{scheme}://{host}"
