from __future__ import annotations

import pytest
from tests.support.driving import Stage, ok, raw, task

from reelwright.client import (
    ApiError,
    AuthenticationFailed,
    BadAnswer,
    Conflict,
    ConnectionFailed,
    InvalidRequest,
    NotFound,
    PaymentRequired,
    PermissionDenied,
    RateLimited,
    Retries,
    ServerError,
    TooLarge,
    calls,
)
from reelwright.client.calls import Answer, NoAnswer, perform

ONCE = Retries(most=0)

REFUSALS = {
    400: InvalidRequest,
    401: AuthenticationFailed,
    402: PaymentRequired,
    403: PermissionDenied,
    404: NotFound,
    405: ApiError,
    409: Conflict,
    413: TooLarge,
    415: InvalidRequest,
    422: InvalidRequest,
    429: RateLimited,
    500: ServerError,
    501: ServerError,
    502: ServerError,
    503: ServerError,
}


@pytest.mark.parametrize(("status", "kind"), REFUSALS.items())
def test_every_refusal_of_the_api_has_its_exception(status: int, kind: type[ApiError]) -> None:
    body = {"error": {"code": status, "message": "no", "type": "some_error", "param": "duration"}}
    with pytest.raises(kind) as caught:
        Stage([raw(status, body)]).run(perform(calls.get_task("task_1"), ONCE))
    error = caught.value
    assert type(error) is kind
    assert (error.status, error.message, error.type, error.param) == (status, "no", "some_error", "duration")


def test_every_fault_and_the_request_id_are_on_the_exception() -> None:
    details = [{"param": "duration", "message": "a"}, {"param": "size", "message": "b"}]
    body = {"error": {"code": 400, "message": "a; b", "type": "invalid_request_error", "details": details}}
    with pytest.raises(InvalidRequest) as caught:
        Stage([raw(400, body, x_request_id="req_7")]).run(perform(calls.submit({}), ONCE))
    assert [item["param"] for item in caught.value.details] == ["duration", "size"]
    assert caught.value.request_id == "req_7"


def test_a_200_with_a_code_that_says_no_is_a_refusal() -> None:
    with pytest.raises(PaymentRequired, match="balance"):
        Stage([raw(200, {"code": 402, "message": "balance too low"})]).run(perform(calls.submit({}), ONCE))


def test_a_page_of_html_is_a_bad_answer_that_doubts_the_base_url() -> None:
    with pytest.raises(BadAnswer, match="base URL"):
        Stage([Answer(200, {}, b"<html>hello")]).run(perform(calls.get_task("task_1"), ONCE))


def test_a_gateway_that_fails_in_html_is_still_a_server_error() -> None:
    with pytest.raises(ServerError, match="502"):
        Stage([Answer(502, {}, b"<html>bad gateway")]).run(perform(calls.get_task("task_1"), ONCE))


@pytest.mark.parametrize(
    "answer",
    [
        {"code": 200, "data": [{"status": "submitted", "task_id": "task_1"}]},
        {"code": 202, "request_id": "r", "data": {"object": "generation.task", "id": "task_1"}},
    ],
)
def test_both_forms_of_the_submit_answer_are_read(answer: object) -> None:
    assert Stage([raw(200, answer)]).run(perform(calls.submit({}), ONCE)) == "task_1"


def test_a_submit_answer_without_an_id_is_not_taken_for_success() -> None:
    with pytest.raises(BadAnswer):
        Stage([ok([])]).run(perform(calls.submit({}), ONCE))


def test_a_question_is_asked_again_after_a_broken_connection() -> None:
    stage = Stage([NoAnswer("broken", sent=True), NoAnswer("broken", sent=True), ok(task("completed"))])
    assert stage.run(perform(calls.get_task("task_1"), Retries())).status == "completed"
    assert stage.sleeps == [0.5, 1.0]


def test_a_submit_that_may_have_arrived_is_never_sent_twice() -> None:
    stage = Stage([NoAnswer("broken", sent=True)])
    with pytest.raises(ConnectionFailed):
        stage.run(perform(calls.submit({}), Retries()))
    assert len(stage.sent) == 1


@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_submit_whose_outcome_is_unknown_is_never_sent_twice(status: int) -> None:
    stage = Stage([raw(status, {"error": {"message": "?"}})])
    with pytest.raises(ServerError):
        stage.run(perform(calls.submit({}), Retries()))
    assert len(stage.sent) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_a_submit_that_was_turned_away_at_the_door_is_sent_again(status: int) -> None:
    stage = Stage(
        [raw(status, {"error": {"message": "later"}}, retry_after="3"), ok([{"task_id": "task_1"}])]
    )
    assert stage.run(perform(calls.submit({}), Retries())) == "task_1"
    assert stage.sleeps == [3.0]


def test_a_submit_that_never_left_is_sent_again() -> None:
    stage = Stage([NoAnswer("refused", sent=False), ok([{"task_id": "task_1"}])])
    assert stage.run(perform(calls.submit({}), Retries())) == "task_1"


def test_under_an_idempotency_key_a_submit_is_sent_again() -> None:
    stage = Stage([NoAnswer("broken", sent=True), ok([{"task_id": "task_1"}])])
    assert stage.run(perform(calls.submit({}, "key-1"), Retries())) == "task_1"
    assert [call.headers["Idempotency-Key"] for call in stage.sent] == ["key-1", "key-1"]


def test_a_wait_of_an_hour_is_left_to_the_caller() -> None:
    stage = Stage([raw(429, {"error": {"message": "later"}}, retry_after="3600")])
    with pytest.raises(RateLimited) as caught:
        stage.run(perform(calls.get_task("task_1"), Retries()))
    assert caught.value.retry_after == 3600
    assert stage.sleeps == []


def test_tries_end() -> None:
    stage = Stage([NoAnswer("broken", sent=True)] * 4)
    with pytest.raises(ConnectionFailed):
        stage.run(perform(calls.get_task("task_1"), Retries(most=3)))
    assert len(stage.sent) == 4


@pytest.mark.parametrize("answer", [[], "shots", {"code": 200}, {"data": []}])
def test_what_has_no_shots_is_no_storyboard(answer: object) -> None:
    with pytest.raises(BadAnswer, match="storyboard"):
        calls.get_storyboard("task_1").read(answer)


def test_a_task_id_can_not_break_out_of_its_path() -> None:
    assert calls.task_path("../../admin?x=1") == "/v1/tasks/..%2F..%2Fadmin%3Fx%3D1"
