"""Sends the webhooks that ended tasks have put into the outbox.

A delivery is taken with a lease: a sender that dies leaves it to fall due again. So a receiver may get one twice, with the
same `webhook-id`, and never not at all.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final

import httpx
from standardwebhooks.webhooks import Webhook

from reelwright.domain.task import Task
from reelwright.domain.webhook import Delivery, next_delay
from reelwright.errors import ReelwrightError
from reelwright.store.feed import WEBHOOKS, Feed
from reelwright.store.tasks import TaskStore
from reelwright.store.webhooks import WebhookStore

log = logging.getLogger(__name__)

ANSWER_SECONDS: Final = 10.0
_LEASE_SECONDS: Final = 60
_AT_ONCE: Final = 16
_IDLE_SECONDS: Final = 30.0


class WebhookSender:
    """Empties the outbox for as long as it runs."""

    def __init__(
        self,
        store: WebhookStore,
        tasks: TaskStore,
        feed: Feed,
        client: httpx.AsyncClient,
        describe: Callable[[Task], Mapping[str, Any]],
    ) -> None:
        """client: not yet opened; refuses addresses that callers must not reach. describe: the task as a GET would answer it."""
        self._store = store
        self._tasks = tasks
        self._feed = feed
        self._client = client
        self._describe = describe

    async def run(self) -> None:
        """Send what is due, wait for more; ends only by cancellation."""
        async with self._client:
            with self._feed.follow(WEBHOOKS) as queued:
                await self._empty_for_ever(queued)

    async def _empty_for_ever(self, queued: asyncio.Event) -> None:
        while True:
            queued.clear()
            try:
                taken = await self._store.take(_AT_ONCE, _LEASE_SECONDS)
                await asyncio.gather(*(self._send(delivery, secret) for delivery, secret in taken))
                wait = 0.0 if len(taken) == _AT_ONCE else await self._store.seconds_to_next()
            except Exception:
                # The database may be away for a moment; what was taken falls due again when its lease ends.
                log.exception("webhook_sender_stumbled")
                wait = 1.0
            with suppress(TimeoutError):
                await asyncio.wait_for(
                    queued.wait(), min(_IDLE_SECONDS, _IDLE_SECONDS if wait is None else wait + 0.05)
                )

    async def _send(self, delivery: Delivery, secret: str) -> None:
        task = await self._tasks.get_any(delivery.task_id)
        if task is None:
            return
        status, error = await self._post(delivery, secret, self._describe(task))
        extra = {
            "task": delivery.task_id,
            "delivery": delivery.id,
            "try": delivery.tries,
            "status": status,
            "error": error,
        }
        if error is None and status is not None:
            await self._store.delivered(delivery.id, status)
            log.info("webhook_delivered", extra=extra)
            return
        age = (datetime.now(UTC) - delivery.created_at).total_seconds()
        delay = None if _is_final(status) else next_delay(delivery.tries, age)
        if delay is None:
            await self._store.give_up(delivery.id, status, error or "")
            log.warning("webhook_given_up", extra=extra)
        else:
            await self._store.retry(delivery.id, delay, status, error or "")
            log.info("webhook_failed", extra=extra)

    async def _post(
        self, delivery: Delivery, secret: str, answer: Mapping[str, Any]
    ) -> tuple[int | None, str | None]:
        """Return the receiver's status, if it answered, and what went wrong, if something did."""
        body = json.dumps(answer, separators=(",", ":"), ensure_ascii=False)
        try:
            async with (
                asyncio.timeout(ANSWER_SECONDS),
                self._client.stream(
                    "POST",
                    delivery.url,
                    content=body.encode(),
                    headers=_headers(delivery, secret, body),
                    follow_redirects=False,
                ) as response,
            ):
                if response.is_success:
                    return response.status_code, None
                return response.status_code, f"the receiver answered {response.status_code}"
        except TimeoutError:
            return None, f"no answer within {ANSWER_SECONDS:.0f} seconds"
        except (httpx.HTTPError, httpx.InvalidURL, ReelwrightError, OSError) as error:
            return None, f"{type(error).__name__}: {error}"[:500]


def _headers(delivery: Delivery, secret: str, body: str) -> dict[str, str]:
    """Return the headers of the Standard Webhooks specification."""
    now = datetime.fromtimestamp(int(time.time()), UTC)
    return {
        "content-type": "application/json",
        "user-agent": "Reelwright-Webhook/1",
        "webhook-id": delivery.id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(delivery.id, now, body),
    }


def _is_final(status: int | None) -> bool:
    """Tell whether the receiver has refused for good, as the documented service reads every 4xx."""
    return status is not None and 400 <= status < 500
