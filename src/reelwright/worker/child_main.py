"""The engine child: `python -m reelwright.worker.child_main ENGINE` loads one engine and makes one video at a time.

Orders come on stdin. Reports go out on what was stdout: before anything of the engine is imported that pipe moves to a number
of its own, and stdout becomes stderr, so that no print can be mistaken for a report.
"""

from __future__ import annotations

import errno
import logging
import os
import signal
import sys
import threading
import time
import traceback
from pathlib import Path
from queue import SimpleQueue
from typing import BinaryIO, Final

from reelwright.engines.base import Done, LocalEngine, Progress, RemoteEngine, Warn
from reelwright.engines.registry import load_engine
from reelwright.errors import TaskError
from reelwright.worker.confine import confine, end_group
from reelwright.worker.protocol import (
    MAX_TEXT,
    Failed,
    FailureKind,
    Ready,
    Report,
    Run,
    decode_run,
    encode_report,
)
from reelwright.worker.verdict import check_own_video

_SIGN_OF_LIFE_SECONDS: Final = 0.1
_DISK_FULL: Final = (errno.ENOSPC, errno.EDQUOT)


def main() -> None:
    """Serve orders until stdin ends, which it does when the worker closes it or dies."""
    name, memory = sys.argv[1], int(sys.argv[2])
    orders, reports = _take_pipes()
    # Ctrl-C goes to the whole terminal; what to do with running renders is for the worker to decide.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    confine(memory)
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s"
    )
    waiting: SimpleQueue[Run] = SimpleQueue()
    threading.Thread(target=_listen, args=(orders, waiting), name="orders", daemon=True).start()
    speaker = _Speaker(reports)
    engine = _load(name, speaker)
    if isinstance(engine, LocalEngine):
        while True:
            _serve(engine, waiting.get(), speaker)


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Move stdin and stdout to numbers that nothing else knows, and that no program the engine starts inherits."""
    orders, reports = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return orders, reports


def _listen(orders: BinaryIO, waiting: SimpleQueue[Run]) -> None:
    for line in orders:
        waiting.put(decode_run(line))
    # The worker has closed the pipe or is dead: nobody wants what is being made, nor what the engine has started.
    end_group()


def _load(name: str, speaker: _Speaker) -> LocalEngine | RemoteEngine:
    try:
        engine = load_engine(name)
        if isinstance(engine, LocalEngine):
            engine.warm_up()
    except Exception as error:  # noqa: BLE001 - whatever an engine raises, the worker shall know
        traceback.print_exc()
        speaker.say(Failed(FailureKind.FAULT, f"{type(error).__name__}: {error}"[:MAX_TEXT]))
        sys.exit(1)
    speaker.say(Ready(remote=isinstance(engine, RemoteEngine)))
    return engine


def _serve(engine: LocalEngine, run: Run, speaker: _Speaker) -> None:
    try:
        end: Report = _render(engine, run, speaker)
    except TaskError as error:
        end = Failed(FailureKind.REFUSED, error.message[:MAX_TEXT], error.param, type(error).__name__)
    except MemoryError:
        traceback.print_exc()
        end = Failed(FailureKind.MEMORY, "MemoryError")
    except Exception as error:  # noqa: BLE001 - whatever an engine raises, the worker shall know
        traceback.print_exc()
        full = isinstance(error, OSError) and error.errno in _DISK_FULL
        kind = FailureKind.STORAGE if full else FailureKind.FAULT
        end = Failed(kind, f"{type(error).__name__}: {error}"[:MAX_TEXT])
    speaker.say(end)


def _render(engine: LocalEngine, run: Run, speaker: _Speaker) -> Report:
    for event in engine.render(run.request, run.workdir):
        if isinstance(event, Done):
            # The first one counts; what an engine says after it is not listened to.
            _check_files(event, run.workdir)
            check_own_video(run.request, event)
            return event
        if isinstance(event, Progress):
            speaker.progress(event)
        elif isinstance(event, Warn):
            speaker.say(Warn(event.message[:MAX_TEXT]))
        else:
            raise TypeError(f"engine {engine.name} yielded {event!r}")
    raise RuntimeError(f"engine {engine.name} ended without a result")


def _check_files(done: Done, workdir: Path) -> None:
    """Raise RuntimeError unless the engine's files are there, and in the directory that it was given."""
    room = workdir.resolve()
    for path in (done.video, done.last_frame, done.thumbnail, done.storyboard):
        if path is None:
            continue
        if not path.resolve().is_relative_to(room):
            raise RuntimeError(f"{path} is outside of the work directory {room}")
        if not path.is_file() or not path.stat().st_size:
            raise RuntimeError(f"{path} is not there, or empty")


class _Speaker:
    """Says reports to the worker."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe = pipe
        self._last_progress = 0.0

    def say(self, report: Report) -> None:
        try:
            self._pipe.write(encode_report(report))
        except BrokenPipeError:
            end_group()

    def progress(self, event: Progress) -> None:
        """Pass progress on, a few times a second at most: an engine may report every frame, or in a tight loop."""
        now = time.monotonic()
        if now - self._last_progress >= _SIGN_OF_LIFE_SECONDS:
            self._last_progress = now
            self.say(Progress(float(event.fraction), str(event.stage)[:MAX_TEXT]))


if __name__ == "__main__":
    main()
