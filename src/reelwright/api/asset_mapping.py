"""Between the wire of assets and the domain."""

from __future__ import annotations

from typing import Any, Final

from reelwright.api.mapping import unix_time
from reelwright.domain.request import MediaKind
from reelwright.service.assets import DEFAULT_MODEL, Asset, AssetGroup, NewAsset, Submission
from reelwright.service.files import Files
from reelwright.wire.seedance.asset_answers import AssetObject, GroupObject
from reelwright.wire.seedance.assets import AssetsForm

KINDS: Final = {"Image": MediaKind.IMAGE, "Video": MediaKind.VIDEO, "Audio": MediaKind.AUDIO}
_TYPES: Final[dict[MediaKind, Any]] = {kind: name for name, kind in KINDS.items()}


def to_submission(form: AssetsForm) -> Submission:
    """Build the submission that a form means."""
    return Submission(
        assets=tuple(NewAsset(entry.url, entry.name, entry.param) for entry in form.assets),
        kind=KINDS[form.asset_type],
        group_id=form.group_id,
        group_name=form.group_name,
        group_description=form.group_description,
        project=form.project_name,
        model=form.model or DEFAULT_MODEL,
    )


def asset_object(asset: Asset, files: Files, base: str, *, for_reviewer: bool = False) -> AssetObject:
    """Build the public form of an asset; base: of the address of its preview."""
    found: AssetObject = {
        "asset_id": asset.id,
        "asset_url": f"asset://{asset.id}",
        "name": asset.name,
        "asset_type": _TYPES[asset.kind],
        "status": asset.status.value,
        "group_id": asset.group_id,
        "task_id": asset.task_id,
        "created_at": unix_time(asset.created_at),
    }
    if asset.error is not None:
        found["error"] = asset.error
    if asset.blob is not None:
        found["preview_url"] = files.preview_url(asset.blob, base)
    if for_reviewer:
        found["account_id"] = asset.account_id
    return found


def group_object(group: AssetGroup) -> GroupObject:
    """Build the public form of a group."""
    return {
        "group_id": group.id,
        "name": group.name,
        "description": group.description,
        "project_name": group.project,
        "assets": group.assets,
        "created_at": unix_time(group.created_at),
    }
