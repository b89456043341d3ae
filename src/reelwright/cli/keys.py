"""`reelwright keys`: works on the database itself, whether a server is running or not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Any, TypeVar

import typer

from reelwright.cli.flags import with_settings
from reelwright.cli.output import FAILED, put, put_json, put_table, say
from reelwright.config import Settings
from reelwright.logs import setup_logging
from reelwright.run import run_async
from reelwright.server import Core, open_core
from reelwright.store.keys import Key

T = TypeVar("T")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer, name: str, text: str) -> None:
    """Add the commands."""
    keys = typer.Typer(help=text, no_args_is_help=True)
    where = with_settings(["data_dir", "database_url"])
    keys.command("create")(where(create))
    keys.command("list")(where(list_keys))
    keys.command("revoke")(where(revoke))
    app.add_typer(keys, name=name, short_help=text)


def create(
    name: Annotated[str, typer.Argument(help="What to call the key.")],
    settings: Settings,
    as_json: AsJson = False,
) -> None:
    """Make a key and print it: it can't be read again."""
    made = _on_core(settings, lambda core: core.keys.create(name))
    if made is None:
        raise LookupError("a random key was there already")
    key, secret = made
    if as_json:
        put_json({**_row(key), "key": secret, "webhook_secret": key.webhook_secret})
        return
    put(secret)
    say(f"Key {key.id}, called {key.name}. Webhooks of its tasks are signed with {key.webhook_secret}")


def list_keys(settings: Settings, as_json: AsJson = False) -> None:
    """List all keys, oldest first."""
    rows = [_row(key) for key in _on_core(settings, lambda core: core.keys.all())]
    if as_json:
        put_json(rows)
        return
    columns = ("id", "name", "hint", "created", "last_used", "state")
    put_table(columns, [[row[column] for column in columns] for row in rows])


def revoke(
    key: Annotated[str, typer.Argument(help="The key's id or name.", metavar="ID")],
    settings: Settings,
) -> None:
    """End a key, at once and in every process."""
    ended = _on_core(settings, lambda core: core.keys.revoke(key))
    if not ended:
        say(f"there is no key with the id or name {key!r} to revoke; `reelwright keys list` shows them")
        raise typer.Exit(FAILED)
    for one in ended:
        say(f"Revoked {one.id}, called {one.name}.")


def _on_core(settings: Settings, work: Callable[[Core], Awaitable[T]]) -> T:
    setup_logging("warning", settings.log_format)

    async def run() -> T:
        async with open_core(settings) as core:
            return await work(core)

    return run_async(run())


def _row(key: Key) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "hint": key.hint,
        "created": _time(key.created_at),
        "last_used": _time(key.last_used_at),
        "state": "revoked" if key.revoked_at else "valid",
    }


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone().isoformat(" ", "minutes")
