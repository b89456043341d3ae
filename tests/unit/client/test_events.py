from __future__ import annotations

import json

import pytest
from tests.support.driving import task

from reelwright.client import BadAnswer, Task
from reelwright.client.events import Follower


def lines(*events: dict[str, object], first_id: int = 1) -> list[str]:
    """Events as lines of the stream, with a comment that servers send to keep it open."""
    found = []
    for number, event in enumerate(events, first_id):
        found += [": ping", "event: task", f"id: {number}", f"data: {json.dumps(event)}", ""]
    return found


def feed(follower: Follower, stream: list[str]) -> list[Task]:
    return [found for line in stream if (found := follower.feed(line))]


def test_every_event_is_a_task_and_the_last_one_ends_it() -> None:
    follower = Follower("task_1")
    seen = feed(follower, lines(task(progress=10), task(progress=60), task("completed", 100)))
    assert [found.progress for found in seen] == [10, 60, 100]
    assert follower.ended


def test_an_event_in_the_envelope_is_read_too() -> None:
    (seen,) = feed(Follower("task_1"), lines({"code": 200, "data": task(progress=10)}))
    assert seen.progress == 10


def test_after_a_break_it_goes_on_behind_the_last_whole_event() -> None:
    follower = Follower("task_1")
    assert "Last-Event-ID" not in follower.headers()
    feed(follower, [*lines(task(progress=10)), "id: 2", 'data: {"id": "task_1", "sta'])
    assert follower.pause_after_break() is not None
    assert follower.headers()["Last-Event-ID"] == "1"
    (seen,) = feed(follower, lines(task("failed", 100), first_id=2))
    assert seen.status == "failed"


def test_it_gives_up_after_breaks_without_any_event_between() -> None:
    follower = Follower("task_1")
    pauses = []
    while (pause := follower.pause_after_break()) is not None:
        pauses.append(pause)
    assert pauses == sorted(pauses)
    assert len(pauses) == 5


def test_what_is_no_json_is_a_bad_answer() -> None:
    with pytest.raises(BadAnswer):
        feed(Follower("task_1"), ["data: <html>", ""])
