"""`reelwright serve`."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from reelwright.cli.flags import UNFLAGGED, with_settings
from reelwright.cli.output import put, say
from reelwright.config import Settings
from reelwright.core import KEY_FILE
from reelwright.logs import setup_logging
from reelwright.run import Ready, run_server


def register(app: typer.Typer, name: str, text: str) -> None:
    """Add the command."""
    flags = [field for field in Settings.model_fields if field not in UNFLAGGED]
    app.command(name, short_help=text)(with_settings(flags)(serve))


def serve(
    settings: Settings,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one line of JSON on stdout when the server is ready.")
    ] = False,
    until_eof: Annotated[
        bool, typer.Option("--until-eof", help="Stop when stdin ends: no server outlives who started it.")
    ] = False,
) -> None:
    """Run the server: the API, a worker and, unless told otherwise, its own Postgres.

    SIGTERM or Ctrl-C stops it: no new task is begun, what runs is given half a minute. A second one does not wait. Tasks that
    were cut off go on at the next start.
    """

    def announce(ready: Ready) -> None:
        _greet(ready, settings.data_dir)
        if as_json:
            put(json.dumps({"url": ready.url, "pid": os.getpid(), "data_dir": str(settings.data_dir)}))

    setup_logging(settings.log_level, settings.log_format)
    run_server(settings, announce, until_eof=until_eof)


def _greet(ready: Ready, data_dir: Path) -> None:
    say(f"Reelwright is ready at {ready.url} (reference: {ready.url}/docs)")
    if ready.key is not None:
        say(f"Your first key, shown this once: {ready.key}")
        say(f"It is kept in {ready.key_file}; `reelwright keys create NAME` makes more.")
    elif (data_dir / KEY_FILE).exists():
        say(f"The first key is in {data_dir / KEY_FILE}.")
