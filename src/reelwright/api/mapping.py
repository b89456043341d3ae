"""Between the wire and the domain: forms to requests, tasks to answers."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Final

from reelwright.domain.asset import ReviewedAsset
from reelwright.domain.request import MediaKind, MediaRef, MediaRole, VideoRequest
from reelwright.domain.task import Task, TaskFailure, TaskKind, TaskResult, TaskStatus
from reelwright.domain.tokens import CREDITS_PER_USD
from reelwright.errors import InvalidRequest
from reelwright.service.files import Files
from reelwright.service.uploads import Upload
from reelwright.wire.seedance.answers import (
    AssetVerdict,
    Result,
    ReviewResult,
    Status,
    TaskError,
    TaskObject,
    UploadAnswer,
    Video,
)
from reelwright.wire.seedance.submit import SubmitForm
from reelwright.wire.seedance.translate import translate

_ROLES: Final = {
    "first_frame": MediaRole.FIRST_FRAME,
    "last_frame": MediaRole.LAST_FRAME,
    "reference_image": MediaRole.REFERENCE,
}
_REVIEW_BEGINS: Final = 10
_TASK_ID: Final = re.compile(r"task_[0-9A-HJKMNP-TV-Z]{26}")


def to_request(form: SubmitForm) -> VideoRequest:
    """Build the request that a form means."""
    return VideoRequest(
        model=form.model,
        prompt=form.prompt,
        duration=form.duration,
        ratio=form.size,
        resolution=form.resolution,
        seed=form.seed,
        generate_audio=form.generate_audio,
        return_last_frame=form.return_last_frame,
        web_search="web_search" in form.tools,
        media=tuple(_media(form)),
        webhook=form.webhook,
        language=form.language,
        expires_after=form.execution_expires_after,
        unknown_keys=form.unknown_keys,
    )


def _media(form: SubmitForm) -> Iterable[MediaRef]:
    alone = len(form.image_urls) == 1 and not (form.video_urls or form.audio_urls)
    role = MediaRole.FIRST_FRAME if alone else MediaRole.REFERENCE
    for index, url in enumerate(form.image_urls):
        yield MediaRef(MediaKind.IMAGE, role, url, f"image_urls[{index}]", index + 1)
    for number, image in enumerate(form.image_with_roles, len(form.image_urls) + 1):
        yield MediaRef(MediaKind.IMAGE, _ROLES[image.role], image.url, f"{image.param}.url", number)
    for index, url in enumerate(form.video_urls):
        yield MediaRef(MediaKind.VIDEO, MediaRole.REFERENCE, url, f"video_urls[{index}]", index + 1)
    for index, url in enumerate(form.audio_urls):
        yield MediaRef(MediaKind.AUDIO, MediaRole.REFERENCE, url, f"audio_urls[{index}]", index + 1)


def task_object(task: Task, files: Files, language: str | None = None) -> TaskObject:
    """Build the public form of a task. language: of its messages; by default the one that its request asked for."""
    language = language or task.request.language
    if task.kind is TaskKind.REVIEW:
        return _review_object(task, language)
    found: TaskObject = {
        "id": task.id,
        "status": task.status.value,
        "progress": task.progress,
        "created": unix_time(task.created_at),
        "model": task.model,
        "seed": task.seed,
        "engine": task.engine,
    }
    if task.estimated_seconds is not None:
        found["estimated_time"] = task.estimated_seconds
    if task.warnings:
        found["warnings"] = [translate(warning, language) for warning in task.warnings]
    if task.finished_at is not None:
        found["actual_time"] = unix_time(task.finished_at) - unix_time(task.created_at)
        found["cost"], found["credits_cost"] = money(task.cost or Decimal(0))
    if task.completion_tokens is not None:
        found["usage"] = {"completion_tokens": task.completion_tokens}
    if task.result is not None and task.finished_at is not None:
        found["completed"] = unix_time(task.finished_at)
        found["result"] = _result(task, task.result, files)
    if task.failure is not None:
        found["error"] = _failure(task.failure, language)
    return found


def _review_object(task: Task, language: str) -> TaskObject:
    """Build the public form of a review, which has its own words: it is never pending, and begins at 10 percent."""
    found: TaskObject = {
        "id": task.id,
        "object": "seedance.avatar.asset.task",
        "status": "processing" if task.status is TaskStatus.PENDING else _word(task.status),
        "progress": max(_REVIEW_BEGINS, task.progress),
        "created": unix_time(task.created_at),
        "model": task.model,
    }
    if task.finished_at is not None:
        found["actual_time"] = unix_time(task.finished_at) - unix_time(task.created_at)
        found["cost"], found["credits_cost"] = money(task.cost or Decimal(0))
    if task.review is not None and task.finished_at is not None:
        found["completed"] = unix_time(task.finished_at)
        found["result"] = _review_result(task.review)
    if task.failure is not None:
        found["error"] = _failure(task.failure, language)
    return found


def _word(status: TaskStatus) -> Status:
    return status.value


def _review_result(assets: tuple[ReviewedAsset, ...]) -> ReviewResult:
    shown = [_reviewed(asset) for asset in assets]
    found: ReviewResult = {
        "assets": shown,
        "usable_assets": [asset for asset in shown if asset["status"] == "Active"],
        "failed_assets": [asset for asset in shown if asset["status"] == "Failed"],
    }
    if len(shown) == 1:
        found["asset_id"], found["asset_url"] = shown[0]["asset_id"], shown[0]["asset_url"]
    return found


def _reviewed(asset: ReviewedAsset) -> AssetVerdict:
    found: AssetVerdict = {
        "asset_id": asset.id,
        "asset_url": f"asset://{asset.id}",
        "name": asset.name,
        "status": asset.status.value,
    }
    if asset.error is not None:
        found["error"] = asset.error
    return found


def _result(task: Task, result: TaskResult, files: Files) -> Result:
    if task.expires_at is None:
        raise ValueError(f"{task.id} has a result that never expires")
    video: Video = {
        "url": [files.result_url(task, result.video)],
        "expires_at": unix_time(task.expires_at),
        "width": result.width,
        "height": result.height,
        "duration": result.duration,
        "frames": result.frames,
        "fps": result.fps,
        "has_audio": result.has_audio,
        "size_bytes": result.size_bytes,
        "sha256": result.sha256,
    }
    found: Result = {"videos": [video]}
    if result.thumbnail:
        video["thumbnail_url"] = files.result_url(task, result.thumbnail)
    if result.last_frame:
        video["last_frame_url"] = found["last_frame_url"] = files.result_url(task, result.last_frame)
    return found


def _failure(failure: TaskFailure, language: str) -> TaskError:
    error: TaskError = {
        "code": failure.code,
        "type": "task_failed",
        "message": translate(failure.message, language),
    }
    if failure.param is not None:
        error["param"] = failure.param
    return error


def money(usd: Decimal) -> tuple[int | float, int | float]:
    """Return cost and credits as JSON numbers for which ``credits == cost * 10`` holds in floating point.

    Of 0.57 the decimal product 5.7 is not the floating-point one (5.699999999999999), and clients compare the latter.
    """
    cost: int | float = int(usd) if usd == int(usd) else float(usd)
    return cost, cost * CREDITS_PER_USD


def upload_object(upload: Upload, files: Files, base: str) -> UploadAnswer:
    """Build the public form of an upload; base: of its address."""
    return {
        "url": files.upload_url(upload, base),
        "filename": upload.filename,
        "content_type": upload.content_type,
        "bytes": upload.size_bytes,
        "created_at": unix_time(upload.created_at),
    }


def unix_time(when: datetime) -> int:
    """Return whole Unix seconds."""
    return int(when.timestamp())


def is_task_id(text: str) -> bool:
    """Tell whether `text` can be the id of a task at all."""
    return _TASK_ID.fullmatch(text) is not None


def to_cursor(task_id: str) -> str:
    """Wrap the id after which a page begins, so that callers don't build on what is inside."""
    return base64.urlsafe_b64encode(task_id.encode()).decode().rstrip("=")


def from_cursor(cursor: str) -> str:
    """Return the task id in a cursor. Raises InvalidRequest."""
    try:
        task_id = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        task_id = ""
    if not is_task_id(task_id):
        raise InvalidRequest.one("cursor", "cursor must be the next_cursor of an earlier page, unchanged")
    return task_id
