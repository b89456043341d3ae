"""Ark's API for generating content, as its official SDK speaks it.

Settling: Ark has no idempotency keys, but every task carries the `safety_identifier` that its create had. The task's id goes
there, so an uncertain create is found in the list of tasks, or is proven absent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from reelwright.engines.ark.body import create_body
from reelwright.engines.ark.faults import failure, refusal
from reelwright.engines.base import Done, EngineRequest
from reelwright.engines.remote.calls import Answer, CallFailed, Calls
from reelwright.engines.remote.download import Downloads, Expired, save_as_png
from reelwright.engines.remote.options import UpstreamOptions
from reelwright.engines.remote.poller import Pace
from reelwright.engines.remote.states import (
    Accepted,
    Outcome,
    Phase,
    Settling,
    State,
    Uncertain,
    Undecidable,
)
from reelwright.errors import UpstreamDeclined

_TASKS: Final = "/contents/generations/tasks"
_PHASES: Final = {
    "queued": Phase.WAITING,
    "running": Phase.RUNNING,
    "succeeded": Phase.DONE,
    "failed": Phase.FAILED,
    "expired": Phase.FAILED,
    "cancelled": Phase.CANCELLED,
}
_PAGE: Final = 100
_MAX_PAGES: Final = 20
_CLOCK_SKEW: Final = 300
_SAME: Final = ("resolution", "duration", "ratio", "generate_audio", "seed")


class ArkDialect:
    """How Ark is spoken to. Options: callback (true), watermark (false), priority (0), list_rate (1), hosts."""

    settling = Settling.LOOK_UP

    def __init__(self, options: UpstreamOptions, calls: Calls) -> None:
        self._options = options
        self._calls = calls
        self._downloads = Downloads(options, options.extra.get("hosts", ()))
        # The list of tasks may be asked for once a second, and shows a hundred at a time: 2000 in flight every 20 s.
        self.pace = Pace(
            batch=_PAGE,
            parallel=1,
            rate=options.number("list_rate", 1),
            first=options.number("poll_first", 5),
            longest=options.number("poll_longest", 20),
        )

    def warnings(self, request: EngineRequest) -> Sequence[str]:
        """Return nothing: Ark is what the API was made for."""
        return ()

    async def compose(self, request: EngineRequest, reference: str) -> Mapping[str, Any]:
        """Return the body of the create."""
        # Reading and encoding pictures may take a while.
        return await asyncio.to_thread(create_body, request, self._options, reference)

    async def create(self, request: EngineRequest, body: Mapping[str, Any], reference: str) -> Outcome:
        """Send the create, once: the official SDK would repeat it by itself under a new request id."""
        answer = await self._calls.call("POST", _TASKS, json=body)
        if answer.ok:
            job = answer.body.get("id")
            return Accepted(job) if isinstance(job, str) and job else Uncertain("its answer names no task")
        if 200 <= answer.status < 300:
            return Uncertain("its answer is not JSON")
        error = _error(answer.body)
        code, message, param = (str(error.get(key) or "") for key in ("code", "message", "param"))
        return refusal(self._options.name, answer.status, code, message, param or None, answer.retry_after(2))

    async def look_up(
        self, request: EngineRequest, saved: Mapping[str, Any], reference: str, since: float
    ) -> str | Undecidable | None:
        """Return the task that carries the reference; undecidable when one that looks like it carries none."""
        if hint := saved.get("callback_id"):
            # Whoever knew the unguessable address of the callback named it; the task itself has to say so too.
            task = (await self._get(str(hint))).body
            if task.get("safety_identifier") in (reference, None) and task.get("id") == hint:
                return str(hint)
        similar = []
        async for task in self._recent(self._options.models.get(request.model, request.model), since):
            if task.get("safety_identifier") == reference:
                return str(task["id"])
            if task.get("safety_identifier") is None and _looks_like(task, request):
                similar.append(str(task["id"]))
        if similar:
            listed = ", ".join(similar[:5])
            return Undecidable(f"tasks like it were made at that time, and carry no reference: {listed}")
        return None

    async def _recent(self, model: str, since: float) -> Any:
        """Go through the tasks of a model that were created after `since`, with room for clocks that differ."""
        for number in range(1, _MAX_PAGES + 1):
            query = {"page_num": number, "page_size": _PAGE, "filter.model": model}
            items = _items(await self._calls.call("GET", _TASKS, params=query))
            for task in items:
                if float(task.get("created_at") or since) >= since - _CLOCK_SKEW:
                    yield task
            if len(items) < _PAGE:
                return
        raise CallFailed(f"the list has more than {_MAX_PAGES * _PAGE} tasks")

    async def look(self, jobs: Sequence[str]) -> Mapping[str, State]:
        """Return the states of up to a hundred jobs in one call."""
        query = [("page_num", 1), ("page_size", _PAGE), *(("filter.task_ids", job) for job in jobs)]
        items = _items(await self._calls.call("GET", _TASKS, params=query))
        found = {str(task.get("id")): _state(task) for task in items}
        # The list forgets after seven days, and may be behind: what it does not show is asked for by name.
        for job in [job for job in jobs if job not in found][:5]:
            answer = await self._get(job)
            if answer.ok:
                found[job] = _state(answer.body)
            elif answer.status == 404:
                found[job] = State(Phase.GONE)
        return found

    async def _get(self, job: str) -> Answer:
        return await self._calls.call("GET", f"{_TASKS}/{job}")

    def failure(self, state: State) -> UpstreamDeclined:
        """Return our words for Ark's code."""
        if state.word == "expired":
            return failure(self._options.name, "expired", "it waited longer than it was allowed to")
        error = _error(state.body)
        return failure(self._options.name, str(error.get("code") or ""), str(error.get("message") or ""))

    async def collect(self, job: str, state: State, request: EngineRequest, workdir: Path) -> Done:
        """Copy the video at once: its address works for a day."""
        content = state.body.get("content")
        content = content if isinstance(content, Mapping) else {}
        url = content.get("video_url")
        if not isinstance(url, str) or not url:
            raise Expired("its answer names no video")
        path = workdir / "video.mp4"
        await self._downloads.video(url, path)
        last_frame = None
        last_url = content.get("last_frame_url")
        if request.return_last_frame and isinstance(last_url, str) and last_url:
            last_frame = workdir / "last_frame.png"
            await self._downloads.picture(last_url, workdir / "last")
            await save_as_png(workdir / "last", last_frame)
        return Done(path, has_audio=request.generate_audio, last_frame=last_frame)

    async def cancel(self, job: str) -> bool:
        """Delete a task that still waits; Ark refuses for one that runs (409)."""
        answer = await self._calls.call("DELETE", f"{_TASKS}/{job}")
        return 200 <= answer.status < 300


def _state(task: Mapping[str, Any]) -> State:
    word = str(task.get("status"))
    return State(_PHASES.get(word, Phase.UNKNOWN), word, None, task)


def _items(answer: Answer) -> Sequence[Mapping[str, Any]]:
    items: Iterable[Any] = answer.body.get("items") or ()
    if not answer.ok or not isinstance(items, list | tuple):
        raise CallFailed(f"the list of tasks was answered with {answer.status}")
    return [task for task in items if isinstance(task, Mapping)]


def _error(body: Mapping[str, Any]) -> Mapping[str, Any]:
    error = body.get("error")
    return error if isinstance(error, Mapping) else {}


def _looks_like(task: Mapping[str, Any], request: EngineRequest) -> bool:
    """Tell whether a task may be what a request made: nothing that it says about itself speaks against it."""
    asked = {
        "resolution": request.resolution,
        "duration": request.seconds,
        "ratio": request.ratio,
        "generate_audio": request.generate_audio,
        "seed": request.seed,
    }
    return all(task.get(name) in (None, asked[name]) for name in _SAME)
