"""Work that takes several calls: uploads and submit, and waiting for the end. No I/O: the shells drive these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from reelwright.client.calls import Flow, Retries, Sleep, get_task, perform, submit, upload
from reelwright.client.errors import TaskCancelled, TaskFailed, WaitTimedOut
from reelwright.client.fields import Draft
from reelwright.client.results import Task

Watcher = Callable[[Task], object]
"""Called with the task whenever it was asked for."""

_LONG_POLL: Final = 25
_GRACE: Final = 0.5
_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 5.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How to ask next: let the server hold the question for `hold` seconds, after a pause of `pause` seconds."""

    hold: int
    pause: float = 0.0

    def after(self, took: float) -> Pace:
        """Return the next pace when an answer of an unfinished task took `took` seconds.

        A server that answers before the time it was given does not offer to wait: from then on we pause, longer each time.
        """
        if self.pause == 0.0 and took >= self.hold - _GRACE:
            return self
        return Pace(self.hold, min(_LONGEST_PAUSE, max(_FIRST_PAUSE, self.pause * 1.5)))


def first_pace(*, watched: bool) -> Pace:
    """Return the pace to begin with: brisk where somebody watches the progress, patient where only the end matters."""
    return Pace(1 if watched else _LONG_POLL)


def submit_draft(draft: Draft, retries: Retries, idempotency_key: str | None) -> Flow[str]:
    """Upload the local files, submit, and return the task's id."""
    addresses = {}
    for file in draft.local_files():
        stored = yield from perform(upload(file.path, file.kind), retries)
        addresses[file] = stored.url
    return (yield from perform(submit(draft.body(addresses), idempotency_key), retries))


def wait_for_end(
    task_id: str, retries: Retries, clock: Callable[[], float], timeout: float | None, watch: Watcher | None
) -> Flow[Task]:
    """Ask for a task until it has ended, and return it, whichever way it ended.

    clock: seconds, monotonic. timeout: seconds in all, None for no limit.

    Raises WaitTimedOut.
    """
    deadline = None if timeout is None else clock() + timeout
    # A server that is started anew meanwhile still has the task.
    retries = replace(retries, most=2 * retries.most)
    pace = first_pace(watched=watch is not None)
    while True:
        asked_at = clock()
        left = None if deadline is None else max(0.0, deadline - asked_at)
        hold = pace.hold if left is None else min(pace.hold, int(left))
        task = yield from perform(get_task(task_id, wait=hold), retries)
        if watch is not None:
            watch(task)
        if task.ended:
            return task
        now = clock()
        if deadline is not None and now >= deadline:
            raise WaitTimedOut(f"task {task_id} is still {task.status} after {timeout:g} s; it goes on", task)
        pace = pace.after(now - asked_at) if hold == pace.hold else Pace(pace.hold, _FIRST_PAUSE)
        if pace.pause:
            yield Sleep(pace.pause if deadline is None else min(pace.pause, deadline - now))


def insist_on_video(task: Task) -> Task:
    """Return a completed task. Raises TaskFailed or TaskCancelled for one that ended otherwise."""
    if task.status == "failed":
        reason = task.error.message if task.error else "no reason was given"
        raise TaskFailed(f"task {task.id} failed: {reason}", task)
    if task.status == "cancelled":
        raise TaskCancelled(f"task {task.id} was cancelled", task)
    return task
