"""What the API answers, typed. `raw` keeps the whole JSON for fields that this version does not know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from reelwright.client.errors import BadAnswer

Json = Mapping[str, Any]

_TERMINAL: Final = frozenset({"completed", "failed", "cancelled"})


@dataclass(frozen=True, slots=True)
class Video:
    """One video of a completed task.

    url: works without the key until `expires_at` (Unix seconds). width, height: pixels. duration: seconds.
    What a server leaves out is None.
    """

    url: str
    expires_at: int | None = None
    last_frame_url: str | None = None
    thumbnail_url: str | None = None
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    frames: int | None = None
    fps: int | None = None
    has_audio: bool | None = None
    size_bytes: int | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a task failed; `param` names the field at fault, where there is one."""

    message: str
    code: str | None = None
    type: str | None = None
    param: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A task as the server last told it.

    status: pending, processing, completed, failed or cancelled. progress: 0–100.
    created, completed: Unix seconds. estimated_time, actual_time: seconds. cost: USD.
    """

    id: str
    status: str
    progress: int = 0
    created: int | None = None
    completed: int | None = None
    estimated_time: int | None = None
    actual_time: int | None = None
    cost: float | None = None
    credits_cost: float | None = None
    model: str | None = None
    seed: int | None = None
    engine: str | None = None
    warnings: tuple[str, ...] = ()
    videos: tuple[Video, ...] = ()
    last_frame_url: str | None = None
    error: Failure | None = None
    raw: Json = field(default_factory=dict, repr=False, compare=False)

    @property
    def ended(self) -> bool:
        """Whether the task can't change any more."""
        return self.status in _TERMINAL

    @property
    def video(self) -> Video:
        """The video of a completed task. Raises ValueError while there is none."""
        if not self.videos:
            raise ValueError(f"task {self.id} is {self.status} and has no video")
        return self.videos[0]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that the server keeps; its `url` may be used as a medium in requests to that server."""

    url: str
    filename: str
    content_type: str
    bytes: int
    created_at: int | None = None


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Some tasks, newest first; `next_cursor` begins the next page, None after the last."""

    tasks: tuple[Task, ...]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """A model that the server offers."""

    id: str
    raw: Json = field(default_factory=dict, repr=False, compare=False)


def read_task(data: Any) -> Task:
    """Read a task object. Raises BadAnswer when it has no id or status."""
    if not isinstance(data, dict) or not data.get("id") or not data.get("status"):
        raise BadAnswer(f"this is no task: {str(data)[:200]}")
    result = _mapping(data.get("result"))
    videos = result.get("videos")
    return Task(
        **_known(data, _TASK_FIELDS),
        warnings=tuple(str(item) for item in data.get("warnings") or ()),
        videos=tuple(_videos(videos if isinstance(videos, list) else [])),
        last_frame_url=result.get("last_frame_url"),
        error=_failure(data.get("error")),
        raw=data,
    )


def read_submitted(data: Any) -> str:
    """Read a submit's answer, in its plain or its versioned form, and return the task's id. Raises BadAnswer."""
    first = data[0] if isinstance(data, list) and data else data
    entry = _mapping(first)
    task_id = entry.get("task_id") or entry.get("id")
    if not isinstance(task_id, str):
        raise BadAnswer(f"the submit's answer names no task: {str(data)[:200]}")
    return task_id


def read_upload(data: Any) -> Upload:
    """Read an upload's answer. Raises BadAnswer when it has no url."""
    if not isinstance(data, dict) or not data.get("url"):
        raise BadAnswer(f"the upload's answer has no url: {str(data)[:200]}")
    return Upload(
        url=data["url"],
        filename=data.get("filename", ""),
        content_type=data.get("content_type", ""),
        bytes=data.get("bytes", 0),
        created_at=data.get("created_at"),
    )


def read_tasks(data: Any) -> tuple[Task, ...]:
    """Read a list of task objects. Raises BadAnswer."""
    if not isinstance(data, list):
        raise BadAnswer(f"this is no list of tasks: {str(data)[:200]}")
    return tuple(read_task(item) for item in data)


def read_models(data: Any) -> tuple[Model, ...]:
    """Read a list of models."""
    entries = data if isinstance(data, list) else []
    return tuple(Model(id=str(item["id"]), raw=item) for item in entries if _mapping(item).get("id"))


_TASK_FIELDS: Final = (
    "id",
    "status",
    "progress",
    "created",
    "completed",
    "estimated_time",
    "actual_time",
    "cost",
    "credits_cost",
    "model",
    "seed",
    "engine",
)
_VIDEO_FIELDS: Final = tuple(name for name in Video.__dataclass_fields__ if name != "url")


def _videos(entries: list[Any]) -> list[Video]:
    found = []
    for entry in map(_mapping, entries):
        url = entry.get("url")
        # Documented as a list; some servers send the bare string.
        addresses = url if isinstance(url, list) else [url]
        found += [Video(url=str(one), **_known(entry, _VIDEO_FIELDS)) for one in addresses if one]
    return found


def _failure(data: Any) -> Failure | None:
    if not data:
        return None
    error = _mapping(data)
    return Failure(
        message=str(error.get("message") or data),
        code=error.get("code"),
        type=error.get("type"),
        param=error.get("param"),
    )


def _known(data: Json, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: data[name] for name in names if data.get(name) is not None}


def _mapping(data: Any) -> Json:
    return data if isinstance(data, dict) else {}
