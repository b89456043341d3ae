"""The queue's job manager, made patient.

A worker of the queue stops looking after itself when its connection fails: the heartbeat ends for good (its jobs then look
stalled while they run), the listener ends for good (jobs are then found by polling only), a failed fetch ends the worker and a
failed acknowledgement leaves a job running for ever. Here each of them outlives a database that is away for a while.
"""

from __future__ import annotations

import asyncio
import datetime
import logging
from collections.abc import Iterable
from typing import Final

from procrastinate.connector import BaseConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager, NotificationCallback
from psycopg import OperationalError

from reelwright.store.jobs import JobStore

log = logging.getLogger(__name__)

_PAUSE_SECONDS: Final = 1.0


class PatientJobs(JobManager):
    """A job manager whose workers survive a database that is away, and who change no job that another took over."""

    def __init__(self, connector: BaseConnector, jobs: JobStore) -> None:
        super().__init__(connector)
        self._jobs = jobs
        self._patient = True

    def hurry(self) -> None:
        """Wait for the database no longer: the worker is stopping, and another takes over what it leaves."""
        self._patient = False

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """Return the next job, or None when there is none or the database can't be asked."""
        try:
            return await super().fetch_job(queues, worker_id)
        except ConnectorException as error:
            log.warning("fetch_failed", extra={"error": str(error.__cause__)})
            return None

    async def update_heartbeat(self, worker_id: int) -> None:
        """Show that a worker lives, if the database can be told."""
        try:
            await super().update_heartbeat(worker_id)
        except ConnectorException as error:
            log.warning("heartbeat_failed", extra={"error": str(error.__cause__)})

    async def listen_for_jobs(
        self, *, on_notification: NotificationCallback, queues: Iterable[str] | None = None
    ) -> None:
        """Listen for new jobs; connects again for ever."""
        while True:
            try:
                await super().listen_for_jobs(on_notification=on_notification, queues=queues)
            except ConnectorException as error:
                log.warning("listening_failed", extra={"error": str(error.__cause__)})
            await asyncio.sleep(_PAUSE_SECONDS)

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        """Remove a job that its worker has done with, whatever came of it."""
        await self._tell(job, None)

    async def retry_job(
        self,
        job: Job,
        retry_at: datetime.datetime | None = None,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        """Let a job of this worker run again, not before `retry_at`."""
        now = datetime.datetime.now(datetime.UTC)
        await self._tell(job, max(0.0, (retry_at - now).total_seconds()) if retry_at else 0.0)

    async def _tell(self, job: Job, retry_after: float | None) -> None:
        """Tell the database that a job is done, or is to run again; it is asked until it listens or this worker stops."""
        if job.id is None or job.worker_id is None:
            raise LookupError(f"job {job.call_string} was never fetched")
        ours = None
        while ours is None:
            try:
                if retry_after is None:
                    ours = await self._jobs.finish(job.id, job.worker_id)
                else:
                    ours = await self._jobs.give_back(job.id, job.worker_id, retry_after)
            except OperationalError as error:
                log.warning("job_not_acknowledged", extra={"job": job.id, "error": str(error)})
                if not self._patient:
                    return
                await asyncio.sleep(_PAUSE_SECONDS)
        if not ours:
            log.info("job_was_taken_over", extra={"job": job.id})
