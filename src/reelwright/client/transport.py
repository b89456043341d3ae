"""What the two shells share: settings, requests for httpx, and what its exceptions mean."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from reelwright.client.calls import Answer, Call, NoAnswer
from reelwright.client.errors import ClientError

DEFAULT_BASE_URL: Final = "http://127.0.0.1:8000"
USER_AGENT: Final = "reelwright-python"
CONNECT_TIMEOUT: Final = 10.0


def client_options(base_url: str | None, api_key: str | None, timeout: float) -> dict[str, Any]:
    """Return the keyword arguments for an httpx client, sync or async.

    base_url, api_key: None for REELWRIGHT_BASE_URL and REELWRIGHT_API_KEY. timeout: seconds without a byte.

    Raises ClientError when there is no key or the URL is none.
    """
    url = (base_url or os.environ.get("REELWRIGHT_BASE_URL") or DEFAULT_BASE_URL).rstrip("/")
    # The other SDKs of this family are given the address with its version.
    url = url.removesuffix("/v1")
    key = api_key or os.environ.get("REELWRIGHT_API_KEY")
    if not key:
        raise ClientError("no API key: pass api_key or set REELWRIGHT_API_KEY")
    host = urlsplit(url).hostname
    if not url.startswith(("http://", "https://")) or not host:
        raise ClientError(f"{url!r} is no base URL; it looks like http://127.0.0.1:8000")
    return {
        "base_url": url,
        "headers": {"Authorization": f"Bearer {key}", "User-Agent": USER_AGENT},
        "timeout": httpx.Timeout(timeout, connect=CONNECT_TIMEOUT),
        # A proxy of the environment can't reach this machine's own loopback.
        "trust_env": host not in ("127.0.0.1", "localhost", "::1"),
    }


def request_options(call: Call[Any], timeout: float, files: ExitStack) -> dict[str, Any]:
    """Return the keyword arguments for httpx's `request`; an opened file is closed with `files`."""
    options: dict[str, Any] = {
        "method": call.method,
        "url": call.path,
        "params": dict(call.query),
        "headers": dict(call.headers),
        "timeout": httpx.Timeout(timeout + call.patience, connect=CONNECT_TIMEOUT),
    }
    if call.body is not None:
        options["json"] = call.body
    if call.file is not None:
        options["files"] = {"file": (call.file.name, files.enter_context(call.file.open("rb")))}
    return options


def answer_of(response: httpx.Response) -> Answer:
    """Take what the core needs from a response that was read whole."""
    return Answer(response.status_code, lower_headers(response.headers), response.content)


def lower_headers(headers: httpx.Headers) -> Mapping[str, str]:
    """Return headers as a plain mapping with lower-case names."""
    return {name.lower(): value for name, value in headers.items()}


def no_answer(error: httpx.RequestError, base_url: httpx.URL) -> NoAnswer:
    """Say what a failed connection means: in words, and whether the server may have got the request."""
    sent = not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
    reason = str(error) or type(error).__name__
    if sent:
        return NoAnswer(f"the connection to {base_url} broke off: {reason}", sent)
    return NoAnswer(f"no server answers at {base_url}: {reason}; is it running?", sent)
