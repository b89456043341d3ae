from __future__ import annotations

from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.client import BadAnswer
from reelwright.client.results import Task, Video, read_models, read_task, read_upload
from reelwright.wire.seedance import answers

COMPLETED: dict[str, Any] = {
    "id": "task_1",
    "status": "completed",
    "progress": 100,
    "created": 1765000891,
    "completed": 1765001046,
    "actual_time": 155,
    "cost": 0.71,
    "credits_cost": 7.1,
    "warnings": ["a sentence"],
    "result": {
        "videos": [
            {
                "url": ["https://h/v.mp4"],
                "expires_at": 1765087446,
                "sha256": "ab",
                "last_frame_url": "https://h/l.png",
            }
        ],
        "last_frame_url": "https://h/l.png",
    },
}


def test_a_completed_task_is_read_whole() -> None:
    task = read_task(COMPLETED)
    assert task.ended
    assert task.video.url == "https://h/v.mp4"
    assert (task.video.expires_at, task.video.sha256) == (1765087446, "ab")
    assert task.last_frame_url == "https://h/l.png"
    assert (task.cost, task.credits_cost, task.warnings) == (0.71, 7.1, ("a sentence",))
    assert task.raw == COMPLETED


def test_a_bare_string_as_url_is_read_too() -> None:
    result = {"videos": [{"url": "https://h/v.mp4"}]}
    assert read_task({**COMPLETED, "result": result}).video.url == "https://h/v.mp4"


def test_a_task_without_a_video_says_so() -> None:
    with pytest.raises(ValueError, match="processing"):
        _ = read_task({"id": "task_1", "status": "processing"}).video


def test_every_field_that_our_server_sends_has_its_place() -> None:
    # `result` is read into videos; `usage` and `object` (of tasks that are no videos) stay in `raw`.
    in_tasks = set(get_type_hints(answers.TaskObject)) - {"result", "usage", "object"}
    assert in_tasks <= set(Task.__dataclass_fields__)
    assert set(get_type_hints(answers.Video)) <= set(Video.__dataclass_fields__)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(json_values)
def test_any_json_is_a_task_or_a_bad_answer(data: Any) -> None:
    try:
        read_task(data)
    except BadAnswer:
        return
    assert data["id"]


@given(json_values, json_values)
def test_any_json_as_result_is_survived(result: Any, error: Any) -> None:
    assert read_task({"id": "t", "status": "failed", "result": result, "error": error}).id == "t"


def test_an_upload_without_url_is_a_bad_answer() -> None:
    with pytest.raises(BadAnswer):
        read_upload({"filename": "x"})


def test_models_keep_what_the_server_says_of_them() -> None:
    (model,) = read_models([{"id": "doubao-seedance-2.0", "object": "model"}, "noise"])
    assert model.id == "doubao-seedance-2.0"
    assert model.raw["object"] == "model"
