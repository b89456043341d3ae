"""The parent's side of an engine child: starts it, gives it orders, watches its time and memory, and ends it.

Threads read the child's pipes and wait for its end, and hand what they see to the event loop: that works on every system, and
still sees the end of a child whose pipes a runaway grandchild keeps open.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

import psutil

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
from reelwright.worker.protocol import (
    MAX_LINE,
    Failed,
    FailureKind,
    Ready,
    Report,
    Run,
    decode_report,
    encode_run,
)

log = logging.getLogger(__name__)

_MEMORY_LOOK_SECONDS: Final = 0.25
_LOOKS_PER_TREE: Final = 8
_LAST_LINES: Final = 20
_SECRETS: Final = ("REELWRIGHT_", "AWS_", "AZURE_", "GOOGLE_", "PG")
"""Beginnings of names in the environment that an engine has no business to know."""


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """memory: bytes of a child and all that it starts. deadline, silence: seconds of one render, and between signs of life."""

    memory: int
    deadline: float
    silence: float


@dataclass(frozen=True, slots=True)
class _Ended:
    """The child is gone. code: as subprocess gives it, negative for a signal."""

    code: int


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
        self._ended: _Ended | None = None
        self._last_lines: deque[str] = deque(maxlen=_LAST_LINES)
        self._loop = asyncio.get_running_loop()
        self._seen: asyncio.Queue[Report | _Ended] = asyncio.Queue()
        self._gone = asyncio.Event()
        self._process = _spawn(engine, limits.memory)
        self._reader = self._start_thread(self._read_reports)
        self._start_thread(self._read_log)
        self._start_thread(self._await_end)

    def _start_thread(self, work: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=work, name=f"engine child {self.pid} {work.__name__}", daemon=True)
        thread.start()
        return thread

    @property
    def pid(self) -> int:
        """The child's process id, which is also that of its group."""
        return self._process.pid

    @property
    def fit(self) -> bool:
        """Whether it lives, has not been given up and is not at work."""
        return not (self._busy or self._killed or self._gone.is_set())

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
            self._send(Run(request, workdir))
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
        _kill_group(self._process)
        await self._gone.wait()

    def _send(self, run: Run) -> None:
        try:
            # A few kilobytes: they fit into the pipe, so this can't block the event loop.
            pipe = _pipe(self._process.stdin)
            pipe.write(encode_run(run))
            pipe.flush()
        except OSError:
            log.debug("engine_gone", extra={"engine": self.engine, "pid": self.pid})

    async def _next(self, silence: float, deadline: float) -> Report | _Ended:
        """Wait for the child's next word; ends it when it stays away too long."""
        left = deadline - time.monotonic()
        try:
            async with asyncio.timeout(max(0.0, min(silence, left))):
                # What it said before it ended comes first; after that the end stays the answer.
                return self._ended if self._ended and self._seen.empty() else await self._seen.get()
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

    def _not_started(self, report: Report | _Ended) -> TaskError:
        if self._outgrown or (isinstance(report, Failed) and report.kind is FailureKind.MEMORY):
            return self._out_of_memory()
        reason = report.message if isinstance(report, Failed) else "it ended"
        log.error("engine_not_started", extra=self._post_mortem(reason=reason))
        return EngineCrashed(
            f"the engine {self.engine!r} can't be started on this server; its operator finds the reason in the log"
        )

    def _failed(self, report: Report | _Ended) -> Exception:
        if self._outgrown:
            return self._out_of_memory()
        if isinstance(report, _Ended):
            log.error("engine_crashed", extra=self._post_mortem(reason=_describe_end(report.code)))
            return EngineCrashed(
                "the engine's process ended in the middle of this video; submit the request again, and if it happens "
                "again change it: a lower resolution or other media may help"
            )
        # It has said its last word on this order, and may be asked for the next.
        self._busy = False
        if not isinstance(report, Failed):
            return ValueError(f"engine child said {report!r} in the middle of a run")
        if report.kind is FailureKind.REFUSED:
            return _refusal(report)
        if report.kind is FailureKind.MEMORY:
            # After a MemoryError nobody knows what state the engine is in.
            self._killed = True
            return self._out_of_memory()
        if report.kind is FailureKind.STORAGE:
            return Unavailable(f"the engine could not write: {report.message}")
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
        last = self._last_lines[-1] if self._last_lines else ""
        return {"engine": self.engine, "pid": self.pid, "reason": reason, "last_line": last}

    async def _watch_memory(self) -> None:
        """End a child that uses more than its limit; its own pages are looked at often, those of what it started less often."""
        for look in range(sys.maxsize):
            await asyncio.sleep(_MEMORY_LOOK_SECONDS)
            whole_tree = look % _LOOKS_PER_TREE == 0
            used = (
                await asyncio.to_thread(_resident, self.pid, whole_tree)
                if whole_tree
                else _resident(self.pid)
            )
            if used > self._limits.memory:
                self._outgrown = True
                await self.kill()
                return

    def _post(self, thing: Report | _Ended) -> None:
        def deliver() -> None:
            if isinstance(thing, _Ended):
                self._ended = thing
                self._gone.set()
            self._seen.put_nowait(thing)

        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(deliver)

    def _read_reports(self) -> None:
        with _pipe(self._process.stdout) as pipe:
            try:
                while line := pipe.readline(MAX_LINE):
                    self._post(decode_report(line))
            except ValueError as error:
                log.error("engine_talks_nonsense", extra={"engine": self.engine, "error": str(error)})
                _kill_group(self._process)

    def _read_log(self) -> None:
        """Keep what the engine prints: the last lines for the day that it fails, all of it for whoever debugs."""
        with _pipe(self._process.stderr) as pipe:
            while line := pipe.readline(4096):
                text = line.decode(errors="replace").rstrip()
                if text:
                    self._last_lines.append(text)
                    log.debug("engine_says", extra={"engine": self.engine, "pid": self.pid, "line": text})

    def _await_end(self) -> None:
        if hasattr(os, "waitid"):
            # Not reaped yet, so its number, which is that of its group, can't belong to anybody else while the rest is ended.
            os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
        _kill_group(self._process, even_if_ended=True)
        code = self._process.wait()
        # What it said before it ended comes first; a grandchild that left the group may hold the pipe open for ever.
        self._reader.join(timeout=1.0)
        with contextlib.suppress(OSError):
            _pipe(self._process.stdin).close()
        self._post(_Ended(code))


def _spawn(engine: str, memory: int) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_SECRETS)}
    return subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", "reelwright.worker.child_main", engine, str(memory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        # A group of its own: it can be ended with all that it starts, and the terminal's Ctrl-C does not reach it.
        start_new_session=True,
    )


def _kill_group(process: subprocess.Popen[bytes], *, even_if_ended: bool = False) -> None:
    if process.returncode is not None:
        return
    if sys.platform == "win32":
        with contextlib.suppress(psutil.NoSuchProcess):
            for descendant in psutil.Process(process.pid).children(recursive=True):
                with contextlib.suppress(psutil.NoSuchProcess):
                    descendant.kill()
        process.kill()
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _resident(pid: int, whole_tree: bool = False) -> int:
    """Return the bytes of memory that a process uses, or it and its descendants; 0 when it has just ended."""
    try:
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)] if whole_tree else [process]
    except psutil.Error:
        return 0
    total = 0
    for member in family:
        with contextlib.suppress(psutil.Error):
            total += int(member.memory_info().rss)
    return total


def _refusal(report: Failed) -> TaskError:
    kind = getattr(errors, report.error, EngineFailed)
    if not (isinstance(kind, type) and issubclass(kind, TaskError)):
        kind = EngineFailed
    return kind(report.message, param=report.param)


def _describe_end(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise LookupError("the child was started without pipes")
    return stream
