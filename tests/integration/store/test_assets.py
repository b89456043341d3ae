"""Assets and their reviews, on a real Postgres: whoever comes late changes nothing, and no review ends twice."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import psycopg
import pytest
from ulid import ULID

from reelwright.core import Core
from reelwright.domain.asset import REVIEWER, Asset, AssetFilter, AssetGroup, AssetStatus
from reelwright.domain.request import MediaKind, VideoRequest
from reelwright.domain.task import TaskFailure, TaskKind, TaskStatus
from reelwright.errors import NotFound, StaleAttempt
from reelwright.server import asset_store
from reelwright.store.assets import AssetStore
from reelwright.store.tasks import NewTask

ACCOUNT = "acct_default"


@pytest.fixture
def store(core: Core) -> AssetStore:
    return asset_store(core)


async def submit(
    core: Core, store: AssetStore, count: int, group: str | None = None
) -> tuple[str, list[Asset]]:
    """Submit a review of so many assets; return the task's id and the assets."""
    key, _ = await core.keys.create("test") or pytest.fail()
    task = NewTask(
        id=f"task_{ULID()}",
        account_id=ACCOUNT,
        key_id=key.id,
        model="doubao-seedance-2.0",
        engine=REVIEWER,
        request=VideoRequest("doubao-seedance-2.0", ""),
        seed=0,
        public_url="http://host",
        deadline=3600,
        kind=TaskKind.REVIEW,
    )
    new_group = AssetGroup(f"group_{ULID()}", ACCOUNT, "g", "", "default", datetime.now(UTC))
    entries = [(f"asset_{ULID()}", f"n{n}", MediaKind.IMAGE, "http://host/x.png") for n in range(count)]
    await store.submit(task, group or new_group, entries)
    return task.id, await store.undecided(task.id)


async def keep(store: AssetStore, asset: Asset, attempt: int, *, active: bool = False) -> None:
    """Write that the checks of an asset found nothing."""
    await store.store(
        asset, attempt, blob=asset.id, content_type="image/png", size_bytes=1, info={}, active=active
    )


async def test_two_who_decide_on_the_last_assets_at_once_end_the_review_once(
    core: Core, store: AssetStore
) -> None:
    for _ in range(5):
        task_id, assets = await submit(core, store, 4)
        await core.tasks.claim(task_id)
        for asset in assets:
            await keep(store, asset, 1)
        assert not await store.end_review(task_id, 1)
        await asyncio.gather(*(store.approve(asset, f"key_{n}") for n, asset in enumerate(assets)))
        task = await core.tasks.get_any(task_id)
        assert task
        assert task.status is TaskStatus.COMPLETED
        assert [found.status for found in task.review or ()] == [AssetStatus.ACTIVE] * 4


async def test_of_approval_and_rejection_at_once_one_counts(core: Core, store: AssetStore) -> None:
    task_id, (asset,) = await submit(core, store, 1)
    await core.tasks.claim(task_id)
    await keep(store, asset, 1)
    await store.end_review(task_id, 1)
    await asyncio.gather(store.approve(asset, "key_a"), store.reject(asset, "no", "key_b"))
    # Rejected after the approval it is withdrawn, rejected before it the approval came too late: either way it can't be used.
    found = await store.get(asset.id, ACCOUNT)
    assert found
    assert (found.status, found.error) == (AssetStatus.FAILED, "no")


async def test_a_worker_that_was_superseded_changes_no_asset(core: Core, store: AssetStore) -> None:
    task_id, (first, second) = await submit(core, store, 2)
    await core.tasks.claim(task_id)
    await core.tasks.claim(task_id)
    for late in (keep(store, first, 1), store.refuse(second, 1, "no"), store.end_review(task_id, 1)):
        with pytest.raises(StaleAttempt):
            await late
    assert [asset.status for asset in await store.undecided(task_id)] == [AssetStatus.PROCESSING] * 2


async def test_a_review_that_is_not_finished_in_time_tells_what_became_of_each(
    core: Core, store: AssetStore
) -> None:
    task_id, (first, _) = await submit(core, store, 2)
    await core.tasks.claim(task_id)
    await keep(store, first, 1, active=True)
    await core.tasks.fail(task_id, 1, TaskFailure("task_failed", "too late"))
    task = await core.tasks.get_any(task_id)
    assert task
    assert [found.status for found in task.review or ()] == [AssetStatus.ACTIVE, AssetStatus.FAILED]
    assert await store.undecided(task_id) == []


async def test_a_review_that_waits_for_a_person_is_not_taken_for_lost(core: Core, store: AssetStore) -> None:
    task_id, (asset,) = await submit(core, store, 1)
    await core.tasks.claim(task_id)
    await keep(store, asset, 1)
    assert not await store.end_review(task_id, 1)
    async with core.pool.connection() as connection:
        await connection.execute("DELETE FROM procrastinate_jobs")
    assert await core.jobs.adopt_lost() == []


async def test_a_group_of_another_account_takes_no_asset(core: Core, store: AssetStore) -> None:
    theirs = AssetGroup(f"group_{ULID()}", "acct_other", "g", "", "default", datetime.now(UTC))
    await core.keys.create("theirs", account_id="acct_other")
    await store.add_group(theirs, "cli")
    with pytest.raises(NotFound):
        await submit(core, store, 1, theirs.id)
    assert (await store.page(None, AssetFilter()))[1] == 0
    async with core.pool.connection() as connection:
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            await connection.execute(
                "INSERT INTO asset (id, account_id, group_id, task_id, name, kind, url)"
                " VALUES ('asset_x', %s, %s, 'task_x', 'n', 'image', 'u')",
                [ACCOUNT, theirs.id],
            )
