"""The rule on real people and the moderation of media, with a real worker."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.support.engines import Gate
from tests.support.http import body
from tests.support.media import MediaFactory
from tests.support.postgres import core_on
from tests.support.tasks import TaskDesk, running_worker

from reelwright.domain.request import MediaKind, MediaRef, MediaRole
from reelwright.domain.task import Task, TaskStatus
from reelwright.media.faces import detector_installed
from reelwright.store.ledger import LedgerStore
from reelwright.worker import scrutiny

PERSON = Path(__file__).parents[2] / "data" / "person.jpg"
needs_detector = pytest.mark.skipif(not detector_installed(), reason="needs the extra smart")
Make = Callable[..., Awaitable[Task]]


@asynccontextmanager
async def judge(answer: Callable[[str], bytes]) -> AsyncIterator[str]:
    """Serve a moderation service that answers by the stage that it is asked about; yields its address."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        form = await reader.readexactly(length)
        stage = form.split(b'name="stage"\r\n\r\n')[1].split(b"\r\n")[0].decode()
        writer.write(body(answer(stage)))
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


@pytest.fixture
async def make(database_url: str, tmp_path: Path, gate: Gate) -> AsyncIterator[Make]:
    """Make a video from one picture, on a server with the given settings; return the task when it has ended."""

    async def make_one(picture: Path, model: str = "doubao-seedance-2.0", **settings: Any) -> Task:
        async with core_on(database_url, tmp_path / "data", engines=("works",), **settings) as core:
            desk = await TaskDesk.open(core)
            await core.blobs.put_file("uploads/picture", picture)
            await core.uploads.add(
                upload_id="uppicture",
                account_id=desk.account_id,
                kind=MediaKind.IMAGE,
                blob="uploads/picture",
                filename="picture.png",
                content_type="image/png",
                size_bytes=picture.stat().st_size,
                info={},
                ttl=3600,
            )
            url = "http://host/f/image/uppicture-picture.png"
            ref = MediaRef(MediaKind.IMAGE, MediaRole.FIRST_FRAME, url, "image_urls[0]", 1)
            async with running_worker(core):
                task = await desk.ended(await desk.submit("works", model=model, media=(ref,)))
            assert await LedgerStore(core.pool).audit() == []
            return task

    yield make_one


@needs_detector
async def test_a_picture_of_a_real_person_is_refused_and_costs_nothing(make: Make) -> None:
    task = await make(PERSON)
    assert (task.status, task.cost) == (TaskStatus.FAILED, 0)
    assert task.failure
    assert (task.failure.code, task.failure.param) == ("content_refused", "image_urls[0]")
    assert "1 face found" in task.failure.message
    assert "-face model" in task.failure.message


@needs_detector
async def test_a_face_model_takes_pictures_of_real_people(make: Make) -> None:
    task = await make(PERSON, model="doubao-seedance-2.0-face")
    assert (task.status, task.warnings) == (TaskStatus.COMPLETED, ())


@needs_detector
async def test_the_rule_can_be_a_warning(make: Make) -> None:
    task = await make(PERSON, face_policy="warn")
    assert task.status is TaskStatus.COMPLETED
    assert "real person" in task.warnings[0]


async def test_the_rule_can_be_off(make: Make) -> None:
    assert (await make(PERSON, face_policy="off")).warnings == ()


@needs_detector
async def test_a_picture_without_people_passes(make: Make, media_files: MediaFactory) -> None:
    task = await make(media_files.image("png", 640, 480))
    assert (task.status, task.warnings) == (TaskStatus.COMPLETED, ())


async def test_without_a_detector_the_task_says_that_nobody_looked(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scrutiny, "detector_installed", lambda: False)
    task = await make(PERSON)
    assert task.status is TaskStatus.COMPLETED
    assert "could not run" in task.warnings[0]


@pytest.mark.parametrize(("stage", "param"), [("input", "image_urls[0]"), ("result", None)])
async def test_what_the_judge_refuses_fails_the_task_and_costs_nothing(
    make: Make, media_files: MediaFactory, stage: str, param: str | None
) -> None:
    heard: list[str] = []

    def answer(asked: str) -> bytes:
        heard.append(asked)
        return json.dumps({"allowed": asked != stage, "reason": "not on this server"}).encode()

    async with judge(answer) as url:
        task = await make(media_files.image("png", 640, 480), moderation_url=url, face_policy="off")
    assert heard == (["input"] if stage == "input" else ["input", "result"])
    assert (task.status, task.cost, task.result) == (TaskStatus.FAILED, 0, None)
    assert task.failure
    assert (task.failure.code, task.failure.param) == ("content_refused", param)
    assert "not on this server" in task.failure.message


async def test_a_judge_that_is_away_for_a_moment_only_delays_the_task(
    make: Make, media_files: MediaFactory
) -> None:
    answers = iter([b"I am not well"])
    async with judge(lambda asked: next(answers, b'{"allowed": true}')) as url:
        task = await make(media_files.image("png", 640, 480), moderation_url=url, face_policy="off")
    assert task.status is TaskStatus.COMPLETED
    assert task.excused == 1
