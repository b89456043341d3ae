"""Limits that the kernel keeps a process to (POSIX only: importing this on Windows fails)."""

from __future__ import annotations

import contextlib
import resource
import sys
from math import ceil


def confine(memory: int, seconds: float, files: int) -> None:
    """Bound what this process may use from here on: `memory` bytes of data, `seconds` of CPU for each of `files`, no writing.

    macOS refuses some of these; there the parent's clock and its watch on memory remain.
    """
    cpu = ceil(seconds * files)
    _limit(resource.RLIMIT_CPU, cpu)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    if sys.platform == "linux":
        _limit(resource.RLIMIT_DATA, memory)


def _limit(what: int, value: int) -> None:
    _, hard = resource.getrlimit(what)
    ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(what, (ceiling, ceiling))
