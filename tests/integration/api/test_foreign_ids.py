"""No route shows or touches what belongs to another account: every route is tried with every id of somebody else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from tests.integration.api.conftest import Api
from tests.integration.api.test_tasks import complete

from reelwright.api.app import ROUTES
from reelwright.api.table import Route
from reelwright.domain.access import ORDINARY_SCOPES
from reelwright.store.webhooks import WebhookStore

PARAMETER = re.compile(r"{(\w+)(?::\w+)?}")
NOT_OWNED = {"model", "name", "path"}
"""Parameters of routes that name nothing of an account's."""
CALLS = [(method, route) for route in ROUTES if route.key for method in route.methods.split()]
_ASSETS: dict[str, Any] = {"group_id": "{group_id}", "url": "http://host/x.png", "name": "n"}
BODIES: dict[str, dict[str, Any]] = {
    "/v1/tasks/batch": {"task_ids": ["{task_id}"]},
    "/v1/videos/generations": {
        "model": "doubao-seedance-2.0",
        "prompt": "x",
        "image_urls": ["asset://{asset_id}"],
    },
    "/v1/seedance2/private-avatar": _ASSETS,
    "/v1/seedance2/private-avatar/assets": _ASSETS,
}
"""Bodies that name ids, by path."""


@dataclass
class Estate:
    """What one account owns: ids by the names that routes give them, as they are and as ones that never were."""

    owned: dict[str, str]
    unknown: dict[str, str]


@pytest.fixture
async def estate(api: Api) -> Estate:
    """One of everything that an account may own."""
    task_id = await api.submit(webhook="https://example.com")
    await complete(api, task_id)
    (key, *_) = await api.core.keys.all()
    (delivery,) = await WebhookStore(api.core.pool).of_task(task_id, key.account_id)
    asset_id, group_id = await review(api)
    owned = {
        "task_id": task_id,
        "delivery_id": delivery.id,
        "key_id": key.id,
        "account_id": key.account_id,
        "asset_id": asset_id,
        "group_id": group_id,
    }
    unknown = {name: value.partition("_")[0] + "_01KMCGF6BQGN3X28H3KSR50X5T" for name, value in owned.items()}
    return Estate(owned, unknown)


async def review(api: Api) -> tuple[str, str]:
    """Submit an asset; return its id and its group's."""
    body = {"group": {"name": "g"}, "url": "http://host/x.png"}
    assert (await api.client.post("/v1/seedance2/private-avatar", json=body)).status_code == 200
    (asset,) = (await api.client.get("/v1/seedance2/private-avatar/assets")).json()["data"]["items"]
    return asset["asset_id"], asset["group_id"]


def filled(template: str, ids: dict[str, str]) -> str:
    return PARAMETER.sub(lambda match: ids.get(match[1], "x"), template)


def filled_all(text: str, ids: dict[str, str]) -> str:
    for name, value in ids.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def owned_names(route: Route) -> list[str]:
    return [name for name in PARAMETER.findall(route.path) if name not in NOT_OWNED]


async def call(client: httpx.AsyncClient, method: str, route: Route, ids: dict[str, str]) -> httpx.Response:
    body = json.loads(filled_all(json.dumps(BODIES.get(route.path, {"name": "x"})), ids))
    return await client.request(method, filled(route.path, ids), json=body)


async def test_anothers_ids_look_like_ids_that_never_were(api: Api, estate: Estate) -> None:
    async with await api.other_client("acct_stranger", scopes=ORDINARY_SCOPES) as stranger:
        for method, route in CALLS:
            where = f"{method} {route.path}"
            missing = set(owned_names(route)) - estate.owned.keys()
            assert not missing, f"the estate needs one of {missing}, so that {where} is tried with it"
            foreign = await call(stranger, method, route, estate.owned)
            unknown = await call(stranger, method, route, estate.unknown)
            assert foreign.status_code == unknown.status_code, where
            assert normal(foreign, estate.owned) == normal(unknown, estate.unknown), where
            if method == "POST" and route.path in BODIES and "batch" not in route.path:
                assert foreign.status_code in (400, 404), where
            if owned_names(route):
                expected = 403 if route.path.startswith("/v1/admin/") else 404
                assert foreign.status_code == expected, where
            await assert_untouched(api, estate)


def normal(answer: httpx.Response, ids: dict[str, str]) -> str:
    """Return an answer's text with the ids of the call taken out; those of anything else would remain and differ."""
    text = answer.text
    for name, value in ids.items():
        text = text.replace(value, f"<{name}>")
    return re.sub(r"(req|task|group|asset)_[0-9A-HJKMNP-TV-Z]{26}", r"<new \1>", text)


async def assert_untouched(api: Api, estate: Estate) -> None:
    found = (await api.client.get(f"/v1/tasks/{estate.owned['task_id']}")).json()["data"]
    assert (found["id"], found["status"]) == (estate.owned["task_id"], "completed")
    asset = await api.client.get(f"/v1/seedance2/private-avatar/assets/{estate.owned['asset_id']}")
    assert (asset.json()["data"]["name"], asset.json()["data"]["status"]) == ("image-1", "Processing"), (
        asset.text
    )


async def test_lists_of_one_account_have_nothing_of_another(api: Api, estate: Estate) -> None:
    lists = [route for method, route in CALLS if method == "GET" and not PARAMETER.search(route.path)]
    async with await api.other_client("acct_stranger", scopes=ORDINARY_SCOPES) as stranger:
        for route in lists:
            text = (await stranger.get(route.path)).text
            assert not [name for name, value in estate.owned.items() if value in text], route.path


async def test_every_row_belongs_to_an_account(api: Api) -> None:
    """A table without an owner can't be asked for one account's rows; those of the server itself are named here."""
    shared = {"account", "chore", "migration", "server_secret", "upstream_pause", "upstream_spend", "worker"}
    query = """
        SELECT table_name, array_agg(column_name::text) AS columns FROM information_schema.columns
        WHERE table_schema = 'reelwright' AND table_name NOT LIKE 'procrastinate_%' GROUP BY table_name"""
    async with api.core.pool.connection() as connection:
        rows: Iterable[dict[str, Any]] = await (await connection.execute(query)).fetchall()
    ownerless = {row["table_name"] for row in rows if not {"account_id", "key_id"} & set(row["columns"])}
    assert ownerless == shared
