"""What the commands print where, and which exit code an exception means."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any, Final

FAILED: Final = 1
REFUSED: Final = 2
NO_SERVER: Final = 3
INTERRUPTED: Final = 130


def say(message: str) -> None:
    """Print a message for people, on stderr."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()


def put(data: str) -> None:
    """Print data for whoever reads our output, on stdout."""
    sys.stdout.write(data + "\n")
    sys.stdout.flush()


def put_json(data: Any) -> None:
    """Print data as one JSON document, on stdout."""
    put(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def put_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows in columns, on stdout; never folded, so that `cut` and `awk` can read them."""
    lines = [head, *([str("-" if cell is None or cell == "" else cell) for cell in row] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        put("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def exit_code_of(error: BaseException) -> int | None:
    """Say what is wrong in one line and return the exit code; None for a fault of ours, which deserves its trace."""
    from reelwright.errors import ReelwrightError

    while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    code = None
    if isinstance(error, ReelwrightError):
        code = NO_SERVER if error.status == 503 else REFUSED
    elif isinstance(error, FileNotFoundError | ValueError) and "reelwright.client" in sys.modules:
        code = REFUSED if _from_client(error) else None
    elif "reelwright.client" in sys.modules:
        code = _client_code(error)
    if code is not None:
        say(f"reelwright: {error}")
    return code


def _client_code(error: BaseException) -> int | None:
    from reelwright.client import (
        ApiError,
        AuthenticationFailed,
        ClientError,
        RateLimited,
        ServerError,
        TaskCancelled,
        TaskFailed,
    )

    if isinstance(error, TaskFailed | TaskCancelled):
        return FAILED
    if isinstance(error, ApiError):
        return NO_SERVER if isinstance(error, AuthenticationFailed | RateLimited | ServerError) else REFUSED
    return NO_SERVER if isinstance(error, ClientError) else None


def _from_client(error: BaseException) -> bool:
    """Tell whether the client refused its arguments: such errors have the ordinary types of Python."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_globals.get("__name__", "").startswith("reelwright.client.")
