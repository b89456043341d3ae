"""Reading requests: bodies, the address that the caller reached us at, languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request

from reelwright.api.auth import bearer, client_address
from reelwright.api.requests import language_of, public_url, read_body, speak
from reelwright.config import Settings
from reelwright.errors import TooLarge


def request(
    headers: dict[str, str] | None = None, query: str = "", parts: list[bytes] | None = None
) -> Request:
    waiting = list(parts or [b""])

    async def receive() -> dict[str, Any]:
        part = waiting.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(waiting)}

    encoded = [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()]
    scope = {
        "type": "http",
        "method": "POST",
        "scheme": "http",
        "path": "/",
        "headers": encoded,
        "query_string": query.encode(),
        "client": ("192.0.2.1", 5),
        "state": {},
    }
    return Request(scope, receive)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


def test_addresses_begin_as_the_caller_reached_the_server(settings: Settings) -> None:
    assert public_url(request({"Host": "example.com:8000"}), settings) == "http://example.com:8000"


def test_a_configured_address_wins(settings: Settings) -> None:
    configured = settings.model_copy(update={"public_url": "https://videos.example/"})
    assert public_url(request({"Host": "other"}), configured) == "https://videos.example"


@pytest.mark.parametrize("host", ["", "evil/path", "a b", 'x"><script>', "a:b:c", "host:999999"])
def test_a_host_that_is_none_is_not_repeated(settings: Settings, host: str) -> None:
    assert public_url(request({"Host": host}), settings) == "http://127.0.0.1:8000"


def test_headers_of_a_proxy_count_only_where_there_is_one(settings: Settings) -> None:
    sent = {
        "Host": "inside:8000",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "videos.example, inside",
        "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
    }
    assert public_url(request(sent), settings) == "http://inside:8000"
    assert client_address(request(sent), behind_proxy=False) == "192.0.2.1"
    behind = settings.model_copy(update={"behind_proxy": True})
    assert public_url(request(sent), behind) == "https://videos.example"
    assert client_address(request(sent), behind_proxy=True) == "198.51.100.7"


async def test_a_body_comes_whole_from_its_parts() -> None:
    assert await read_body(request(parts=[b"ab", b"", b"cd"])) == b"abcd"


async def test_a_body_over_its_limit_is_refused_before_it_has_all_come() -> None:
    asked = request(parts=[bytes(600), bytes(600), bytes(10_000)])
    with pytest.raises(TooLarge):
        await read_body(asked, limit=1000)


@pytest.mark.parametrize("announced", ["1001", "9" * 40])
async def test_a_body_that_is_announced_too_large_is_not_read_at_all(announced: str) -> None:
    with pytest.raises(TooLarge):
        await read_body(request({"Content-Length": announced}), limit=1000)


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("Bearer abc", "abc"),
        ("bearer  abc ", "abc"),
        ("BEARER abc", "abc"),
        ("Basic abc", None),
        ("abc", None),
        ("Bearer", None),
        ("", None),
    ],
)
def test_the_key_is_what_follows_bearer(header: str, key: str | None) -> None:
    assert bearer(request({"Authorization": header})) == key


def test_the_language_of_the_body_beats_that_of_the_query() -> None:
    asked = request(query="language=ja")
    assert language_of(asked) == "ja"
    speak(asked, "zh")
    assert language_of(asked) == "zh"
    assert language_of(request()) == "en"
