"""The application in this process, on a real Postgres."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from reelwright.api.app import create_app
from reelwright.core import Core
from reelwright.domain.access import KeyTerms
from reelwright.server import make_services

BASE = "http://reelwright.test"


@dataclass
class Api:
    """A client with a key, and what stands behind the server."""

    client: httpx.AsyncClient
    core: Core
    key: str

    async def submit(self, **fields: Any) -> str:
        """Submit a small request and return the task's id."""
        body = {"model": "doubao-seedance-2.0", "prompt": "A kitten yawning", **fields}
        answer = await self.client.post("/v1/videos/generations", json=body)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["data"][0]["task_id"])

    async def other_client(self, account: str, **terms: Any) -> httpx.AsyncClient:
        """Return a client with a key of another account."""
        made = await self.core.keys.create("other", account_id=account, terms=KeyTerms(**terms))
        assert made is not None
        return make_client(self.client._transport, made[1])


def make_client(transport: httpx.AsyncBaseTransport, key: str) -> httpx.AsyncClient:
    """Return a client that sends a key."""
    return httpx.AsyncClient(
        transport=transport, base_url=BASE, headers={"Authorization": f"Bearer {key}"}, timeout=30
    )


@pytest.fixture
async def api(core: Core) -> AsyncIterator[Api]:
    """The API and a client of it."""
    made = await core.keys.create("test")
    assert made is not None
    app = create_app(make_services(core))
    async with make_client(httpx.ASGITransport(app), made[1]) as client:
        yield Api(client, core, made[1])
