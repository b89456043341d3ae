"""`reelwright config`."""

from __future__ import annotations

import os
import tomllib
from typing import Annotated, Any

import typer

from reelwright.cli.output import put_json, put_table
from reelwright.config import Settings, load_settings, settings_file


def register(app: typer.Typer, name: str, text: str) -> None:
    """Add the command."""
    app.command(name, short_help=text)(config)


def config(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Show what a server started now would use; flags of `serve` would still beat it."""
    settings = load_settings()
    rows = {
        name: {"value": shown(getattr(settings, name)), "source": source_of(name)}
        for name in Settings.model_fields
    }
    if as_json:
        put_json(rows)
        return
    put_table(
        ("setting", "value", "source"),
        [(name, _text(row["value"]), row["source"]) for name, row in rows.items()],
    )


def shown(value: Any) -> Any:
    """Return a value as it may be shown: secrets are stars, paths are text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    return list(value) if isinstance(value, tuple) else str(value)


def source_of(name: str) -> str:
    """Say where a setting's value comes from: the environment, the settings file, or its default."""
    variable = f"REELWRIGHT_{name.upper()}"
    if any(key.upper() == variable for key in os.environ):
        return f"environment, {variable}"
    file = settings_file()
    if file.is_file() and name in tomllib.loads(file.read_text("utf-8")):
        return str(file)
    return "default"


def _text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str("" if value is None else value)
