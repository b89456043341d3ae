"""Both shells against the same pretended server: what one can, the other can."""

from __future__ import annotations

import asyncio
import hashlib
import inspect
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.support.driving import task

from reelwright.client import (
    AsyncReelwright,
    ClientError,
    ConnectionFailed,
    InvalidRequest,
    NotFound,
    Reelwright,
    Retries,
)
from reelwright.client.aio import AsyncTasks, AsyncUploads, AsyncVideos
from reelwright.client.sync import Tasks, Uploads, Videos
from reelwright.client.transport import client_options

Handler = Callable[[httpx.Request], httpx.Response]
BASE = "http://server.test"
VIDEO = b"not really a video" * 1000


class Both:
    """Calls a client of either kind in the same words."""

    def __init__(self, asynchronous: bool) -> None:
        self._asynchronous = asynchronous

    def run(self, handler: Handler, work: Callable[[Any], Any]) -> Any:
        """Let `work` use a client whose server is `handler`; iterators are read to a list."""
        options = {**client_options(BASE, "rw_key", 5.0), "transport": httpx.MockTransport(handler)}
        retries = Retries(most=1, first_pause=0.0)
        if not self._asynchronous:
            with Reelwright(http=httpx.Client(**options), retries=retries) as client:
                found = work(client)
                return list(found) if isinstance(found, Iterator) else found

        async def go() -> Any:
            async with AsyncReelwright(http=httpx.AsyncClient(**options), retries=retries) as client:
                found = work(client)
                if isinstance(found, AsyncIterator):
                    return [item async for item in found]
                return await found if isinstance(found, Awaitable) else found

        return asyncio.run(go())


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def both(request: pytest.FixtureRequest) -> Both:
    return Both(request.param)


def answer(data: Any, status: int = 200) -> httpx.Response:
    return httpx.Response(status, json={"code": status, "data": data})


def finished() -> dict[str, Any]:
    video = {"url": [f"{BASE}/f/r/1-x/v.mp4"], "sha256": hashlib.sha256(VIDEO).hexdigest()}
    return task("completed", 100, result={"videos": [video]})


def test_generate_uploads_submits_and_waits(both: Both, tmp_path: Path) -> None:
    cat = tmp_path / "cat.png"
    cat.write_bytes(b"png bytes")
    seen: list[tuple[str, str]] = []
    bodies: list[Any] = []

    def server(request: httpx.Request) -> httpx.Response:
        seen.append((request.method, request.url.path))
        assert request.headers["Authorization"] == "Bearer rw_key"
        if request.url.path == "/v1/uploads/images":
            assert b"png bytes" in request.content
            assert b'filename="cat.png"' in request.content
            return httpx.Response(200, json={"url": f"{BASE}/f/image/1-cat.png", "bytes": 9})
        if request.method == "POST":
            bodies.append(json.loads(request.content))
            return answer([{"status": "submitted", "task_id": "task_1"}])
        return answer(finished())

    progress: list[int] = []
    made = both.run(
        server,
        lambda client: client.videos.generate(
            "a cat", image=cat, on_progress=lambda task: progress.append(task.progress)
        ),
    )
    assert made.status == "completed"
    assert progress == [100]
    assert seen == [
        ("POST", "/v1/uploads/images"),
        ("POST", "/v1/videos/generations"),
        ("GET", "/v1/tasks/task_1"),
    ]
    assert bodies == [
        {"model": "doubao-seedance-2.0", "prompt": "a cat", "image_urls": [f"{BASE}/f/image/1-cat.png"]}
    ]


def test_a_download_is_whole_and_goes_without_the_key(both: Both, tmp_path: Path) -> None:
    def server(request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/f/"):
            assert "Authorization" not in request.headers
            return httpx.Response(200, content=VIDEO)
        return answer(finished())

    ended = both.run(server, lambda client: client.tasks.get("task_1"))
    path = both.run(server, lambda client: client.download(ended, tmp_path / "v.mp4"))
    assert path.read_bytes() == VIDEO


def test_an_expired_address_leaves_no_file(both: Both, tmp_path: Path) -> None:
    def server(_: httpx.Request) -> httpx.Response:
        return httpx.Response(404, json={"error": {"code": 404, "message": "it has expired"}})

    with pytest.raises(NotFound, match="expired"):
        both.run(server, lambda client: client.download(f"{BASE}/f/r/1-x/v.mp4", tmp_path / "v.mp4"))
    assert list(tmp_path.iterdir()) == []


def test_events_are_taken_up_again_after_a_break(both: Both) -> None:
    asked: list[str | None] = []

    def server(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers.get("Last-Event-ID"))
        number, state = (1, task(progress=40)) if len(asked) == 1 else (2, task("completed", 100))
        return httpx.Response(200, text=f"id: {number}\ndata: {json.dumps(state)}\n\n")

    seen = both.run(server, lambda client: client.tasks.events("task_1"))
    assert [found.progress for found in seen] == [40, 100]
    assert asked == [None, "1"]


def test_the_other_calls_say_what_the_api_expects(both: Both) -> None:
    seen: list[tuple[str, str]] = []

    def server(request: httpx.Request) -> httpx.Response:
        seen.append((request.method, request.url.raw_path.decode()))
        path = request.url.path
        if path == "/v1/tasks":
            return answer({"items": [task()], "has_more": True, "next_cursor": "c2"})
        if path == "/v1/models":
            return httpx.Response(200, json={"object": "list", "data": [{"id": "m"}]})
        return answer([task()] if path.endswith("/batch") else task("cancelled"))

    page = both.run(server, lambda client: client.tasks.list(status="completed", limit=1, cursor="c1"))
    assert (len(page.tasks), page.next_cursor) == (1, "c2")
    assert len(both.run(server, lambda client: client.tasks.get_many(["task_1"]))) == 1
    assert both.run(server, lambda client: client.tasks.cancel("task_1")).status == "cancelled"
    assert both.run(server, lambda client: client.tasks.delete("task_1")) is None
    assert [model.id for model in both.run(server, lambda client: client.models())] == ["m"]
    assert seen == [
        ("GET", "/v1/tasks?status=completed&limit=1&cursor=c1"),
        ("POST", "/v1/tasks/batch"),
        ("POST", "/v1/tasks/task_1/cancel"),
        ("DELETE", "/v1/tasks/task_1"),
        ("GET", "/v1/models"),
    ]


def test_uploads_go_to_the_path_of_their_kind(both: Both, tmp_path: Path) -> None:
    paths: list[str] = []

    def server(request: httpx.Request) -> httpx.Response:
        paths.append(request.url.path)
        return httpx.Response(200, json={"url": f"{BASE}/f/x", "bytes": 1})

    for name in ("a.jpg", "b.mp4", "c.wav"):
        file = tmp_path / name
        file.write_bytes(b"x")
        both.run(server, lambda client, file=file: client.uploads.file(file))
    assert paths == ["/v1/uploads/images", "/v1/uploads/videos", "/v1/uploads/audios"]


def test_a_refusal_is_raised(both: Both) -> None:
    def server(_: httpx.Request) -> httpx.Response:
        error = {
            "code": 400,
            "message": "duration must be an integer from 4 to 15, got 99",
            "param": "duration",
        }
        return httpx.Response(400, json={"error": error})

    with pytest.raises(InvalidRequest) as caught:
        both.run(server, lambda client: client.videos.submit("x", duration=99))
    assert caught.value.param == "duration"


def test_a_server_that_is_not_there_is_named(both: Both) -> None:
    def server(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    with pytest.raises(ConnectionFailed, match=r"server\.test.*is it running"):
        both.run(server, lambda client: client.tasks.get("task_1"))


@pytest.mark.parametrize(
    ("blocking", "awaiting"),
    [(Reelwright, AsyncReelwright), (Videos, AsyncVideos), (Tasks, AsyncTasks), (Uploads, AsyncUploads)],
)
def test_the_twins_have_the_same_methods_with_the_same_arguments(blocking: type, awaiting: type) -> None:
    def shape(kind: type) -> dict[str, list[str]]:
        methods = inspect.getmembers(kind, inspect.isfunction)
        return {
            name: list(inspect.signature(method).parameters) for name, method in methods if name[0] != "_"
        }

    assert shape(blocking) == shape(awaiting)


def test_a_missing_key_is_said_before_anything_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REELWRIGHT_API_KEY", raising=False)
    with pytest.raises(ClientError, match="REELWRIGHT_API_KEY"):
        Reelwright(BASE)


@pytest.mark.parametrize("url", ["ftp://h", "server:8000", "http://"])
def test_what_is_no_base_url_is_refused(url: str) -> None:
    with pytest.raises(ClientError, match="base URL"):
        Reelwright(url, "rw_key")


def test_a_base_url_may_carry_its_version() -> None:
    assert client_options("http://h:1/v1/", "rw_key", 1.0)["base_url"] == "http://h:1"


def test_the_environment_names_server_and_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REELWRIGHT_BASE_URL", "http://elsewhere:9")
    monkeypatch.setenv("REELWRIGHT_API_KEY", "rw_env")
    options = client_options(None, None, 1.0)
    assert options["base_url"] == "http://elsewhere:9"
    assert options["headers"]["Authorization"] == "Bearer rw_env"
