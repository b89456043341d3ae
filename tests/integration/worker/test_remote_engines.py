"""Engines that forward: many at a time in the worker's own process, resumed and never submitted twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.support.engines import Gate
from tests.support.postgres import core_on
from tests.support.tasks import TaskDesk, running_worker

from reelwright.core import Core
from reelwright.domain.task import Task, TaskStatus


@pytest.fixture
async def core(database_url: str, tmp_path: Path, gate: Gate) -> AsyncIterator[Core]:
    async with core_on(database_url, tmp_path / "data", engines=("forwards",), render_slots=1) as opened:
        yield opened


@pytest.fixture
async def desk(core: Core) -> TaskDesk:
    return await TaskDesk.open(core)


def following(task: Task) -> bool:
    return task.progress > 40


async def test_more_are_in_flight_than_there_are_render_slots(core: Core, desk: TaskDesk, gate: Gate) -> None:
    async with running_worker(core):
        tasks = [await desk.submit("forwards") for _ in range(3)]
        for task in tasks:
            await desk.until(task, following)
        gate.open()
        ended = [await desk.ended(task) for task in tasks]
    assert {task.status for task in ended} == {TaskStatus.COMPLETED}


async def test_a_delivered_video_is_measured(core: Core, desk: TaskDesk, gate: Gate) -> None:
    gate.open()
    async with running_worker(core):
        task = await desk.ended(await desk.submit("forwards", ratio="1:1"))
    assert task.result
    assert (task.result.width, task.result.height, task.result.frames) == (640, 640, 97)
    assert (task.result.fps, task.result.has_audio) == (24, False)
    assert task.warnings == ("the upstream was asked",)


async def test_a_task_is_resumed_after_a_restart_and_not_submitted_again(
    core: Core, desk: TaskDesk, gate: Gate
) -> None:
    async with running_worker(core):
        task = await desk.submit("forwards")
        await desk.until(task, following)
    assert not list(gate.directory.glob("cancelled-*"))
    again = desk.core
    async with core_on(again.pool.conninfo, again.settings.data_dir, engines=("forwards",)) as other:
        gate.open()
        async with running_worker(other):
            ended = await desk.ended(task)
    assert (ended.status, ended.attempt) == (TaskStatus.COMPLETED, 2)
    assert [path.name for path in gate.directory.glob("submitted-*")] == ["submitted-1"]


async def test_a_cancellation_reaches_the_upstream(core: Core, desk: TaskDesk, gate: Gate) -> None:
    async with running_worker(core):
        task = await desk.submit("forwards")
        await desk.until(task, following)
        assert await desk.cancel(task)
        ended = await desk.ended(task, seconds=2)
    assert ended.status is TaskStatus.CANCELLED
    assert (gate.directory / "cancelled-up-1").exists()
