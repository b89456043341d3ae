"""Assets as their owners and their reviewers see them; those of others look like none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from ulid import ULID

from reelwright.blobs import BlobStore
from reelwright.domain.asset import MAX_ASSETS, REVIEWER, Asset, AssetFilter, AssetGroup, AssetStatus
from reelwright.domain.catalog import Catalog
from reelwright.domain.request import MediaKind, VideoRequest, is_http_url
from reelwright.domain.task import TaskKind
from reelwright.errors import Conflict, Fault, InvalidRequest, NotFound
from reelwright.service.intake import FindAsset
from reelwright.service.keys import Caller
from reelwright.store.assets import AssetStore
from reelwright.store.tasks import NewTask

__all__ = [
    "Asset",
    "AssetFilter",
    "AssetGroup",
    "Assets",
    "NewAsset",
    "Reviews",
    "Submission",
    "active_assets",
]

MAX_NAME: Final = 100
MAX_DESCRIPTION: Final = 1000
DEFAULT_MODEL: Final = "doubao-seedance-2.0"
_ID: Final = re.compile(r"(asset|group)_[0-9A-HJKMNP-TV-Z]{26}")


@dataclass(frozen=True, slots=True)
class NewAsset:
    """An asset to be reviewed. param: where the caller wrote it (``assets[0]``; empty for a single one)."""

    url: str
    name: str
    param: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """Assets of one kind for a group. group_id: of one that is there, else a group called `group_name` is made.

    project: a label that comes with a new group. model: the one that the assets are meant for.
    """

    assets: tuple[NewAsset, ...]
    kind: MediaKind = MediaKind.IMAGE
    group_id: str | None = None
    group_name: str = ""
    group_description: str = ""
    project: str = "default"
    model: str = DEFAULT_MODEL


class Assets:
    """What owners do with their assets."""

    def __init__(self, store: AssetStore, blobs: BlobStore, catalog: Catalog, deadline: int) -> None:
        """deadline: seconds in which a review must have ended."""
        self._store = store
        self._blobs = blobs
        self._catalog = catalog
        self._deadline = deadline
        self.active = active_assets(store)

    async def submit(self, wanted: Submission, caller: Caller, public_url: str) -> tuple[str, str]:
        """Store assets and the task that reviews them; return the task's id and the model's.

        Raises InvalidRequest naming every fault, NotFound when there is no such group of the caller's.
        """
        model = self._catalog.find(wanted.model)
        faults = [] if model else [Fault("model", f"model {wanted.model[:80]!r} is not known")]
        if model and not model.assets:
            allowed = " and ".join(self._catalog.allowing_assets())
            faults.append(Fault("model", f"{model.id} takes no assets; {allowed} do"))
        faults += _check(wanted)
        if faults or model is None:
            raise InvalidRequest(faults)
        task = NewTask(
            id=f"task_{ULID()}",
            account_id=caller.account_id,
            key_id=caller.key_id,
            model=model.id,
            engine=REVIEWER,
            request=VideoRequest(model=model.id, prompt=""),
            seed=0,
            public_url=public_url,
            deadline=self._deadline,
            weight=caller.terms.weight,
            kind=TaskKind.REVIEW,
        )
        entries = [
            (f"asset_{ULID()}", asset.name or f"{wanted.kind}-{number}", wanted.kind, asset.url)
            for number, asset in enumerate(wanted.assets, 1)
        ]
        await self._store.submit(task, self._group_of(wanted, caller), entries)
        return task.id, model.id

    async def get(self, asset_id: str, caller: Caller) -> Asset:
        """Return an asset. Raises NotFound."""
        found = await self._store.get(asset_id, caller.account_id) if _ID.fullmatch(asset_id) else None
        if found is None:
            raise no_such_asset(asset_id)
        return found

    async def page(self, which: AssetFilter, caller: Caller) -> tuple[list[Asset], int]:
        """Return a page of the caller's assets, newest first, and how many there are in all."""
        return await self._store.page(caller.account_id, which)

    async def rename(self, asset_id: str, name: str, caller: Caller) -> Asset:
        """Give an asset another name. Raises InvalidRequest, NotFound."""
        if faults := check_text("name", name, MAX_NAME):
            raise InvalidRequest(faults)
        await self.get(asset_id, caller)
        renamed = await self._store.rename(asset_id, caller.account_id, name, caller.key_id)
        if renamed is None:
            raise no_such_asset(asset_id)
        return renamed

    async def delete(self, asset_id: str, caller: Caller) -> Asset:
        """Remove an asset and its file; return what it was. Raises NotFound, and Conflict while its review runs."""
        asset = await self.get(asset_id, caller)
        gone = await self._store.delete(asset_id, caller.account_id, caller.key_id)
        if gone is None:
            raise Conflict(
                f"asset {asset.id} is being reviewed; wait for the end of {asset.task_id} or cancel it"
            )
        if gone.blob is not None:
            await self._blobs.delete([gone.blob])
        return gone

    async def groups(self, page: int, limit: int, caller: Caller) -> tuple[list[AssetGroup], int]:
        """Return a page of the caller's groups, newest first, and how many there are in all."""
        return await self._store.groups(caller.account_id, page, limit)

    async def group(self, group_id: str, caller: Caller) -> AssetGroup:
        """Return a group. Raises NotFound."""
        found = await self._store.group(group_id, caller.account_id) if _ID.fullmatch(group_id) else None
        if found is None:
            raise no_such_group(group_id)
        return found

    async def create_group(self, name: str, description: str, project: str, caller: Caller) -> AssetGroup:
        """Make a group. Raises InvalidRequest."""
        wanted = Submission((), group_name=name, group_description=description, project=project)
        if faults := _check_group(wanted, prefix=""):
            raise InvalidRequest(faults)
        group = _new_group(wanted, caller)
        await self._store.add_group(group, caller.key_id)
        return group

    async def update_group(
        self, group_id: str, name: str | None, description: str | None, caller: Caller
    ) -> AssetGroup:
        """Rename or describe a group; None leaves it as it is. Raises InvalidRequest, NotFound."""
        faults = [] if name is None else check_text("name", name, MAX_NAME)
        faults += check_text("description", description or "", MAX_DESCRIPTION, least=0)
        if faults:
            raise InvalidRequest(faults)
        await self.group(group_id, caller)
        await self._store.update_group(group_id, caller.account_id, name, description, caller.key_id)
        return await self.group(group_id, caller)

    async def delete_group(self, group_id: str, caller: Caller) -> AssetGroup:
        """Remove an empty group; return what it was. Raises NotFound, and Conflict when it is not empty."""
        group = await self.group(group_id, caller)
        if not await self._store.delete_group(group_id, caller.account_id, caller.key_id):
            raise no_such_group(group_id)
        return group

    def _group_of(self, wanted: Submission, caller: Caller) -> AssetGroup | str:
        return wanted.group_id if wanted.group_id is not None else _new_group(wanted, caller)


class Reviews:
    """What reviewers do with assets of all accounts."""

    def __init__(self, store: AssetStore, blobs: BlobStore) -> None:
        self._store = store
        self._blobs = blobs

    async def page(self, which: AssetFilter) -> tuple[list[Asset], int]:
        """Return a page of assets of all accounts, newest first, and how many there are in all."""
        return await self._store.page(None, which)

    async def approve(self, asset_id: str, *, actor: str) -> Asset:
        """Take an asset that waits for a decision. Raises NotFound, and Conflict when it does not wait."""
        asset = await self._get(asset_id)
        approved = await self._store.approve(asset, actor)
        if approved is None:
            raise Conflict(
                f"asset {asset.id} is {asset.status} and can't be approved: "
                "only one whose checks are done and that waits for a decision can"
            )
        return approved

    async def reject(self, asset_id: str, reason: str, *, actor: str) -> Asset:
        """Refuse an asset, or withdraw one that is in use; its owner is told the reason.

        Raises InvalidRequest, NotFound, and Conflict when it had failed already.
        """
        if faults := check_text("reason", reason, MAX_DESCRIPTION // 2):
            raise InvalidRequest(faults)
        asset = await self._get(asset_id)
        rejected = await self._store.reject(asset, reason, actor)
        if rejected is None:
            raise Conflict(f"asset {asset.id} has failed already: {asset.error}")
        return rejected

    async def _get(self, asset_id: str) -> Asset:
        found = await self._store.get_any(asset_id) if _ID.fullmatch(asset_id) else None
        if found is None:
            raise no_such_asset(asset_id)
        return found


def active_assets(store: AssetStore) -> FindAsset:
    """Return what finds assets that may be used in requests of an account."""

    async def find(asset_id: str, account_id: str) -> Asset | None:
        found = await store.get(asset_id, account_id)
        return found if found is not None and found.status is AssetStatus.ACTIVE else None

    return find


def check_text(param: str, text: str, longest: int, *, least: int = 1) -> list[Fault]:
    """Return what is wrong with a name or a text for people."""
    printable = text.replace("\n", "").isprintable()
    if printable and least <= len(text.strip()) and len(text) <= longest:
        return []
    return [Fault(param, f"{param} must have from {least} to {longest} printable characters")]


def no_such_asset(asset_id: str) -> NotFound:
    """Build the error for an asset that is unknown or somebody else's: callers can't tell which."""
    return NotFound(f"there is no asset {asset_id[:64]!r} for this key", param="asset_id")


def no_such_group(group_id: str) -> NotFound:
    """Build the error for a group that is unknown or somebody else's: callers can't tell which."""
    return NotFound(f"there is no group {group_id[:64]!r} for this key", param="group_id")


def _new_group(wanted: Submission, caller: Caller) -> AssetGroup:
    return AssetGroup(
        id=f"group_{ULID()}",
        account_id=caller.account_id,
        name=wanted.group_name,
        description=wanted.group_description,
        project=wanted.project,
        created_at=datetime.now(UTC),
    )


def _check(wanted: Submission) -> Sequence[Fault]:
    faults: list[Fault] = []
    if wanted.group_id is None:
        faults += _check_group(wanted, prefix="group.")
    elif not _ID.fullmatch(wanted.group_id):
        faults.append(Fault("group_id", f"group_id is not the id of a group: {wanted.group_id[:64]!r}"))
    if not 1 <= len(wanted.assets) <= MAX_ASSETS:
        faults.append(
            Fault("assets", f"assets must have from 1 to {MAX_ASSETS} entries, got {len(wanted.assets)}")
        )
    for asset in wanted.assets:
        prefix = f"{asset.param}." if asset.param else ""
        if not is_http_url(asset.url):
            faults.append(
                Fault(
                    f"{prefix}url",
                    f"{prefix}url must be an http(s) URL, got {asset.url[:80]!r}; upload a file of yours to get one",
                )
            )
        if asset.name:
            faults += check_text(f"{prefix}name", asset.name, MAX_NAME)
    return faults


def _check_group(wanted: Submission, *, prefix: str) -> list[Fault]:
    return [
        *check_text(f"{prefix}name", wanted.group_name, MAX_NAME),
        *check_text(f"{prefix}description", wanted.group_description, MAX_DESCRIPTION, least=0),
        *check_text("project_name", wanted.project, MAX_NAME),
    ]
