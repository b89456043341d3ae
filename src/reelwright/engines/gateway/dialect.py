"""The Seedance 2.0 API as a client of it speaks it.

Settling: a create carries the task's id as `Idempotency-Key`, so that sending it again never makes a second job.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from reelwright.domain.request import MediaKind, MediaRole
from reelwright.engines.base import Done, EngineRequest, LocalMedia
from reelwright.engines.gateway.uploads import Uploads
from reelwright.engines.remote.calls import Answer, Calls
from reelwright.engines.remote.download import Downloads, Expired, save_as_png
from reelwright.engines.remote.options import UpstreamOptions
from reelwright.engines.remote.poller import Pace
from reelwright.engines.remote.states import (
    Accepted,
    Outcome,
    Phase,
    Refused,
    Settling,
    State,
    Uncertain,
    Undecidable,
)
from reelwright.errors import NotSubmitted, SubmitUnknown, UpstreamDeclined

_PHASES: Final = {
    "pending": Phase.WAITING,
    "submitted": Phase.WAITING,
    "processing": Phase.RUNNING,
    "completed": Phase.DONE,
    "failed": Phase.FAILED,
    "cancelled": Phase.CANCELLED,
}
_ROLES: Final = {
    MediaRole.FIRST_FRAME: "first_frame",
    MediaRole.LAST_FRAME: "last_frame",
    MediaRole.REFERENCE: "reference_image",
}
_BATCH: Final = 50


class GatewayDialect:
    """How a gateway is spoken to. Options: batch (true), idempotent (true), hosts (of results at private addresses)."""

    def __init__(self, options: UpstreamOptions, calls: Calls) -> None:
        self._options = options
        self._calls = calls
        self._uploads = Uploads(options.name, calls)
        self._downloads = Downloads(options, options.extra.get("hosts", ()))
        self._batch = options.flag("batch", True)
        self.settling = Settling.SEND_AGAIN if options.flag("idempotent", True) else Settling.LOOK_UP
        self.pace = Pace(
            batch=_BATCH if self._batch else 1,
            parallel=2 if self._batch else 8,
            rate=options.number("poll_rate", 10),
            first=options.number("poll_first", 0.5),
            longest=options.number("poll_longest", 5),
        )

    def warnings(self, request: EngineRequest) -> Sequence[str]:
        """Return nothing: the upstream takes the same requests, and its own warnings come with the result."""
        return ()

    async def compose(self, request: EngineRequest, reference: str) -> Mapping[str, Any]:
        """Return the body of the submit; media that only this server can reach are uploaded there first."""
        body: dict[str, Any] = {
            "model": self._options.models.get(request.model, request.model),
            "prompt": request.prompt,
            "duration": request.seconds,
            "size": request.ratio,
            "resolution": request.resolution,
            "seed": request.seed,
            "generate_audio": request.generate_audio,
            "return_last_frame": request.return_last_frame,
            "language": request.language,
        }
        if request.web_search:
            body["tools"] = [{"type": "web_search"}]
        urls = await asyncio.gather(*(self._uploads.address(medium) for medium in request.media))
        body.update(_media(zip(request.media, urls, strict=True)))
        return body

    async def create(self, request: EngineRequest, body: Mapping[str, Any], reference: str) -> Outcome:
        """Send the submit."""
        answer = await self._calls.call(
            "POST", "/v1/videos/generations", json=body, headers={"Idempotency-Key": reference}
        )
        if answer.ok and answer.body.get("code", 200) in (200, 202):
            job = _task_id(answer.body.get("data"))
            return Accepted(job) if job else Uncertain("its answer to the submit names no task")
        return self._not_taken(answer)

    def _not_taken(self, answer: Answer) -> Outcome:
        name, message = self._options.name, error_text(answer)
        status = answer.status
        if status < 300 and answer.is_json:
            # Some servers of this dialect say by `code` alone that they refused.
            code = answer.body.get("code")
            status = code if isinstance(code, int) else 500
        if status == 409 and error_code(answer) == "idempotency_in_progress":
            return Uncertain("the same submit is still being worked on there", answer.retry_after(0))
        if status == 409:
            return Refused(
                SubmitUnknown(
                    f"the upstream {name} has taken another request under this reference: {message}"
                )
            )
        if status == 429:
            wait = answer.retry_after(2)
            return Refused(NotSubmitted(f"the upstream {name} is busy: {message}", retry_after=wait), wait)
        if status in (401, 402, 403, 404):
            return Refused(NotSubmitted(f"the upstream {name} does not serve this: {message}"))
        if 400 <= status < 500:
            param = error_field(answer, "param")
            return Refused(
                UpstreamDeclined(f"the upstream {name} refused the request: {message}", param=param),
                final=True,
            )
        return Uncertain(f"it answered {status}: {message}", answer.retry_after(0))

    async def look_up(
        self, request: EngineRequest, saved: Mapping[str, Any], reference: str, since: float
    ) -> str | Undecidable | None:
        """Give up: tasks of this dialect carry no reference, so without idempotency keys nobody can tell."""
        return Undecidable(
            "the server keeps no idempotency keys, and its tasks carry no reference to look for"
        )

    async def look(self, jobs: Sequence[str]) -> Mapping[str, State]:
        """Return the states of jobs, in one call where the server has batches."""
        if not self._batch:
            return {jobs[0]: await self._look_at(jobs[0])}
        answer = await self._calls.call("POST", "/v1/tasks/batch", json={"task_ids": list(jobs)})
        if answer.status in (404, 405, 501):
            return {job: await self._look_at(job) for job in jobs}
        found = {}
        if answer.ok and isinstance(answer.body.get("data"), list):
            found = {
                str(task.get("id")): _state(task) for task in answer.body["data"] if isinstance(task, dict)
            }
            # What is not in an answer to a batch is not there.
            return {job: found.get(job, State(Phase.GONE)) for job in jobs}
        return found

    async def _look_at(self, job: str) -> State:
        answer = await self._calls.call("GET", f"/v1/tasks/{job}")
        data = answer.body.get("data")
        if answer.ok and isinstance(data, dict):
            return _state(data)
        return State(Phase.GONE if answer.status == 404 else Phase.RUNNING)

    def failure(self, state: State) -> UpstreamDeclined:
        """Return the upstream's own words: they are in the same dialect."""
        error = state.body.get("error")
        error = error if isinstance(error, Mapping) else {}
        message = str(error.get("message") or "it gave no reason")[:2000]
        param = error.get("param")
        return UpstreamDeclined(message, param=param if isinstance(param, str) else None)

    async def collect(self, job: str, state: State, request: EngineRequest, workdir: Path) -> Done:
        """Fetch the video, and the last frame where it was asked for."""
        result = state.body.get("result")
        videos = result.get("videos") if isinstance(result, Mapping) else None
        video = videos[0] if isinstance(videos, list) and videos and isinstance(videos[0], Mapping) else {}
        urls = video.get("url")
        url = urls[0] if isinstance(urls, list) and urls else urls
        if not isinstance(url, str):
            raise Expired("its answer names no video")
        path = workdir / "video.mp4"
        await self._downloads.video(url, path)
        last_frame = await self._optional(
            video.get("last_frame_url"), workdir, "last", request.return_last_frame
        )
        thumbnail = await self._optional(video.get("thumbnail_url"), workdir, "thumbnail", True)
        if last_frame is not None:
            png = workdir / "last_frame.png"
            await save_as_png(last_frame, png)
            last_frame = png
        return Done(path, bool(video.get("has_audio", request.generate_audio)), last_frame, thumbnail)

    async def _optional(self, url: object, workdir: Path, name: str, wanted: bool) -> Path | None:
        if not (wanted and isinstance(url, str)):
            return None
        path = workdir / name
        await self._downloads.picture(url, path)
        return path

    async def cancel(self, job: str) -> bool:
        """Ask for a task to be cancelled."""
        return (await self._calls.call("POST", f"/v1/tasks/{job}/cancel")).ok


def _media(media: Iterable[tuple[LocalMedia, str]]) -> dict[str, Any]:
    """Return the media fields of the body; roles are always written out, so that one image means the same everywhere."""
    fields: dict[str, Any] = {}
    for medium, url in media:
        if medium.kind is MediaKind.IMAGE:
            fields.setdefault("image_with_roles", []).append({"url": url, "role": _ROLES[medium.role]})
        else:
            fields.setdefault(f"{medium.kind}_urls", []).append(url)
    return fields


def _state(task: Mapping[str, Any]) -> State:
    word = str(task.get("status"))
    progress = task.get("progress")
    fraction = progress / 100 if isinstance(progress, int | float) else None
    return State(_PHASES.get(word, Phase.UNKNOWN), word, fraction, task)


def _task_id(data: object) -> str | None:
    first = data[0] if isinstance(data, list) and data else data
    if not isinstance(first, Mapping):
        return None
    found = first.get("task_id") or first.get("id")
    return found if isinstance(found, str) and found else None


def error_text(answer: Answer) -> str:
    """Return the message of an error answer, or its status where it has none."""
    return (error_field(answer, "message") or f"HTTP {answer.status}")[:1000]


def error_code(answer: Answer) -> str:
    """Return the code of an error answer as text."""
    error = answer.body.get("error")
    return str(error.get("code", "")) if isinstance(error, Mapping) else ""


def error_field(answer: Answer, name: str) -> str | None:
    """Return a text field of an error answer, or None."""
    error = answer.body.get("error")
    found = error.get(name) if isinstance(error, Mapping) else None
    return found if isinstance(found, str) and found else None
