"""What happens to tasks whose worker, or whose database, goes away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.engines import Gate
from tests.support.postgres import core_on
from tests.support.tasks import TaskDesk, running_worker

from reelwright.core import Core
from reelwright.domain.task import Task, TaskStatus
from reelwright.store.queue import queue_of
from reelwright.worker import janitor
from reelwright.worker.patience import TryLater

ENGINES = ("works", "waits_at_the_gate")


@pytest.fixture
async def core(
    database_url: str, tmp_path: Path, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Core]:
    monkeypatch.setattr(janitor, "SWEEP_SECONDS", 0.2)
    async with core_on(database_url, tmp_path / "data", engines=ENGINES, render_slots=1) as opened:
        yield opened


@pytest.fixture
async def desk(core: Core) -> TaskDesk:
    return await TaskDesk.open(core)


def rendering(task: Task) -> bool:
    return task.progress > 40


async def run_sql(core: Core, sql: str, **values: object) -> None:
    async with core.pool.connection() as connection:
        await connection.execute(sql, values)  # type: ignore[arg-type]


async def begin_as_another_worker(core: Core, task: Task, progress: int) -> int:
    """Do what a worker in another process does before it is killed; return its id."""
    worker = await core.queue.job_manager.register_worker()
    job = await core.queue.job_manager.fetch_job([queue_of(task.engine)], worker)
    assert job and job.task_kwargs == {"task_id": task.id}
    claimed = await core.tasks.claim(task.id)
    assert claimed
    await core.tasks.report_progress(task.id, claimed.attempt, progress)
    return worker


async def fall_silent(core: Core, worker: int) -> None:
    """Let a worker's last heartbeat be long ago."""
    await run_sql(
        core,
        "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute' WHERE id = %(id)s",
        id=worker,
    )


async def test_a_task_of_a_killed_worker_is_made_by_another(core: Core, desk: TaskDesk) -> None:
    task = await desk.submit("works")
    await fall_silent(core, await begin_as_another_worker(core, task, progress=60))
    seen: list[int] = []

    def note(now: Task) -> bool:
        seen.append(now.progress)
        return now.status.terminal

    async with running_worker(core):
        ended = await desk.until(task, note)
    assert (ended.status, ended.attempt) == (TaskStatus.COMPLETED, 2)
    assert seen == sorted(seen)
    assert seen[0] == 60


async def test_a_task_of_a_worker_that_lives_is_left_alone(core: Core, desk: TaskDesk) -> None:
    task = await desk.submit("works")
    await begin_as_another_worker(core, task, progress=60)
    async with running_worker(core):
        await desk.ended(await desk.submit("works"))
        now = await core.tasks.get_any(task.id)
    assert now and (now.status, now.attempt) == (TaskStatus.PROCESSING, 1)


async def test_one_silent_look_at_a_worker_is_not_enough(core: Core, desk: TaskDesk) -> None:
    task = await desk.submit("works")
    worker = await begin_as_another_worker(core, task, progress=60)
    await fall_silent(core, worker)
    sweeper = janitor_of(core)
    await sweeper.take_over()
    await core.queue.job_manager.update_heartbeat(worker)
    await sweeper.take_over()
    assert await core.jobs.of_workers_up_to(worker)


async def test_work_of_workers_that_are_known_to_be_dead_is_taken_over_at_once(
    core: Core, desk: TaskDesk
) -> None:
    task = await desk.submit("works")
    worker = await begin_as_another_worker(core, task, progress=10)
    async with running_worker(replace(core, dead_workers=worker)):
        ended = await desk.ended(task, seconds=10)
    assert (ended.status, ended.attempt) == (TaskStatus.COMPLETED, 2)


async def test_a_worker_that_wakes_up_again_does_not_take_the_job_from_its_successor(
    core: Core, desk: TaskDesk
) -> None:
    task = await desk.submit("works")
    frozen = await begin_as_another_worker(core, task, progress=10)
    jobs = await core.jobs.of_workers_up_to(frozen)
    await core.jobs.take_over(jobs)
    successor = await begin_as_another_worker(core, task, progress=20)
    assert not await core.jobs.finish(jobs[0], frozen)
    assert not await core.jobs.give_back(jobs[0], frozen)
    assert await core.jobs.finish(jobs[0], successor)


async def test_a_task_that_lost_its_job_gets_another(core: Core, desk: TaskDesk) -> None:
    task = await desk.submit("works")
    await run_sql(core, "DELETE FROM procrastinate_jobs")
    async with running_worker(core):
        assert (await desk.ended(task)).status is TaskStatus.COMPLETED


async def test_renders_outlive_a_database_that_closes_every_connection(
    core: Core, desk: TaskDesk, gate: Gate
) -> None:
    async with running_worker(core):
        task = await desk.submit("waits_at_the_gate")
        await desk.until(task, rendering)
        await run_sql(
            core,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        gate.open()
        ended = await desk.ended(task)
        assert (ended.status, ended.attempt) == (TaskStatus.COMPLETED, 1)
        following = await desk.ended(await desk.submit("works"), seconds=15)
        assert following.status is TaskStatus.COMPLETED
        # The job goes a moment after its task has ended.
        async with asyncio.timeout(10), core.pool.connection() as connection:
            while await (await connection.execute("SELECT FROM procrastinate_jobs")).fetchone() is not None:
                await asyncio.sleep(0.02)


async def test_a_store_that_is_away_is_waited_for(
    core: Core, desk: TaskDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_file = core.blobs.put_file
    failures = iter([OSError(28, "No space left on device")])

    async def fails_once(name: str, path: Path) -> None:
        for failure in failures:
            raise failure
        await put_file(name, path)

    monkeypatch.setattr(core.blobs, "put_file", fails_once)
    monkeypatch.setattr("reelwright.worker.pipeline.TryLater", lambda delay: TryLater(0))
    async with running_worker(core):
        ended = await desk.ended(await desk.submit("works"))
    assert (ended.status, ended.attempt, ended.excused) == (TaskStatus.COMPLETED, 2, 1)


async def test_a_task_past_its_deadline_fails_and_its_render_stops(
    core: Core, desk: TaskDesk, gate: Gate
) -> None:
    async with running_worker(core):
        task = await desk.submit("waits_at_the_gate", deadline=3600)
        await desk.until(task, rendering)
        await run_sql(core, "UPDATE task SET deadline_at = now() WHERE id = %(id)s", id=task.id)
        ended = await desk.ended(task)
        assert ended.failure
        assert "deadline" in ended.failure.message
        # The only slot is free again.
        assert (await desk.ended(await desk.submit("works"))).status is TaskStatus.COMPLETED


async def test_one_janitor_sweeps_at_a_time(core: Core, desk: TaskDesk) -> None:
    one, other = janitor_of(core), janitor_of(core)
    swept: list[str] = []
    inside, leave = asyncio.Event(), asyncio.Event()

    async def slowly() -> None:
        swept.append("one")
        inside.set()
        await leave.wait()

    async def quickly() -> None:
        swept.append("other")

    one.take_over, other.take_over = slowly, quickly  # type: ignore[method-assign]
    sweeping = asyncio.create_task(one.sweep())
    await inside.wait()
    await other.sweep()
    assert swept == ["one"]
    leave.set()
    await sweeping
    await other.sweep()
    assert swept == ["one", "other"]


def janitor_of(core: Core) -> janitor.Janitor:
    return janitor.Janitor(core.pool, core.jobs, core.tasks)
