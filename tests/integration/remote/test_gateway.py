"""Forwarding to a second Reelwright, from submit to result, over real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.support.engines import Gate
from tests.support.media import MediaFactory
from tests.support.postgres import TestServer, core_on
from tests.support.tasks import TaskDesk, running_worker
from tests.support.upstreams import MODEL, catalog_file, serving

from reelwright.api.app import create_app
from reelwright.core import Core
from reelwright.domain.request import MediaKind, MediaRef, MediaRole
from reelwright.domain.task import Task, TaskStatus
from reelwright.server import make_services


@dataclass
class Pair:
    """A server that forwards, and the one behind it."""

    front: Core
    behind: Core
    desk: TaskDesk
    gate: Gate

    async def submitted(self, task: Task) -> str:
        """Return the id that the task has behind, once it is written down."""
        async with asyncio.timeout(30):
            while not (found := (await self.front.tasks.load_checkpoint(task.id)).get("upstream_id")):
                await asyncio.sleep(0.02)
        return str(found)

    @asynccontextmanager
    async def next_worker(self) -> AsyncIterator[None]:
        """Run the worker that comes after the first one, with the server behind at work too."""
        settings = self.front.settings
        again = {"engines": settings.engines, "catalog_file": settings.catalog_file}
        async with (
            core_on(self.front.pool.conninfo, settings.data_dir, **again) as core,
            running_worker(self.behind),
            running_worker(core),
        ):
            yield

    async def tasks_behind(self) -> list[Task]:
        """Return every task of the server behind."""
        async with self.behind.pool.connection() as connection:
            rows = await (await connection.execute("SELECT id FROM task ORDER BY id")).fetchall()
        found = [await self.behind.tasks.get_any(row["id"]) for row in rows]
        return [task for task in found if task]


@pytest.fixture
async def pair(
    postgres: TestServer, tmp_path: Path, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Pair]:
    catalog = catalog_file(tmp_path / "behind", engines=("works", "waits_at_the_gate"))
    async with core_on(
        postgres.new_database(),
        tmp_path / "behind",
        engines=("works",),
        catalog_file=catalog,
        render_slots=1,
    ) as behind:
        made = await behind.keys.create("front")
        assert made
        monkeypatch.setenv("BEHIND_KEY", made[1])
        async with serving(create_app(make_services(behind))) as url:
            catalog = catalog_file(
                tmp_path / "front",
                {
                    "name": "behind",
                    "engine": "gateway",
                    "base_url": url,
                    "key": "env:BEHIND_KEY",
                    "models": {MODEL: MODEL},
                    "options": {"poll_first": 0.05, "poll_longest": 0.2, "retry_pause": 0.05},
                },
            )
            async with core_on(
                postgres.new_database(), tmp_path / "front", engines=("behind",), catalog_file=catalog
            ) as front:
                yield Pair(front, behind, await TaskDesk.open(front), gate)


async def test_a_request_is_made_by_the_server_behind_and_the_video_kept_here(pair: Pair) -> None:
    async with running_worker(pair.behind), running_worker(pair.front):
        ended = await pair.desk.ended(await pair.desk.submit("behind", return_last_frame=True))
    assert ended.status is TaskStatus.COMPLETED, ended.failure
    assert ended.result
    assert (ended.result.width, ended.result.height, ended.result.frames) == (864, 496, 97)
    [task] = await pair.tasks_behind()
    assert (task.request.prompt, task.seed, task.status) == ("A kitten yawning", 7, TaskStatus.COMPLETED)
    assert task.result and task.result.sha256 == ended.result.sha256
    names = [name async for name in pair.front.blobs.names(f"results/{ended.id}/")]
    assert sorted(name.rpartition("/")[2] for name in names) == [
        "last_frame.png",
        "thumbnail.jpg",
        "video.mp4",
    ]


async def test_an_upload_that_only_this_server_has_is_uploaded_there(
    pair: Pair, media_files: MediaFactory
) -> None:
    path = media_files.image(width=600, height=800)
    await pair.front.blobs.put_file("uploads/one", path)
    await pair.front.uploads.add(
        upload_id="upone",
        account_id=pair.desk.account_id,
        kind=MediaKind.IMAGE,
        blob="uploads/one",
        filename="one.png",
        content_type="image/png",
        size_bytes=path.stat().st_size,
        info={},
        ttl=3600,
    )
    ref = MediaRef(
        MediaKind.IMAGE, MediaRole.FIRST_FRAME, "http://host/f/image/upone-one.png", "image_urls[0]", 1
    )
    async with running_worker(pair.behind), running_worker(pair.front):
        ended = await pair.desk.ended(await pair.desk.submit("behind", ratio="adaptive", media=(ref,)))
    assert ended.status is TaskStatus.COMPLETED, ended.failure
    [task] = await pair.tasks_behind()
    assert [(medium.role, medium.kind) for medium in task.request.media] == [
        (MediaRole.FIRST_FRAME, MediaKind.IMAGE)
    ]
    assert task.request.ratio == "3:4"
    upload = await pair.behind.files.own_upload(task.request.media[0].url)
    assert upload


async def test_a_worker_that_died_after_the_submit_finds_the_same_task(pair: Pair) -> None:
    task = await pair.desk.submit("behind")
    async with running_worker(pair.front):
        await pair.submitted(task)
    assert len(await pair.tasks_behind()) == 1
    async with pair.next_worker():
        ended = await pair.desk.ended(task)
    assert (ended.status, ended.attempt) == (TaskStatus.COMPLETED, 2)
    assert len(await pair.tasks_behind()) == 1


async def test_a_worker_that_died_before_it_wrote_the_answer_down_makes_no_second_task(pair: Pair) -> None:
    task = await pair.desk.submit("behind")
    async with running_worker(pair.front):
        await pair.submitted(task)
    async with pair.front.pool.connection() as connection:
        await connection.execute("UPDATE task SET checkpoint = checkpoint - 'upstream_id'")
    async with pair.next_worker():
        ended = await pair.desk.ended(task)
    assert ended.status is TaskStatus.COMPLETED, ended.failure
    assert len(await pair.tasks_behind()) == 1


async def test_a_cancellation_goes_on_to_the_server_behind(pair: Pair) -> None:
    task = await pair.desk.submit("behind")
    async with running_worker(pair.front):
        await pair.submitted(task)
        await pair.desk.cancel(task)
        ended = await pair.desk.ended(task)
    assert ended.status is TaskStatus.CANCELLED
    assert [task.status for task in await pair.tasks_behind()] == [TaskStatus.CANCELLED]


async def test_what_the_server_behind_refuses_fails_with_its_words(pair: Pair) -> None:
    async with running_worker(pair.front):
        task = await pair.desk.submit("behind", prompt="x" * 4001)
        ended = await pair.desk.ended(task)
    assert ended.failure
    assert "at most 4000 characters" in ended.failure.message
    assert ended.failure.param == "prompt"
