"""Fetching media from real servers on this machine."""

from __future__ import annotations

import asyncio
import base64
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from tests.support.http import Answer, Loopback, body, head, loopback

from reelwright.errors import MediaError
from reelwright.media.address import AddressPolicy, AddressRefused, safe_client
from reelwright.media.fetch import MB, Patience, fetch

PHOTO = os.urandom(300_000)
PARAM = "image_urls[0]"


@asynccontextmanager
async def answering(data: bytes) -> AsyncIterator[Loopback]:
    async def answer(path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(data)

    async with loopback(answer) as server:
        yield server


async def get(
    server: Loopback, path: Path, place: str = "/a.jpg", *, limit: int = MB, **patience: float
) -> None:
    policy = AddressPolicy.allowing([server.host])
    await fetch(
        server.url(place), path, limit=limit, param=PARAM, policy=policy, patience=Patience(**patience)
    )


async def refused(
    server: Loopback, path: Path, place: str = "/a.jpg", *, limit: int = MB, **patience: float
) -> str:
    """Return the message of a fetch that must fail, and check what holds for all of them."""
    with pytest.raises(MediaError) as caught:
        await get(server, path, place, limit=limit, **patience)
    assert caught.value.param == PARAM
    assert caught.value.message.startswith(f"{PARAM}: http://127.0.0.1:{server.port}/")
    assert not path.exists()
    return caught.value.message


async def test_a_file_arrives_whole(tmp_path: Path) -> None:
    async with answering(body(PHOTO)) as server:
        await get(server, tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == PHOTO


async def test_a_file_without_a_length_arrives_whole(tmp_path: Path) -> None:
    async with answering(head() + PHOTO) as server:
        await get(server, tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == PHOTO


async def test_nothing_of_the_server_is_sent_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy, no netrc, no cookie from one hop to the next."""
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")

    async def answer(path: str, writer: asyncio.StreamWriter) -> None:
        if path == "/a.jpg":
            writer.write(body(b"", 302, Location="/b.jpg", Set_Cookie="id=1; Path=/"))
        else:
            writer.write(body(PHOTO))

    async with loopback(answer) as server:
        await get(server, tmp_path / "a")
    first, second = server.requests
    for request in (first.lower(), second.lower()):
        assert "cookie" not in request
        assert "authorization" not in request
        assert "accept-encoding: identity" in request


async def test_five_redirects_are_followed_and_not_six(tmp_path: Path) -> None:
    async def answer(path: str, writer: asyncio.StreamWriter) -> None:
        left = int(path.strip("/"))
        writer.write(body(b"", 302, Location=f"/{left - 1}") if left else body(PHOTO))

    async with loopback(answer) as server:
        await get(server, tmp_path / "a", "/5")
        assert (tmp_path / "a").read_bytes() == PHOTO
        assert "redirects more than 5 times" in await refused(server, tmp_path / "b", "/6")


async def test_a_redirect_to_a_private_address_is_not_followed(tmp_path: Path) -> None:
    async with (
        answering(body(PHOTO)) as inner,
        answering(body(b"", 302, Location=inner.url("/secret"))) as outer,
    ):
        message = await refused(outer, tmp_path / "a")
    assert "does not fetch from" in message
    assert inner.requests == []


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.com/a", "gopher://127.0.0.1/1"])
async def test_a_redirect_to_another_scheme_is_not_followed(tmp_path: Path, target: str) -> None:
    async with answering(body(b"", 302, Location=target)) as server:
        assert "not an http or https address" in await refused(server, tmp_path / "a")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "127.1", "0", "[::ffff:127.0.0.1]"]
)
async def test_this_machine_is_not_reached_by_any_spelling(tmp_path: Path, host: str) -> None:
    async with answering(body(PHOTO)) as server:
        with pytest.raises(
            MediaError, match=r"image_urls\[0\]: http://.* (does not fetch from|could not be reached)"
        ):
            await fetch(
                f"http://{host}:{server.port}/a",
                tmp_path / "a",
                limit=MB,
                param=PARAM,
                policy=AddressPolicy(),
            )
    assert server.requests == []


async def test_a_name_that_changes_its_address_between_look_and_leap_gains_nothing(tmp_path: Path) -> None:
    """The name is looked up once for each connection, and what was judged is what is connected to."""
    answers = iter([["127.0.0.1"], ["8.8.8.8"], ["127.0.0.1"]])
    asked: list[str] = []

    async def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    async with answering(body(PHOTO)) as server:
        with pytest.raises(MediaError, match="does not fetch from"):
            await fetch(
                f"http://rebind.example:{server.port}/a",
                tmp_path / "a",
                limit=MB,
                param=PARAM,
                policy=AddressPolicy(resolve=rebinding),
            )
    assert asked == ["rebind.example"]
    assert server.requests == []


async def test_the_connection_goes_to_the_address_that_was_judged(tmp_path: Path) -> None:
    """The name exists nowhere but in the policy's resolver, so a second look-up would fail; the Host header keeps it."""

    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async with answering(body(PHOTO)) as server:
        policy = AddressPolicy.allowing(["media.invalid"], resolve)
        await fetch(
            f"http://media.invalid:{server.port}/a", tmp_path / "a", limit=MB, param=PARAM, policy=policy
        )
    assert f"Host: media.invalid:{server.port}" in server.requests[0]


async def test_the_next_address_of_a_name_is_tried(tmp_path: Path) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.2", "127.0.0.1"]

    async with answering(body(PHOTO)) as server:
        policy = AddressPolicy.allowing(["media.invalid"], resolve)
        await fetch(
            f"http://media.invalid:{server.port}/a", tmp_path / "a", limit=MB, param=PARAM, policy=policy
        )
    assert (tmp_path / "a").read_bytes() == PHOTO


async def test_a_name_that_does_not_exist_is_said_so(tmp_path: Path) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    with pytest.raises(MediaError, match="could not be reached; check the address"):
        await fetch(
            "https://nowhere.example/a",
            tmp_path / "a",
            limit=MB,
            param=PARAM,
            policy=AddressPolicy(resolve=resolve),
        )


async def test_a_port_where_nobody_listens_is_said_so(tmp_path: Path) -> None:
    async with answering(b"") as server:
        pass
    assert "could not be reached" in await refused(server, tmp_path / "a")


@pytest.mark.parametrize("status", [204, 401, 403, 404, 500])
async def test_an_answer_that_is_not_200_is_named(tmp_path: Path, status: int) -> None:
    async with answering(head(status)) as server:
        message = await refused(server, tmp_path / "a", "/a.jpg?token=hush")
    assert f"answered {status}; " in message
    assert "hush" not in message


async def test_a_declared_length_over_the_limit_is_refused_before_the_body(tmp_path: Path) -> None:
    async with answering(head(Content_Length=50 * MB)) as server:
        assert "more than 1 MB" in await refused(server, tmp_path / "a")


async def test_a_body_without_end_is_cut_at_the_limit(tmp_path: Path) -> None:
    sent = 0

    async def answer(path: str, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(head())
        while True:
            writer.write(bytes(64 * 1024))
            sent += 64 * 1024
            await writer.drain()

    async with loopback(answer) as server:
        assert "more than 1 MB" in await refused(server, tmp_path / "a")
    assert sent < 40 * MB


async def test_a_body_that_ends_early_is_refused(tmp_path: Path) -> None:
    async with answering(head(Content_Length=len(PHOTO) + 10) + PHOTO) as server:
        assert "broke off before the whole file" in await refused(server, tmp_path / "a")


async def test_a_body_longer_than_declared_is_cut_where_it_said(tmp_path: Path) -> None:
    async with answering(head(Content_Length=1000) + PHOTO) as server:
        await get(server, tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == PHOTO[:1000]


async def test_an_empty_body_is_refused(tmp_path: Path) -> None:
    async with answering(body(b"")) as server:
        assert "is empty" in await refused(server, tmp_path / "a")


async def test_a_compressed_body_is_refused(tmp_path: Path) -> None:
    async with answering(body(PHOTO, Content_Encoding="gzip")) as server:
        assert "compressed (gzip)" in await refused(server, tmp_path / "a")


async def test_what_is_no_http_is_refused(tmp_path: Path) -> None:
    async with answering(b"SSH-2.0-OpenSSH_9.7\r\n") as server:
        assert "broke off" in await refused(server, tmp_path / "a")


def hanging(first: bytes) -> Answer:
    async def answer(path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        await writer.drain()
        await asyncio.Event().wait()

    return answer


@pytest.mark.parametrize("first", [b"", head(Content_Length=1000) + b"a few bytes"])
async def test_a_server_that_falls_silent_is_given_up(tmp_path: Path, first: bytes) -> None:
    async with loopback(hanging(first)) as server:
        assert "sent nothing for 0.1 s" in await refused(server, tmp_path / "a", stall=0.1)


async def test_a_server_that_trickles_is_given_up(tmp_path: Path) -> None:
    async def answer(path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(head())
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.01)

    async with loopback(answer) as server:
        assert "took more than 0.3 s" in await refused(server, tmp_path / "a", total=0.3)


async def test_a_cancelled_fetch_leaves_no_file(tmp_path: Path) -> None:
    async with loopback(hanging(head(Content_Length=10**6) + bytes(500_000))) as server:
        task = asyncio.create_task(get(server, tmp_path / "a"))
        while not (tmp_path / "a").exists():
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize(
    "uri",
    [
        "data:image/png;base64," + base64.b64encode(PHOTO).decode(),
        "data:;BASE64," + base64.encodebytes(PHOTO).decode().replace("\n", "%0A"),
        "data:application/octet-stream," + "".join(f"%{byte:02x}" for byte in PHOTO),
    ],
)
async def test_data_uris_are_decoded(tmp_path: Path, uri: str) -> None:
    await fetch(uri, tmp_path / "a", limit=MB, param=PARAM, policy=AddressPolicy())
    assert (tmp_path / "a").read_bytes() == PHOTO


@pytest.mark.parametrize(
    ("uri", "word"),
    [
        ("data:image/png;base64", "no comma"),
        ("data:image/png;base64,", "empty"),
        ("data:image/png;base64,@@@@", "not valid base64"),
        ("data:image/png;base64,abc", "not valid base64"),
        ("data:image/png;base64," + "A" * (2 * MB), "at most 1 MB"),
        ("data:," + "%41" * (2 * MB), "at most 1 MB"),
    ],
)
async def test_broken_data_uris_are_explained(tmp_path: Path, uri: str, word: str) -> None:
    with pytest.raises(MediaError, match=word) as caught:
        await fetch(uri, tmp_path / "a", limit=MB, param=PARAM, policy=AddressPolicy())
    assert caught.value.message.startswith(f"{PARAM}: ")
    assert len(caught.value.message) < 200
    assert not (tmp_path / "a").exists()


async def test_a_data_uri_holds_at_most_ten_megabytes_whatever_the_limit(tmp_path: Path) -> None:
    uri = "data:image/png;base64," + base64.b64encode(bytes(10 * MB + 1)).decode()
    with pytest.raises(MediaError, match="at most 10 MB"):
        await fetch(uri, tmp_path / "a", limit=30 * MB, param=PARAM, policy=AddressPolicy())


async def test_a_password_in_an_address_is_not_repeated(tmp_path: Path) -> None:
    async with answering(head(404)) as server:
        with pytest.raises(MediaError) as caught:
            await fetch(
                f"http://me:hush@{server.host}/a",
                tmp_path / "a",
                limit=MB,
                param=PARAM,
                policy=AddressPolicy.allowing([server.host]),
            )
    assert "hush" not in caught.value.message


async def test_the_client_serves_others_by_the_same_rules() -> None:
    """Webhooks use it too: a refusal is a connection error to them."""
    async with answering(body(b"ok")) as server:
        async with safe_client(AddressPolicy.allowing([server.host])) as client:
            assert (await client.post(server.url("/callback"), json={"a": 1})).text == "ok"
        async with safe_client(AddressPolicy()) as client:
            with pytest.raises(httpx.ConnectError) as caught:
                await client.post(server.url("/callback"), json={})
    assert isinstance(caught.value, AddressRefused)
    assert len(server.requests) == 1
