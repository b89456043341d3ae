"""The worker's side of an engine child: gives it orders, watches its time and memory, and judges its end."""

from __future__ import annotations

import asyncio
import logging
import math
import sys
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reelwright import errors
from reelwright.engines.base import Done, EngineRequest, Event, Progress, Warn
from reelwright.errors import (
    EngineCrashed,
    EngineFailed,
    EngineOutOfMemory,
    EngineTimedOut,
    TaskError,
    Unavailable,
)
from reelwright.worker.process import ChildProcess, Ended
from reelwright.worker.protocol import Failed, FailureKind, Ready, Report, Run

log = logging.getLogger(__name__)

_MEMORY_LOOK_SECONDS: Final = 0.25
_LOOKS_PER_TREE: Final = 8


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """memory: bytes of a child and all that it starts. deadline, silence: seconds of one render, and between signs of life."""

    memory: int
    deadline: float
    silence: float


class EngineChild:
    """One process with one engine, from its start to its end. Make and use it inside a running event loop."""

    def __init__(self, engine: str, limits: ChildLimits) -> None:
        self.engine = engine
        self.runs = 0
        self._limits = limits
        self._remote: bool | None = None
        self._busy = False
        self._killed = False
        self._outgrown = False
        self._process = ChildProcess(engine, limits.memory)

    @property
    def pid(self) -> int:
        """The child's process id, which is also that of its group."""
        return self._process.pid

    @property
    def fit(self) -> bool:
        """Whether it lives, has not been given up and is not at work."""
        return not (self._busy or self._killed or self._process.gone.is_set())

    async def ready(self) -> bool:
        """Wait until the engine is loaded and warm; return whether it is a remote one, which does not belong here.

        Raises EngineCrashed, EngineTimedOut or EngineOutOfMemory when it does not start; the child is gone then.
        """
        if self._remote is None:
            report = await self._next(self._limits.silence, deadline=math.inf)
            if not isinstance(report, Ready):
                raise self._not_started(report)
            self._remote = report.remote
            log.debug("engine_ready", extra={"engine": self.engine, "pid": self.pid})
        return self._remote

    async def run(self, request: EngineRequest, workdir: Path) -> AsyncGenerator[Event]:
        """Make one video; yield its events and `Done` last. Left early, the child is not fit any more: kill it.

        Raises what the engine refused with, or EngineCrashed, EngineTimedOut, EngineOutOfMemory, EngineFailed; Unavailable when
        the disk was full.
        """
        self._busy = True
        self.runs += 1
        watch = asyncio.create_task(self._watch_memory(), name=f"memory of {self.pid}")
        try:
            self._process.send(Run(request, workdir))
            deadline = time.monotonic() + self._limits.deadline
            while True:
                report = await self._next(self._limits.silence, deadline)
                if isinstance(report, Done):
                    self._busy = False
                    yield report
                    return
                if isinstance(report, Progress | Warn):
                    yield report
                    continue
                raise self._failed(report)
        finally:
            watch.cancel()

    async def kill(self) -> None:
        """End the child and everything that it has started, and wait until they are gone."""
        self._killed = True
        await self._process.kill()

    async def _next(self, silence: float, deadline: float) -> Report | Ended:
        """Wait for the child's next word; ends it when it stays away too long."""
        left = deadline - time.monotonic()
        try:
            async with asyncio.timeout(max(0.0, min(silence, left))):
                return await self._process.hear()
        except TimeoutError:
            await self.kill()
            raise self._timed_out(silence, deadline) from None

    def _timed_out(self, silence: float, deadline: float) -> EngineTimedOut:
        late = time.monotonic() >= deadline
        log.warning("engine_timed_out", extra=self._post_mortem(reason="deadline" if late else "silence"))
        if late:
            return EngineTimedOut(
                f"making this video took more than the {self._limits.deadline:g} seconds that are allowed; "
                "ask for a shorter duration or a lower resolution"
            )
        return EngineTimedOut(
            f"the engine gave no sign of life for {silence:g} seconds and was stopped; submit the request again"
        )

    def _not_started(self, report: Report | Ended) -> TaskError:
        if self._outgrown or (isinstance(report, Failed) and report.kind is FailureKind.MEMORY):
            return self._out_of_memory()
        reason = report.message if isinstance(report, Failed) else "it ended"
        log.error("engine_not_started", extra=self._post_mortem(reason=reason))
        return EngineCrashed(
            f"the engine {self.engine!r} can't be started on this server; its operator finds the reason in the log"
        )

    def _failed(self, report: Report | Ended) -> Exception:
        if self._outgrown:
            return self._out_of_memory()
        if isinstance(report, Ended):
            log.error("engine_crashed", extra=self._post_mortem(reason=report.reason))
            return EngineCrashed(
                "the engine's process ended in the middle of this video; submit the request again, and if it happens "
                "again change it: a lower resolution or other media may help"
            )
        if not isinstance(report, Failed):
            return ValueError(f"engine child said {report!r} in the middle of a run")
        if report.kind is FailureKind.REFUSED:
            self._busy = False
            return _refusal(report)
        if report.kind is FailureKind.STORAGE:
            self._busy = False
            return Unavailable(f"the engine could not write: {report.message}")
        # Not fit for more: after a mistake nobody knows what state an engine is in.
        if report.kind is FailureKind.MEMORY:
            return self._out_of_memory()
        log.error("engine_failed", extra=self._post_mortem(reason=report.message))
        return EngineFailed(
            "the engine made a mistake and could not finish this video; submit the request again or change it"
        )

    def _out_of_memory(self) -> EngineOutOfMemory:
        log.warning("engine_out_of_memory", extra=self._post_mortem(reason=f"limit {self._limits.memory}"))
        return EngineOutOfMemory(
            f"making this video needed more than the {self._limits.memory / 1024**2:.0f} MB of memory that are allowed; "
            "ask for a lower resolution, a shorter duration or give smaller media"
        )

    def _post_mortem(self, reason: str) -> dict[str, object]:
        return {
            "engine": self.engine,
            "pid": self.pid,
            "reason": reason,
            "last_line": self._process.last_line,
        }

    async def _watch_memory(self) -> None:
        """End a child that uses more than its limit; its own pages are looked at often, those of what it started less often."""
        for look in range(sys.maxsize):
            await asyncio.sleep(_MEMORY_LOOK_SECONDS)
            if look % _LOOKS_PER_TREE:
                used = self._process.resident()
            else:
                # Goes through all processes of the machine.
                used = await asyncio.to_thread(self._process.resident, with_descendants=True)
            if used > self._limits.memory:
                self._outgrown = True
                await self.kill()
                return


def _refusal(report: Failed) -> TaskError:
    kind = getattr(errors, report.error, EngineFailed)
    if not (isinstance(kind, type) and issubclass(kind, TaskError)):
        kind = EngineFailed
    return kind(report.message, param=report.param)
