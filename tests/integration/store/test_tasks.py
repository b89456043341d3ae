"""The task table: fences, moves and notifications on a real Postgres."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import psycopg
import pytest

from reelwright.core import Core
from reelwright.domain.request import VideoRequest
from reelwright.domain.task import Task, TaskFailure, TaskFilter, TaskResult, TaskStatus
from reelwright.errors import Conflict, NotFound, StaleAttempt
from reelwright.server import make_services
from reelwright.service.keys import Caller
from reelwright.service.tasks import Tasks
from reelwright.store.database import migrate

RESULT = TaskResult("results/x/1/video.mp4", 864, 496, 121, 24, 5.04, False, 1, "00")
FAILURE = TaskFailure("task_failed", "no")


@pytest.fixture
async def caller(core: Core) -> Caller:
    made = await core.keys.create("test")
    assert made
    return Caller(made[0].account_id, made[0].id)


@pytest.fixture
async def task(core: Core, caller: Caller) -> Task:
    return await submitted(core, caller)


@pytest.fixture
def tasks(core: Core) -> Tasks:
    return make_services(core).tasks


async def submitted(core: Core, caller: Caller, **fields: object) -> Task:
    request = VideoRequest(model="doubao-seedance-2.0", prompt="A kitten", **fields)  # type: ignore[arg-type]
    accepted = await make_services(core).submissions.submit(request, caller, "http://host")
    task = await core.tasks.get_any(accepted.id)
    assert task
    return task


async def complete(core: Core, task: Task, attempt: int) -> Task:
    return await core.tasks.complete(task.id, attempt, RESULT, cost=Decimal(0), completion_tokens=1, ttl=60)


async def test_a_task_and_its_job_are_written_together_or_not_at_all(core: Core, caller: Caller) -> None:
    async with core.pool.connection() as connection:
        await connection.execute(
            "ALTER TABLE task ADD CONSTRAINT no_kittens CHECK (request->>'prompt' <> 'A kitten')"
        )
        with pytest.raises(psycopg.errors.CheckViolation):
            await submitted(core, caller)
        row = await (await connection.execute("SELECT count(*) AS n FROM procrastinate_jobs")).fetchone()
    assert row == {"n": 0}


async def test_what_was_submitted_is_read_back(core: Core, caller: Caller, tasks: Tasks) -> None:
    task = await submitted(core, caller, seed=7, unknown_keys=("speed",), language="zh")
    assert await tasks.get(task.id, caller) == task
    assert task.request.language == "zh"
    assert (task.seed, task.status, task.warnings) == (
        7,
        TaskStatus.PENDING,
        ("the key 'speed' is not known and was ignored",),
    )


async def test_a_superseded_attempt_changes_nothing(core: Core, task: Task) -> None:
    await core.tasks.claim(task.id)
    await core.tasks.claim(task.id)
    with pytest.raises(StaleAttempt):
        await core.tasks.report_progress(task.id, 1, 50)
    with pytest.raises(StaleAttempt):
        await core.tasks.save_checkpoint(task.id, 1, {"upstream": "x"})
    with pytest.raises(StaleAttempt):
        await complete(core, task, 1)
    with pytest.raises(StaleAttempt):
        await core.tasks.fail(task.id, 1, FAILURE)
    await core.tasks.warn(task.id, 1, "too late")
    now = await core.tasks.get_any(task.id)
    assert now
    assert (now.status, now.progress, now.warnings) == (TaskStatus.PROCESSING, 0, ())
    assert (await complete(core, task, 2)).status is TaskStatus.COMPLETED


async def test_progress_never_goes_back(core: Core, task: Task) -> None:
    await core.tasks.claim(task.id)
    for progress in (40, 10, 41):
        await core.tasks.report_progress(task.id, 1, progress)
        now = await core.tasks.get_any(task.id)
        assert now
        assert now.progress >= 40


async def test_a_checkpoint_survives_its_attempt(core: Core, task: Task) -> None:
    await core.tasks.claim(task.id)
    await core.tasks.save_checkpoint(task.id, 1, {"intent": "ref"})
    await core.tasks.save_checkpoint(task.id, 1, {"upstream": "cgt-1"})
    await core.tasks.claim(task.id)
    assert await core.tasks.load_checkpoint(task.id) == {"intent": "ref", "upstream": "cgt-1"}


async def test_a_waiting_task_is_cancelled_at_once_and_never_claimed(
    core: Core, task: Task, tasks: Tasks, caller: Caller
) -> None:
    assert (await tasks.cancel(task.id, caller)).status is TaskStatus.CANCELLED
    assert await core.tasks.claim(task.id) is None
    assert (await tasks.cancel(task.id, caller)).status is TaskStatus.CANCELLED


async def test_a_task_that_is_asked_to_stop_can_not_complete_any_more(
    core: Core, task: Task, tasks: Tasks, caller: Caller
) -> None:
    await core.tasks.claim(task.id)
    assert (await tasks.cancel(task.id, caller)).cancel_requested
    with pytest.raises(StaleAttempt):
        await complete(core, task, 1)
    assert (await core.tasks.cancel(task.id, 1)).status is TaskStatus.CANCELLED


async def test_an_ended_task_can_not_be_cancelled_and_an_open_one_not_deleted(
    core: Core, task: Task, tasks: Tasks, caller: Caller
) -> None:
    with pytest.raises(Conflict):
        await tasks.delete(task.id, caller)
    await core.tasks.claim(task.id)
    await complete(core, task, 1)
    with pytest.raises(Conflict):
        await tasks.cancel(task.id, caller)
    await core.blobs.put(f"results/{task.id}/1/video.mp4", b"x")
    await tasks.delete(task.id, caller)
    assert [name async for name in core.blobs.names(f"results/{task.id}/")] == []
    with pytest.raises(NotFound):
        await tasks.get(task.id, caller)


async def test_the_database_itself_refuses_impossible_rows(core: Core, task: Task) -> None:
    async with core.pool.connection() as connection:
        for change in (
            "status = 'completed'",
            "status = 'processing'",
            "progress = 101",
            "status = 'in_progress'",
            "status = 'failed'",
        ):
            with pytest.raises(psycopg.errors.CheckViolation):
                await connection.execute(f"UPDATE task SET {change}")  # type: ignore[call-overload]
        await connection.execute("UPDATE task SET status = 'cancelled', finished_at = now(), cost = 0")
        with pytest.raises(psycopg.errors.RaiseException, match="has ended"):
            await connection.execute(
                "UPDATE task SET status = 'processing', attempt = 1, started_at = now(), finished_at = NULL"
            )


async def test_followers_see_every_change_up_to_the_end_without_polling(
    core: Core, task: Task, tasks: Tasks, caller: Caller
) -> None:
    seen: list[tuple[str, int]] = []
    first = asyncio.Event()

    async def follow() -> None:
        async for now in tasks.follow(task.id, caller):
            seen.append((now.status.value, now.progress))
            first.set()

    following = asyncio.create_task(follow())
    await asyncio.wait_for(first.wait(), 5)
    await core.tasks.claim(task.id)
    await core.tasks.report_progress(task.id, 1, 50)
    await complete(core, task, 1)
    await asyncio.wait_for(following, 5)
    assert seen[0] == ("pending", 0)
    assert seen[-1] == ("completed", 100)
    assert [progress for _, progress in seen] == sorted(progress for _, progress in seen)


async def test_a_wait_ends_with_the_task_or_with_its_time(
    core: Core, task: Task, tasks: Tasks, caller: Caller
) -> None:
    assert (await tasks.wait(task.id, caller, 0.05)).status is TaskStatus.PENDING
    waiting = asyncio.create_task(tasks.wait(task.id, caller, 30))
    await tasks.cancel(task.id, caller)
    assert (await asyncio.wait_for(waiting, 5)).status is TaskStatus.CANCELLED


async def test_another_account_sees_nothing_of_a_task(core: Core, task: Task, tasks: Tasks) -> None:
    made = await core.keys.create("other", account_id="acct_other")
    assert made
    other = Caller("acct_other", made[0].id)
    for call in (tasks.get(task.id, other), tasks.cancel(task.id, other), tasks.delete(task.id, other)):
        with pytest.raises(NotFound):
            await call
    assert await tasks.get_many([task.id], other) == []
    assert await tasks.page(TaskFilter(), other) == []


async def test_pages_are_newest_first_and_meet_without_gap_or_overlap(
    core: Core, tasks: Tasks, caller: Caller
) -> None:
    ids = [(await submitted(core, caller)).id for _ in range(5)]
    first = await tasks.page(TaskFilter(limit=3), caller)
    second = await tasks.page(TaskFilter(limit=3, before=first[-1].id), caller)
    assert [task.id for task in (*first, *second)] == sorted(ids, reverse=True)


async def test_the_estimate_is_the_median_of_the_same_kind_of_task(core: Core, caller: Caller) -> None:
    for seconds in (4, 8, 100):
        task = await submitted(core, caller)
        await core.tasks.claim(task.id)
        await complete(core, task, 1)
        async with core.pool.connection() as connection:
            await connection.execute(
                "UPDATE task SET started_at = finished_at - make_interval(secs => %s) WHERE id = %s",
                [seconds, task.id],
            )
    assert await core.tasks.typical_seconds(task.model, "480p", 5) == 8
    assert await core.tasks.typical_seconds(task.model, "480p", 15) is None


async def test_migrating_twice_changes_nothing(core: Core, database_url: str) -> None:
    assert await migrate(database_url) == []
