"""Forwarded tasks on a real queue: fail-over, parking and a person's word, callbacks, budgets."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.support.doubles.ark import ArkDouble
from tests.support.forwarding import QUICK, running
from tests.support.media import MediaFactory
from tests.support.postgres import core_on
from tests.support.tasks import TaskDesk, running_worker
from tests.support.upstreams import MODEL, catalog_file

from reelwright.core import Core
from reelwright.domain.request import MediaKind, MediaRef, MediaRole
from reelwright.domain.task import Task, TaskFailure, TaskStatus
from reelwright.store.feed import TASKS


@pytest.fixture
async def ark(media_files: MediaFactory) -> AsyncIterator[ArkDouble]:
    async with running(ArkDouble(media_files.video(seconds=2))) as double:
        yield double


@asynccontextmanager
async def deployment(
    url: str, directory: Path, ark: ArkDouble, second: ArkDouble | None = None, **more: Any
) -> AsyncIterator[tuple[Core, TaskDesk]]:
    """Open a core whose model goes to `ark`, then to `second`."""
    doubles = [("ark", ark), *([("second", second)] if second else [])]
    upstreams = [
        {
            "name": name,
            "engine": "ark",
            "base_url": f"{double.url}/api/v3",
            "models": {MODEL: "theirs"},
            "timeouts": {"answer": 2},
            "options": {**QUICK, **more.pop("options", {})},
            **(more if name == "ark" else {}),
        }
        for name, double in doubles
    ]
    catalog = catalog_file(directory, *upstreams)
    names = tuple(name for name, _ in doubles)
    async with core_on(url, directory, engines=names, catalog_file=catalog, public_url="http://me") as core:
        yield core, await TaskDesk.open(core)


async def until_parked(core: Core, task: Task) -> str:
    """Return why a task was parked, once it is."""
    async with asyncio.timeout(30):
        with core.feed.follow(TASKS, task.id) as changed:
            while not (parked := await core.upstreams.parked()):
                changed.clear()
                await asyncio.wait_for(changed.wait(), 5)
    assert parked[0].id == task.id
    return parked[0].reason


async def test_what_the_first_upstream_certainly_did_not_take_goes_to_the_next(
    database_url: str, tmp_path: Path, ark: ArkDouble, media_files: MediaFactory
) -> None:
    ark.on_create.append((403, {"error": {"code": "AccountOverdueError", "message": "pay"}}))
    async with (
        running(ArkDouble(media_files.video(seconds=2))) as second,
        deployment(database_url, tmp_path, ark, second) as (core, desk),
        running_worker(core),
    ):
        ended = await desk.ended(await desk.submit("ark"))
    assert ended.status is TaskStatus.COMPLETED, ended.failure
    assert (ended.engine, len(ark.jobs), len(second.jobs)) == ("second", 0, 1)
    assert ended.warnings == ("ark did not take this request, so second makes it",)


async def test_what_may_have_been_taken_goes_nowhere_else(
    database_url: str, tmp_path: Path, ark: ArkDouble, media_files: MediaFactory
) -> None:
    ark.on_create.append("500_after")
    async with (
        running(ArkDouble(media_files.video(seconds=2))) as second,
        deployment(database_url, tmp_path, ark, second) as (core, desk),
        running_worker(core),
    ):
        ended = await desk.ended(await desk.submit("ark"))
    assert (ended.engine, ark.calls["create"], second.calls["create"]) == ("ark", 1, 0)
    assert ended.status is TaskStatus.COMPLETED


async def test_what_content_review_refused_is_not_shopped_around(
    database_url: str, tmp_path: Path, ark: ArkDouble, media_files: MediaFactory
) -> None:
    ark.on_create.append((400, {"error": {"code": "InputTextSensitiveContentDetected", "message": "no"}}))
    async with (
        running(ArkDouble(media_files.video(seconds=2))) as second,
        deployment(database_url, tmp_path, ark, second) as (core, desk),
        running_worker(core),
    ):
        ended = await desk.ended(await desk.submit("ark"))
        assert await core.upstreams.spent("ark") == 0
    assert ended.status is TaskStatus.FAILED
    assert second.calls["create"] == 0


@pytest.mark.parametrize("found", [True, False], ids=["found upstream", "not taken"])
async def test_an_undecidable_submit_waits_for_a_persons_word(
    database_url: str, tmp_path: Path, ark: ArkDouble, found: bool
) -> None:
    ark.echoes = False
    ark.on_create.append("500_after")
    async with deployment(database_url, tmp_path, ark) as (core, desk), running_worker(core):
        task = await desk.submit("ark")
        assert "cgt-" in await until_parked(core, task)
        now = await core.tasks.get_any(task.id)
        assert now and now.status is TaskStatus.PROCESSING
        assert "operator has to decide" in now.warnings[0]
        if found:
            assert await core.upstreams.resume(task.id, next(iter(ark.jobs)))
        else:
            assert await core.upstreams.give_up(task.id, TaskFailure("submit_unknown", "not taken"))
        ended = await desk.ended(task)
        assert not await core.upstreams.parked()
        assert not await core.upstreams.resume(task.id, "again")
    assert ark.calls["create"] == 1
    assert ended.status is (TaskStatus.COMPLETED if found else TaskStatus.FAILED)


async def test_a_parked_task_can_be_cancelled_by_its_caller(
    database_url: str, tmp_path: Path, ark: ArkDouble
) -> None:
    ark.echoes = False
    ark.on_create.append("500_after")
    async with deployment(database_url, tmp_path, ark) as (core, desk), running_worker(core):
        task = await desk.submit("ark")
        await until_parked(core, task)
        ended = await desk.cancel(task)
    assert ended and ended.status is TaskStatus.CANCELLED


async def test_a_callback_tells_what_the_list_could_not(
    database_url: str, tmp_path: Path, ark: ArkDouble
) -> None:
    ark.echoes = False
    ark.on_create.append("500_after")
    async with deployment(database_url, tmp_path, ark) as (core, desk), running_worker(core):
        task = await desk.submit("ark")
        await until_parked(core, task)
        address = ark.bodies[0]["callback_url"]
        assert address.startswith(f"http://me/v1/callbacks/{task.id}/")
        await core.callbacks.hear(task.id, address.rpartition("/")[2], next(iter(ark.jobs)))
        ended = await desk.ended(task)
    assert ended.status is TaskStatus.COMPLETED, ended.failure
    assert ark.calls["create"] == 1


async def test_a_callback_makes_the_worker_look_at_once(
    database_url: str, tmp_path: Path, ark: ArkDouble
) -> None:
    options = {"poll_first": 60, "poll_longest": 60}
    async with (
        deployment(database_url, tmp_path, ark, options=options) as (core, desk),
        running_worker(core),
    ):
        task = await desk.submit("ark")
        token = None
        ended = None
        async with asyncio.timeout(30):
            while ended is None:
                if ark.bodies and token is None:
                    token = ark.bodies[0]["callback_url"].rpartition("/")[2]
                if token:
                    await core.callbacks.hear(task.id, token, next(iter(ark.jobs)))
                await asyncio.sleep(0.05)
                now = await core.tasks.get_any(task.id)
                ended = now if now and now.status.terminal else None
    assert ended.status is TaskStatus.COMPLETED


async def test_a_budget_that_is_used_up_keeps_tasks_waiting_and_spends_nothing(
    database_url: str, tmp_path: Path, ark: ArkDouble
) -> None:
    price = {"price": {"480p": "0.10"}, "budget_day": "0.70"}
    async with deployment(database_url, tmp_path, ark, **price) as (core, desk), running_worker(core):
        first = await desk.ended(await desk.submit("ark"))
        await desk.submit("ark")
        async with asyncio.timeout(30):
            while not (paused := await core.upstreams.paused()):
                await asyncio.sleep(0.02)
        spent = await core.upstreams.spent("ark")
    assert first.status is TaskStatus.COMPLETED
    assert (float(spent), ark.calls["create"]) == (0.4, 1)
    assert "used up" in paused["ark"]


async def test_many_submits_at_once_cannot_overspend_a_budget(core: Core) -> None:
    paid = await asyncio.gather(
        *(core.upstreams.pay("up", f"task_{number}", Decimal(1), Decimal(5)) for number in range(20))
    )
    assert sum(paid) == 5
    assert await core.upstreams.pay("up", "task_other", Decimal(1), None)
    assert await core.upstreams.spent("up") == 6


async def test_a_request_that_was_never_sent_is_not_counted_against_the_budget(
    database_url: str, tmp_path: Path, ark: ArkDouble, media_files: MediaFactory
) -> None:
    price = {"price": {"480p": "0.10"}, "budget_day": "9"}
    async with deployment(database_url, tmp_path, ark, **price) as (core, desk), running_worker(core):
        # A picture inside the request that is not one.
        ref = MediaRef(
            MediaKind.IMAGE, MediaRole.FIRST_FRAME, "data:image/png;base64,aGVsbG8=", "image_urls[0]", 1
        )
        ended = await desk.ended(await desk.submit("ark", media=(ref,)))
        assert await core.upstreams.spent("ark") == 0
    assert (ended.status, ark.calls["create"]) == (TaskStatus.FAILED, 0)


async def test_a_resumed_task_needs_its_media_no_more(
    database_url: str, tmp_path: Path, ark: ArkDouble, media_files: MediaFactory
) -> None:
    ark.words = ("running",)
    picture = base64.b64encode(media_files.image(width=400, height=400).read_bytes()).decode()
    ref = MediaRef(
        MediaKind.IMAGE, MediaRole.FIRST_FRAME, f"data:image/png;base64,{picture}", "image_urls[0]", 1
    )
    async with deployment(database_url, tmp_path, ark) as (core, desk):
        async with running_worker(core):
            task = await desk.submit("ark", media=(ref,))
            async with asyncio.timeout(30):
                while not (await core.tasks.load_checkpoint(task.id)).get("upstream_id"):
                    await asyncio.sleep(0.02)
        # By now the picture is nowhere to be had.
        async with core.pool.connection() as connection:
            await connection.execute(
                "UPDATE task SET request = jsonb_set(request, '{media,0,url}', '\"http://127.0.0.1:9/gone.png\"')"
            )
        ark.words = ("succeeded",)
        again = {"engines": core.settings.engines, "catalog_file": core.settings.catalog_file}
        async with core_on(database_url, tmp_path, **again) as other, running_worker(other):
            ended = await desk.ended(task)
    assert (ended.status, ended.attempt, len(ark.jobs)) == (TaskStatus.COMPLETED, 2, 1), ended.failure
