"""Deliveries of webhooks: their states, and when a failed one is tried again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

FIRST_DELAYS: Final = (10, 30, 60)
"""Seconds before the second, third and fourth try, as the documented service waits."""

LONGEST_DELAY: Final = 4 * 3600
GIVE_UP_AFTER: Final = 24 * 3600


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One webhook of one task. tries: how often it was sent. last_status: of the receiver's last answer, if it answered."""

    id: str
    task_id: str
    account_id: str
    key_id: str
    url: str
    state: DeliveryState
    tries: int
    next_try_at: datetime | None
    last_status: int | None
    last_error: str | None
    last_try_at: datetime | None
    created_at: datetime


def next_delay(tries: int, age: float) -> int | None:
    """Return after how many seconds a delivery is tried again, or None to give up.

    tries: how often it was sent, at least 1. age: seconds since its task ended. After the documented waits the delay doubles
    up to four hours, for one day in all.
    """
    if tries <= len(FIRST_DELAYS):
        return FIRST_DELAYS[tries - 1]
    delay = min(FIRST_DELAYS[-1] * 2 ** (tries - len(FIRST_DELAYS)), LONGEST_DELAY)
    return delay if age + delay <= GIVE_UP_AFTER else None
