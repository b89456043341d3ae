"""Open untrusted media in a child process and measure them.

Decoders are the part of any media server that strangers attack. They run here in a process of their own, without the server's
environment, that may use a bounded amount of memory and time and may write no file (see `probe_child`). One child serves a batch;
when it dies, the medium it was at is at fault and another child goes on with the rest.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import psutil

from reelwright.domain.request import MediaKind
from reelwright.errors import Fault, MediaError
from reelwright.media.info import MediaInfo

__all__ = ["CPU_SECONDS", "DEADLINE", "MEMORY", "MediaInfo", "Suspect", "probe", "probe_all"]

DEADLINE: Final = 60.0
"""Seconds by the clock for one batch, however many children it takes: hostile media must not hold a worker for long."""
CPU_SECONDS: Final = 20
"""Seconds of CPU time for one medium; the slowest that the limits allow take about two."""
MEMORY: Final = 1024 * 1024 * 1024
"""Bytes that the child may allocate: a picture of 6000×6000 needs about 150 MB, H.265 at 927,408 pixels less."""
_CHILD: Final = "reelwright.media.probe_child"
_WATCHES_MEMORY: Final = sys.platform in ("win32", "darwin")
"""Where the kernel does not keep a process to a limit on its data."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A file to open. param: the field to name when it can't be used, None when there is none."""

    path: Path
    kind: MediaKind
    param: str | None = None


def probe(path: Path, kind: MediaKind, param: str | None = None) -> MediaInfo:
    """Open and measure one medium; raises MediaError when it is broken, of another kind, or beyond the limits of the child."""
    (found,) = probe_all([Suspect(path, kind, param)])
    if isinstance(found, Fault):
        raise MediaError(found.message, param=found.param)
    return found


def probe_all(
    suspects: Sequence[Suspect], *, deadline: float = DEADLINE, memory: int = MEMORY
) -> list[MediaInfo | Fault]:
    """Open and measure media, in order: for each what it is, or why it can't be used. Blocks; call it in a thread.

    deadline: seconds for all of them; those that are not reached by then count as ones that can't be used. memory: bytes for the
    child. Raises RuntimeError when the child can't be started at all.
    """
    ends = time.monotonic() + deadline
    found: list[MediaInfo | Fault] = []
    while len(found) < len(suspects):
        waiting = suspects[len(found) :]
        if found and time.monotonic() >= ends:
            return found + [_fault(suspect, _TOO_MUCH) for suspect in waiting]
        answers = ask_child(_CHILD, waiting, ends, memory)
        found += [_read(suspect, answer) for suspect, answer in zip(waiting, answers, strict=False)]
        if len(answers) < len(waiting):
            found.append(_fault(waiting[len(answers)], _TOO_MUCH))
    return found


_TOO_MUCH: Final = (
    "the file could not be opened with the memory and time allowed for it; save it again in a common format"
)


def ask_child(module: str, suspects: Sequence[Suspect], ends: float, memory: int) -> list[dict[str, Any]]:
    """Return the answers that a child running `module` gave before it ended, one for each suspect from the first on.

    ends: when it is killed, by the monotonic clock. memory: bytes that it may use. Raises RuntimeError when it can't be started.
    """
    order = {
        "memory": memory,
        "cpu_seconds": CPU_SECONDS,
        "files": [[str(suspect.path.resolve()), suspect.kind.value] for suspect in suspects],
    }
    child = subprocess.Popen(
        [sys.executable, "-P", "-s", "-X", "utf8", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    with child:
        out, errors = _finish(child, json.dumps(order), ends, memory)
    # A line without its end was cut off by the death of the child.
    lines = [json.loads(line) for line in out.splitlines(keepends=True) if line.endswith("\n")]
    if not lines:
        raise RuntimeError(f"the process {module} did not start (exit {child.returncode}): {errors[-2000:]}")
    return lines[1:]


def _finish(child: subprocess.Popen[str], order: str, ends: float, memory: int) -> tuple[str, str]:
    while True:
        pause = max(0.0, ends - time.monotonic())
        try:
            return child.communicate(order, timeout=min(pause, 0.1) if _WATCHES_MEMORY else pause)
        except subprocess.TimeoutExpired:
            if time.monotonic() >= ends or _resident(child.pid) > memory:
                child.kill()
                return child.communicate()


def _resident(pid: int) -> int:
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:  # it has just ended
        return 0


def _environment() -> dict[str, str]:
    """Return what the child needs to start: where modules are, and nothing that is secret."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    paths = os.pathsep.join(str(Path(entry).resolve()) for entry in sys.path if entry)
    # One thread for NumPy's BLAS: its buffers would be counted against the limit on memory.
    return {**kept, "PYTHONPATH": paths, "OPENBLAS_NUM_THREADS": "1"}


def _read(suspect: Suspect, answer: dict[str, Any]) -> MediaInfo | Fault:
    if "fault" in answer:
        return _fault(suspect, answer["fault"])
    values = answer["info"]
    return MediaInfo(
        kind=suspect.kind,
        **{**values, "seconds": Fraction(values["seconds"]), "fps": Fraction(values["fps"])},
    )


def _fault(suspect: Suspect, message: str) -> Fault:
    return Fault(suspect.param, f"{suspect.param}: {message}" if suspect.param else message)
