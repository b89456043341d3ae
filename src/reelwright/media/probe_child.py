"""The child process that opens untrusted media: reads one order from stdin, answers one line of JSON for each file.

First line out: that it is ready. Then, for each file, {"info": …} or {"fault": "…"}, flushed before the next is touched.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from reelwright.domain.request import MediaKind
from reelwright.errors import MediaError
from reelwright.media.rules import LIMITS
from reelwright.media.sniff import Sniffed, sniff
from reelwright.media.wording import reason

_Measure: TypeAlias = Callable[[Path, Sniffed], dict[str, Any]]


def main() -> None:
    """Serve one order."""
    order = json.load(sys.stdin)
    grant_cpu = confined(order["memory"])
    files = [(Path(path), MediaKind(kind)) for path, kind in order["files"]]
    measures = {kind: _measure_of(kind) for _, kind in files}
    say({"ready": True})
    for path, kind in files:
        grant_cpu(order["cpu_seconds"])
        say(_answer(path, kind, measures[kind]))


def confined(memory: int) -> Callable[[int], None]:
    """Take on the limits, and return what allows the next file its share of CPU time."""
    try:
        from reelwright.media.limits import confine, grant_cpu
    except ImportError:  # Windows has no limits of this kind; the parent watches instead
        return lambda seconds: None
    confine(memory)
    return grant_cpu


def _measure_of(kind: MediaKind) -> _Measure:
    """Import what opens media of `kind`, and only that: starting the child is most of the time that a probe takes."""
    if kind is MediaKind.IMAGE:
        from reelwright.media.measure_image import measure_image

        return measure_image
    from reelwright.media.measure_av import measure_audio, measure_video

    return measure_video if kind is MediaKind.VIDEO else measure_audio


def _answer(path: Path, kind: MediaKind, measure: _Measure) -> dict[str, Any]:
    limits = LIMITS[kind]
    try:
        found = sniff(path)
        # Sound in an MP4 without pictures is an M4A by another name.
        if found.kind is not kind and not (kind is MediaKind.AUDIO and found.reader == "mov"):
            return {"fault": f"the file is {_named(found)}, not a {limits.noun}; {limits.advice}"}
        info = {"format": found.name, "size_bytes": path.stat().st_size, "seconds": "0", "fps": "0"}
        return {"info": {**info, **measure(path, found)}}
    except MediaError as fault:
        return {"fault": fault.message}
    except MemoryError:
        return {"fault": f"the {limits.noun} needs too much memory to be opened; make it smaller"}
    except Exception as fault:  # noqa: BLE001 - decoders meet broken files with any exception there is
        return {"fault": f"the {limits.noun} can't be decoded ({reason(fault)}); {limits.advice}"}


def _named(found: Sniffed) -> str:
    return f"a {LIMITS[found.kind].noun} ({found.name})" if found.kind else found.name


def say(line: dict[str, Any]) -> None:
    """Answer the parent with one line."""
    print(json.dumps(line), flush=True)  # noqa: T201 - stdout is the channel to the parent


if __name__ == "__main__":
    main()
