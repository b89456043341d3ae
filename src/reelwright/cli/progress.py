"""Live progress of a task on stderr: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from reelwright.cli.output import say
from reelwright.client import Task

_STEP: Final = 25


class ProgressLine:
    """Shows how far a task is."""

    def __init__(self, task_id: str) -> None:
        self._live = sys.stderr.isatty()
        self._told = -1
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not self._live,
        )
        self._row = self._bar.add_task("pending", total=100)
        if not self._live:
            say(f"{task_id} submitted")

    def __enter__(self) -> ProgressLine:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def show(self, task: Task) -> None:
        """Show a task as it is now."""
        self._bar.update(self._row, completed=task.progress, description=task.status)
        step = task.progress // _STEP
        if not self._live and step > self._told:
            self._told = step
            say(f"{task.status} {task.progress} %")

    def note(self, text: str) -> None:
        """Say what is going on beside the progress."""
        self._bar.update(self._row, description=text)
        if not self._live:
            say(text)
