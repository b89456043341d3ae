"""Calls of the API as data: what to send, how to read the answer, and whether to send it again. No I/O here."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Generic, TypeAlias, TypeVar
from urllib.parse import quote

from reelwright.client.errors import ApiError, BadAnswer, ConnectionFailed, api_error
from reelwright.client.results import (
    Model,
    Task,
    TaskPage,
    Upload,
    read_models,
    read_submitted,
    read_task,
    read_tasks,
    read_upload,
)

T = TypeVar("T")

DEFAULT_MODEL: Final = "doubao-seedance-2.0"
_NOT_TAKEN_IN: Final = frozenset({429, 503})
"""The server refused before it did anything: sending again can't do it twice."""
_PASSING: Final = frozenset({429, 500, 502, 503, 504})
_MAX_RETRY_AFTER: Final = 60.0


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """One call.

    read: turns the answer's JSON into the result. repeatable: may be sent again when nobody knows whether it arrived.
    file: a local file to send as multipart. patience: seconds that the server may take to answer, beyond the usual.
    """

    method: str
    path: str
    read: Callable[[Any], T]
    query: Mapping[str, str | int] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    file: Path | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    repeatable: bool = True
    patience: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `headers` with lower-case names."""

    status: int
    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The connection failed. sent: whether the server may have got the request."""

    reason: str
    sent: bool


@dataclass(frozen=True, slots=True)
class Send:
    """Asks the shell to send a call and hand back an Answer or NoAnswer."""

    call: Call[Any]


@dataclass(frozen=True, slots=True)
class Sleep:
    """Asks the shell to wait."""

    seconds: float


Flow: TypeAlias = Generator[Send | Sleep, Answer | NoAnswer | None, T]
"""A piece of work that asks for I/O and gets it from whichever shell drives it."""


@dataclass(frozen=True, slots=True)
class Retries:
    """When to try again. most: further tries. first_pause: seconds, doubled each time up to longest_pause."""

    most: int = 3
    first_pause: float = 0.5
    longest_pause: float = 8.0

    def pause(self, call: Call[Any], outcome: Answer | NoAnswer, tries: int) -> float | None:
        """Return the seconds to wait before trying again after `tries` tries, or None to leave it at that."""
        if tries > self.most or not _worth_it(call, outcome):
            return None
        backoff = min(self.longest_pause, self.first_pause * 2.0 ** (tries - 1))
        asked = retry_after(outcome.headers) if isinstance(outcome, Answer) else None
        if asked is None:
            return backoff
        return max(asked, backoff) if asked <= _MAX_RETRY_AFTER else None


def _worth_it(call: Call[Any], outcome: Answer | NoAnswer) -> bool:
    if isinstance(outcome, NoAnswer):
        return call.repeatable or not outcome.sent
    return outcome.status in (_PASSING if call.repeatable else _NOT_TAKEN_IN)


def perform(call: Call[T], retries: Retries) -> Flow[T]:
    """Send a call, again where that is safe and may help, and return what it reads. Raises ClientError."""
    tries = 0
    while True:
        outcome = yield Send(call)
        if outcome is None:
            raise TypeError("a shell answers Send with an Answer or NoAnswer")
        tries += 1
        pause = retries.pause(call, outcome, tries)
        if pause is None:
            return read_answer(call, outcome)
        yield Sleep(pause)


def read_answer(call: Call[T], outcome: Answer | NoAnswer) -> T:
    """Return what the answer says. Raises ApiError, BadAnswer or ConnectionFailed."""
    if isinstance(outcome, NoAnswer):
        raise ConnectionFailed(outcome.reason)
    body = _json(outcome)
    if outcome.status >= 400 or (isinstance(body, dict) and "error" in body and "data" not in body):
        raise refusal(outcome)
    if isinstance(body, dict) and isinstance(body.get("code"), int) and body["code"] >= 300:
        # Some servers of this API answer 200 to everything and say no inside.
        raise api_error(body["code"], {"error": body}, request_id=outcome.headers.get("x-request-id"))
    return call.read(body)


def refusal(answer: Answer) -> ApiError:
    """Return the exception that an answer stands for. Raises BadAnswer when it is not this API's."""
    headers = answer.headers
    return api_error(
        answer.status,
        _json(answer),
        request_id=headers.get("x-request-id"),
        retry_after=retry_after(headers),
    )


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds of a Retry-After header, or None when there is none or it is a date."""
    try:
        return max(0.0, float(headers["retry-after"]))
    except (KeyError, ValueError):
        return None


def _json(answer: Answer) -> Any:
    try:
        return json.loads(answer.content or b"null")
    except ValueError as error:
        if answer.status >= 500:
            return None
        text = answer.content[:120].decode("utf-8", "replace")
        raise BadAnswer(
            f"the server answered {answer.status} and no JSON; is the base URL right? {text!r}"
        ) from error


def submit(body: Mapping[str, Any], idempotency_key: str | None = None) -> Call[str]:
    """Submit a request; reads the task's id. Sent blindly again only under an idempotency key: it may cost money."""
    return Call(
        "POST",
        "/v1/videos/generations",
        lambda answer: read_submitted(_data(answer)),
        body=body,
        headers={"Idempotency-Key": idempotency_key} if idempotency_key else {},
        repeatable=idempotency_key is not None,
    )


def get_task(task_id: str, *, wait: int = 0, language: str | None = None) -> Call[Task]:
    """Ask for a task; `wait` lets the server answer up to that many seconds later, at the task's end."""
    query: dict[str, str | int] = {"wait": wait} if wait else {}
    if language:
        query["language"] = language
    return Call("GET", task_path(task_id), _read_task, query=query, patience=float(wait))


def get_tasks(task_ids: list[str]) -> Call[tuple[Task, ...]]:
    """Ask for several tasks at once."""
    return Call(
        "POST", "/v1/tasks/batch", lambda answer: read_tasks(_data(answer)), body={"task_ids": task_ids}
    )


def list_tasks(query: Mapping[str, str | int]) -> Call[TaskPage]:
    """Ask for a page of tasks."""
    return Call("GET", "/v1/tasks", _read_page, query=query)


def get_storyboard(task_id: str) -> Call[dict[str, Any]]:
    """Ask how the video of a task was planned."""
    return Call("GET", task_path(task_id) + "/storyboard", _read_storyboard)


def cancel_task(task_id: str) -> Call[Task]:
    """Ask for a task to stop."""
    return Call("POST", task_path(task_id) + "/cancel", _read_task)


def delete_task(task_id: str) -> Call[None]:
    """Have a task forgotten that has ended."""
    return Call("DELETE", task_path(task_id), lambda _: None)


def upload(path: Path, kind: str) -> Call[Upload]:
    """Send a local file; kind is image, video or audio."""
    return Call(
        "POST", f"/v1/uploads/{kind}s", lambda answer: read_upload(_bare(answer)), file=path, patience=600.0
    )


def list_models() -> Call[tuple[Model, ...]]:
    """Ask which models there are."""
    return Call("GET", "/v1/models", lambda answer: read_models(_data(answer)))


def task_path(task_id: str) -> str:
    """Return the path of a task."""
    return f"/v1/tasks/{quote(task_id, safe='')}"


def _read_task(answer: Any) -> Task:
    return read_task(_data(answer))


def _read_page(answer: Any) -> TaskPage:
    data = _data(answer)
    holder: Mapping[str, Any] = data if isinstance(data, dict) else answer
    tasks = read_tasks(data.get("items", data.get("tasks")) if isinstance(data, dict) else data)
    return TaskPage(tasks, holder.get("next_cursor"))


def _read_storyboard(answer: Any) -> dict[str, Any]:
    board = _bare(answer)
    if not isinstance(board, dict) or "shots" not in board:
        raise BadAnswer(f"the answer is no storyboard: {str(answer)[:200]}")
    return board


def _data(answer: Any) -> Any:
    if not isinstance(answer, dict) or "data" not in answer:
        raise BadAnswer(f"the answer has no data: {str(answer)[:200]}")
    return answer["data"]


def _bare(answer: Any) -> Any:
    """An upload is answered without an envelope; some servers put one around it all the same."""
    return answer.get("data", answer) if isinstance(answer, dict) else answer
