"""One task from its job to its end. Every effect is fenced by the attempt: whoever was superseded changes nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from obstore.exceptions import BaseError as BlobError
from psycopg import OperationalError

from reelwright import metrics
from reelwright.domain.task import Task, TaskFailure, TaskKind, TaskStatus
from reelwright.errors import (
    EngineFailed,
    NotSubmitted,
    StaleAttempt,
    SubmitUnknown,
    TaskError,
    UpstreamDeclined,
)
from reelwright.store.feed import CALLBACKS, Feed
from reelwright.tracing import attempt_span
from reelwright.worker.making import Made, Making, Workshop
from reelwright.worker.patience import TryLater, is_infrastructure, patiently
from reelwright.worker.publish import attempt_prefix, task_prefix
from reelwright.worker.review import Reviewing
from reelwright.worker.watch import AttemptWatch, CancelRequested

log = logging.getLogger(__name__)

INFRASTRUCTURE_TRIES: Final = 10
"""How often a task is tried again because the database, the blob store or the disk failed: some six minutes in all."""
_LONGEST_DELAY: Final = 60.0
_FAREWELL_SECONDS: Final = 2.0

T = TypeVar("T")


class Pipeline:
    """Runs tasks."""

    def __init__(self, shop: Workshop, feed: Feed, *, attempts: int) -> None:
        """attempts: how many workers may die on one task."""
        self._shop = shop
        self._tasks = shop.tasks
        self._feed = feed
        self._attempts = attempts

    async def run_task(self, task_id: str) -> None:
        """Make an attempt at a task and end it, unless it has ended or another attempt takes over.

        Raises TryLater when the infrastructure failed, CancelledError when this worker is stopping: the task is untouched
        then and its job is to be run again.
        """
        try:
            task = await self._tasks.claim(task_id)
        except OperationalError as error:
            raise TryLater(1) from error
        if task is None:
            log.info("task_gone", extra={"task": task_id})
            return
        log.info("task_started", extra=_about(task))
        if task.attempt == 1 and task.started_at is not None:
            metrics.WAITED.labels(task.engine).observe((task.started_at - task.created_at).total_seconds())
        try:
            with (
                metrics.ATTEMPTS.labels(task.engine).time(),
                attempt_span(task.id, task.attempt, task.engine),
            ):
                await self._attempt(task)
        except StaleAttempt:
            # Another attempt took over between the end of this one and the writing of it.
            log.info("task_superseded", extra=_about(task))
            await self._tidy(attempt_prefix(task))
        except asyncio.CancelledError:
            await self._hand_back(task)
            raise

    async def _attempt(self, task: Task) -> None:
        watch = AttemptWatch(self._tasks, self._feed, task)
        making = self._begin(task, watch)
        try:
            if task.attempt - task.excused > self._attempts:
                raise EngineFailed(_worn_out(self._attempts))
            with self._listening(task):
                made = await _until_stopped(making.run(), watch.run())
            if made is not None:
                await self._complete(task, made)
            else:
                await self._shop.reviews.end(task)
        except CancelRequested:
            # Side by side: an upstream that is slow to stop does not keep the caller waiting.
            ending = self._end(task, lambda: self._tasks.cancel(task.id, task.attempt))
            await asyncio.gather(ending, making.abandon())
        except StaleAttempt:
            await self._stop_silently(task, making)
        except NotSubmitted as error:
            await self._elsewhere(task, error)
        except SubmitUnknown as error:
            await self._park(task, error)
        except TaskError as error:
            declined = isinstance(error, UpstreamDeclined)
            await patiently(lambda: self._shop.forwarding.settle(task, declined=declined))
            await self._fail(task, TaskFailure(error.wire_code, error.message, error.param))
        except Exception as error:
            if is_infrastructure(error):
                await self._try_later(task, error)
            else:
                log.exception("task_broke", extra=_about(task))
                await self._fail(task, TaskFailure(TaskError.wire_code, _MISTAKE))

    def _begin(self, task: Task, watch: AttemptWatch) -> Making | Reviewing:
        if task.kind is TaskKind.REVIEW:
            return Reviewing(self._shop.reviews, task, watch)
        return Making(self._shop, task, watch)

    async def _complete(self, task: Task, made: Made) -> None:
        await self._end(
            task,
            lambda: self._tasks.complete(
                task.id,
                task.attempt,
                made.result,
                cost=made.cost,
                completion_tokens=made.completion_tokens,
                ttl=made.ttl,
            ),
        )
        if task.attempt > 1:
            # What earlier attempts had put there before their workers died.
            await self._tidy(task_prefix(task.id), keep=attempt_prefix(task))

    @contextmanager
    def _listening(self, task: Task) -> Iterator[None]:
        """Pass on to the engine what its upstream says about a task."""
        if not self._shop.engines.is_remote(task.engine):
            yield
            return
        listening = asyncio.create_task(self._listen(task), name=f"callbacks of {task.id}")
        try:
            yield
        finally:
            listening.cancel()

    async def _listen(self, task: Task) -> None:
        with self._feed.follow(CALLBACKS, task.id) as heard:
            while True:
                await heard.wait()
                heard.clear()
                self._shop.engines.news(task.id)

    async def _park(self, task: Task, error: SubmitUnknown) -> None:
        await patiently(lambda: self._shop.forwarding.park(task, error))

    async def _elsewhere(self, task: Task, error: NotSubmitted) -> None:
        """Let the next engine of the model try; without one, the same later, or nobody."""
        if await patiently(lambda: self._shop.forwarding.move_on(task, error)):
            return
        if error.retry_after is None:
            await self._fail(task, TaskFailure(error.wire_code, error.message, error.param))
            return
        await patiently(lambda: self._shop.forwarding.wait(task))
        raise TryLater(max(1.0, error.retry_after))

    async def _fail(self, task: Task, failure: TaskFailure) -> None:
        await self._end(task, lambda: self._tasks.fail(task.id, task.attempt, failure))

    async def _end(self, task: Task, write: Callable[[], Awaitable[Task]]) -> None:
        """Write a task's end; waits for the database when it is away, so that a finished video is not made again.

        Raises CancelRequested when a cancellation was asked for before the task could be completed, and StaleAttempt.
        """
        try:
            ended = await patiently(write)
        except StaleAttempt:
            # Said as well when the end was written and only the answer got lost.
            now = await patiently(lambda: self._tasks.get_any(task.id))
            if now is None or now.attempt != task.attempt:
                raise
            if now.status is TaskStatus.PROCESSING and now.cancel_requested:
                raise CancelRequested from None
            ended = now
        error = ended.failure.message if ended.failure else None
        metrics.ENDED.labels(task.engine, ended.status.value).inc()
        log.info(f"task_{ended.status}", extra={**_about(task), "error": error})
        if ended.status is not TaskStatus.COMPLETED:
            await self._tidy(task_prefix(task.id))

    async def _try_later(self, task: Task, error: Exception) -> None:
        metrics.INTERRUPTED.labels("outage").inc()
        log.warning("task_interrupted", extra={**_about(task), "error": f"{type(error).__name__}: {error}"})
        try:
            excused = await patiently(lambda: self._tasks.excuse(task.id, task.attempt))
        except StaleAttempt:
            return
        if excused - await patiently(lambda: self._shop.forwarding.waits(task)) >= INFRASTRUCTURE_TRIES:
            await self._fail(task, TaskFailure(TaskError.wire_code, _STORAGE))
            return
        raise TryLater(min(_LONGEST_DELAY, 2.0**excused)) from error

    async def _hand_back(self, task: Task) -> None:
        """Leave a task to the next worker without counting this attempt; it counts if the database can't be told in time."""
        metrics.INTERRUPTED.labels("stopping").inc()
        log.info("task_handed_back", extra=_about(task))
        try:
            await asyncio.wait_for(self._tasks.excuse(task.id, task.attempt), _FAREWELL_SECONDS)
        except (OperationalError, StaleAttempt, TimeoutError) as error:
            log.debug("attempt_not_excused", extra={**_about(task), "error": str(error)})

    async def _stop_silently(self, task: Task, making: Making | Reviewing) -> None:
        metrics.INTERRUPTED.labels("superseded").inc()
        log.info("task_superseded", extra=_about(task))
        now = await patiently(lambda: self._tasks.get_any(task.id))
        if now is not None and now.attempt == task.attempt:
            # Not another attempt: the task was ended from outside, at its deadline.
            await making.abandon()
        await self._tidy(attempt_prefix(task))

    async def _tidy(self, prefix: str, *, keep: str | None = None) -> None:
        """Remove blobs that nobody will ask for; what can't be removed now goes with the task's row."""
        try:
            await self._shop.publisher.remove(prefix, keep=keep)
        except (BlobError, OSError) as error:
            log.warning("blobs_left", extra={"prefix": prefix, "error": str(error)})


async def _until_stopped(work: Coroutine[Any, Any, T], watch: Coroutine[Any, Any, None]) -> T:
    """Return what `work` makes, unless `watch` raises first; neither runs any more when this returns."""
    working, watching = asyncio.create_task(work), asyncio.create_task(watch)
    try:
        await asyncio.wait((working, watching), return_when=asyncio.FIRST_COMPLETED)
    finally:
        finished = working.done()
        working.cancel()
        watching.cancel()
        await asyncio.gather(working, watching, return_exceptions=True)
    if not finished:
        watching.result()
    return working.result()


def _about(task: Task) -> dict[str, Any]:
    return {"task": task.id, "attempt": task.attempt, "engine": task.engine}


_MISTAKE: Final = (
    "the server made a mistake; submit the request again, and tell its operator if it happens again"
)
_STORAGE: Final = (
    "the server could not store or read files for a while and gave up; submit the request again later"
)


def _worn_out(attempts: int) -> str:
    return (
        f"{attempts} workers ended in the middle of this video; submit it again, and if it happens again change it: "
        "a lower resolution, a shorter duration or other media may help"
    )
