"""Limits that the kernel keeps a process to (POSIX only: importing this on Windows fails)."""

from __future__ import annotations

import contextlib
import resource
import sys
from math import ceil


def confine(memory: int) -> None:
    """Bound what this process may use from here on: `memory` bytes of data, and no writing to files.

    macOS refuses some of these; there the parent's clock and its watch on memory remain.
    """
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    if sys.platform == "linux":
        _limit(resource.RLIMIT_DATA, memory)


def grant_cpu(seconds: int) -> None:
    """Let this process be killed when it uses more than `seconds` of CPU time from now."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = ceil(used.ru_utime + used.ru_stime) + seconds
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _limit(what: int, value: int) -> None:
    _, hard = resource.getrlimit(what)
    ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(what, (ceiling, ceiling))
