"""Submitting over the API: idempotency keys, the versioned answer, media at hand, orders to fail."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path
from typing import Any

import httpx
import pytest
from psycopg import OperationalError
from tests.integration.api.conftest import Api, make_client
from tests.support.media import write_image
from tests.support.postgres import core_on

from reelwright.api.app import create_app
from reelwright.domain.task import TaskFailure
from reelwright.server import make_services

BODY = {"model": "doubao-seedance-2.0", "prompt": "A kitten yawning"}


async def submit(api: Api, body: dict[str, Any] | None = None, **headers: str) -> httpx.Response:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return await api.client.post("/v1/videos/generations", json=body or BODY, headers=names)


async def count(api: Api) -> int:
    return len((await api.client.get("/v1/tasks?limit=100")).json()["data"]["items"])


async def test_the_same_idempotency_key_gives_the_first_answer_again(api: Api) -> None:
    first = await submit(api, Idempotency_Key="order-1")
    again = await submit(api, dict(reversed(BODY.items())), Idempotency_Key="order-1")
    assert again.json() == first.json()
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert await count(api) == 1


async def test_an_idempotency_key_with_another_body_is_a_conflict(api: Api) -> None:
    await submit(api, Idempotency_Key="order-1")
    other = await submit(api, {**BODY, "duration": 6}, Idempotency_Key="order-1")
    assert (other.status_code, other.json()["error"]["code"]) == (409, "idempotency_key_reused")
    assert await count(api) == 1


async def test_a_refused_request_does_not_use_its_idempotency_key_up(api: Api) -> None:
    assert (await submit(api, {**BODY, "duration": 99}, Idempotency_Key="k")).status_code == 400
    assert (await submit(api, Idempotency_Key="k")).status_code == 200


async def test_of_many_submits_at_once_under_one_key_one_makes_a_task(api: Api) -> None:
    answers = await asyncio.gather(*(submit(api, Idempotency_Key="burst") for _ in range(12)))
    made = {answer.json()["data"][0]["task_id"] for answer in answers if answer.status_code == 200}
    refused = [answer for answer in answers if answer.status_code != 200]
    assert len(made) == await count(api) == 1
    for answer in refused:
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "idempotency_in_progress")
        assert answer.headers["retry-after"] == "1"


async def test_idempotency_keys_of_two_callers_have_nothing_to_do_with_each_other(api: Api) -> None:
    mine = await submit(api, Idempotency_Key="k")
    async with await api.other_client("acct_other") as other:
        theirs = await other.post("/v1/videos/generations", json=BODY, headers={"Idempotency-Key": "k"})
    assert theirs.json() != mine.json()


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 192, "schlüssel"])
async def test_an_idempotency_key_is_visible_ascii(api: Api, key: str) -> None:
    answer = await api.client.post(
        "/v1/videos/generations", json=BODY, headers=[(b"Idempotency-Key", key.encode("latin-1"))]
    )
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "Idempotency-Key")


async def test_the_versioned_answer_is_accepted_with_an_object(api: Api) -> None:
    headers = {"X_APIMart_Response_Version": "2026-07-27", "Idempotency_Key": "v"}
    answer = await submit(api, **headers)
    body = answer.json()
    assert answer.status_code == body["code"] == 202
    assert answer.headers["x-apimart-response-version"] == "2026-07-27"
    assert body["request_id"] == answer.headers["x-request-id"]
    assert body["data"]["object"] == "generation.task"
    again = await submit(api, **headers)
    assert (again.status_code, again.json()) == (202, body)


def data_uri(path: Path) -> str:
    return "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode()


async def test_a_picture_in_a_data_uri_is_stored_and_the_row_stays_small(api: Api, tmp_path: Path) -> None:
    picture = write_image(tmp_path / "a.png", 400, 300)
    task_id = await api.submit(image_urls=[data_uri(picture)])
    task = await api.core.tasks.get_any(task_id)
    assert task is not None
    (medium,) = task.request.media
    assert medium.url.startswith("http://reelwright.test/f/image/")
    assert (await api.client.get(medium.url)).content == picture.read_bytes()


async def test_every_unusable_data_uri_is_named(api: Api, tmp_path: Path) -> None:
    small = write_image(tmp_path / "small.png", 100, 100)
    answer = await submit(
        api,
        {
            **BODY,
            "image_urls": [
                data_uri(small),
                "data:image/png;base64,####",
                "data:image/png;base64," + base64.b64encode(b"no picture").decode(),
                "data:,hello",
                "data:image/png;base64," + base64.b64encode(bytes(10 * 1024 * 1024 + 1)).decode(),
            ],
        },
    )
    assert answer.status_code == 400
    named = {detail["param"] for detail in answer.json()["error"]["details"]}
    assert named == {f"image_urls[{index}]" for index in range(5)}
    assert await count(api) == 0


@pytest.mark.parametrize("field", ["image_urls", "video_urls"])
async def test_an_unknown_asset_is_refused(api: Api, field: str) -> None:
    answer = await submit(api, {**BODY, field: ["asset://asset_a"]})
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, f"{field}[0]")
    assert "unknown asset asset://asset_a" in answer.json()["error"]["message"]


async def test_a_file_of_ours_that_is_gone_is_refused_at_once(api: Api) -> None:
    answer = await submit(api, {**BODY, "image_urls": ["http://reelwright.test/f/image/0123-a.png"]})
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "image_urls[0]")
    assert "expired" in answer.json()["error"]["message"]


async def test_an_uploaded_picture_that_breaks_the_limits_is_refused_at_once(
    api: Api, tmp_path: Path
) -> None:
    wide = write_image(tmp_path / "wide.png", 1200, 310)
    sent = await api.client.post("/v1/uploads/images", files={"file": ("wide.png", wide.read_bytes())})
    answer = await submit(api, {**BODY, "image_urls": [sent.json()["url"]]})
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "image_urls[0]")
    as_video = await submit(api, {**BODY, "video_urls": [sent.json()["url"]]})
    assert "is a picture, not a video" in as_video.json()["error"]["message"]


async def test_an_ordinary_key_can_not_order_failures(api: Api) -> None:
    refused = await submit(api, X_Reelwright_Test="refuse")
    assert (refused.status_code, refused.json()["error"]["type"]) == (403, "permission_error")
    task_id = await api.submit(prompt="A cat [[test:stuck]]")
    task = await api.core.tasks.get_any(task_id)
    assert task is not None
    assert (task.request.orders, task.request.prompt) == (None, "A cat [[test:stuck]]")
    assert "test mode" in task.warnings[0]


async def test_a_key_in_test_mode_orders_failures_by_header_and_prompt(api: Api) -> None:
    async with await api.other_client("acct_test", test_mode=True) as tester:
        body = {**BODY, "prompt": "A cat [[test:fail_after=40]]", "webhook": "https://a.test/hook"}
        answer = await tester.post(
            "/v1/videos/generations", json=body, headers={"X-Reelwright-Test": "slow=2, no_webhook"}
        )
        task = await api.core.tasks.get_any(answer.json()["data"][0]["task_id"])
        assert task is not None
        assert task.request.orders == {"fail_after": 40, "slow": 2, "no_webhook": 1}
        assert (task.request.prompt, task.request.webhook) == ("A cat", None)
        for order, status in (("http=429", 429), ("http=500", 500), ("explode", 400), ("slow", 400)):
            failed = await tester.post(
                "/v1/videos/generations", json=BODY, headers={"X-Reelwright-Test": order}
            )
            assert failed.status_code == status, order
        assert failed.json()["error"]["message"].startswith("the test order slow needs a number")


async def test_a_key_over_its_rate_is_told_when_to_come_back(api: Api) -> None:
    async with await api.other_client("acct_rate", rate_limit=2) as limited:
        first = await limited.get("/v1/tasks")
        assert (first.headers["x-ratelimit-limit"], first.headers["x-ratelimit-remaining"]) == ("2", "1")
        await limited.get("/v1/tasks")
        third = await limited.get("/v1/tasks")
        assert (third.status_code, third.json()["error"]["type"]) == (429, "rate_limit_error")
        assert 1 <= int(third.headers["retry-after"]) <= 30
        assert third.headers["x-ratelimit-remaining"] == "0"
        assert int(third.headers["x-ratelimit-reset"]) <= 60


async def test_a_foreseeable_crash_is_told_without_its_trace(api: Api) -> None:
    class Broken:
        async def check_ready(self) -> None: ...

    services = make_services(api.core)
    object.__setattr__(services, "tasks", Broken())
    async with make_client(httpx.ASGITransport(create_app(services)), api.key) as client:
        answer = await client.get("/v1/tasks", headers={"X-Request-Id": "mine-1"})
    assert (answer.status_code, answer.headers["x-request-id"]) == (500, "mine-1")
    error = answer.json()["error"]
    assert (error["type"], error["request_id"]) == ("server_error", "mine-1")
    assert "Traceback" not in answer.text
    assert "AttributeError" not in answer.text


async def test_messages_come_in_the_language_of_the_body_or_of_the_query(api: Api) -> None:
    answer = await submit(api, {**BODY, "duration": 99, "size": 7, "language": "zh-CN"})
    error = answer.json()["error"]
    assert "duration 必须是 4 到 15 之间的整数" in error["message"]
    assert len(error["details"]) == 2
    elsewhere = await api.client.get("/v1/tasks/nope?language=ja")
    assert "タスク" in elsewhere.json()["error"]["message"]


async def test_a_failed_task_is_told_in_the_language_of_its_request_unless_asked_otherwise(api: Api) -> None:
    task_id = await api.submit(language="ko")
    claimed = await api.core.tasks.claim(task_id)
    assert claimed is not None
    failure = TaskFailure("task_failed", "image_urls[0]: this file has expired; upload it again")
    await api.core.tasks.fail(task_id, claimed.attempt, failure)

    async def message(query: str) -> str:
        return str((await api.client.get(f"/v1/tasks/{task_id}{query}")).json()["data"]["error"]["message"])

    assert await message("") == "image_urls[0]: 이 파일은 만료되었습니다. 다시 업로드해 주세요"
    assert await message("?language=zh") == "image_urls[0]: 此文件已过期；请重新上传"
    assert await message("?language=fr") == failure.message


async def test_a_database_that_is_away_is_a_503_and_no_fault_of_the_server(api: Api) -> None:
    class Away:
        async def page(self, *args: object) -> None:
            raise OperationalError("the connection is closed")

    services = make_services(api.core)
    object.__setattr__(services, "tasks", Away())
    async with make_client(httpx.ASGITransport(create_app(services)), api.key) as client:
        answer = await client.get("/v1/tasks")
    assert (answer.status_code, answer.json()["error"]["type"]) == (503, "service_unavailable")
    assert answer.headers["retry-after"] == "5"
    assert "closed" not in answer.text


async def test_a_prompt_with_a_listed_word_is_refused_and_holds_nothing(
    database_url: str, tmp_path: Path
) -> None:
    words = tmp_path / "words.txt"
    words.write_text("gun\n")
    async with core_on(database_url, tmp_path / "data", moderation_words=words) as core:
        made = await core.keys.create("test")
        assert made
        async with make_client(httpx.ASGITransport(create_app(make_services(core))), made[1]) as client:
            answer = await client.post("/v1/videos/generations", json={**BODY, "prompt": "A gun"})
            assert (answer.status_code, answer.json()["error"]["param"]) == (400, "prompt")
            assert "content policy" in answer.json()["error"]["message"]
            assert (await client.get("/v1/tasks")).json()["data"]["items"] == []
            assert (await client.post("/v1/videos/generations", json=BODY)).status_code == 200
