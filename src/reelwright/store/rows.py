"""Rows to domain objects and back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from psycopg.rows import DictRow

from reelwright.domain.asset import AssetStatus, ReviewedAsset
from reelwright.domain.request import MediaKind, MediaRef, MediaRole, VideoRequest
from reelwright.domain.task import Task, TaskFailure, TaskKind, TaskResult, TaskStatus


def request_to_json(request: VideoRequest) -> dict[str, Any]:
    """Return the JSON that a task's row keeps of its request."""
    return asdict(request)


def request_from_json(stored: dict[str, Any]) -> VideoRequest:
    """Rebuild a request from its row; keys that a newer release wrote are left aside."""
    known = {name: stored[name] for name in VideoRequest.__dataclass_fields__ if name in stored}
    known["media"] = tuple(
        MediaRef(
            kind=MediaKind(medium["kind"]),
            role=MediaRole(medium["role"]),
            url=medium["url"],
            param=medium["param"],
            number=medium["number"],
        )
        for medium in stored.get("media", ())
    )
    known["unknown_keys"] = tuple(stored.get("unknown_keys", ()))
    return VideoRequest(**known)


def task_from_row(row: DictRow) -> Task:
    """Build a task from a row of table task."""
    kind = TaskKind(row["kind"])
    return Task(
        id=row["id"],
        account_id=row["account_id"],
        key_id=row["key_id"],
        model=row["model"],
        engine=row["engine"],
        request=request_from_json(row["request"]),
        seed=row["seed"],
        status=TaskStatus(row["status"]),
        progress=row["progress"],
        attempt=row["attempt"],
        excused=row["excused"],
        created_at=row["created_at"],
        public_url=row["public_url"],
        cancel_requested=row["cancel_requested"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
        expires_at=row["expires_at"],
        deadline_at=row["deadline_at"],
        estimated_seconds=row["estimated_seconds"],
        warnings=tuple(row["warnings"]),
        failure=TaskFailure(**row["failure"]) if row["failure"] else None,
        result=TaskResult(**row["result"]) if row["result"] and kind is TaskKind.VIDEO else None,
        cost=row["cost"],
        completion_tokens=row["completion_tokens"],
        version=row["version"],
        kind=kind,
        review=_review(row["result"]) if row["result"] and kind is TaskKind.REVIEW else None,
    )


def _review(stored: dict[str, Any]) -> tuple[ReviewedAsset, ...]:
    return tuple(
        ReviewedAsset(asset["id"], asset["name"], AssetStatus(asset["status"]), asset["error"])
        for asset in stored["assets"]
    )
