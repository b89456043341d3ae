"""Deliveries of webhooks, as their owners see them."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict


class DeliveryObject(TypedDict):
    """One delivery. `id` is the webhook-id header that the receiver gets; times are Unix seconds."""

    id: str
    task_id: str
    url: str
    state: Literal["waiting", "delivered", "given_up"]
    tries: int
    created: int
    last_try: NotRequired[int]
    next_try: NotRequired[int]
    last_status: NotRequired[int]
    last_error: NotRequired[str]


class DeliveryAnswer(TypedDict):
    """One delivery."""

    code: Literal[200]
    data: DeliveryObject


class DeliveriesAnswer(TypedDict):
    """The deliveries of one task, oldest first."""

    code: Literal[200]
    data: list[DeliveryObject]
