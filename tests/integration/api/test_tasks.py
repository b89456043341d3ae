"""Tasks over the API: reading, listing, following, cancelling, deleting."""

from __future__ import annotations

import asyncio
import json
from decimal import Decimal
from fractions import Fraction

import httpx
import pytest
from tests.integration.api.conftest import Api

from reelwright.domain.task import TaskFailure, TaskResult

RESULT = TaskResult(
    video="results/{}/1/video.mp4",
    width=864,
    height=496,
    frames=121,
    fps=24,
    duration=float(Fraction(121, 24)),
    has_audio=False,
    size_bytes=9,
    sha256="0" * 64,
    thumbnail="results/{}/1/thumbnail.jpg",
    last_frame="results/{}/1/last.png",
)


async def complete(
    api: Api,
    task_id: str,
    *,
    ttl: int = 3600,
    content: bytes = b"video file",
    storyboard: bytes | None = None,
) -> None:
    """End a task as a worker would."""
    from dataclasses import replace

    claimed = await api.core.tasks.claim(task_id)
    assert claimed is not None
    names = {name: getattr(RESULT, name).format(task_id) for name in ("video", "thumbnail", "last_frame")}
    for name in names.values():
        await api.core.blobs.put(name, content)
    if storyboard is not None:
        names["storyboard"] = f"results/{task_id}/1/storyboard.json"
        await api.core.blobs.put(names["storyboard"], storyboard)
    await api.core.tasks.complete(
        task_id,
        claimed.attempt,
        replace(RESULT, **names),
        cost=Decimal("0.33"),
        completion_tokens=50638,
        ttl=ttl,
    )


async def task(api: Api, task_id: str, query: str = "") -> dict[str, object]:
    answer = await api.client.get(f"/v1/tasks/{task_id}{query}")
    assert answer.status_code == 200
    body = answer.json()
    assert body["code"] == 200
    return dict(body["data"])


async def test_a_completed_task_has_everything_that_clients_read(api: Api) -> None:
    task_id = await api.submit(seed=42, return_last_frame=True)
    await complete(api, task_id)
    found = await task(api, task_id)
    assert found["status"] == "completed"
    assert found["progress"] == 100
    assert found["seed"] == 42
    assert found["credits_cost"] == found["cost"] * 10
    assert found["usage"] == {"completion_tokens": 50638}
    assert found["completed"] - found["created"] == found["actual_time"]
    (video,) = found["result"]["videos"]
    (url,) = video["url"]
    assert url.startswith("http://reelwright.test/f/")
    assert url.endswith(".mp4")
    assert video["expires_at"] == found["completed"] + 3600
    assert video["last_frame_url"] == found["result"]["last_frame_url"]
    assert video["last_frame_url"].endswith(".png")


async def test_a_result_is_sent_without_a_key_in_ranges_and_by_head(api: Api) -> None:
    task_id = await api.submit()
    await complete(api, task_id, content=b"0123456789")
    url = (await task(api, task_id))["result"]["videos"][0]["url"][0]
    async with httpx.AsyncClient(transport=api.client._transport) as anyone:
        whole = await anyone.get(url)
        assert (whole.status_code, whole.content) == (200, b"0123456789")
        assert whole.headers["content-type"] == "video/mp4"
        assert whole.headers["content-disposition"].startswith("inline")
        part = await anyone.get(url, headers={"Range": "bytes=2-5"})
        assert (part.status_code, part.content) == (206, b"2345")
        assert part.headers["content-range"] == "bytes 2-5/10"
        etag = whole.headers["etag"]
        same = await anyone.get(url, headers={"Range": "bytes=2-5", "If-Range": etag})
        assert same.status_code == 206
        other = await anyone.get(url, headers={"Range": "bytes=2-5", "If-Range": '"other"'})
        assert (other.status_code, other.content) == (200, b"0123456789")
        head = await anyone.head(url)
        assert (head.status_code, head.headers["content-length"], head.content) == (200, "10", b"")
        outside = await anyone.get(url, headers={"Range": "bytes=10-"})
        assert (outside.status_code, outside.headers["content-range"]) == (416, "bytes */10")
        assert outside.json()["error"]["code"] == 416
        known = await anyone.get(url, headers={"If-None-Match": etag})
        assert (known.status_code, known.content) == (304, b"")


async def test_a_result_is_gone_when_it_has_expired_or_its_address_was_changed(api: Api) -> None:
    task_id = await api.submit()
    await complete(api, task_id, ttl=-1)
    url = (await task(api, task_id))["result"]["videos"][0]["url"][0]
    expired = await api.client.get(url)
    assert (expired.status_code, expired.json()["error"]["type"]) == (404, "invalid_request_error")
    expiry, _, rest = url.partition("/f/r/")[2].partition("-")
    prolonged = await api.client.get(f"/f/r/{int(expiry) + 9000}-{rest}")
    assert prolonged.status_code == 404


async def test_a_completed_task_tells_how_it_was_planned(api: Api) -> None:
    task_id = await api.submit()
    await complete(api, task_id, storyboard=b'{"shots": [{"thumbnail": "data:image/jpeg;base64,/9j/"}]}')
    answer = await api.client.get(f"/v1/tasks/{task_id}/storyboard")
    assert answer.status_code == 200
    assert answer.json()["shots"][0]["thumbnail"].startswith("data:image/jpeg")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_where_there_is_no_storyboard_the_answer_says_why(api: Api) -> None:
    task_id = await api.submit()
    path = f"/v1/tasks/{task_id}/storyboard"
    early = await api.client.get(path)
    assert early.status_code == 404
    assert "ask again when it is completed" in early.json()["error"]["message"]
    await complete(api, task_id)
    assert "its engine makes none" in (await api.client.get(path)).json()["error"]["message"]


async def test_a_failed_task_is_http_200_and_costs_nothing(api: Api) -> None:
    task_id = await api.submit()
    claimed = await api.core.tasks.claim(task_id)
    assert claimed is not None
    await api.core.tasks.fail(task_id, claimed.attempt, TaskFailure("task_failed", "no", "image_urls[0]"))
    found = await task(api, task_id)
    assert (found["status"], found["cost"], found["credits_cost"]) == ("failed", 0, 0)
    assert found["error"] == {
        "code": "task_failed",
        "type": "task_failed",
        "message": "no",
        "param": "image_urls[0]",
    }
    assert "result" not in found


async def test_an_unknown_task_and_anothers_task_look_the_same(api: Api) -> None:
    task_id = await api.submit()
    async with await api.other_client("acct_other") as stranger:
        foreign = await stranger.get(f"/v1/tasks/{task_id}")
        unknown = await stranger.get("/v1/tasks/task_01KMCGF6BQGN3X28H3KSR50X5T")
        for method, path in (
            ("POST", f"{task_id}/cancel"),
            ("DELETE", task_id),
            ("GET", f"{task_id}/events"),
            ("GET", f"{task_id}/storyboard"),
        ):
            assert (await stranger.request(method, f"/v1/tasks/{path}")).status_code == 404
        listed = await stranger.post("/v1/tasks/batch", json={"task_ids": [task_id]})
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.text.replace(task_id, "?") == unknown.text.replace("task_01KMCGF6BQGN3X28H3KSR50X5T", "?")
    assert listed.json() == {"code": 200, "data": []}


@pytest.mark.parametrize("task_id", ["nope", "task_%00", "task_01kmcgf6bqgn3x28h3ksr50x5t", "%F0%9F%98%80"])
async def test_what_can_not_be_an_id_is_not_found(api: Api, task_id: str) -> None:
    assert (await api.client.get(f"/v1/tasks/{task_id}")).status_code == 404


async def test_a_list_goes_through_all_tasks_newest_first(api: Api) -> None:
    made = [await api.submit(prompt=f"cat {number}") for number in range(5)]
    seen, cursor = [], ""
    while True:
        page = (await api.client.get(f"/v1/tasks?limit=2{cursor}")).json()["data"]
        seen += [item["id"] for item in page["items"]]
        if not page["has_more"]:
            assert "next_cursor" not in page
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == made[::-1]


async def test_a_list_is_filtered_by_status_model_and_time(api: Api) -> None:
    waiting = await api.submit()
    fast = await api.submit(model="seedance-2.0-fast")
    await api.client.post(f"/v1/tasks/{waiting}/cancel")

    async def ids(query: str) -> list[str]:
        return [item["id"] for item in (await api.client.get(f"/v1/tasks?{query}")).json()["data"]["items"]]

    created = (await task(api, fast))["created"]
    assert await ids("status=cancelled") == [waiting]
    assert await ids("model=seedance-2.0-fast") == [fast]
    assert await ids("status=completed") == []
    assert await ids(f"created_from={created + 10}") == []
    assert set(await ids(f"created_until={created + 10}")) == {waiting, fast}


@pytest.mark.parametrize(
    "query", ["status=in_progress", "limit=0", "limit=x", "cursor=abc", "created_from=-1", "model=x"]
)
async def test_a_wrong_filter_is_refused_by_name(api: Api, query: str) -> None:
    answer = await api.client.get(f"/v1/tasks?{query}")
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, query.partition("=")[0])


async def test_a_batch_keeps_the_order_asked_for(api: Api) -> None:
    first, second = await api.submit(), await api.submit()
    answer = await api.client.post("/v1/tasks/batch", json={"task_ids": [second, first, second]})
    assert [found["id"] for found in answer.json()["data"]] == [second, first]


async def test_a_waiting_task_is_cancelled_at_once_and_then_deleted(api: Api) -> None:
    task_id = await api.submit()
    early = await api.client.delete(f"/v1/tasks/{task_id}")
    assert (early.status_code, early.json()["error"]["type"]) == (409, "invalid_request_error")
    cancelled = (await api.client.post(f"/v1/tasks/{task_id}/cancel")).json()["data"]
    assert (cancelled["status"], cancelled["cost"]) == ("cancelled", 0)
    again = await api.client.post(f"/v1/tasks/{task_id}/cancel")
    assert again.status_code == 200
    gone = await api.client.delete(f"/v1/tasks/{task_id}")
    assert gone.json() == {"code": 200, "data": {"id": task_id, "deleted": True}}
    assert (await api.client.get(f"/v1/tasks/{task_id}")).status_code == 404


async def test_a_completed_task_can_not_be_cancelled_and_goes_with_its_files(api: Api) -> None:
    task_id = await api.submit()
    await complete(api, task_id)
    assert (await api.client.post(f"/v1/tasks/{task_id}/cancel")).status_code == 409
    url = (await task(api, task_id))["result"]["videos"][0]["url"][0]
    await api.client.delete(f"/v1/tasks/{task_id}")
    assert (await api.client.get(url)).status_code == 404


async def test_a_long_poll_answers_when_the_task_ends(api: Api) -> None:
    task_id = await api.submit()
    waiting = asyncio.create_task(task(api, task_id, "?wait=30"))
    claimed = await api.core.tasks.claim(task_id)
    assert claimed is not None
    await api.core.tasks.fail(task_id, claimed.attempt, TaskFailure("task_failed", "no"))
    found = await asyncio.wait_for(waiting, 10)
    assert found["status"] == "failed"


@pytest.mark.parametrize("wait", ["-1", "61", "x", "1.5", "٣"])
async def test_a_wrong_wait_is_refused(api: Api, wait: str) -> None:
    answer = await api.client.get("/v1/tasks/task_01KMCGF6BQGN3X28H3KSR50X5T", params={"wait": wait})
    assert answer.status_code == 400


def events_of(text: str) -> list[tuple[int, dict[str, object]]]:
    found = []
    for block in text.strip().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if lines:
            assert lines["event"] == "task"
            found.append((int(lines["id"]), json.loads(lines["data"])))
    return found


async def test_events_tell_every_change_and_stop_after_the_end(api: Api) -> None:
    task_id = await api.submit()
    listening = asyncio.create_task(api.client.get(f"/v1/tasks/{task_id}/events"))
    await asyncio.sleep(0)
    claimed = await api.core.tasks.claim(task_id)
    assert claimed is not None
    await api.core.tasks.report_progress(task_id, claimed.attempt, 40)
    await api.core.tasks.fail(task_id, claimed.attempt, TaskFailure("task_failed", "no"))
    answer = await asyncio.wait_for(listening, 10)
    assert answer.headers["content-type"].startswith("text/event-stream")
    told = events_of(answer.text)
    assert told[-1][1] == await task(api, task_id)
    assert [number for number, _ in told] == sorted({number for number, _ in told})
    resumed = await api.client.get(
        f"/v1/tasks/{task_id}/events", headers={"Last-Event-ID": str(told[-1][0] - 1)}
    )
    assert events_of(resumed.text) == told[-1:]
    nothing = await api.client.get(f"/v1/tasks/{task_id}/events", headers={"Last-Event-ID": str(told[-1][0])})
    assert events_of(nothing.text) == []
