"""The shapes of every answer of this dialect, and the few functions that build the small ones.

They are typed dictionaries: an answer is built as a plain dictionary, checked by the type checker, and the OpenAPI document is
made from the same declaration. A key that does not apply is left out, never null.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

Status = Literal["pending", "processing", "completed", "failed", "cancelled"]
TaskId = Annotated[
    str, Field(pattern="^task_[0-9A-HJKMNP-TV-Z]{26}$", examples=["task_01KMCGF6BQGN3X28H3KSR50X5T"])
]
UnixTime = Annotated[int, Field(description="Unix time in seconds.", examples=[1765000891])]


class Submitted(TypedDict):
    """One accepted request."""

    status: Literal["submitted"]
    task_id: TaskId


class SubmitAnswer(TypedDict):
    """The answer to a submit: checked, charged and durable."""

    code: Literal[200]
    data: list[Submitted]


class TaskReference(TypedDict):
    """A task as the versioned submit answer names it."""

    object: Literal["generation.task"]
    id: TaskId
    status: Status


class VersionedSubmitAnswer(TypedDict):
    """The answer to a submit under response version 2026-07-27."""

    request_id: str
    code: Literal[202]
    data: TaskReference


class Usage(TypedDict):
    """What a task used."""

    completion_tokens: int


class Video(TypedDict):
    """One finished video."""

    url: Annotated[
        list[str], Field(description="Addresses of the MP4; they work without a key until expires_at.")
    ]
    expires_at: UnixTime
    last_frame_url: NotRequired[str]
    thumbnail_url: NotRequired[str]
    width: int
    height: int
    duration: Annotated[float, Field(description="Seconds: frames divided by fps.")]
    frames: int
    fps: int
    has_audio: bool
    size_bytes: int
    sha256: str


class Result(TypedDict):
    """What a completed task made."""

    videos: list[Video]
    last_frame_url: NotRequired[str]


class AssetVerdict(TypedDict):
    """What became of one asset of a review."""

    asset_id: str
    asset_url: str
    name: str
    status: Literal["Processing", "Active", "Failed"]
    error: NotRequired[str]


class ReviewResult(TypedDict):
    """What a review decided. `asset_id` and `asset_url` are there when it was about a single asset."""

    assets: list[AssetVerdict]
    usable_assets: list[AssetVerdict]
    failed_assets: list[AssetVerdict]
    asset_id: NotRequired[str]
    asset_url: NotRequired[str]


class TaskError(TypedDict):
    """Why a task failed."""

    code: str
    type: str
    message: str
    param: NotRequired[str]


class TaskObject(TypedDict):
    """A task. `object` marks a review of assets; only a video has `seed` and `engine`."""

    id: TaskId
    object: NotRequired[Literal["seedance.avatar.asset.task"]]
    status: Status
    progress: Annotated[int, Field(ge=0, le=100, description="Never goes back.")]
    created: UnixTime
    completed: NotRequired[UnixTime]
    estimated_time: NotRequired[Annotated[int, Field(description="Seconds, from this server's own history.")]]
    actual_time: NotRequired[Annotated[int, Field(description="Seconds from submit to the end.")]]
    cost: NotRequired[Annotated[float, Field(description="USD.")]]
    credits_cost: NotRequired[Annotated[float, Field(description="Ten times the cost.")]]
    usage: NotRequired[Usage]
    result: NotRequired[Result | ReviewResult]
    error: NotRequired[TaskError]
    model: str
    seed: NotRequired[int]
    engine: NotRequired[str]
    warnings: NotRequired[list[str]]


class TaskAnswer(TypedDict):
    """One task. HTTP 200 also when the task has failed."""

    code: Literal[200]
    data: TaskObject


class TasksAnswer(TypedDict):
    """Several tasks, in the order in which they were asked for."""

    code: Literal[200]
    data: list[TaskObject]


class TaskPage(TypedDict):
    """A page of tasks, newest first. `next_cursor` is there when `has_more` is true."""

    items: list[TaskObject]
    has_more: bool
    next_cursor: NotRequired[str]


class TaskPageAnswer(TypedDict):
    """A page of tasks."""

    code: Literal[200]
    data: TaskPage


class Deleted(TypedDict):
    """What was deleted."""

    id: str
    deleted: Literal[True]


class DeletedAnswer(TypedDict):
    """Something is gone for good."""

    code: Literal[200]
    data: Deleted


class UploadAnswer(TypedDict):
    """A stored file; no envelope around it."""

    url: str
    filename: str
    content_type: str
    bytes: int
    created_at: UnixTime


class Detail(TypedDict):
    """One fault of several."""

    message: str
    param: NotRequired[str]


class ErrorBody(TypedDict):
    """What went wrong and what to do about it. `code` is the HTTP status, or a word for idempotency conflicts."""

    code: int | str
    message: Annotated[str, Field(min_length=1)]
    type: str
    param: NotRequired[str]
    details: NotRequired[list[Detail]]
    request_id: NotRequired[str]


class ErrorAnswer(TypedDict):
    """The one shape of every error."""

    error: ErrorBody


class ModelObject(TypedDict):
    """A model and what it may be asked for. `parameters` is the JSON Schema of a submit, when asked for."""

    id: str
    object: Literal["model"]
    created: UnixTime
    owned_by: str
    category: Literal["video"]
    description: str
    aliases: list[str]
    resolutions: list[str]
    min_duration: int
    max_duration: int
    parameters: NotRequired[dict[str, Any]]


class ModelList(TypedDict):
    """Every model of this server."""

    object: Literal["list"]
    data: list[ModelObject]


class ModelSchema(TypedDict):
    """The JSON Schema of what a model takes."""

    model: str
    operation: Literal["video_generation"]
    input_schema: dict[str, Any]


class Balance(TypedDict):
    """Money left and used; 10 credits are 1 USD. Unlimited: what remains is -1."""

    success: Literal[True]
    remain_balance: float
    remain_credits: float
    used_balance: float
    used_credits: float
    unlimited_quota: bool


class UsageRow(TypedDict):
    """What was spent in one group. `name` is the model, the day (YYYY-MM-DD, UTC) or the key's id."""

    name: str
    tasks: int
    cost: float
    credits_cost: float


class UsageAnswer(TypedDict):
    """Spending by model, day or key."""

    code: Literal[200]
    data: list[UsageRow]


class Health(TypedDict):
    """A sign of life."""

    status: Literal["ok"]


def submitted(task_id: str) -> SubmitAnswer:
    """Build the answer to a submit."""
    return {"code": 200, "data": [{"status": "submitted", "task_id": task_id}]}


def submitted_versioned(task_id: str, request_id: str) -> VersionedSubmitAnswer:
    """Build the answer to a submit under response version 2026-07-27."""
    return {
        "request_id": request_id,
        "code": 202,
        "data": {"object": "generation.task", "id": task_id, "status": "pending"},
    }


def enveloped(data: Any) -> dict[str, Any]:
    """Put data into the envelope that most answers have."""
    return {"code": 200, "data": data}
