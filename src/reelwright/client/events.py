"""Server-sent events of a task: lines in, tasks out, and what to ask for after a broken connection. No I/O here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from reelwright.client.calls import task_path
from reelwright.client.errors import BadAnswer
from reelwright.client.results import Task, read_task

_MOST_FAILURES: Final = 5


class Follower:
    """Reads one task's events over as many connections as it takes."""

    def __init__(self, task_id: str) -> None:
        self.path = task_path(task_id) + "/events"
        self.ended = False
        self._last_id: str | None = None
        self._event_id: str | None = None
        self._data: list[str] = []
        self._failures = 0

    def headers(self) -> Mapping[str, str]:
        """Return the headers for the next connection: it goes on after the last event that was read whole."""
        accept = {"Accept": "text/event-stream"}
        return accept if self._last_id is None else {**accept, "Last-Event-ID": self._last_id}

    def feed(self, line: str) -> Task | None:
        """Take one line, without its end; return a task when that line completed an event. Raises BadAnswer."""
        if line:
            self._remember(line)
            return None
        data, self._data = "\n".join(self._data), []
        if not data:
            return None
        try:
            content = json.loads(data)
        except ValueError as error:
            raise BadAnswer(f"an event is no JSON: {data[:120]!r}") from error
        inner = content.get("data") if isinstance(content, dict) else None
        task = read_task(inner if isinstance(inner, dict) else content)
        self._last_id = self._event_id
        self._failures = 0
        self.ended = task.ended
        return task

    def pause_after_break(self) -> float | None:
        """Return the seconds to wait before connecting again, or None when it broke too often without an event."""
        self._data = []
        self._failures += 1
        return None if self._failures > _MOST_FAILURES else 0.25 * 2.0 ** (self._failures - 1)

    def _remember(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
        elif name == "id":
            self._event_id = value
