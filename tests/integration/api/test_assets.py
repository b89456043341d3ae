"""Assets over the API, reviewed by a real worker."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.integration.api.conftest import BASE, Api, make_client
from tests.support.engines import Gate
from tests.support.media import MediaFactory
from tests.support.postgres import core_on
from tests.support.tasks import running_worker

from reelwright.api.app import create_app
from reelwright.domain.access import KeyTerms, Scope
from reelwright.server import make_services

AVATARS = "/v1/seedance2/private-avatar"
Open = Callable[..., Awaitable[Api]]


@pytest.fixture
async def start(database_url: str, tmp_path: Path, gate: Gate) -> AsyncIterator[Open]:
    """Start a server with a worker, as the settings say."""
    async with contexts() as stack:

        async def open_api(**settings: Any) -> Api:
            core = await stack.enter_async_context(core_on(database_url, tmp_path / "data", **settings))
            made = await core.keys.create("test", terms=KeyTerms(scopes=frozenset(Scope)))
            assert made
            await stack.enter_async_context(running_worker(core))
            transport = httpx.ASGITransport(create_app(make_services(core)))
            client = await stack.enter_async_context(make_client(transport, made[1]))
            return Api(client, core, made[1])

        yield open_api


def contexts() -> Any:
    from contextlib import AsyncExitStack

    return AsyncExitStack()


async def upload(api: Api, path: Path, kind: str = "images") -> str:
    answer = await api.client.post(f"/v1/uploads/{kind}", files={"file": (path.name, path.read_bytes())})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["url"])


async def submit(api: Api, urls: list[str], **fields: Any) -> str:
    body = {
        "group": {"name": "Heroes"},
        "assets": [{"url": url, "name": f"n{i}"} for i, url in enumerate(urls)],
    }
    answer = await api.client.post(AVATARS, json={**body, **fields})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["data"]["id"])


async def ended(api: Api, task_id: str) -> dict[str, Any]:
    answer = await api.client.get(f"/v1/tasks/{task_id}?wait=60")
    return dict(answer.json()["data"])


async def one_asset(api: Api, url: str, **fields: Any) -> str:
    """Submit a single asset and return its address once it is active."""
    answer = await api.client.post(AVATARS, json={"group": {"name": "g"}, "url": url, "name": "n", **fields})
    task = await ended(api, answer.json()["data"]["id"])
    assert task["status"] == "completed", task
    return str(task["result"]["asset_url"])


async def test_a_single_picture_becomes_an_asset_that_requests_may_use(
    start: Open, media_files: MediaFactory
) -> None:
    api = await start()
    url = await upload(api, media_files.image("png", 640, 640))
    body = {"group": {"name": "Heroes", "description": "of mine"}, "url": url, "name": "Ada"}
    answer = (await api.client.post(AVATARS, json=body)).json()
    assert answer["data"] == {
        "id": answer["data"]["id"],
        "object": "seedance.avatar.asset.task",
        "status": "processing",
        "progress": 10,
        "model": "doubao-seedance-2.0",
    }
    task = await ended(api, answer["data"]["id"])
    assert (task["status"], task["progress"], task["cost"]) == ("completed", 100, 0)
    asset_id, asset_url = task["result"]["asset_id"], task["result"]["asset_url"]
    assert asset_url == f"asset://{asset_id}"
    expected = {"asset_id": asset_id, "asset_url": asset_url, "name": "Ada", "status": "Active"}
    assert task["result"]["assets"] == task["result"]["usable_assets"] == [expected]
    assert task["result"]["failed_assets"] == []
    assert "seed" not in task
    assert await api.submit(image_urls=[asset_url])
    found = (await api.client.get(f"{AVATARS}/assets/{asset_id}")).json()["data"]
    preview = await api.client.get(found["preview_url"], headers={"Authorization": ""})
    assert (preview.status_code, preview.headers["content-type"]) == (200, "image/png")


async def test_a_broken_asset_fails_the_review_and_the_good_ones_are_usable(
    start: Open, media_files: MediaFactory
) -> None:
    api = await start()
    good = await upload(api, media_files.image("png", 640, 640))
    small = await upload(api, media_files.image("png", 100, 100))
    task = await ended(api, await submit(api, [good, small, f"{BASE}/f/image/nope-x.png"]))
    assert (task["status"], task["error"]["code"], task["cost"]) == ("failed", "asset_rejected", 0)
    assert [asset["status"] for asset in task["result"]["assets"]] == ["Active", "Failed", "Failed"]
    assert "100x100" in task["result"]["failed_assets"][0]["error"]
    (usable,) = task["result"]["usable_assets"]
    assert await api.submit(image_urls=[usable["asset_url"]])
    failed = task["result"]["failed_assets"][0]["asset_url"]
    body = {"model": "seedance-2.0", "prompt": "x", "image_urls": [failed]}
    refused = await api.client.post("/v1/videos/generations", json=body)
    assert (refused.status_code, refused.json()["error"]["param"]) == (400, "image_urls[0]")


@pytest.mark.parametrize(
    "model", ["doubao-seedance-2.0", "doubao-seedance-2.0-fast"], ids=["standard", "fast"]
)
async def test_the_documented_cases_run_with_approved_assets(
    start: Open, media_files: MediaFactory, model: str
) -> None:
    """Cases 10 to 13 of the API's page, from the submission of the asset to the video."""
    api = await start()
    portrait = await one_asset(api, await upload(api, media_files.image("png", 640, 640)))
    video_url = await upload(api, media_files.video("mp4", 864, 496, seconds=2), "videos")
    dance = await one_asset(api, video_url, asset_type="Video")
    picture = await upload(api, media_files.image("png", 640, 640, seed=4))
    small = {"duration": 4, "resolution": "480p", "model": model}
    tasks = [
        await api.submit(prompt="The character walks on a city street", image_urls=[portrait], **small),
        await api.submit(
            prompt="The character walks towards the camera",
            image_with_roles=[{"url": portrait, "role": "reference_image"}],
            **small,
        ),
        await api.submit(
            prompt="The character dances",
            image_urls=[picture, portrait],
            video_urls=[video_url, dance],
            **small,
        ),
    ]
    for task_id in tasks:
        task = await ended(api, task_id)
        assert task["status"] == "completed", task


async def test_an_asset_is_checked_against_its_field_its_model_and_its_owner(
    start: Open, media_files: MediaFactory
) -> None:
    api = await start()
    portrait = await one_asset(api, await upload(api, media_files.image("png", 640, 640)))

    async def fault(client: httpx.AsyncClient, **fields: Any) -> tuple[int, str, str]:
        body = {"model": "doubao-seedance-2.0", "prompt": "x", **fields}
        answer = await client.post("/v1/videos/generations", json=body)
        error = answer.json()["error"]
        return answer.status_code, error["param"], error["message"]

    as_video = await fault(api.client, video_urls=[portrait])
    assert as_video[:2] == (400, "video_urls[0]")
    assert "this asset is a picture, not a video" in as_video[2]
    for model in ("doubao-seedance-2.0-face", "doubao-seedance-2.0-fast-face"):
        assert (await fault(api.client, model=model, image_urls=[portrait]))[:2] == (400, "image_urls[0]")
    async with await api.other_client("acct_stranger") as stranger:
        foreign = await fault(stranger, image_urls=[portrait])
        unknown = await fault(stranger, image_urls=["asset://asset_01KMCGF6BQGN3X28H3KSR50X5T"])
    own_id = portrait.removeprefix("asset://")
    assert foreign[2].replace(own_id, "?") == unknown[2].replace("asset_01KMCGF6BQGN3X28H3KSR50X5T", "?")


async def test_with_manual_review_an_administrator_decides(start: Open, media_files: MediaFactory) -> None:
    api = await start(asset_review="manual")
    urls = [await upload(api, media_files.image("png", 640, 640, seed=n)) for n in (1, 2)]
    task_id = await submit(api, urls)
    first, second = await waiting(api, 2)
    assert (await api.client.get(f"/v1/tasks/{task_id}")).json()["data"]["status"] == "processing"
    approved = await api.client.post(f"/v1/admin/assets/{first}/approve")
    assert approved.json()["data"]["status"] == "Active"
    assert await api.submit(image_urls=[f"asset://{first}"])
    reason = {"reason": "a celebrity"}
    assert (await api.client.post(f"/v1/admin/assets/{second}/reject", json=reason)).status_code == 200
    task = await ended(api, task_id)
    assert (task["status"], task["error"]["code"]) == ("failed", "asset_rejected")
    assert [asset["error"] for asset in task["result"]["failed_assets"]] == ["a celebrity"]
    for deed in ("approve", "reject"):
        again = await api.client.post(f"/v1/admin/assets/{second}/{deed}", json=reason)
        assert again.status_code == 409
    # Withdrawn after the fact: it can't be used any more, and the review stays as it ended.
    assert (await api.client.post(f"/v1/admin/assets/{first}/reject", json=reason)).status_code == 200
    body = {"model": "seedance-2.0", "prompt": "x", "image_urls": [f"asset://{first}"]}
    assert (await api.client.post("/v1/videos/generations", json=body)).status_code == 400
    log = await api.client.get("/v1/admin/audit")
    verbs = [json.loads(line)["verb"] for line in log.text.splitlines()]
    assert verbs.count("asset_rejected") == 2
    assert verbs.count("asset_approved") == 1


async def waiting(api: Api, count: int) -> list[str]:
    """Return the ids of the assets that wait for a decision, oldest first, once there are so many with a preview."""
    async with asyncio.timeout(30):
        while True:
            answer = await api.client.get("/v1/admin/assets?status=Processing")
            items = answer.json()["data"]["items"]
            ids = [item["asset_id"] for item in items if "preview_url" in item]
            if len(ids) == count:
                return sorted(ids)
            await asyncio.sleep(0.01)


async def test_a_review_that_is_cancelled_leaves_no_asset_undecided(
    start: Open, media_files: MediaFactory
) -> None:
    api = await start(asset_review="manual")
    task_id = await submit(api, [await upload(api, media_files.image("png", 640, 640))])
    (asset_id,) = await waiting(api, 1)
    async with asyncio.timeout(20):
        while (await api.client.get(f"/v1/tasks/{task_id}")).json()["data"]["progress"] < 50:
            await asyncio.sleep(0.01)
    assert (await api.client.delete(f"{AVATARS}/assets/{asset_id}")).status_code == 409
    await api.client.post(f"/v1/tasks/{task_id}/cancel")
    task = await ended(api, task_id)
    assert task["status"] == "cancelled"
    assert [asset["status"] for asset in task["result"]["failed_assets"]] == ["Failed"]
    assert (await api.client.post(f"/v1/admin/assets/{asset_id}/approve")).status_code == 409
    assert (await api.client.delete(f"{AVATARS}/assets/{asset_id}")).status_code == 200


async def test_assets_and_groups_are_listed_renamed_and_deleted(
    start: Open, media_files: MediaFactory
) -> None:
    api = await start()
    client = api.client
    url = await upload(api, media_files.image("png", 640, 640))
    group = (await client.post(f"{AVATARS}/groups", json={"name": "Cast", "description": "d"})).json()["data"]
    in_group = {"group": None, "group_id": group["group_id"]}
    task = await ended(api, await submit(api, [url, url], **in_group))
    other = await one_asset(api, url)
    listed = (await client.get(f"{AVATARS}/assets?limit=2")).json()["data"]
    assert (listed["total"], listed["page"], listed["limit"], len(listed["items"])) == (3, 1, 2, 2)
    of_group = (await client.get(f"{AVATARS}/assets?group_id={group['group_id']}")).json()["data"]
    ids = {asset["asset_id"] for asset in task["result"]["assets"]}
    assert {item["asset_id"] for item in of_group["items"]} == ids
    assert other.removeprefix("asset://") not in ids
    full = await client.delete(f"{AVATARS}/groups/{group['group_id']}")
    assert (full.status_code, full.json()["error"]["param"]) == (409, "group_id")
    for asset_id in ids:
        renamed = await client.patch(f"{AVATARS}/assets/{asset_id}", json={"name": "New"})
        assert renamed.json()["data"]["name"] == "New"
        preview = renamed.json()["data"]["preview_url"]
        assert (await client.delete(f"{AVATARS}/assets/{asset_id}")).status_code == 200
        assert (await client.get(preview)).status_code == 404
    changed = await client.patch(f"{AVATARS}/groups/{group['group_id']}", json={"name": "Crew"})
    assert (
        changed.json()["data"] | {"name": "Crew", "description": "d", "assets": 0} == changed.json()["data"]
    )
    assert (await client.delete(f"{AVATARS}/groups/{group['group_id']}")).status_code == 200
    groups = (await client.get(f"{AVATARS}/groups")).json()["data"]
    assert (groups["total"], [item["name"] for item in groups["items"]]) == (1, ["g"])


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"group": None}, "group"),
        ({"group_id": "group_x"}, "group"),
        ({"group": {"name": ""}}, "group.name"),
        ({"group": None, "group_id": "group_x"}, "group_id"),
        ({"asset_type": "Sound"}, "asset_type"),
        ({"assets": []}, "assets"),
        ({"assets": [{"url": "http://h/x.png"}] * 21}, "assets"),
        ({"assets": [{"name": "n"}]}, "assets[0].url"),
        ({"assets": [{"url": "ftp://h/x.png"}]}, "assets[0].url"),
        ({"url": "http://h/x.png"}, "assets"),
        ({"model": "doubao-seedance-2.0-face"}, "model"),
        ({"model": "gpt"}, "model"),
    ],
)
async def test_a_wrong_submission_is_refused_by_name(api: Api, fields: dict[str, Any], param: str) -> None:
    body = {"group": {"name": "g"}, "assets": [{"url": "http://h/x.png", "name": "n"}]}
    answer = await api.client.post(AVATARS, json={**body, **fields})
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param), answer.text
