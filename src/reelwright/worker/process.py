"""The process of an engine child: its pipes, its memory and its end, as the event loop sees them.

Threads read the pipes and wait for the end, and hand what they see to the event loop: that works on every system, and still
sees the end of a child whose pipes a runaway grandchild keeps open.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Final

import psutil

from reelwright.worker.protocol import MAX_LINE, Report, Run, decode_report, encode_run

log = logging.getLogger(__name__)

_LAST_LINES: Final = 20
ONE_THREAD: Final = {"OPENBLAS_NUM_THREADS": "1"}
"""What keeps NumPy's BLAS from waking threads for products so small that they then spin for longer than they work."""

_SECRETS: Final = ("REELWRIGHT_", "AWS_", "AZURE_", "GOOGLE_", "PG")
"""Beginnings of names in the environment that an engine has no business to know."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The child is gone. code: as subprocess gives it, negative for a signal."""

    code: int

    @property
    def reason(self) -> str:
        """The code in words."""
        if self.code >= 0:
            return f"exit code {self.code}"
        try:
            return f"signal {signal.Signals(-self.code).name}"
        except ValueError:
            return f"signal {-self.code}"


class ChildProcess:
    """A process that speaks the protocol, in a group of its own. Make it inside a running event loop."""

    def __init__(self, engine: str, memory: int) -> None:
        """memory: bytes that the child is to be confined to."""
        self.engine = engine
        self.gone = asyncio.Event()
        self._ended: Ended | None = None
        self._seen: asyncio.Queue[Report | Ended] = asyncio.Queue()
        self._last_lines: deque[str] = deque(maxlen=_LAST_LINES)
        self._loop = asyncio.get_running_loop()
        self._process = _spawn(engine, memory)
        self._reader = self._start_thread(self._read_reports)
        self._start_thread(self._read_log)
        self._start_thread(self._await_end)

    @property
    def pid(self) -> int:
        """The process id, which is also that of the group."""
        return self._process.pid

    @property
    def last_line(self) -> str:
        """What the engine printed last."""
        return self._last_lines[-1] if self._last_lines else ""

    def send(self, run: Run) -> None:
        """Give an order; that a child is gone is seen by what `hear` returns."""
        with contextlib.suppress(OSError):
            # A few kilobytes: they fit into the pipe, so this can't block the event loop.
            pipe = _pipe(self._process.stdin)
            pipe.write(encode_run(run))
            pipe.flush()

    async def hear(self) -> Report | Ended:
        """Wait for the next word, or the end, which stays the answer."""
        # What it said before it ended comes first.
        return self._ended if self._ended and self._seen.empty() else await self._seen.get()

    async def kill(self) -> None:
        """End the process and everything that it has started, and wait until they are gone."""
        _kill_group(self._process)
        await self.gone.wait()

    def resident(self, *, with_descendants: bool = False) -> int:
        """Return the bytes of memory in use; 0 when the process has just ended."""
        try:
            process = psutil.Process(self.pid)
            family = [process, *process.children(recursive=True)] if with_descendants else [process]
        except psutil.Error:
            return 0
        total = 0
        for member in family:
            with contextlib.suppress(psutil.Error):
                total += int(member.memory_info().rss)
        return total

    def _start_thread(self, work: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=work, name=f"engine child {self.pid} {work.__name__}", daemon=True)
        thread.start()
        return thread

    def _post(self, thing: Report | Ended) -> None:
        def deliver() -> None:
            if isinstance(thing, Ended):
                self._ended = thing
                self.gone.set()
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
        _kill_group(self._process)
        code = self._process.wait()
        # What it said before it ended comes first; a grandchild that left the group may hold the pipe open for ever.
        self._reader.join(timeout=1.0)
        with contextlib.suppress(OSError):
            _pipe(self._process.stdin).close()
        self._post(Ended(code))


def _spawn(engine: str, memory: int) -> subprocess.Popen[bytes]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_SECRETS)}
    environment = {**ONE_THREAD, **kept}
    return subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", "reelwright.worker.child_main", engine, str(memory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        # A group of its own: it can be ended with all that it starts, and the terminal's Ctrl-C does not reach it.
        start_new_session=True,
    )


def _kill_group(process: subprocess.Popen[bytes]) -> None:
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


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise LookupError("the child was started without pipes")
    return stream
