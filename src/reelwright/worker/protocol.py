"""Every message between a worker and its engine child: one JSON object a line, orders down, reports up.

The worker starts the child, the child says `Ready`. For each `Run` it says any number of `Progress` and `Warn`, then one
`Done` or one `Failed`. The worker sends the next `Run` only after that.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from reelwright.domain.request import MediaKind, MediaRole
from reelwright.engines.base import Done, EngineRequest, LocalMedia, Progress, Warn

MAX_LINE: Final = 1024 * 1024
"""Bytes of the longest line; a child that says more at once is broken."""
MAX_TEXT: Final = 4000
"""Characters of the longest message that is passed on."""


class FailureKind(StrEnum):
    """Whose fault it was.

    REFUSED: the engine's own word, for the caller. MEMORY: it met its limit. STORAGE: the disk is full.
    FAULT: a mistake in the engine; the message is for the log.
    """

    REFUSED = "refused"
    MEMORY = "memory"
    STORAGE = "storage"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Run:
    """The order to make one video; the engine may write in `workdir` and nowhere else."""

    request: EngineRequest
    workdir: Path


@dataclass(frozen=True, slots=True)
class Ready:
    """The engine is loaded and warm. remote: it only forwards, so it belongs into the worker itself."""

    remote: bool


@dataclass(frozen=True, slots=True)
class Failed:
    """The order, or the start of the engine, came to nothing. error: name of the exception's class, for REFUSED."""

    kind: FailureKind
    message: str
    param: str | None = None
    error: str = ""


Report = Ready | Progress | Warn | Done | Failed

_REPORTS: Final[dict[str, type[Report]]] = {
    kind.__name__.lower(): kind for kind in (Ready, Progress, Warn, Done, Failed)
}
_PATHS: Final = ("video", "last_frame", "thumbnail", "storyboard")


def encode_report(report: Report) -> bytes:
    """Return the line that says `report`."""
    return _line({"say": type(report).__name__.lower(), **asdict(report)})


def decode_report(line: bytes) -> Report:
    """Read a line of the child. Raises ValueError when it is none of ours."""
    try:
        values = json.loads(line)
        kind = _REPORTS[values.pop("say")]
        if kind is Done:
            paths = {name: Path(values[name]) for name in _PATHS if values[name] is not None}
            return Done(**{**values, **paths})
        if kind is Failed:
            values["kind"] = FailureKind(values["kind"])
        return kind(**values)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a report: {line[:200]!r}") from error


def encode_run(run: Run) -> bytes:
    """Return the line that orders `run`."""
    return _line({"request": asdict(run.request), "workdir": run.workdir})


def decode_run(line: bytes) -> Run:
    """Read an order. Raises KeyError, TypeError or ValueError when it is none."""
    values = json.loads(line)
    return Run(request_from_json(values["request"]), Path(values["workdir"]))


def request_to_json(request: EngineRequest) -> dict[str, Any]:
    """Return a request as JSON, to be kept or sent."""
    found: dict[str, Any] = json.loads(_line(asdict(request)))
    return found


def request_from_json(values: Mapping[str, Any]) -> EngineRequest:
    """Rebuild a request. Raises KeyError, TypeError or ValueError when it is none."""
    return EngineRequest(**{**values, "media": tuple(_media(medium) for medium in values["media"])})


def _media(values: dict[str, Any]) -> LocalMedia:
    typed = {
        "kind": MediaKind(values["kind"]),
        "role": MediaRole(values["role"]),
        "path": Path(values["path"]),
        "seconds": Fraction(values["seconds"]),
    }
    return LocalMedia(**{**values, **typed})


def _line(values: dict[str, Any]) -> bytes:
    # Paths and fractions become text; `json` keeps newlines out of strings, so a line is always one message.
    return json.dumps(values, default=str).encode() + b"\n"
