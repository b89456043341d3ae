"""Webhooks on a real Postgres, sent to a real receiver on loopback."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from standardwebhooks.webhooks import Webhook

from reelwright.core import Core
from reelwright.domain.request import VideoRequest
from reelwright.domain.task import Task, TaskFailure
from reelwright.domain.webhook import Delivery, DeliveryState
from reelwright.media.address import AddressPolicy, safe_client
from reelwright.server import make_services
from reelwright.service.keys import Caller
from reelwright.store.webhooks import WebhookStore
from reelwright.worker.webhooks import WebhookSender


@dataclass
class Receiver:
    """A receiver that answers with the given statuses in turn, the last one for ever."""

    port: int = 0
    statuses: list[int] = field(default_factory=lambda: [200])
    heads: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    called: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next(
            int(line.split(":")[1]) for line in head.lower().splitlines() if line.startswith("content-length")
        )
        self.bodies.append(await reader.readexactly(length))
        self.heads.append(head)
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        writer.write(f"HTTP/1.1 {status} x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()
        self.called.set()

    def header(self, name: str) -> str:
        return next(
            line.split(": ", 1)[1]
            for line in self.heads[-1].splitlines()
            if line.lower().startswith(name + ":")
        )


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    it = Receiver()
    server = await asyncio.start_server(it.answer, "127.0.0.1", 0)
    it.port = server.sockets[0].getsockname()[1]
    async with server:
        yield it


@pytest.fixture
def store(core: Core) -> WebhookStore:
    return WebhookStore(core.pool)


@pytest.fixture
async def caller(core: Core) -> Caller:
    made = await core.keys.create("test")
    assert made
    return Caller(made[0].account_id, made[0].id)


async def ended(core: Core, caller: Caller, webhook: str) -> Task:
    """Submit a task with a webhook and let it fail."""
    request = VideoRequest(model="doubao-seedance-2.0", prompt="A kitten", webhook=webhook)
    task = await make_services(core).submissions.submit(request, caller, "http://host")
    await core.tasks.claim(task.id)
    return await core.tasks.fail(task.id, 1, TaskFailure("task_failed", "no"))


def describe(task: Task) -> dict[str, object]:
    return {"code": 200, "data": {"id": task.id, "status": str(task.status)}}


@pytest.fixture
async def sender(core: Core, store: WebhookStore) -> AsyncIterator[WebhookSender]:
    it = WebhookSender(
        store, core.tasks, core.feed, safe_client(AddressPolicy.allowing(["127.0.0.1"])), describe
    )
    running = asyncio.create_task(it.run())
    yield it
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


def waits_untried(delivery: Delivery) -> bool:
    return (
        delivery.state is DeliveryState.WAITING
        and delivery.last_status is None
        and delivery.last_error is None
    )


async def settled(store: WebhookStore, task: Task) -> None:
    """Wait until no delivery of a task is on its way."""
    while any(waits_untried(delivery) for delivery in await store.of_task(task.id, task.account_id)):
        await asyncio.sleep(0.01)


@pytest.mark.usefixtures("sender")
async def test_the_end_of_a_task_is_told_once_signed_and_at_the_callback_path(
    core: Core, caller: Caller, store: WebhookStore, receiver: Receiver
) -> None:
    task = await ended(core, caller, f"http://127.0.0.1:{receiver.port}/hooks/")
    await asyncio.wait_for(receiver.called.wait(), 10)
    await settled(store, task)
    assert receiver.heads[0].startswith("POST /hooks/callback HTTP/1.1")
    assert json.loads(receiver.bodies[0]) == describe(task)
    key = await core.keys.get(caller.key_id)
    assert key
    headers = {
        name: receiver.header(name) for name in ("webhook-id", "webhook-timestamp", "webhook-signature")
    }
    assert Webhook(key.webhook_secret).verify(receiver.bodies[0].decode(), headers)
    (delivery,) = await store.of_task(task.id, task.account_id)
    assert (delivery.state, delivery.tries, delivery.last_status) == (DeliveryState.DELIVERED, 1, 200)
    assert delivery.id == headers["webhook-id"]


@pytest.mark.usefixtures("sender")
async def test_a_receiver_that_is_broken_is_tried_again_after_ten_seconds_and_one_that_refuses_is_not(
    core: Core, caller: Caller, store: WebhookStore, receiver: Receiver
) -> None:
    receiver.statuses = [503, 410]
    broken = await ended(core, caller, f"http://127.0.0.1:{receiver.port}")
    await asyncio.wait_for(receiver.called.wait(), 10)
    await settled(store, broken)
    refused = await ended(core, caller, f"http://127.0.0.1:{receiver.port}")
    await settled(store, refused)
    (first,) = await store.of_task(broken.id, broken.account_id)
    (second,) = await store.of_task(refused.id, refused.account_id)
    assert (first.state, first.last_status) == (DeliveryState.WAITING, 503)
    assert first.next_try_at
    assert first.last_try_at
    assert 9 < (first.next_try_at - first.last_try_at).total_seconds() < 12
    assert (second.state, second.last_status) == (DeliveryState.GIVEN_UP, 410)


@pytest.mark.usefixtures("sender")
async def test_a_delivery_can_be_sent_again_under_the_same_id(
    core: Core, caller: Caller, store: WebhookStore, receiver: Receiver
) -> None:
    receiver.statuses = [400, 200]
    task = await ended(core, caller, f"http://127.0.0.1:{receiver.port}")
    await asyncio.wait_for(receiver.called.wait(), 10)
    await settled(store, task)
    (given_up,) = await store.of_task(task.id, task.account_id)
    receiver.called.clear()
    assert await store.resend(given_up.id, task.id, task.account_id)
    await asyncio.wait_for(receiver.called.wait(), 10)
    assert receiver.header("webhook-id") == given_up.id


async def test_a_private_address_gets_no_webhook_and_the_delivery_says_why(
    core: Core, caller: Caller, store: WebhookStore, receiver: Receiver
) -> None:
    task = await ended(core, caller, f"http://127.0.0.1:{receiver.port}")
    sender = WebhookSender(store, core.tasks, core.feed, safe_client(AddressPolicy.allowing([])), describe)
    running = asyncio.create_task(sender.run())
    await settled(store, task)
    running.cancel()
    (delivery,) = await store.of_task(task.id, task.account_id)
    assert receiver.heads == []
    assert delivery.last_error
    assert "127.0.0.1" in delivery.last_error


async def test_what_a_dead_sender_had_taken_falls_due_again(
    core: Core, caller: Caller, store: WebhookStore, receiver: Receiver
) -> None:
    await ended(core, caller, f"http://127.0.0.1:{receiver.port}")
    assert len(await store.take(10, lease=0)) == 1
    assert len(await store.take(10, lease=60)) == 1
    assert await store.take(10, lease=60) == []


async def test_a_task_without_a_webhook_leaves_nothing_in_the_outbox(
    core: Core, caller: Caller, store: WebhookStore
) -> None:
    request = VideoRequest(model="doubao-seedance-2.0", prompt="A kitten")
    task = await make_services(core).submissions.submit(request, caller, "http://host")
    await core.tasks.request_cancel(task.id, caller.account_id)
    assert await store.of_task(task.id, caller.account_id) == []
