"""What is removed when its time is over, and what is not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from obstore.exceptions import BaseError
from tests.support.engines import Gate
from tests.support.postgres import core_on
from tests.support.tasks import TaskDesk, running_worker
from ulid import ULID

from reelwright.core import Core
from reelwright.domain.request import MediaKind
from reelwright.domain.task import Task
from reelwright.store.retention import RetentionStore
from reelwright.worker.tidying import Tidier


@pytest.fixture
async def core(database_url: str, tmp_path: Path, gate: Gate) -> AsyncIterator[Core]:
    async with core_on(database_url, tmp_path / "data", engines=("works",), render_slots=1) as opened:
        yield opened


@pytest.fixture
async def desk(core: Core) -> TaskDesk:
    return await TaskDesk.open(core)


def tidier_of(core: Core) -> Tidier:
    return Tidier(core.tasks, core.uploads, RetentionStore(core.pool), core.blobs, task_ttl=3600)


async def run_sql(core: Core, sql: str) -> int:
    async with core.pool.connection() as connection:
        return (await connection.execute(sql)).rowcount  # type: ignore[call-overload, no-any-return]


async def blobs(core: Core, prefix: str) -> list[str]:
    return [name async for name in core.blobs.names(prefix)]


async def made(core: Core, desk: TaskDesk) -> Task:
    async with running_worker(core):
        return await desk.ended(await desk.submit("works"))


async def test_expired_files_go_and_their_task_stays(core: Core, desk: TaskDesk) -> None:
    task = await made(core, desk)
    assert await blobs(core, f"results/{task.id}/")
    await run_sql(core, "UPDATE task SET expires_at = now() - interval '2 hours'")
    await tidier_of(core).remove_expired_files()
    assert await blobs(core, f"results/{task.id}/") == []
    assert await core.tasks.get_any(task.id)
    assert await core.tasks.with_expired_files() == []


async def test_old_tasks_are_forgotten_with_their_files(core: Core, desk: TaskDesk) -> None:
    task = await made(core, desk)
    await run_sql(core, "UPDATE task SET finished_at = now() - interval '1 year'")
    await tidier_of(core).forget_old_tasks()
    assert await blobs(core, "results/") == []
    assert await core.tasks.get_any(task.id) is None


async def test_however_many_have_expired_they_all_go_at_once(core: Core, desk: TaskDesk) -> None:
    for _ in range(230):
        await desk.cancel(await desk.submit("elsewhere"))
    await run_sql(core, "UPDATE task SET finished_at = now() - interval '1 year'")
    await tidier_of(core).forget_old_tasks()
    assert await core.tasks.expired(0) == []


async def test_a_forgotten_task_takes_its_job_along(core: Core, desk: TaskDesk) -> None:
    task = await desk.submit("elsewhere")
    await desk.cancel(task)
    assert await run_sql(core, "SELECT FROM procrastinate_jobs") == 1
    await core.tasks.delete(task.id, desk.account_id)
    assert await run_sql(core, "SELECT FROM procrastinate_jobs") == 0


async def test_idempotency_keys_and_periods_that_are_over_are_forgotten(core: Core, desk: TaskDesk) -> None:
    async with core.pool.connection() as connection:
        for name, hours in (("old", -1), ("new", 1)):
            await connection.execute(
                "INSERT INTO submit_once (key_id, name, fingerprint, task_id, expires_at)"
                " VALUES (%s, %s, '', 'task', now() + make_interval(hours => %s))",
                [desk.key_id, name, hours],
            )
        for period in ("total", "day 2020-01-01", "month 2020-01", "day 2999-01-01"):
            await connection.execute("INSERT INTO key_period VALUES (%s, %s, 1)", [desk.key_id, period])
        await tidier_of(core).forget_rows()
        rows = await (await connection.execute("SELECT name FROM submit_once")).fetchall()
        periods = await (await connection.execute("SELECT period FROM key_period")).fetchall()
    assert [row["name"] for row in rows] == ["new"]
    assert {row["period"] for row in periods} == {"total", "day 2999-01-01"}


async def test_expired_uploads_go_with_their_blobs(core: Core, desk: TaskDesk) -> None:
    for name in ("old", "new"):
        await core.blobs.put(f"uploads/{name}.png", b"picture")
        await core.uploads.add(
            upload_id=name,
            account_id=desk.account_id,
            kind=MediaKind.IMAGE,
            blob=f"uploads/{name}.png",
            filename="picture.png",
            content_type="image/png",
            size_bytes=7,
            info={},
            ttl=60,
        )
    await run_sql(core, "UPDATE upload SET expires_at = now() - interval '2 hours' WHERE id = 'old'")
    await tidier_of(core).remove_expired_uploads()
    assert await blobs(core, "uploads/") == ["uploads/new.png"]


async def test_blobs_that_no_row_knows_go_and_those_of_tasks_stay(core: Core, desk: TaskDesk) -> None:
    task = await made(core, desk)
    known = await blobs(core, "results/")
    for orphan in (f"results/task_{ULID()}/1/video.mp4", "uploads/orphan.png", "assets/orphan-1.png"):
        await core.blobs.put(orphan, b"left over")
    tidier = tidier_of(core)
    await tidier.remove_orphans()
    assert await blobs(core, "uploads/") == ["uploads/orphan.png"], "it may just be being uploaded"
    await tidier.remove_orphans(age=0)
    assert await blobs(core, "results/") == known
    assert all(name.startswith(f"results/{task.id}/") for name in known)
    assert await blobs(core, "uploads/") == await blobs(core, "assets/") == []


async def test_a_duty_is_done_by_one_worker_and_again_after_a_while(core: Core) -> None:
    one, other = RetentionStore(core.pool), RetentionStore(core.pool)
    assert await one.begin("duty", 60)
    assert not await other.begin("duty", 60)
    await run_sql(core, "UPDATE chore SET begun_at = now() - interval '61 seconds'")
    assert await other.begin("duty", 60)


async def test_a_blob_store_that_is_away_keeps_no_row_from_being_forgotten(
    core: Core, desk: TaskDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await made(core, desk)
    await run_sql(core, "UPDATE task SET expires_at = now() - interval '2 hours'")
    await run_sql(
        core,
        "INSERT INTO submit_once (key_id, name, fingerprint, task_id, expires_at)"
        " SELECT id, 'old', '', 'task', now() - interval '1 hour' FROM api_key LIMIT 1",
    )

    async def away(names: object) -> None:
        raise BaseError("the bucket is away")

    monkeypatch.setattr(core.blobs, "delete", away)
    await run_sql(core, "DELETE FROM chore")
    await tidier_of(core).tidy()
    assert await core.tasks.with_expired_files(), "they are tried again later"
    assert await run_sql(core, "SELECT FROM submit_once") == 0
