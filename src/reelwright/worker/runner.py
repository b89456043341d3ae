"""A worker: takes jobs of its engines from the queue, a few at a time, and stops without losing any."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

from procrastinate import App, BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job
from procrastinate.worker import Worker as QueueWorker

from reelwright.domain.asset import REVIEWER
from reelwright.store.jobs import JobStore
from reelwright.store.queue import RUN_TASK, queue_of
from reelwright.worker.engines import Engines
from reelwright.worker.jobs import PatientJobs
from reelwright.worker.patience import TryLater
from reelwright.worker.pipeline import Pipeline
from reelwright.worker.places import WorkPlaces

log = logging.getLogger(__name__)

HEARTBEAT_SECONDS: Final = 5.0
REMOTE_SLOTS: Final = 2000
"""Tasks in flight per engine that only forwards."""
_REVIEW_SLOTS: Final = 2
_POLL_SECONDS: Final = 1.0
_FORGET_WORKERS_SECONDS: Final = 3600.0
_RESTART_SECONDS: Final = 2.0
_SOON_SECONDS: Final = 5.0
_LAST_WORDS_SECONDS: Final = 5.0


class _AlwaysAgain(BaseRetryStrategy):
    """A job that ends by an exception is run again: tasks end in their own row, never by the loss of their job."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        """Return when: as told, at once when this worker stops, else soon."""
        if isinstance(exception, asyncio.CancelledError):
            return RetryDecision(retry_at=None)
        delay = exception.delay if isinstance(exception, TryLater) else _SOON_SECONDS
        return RetryDecision(retry_at=datetime.now(UTC) + timedelta(seconds=delay))


class Chore(Protocol):
    """Something that every worker does beside its tasks."""

    async def run(self) -> None:
        """Do it until cancelled."""


class Worker:
    """Runs tasks until it is stopped."""

    def __init__(
        self,
        *,
        queue: App,
        jobs: JobStore,
        pipeline: Pipeline,
        engines: Engines,
        places: WorkPlaces,
        chores: Sequence[Chore],
        slots: int,
        remote_slots: Mapping[str, int] = {},
    ) -> None:
        """chores: what else is done for as long as the worker runs.

        slots: how many videos may be rendered at a time by local engines. remote_slots: tasks in flight by upstream.
        """
        self._remote_slots = remote_slots
        self._queue = queue
        self._manager = PatientJobs(queue.connector, jobs)
        self._engines = engines
        self._places = places
        self._chores = chores
        self._slots = slots
        self._pipeline = pipeline
        self._stopping = False
        self._loops: list[asyncio.Task[None]] = []
        self._doing_chores: list[asyncio.Task[None]] = []
        self._takers: set[QueueWorker] = set()
        self._at_work: set[asyncio.Task[Any]] = set()
        queue.job_manager = self._manager
        queue.task(name=RUN_TASK, retry=_AlwaysAgain())(self._run_job)

    async def start(self) -> None:
        """Warm the engines up and begin to take jobs."""
        await asyncio.to_thread(self._places.open)
        self._doing_chores = [
            asyncio.create_task(chore.run(), name=type(chore).__name__) for chore in self._chores
        ]
        local, remote = await self._engines.open()
        if local:
            self._spawn(self._take_jobs(local, self._slots), "local engines")
        for engine in remote:
            self._spawn(
                self._take_jobs([engine], self._remote_slots.get(engine, REMOTE_SLOTS)), f"engine {engine}"
            )
        self._spawn(self._take_jobs([REVIEWER], _REVIEW_SLOTS), "reviews")
        log.info("worker_started", extra={"local": local, "remote": remote, "slots": self._slots})

    async def stop(self, drain_seconds: float = 30.0) -> None:
        """Take no more jobs, give those that run `drain_seconds` to finish, hand the rest back and end every child.

        Called again, it does not wait for what it was waiting for.
        """
        self._stopping = True
        log.info("worker_stopping", extra={"at_work": len(self._at_work), "drain_seconds": drain_seconds})
        for taker in self._takers:
            taker.stop()  # type: ignore[no-untyped-call]
        if self._at_work:
            await asyncio.wait(self._at_work, timeout=drain_seconds)
        for job in self._at_work:
            job.cancel()
        await self._end_loops()
        await self._engines.close()
        await asyncio.to_thread(self._places.close)
        log.info("worker_stopped")

    async def _end_loops(self) -> None:
        """Let the workers of the queue acknowledge what has ended, then end every loop, whatever it waits for."""
        if self._loops:
            await asyncio.wait(self._loops, timeout=_LAST_WORDS_SECONDS)
        self._manager.hurry()
        every = [*self._loops, *self._doing_chores]
        for loop in every:
            loop.cancel()
        if every:
            await asyncio.wait(every, timeout=_LAST_WORDS_SECONDS)

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._loops.append(asyncio.create_task(work, name=name))

    async def _run_job(self, task_id: str) -> None:
        job = asyncio.current_task()
        if job is None:
            raise RuntimeError("jobs are run as tasks of the event loop")
        if self._stopping:
            # Fetched in the moment of stopping: handed back before it is begun.
            raise asyncio.CancelledError
        self._at_work.add(job)
        try:
            await self._pipeline.run_task(task_id)
        finally:
            self._at_work.discard(job)

    async def _take_jobs(self, engines: Sequence[str], slots: int) -> None:
        """Run a worker of the queue; start another should it end by itself."""
        while not self._stopping:
            taker = QueueWorker(
                app=self._queue,
                queues=[queue_of(engine) for engine in engines],
                name=",".join(engines),
                concurrency=slots,
                fetch_job_polling_interval=_POLL_SECONDS,
                install_signal_handlers=False,
                delete_jobs="always",
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=_FORGET_WORKERS_SECONDS,
            )
            self._takers.add(taker)
            try:
                await taker.run()  # type: ignore[no-untyped-call]
            except Exception:
                log.exception("queue_worker_ended", extra={"engines": list(engines)})
            finally:
                self._takers.discard(taker)
            if not self._stopping:
                await asyncio.sleep(_RESTART_SECONDS)
