"""Bring a medium that a caller named to a local file, bounded in size and time."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote_to_bytes

import httpx

from reelwright.errors import MediaError
from reelwright.media.address import MAX_REDIRECTS, AddressPolicy, AddressRefused, safe_client
from reelwright.media.files import removed_on_failure

MB: Final = 1024 * 1024
MAX_DATA_BYTES: Final = 10 * MB
_CHUNK: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait: for a connection, for the next bytes (a stall), and for the whole, redirects included."""

    connect: float = 10.0
    stall: float = 15.0
    total: float = 180.0


async def fetch(
    url: str, path: Path, *, limit: int, param: str, policy: AddressPolicy, patience: Patience = Patience()
) -> None:
    """Write what `url` (http, https or data) holds to `path`, at most `limit` bytes.

    param: the field to name in messages. On any failure, cancellation included, no file is left. Raises MediaError when the
    medium can't be had; its message says what the caller can do.
    """
    with removed_on_failure(path):
        if url.startswith("data:"):
            data = await asyncio.to_thread(_decode_data, url, min(limit, MAX_DATA_BYTES), param)
            path.write_bytes(data)  # noqa: ASYNC240 - a thread that outlives a cancelled fetch would write it after all
        else:
            await _download(url, path, limit, param, policy, patience)


async def _download(
    url: str, path: Path, limit: int, param: str, policy: AddressPolicy, patience: Patience
) -> None:
    timeout = httpx.Timeout(patience.stall, connect=patience.connect)
    async with (
        _explained(url, param, patience),
        asyncio.timeout(patience.total),
        safe_client(policy, timeout=timeout, follow_redirects=True) as client,
        client.stream("GET", url) as response,
    ):
        _check_answer(response, url, limit, param)
        await _save(response, path, url, limit, param)


async def _save(response: httpx.Response, path: Path, url: str, limit: int, param: str) -> None:
    received = 0
    # Opened here and not in a thread: one that outlives a cancelled fetch would make the file after all.
    with path.open("wb") as file:
        async for chunk in response.aiter_raw(_CHUNK):
            received += len(chunk)
            if received > limit:
                raise _too_large(url, limit, param)
            await asyncio.to_thread(file.write, chunk)
    if not received:
        raise MediaError(f"{param}: {_short(url)} is empty; give the address of the file itself", param=param)


def _check_answer(response: httpx.Response, url: str, limit: int, param: str) -> None:
    if response.status_code != httpx.codes.OK:
        raise MediaError(
            f"{param}: {_short(url)} answered {response.status_code}; give an address that anyone can open, "
            "or upload the file",
            param=param,
        )
    declared = response.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared) > limit:
        raise _too_large(url, limit, param)
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", ""):
        raise MediaError(
            f"{param}: {_short(url)} sends the file compressed ({encoding[:20]}) although asked not to; upload the file",
            param=param,
        )


@asynccontextmanager
async def _explained(url: str, param: str, patience: Patience) -> AsyncIterator[None]:
    """Turn what a download can raise into a sentence for the caller."""
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as fault:
        raise MediaError(f"{param}: {_short(url)} {_explain(fault, patience)}", param=param) from fault


def _explain(fault: Exception, patience: Patience) -> str:
    match fault:
        case AddressRefused():
            return "leads to an address that this server does not fetch from; upload the file, or give a public address"
        case httpx.TooManyRedirects():
            return f"redirects more than {MAX_REDIRECTS} times; give the address that it ends at"
        case httpx.UnsupportedProtocol() | httpx.InvalidURL():
            return (
                "leads to something that is not an http or https address; give the address of the file itself"
            )
        case httpx.ConnectTimeout():
            return f"could not be reached within {patience.connect:g} s; try again, or upload the file"
        case httpx.TimeoutException():
            return f"sent nothing for {patience.stall:g} s; try again, or upload the file"
        case TimeoutError():
            return f"took more than {patience.total:g} s to send; give a faster address, or upload the file"
        case httpx.ConnectError() if "CERTIFICATE" in str(fault):
            return "has a certificate that can't be verified; give an address with a valid one, or upload the file"
        case httpx.ConnectError():
            return "could not be reached; check the address"
        case _:
            return "broke off before the whole file had come; try again, or upload the file"


def _too_large(url: str, limit: int, param: str) -> MediaError:
    return MediaError(
        f"{param}: {_short(url)} has more than {limit / MB:.0f} MB; make the file smaller", param=param
    )


def _short(url: str) -> str:
    """Return the address for a message, without what may be secret in it: the query, and a password before the host."""
    address = url.partition("?")[0].partition("#")[0]
    scheme, mark, rest = address.partition("://")
    authority, slash, place = rest.partition("/")
    shown = f"{scheme}{mark}{authority.rpartition('@')[2]}{slash}{place}"
    return shown if len(shown) <= 200 else f"{shown[:197]}..."


def _decode_data(uri: str, limit: int, param: str) -> bytes:
    """Decode a data URI (RFC 2397); the media type in it is not believed."""
    head, comma, body = uri.removeprefix("data:").partition(",")
    if not comma:
        raise MediaError(
            f"{param}: the data URI has no comma and so no data; write data:image/png;base64,…", param=param
        )
    if len(body) > 3 * limit:  # the most that escapes can take
        raise _data_too_large(limit, param)
    data = unquote_to_bytes(body)
    if head.lower().endswith(";base64"):
        try:
            data = base64.b64decode(b"".join(data.split()), validate=True)
        except binascii.Error as fault:
            raise MediaError(
                f"{param}: the data URI is not valid base64 ({fault}); encode it again", param=param
            ) from fault
    if not data:
        raise MediaError(f"{param}: the data URI is empty; put the picture into it", param=param)
    if len(data) > limit:
        raise _data_too_large(limit, param)
    return data


def _data_too_large(limit: int, param: str) -> MediaError:
    return MediaError(
        f"{param}: a data URI may hold at most {limit / MB:.0f} MB; upload the file and give its URL",
        param=param,
    )
