"""The Python client: `Reelwright` blocks, `AsyncReelwright` awaits. It works with any server of this API.

::

    with Reelwright() as client:
        task = client.videos.generate("A kitten yawning at the camera", image="kitten.jpg")
        client.download(task, "kitten.mp4")
"""

from reelwright.client.aio import AsyncReelwright
from reelwright.client.calls import DEFAULT_MODEL, Retries
from reelwright.client.errors import (
    ApiError,
    AuthenticationFailed,
    BadAnswer,
    ClientError,
    Conflict,
    ConnectionFailed,
    InvalidRequest,
    NotFound,
    PaymentRequired,
    PermissionDenied,
    RateLimited,
    ServerError,
    TaskCancelled,
    TaskFailed,
    TooLarge,
    WaitTimedOut,
)
from reelwright.client.fields import Medium, VideoFields
from reelwright.client.results import Failure, Model, Task, TaskPage, Upload, Video
from reelwright.client.sync import Reelwright

__all__ = [
    "DEFAULT_MODEL",
    "ApiError",
    "AsyncReelwright",
    "AuthenticationFailed",
    "BadAnswer",
    "ClientError",
    "Conflict",
    "ConnectionFailed",
    "Failure",
    "InvalidRequest",
    "Medium",
    "Model",
    "NotFound",
    "PaymentRequired",
    "PermissionDenied",
    "RateLimited",
    "Reelwright",
    "Retries",
    "ServerError",
    "Task",
    "TaskCancelled",
    "TaskFailed",
    "TaskPage",
    "TooLarge",
    "Upload",
    "Video",
    "VideoFields",
    "WaitTimedOut",
]
