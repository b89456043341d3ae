"""`reelwright audit`: works on the database itself, whether a server is running or not."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from reelwright.cli.flags import with_settings
from reelwright.cli.on_core import WHERE, administer
from reelwright.cli.output import put
from reelwright.config import Settings
from reelwright.service.administration import Administration


def register(app: typer.Typer, name: str, text: str) -> None:
    """Add the command."""
    audit = typer.Typer(help=text, no_args_is_help=True)
    audit.command("export")(with_settings(WHERE)(export))
    audit.callback()(_group)
    app.add_typer(audit, name=name, short_help=text)


def export(
    settings: Settings,
    account: Annotated[str | None, typer.Option(help="Only of this account.", metavar="ID")] = None,
    after: Annotated[int, typer.Option(min=0, help="The id of the last line that you have.")] = 0,
) -> None:
    """Print the audit log, oldest first, one JSON object a line."""

    async def print_all(admin: Administration) -> None:
        async for deed in admin.audit(account, after):
            put(
                json.dumps(
                    {
                        "id": deed.id,
                        "at": deed.at.isoformat(),
                        "actor": deed.actor,
                        "account_id": deed.account_id,
                        "verb": deed.verb,
                        "subject": deed.subject,
                        "details": deed.details,
                    },
                    ensure_ascii=False,
                )
            )

    administer(settings, print_all)


def _group() -> None:
    """Take no options."""
