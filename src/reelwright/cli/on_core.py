"""Commands that work on the database itself, whether a server is running or not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Final, TypeVar

import typer

from reelwright.config import Settings
from reelwright.core import Core, open_core
from reelwright.logs import setup_logging
from reelwright.run import run_async
from reelwright.server import make_administration
from reelwright.service.administration import Administration

T = TypeVar("T")

ACTOR: Final = "cli"
"""Who the audit log says it was."""
WHERE: Final = ("data_dir", "database_url")
"""The settings that tell which database."""

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def on_core(settings: Settings, work: Callable[[Core], Awaitable[T]]) -> T:
    """Open the core, do one thing with it and close it."""
    setup_logging("warning", settings.log_format)

    async def run() -> T:
        async with open_core(settings) as core:
            return await work(core)

    return run_async(run())


def administer(settings: Settings, work: Callable[[Administration], Awaitable[T]]) -> T:
    """Do one thing as an administrator."""
    return on_core(settings, lambda core: work(make_administration(core)))


def usd(text: str) -> Decimal:
    """Read an amount of money from a command line."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise typer.BadParameter(f"{text!r} is no amount such as 12.50")
    return amount


def shown_time(moment: datetime | None) -> str | None:
    """Write a time for people, in their own zone."""
    return None if moment is None else moment.astimezone().isoformat(" ", "minutes")
