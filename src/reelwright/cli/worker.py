"""`reelwright worker`."""

from __future__ import annotations

from typing import Final

import typer

from reelwright.cli.flags import with_settings
from reelwright.cli.output import say
from reelwright.config import Settings
from reelwright.logs import setup_logging
from reelwright.run import run_worker

_NOT_OF_A_WORKER: Final = frozenset(
    {
        "port",
        "public_url",
        "behind_proxy",
        "api_key",
        "rate_limit",
        "queue_limit",
        "metrics_networks",
        "no_worker",
        "upload_ttl",
    }
)


def register(app: typer.Typer, name: str, text: str) -> None:
    """Add the command."""
    flags = [field for field in Settings.model_fields if field not in _NOT_OF_A_WORKER]
    app.command(name, short_help=text)(with_settings(flags)(worker))


def worker(settings: Settings) -> None:
    """Run a worker alone, beside servers that share its database and blobs.

    SIGTERM or Ctrl-C stops it, as it stops a server.
    """
    setup_logging(settings.log_level, settings.log_format)
    run_worker(settings, lambda: say(f"The worker is ready for: {', '.join(settings.engines)}"))
