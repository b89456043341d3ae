"""`reelwright assets`: works on the database itself, whether a server is running or not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

import typer

from reelwright.cli.flags import with_settings
from reelwright.cli.on_core import ACTOR, WHERE, AsJson, on_core, shown_time
from reelwright.cli.output import put_json, put_table, say
from reelwright.config import Settings
from reelwright.domain.asset import AssetStatus
from reelwright.server import make_reviews
from reelwright.service.assets import Asset, AssetFilter, Reviews

T = TypeVar("T")

AssetId = Annotated[str, typer.Argument(help="The asset's id.", metavar="ID")]


def register(app: typer.Typer, name: str, text: str) -> None:
    """Add the commands."""
    assets = typer.Typer(help=text, no_args_is_help=True)
    where = with_settings(WHERE)
    assets.command("list")(where(list_assets))
    assets.command("approve")(where(approve))
    assets.command("reject")(where(reject))
    app.add_typer(assets, name=name, short_help=text)


def list_assets(
    settings: Settings,
    status: Annotated[
        AssetStatus | None, typer.Option(help="Only assets in this state; Processing: those that wait.")
    ] = None,
    page: Annotated[int, typer.Option(min=1, help="Which page.")] = 1,
    as_json: AsJson = False,
) -> None:
    """List assets of all accounts, newest first, a hundred on a page."""
    which = AssetFilter(status=status, page=page, limit=100)
    found, total = _review(settings, lambda reviews: reviews.page(which))
    rows = [_row(asset) for asset in found]
    if as_json:
        put_json(rows)
        return
    columns = ("id", "account", "name", "type", "status", "created", "url")
    put_table(columns, [[row[column] for column in columns] for row in rows])
    if total > page * 100:
        say(f"{total} in all; --page {page + 1} shows more.")


def approve(asset: AssetId, settings: Settings) -> None:
    """Approve an asset that waits for a decision."""
    found = _review(settings, lambda reviews: reviews.approve(asset, actor=ACTOR))
    say(f"Approved {found.id}, called {found.name}.")


def reject(
    asset: AssetId,
    reason: Annotated[str, typer.Argument(help="Why, for the owner of the asset.")],
    settings: Settings,
) -> None:
    """Reject an asset that waits for a decision, or withdraw one that is in use."""
    found = _review(settings, lambda reviews: reviews.reject(asset, reason, actor=ACTOR))
    say(f"Rejected {found.id}, called {found.name}.")


def _review(settings: Settings, work: Callable[[Reviews], Awaitable[T]]) -> T:
    return on_core(settings, lambda core: work(make_reviews(core)))


def _row(asset: Asset) -> dict[str, Any]:
    return {
        "id": asset.id,
        "account": asset.account_id,
        "name": asset.name,
        "type": asset.kind,
        "status": asset.status,
        "created": shown_time(asset.created_at),
        "url": asset.url,
        "error": asset.error,
    }
