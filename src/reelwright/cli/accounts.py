"""`reelwright accounts`: works on the database itself, whether a server is running or not."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

import typer

from reelwright.cli.flags import with_settings
from reelwright.cli.on_core import ACTOR, WHERE, AsJson, administer, shown_time, usd
from reelwright.cli.output import put, put_json, put_table, say
from reelwright.config import Settings
from reelwright.service.administration import Account


def register(app: typer.Typer, name: str, text: str) -> None:
    """Add the commands."""
    accounts = typer.Typer(help=text, no_args_is_help=True)
    where = with_settings(WHERE)
    accounts.command("create")(where(create))
    accounts.command("list")(where(list_accounts))
    accounts.command("grant", context_settings={"ignore_unknown_options": True})(where(grant))
    app.add_typer(accounts, name=name, short_help=text)


def create(
    name: Annotated[str, typer.Argument(help="What to call the account.")],
    settings: Settings,
    account_id: Annotated[
        str | None,
        typer.Option("--id", help="acct_ and a name of your own; default: a new id.", metavar="ID"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make an account and print its id; nothing limits it until money is granted to it."""
    account = administer(
        settings, lambda admin: admin.create_account(name, actor=ACTOR, account_id=account_id)
    )
    if as_json:
        put_json(_row(account))
        return
    put(account.id)


def list_accounts(settings: Settings, as_json: AsJson = False) -> None:
    """List all accounts with their balances, oldest first."""
    rows = [_row(account) for account in administer(settings, lambda admin: admin.accounts())]
    if as_json:
        put_json(rows)
        return
    columns = ("id", "name", "created", "balance", "keys")
    put_table(columns, [[row[column] for column in columns] for row in rows])


def grant(
    account: Annotated[str, typer.Argument(help="The account's id.", metavar="ID")],
    amount: Annotated[
        Decimal, typer.Argument(parser=usd, help="USD; negative to take money out.", metavar="AMOUNT")
    ],
    settings: Settings,
    note: Annotated[str, typer.Option(help="Why, for the audit log.")] = "",
) -> None:
    """Put money into an account; from then on it is limited to what it has."""
    now = administer(settings, lambda admin: admin.grant(account, amount, note, actor=ACTOR))
    say(f"{now.id} has {now.balance} USD to spend.")


def _row(account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "name": account.name,
        "created": shown_time(account.created_at),
        "balance": "unlimited" if account.unlimited else str(account.balance),
        "keys": account.keys,
    }
