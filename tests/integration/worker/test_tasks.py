"""One task from submit to end, with a real worker, a real Postgres and real child processes."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import psutil
import pytest
from tests.support.engines import Gate
from tests.support.media import MediaFactory
from tests.support.postgres import core_on
from tests.support.tasks import TaskDesk, running_worker

from reelwright.core import Core
from reelwright.domain.request import MediaKind, MediaRef, MediaRole
from reelwright.domain.task import Task, TaskStatus

ENGINES = ("works", "waits_at_the_gate", "done_without_extras")


@pytest.fixture
async def core(database_url: str, tmp_path: Path, gate: Gate) -> AsyncIterator[Core]:
    async with core_on(database_url, tmp_path / "data", engines=ENGINES, render_slots=1) as opened:
        yield opened


@pytest.fixture
async def desk(core: Core) -> TaskDesk:
    return await TaskDesk.open(core)


def rendering(task: Task) -> bool:
    """Whether the engine at the gate has begun: it reports half of its work."""
    return task.progress > 40


def media(kind: MediaKind, role: MediaRole, url: str, param: str) -> tuple[MediaRef, ...]:
    return (MediaRef(kind, role, url, param, 1),)


def first_frame(url: str) -> tuple[MediaRef, ...]:
    return media(MediaKind.IMAGE, MediaRole.FIRST_FRAME, url, "image_urls[0]")


async def upload(core: Core, desk: TaskDesk, path: Path, kind: MediaKind) -> str:
    name = f"uploads/{path.name}"
    await core.blobs.put_file(name, path)
    stored = await core.uploads.add(
        upload_id=f"up{path.stem.replace('-', '')}",
        account_id=desk.account_id,
        kind=kind,
        blob=name,
        filename=path.name,
        content_type="application/octet-stream",
        size_bytes=path.stat().st_size,
        info={},
        ttl=600,
    )
    return core.files.upload_url(stored, "http://anywhere")


async def blobs_of(core: Core, task: Task) -> list[str]:
    return sorted([name async for name in core.blobs.names(f"results/{task.id}/")])


async def test_a_task_ends_with_a_measured_and_priced_video(core: Core, desk: TaskDesk) -> None:
    async with running_worker(core):
        task = await desk.ended(
            await desk.submit("works", duration=5, resolution="720p", return_last_frame=True)
        )
    assert task.status is TaskStatus.COMPLETED
    result = task.result
    assert result
    assert (result.width, result.height, result.frames, result.fps) == (1280, 720, 121, 24)
    assert await blobs_of(core, task) == sorted([result.video, result.last_frame, result.thumbnail])
    video = b"".join([part async for part in core.blobs.read(result.video)])
    assert (len(video), hashlib.sha256(video).hexdigest()) == (result.size_bytes, result.sha256)
    assert (task.cost, task.completion_tokens) == (Decimal("0.71"), 108_900)
    assert task.started_at and task.finished_at and task.expires_at
    assert round((task.expires_at - task.finished_at).total_seconds()) == core.settings.result_ttl


async def test_progress_is_seen_before_the_engine_has_begun(core: Core, desk: TaskDesk, gate: Gate) -> None:
    task = await desk.submit("waits_at_the_gate")
    async with running_worker(core):
        seen = await desk.until(task, lambda now: now.progress > 0)
        assert seen.status is TaskStatus.PROCESSING
        await desk.until(task, rendering)
        gate.open()
        assert (await desk.ended(task)).status is TaskStatus.COMPLETED


async def test_what_was_asked_for_and_not_made_is_said(core: Core, desk: TaskDesk) -> None:
    async with running_worker(core):
        task = await desk.ended(await desk.submit("done_without_extras", return_last_frame=True))
    assert task.status is TaskStatus.COMPLETED
    assert any("last_frame_url" in warning for warning in task.warnings)


async def test_a_cancelled_render_ends_at_once_with_its_process(
    core: Core, desk: TaskDesk, gate: Gate
) -> None:
    async with running_worker(core):
        task = await desk.submit("waits_at_the_gate")
        await desk.until(task, rendering)
        pid = gate.pid(task.id)
        assert pid
        assert await desk.cancel(task)
        ended = await desk.ended(task, seconds=1)
        assert (ended.status, ended.cost, ended.result) == (TaskStatus.CANCELLED, 0, None)
        assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
        assert await blobs_of(core, task) == []
        following = await desk.ended(await desk.submit("works"))
        assert following.status is TaskStatus.COMPLETED


async def test_a_task_that_was_cancelled_while_it_waited_is_not_begun(core: Core, desk: TaskDesk) -> None:
    task = await desk.submit("works")
    cancelled = await desk.cancel(task)
    assert cancelled and cancelled.status is TaskStatus.CANCELLED
    async with running_worker(core):
        await desk.ended(await desk.submit("works"))
    now = await core.tasks.get_any(task.id)
    assert now and (now.status, now.attempt) == (TaskStatus.CANCELLED, 0)


async def test_an_attempt_that_was_superseded_changes_nothing(core: Core, desk: TaskDesk, gate: Gate) -> None:
    async with running_worker(core):
        task = await desk.submit("waits_at_the_gate")
        await desk.until(task, rendering)
        second = await core.tasks.claim(task.id)
        assert second and second.attempt == 2
        gate.open()
        # The slot is free again, so the first attempt is over.
        await desk.ended(await desk.submit("works"))
        now = await core.tasks.get_any(task.id)
        assert now and (now.status, now.attempt) == (TaskStatus.PROCESSING, 2)
        assert await blobs_of(core, task) == []


async def test_a_task_on_which_workers_keep_dying_fails(core: Core, desk: TaskDesk) -> None:
    task = await desk.submit("works")
    for _ in range(core.settings.attempts):
        assert await core.tasks.claim(task.id)
    async with running_worker(core):
        ended = await desk.ended(task)
    assert ended.failure
    assert "3 workers ended in the middle" in ended.failure.message


async def test_a_retried_task_leaves_nothing_of_earlier_attempts(core: Core, desk: TaskDesk) -> None:
    task = await desk.submit("works")
    assert await core.tasks.claim(task.id)
    await core.blobs.put(f"results/{task.id}/1/video.mp4", b"half of it")
    async with running_worker(core):
        ended = await desk.ended(task)
        await desk.ended(await desk.submit("works"))
    assert ended.result and ended.result.video == f"results/{task.id}/2/video.mp4"
    assert all(name.startswith(f"results/{task.id}/2/") for name in await blobs_of(core, task))


async def test_a_mistake_of_ours_fails_the_task_without_internals(
    core: Core, desk: TaskDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reelwright.worker.prepare.frame_size", lambda *_: 1 / 0)
    async with running_worker(core):
        ended = await desk.ended(await desk.submit("works"))
    assert ended.failure
    assert ended.failure.message.startswith("the server made a mistake")


async def test_an_upload_is_read_from_the_store_whatever_host_it_was_given(
    core: Core, desk: TaskDesk, media_files: MediaFactory
) -> None:
    url = await upload(core, desk, media_files.image(width=600, height=800), MediaKind.IMAGE)
    async with running_worker(core):
        task = await desk.ended(await desk.submit("works", ratio="adaptive", media=first_frame(url)))
    assert task.status is TaskStatus.COMPLETED, task.failure
    assert task.result
    assert (task.result.width, task.result.height) == (560, 752)


async def test_a_reference_video_is_charged_by_its_length(
    core: Core, desk: TaskDesk, media_files: MediaFactory
) -> None:
    url = await upload(core, desk, media_files.video(seconds=2), MediaKind.VIDEO)
    refs = media(MediaKind.VIDEO, MediaRole.REFERENCE, url, "video_urls[0]")
    async with running_worker(core):
        task = await desk.ended(await desk.submit("works", media=refs))
    assert task.status is TaskStatus.COMPLETED, task.failure
    assert task.cost is not None
    assert task.cost == pytest.approx(Decimal("0.04") * 6, abs=Decimal("0.01"))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("asset://asset_nobody_has", "unknown asset asset://asset_nobody_has"),
        ("http://127.0.0.1:9/cat.png", "does not fetch from"),
        ("data:image/png;base64,aGVsbG8=", "image_urls[0]"),
    ],
)
async def test_a_medium_that_cannot_be_had_fails_the_task_and_names_the_field(
    url: str, words: str, core: Core, desk: TaskDesk
) -> None:
    async with running_worker(core):
        task = await desk.ended(await desk.submit("works", media=first_frame(url)))
    assert task.failure
    assert (task.failure.param, task.cost) == ("image_urls[0]", 0)
    assert words in task.failure.message


async def test_every_fault_of_the_media_is_named(
    core: Core, desk: TaskDesk, media_files: MediaFactory
) -> None:
    small, odd = media_files.image(width=100, height=120), media_files.image(width=2000, height=400)
    refs = []
    for number, path in enumerate((small, odd), start=1):
        url = await upload(core, desk, path, MediaKind.IMAGE)
        param = f"image_urls[{number - 1}]"
        refs.append(MediaRef(MediaKind.IMAGE, MediaRole.REFERENCE, url, param, number))
    async with running_worker(core):
        task = await desk.ended(await desk.submit("works", media=tuple(refs)))
    assert task.failure
    assert "image_urls[0]" in task.failure.message
    assert "image_urls[1]" in task.failure.message


@pytest.mark.parametrize("seconds", [0, 20])
async def test_a_worker_that_stops_finishes_or_hands_back(
    seconds: float, core: Core, desk: TaskDesk, gate: Gate, database_url: str, tmp_path: Path
) -> None:
    task = await desk.submit("waits_at_the_gate")
    async with running_worker(core, drain=seconds):
        await desk.until(task, rendering)
        if seconds:
            gate.open()
    now = await core.tasks.get_any(task.id)
    assert now
    if seconds:
        assert now.status is TaskStatus.COMPLETED
        return
    assert (now.status, now.attempt, now.excused) == (TaskStatus.PROCESSING, 1, 1)
    gate.open()
    again: dict[str, Any] = {"engines": ENGINES, "render_slots": 1}
    async with core_on(database_url, tmp_path / "data", **again) as other, running_worker(other):
        ended = await desk.ended(task)
    assert (ended.status, ended.attempt) == (TaskStatus.COMPLETED, 2)


@pytest.mark.parametrize("order", ["refuse", "fail_after=40"])
async def test_a_task_fails_where_it_was_ordered_to(order: str, core: Core, desk: TaskDesk) -> None:
    name, _, number = order.partition("=")
    async with running_worker(core):
        ended = await desk.ended(await desk.submit("works", orders={name: int(number or 1)}))
    assert ended.failure
    assert order in ended.failure.message


async def test_a_task_that_was_ordered_to_be_stuck_can_be_cancelled(core: Core, desk: TaskDesk) -> None:
    async with running_worker(core):
        task = await desk.submit("works", orders={"stuck": 1})
        await desk.until(task, lambda now: now.progress >= 5)
        assert await desk.cancel(task)
        assert (await desk.ended(task, seconds=2)).status is TaskStatus.CANCELLED


async def test_a_result_that_was_ordered_to_expire_has_expired(core: Core, desk: TaskDesk) -> None:
    async with running_worker(core):
        ended = await desk.ended(await desk.submit("works", orders={"expired": 1}))
    assert ended.status is TaskStatus.COMPLETED
    assert ended.expires_at == ended.finished_at
