"""What comes to the address that an upstream got."""

from __future__ import annotations

import httpx
from tests.integration.api.conftest import Api

from reelwright.service.callbacks import Callbacks


def path_of(api: Api, task_id: str) -> str:
    """Return the path of a task's address."""
    reachable = Callbacks(api.core.upstreams, api.core.callbacks._signer, "http://me/")
    address = reachable.address(task_id)
    assert address and address.startswith("http://me/v1/callbacks/")
    return address.removeprefix("http://me")


async def send(api: Api, path: str) -> httpx.Response:
    """Send what an upstream would, without a key."""
    async with httpx.AsyncClient(
        transport=api.client._transport, base_url="http://reelwright.test"
    ) as stranger:
        return await stranger.post(path, json={"id": "cgt-1", "status": "succeeded"})


async def test_only_the_right_address_is_heard(api: Api) -> None:
    task, other = await api.submit(), await api.submit()
    path = path_of(api, task)
    assert (await send(api, path)).status_code == 200
    forged = path.replace(task, other)
    assert (await send(api, forged)).status_code == 404
    assert (await send(api, f"/v1/callbacks/{task}/9999999999-x")).status_code == 404


async def test_what_is_said_there_changes_nothing_of_a_task_that_was_not_submitted(api: Api) -> None:
    task = await api.submit()
    await send(api, path_of(api, task))
    assert await api.core.tasks.load_checkpoint(task) == {}


async def test_without_a_public_url_there_is_no_address(api: Api) -> None:
    assert api.core.callbacks.address(await api.submit()) is None
