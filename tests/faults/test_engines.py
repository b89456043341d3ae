"""Whatever an engine does, its task ends in time with a sentence for the caller, and the worker goes on with the next."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
from tests.support.postgres import core_on
from tests.support.tasks import TaskDesk, running_worker

from reelwright.domain.task import Task, TaskFailure, TaskStatus
from reelwright.worker import pipeline

LATEST = 25.0
"""Seconds in which every task of this file must have ended, on a machine that is busy with other things."""
SHORT = {"render_deadline": 6, "render_silence": 4, "render_memory": 512 * 1024**2}

FAILING = {
    "exits_on_import": "can't be started",
    "exits_on_warm_up": "can't be started",
    "raises_on_warm_up": "can't be started",
    "hangs_on_warm_up": "no sign of life for 4 seconds",
    "raises": "the engine made a mistake",
    "raises_task_error": "this picture is too blue",
    "exits_in_render": "the engine's process ended",
    "killed_in_render": "the engine's process ended",
    "hangs_silently": "no sign of life for 4 seconds",
    "runs_for_ever_with_progress": "more than the 6 seconds",
    "eats_memory": "more than the 512 MB of memory",
    "asks_for_too_much_memory": "more than the 512 MB of memory",
    "feeds_a_child_memory": "more than the 512 MB of memory",
    "returns_nothing": "the engine made a mistake",
    "yields_nonsense": "the engine made a mistake",
    "video_missing": "the engine made a mistake",
    "video_broken": "the engine made a mistake",
    "video_too_short": "the engine made a mistake",
    "writes_outside": "the engine made a mistake",
    "ignores_sigterm": "no sign of life for 4 seconds",
    "forks_a_grandchild": "the engine's process ended",
}
COMPLETING = (
    "works",
    "prints_garbage",
    "reads_stdin",
    "floods_progress",
    "progress_goes_back",
    "done_twice",
    "done_without_extras",
    "says_much",
)
ELSEWHERE = {"fills_the_disk", "forwards", "makes_at_once", "waits_at_the_gate"}
INTERNALS = ("Traceback", "Error", "/", "weights")


@asynccontextmanager
async def stage(url: str, data_dir: Path, *engines: str, **settings: Any) -> AsyncIterator[TaskDesk]:
    """Run a worker with some of the faulty engines."""
    opened = core_on(url, data_dir, engines=engines, render_slots=1, **settings)
    async with opened as core, running_worker(core):
        yield await TaskDesk.open(core)


def test_every_faulty_engine_is_tried(faulty_engines: tuple[str, ...]) -> None:
    assert {*FAILING, *COMPLETING, *ELSEWHERE} == set(faulty_engines)


@pytest.mark.parametrize("engine", FAILING)
@pytest.mark.usefixtures("faulty_engines")
async def test_a_fault_ends_its_task_in_time_and_the_worker_goes_on(
    engine: str, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid_file = tmp_path / "grandchild"
    monkeypatch.setenv("GRANDCHILD_PID_FILE", str(pid_file))
    async with stage(database_url, tmp_path, engine, "works", **SHORT) as desk:
        task = await desk.ended(await desk.submit(engine), LATEST)
        assert task.status is TaskStatus.FAILED
        assert task.failure
        assert FAILING[engine] in task.failure.message
        assert not any(word in task.failure.message for word in INTERNALS)
        assert task.cost == 0
        following = await desk.ended(await desk.submit("works"), LATEST)
        assert following.status is TaskStatus.COMPLETED
    assert not pid_file.exists() or not _lives(int(pid_file.read_text()))
    assert list((tmp_path / "work").glob("*/*")) == []


@pytest.mark.parametrize("engine", COMPLETING)
@pytest.mark.usefixtures("faulty_engines")
async def test_an_oddity_does_not_keep_a_task_from_its_video(
    engine: str, database_url: str, tmp_path: Path
) -> None:
    async with stage(database_url, tmp_path, engine) as desk:
        seen = [task async for task in _to_the_end(desk, await desk.submit(engine))]
        assert seen[-1].status is TaskStatus.COMPLETED
        assert seen[-1].result
        progress = [task.progress for task in seen]
        assert progress == sorted(progress)
        assert all(task.progress < 100 for task in seen[:-1])
        assert len(seen) < 60
        assert all(len(warning) <= 4000 for warning in seen[-1].warnings)
        again = await desk.ended(await desk.submit(engine), LATEST)
        assert again.status is TaskStatus.COMPLETED


@pytest.mark.usefixtures("faulty_engines")
async def test_the_engines_own_refusal_reaches_the_caller_with_the_field_at_fault(
    database_url: str, tmp_path: Path
) -> None:
    async with stage(database_url, tmp_path, "raises_task_error") as desk:
        task = await desk.ended(await desk.submit("raises_task_error"), LATEST)
        assert task.failure == TaskFailure(
            "task_failed", "image_urls[0]: this picture is too blue", "image_urls[0]"
        )


@pytest.mark.usefixtures("faulty_engines")
async def test_a_full_disk_is_waited_for_and_then_named(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "INFRASTRUCTURE_TRIES", 2)
    async with stage(database_url, tmp_path, "fills_the_disk") as desk:
        task = await desk.ended(await desk.submit("fills_the_disk"), LATEST)
        assert task.failure
        assert "could not store or read files" in task.failure.message
        assert (task.attempt, task.excused) == (2, 2)


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


async def _to_the_end(desk: TaskDesk, task: Task) -> AsyncIterator[Task]:
    async with asyncio.timeout(LATEST):
        async for now in desk.follow(task):
            yield now
            if now.status.terminal:
                return
