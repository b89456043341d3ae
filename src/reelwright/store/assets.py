"""The tables of assets and their groups. What ends a review is decided under the lock of its task's row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from psycopg.errors import ForeignKeyViolation
from psycopg.types.json import Jsonb

from reelwright.domain.asset import Asset, AssetFilter, AssetGroup, AssetStatus
from reelwright.domain.request import MediaKind
from reelwright.errors import Conflict, NotFound, StaleAttempt
from reelwright.store.audit import record
from reelwright.store.database import Connection, Pool, fetch_all, fetch_one, transaction
from reelwright.store.named_sql import named_sql
from reelwright.store.tasks import NewTask, TaskStore

_SQL = named_sql("asset")
_TASK = named_sql("task")
_REJECTED: Final = "asset_rejected"
"""The word in `error.code` of a review in which an asset failed."""


class AssetStore:
    """Reads and writes assets."""

    def __init__(self, pool: Pool, tasks: TaskStore, ttl: int) -> None:
        """ttl: seconds that the outcome of a review is kept with its task."""
        self._pool = pool
        self._tasks = tasks
        self._ttl = ttl

    async def submit(
        self, task: NewTask, group: AssetGroup | str, assets: Sequence[tuple[str, str, MediaKind, str]]
    ) -> None:
        """Write assets and the task that reviews them, in one transaction.

        group: a new one, or the id of one of the account's. assets: of each id, name, kind and address.
        Raises NotFound when the account has no such group.
        """
        actor, account_id = task.key_id, task.account_id
        async with transaction(self._pool) as connection:
            group_id = await self._group_on(connection, group, actor, account_id)
            await self._tasks.add_on(connection, task)
            for asset_id, name, kind, url in assets:
                values = {"id": asset_id, "name": name, "kind": kind.value, "url": url}
                shared = {"account_id": account_id, "group_id": group_id, "task_id": task.id}
                await connection.execute(_SQL["insert"], {**values, **shared})
                await record(connection, actor, account_id, "asset_submitted", asset_id, name=name)
        self._tasks.announce(task)

    async def add_group(self, group: AssetGroup, actor: str) -> None:
        """Write a group."""
        async with transaction(self._pool) as connection:
            await self._group_on(connection, group, actor, group.account_id)

    async def _group_on(
        self, connection: Connection, group: AssetGroup | str, actor: str, account_id: str
    ) -> str:
        if isinstance(group, str):
            values = {"id": group, "account_id": account_id}
            if await (await connection.execute(_SQL["lock_group"], values)).fetchone() is None:
                raise NotFound(f"there is no group {group[:64]!r}", param="group_id")
            return group
        values = {
            name: getattr(group, name) for name in ("id", "account_id", "name", "description", "project")
        }
        await connection.execute(_SQL["insert_group"], values)
        await record(connection, actor, account_id, "asset_group_created", group.id, name=group.name)
        return group.id

    async def groups(self, account_id: str, page: int, limit: int) -> tuple[list[AssetGroup], int]:
        """Return a page of an account's groups, newest first, and how many there are in all."""
        values = {"account_id": account_id, "id": None, "limit": limit, "offset": (page - 1) * limit}
        rows = await fetch_all(self._pool, _SQL["groups"], values)
        return [_group(row) for row in rows], rows[0]["total"] if rows else 0

    async def group(self, group_id: str, account_id: str) -> AssetGroup | None:
        """Return a group of an account, or None."""
        values = {"account_id": account_id, "id": group_id, "limit": 1, "offset": 0}
        row = await fetch_one(self._pool, _SQL["groups"], values)
        return None if row is None else _group(row)

    async def update_group(
        self, group_id: str, account_id: str, name: str | None, description: str | None, actor: str
    ) -> bool:
        """Rename or describe a group; None leaves it as it is. False when there is no such group."""
        values = {"id": group_id, "account_id": account_id, "name": name, "description": description}
        return await self._change("update_group", values, actor, "asset_group_changed") is not None

    async def delete_group(self, group_id: str, account_id: str, actor: str) -> bool:
        """Remove an empty group; False when there is none. Raises Conflict when it is not empty."""
        values = {"id": group_id, "account_id": account_id}
        try:
            gone = await self._change("delete_group", values, actor, "asset_group_deleted")
        except ForeignKeyViolation as error:
            raise Conflict(
                f"group {group_id} has assets; delete them before the group", param="group_id"
            ) from error
        return gone is not None

    async def get(self, asset_id: str, account_id: str) -> Asset | None:
        """Return an asset of an account, or None."""
        return _maybe(await fetch_one(self._pool, _SQL["get"], {"id": asset_id, "account_id": account_id}))

    async def get_any(self, asset_id: str) -> Asset | None:
        """Return an asset, whoever owns it; for reviewers."""
        return _maybe(await fetch_one(self._pool, _SQL["get_any"], {"id": asset_id}))

    async def page(self, account_id: str | None, which: AssetFilter) -> tuple[list[Asset], int]:
        """Return a page of assets, of one account or of all, newest first, and how many there are in all."""
        values = {
            "account_id": account_id,
            "group_id": which.group_id,
            "status": which.status,
            "kind": which.kind,
            "limit": which.limit,
            "offset": (which.page - 1) * which.limit,
        }
        rows = await fetch_all(self._pool, _SQL["page"], values)
        return [_asset(row) for row in rows], rows[0]["total"] if rows else 0

    async def rename(self, asset_id: str, account_id: str, name: str, actor: str) -> Asset | None:
        """Give an asset another name; None when there is no such asset."""
        values = {"id": asset_id, "account_id": account_id, "name": name}
        return _maybe(await self._change("rename", values, actor, "asset_renamed", name=name))

    async def delete(self, asset_id: str, account_id: str, actor: str) -> Asset | None:
        """Remove an asset whose review has ended and return what it was; None when it hasn't, or there is none."""
        values = {"id": asset_id, "account_id": account_id}
        return _maybe(await self._change("delete", values, actor, "asset_deleted"))

    async def undecided(self, task_id: str) -> list[Asset]:
        """Return what a review still has to look at."""
        return [_asset(row) for row in await fetch_all(self._pool, _SQL["undecided"], {"task_id": task_id})]

    async def store(
        self,
        asset: Asset,
        attempt: int,
        *,
        blob: str,
        content_type: str,
        size_bytes: int,
        info: dict[str, Any],
        active: bool,
    ) -> None:
        """Write that an asset was fetched and found good; it is active at once, or waits for a person. Raises StaleAttempt."""
        values = {
            "id": asset.id,
            "blob": blob,
            "content_type": content_type,
            "size_bytes": size_bytes,
            "info": Jsonb(info),
            "status": AssetStatus.ACTIVE if active else AssetStatus.PROCESSING,
        }
        async with transaction(self._pool) as connection:
            await _own_review(connection, asset.task_id, attempt)
            await connection.execute(_SQL["stored"], values)
            if active:
                await record(connection, "review", asset.account_id, "asset_approved", asset.id)

    async def refuse(self, asset: Asset, attempt: int, error: str) -> None:
        """Write that an asset can't be used, as its review found. Raises StaleAttempt."""
        async with transaction(self._pool) as connection:
            await _own_review(connection, asset.task_id, attempt)
            await connection.execute(_SQL["fail"], {"id": asset.id, "error": error})
            await record(connection, "review", asset.account_id, "asset_rejected", asset.id, reason=error)

    async def approve(self, asset: Asset, actor: str) -> Asset | None:
        """Take an asset that waits for a person, and end its review if it was the last; None when it does not wait."""
        return await self._decide(asset, "approve", {"id": asset.id}, actor, "asset_approved")

    async def reject(self, asset: Asset, reason: str, actor: str) -> Asset | None:
        """Refuse an asset, or withdraw one, and end its review if it was the last; None when it had failed already."""
        values = {"id": asset.id, "error": reason}
        return await self._decide(asset, "fail", values, actor, "asset_rejected", reason=reason)

    async def end_review(self, task_id: str, attempt: int) -> bool:
        """End a review whose assets are all decided, else leave it to a person; return whether it has ended.

        Raises StaleAttempt.
        """
        async with transaction(self._pool) as connection:
            await _own_review(connection, task_id, attempt)
            if await self._end_on(connection, task_id, attempt):
                return True
            values = {"task_id": task_id, "attempt": attempt}
            if await (await connection.execute(_SQL["park"], values)).fetchone() is None:
                raise StaleAttempt(f"attempt {attempt} of {task_id} was superseded or is being cancelled")
            return False

    async def _decide(
        self, asset: Asset, statement: str, values: dict[str, Any], actor: str, verb: str, **details: Any
    ) -> Asset | None:
        async with transaction(self._pool) as connection:
            # Two who decide on the last two assets at once: without the lock each would see the other's as undecided.
            await connection.execute(_SQL["lock_review"], {"task_id": asset.task_id})
            row = await (await connection.execute(_SQL[statement], values)).fetchone()
            if row is None:
                return None
            await record(connection, actor, asset.account_id, verb, asset.id, **details)
            await self._end_on(connection, asset.task_id, None)
        return _asset(row)

    async def _end_on(self, connection: Connection, task_id: str, attempt: int | None) -> bool:
        values = {"id": task_id, "attempt": attempt, "ttl": self._ttl, "code": _REJECTED}
        return await (await connection.execute(_TASK["end_review"], values)).fetchone() is not None

    async def _change(
        self, statement: str, values: dict[str, Any], actor: str, verb: str, **details: Any
    ) -> dict[str, Any] | None:
        async with transaction(self._pool) as connection:
            row = await (await connection.execute(_SQL[statement], values)).fetchone()
            if row is not None:
                await record(connection, actor, values["account_id"], verb, row["id"], **details)
        return row


async def _own_review(connection: Connection, task_id: str, attempt: int) -> None:
    """Hold on to a review's task while this attempt at it is the latest. Raises StaleAttempt."""
    row = await (await connection.execute(_SQL["lock_review"], {"task_id": task_id})).fetchone()
    if row is None or row["attempt"] != attempt or row["status"] != "processing":
        raise StaleAttempt(f"attempt {attempt} of {task_id} was superseded")


def _group(row: dict[str, Any]) -> AssetGroup:
    return AssetGroup(**{name: row[name] for name in AssetGroup.__dataclass_fields__})


def _asset(row: dict[str, Any]) -> Asset:
    values = {name: row[name] for name in Asset.__dataclass_fields__}
    return Asset(**{**values, "kind": MediaKind(row["kind"]), "status": AssetStatus(row["status"])})


def _maybe(row: dict[str, Any] | None) -> Asset | None:
    return None if row is None else _asset(row)
