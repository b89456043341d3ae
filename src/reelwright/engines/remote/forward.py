"""The life of a forwarded request: submitted exactly once, followed, fetched. Dialects say how; this says when.

The checkpoint keeps, in this order: `intent` (the reference and the time) before a create leaves, `body` with it where it is
small, `upstream_id` once it is known. An intent without an id is settled before anything else is sent.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any, Final, Protocol

from reelwright.engines.base import Checkpoint, Done, EngineRequest, Event, Progress, Warn
from reelwright.engines.remote.breaker import Breaker
from reelwright.engines.remote.calls import CallFailed, Calls
from reelwright.engines.remote.download import Expired
from reelwright.engines.remote.follow import Patience, check_patience, expected_fraction
from reelwright.engines.remote.options import UpstreamOptions
from reelwright.engines.remote.poller import Pace, Poller
from reelwright.engines.remote.states import Outcome, Phase, Settling, State, Undecidable
from reelwright.engines.remote.submitting import LostJob, Submitting
from reelwright.errors import EngineFailed, EngineTimedOut, UpstreamDeclined

log = logging.getLogger(__name__)

_SIGN_OF_LIFE: Final = 10.0
_FRESH_ADDRESSES: Final = 3
_MAX_LOST: Final = 3
_SECOND_WIND: Final = 300.0


class Dialect(Protocol):
    """How one kind of server is spoken to. `settling` decides what may be done about an uncertain create."""

    settling: Settling
    pace: Pace

    def warnings(self, request: EngineRequest) -> Sequence[str]:
        """Return what of a request this server can't honour, in sentences for the caller."""
        ...

    async def compose(self, request: EngineRequest, reference: str) -> Mapping[str, Any]:
        """Return the body of the create, as JSON. What it needs upstream (uploads) is there afterwards."""
        ...

    async def create(self, request: EngineRequest, body: Mapping[str, Any], reference: str) -> Outcome:
        """Send a create once. Raises CallFailed."""
        ...

    async def look_up(
        self, request: EngineRequest, saved: Mapping[str, Any], reference: str, since: float
    ) -> str | Undecidable | None:
        """Return the id of the job that a create with `reference` made after `since` (Unix seconds), or None when there is none.

        Raises CallFailed.
        """
        ...

    async def look(self, jobs: Sequence[str]) -> Mapping[str, State]:
        """Return the states of jobs. Raises CallFailed."""
        ...

    def failure(self, state: State) -> UpstreamDeclined:
        """Return what to say about a job that failed."""
        ...

    async def collect(self, job: str, state: State, request: EngineRequest, workdir: Path) -> Done:
        """Fetch what a finished job made. Raises Expired when the addresses in `state` work no longer."""
        ...

    async def cancel(self, job: str) -> bool:
        """Ask for a job to be stopped; return whether it was. Raises CallFailed."""
        ...


class Forwarder:
    """A remote engine, made of a dialect."""

    def __init__(self, options: UpstreamOptions, calls: Calls, dialect: Dialect) -> None:
        self.name = options.name
        self._options = options
        self._calls = calls
        self._dialect = dialect
        breaker = Breaker(
            options.name, int(options.number("breaker_failures", 5)), options.number("breaker_rest", 30)
        )
        self._submitting = Submitting(options, dialect, breaker)
        self.poller = Poller(options.name, dialect.look, dialect.pace)
        self._following: dict[str, str] = {}

    async def run(
        self, request: EngineRequest, workdir: Path, checkpoint: Checkpoint
    ) -> AsyncIterator[Event]:
        """Submit or resume, follow, fetch; yield events and `Done` last.

        Raises NotSubmitted when nothing was begun upstream and another engine may be asked, SubmitUnknown when nobody can tell,
        EngineFailed and EngineTimedOut.
        """
        for warning in self._dialect.warnings(request):
            yield Warn(warning)
        for _ in range(_MAX_LOST):
            job, began = await self._submitting.job(request, checkpoint)
            self._following[request.task_id] = job
            try:
                async with aclosing(self._follow(job, began, request, workdir)) as events:
                    async for event in events:
                        yield event
                return
            except EngineTimedOut:
                await self._stop(job, request)
                raise
            except LostJob:
                # Only where another job costs nothing.
                log.warning(
                    "upstream_lost_job", extra={"upstream": self.name, "task": request.task_id, "job": job}
                )
                await checkpoint.save(upstream_id=None, intent=None)
            finally:
                self._following.pop(request.task_id, None)
        raise EngineFailed(
            f"the upstream {self.name} lost this job {_MAX_LOST} times; submit the request again later"
        )

    async def cancel(self, request: EngineRequest, checkpoint: Checkpoint) -> None:
        """Ask the upstream to stop, where it can and where there is a job."""
        if job := (await checkpoint.load()).get("upstream_id"):
            await self._stop(str(job), request)

    async def _stop(self, job: str, request: EngineRequest) -> None:
        try:
            stopped = await self._dialect.cancel(job)
        except CallFailed:
            stopped = False
        if not stopped:
            log.warning(
                "upstream_runs_on", extra={"upstream": self.name, "task": request.task_id, "job": job}
            )

    def news(self, task_id: str) -> None:
        """Look at a task's job at once: somebody says that it has changed."""
        if job := self._following.get(task_id):
            self.poller.nudge(job)

    async def close(self) -> None:
        """Stop polling and close the connections."""
        await self.poller.close()
        await self._calls.close()

    async def _follow(
        self, job: str, began: float, request: EngineRequest, workdir: Path
    ) -> AsyncGenerator[Event]:
        # However late an attempt comes back, after a person's word or a long stop, it looks before it gives up.
        until = max(began + self._options.task, time.time() + min(self._options.task, _SECOND_WIND))
        patience = Patience(self.name, until, self._options.number("unknown_patience", 600))
        fresh = 0
        with self.poller.watch(job) as news:
            while True:
                state = await _next(news, min(_SIGN_OF_LIFE, max(0.05, patience.left())))
                if state is None or state.phase is not Phase.DONE:
                    self._check(job, state, patience)
                    yield Progress(
                        expected_fraction(state, time.time() - began, request.typical_seconds), "upstream"
                    )
                    continue
                try:
                    yield await self._dialect.collect(job, state, request, workdir)
                    return
                except Expired as error:
                    fresh += 1
                    if fresh > _FRESH_ADDRESSES:
                        raise EngineFailed(
                            f"the video was made by the upstream {self.name}, and its address works no longer: {error}"
                        ) from error
                except CallFailed as error:
                    raise EngineFailed(f"the video was made and can't be fetched: {error}") from error

    def _check(self, job: str, state: State | None, patience: Patience) -> None:
        """Raise when a job has failed, or when it is time to stop waiting for it."""
        if state is not None and state.phase is Phase.FAILED:
            raise self._dialect.failure(state)
        if state is not None and state.phase is Phase.CANCELLED:
            raise UpstreamDeclined(f"the upstream {self.name} cancelled this job; submit the request again")
        if state is not None and state.phase is Phase.GONE and self._dialect.settling is Settling.FREE:
            raise LostJob(job)
        check_patience(state, patience)


async def _next(news: asyncio.Queue[State], seconds: float) -> State | None:
    try:
        return await asyncio.wait_for(news.get(), seconds)
    except TimeoutError:
        return None
