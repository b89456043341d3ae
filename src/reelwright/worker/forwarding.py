"""What becomes of a task whose upstream did not take it, or may have: another engine, a pause, or a person's decision."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection
from typing import Any, Final

from reelwright.domain.catalog import Catalog
from reelwright.domain.request import MediaKind
from reelwright.domain.routing import candidates, choose
from reelwright.domain.task import Task
from reelwright.errors import NotSubmitted, StaleAttempt, SubmitUnknown
from reelwright.store.tasks import TaskStore
from reelwright.store.upstreams import UpstreamStore

log = logging.getLogger(__name__)

_LONGEST_PAUSE: Final = 60.0
_TILL_TOMORROW: Final = 900.0
PARKED: Final = (
    "it is not certain whether the upstream took this request; its operator has to decide before it goes on"
)


class Forwarding:
    """Moves, parks and pays for the tasks that go to upstreams."""

    def __init__(
        self,
        store: UpstreamStore,
        tasks: TaskStore,
        catalog: Catalog,
        running: Collection[str],
        announced: Callable[[], Awaitable[frozenset[str]]],
    ) -> None:
        """running: engines and upstreams that this process's worker runs. announced: tells those of all workers."""
        self._announced = announced
        self._store = store
        self._tasks = tasks
        self._catalog = catalog
        self._running = running

    async def pay(self, task: Task) -> None:
        """Note what the upstream will bill; raises NotSubmitted when its budget for the day does not cover it.

        Paid once per task and upstream, however many attempts there are.
        """
        upstream = self._catalog.upstream(task.engine)
        if upstream is None:
            return
        asked = task.request
        bill = upstream.bill(
            asked.resolution, asked.duration, video_input=bool(asked.of_kind(MediaKind.VIDEO))
        )
        saved = await self._tasks.load_checkpoint(task.id)
        # What has been submitted is billed, whatever the budget says by now.
        budget = None if saved.get("intent") or saved.get("upstream_id") else upstream.budget_day
        if not await self._store.pay(upstream.name, task.id, bill, budget):
            raise NotSubmitted(
                f"the budget of the upstream {upstream.name} for today ({upstream.budget_day} USD) is used up",
                retry_after=_TILL_TOMORROW,
            )

    async def settle(self, task: Task, *, declined: bool) -> None:
        """Forget the bill of a task that failed, unless it was submitted and the upstream did not decline it."""
        if self._catalog.upstream(task.engine) is None:
            return
        saved = await self._tasks.load_checkpoint(task.id)
        if declined or not (saved.get("intent") or saved.get("upstream_id")):
            await self.unpay(task)

    async def unpay(self, task: Task) -> None:
        """Forget what the upstream would have billed: nothing came of it there."""
        if self._catalog.upstream(task.engine) is not None:
            await self._store.unpay(task.engine, task.id)

    async def move_on(self, task: Task, error: NotSubmitted) -> bool:
        """Hand a task that its upstream certainly has not taken to the next engine of its model; False when there is none."""
        await self.unpay(task)
        if error.retry_after is not None and self._catalog.upstream(task.engine) is not None:
            await self._store.pause(task.engine, min(_LONGEST_PAUSE, error.retry_after), error.message)
        model = self._catalog.find(task.model)
        if model is None:
            return False
        saved = await self._tasks.load_checkpoint(task.id)
        tried = {task.engine, *saved.get("tried", ())}
        running = {*self._running, *await self._announced()}
        judged = candidates(task.request, model, self._catalog, running, await self._store.paused())
        following = choose(judged, tried)
        if following is None:
            return False
        warning = f"{task.engine} did not take this request, so {following.engine} makes it"
        try:
            await self._store.move(task.id, task.attempt, following.engine, warning)
        except StaleAttempt:
            # Said as well when the move was written and only the answer got lost.
            return True
        log.warning("task_moved", extra=_about(task, to=following.engine, why=error.message))
        return True

    async def park(self, task: Task, error: SubmitUnknown) -> None:
        """Leave a task to a person."""
        try:
            await self._store.park(task.id, task.attempt, error.message, PARKED)
        except StaleAttempt:
            return
        log.error("task_parked", extra=_about(task, why=error.message))

    async def wait(self, task: Task) -> None:
        """Note that this attempt ended because the upstream was busy: that is nobody's fault."""
        try:
            saved = await self._tasks.load_checkpoint(task.id)
            waits = {"waits": int(saved.get("waits", 0)) + 1}
            await self._tasks.save_checkpoint(task.id, task.attempt, waits)
            await self._tasks.excuse(task.id, task.attempt)
        except StaleAttempt:
            return

    async def waits(self, task: Task) -> int:
        """Return how many attempts ended because an upstream was busy."""
        return int((await self._tasks.load_checkpoint(task.id)).get("waits", 0))


def _about(task: Task, **more: Any) -> dict[str, Any]:
    return {"task": task.id, "attempt": task.attempt, "engine": task.engine, **more}
