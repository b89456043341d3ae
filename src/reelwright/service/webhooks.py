"""What callers may see of their webhooks, and sending one again."""

from __future__ import annotations

from reelwright.domain.webhook import Delivery
from reelwright.errors import NotFound
from reelwright.service.keys import Caller
from reelwright.service.tasks import Tasks
from reelwright.store.webhooks import WebhookStore


class Webhooks:
    """Deliveries as the owners of their tasks see them."""

    def __init__(self, store: WebhookStore, tasks: Tasks) -> None:
        self._store = store
        self._tasks = tasks

    async def of_task(self, task_id: str, caller: Caller) -> list[Delivery]:
        """Return the deliveries of a task, oldest first. Raises NotFound when the task is not the caller's."""
        await self._tasks.get(task_id, caller)
        return await self._store.of_task(task_id, caller.account_id)

    async def resend(self, task_id: str, delivery_id: str, caller: Caller) -> Delivery:
        """Send a delivery again at once, whatever became of it before. Raises NotFound."""
        delivery = await self._store.resend(delivery_id, task_id, caller.account_id)
        if delivery is None:
            raise NotFound(
                f"there is no delivery {delivery_id[:64]!r} of task {task_id[:64]!r}", param="delivery_id"
            )
        return delivery
