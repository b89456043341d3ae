"""Calls to an upstream, told apart by what matters for money: never sent, sent and unanswered, answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx

from reelwright import __version__
from reelwright.engines.remote.options import UpstreamOptions

_MAX_ANSWER: Final = 8 * 1024 * 1024
_NEVER_SENT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.ProxyError,
)


class CallFailed(Exception):
    """There is no answer; the message says why, without addresses or keys."""


class NeverSent(CallFailed):
    """Not one byte of the request has left: nothing can have happened there."""


class Unanswered(CallFailed):
    """The request may have been taken, and nobody has said so."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer. body: its JSON when that is an object, else an empty one. is_json: whether it was one."""

    status: int
    headers: Mapping[str, str]
    body: Mapping[str, Any]
    is_json: bool

    @property
    def ok(self) -> bool:
        """Whether it is a success with a JSON object."""
        return 200 <= self.status < 300 and self.is_json

    def retry_after(self, default: float) -> float:
        """Return the seconds that the upstream asks to wait, at most ten minutes."""
        text = self.headers.get("retry-after", "")
        return min(600.0, float(text)) if text.isascii() and text.isdigit() else default


class Calls:
    """A connection pool to one upstream, with its key. Nothing is ever retried here."""

    def __init__(self, options: UpstreamOptions) -> None:
        headers = {"User-Agent": f"reelwright/{__version__}", "Accept": "application/json"}
        if options.key:
            headers["Authorization"] = f"Bearer {options.key}"
        self._options = options
        self._client = httpx.AsyncClient(
            headers=headers,
            timeout=httpx.Timeout(options.answer, connect=options.connect),
            # One pool for thousands of tasks: what waits for a connection has not been sent.
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=16, keepalive_expiry=15.0),
            # A key must not follow a redirect to another host.
            follow_redirects=False,
        )

    async def call(self, method: str, path: str, **how: Any) -> Answer:
        """Send a request and return its answer, whatever its status.

        how: json, data, files, params, headers as httpx takes them. Raises NeverSent or Unanswered.
        """
        try:
            async with self._client.stream(method, self._options.base_url + path, **how) as response:
                body = bytearray()
                async for chunk in response.aiter_bytes():
                    body += chunk
                    if len(body) > _MAX_ANSWER:
                        raise Unanswered(f"the answer had more than {_MAX_ANSWER} bytes")
                return _answer(response, bytes(body))
        except _NEVER_SENT as error:
            raise NeverSent(f"{self._options.name} can't be reached: {type(error).__name__}") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise Unanswered(f"{self._options.name} gave no answer: {type(error).__name__}") from error

    async def close(self) -> None:
        """Close the pool."""
        await self._client.aclose()


def _answer(response: httpx.Response, body: bytes) -> Answer:
    try:
        found = json.loads(body)
    except ValueError:
        found = None
    is_object = isinstance(found, dict)
    return Answer(response.status_code, response.headers, found if is_object else {}, is_object)
