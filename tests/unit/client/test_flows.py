from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.support.driving import Outcome, Stage, ok, raw, task

from reelwright.client import Retries, Task, TaskCancelled, TaskFailed, WaitTimedOut
from reelwright.client.calls import Call, NoAnswer
from reelwright.client.fields import make_draft
from reelwright.client.flows import insist_on_video, submit_draft, wait_for_end
from reelwright.client.results import read_task

RETRIES = Retries()


def holding(answer: Outcome) -> Callable[[Call[Any]], tuple[float, Outcome]]:
    """A server that keeps the question for as long as it was allowed to."""
    return lambda call: (float(call.query.get("wait", 0)), answer)


def test_where_the_server_offers_to_wait_nobody_sleeps() -> None:
    stage = Stage([holding(ok(task())), holding(ok(task())), ok(task("completed", 100))])
    ended = stage.run(wait_for_end("task_1", RETRIES, stage.clock, None, None))
    assert ended.status == "completed"
    assert stage.sleeps == []
    assert [call.query["wait"] for call in stage.sent] == [25, 25, 25]


def test_where_the_server_answers_at_once_it_is_asked_ever_less_often() -> None:
    stage = Stage([ok(task())] * 12 + [ok(task("completed", 100))])
    stage.run(wait_for_end("task_1", RETRIES, stage.clock, None, None))
    assert stage.sleeps == sorted(stage.sleeps)
    assert stage.sleeps[0] == 0.5
    assert stage.sleeps[-1] == 5.0


def test_a_watcher_sees_progress_about_once_a_second() -> None:
    seen: list[int] = []
    stage = Stage([holding(ok(task(progress=value))) for value in (0, 20, 60)] + [ok(task("completed", 100))])

    def watch(task: Task) -> None:
        seen.append(task.progress)

    stage.run(wait_for_end("task_1", RETRIES, stage.clock, None, watch))
    assert seen == [0, 20, 60, 100]
    assert stage.now == 3.0


def test_a_wait_ends_on_time_and_tells_the_task_as_it_was() -> None:
    stage = Stage([holding(ok(task(progress=value))) for value in range(20)])
    with pytest.raises(WaitTimedOut) as caught:
        stage.run(wait_for_end("task_1", RETRIES, stage.clock, 60.0, None))
    assert 60.0 <= stage.now <= 60.5
    assert caught.value.task.status == "processing"


def test_a_restart_of_the_server_is_waited_out() -> None:
    away = [NoAnswer("refused", sent=False)] * 6
    stage = Stage([ok(task()), *away, ok(task("completed", 100))])
    assert stage.run(wait_for_end("task_1", RETRIES, stage.clock, None, None)).ended
    assert stage.now > 20


def test_an_ended_task_is_returned_even_when_no_time_was_given() -> None:
    stage = Stage([ok(task("completed", 100))])
    assert stage.run(wait_for_end("task_1", RETRIES, stage.clock, 0.0, None)).ended


def test_an_unknown_word_of_status_is_waited_out() -> None:
    stage = Stage([ok(task("in_progress")), ok(task("completed", 100))])
    assert stage.run(wait_for_end("task_1", RETRIES, stage.clock, None, None)).status == "completed"


def test_local_files_are_uploaded_once_and_named_in_the_body(tmp_path: Path) -> None:
    cat = tmp_path / "cat.jpg"
    cat.write_bytes(b"jpeg")
    stored = raw(
        200,
        {
            "url": "http://h/f/image/1-cat.jpg",
            "filename": "cat.jpg",
            "content_type": "image/jpeg",
            "bytes": 4,
        },
    )
    stage = Stage([stored, ok([{"task_id": "task_1"}])])
    draft = make_draft("walks", {"image": [cat, "https://h/dog.jpg", cat]})
    assert stage.run(submit_draft(draft, RETRIES, None)) == "task_1"
    sent, submitted = stage.sent
    assert (sent.path, sent.file) == ("/v1/uploads/images", cat)
    assert submitted.body is not None
    assert submitted.body["image_urls"] == [
        "http://h/f/image/1-cat.jpg",
        "https://h/dog.jpg",
        "http://h/f/image/1-cat.jpg",
    ]


def test_a_failed_task_raises_with_its_reason_and_itself() -> None:
    failed = read_task(
        task("failed", 100, error={"message": "the picture is no picture", "param": "image_urls[0]"})
    )
    with pytest.raises(TaskFailed, match="the picture is no picture") as caught:
        insist_on_video(failed)
    assert caught.value.task.error is not None
    assert caught.value.task.error.param == "image_urls[0]"


def test_a_cancelled_task_raises() -> None:
    with pytest.raises(TaskCancelled):
        insist_on_video(read_task(task("cancelled")))
