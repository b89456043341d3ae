"""What operators see and set: /metrics, the limit of the queue, deadlines, the engines that workers announce."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.integration.api.conftest import Api, make_client

from reelwright.api.app import create_app
from reelwright.domain.access import KeyTerms, Scope
from reelwright.server import make_services
from reelwright.store.fleet import FleetStore

BODY = {"model": "doubao-seedance-2.0", "prompt": "A kitten yawning"}


def api_with(api: Api, client: tuple[str, int] = ("127.0.0.1", 1), **settings: object) -> httpx.AsyncClient:
    """Return a client of another API process with settings of its own."""
    core = replace(api.core, settings=api.core.settings.model_copy(update=settings))
    transport = httpx.ASGITransport(create_app(make_services(core)), client=client)
    return make_client(transport, api.key)


async def test_a_full_queue_is_a_429_that_says_when_to_come_back(api: Api) -> None:
    async with api_with(api, queue_limit=2) as client:
        answers = [await client.post("/v1/videos/generations", json=BODY) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["retry-after"] == "10"
    assert answers[2].json()["error"]["type"] == "rate_limit_error"


async def test_a_repeated_submit_has_its_answer_though_the_queue_is_full(api: Api) -> None:
    once = {"Idempotency-Key": "order-1"}
    async with api_with(api, queue_limit=1) as client:
        first = await client.post("/v1/videos/generations", json=BODY, headers=once)
        again = await client.post("/v1/videos/generations", json=BODY, headers=once)
    assert again.json() == first.json()


@pytest.mark.parametrize("seconds", [3599, 259_201])
async def test_an_expiry_out_of_range_is_named(api: Api, seconds: int) -> None:
    answer = await api.client.post(
        "/v1/videos/generations", json={**BODY, "execution_expires_after": seconds}
    )
    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == "execution_expires_after"


async def test_a_task_has_the_deadline_that_its_request_asks_for(api: Api) -> None:
    asked = await api.core.tasks.get_any(await api.submit(execution_expires_after=7200))
    default = await api.core.tasks.get_any(await api.submit())
    assert asked and default and asked.deadline_at and default.deadline_at
    assert asked.deadline_at - asked.created_at == timedelta(hours=2)
    assert default.deadline_at - default.created_at == timedelta(days=2)


async def test_metrics_tell_what_was_answered_and_what_waits(api: Api) -> None:
    async with api_with(api) as client:
        await client.post("/v1/videos/generations", json=BODY)
        await client.get("/v1/tasks/task_nothing")
        answer = await client.get("/metrics", headers={"Authorization": ""})
    samples = {
        (sample.name, tuple(sorted(sample.labels.values()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }
    assert samples["reelwright_tasks", ("animatic", "pending")] == 1
    assert samples["reelwright_request_seconds_count", ("/v1/videos/generations", "200", "POST")] >= 1
    assert samples["reelwright_request_seconds_count", ("/v1/tasks/{task_id}", "404", "GET")] >= 1
    assert samples["reelwright_tasks_submitted_total", ("animatic", "doubao-seedance-2.0")] >= 1


async def test_metrics_are_for_neighbours_and_administrators_only(api: Api) -> None:
    made = await api.core.keys.create("admin", terms=KeyTerms(scopes=frozenset({Scope.ADMIN})))
    assert made
    async with api_with(api, client=("203.0.113.9", 1)) as client:
        assert (await client.get("/metrics", headers={"Authorization": ""})).status_code == 401
        assert (await client.get("/metrics")).status_code == 403
        with_admin = {"Authorization": f"Bearer {made[1]}"}
        assert (await client.get("/metrics", headers=with_admin)).status_code == 200
    async with api_with(api) as client:
        through_a_proxy = {"Authorization": "", "X-Forwarded-For": "127.0.0.1"}
        assert (await client.get("/metrics", headers=through_a_proxy)).status_code == 401


async def test_a_task_goes_to_an_engine_that_only_a_worker_elsewhere_has(api: Api) -> None:
    async with api_with(api, engines=()) as client:
        assert (await client.post("/v1/videos/generations", json=BODY)).status_code == 503
    await FleetStore(api.core.pool).show(["animatic"], 1)
    async with api_with(api, engines=()) as client:
        assert (await client.post("/v1/videos/generations", json=BODY)).status_code == 200
