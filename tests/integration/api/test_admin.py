"""Administration over the API: accounts, keys, money, the audit log."""

from __future__ import annotations

import asyncio
import csv
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from tests.integration.api.conftest import Api, make_client
from tests.integration.api.test_tasks import complete

from reelwright.domain.access import KeyTerms, Scope


@pytest.fixture
async def admin(api: Api) -> AsyncIterator[httpx.AsyncClient]:
    async with await api.other_client("acct_operator", scopes=frozenset(Scope)) as client:
        yield client


async def make_account(admin: httpx.AsyncClient, **fields: Any) -> str:
    answer = await admin.post("/v1/admin/accounts", json={"name": "A studio", **fields})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["data"]["id"])


async def make_key(admin: httpx.AsyncClient, **fields: Any) -> dict[str, Any]:
    answer = await admin.post("/v1/admin/keys", json={"name": "a key", **fields})
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["data"])


async def test_an_account_gets_money_and_a_key_that_can_spend_it_and_no_more(
    api: Api, admin: httpx.AsyncClient
) -> None:
    account = await make_account(admin)
    granted = await admin.post(
        f"/v1/admin/accounts/{account}/grants", json={"amount": "0.71", "note": "trial"}
    )
    assert granted.json()["data"]["balance"] == 0.71
    key = await make_key(admin, account_id=account)
    async with make_client(api.client._transport, key["key"]) as owner:
        body = {"model": "seedance-2.0", "prompt": "A kitten", "resolution": "720p"}
        assert (await owner.post("/v1/videos/generations", json=body)).status_code == 200
        refused = await owner.post("/v1/videos/generations", json=body)
        assert (refused.status_code, refused.json()["error"]["type"]) == (402, "payment_required")
        balance = (await owner.get("/v1/user/balance")).json()
    assert balance == {
        "success": True,
        "remain_balance": 0,
        "remain_credits": 0,
        "used_balance": 0,
        "used_credits": 0,
        "unlimited_quota": False,
    }
    assert (await admin.get("/v1/admin/ledger")).json()["data"] == {"balanced": True, "faults": []}


async def test_a_key_has_the_terms_that_were_asked_for(admin: httpx.AsyncClient) -> None:
    terms = {
        "scopes": ["generate", "read"],
        "test_mode": True,
        "expires_at": int((datetime.now(UTC) + timedelta(days=1)).timestamp()),
        "rate_limit": 60,
        "running_cap": 2,
        "weight": 4,
        "budget_total": 12.5,
        "budget_day": 0.1,
        "budget_month": 3,
        "models": ["doubao-seedance-2.0-fast"],
        "networks": ["10.0.0.0/8"],
    }
    asked = {**terms, "budget_day": "0.1", "models": ["seedance-2.0-fast"], "networks": ["10.1.2.3/8"]}
    made = await make_key(admin, account_id=await make_account(admin), **asked)
    assert {name: made[name] for name in terms} == terms
    (listed,) = (await admin.get(f"/v1/admin/keys?account_id={made['account_id']}")).json()["data"]
    assert {name: listed[name] for name in terms} == terms
    assert "key" not in listed
    assert "webhook_secret" not in listed


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "a\tb"),
        ("scopes", ["root"]),
        ("scopes", []),
        ("budget_total", -1),
        ("budget_day", "NaN"),
        ("budget_day", "a lot"),
        ("rate_limit", 0),
        ("rate_limit", 2**40),
        ("weight", 17),
        ("models", ["gpt"]),
        ("models", []),
        ("networks", ["everywhere"]),
        ("networks", ["fe80::1%eth0/64"]),
        ("networks", []),
        ("expires_at", -5),
        ("budget", 5),
    ],
)
async def test_a_wrong_term_is_refused_by_name(admin: httpx.AsyncClient, field: str, value: object) -> None:
    answer = await admin.post("/v1/admin/keys", json={"name": "a key", field: value})
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["param"].partition("[")[0] == field


async def test_a_rotated_key_works_under_both_texts_until_the_overlap_ends(
    api: Api, admin: httpx.AsyncClient
) -> None:
    key = await make_key(admin, budget_total=100)
    transport = api.client._transport
    async with make_client(transport, key["key"]) as old:
        task = await old.post("/v1/videos/generations", json={"model": "seedance-2.0", "prompt": "A kitten"})
        task_id = task.json()["data"][0]["task_id"]
        rotated = (await admin.post(f"/v1/admin/keys/{key['id']}/rotate", json={"overlap": 60})).json()[
            "data"
        ]
        assert (rotated["id"], rotated["webhook_secret"]) == (key["id"], key["webhook_secret"])
        assert rotated["key"] != key["key"]
        async with make_client(transport, rotated["key"]) as new:
            for client in (old, new):
                assert (await client.get(f"/v1/tasks/{task_id}")).status_code == 200
            assert (await new.get("/v1/balance")).json()["remain_balance"] == 100 - 0.33
            at_once = await admin.post(f"/v1/admin/keys/{key['id']}/rotate", json={"overlap": 0})
            assert at_once.status_code == 200
            for client in (old, new):
                await refused(client)


async def test_a_revoked_key_is_refused_and_can_not_be_rotated(api: Api, admin: httpx.AsyncClient) -> None:
    key = await make_key(admin)
    async with make_client(api.client._transport, key["key"]) as owner:
        assert (await owner.get("/v1/balance")).status_code == 200
        revoked = await admin.delete(f"/v1/admin/keys/{key['id']}")
        assert revoked.json()["data"]["state"] == "revoked"
        await refused(owner)
    assert (await admin.post(f"/v1/admin/keys/{key['id']}/rotate")).status_code == 404
    assert (await admin.delete(f"/v1/admin/keys/{key['id']}")).status_code == 404


async def refused(client: httpx.AsyncClient) -> None:
    """Wait until the news that a key has ended has come."""
    async with asyncio.timeout(5):
        while (await client.get("/v1/balance")).status_code != 401:
            await asyncio.sleep(0.005)


@pytest.mark.parametrize("amount", [0, "0.00001", "1e12", "Infinity", None, True])
async def test_an_amount_that_can_not_be_booked_is_refused(admin: httpx.AsyncClient, amount: object) -> None:
    account = await make_account(admin)
    answer = await admin.post(f"/v1/admin/accounts/{account}/grants", json={"amount": amount})
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "amount")
    assert (await admin.get(f"/v1/admin/accounts/{account}")).json()["data"]["unlimited"] is True


async def test_more_than_is_there_can_not_be_taken_out(admin: httpx.AsyncClient) -> None:
    account = await make_account(admin, id="acct_studio")
    path = f"/v1/admin/accounts/{account}/grants"
    assert (await admin.post(path, json={"amount": 5})).json()["data"]["balance"] == 5
    assert (await admin.post(path, json={"amount": -5.5})).status_code == 409
    assert (
        await admin.post("/v1/admin/accounts", json={"name": "x", "id": "acct_studio"})
    ).status_code == 409


@pytest.mark.parametrize("account", ["acct_none", "acct_%00", "%F0%9F%98%80"])
async def test_an_account_that_is_not_there_is_not_found(admin: httpx.AsyncClient, account: str) -> None:
    assert (await admin.get(f"/v1/admin/accounts/{account}")).status_code == 404
    assert (await admin.get(f"/v1/admin/keys?account_id={account}")).status_code == 404


async def test_every_deed_is_in_the_audit_log_with_who_did_it(admin: httpx.AsyncClient) -> None:
    account = await make_account(admin)
    key = await make_key(admin, account_id=account)
    await admin.post(f"/v1/admin/accounts/{account}/grants", json={"amount": 2, "note": "two"})
    await admin.post(f"/v1/admin/keys/{key['id']}/rotate")
    await admin.delete(f"/v1/admin/keys/{key['id']}")
    exported = await admin.get(f"/v1/admin/audit?account_id={account}")
    lines = [json.loads(line) for line in exported.text.splitlines()]
    assert [line["verb"] for line in lines] == [
        "account_created",
        "key_created",
        "money_granted",
        "key_rotated",
        "key_revoked",
    ]
    assert len({line["actor"] for line in lines}) == 1
    assert lines[0]["actor"].startswith("key_")
    assert key["key"] not in exported.text
    rest = await admin.get(f"/v1/admin/audit?account_id={account}&after={lines[2]['id']}")
    assert [json.loads(line) for line in rest.text.splitlines()] == lines[3:]


async def test_usage_comes_as_csv_with_the_ledgers_own_figures(api: Api) -> None:
    await complete(api, await api.submit())
    answer = await api.client.get("/v1/usage?group_by=model&format=csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert list(csv.reader(answer.text.splitlines())) == [
        ["model", "tasks", "cost", "credits_cost"],
        ["doubao-seedance-2.0", "1", "0.3300", "3.3000"],
    ]
    assert (await api.client.get("/v1/usage?format=xml")).json()["error"]["param"] == "format"


async def test_a_key_may_use_its_models_and_no_other(api: Api) -> None:
    terms = KeyTerms(models=("doubao-seedance-2.0-fast",))
    made = await api.core.keys.create("fast only", terms=terms)
    assert made
    async with make_client(api.client._transport, made[1]) as client:
        answer = await client.post("/v1/videos/generations", json={"model": "seedance-2.0", "prompt": "x"})
    assert (answer.status_code, answer.json()["error"]["param"]) == (403, "model")


async def test_the_balance_of_a_key_is_what_its_tightest_budget_leaves(
    api: Api, admin: httpx.AsyncClient
) -> None:
    key = await make_key(admin, budget_total=9, budget_day="0.5", budget_month=1)
    async with make_client(api.client._transport, key["key"]) as owner:
        body = {"model": "seedance-2.0", "prompt": "A kitten"}
        task = await owner.post("/v1/videos/generations", json=body)
        balance = (await owner.get("/v1/balance")).json()
        assert (balance["remain_balance"], balance["remain_credits"]) == (0.17, 0.17 * 10)
        assert (await owner.post("/v1/videos/generations", json=body)).status_code == 402
        await owner.post(f"/v1/tasks/{task.json()['data'][0]['task_id']}/cancel")
        assert (await owner.get("/v1/balance")).json()["remain_balance"] == 0.5
    assert (await api.client.get("/v1/balance")).json()["unlimited_quota"] is True
