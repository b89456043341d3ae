"""The shapes of answers about assets."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from reelwright.wire.seedance.answers import TaskId, UnixTime

AssetStatus = Literal["Processing", "Active", "Failed"]


class ReviewReference(TypedDict):
    """A review as the answer to a submission names it."""

    id: TaskId
    object: Literal["seedance.avatar.asset.task"]
    status: Literal["processing"]
    progress: int
    model: str


class ReviewSubmitAnswer(TypedDict):
    """The answer to a submission of assets; follow the review with GET /v1/tasks/{id}."""

    code: Literal[200]
    data: ReviewReference


class AssetObject(TypedDict):
    """An asset. `preview_url` works for an hour, once the asset was fetched."""

    asset_id: str
    asset_url: Annotated[str, Field(examples=["asset://asset_01KMCGF6BQGN3X28H3KSR50X5T"])]
    name: str
    asset_type: Literal["Image", "Video", "Audio"]
    status: AssetStatus
    error: NotRequired[str]
    group_id: str
    task_id: str
    created_at: UnixTime
    preview_url: NotRequired[str]
    account_id: NotRequired[Annotated[str, Field(description="For reviewers only.")]]


class AssetAnswer(TypedDict):
    """One asset."""

    code: Literal[200]
    data: AssetObject


class AssetPage(TypedDict):
    """A page of assets, newest first. total: how many there are in all."""

    items: list[AssetObject]
    total: int
    page: int
    limit: int


class AssetPageAnswer(TypedDict):
    """A page of assets."""

    code: Literal[200]
    data: AssetPage


class GroupObject(TypedDict):
    """A group of assets. assets: how many there are in it."""

    group_id: str
    name: str
    description: str
    project_name: str
    assets: int
    created_at: UnixTime


class GroupAnswer(TypedDict):
    """One group."""

    code: Literal[200]
    data: GroupObject


class GroupPage(TypedDict):
    """A page of groups, newest first. total: how many there are in all."""

    items: list[GroupObject]
    total: int
    page: int
    limit: int


class GroupPageAnswer(TypedDict):
    """A page of groups."""

    code: Literal[200]
    data: GroupPage
