"""Assets: media that an account keeps under an asset:// id once they were reviewed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from reelwright.domain.request import MediaKind

MAX_ASSETS: Final = 20
"""How many assets one submission may have."""
REVIEWER: Final = "asset-review"
"""What stands in place of an engine in tasks that are reviews: the queue of reviews is named for it."""


class AssetStatus(StrEnum):
    """The public words. PROCESSING: not decided yet."""

    PROCESSING = "Processing"
    ACTIVE = "Active"
    FAILED = "Failed"


class ReviewPolicy(StrEnum):
    """Who decides. AUTO: the limits on media and the checks that are configured. MANUAL: after these an administrator."""

    AUTO = "auto"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class AssetGroup:
    """A group of assets. assets: how many there are in it."""

    id: str
    account_id: str
    name: str
    description: str
    project: str
    created_at: datetime
    assets: int = 0


@dataclass(frozen=True, slots=True)
class Asset:
    """One asset.

    task_id: of its review. url: where it was fetched from. blob: its name in the store, None until it was found good.
    info: what opening it found. error: why it failed.
    """

    id: str
    account_id: str
    group_id: str
    task_id: str
    name: str
    kind: MediaKind
    url: str
    status: AssetStatus
    error: str | None
    blob: str | None
    content_type: str | None
    size_bytes: int | None
    info: dict[str, Any] | None
    created_at: datetime
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReviewedAsset:
    """What became of one asset, as its review tells it."""

    id: str
    name: str
    status: AssetStatus
    error: str | None = None


@dataclass(frozen=True, slots=True)
class AssetFilter:
    """Which assets a list shows. page: from 1."""

    group_id: str | None = None
    status: AssetStatus | None = None
    kind: MediaKind | None = None
    page: int = 1
    limit: int = 20
