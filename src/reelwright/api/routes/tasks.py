"""Reading, listing, following, cancelling and deleting tasks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

from pydantic_core import to_json
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.requests import Request
from starlette.responses import Response

from reelwright.api.auth import caller_of
from reelwright.api.mapping import from_cursor, is_task_id, task_object, to_cursor
from reelwright.api.requests import asked_language, integer_query, read_object, time_query
from reelwright.api.responses import data_answer
from reelwright.domain.access import Scope
from reelwright.domain.task import TaskFilter, TaskStatus
from reelwright.errors import InvalidRequest, NotFound
from reelwright.service.keys import Caller
from reelwright.service.services import Services
from reelwright.service.tasks import no_such_task
from reelwright.tracing import note_task
from reelwright.wire.seedance.answers import TaskPage
from reelwright.wire.seedance.batch import parse_batch

MAX_WAIT: Final = 60
MAX_PAGE: Final = 100


async def get_task(request: Request, services: Services) -> Response:
    """Return a task: how far it is, and its result once it has one.

    HTTP 200 also for a task that has failed. With `wait` the answer comes once the task has ended, or after that many seconds.
    """
    caller = await caller_of(request, services, Scope.READ)
    task_id = task_id_of(request)
    wait = integer_query(request, "wait", 0, MAX_WAIT)
    if wait:
        task = await services.tasks.wait(task_id, caller, wait)
    else:
        task = await services.tasks.get(task_id, caller)
    return data_answer(task_object(task, services.files, asked_language(request)))


async def list_tasks(request: Request, services: Services) -> Response:
    """List your tasks, newest first.

    `next_cursor` of one page is `cursor` of the next.
    """
    caller = await caller_of(request, services, Scope.READ)
    query = request.query_params
    limit = integer_query(request, "limit", 1, MAX_PAGE) or 20
    which = TaskFilter(
        status=_status(query.get("status")),
        model=_model(query.get("model"), services),
        created_from=time_query(request, "created_from"),
        created_until=time_query(request, "created_until"),
        before=from_cursor(query["cursor"]) if "cursor" in query else None,
        limit=limit + 1,
    )
    found = await services.tasks.page(which, caller)
    page: TaskPage = {
        "items": [task_object(task, services.files, asked_language(request)) for task in found[:limit]],
        "has_more": len(found) > limit,
    }
    if len(found) > limit:
        page["next_cursor"] = to_cursor(found[limit - 1].id)
    return data_answer(page)


async def batch(request: Request, services: Services) -> Response:
    """Return several tasks at once, in the order asked for; ids that are not yours are left out."""
    caller = await caller_of(request, services, Scope.READ)
    task_ids = parse_batch(await read_object(request))
    found = await services.tasks.get_many(task_ids, caller)
    return data_answer([task_object(task, services.files, asked_language(request)) for task in found])


async def cancel(request: Request, services: Services) -> Response:
    """Cancel a task.

    One that waits is cancelled at once; one that runs is asked to stop, and shows `cancelled` a moment later. Nothing is charged.
    """
    caller = await caller_of(request, services, Scope.GENERATE)
    task = await services.tasks.cancel(task_id_of(request), caller)
    return data_answer(task_object(task, services.files, asked_language(request)))


async def delete(request: Request, services: Services) -> Response:
    """Forget a task that has ended, with its files."""
    caller = await caller_of(request, services, Scope.GENERATE)
    gone = await services.tasks.delete(task_id_of(request), caller)
    return data_answer({"id": gone.id, "deleted": True})


async def events(request: Request, services: Services) -> Response:
    """Follow a task: the task object at every change, up to and with its end (Server-Sent Events).

    Each event carries an id; after a lost connection send it as `Last-Event-ID` and only what is newer comes.
    """
    caller = await caller_of(request, services, Scope.READ)
    task_id = task_id_of(request)
    await services.tasks.get(task_id, caller)
    after = _last_event(request.headers.get("last-event-id", ""))
    stream = _events(services, task_id, caller, after, asked_language(request))
    return EventSourceResponse(stream, sep="\n", headers={"Cache-Control": "no-store"})


async def storyboard(request: Request, services: Services) -> Response:
    """Return how the video was planned: its shots, each with a thumbnail (JSON); 404 where its engine makes no such plan."""
    caller = await caller_of(request, services, Scope.READ)
    task = await services.tasks.get(task_id_of(request), caller)
    if task.result is None or task.result.storyboard is None:
        raise _no_board(task.id, task.status)
    headers = {"X-Content-Type-Options": "nosniff"}
    board = services.files.blobs.read(task.result.storyboard)
    content = b"".join([part async for part in board])
    return Response(content, headers=headers, media_type="application/json")


def _no_board(task_id: str, status: TaskStatus) -> NotFound:
    """Return why a task has no storyboard, and what to do."""
    if not status.terminal:
        return NotFound(
            f"task {task_id} has no storyboard yet: it is {status}; ask again when it is completed"
        )
    if status is TaskStatus.COMPLETED:
        return NotFound(f"task {task_id} has no storyboard: its engine makes none, as the built-in one does")
    return NotFound(f"task {task_id} has no storyboard: it is {status}; submit the request again")


async def _events(
    services: Services, task_id: str, caller: Caller, after: int, language: str | None
) -> AsyncIterator[ServerSentEvent]:
    async for task in services.tasks.follow(task_id, caller, after):
        data = to_json(task_object(task, services.files, language)).decode()
        yield ServerSentEvent(data, event="task", id=str(task.version), sep="\n")


def task_id_of(request: Request) -> str:
    """Return the task id in the path. Raises NotFound for what can't be one."""
    task_id: str = request.path_params["task_id"]
    # What can't be an id never reaches the database, which would choke on U+0000.
    if not is_task_id(task_id):
        raise no_such_task(task_id)
    note_task(task_id)
    return task_id


def _last_event(text: str) -> int:
    # What is not an id of ours begins at the beginning: an event too many is better than one lost.
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _status(text: str | None) -> TaskStatus | None:
    if text is None:
        return None
    try:
        return TaskStatus(text)
    except ValueError:
        listed = ", ".join(TaskStatus)
        raise InvalidRequest.one("status", f"status must be one of {listed}, got {text[:40]!r}") from None


def _model(text: str | None, services: Services) -> str | None:
    if text is None:
        return None
    model = services.catalog.find(text)
    if model is None:
        listed = ", ".join(model.id for model in services.catalog.models)
        raise InvalidRequest.one("model", f"model {text[:80]!r} is not known; the models are: {listed}")
    return model.id
