"""The table of commands. Only the one that is wanted is imported, so that `--help` and mistakes are answered at once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Final

import typer

COMMANDS: Final = {
    "serve": "Run the server: the API, a worker and, unless told otherwise, its own Postgres.",
    "worker": "Run a worker alone, beside servers that share its database and blobs.",
    "generate": "Make a video from a prompt and media, and save it.",
    "storyboard": "Show what the built-in engine would draw for a prompt, without a server.",
    "keys": "Make, list, rotate and revoke API keys.",
    "accounts": "Make and list the accounts that own keys, and give them money.",
    "assets": "List, approve and reject assets of all accounts.",
    "ledger": "Check that all money adds up.",
    "audit": "Export who did what to keys, assets and money.",
    "route": "Show which engine would make a request, and why; nothing is submitted.",
    "tasks": "List tasks, and decide about those of which nobody can tell whether an upstream took them.",
    "top": "Watch what waits, what runs and who works.",
    "doctor": "Check this machine and say what to do about whatever is missing.",
    "config": "Show every setting with its value and where that comes from.",
}

_ABOUT: Final = "A server that makes videos: the Seedance 2.0 video API on your own machine."


def make_app(arguments: Sequence[str]) -> typer.Typer:
    """Build the application for one run; `arguments` tell which command to import."""
    app = typer.Typer(
        name="reelwright",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        # Drawing help with rich takes longer than everything else that `--help` does.
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(help=_ABOUT)(_root)
    wanted = next((word for word in arguments if not word.startswith("-")), None)
    completing = any(name.endswith("_COMPLETE") for name in os.environ)
    for name, text in COMMANDS.items():
        if name == wanted or completing:
            import_module(f"reelwright.cli.{name}").register(app, name, text)
        else:
            app.command(name, short_help=text)(_not_imported)
    return app


def _print_version(wanted: bool) -> None:
    if wanted:
        from reelwright import __version__

        typer.echo(__version__)
        raise typer.Exit


def _root(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and exit.", is_eager=True, callback=_print_version),
    ] = False,
) -> None:
    """Take the options that come before a command."""


def _not_imported() -> None:
    raise AssertionError("only the wanted command is ever run")
