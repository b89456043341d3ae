"""Looking at the deliveries of a task's webhook, and sending one again."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from reelwright.api.auth import caller_of
from reelwright.api.mapping import unix_time
from reelwright.api.responses import data_answer
from reelwright.api.routes.tasks import task_id_of
from reelwright.domain.access import Scope
from reelwright.domain.webhook import Delivery
from reelwright.service.services import Services
from reelwright.wire.seedance.deliveries import DeliveryObject


async def list_deliveries(request: Request, services: Services) -> Response:
    """List the deliveries of a task's webhook, oldest first: how often each was tried, and what the receiver answered."""
    caller = await caller_of(request, services, Scope.READ)
    found = await services.webhooks.of_task(task_id_of(request), caller)
    return data_answer([_delivery(delivery) for delivery in found])


async def resend(request: Request, services: Services) -> Response:
    """Send a delivery again at once, under the same id, whatever became of it before."""
    caller = await caller_of(request, services, Scope.GENERATE)
    delivery_id = request.path_params["delivery_id"].replace("\0", "")
    return data_answer(_delivery(await services.webhooks.resend(task_id_of(request), delivery_id, caller)))


def _delivery(delivery: Delivery) -> DeliveryObject:
    found: DeliveryObject = {
        "id": delivery.id,
        "task_id": delivery.task_id,
        "url": delivery.url,
        "state": delivery.state.value,
        "tries": delivery.tries,
        "created": unix_time(delivery.created_at),
    }
    if delivery.last_try_at is not None:
        found["last_try"] = unix_time(delivery.last_try_at)
    if delivery.next_try_at is not None:
        found["next_try"] = unix_time(delivery.next_try_at)
    if delivery.last_status is not None:
        found["last_status"] = delivery.last_status
    if delivery.last_error is not None:
        found["last_error"] = delivery.last_error
    return found
