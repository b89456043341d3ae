"""Fair shares between keys, on the real queue."""

from __future__ import annotations

import pytest
from procrastinate.jobs import Status

from reelwright.core import Core
from reelwright.domain.access import KeyTerms
from reelwright.domain.request import VideoRequest
from reelwright.server import make_services
from reelwright.service.keys import Caller
from reelwright.store.queue import queue_of

REQUEST = VideoRequest(model="doubao-seedance-2.0", prompt="A kitten")


async def caller(core: Core, name: str, **terms: int) -> Caller:
    made = await core.keys.create(name, terms=KeyTerms(**terms))  # type: ignore[arg-type]
    assert made
    return Caller(made[0].account_id, made[0].id, made[0].terms)


async def submit(core: Core, who: Caller, count: int) -> None:
    submissions = make_services(core).submissions
    for _ in range(count):
        await submissions.submit(REQUEST, who, "http://host")


async def serve(core: Core, count: int) -> list[str]:
    """Take jobs off the queue as a worker would, one in service at a time; return whose tasks they were."""
    worker = await core.queue.job_manager.register_worker()
    served = []
    for _ in range(count):
        job = await core.queue.job_manager.fetch_job([queue_of("animatic")], worker)
        if job is None or job.id is None:
            break
        task = await core.tasks.claim(str(job.task_kwargs["task_id"]))
        assert task
        served.append(task.key_id)
        await core.tasks.request_cancel(task.id, task.account_id)
        await core.tasks.cancel(task.id, task.attempt)
        await core.queue.job_manager.finish_job_by_id_async(job.id, status=Status.SUCCEEDED, delete_job=True)
    return served


async def test_a_key_with_many_tasks_does_not_hold_up_one_with_few(core: Core) -> None:
    big, small = await caller(core, "big"), await caller(core, "small")
    await submit(core, big, 60)
    await serve(core, 5)
    await submit(core, small, 4)
    served = await serve(core, 10)
    assert served.count(small.key_id) == 4


async def test_a_key_of_weight_three_gets_three_turns_where_others_get_one(core: Core) -> None:
    heavy, light = await caller(core, "heavy", weight=3), await caller(core, "light")
    await submit(core, light, 30)
    await submit(core, heavy, 30)
    served = await serve(core, 24)
    assert served.count(heavy.key_id) == pytest.approx(18, abs=2)


async def test_a_running_cap_leaves_the_rest_of_a_keys_tasks_waiting(core: Core) -> None:
    capped, free = await caller(core, "capped", running_cap=2), await caller(core, "free")
    await submit(core, capped, 6)
    await submit(core, free, 1)
    worker = await core.queue.job_manager.register_worker()
    running = []
    for _ in range(5):
        job = await core.queue.job_manager.fetch_job([queue_of("animatic")], worker)
        if job is not None:
            task = await core.tasks.claim(str(job.task_kwargs["task_id"]))
            assert task
            running.append(task.key_id)
    assert sorted(running) == sorted([capped.key_id, capped.key_id, free.key_id])


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_one_key_with_3000_tasks_does_not_hold_up_fifty_with_four(core: Core) -> None:
    big = await caller(core, "big")
    small = [await caller(core, f"small {number}") for number in range(50)]
    await submit(core, big, 3000)
    for who in small:
        await submit(core, who, 4)
    served = await serve(core, 300)
    # In four rounds every key has its four turns; two more are granted for where the rounds begin.
    last = max(index for index, key in enumerate(served) if key != big.key_id)
    assert sum(key != big.key_id for key in served) == 200
    assert last < 51 * 6
