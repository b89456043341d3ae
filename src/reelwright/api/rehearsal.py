"""Failures on order, for keys in test mode; nobody else's request is touched by them."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request

from reelwright.domain.orders import HEADER, find_orders
from reelwright.domain.request import VideoRequest
from reelwright.errors import PermissionDenied, RateLimited, ReelwrightError
from reelwright.service.keys import Caller


def rehearse(request: Request, caller: Caller, video: VideoRequest) -> VideoRequest:
    """Return the request with the orders that its header and prompt give, or fail at once where they say so.

    With an ordinary key the header is refused, and an order in the prompt stays part of the text.

    Raises PermissionDenied, InvalidRequest for an order that is unknown, and what the order `http` asks for.
    """
    header = request.headers.get(HEADER)
    if not caller.test_mode:
        if header is not None:
            raise PermissionDenied(
                f"{HEADER} needs a key in test mode; `reelwright keys create --test` makes one"
            )
        return video
    orders, prompt = find_orders(header, video.prompt)
    match orders.get("http"):
        case 429:
            raise RateLimited("this key ordered the answer 429", retry_after=1)
        case 500:
            raise ReelwrightError("this key ordered the answer 500")
    webhook = None if "no_webhook" in orders else video.webhook
    return replace(video, prompt=prompt, webhook=webhook, orders=orders or None)
