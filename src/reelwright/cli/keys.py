"""`reelwright keys`: works on the database itself, whether a server is running or not."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any

import typer

from reelwright.cli.flags import with_settings
from reelwright.cli.on_core import ACTOR, WHERE, AsJson, administer, on_core, shown_time, usd
from reelwright.cli.output import FAILED, put, put_json, put_table, say
from reelwright.config import Settings
from reelwright.domain.access import ORDINARY_SCOPES, KeyTerms, Scope
from reelwright.store.keys import DEFAULT_ACCOUNT, Key


def register(app: typer.Typer, name: str, text: str) -> None:
    """Add the commands."""
    keys = typer.Typer(help=text, no_args_is_help=True)
    where = with_settings(WHERE)
    keys.command("create")(where(create))
    keys.command("list")(where(list_keys))
    keys.command("rotate")(where(rotate))
    keys.command("revoke")(where(revoke))
    app.add_typer(keys, name=name, short_help=text)


def create(
    name: Annotated[str, typer.Argument(help="What to call the key.")],
    settings: Settings,
    account: Annotated[str, typer.Option(help="The account that owns it.", metavar="ID")] = DEFAULT_ACCOUNT,
    scope: Annotated[
        list[Scope] | None, typer.Option(help="What it may be used for; default: all but admin.")
    ] = None,
    test: Annotated[
        bool, typer.Option("--test", help="Let it order failures, for tests of clients.")
    ] = False,
    days: Annotated[int | None, typer.Option(min=1, max=36500, help="Days until it expires.")] = None,
    rate_limit: Annotated[int | None, typer.Option(min=1, help="Requests a minute.")] = None,
    running_cap: Annotated[int | None, typer.Option(min=1, help="Tasks that run at a time.")] = None,
    weight: Annotated[int, typer.Option(min=1, max=16, help="Turns that it gets where others get one.")] = 1,
    budget: Annotated[
        Decimal | None, typer.Option(parser=usd, metavar="USD", help="What it may spend in all.")
    ] = None,
    budget_day: Annotated[
        Decimal | None, typer.Option(parser=usd, metavar="USD", help="What it may spend on one day (UTC).")
    ] = None,
    budget_month: Annotated[
        Decimal | None, typer.Option(parser=usd, metavar="USD", help="What it may spend in one month (UTC).")
    ] = None,
    model: Annotated[
        list[str] | None, typer.Option(help="A model that it may use; default: all.", metavar="MODEL")
    ] = None,
    network: Annotated[
        list[str] | None,
        typer.Option(help="A network that it may be used from, as 10.0.0.0/8; default: any.", metavar="CIDR"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a key and print it: it can't be read again."""
    terms = KeyTerms(
        scopes=frozenset(scope) if scope else ORDINARY_SCOPES,
        test_mode=test,
        expires_at=None if days is None else datetime.now(UTC) + timedelta(days=days),
        rate_limit=rate_limit,
        running_cap=running_cap,
        weight=weight,
        budget_total=budget,
        budget_day=budget_day,
        budget_month=budget_month,
        models=tuple(model) if model else None,
        networks=tuple(network) if network else None,
    )
    key, secret = administer(settings, lambda admin: admin.create_key(name, account, terms, actor=ACTOR))
    _put_secret(key, secret, as_json)


def list_keys(
    settings: Settings,
    account: Annotated[str | None, typer.Option(help="Only of this account.", metavar="ID")] = None,
    as_json: AsJson = False,
) -> None:
    """List all keys, oldest first."""
    keys = administer(settings, lambda admin: admin.keys(account))
    if as_json:
        put_json([_row(key) for key in keys])
        return
    columns = ("id", "account", "name", "hint", "scopes", "created", "last_used", "state")
    put_table(columns, [[_cell(_row(key)[column]) for column in columns] for key in keys])


def rotate(
    key: Annotated[str, typer.Argument(help="The key's id.", metavar="ID")],
    settings: Settings,
    overlap: Annotated[int, typer.Option(min=0, help="Seconds for which the old text works too.")] = 86_400,
    as_json: AsJson = False,
) -> None:
    """Give a key a new text and print it; everything else about the key stays."""
    made, secret = administer(settings, lambda admin: admin.rotate_key(key, overlap, actor=ACTOR))
    _put_secret(made, secret, as_json)
    if not as_json:
        say(f"The old text works for {overlap} s more.")


def revoke(
    key: Annotated[str, typer.Argument(help="The key's id or name.", metavar="ID")],
    settings: Settings,
) -> None:
    """End a key, at once and in every process."""
    ended = on_core(settings, lambda core: core.keys.revoke(key))
    if not ended:
        say(f"there is no key with the id or name {key!r} to revoke; `reelwright keys list` shows them")
        raise typer.Exit(FAILED)
    for one in ended:
        say(f"Revoked {one.id}, called {one.name}.")


def _put_secret(key: Key, secret: str, as_json: bool) -> None:
    if as_json:
        put_json({**_row(key), "key": secret, "webhook_secret": key.webhook_secret})
        return
    put(secret)
    say(f"Key {key.id}, called {key.name}. Webhooks of its tasks are signed with {key.webhook_secret}")


def _row(key: Key) -> dict[str, Any]:
    terms = asdict(key.terms)
    return {
        "id": key.id,
        "account": key.account_id,
        "name": key.name,
        "hint": key.hint,
        "created": shown_time(key.created_at),
        "last_used": shown_time(key.last_used_at),
        "state": key.state(datetime.now(UTC)),
        **terms,
        "scopes": sorted(terms["scopes"]),
        "expires_at": shown_time(key.terms.expires_at),
    }


def _cell(value: Any) -> Any:
    return ",".join(value) if isinstance(value, list) else value
