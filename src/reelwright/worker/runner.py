"""A worker: takes jobs of its engines from the queue, a few at a time, and stops without losing any."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from procrastinate import App, BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job
from procrastinate.worker import Worker as QueueWorker

from reelwright.store.jobs import JobStore
from reelwright.store.queue import RUN_TASK, queue_of
from reelwright.worker.engines import Engines
from reelwright.worker.janitor import Janitor
from reelwright.worker.jobs import PatientJobs
from reelwright.worker.patience import TryLater
from reelwright.worker.pipeline import Pipeline
from reelwright.worker.places import WorkPlaces

log = logging.getLogger(__name__)

HEARTBEAT_SECONDS: Final = 5.0
REMOTE_SLOTS: Final = 2000
"""Tasks in flight per engine that only forwards."""
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
        janitor: Janitor,
        slots: int,
    ) -> None:
        """slots: how many videos may be rendered at a time by local engines."""
        self._queue = queue
        self._manager = PatientJobs(queue.connector, jobs)
        self._engines = engines
        self._places = places
        self._janitor = janitor
        self._slots = slots
        self._stopping = False
        self._running: list[asyncio.Task[None]] = []
        self._takers: set[QueueWorker] = set()
        queue.job_manager = self._manager
        queue.task(name=RUN_TASK, retry=_AlwaysAgain())(pipeline.run_task)

    async def start(self) -> None:
        """Warm the engines up and begin to take jobs."""
        await asyncio.to_thread(self._places.open)
        self._spawn(self._janitor.run(), "janitor")
        local, remote = await self._engines.open()
        if local:
            self._spawn(self._take_jobs(local, self._slots), "local engines")
        for engine in remote:
            self._spawn(self._take_jobs([engine], REMOTE_SLOTS), f"engine {engine}")
        log.info("worker_started", extra={"local": local, "remote": remote, "slots": self._slots})

    async def stop(self, drain_seconds: float = 30.0) -> None:
        """Take no more jobs, give those that run `drain_seconds` to finish, hand the rest back and end every child."""
        self._stopping = True
        for taker in self._takers:
            taker.shutdown_graceful_timeout = drain_seconds
            taker.stop()  # type: ignore[no-untyped-call]
        takers = [task for task in self._running if task.get_name() != "janitor"]
        if takers:
            await asyncio.wait(takers, timeout=drain_seconds + _LAST_WORDS_SECONDS)
        self._manager.hurry()
        for task in self._running:
            task.cancel()
        if self._running:
            await asyncio.wait(self._running, timeout=_LAST_WORDS_SECONDS)
        await self._engines.close()
        await asyncio.to_thread(self._places.close)
        log.info("worker_stopped")

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._running.append(asyncio.create_task(work, name=name))

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
