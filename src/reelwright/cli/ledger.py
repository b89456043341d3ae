"""`reelwright ledger`: works on the database itself, whether a server is running or not."""

from __future__ import annotations

import typer

from reelwright.cli.flags import with_settings
from reelwright.cli.on_core import WHERE, administer
from reelwright.cli.output import FAILED, put, say
from reelwright.config import Settings


def register(app: typer.Typer, name: str, text: str) -> None:
    """Add the command; in a group of its own, for there is more than one thing to do with a ledger."""
    ledger = typer.Typer(help=text, no_args_is_help=True)
    ledger.command("verify")(with_settings(WHERE)(verify))
    # With a callback a single command stays a subcommand.
    ledger.callback()(_group)
    app.add_typer(ledger, name=name, short_help=text)


def verify(settings: Settings) -> None:
    """Add up every hold, settlement and release of every task, and the balance of every account.

    Prints a line for each that is wrong and exits with 1; nothing is changed.
    """
    faults = administer(settings, lambda admin: admin.verify_ledger())
    for fault in faults:
        put(fault)
    if faults:
        say(f"{len(faults)} entries of the ledger do not add up.")
        raise typer.Exit(FAILED)
    say("The ledger adds up.")


def _group() -> None:
    """Take no options."""
