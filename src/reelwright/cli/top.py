"""`reelwright top`: works on the database itself, whether a server is running or not."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Final

import typer

from reelwright.cli.flags import with_settings
from reelwright.cli.on_core import WHERE, AsJson, on_core
from reelwright.cli.output import put, put_json, put_table
from reelwright.config import Settings
from reelwright.core import Core
from reelwright.domain.stats import Stats
from reelwright.store.fleet import FleetStore

_CLEAR: Final = "\x1b[H\x1b[2J"
_PAUSE_SECONDS: Final = 2.0


def register(app: typer.Typer, name: str, text: str) -> None:
    """Add the command."""
    app.command(name, short_help=text)(with_settings(WHERE)(top))


def top(
    settings: Settings,
    once: Annotated[
        bool, typer.Option("--once", help="Print once and end; so it is where stdout is no terminal.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Watch what waits, what runs and who works, in the whole deployment. Ctrl-C ends it."""

    async def watch(core: Core) -> None:
        fleet = FleetStore(core.pool)
        again = sys.stdout.isatty() and not once and not as_json
        while True:
            stats = await fleet.stats()
            if as_json:
                put_json(asdict(stats))
            else:
                _show(stats, clear=again)
            if not again:
                return
            await asyncio.sleep(_PAUSE_SECONDS)

    on_core(settings, watch)


def _show(stats: Stats, *, clear: bool) -> None:
    if clear:
        sys.stdout.write(_CLEAR)
    put_table(("ENGINE", "WAITING", "RUNNING", "PARKED", "OLDEST"), _queues(stats))
    put("")
    put_table(("WORKER", "VERSION", "SLOTS", "SILENT", "ENGINES"), _workers(stats))
    put("")
    ended = ", ".join(f"{count} {status}" for status, count in stats.ended_last_hour.items()) or "nothing"
    put(f"ended in the last hour: {ended}; webhooks waiting: {stats.webhooks_waiting}")


def _queues(stats: Stats) -> Iterator[tuple[object, ...]]:
    for queue in stats.queues:
        yield queue.engine, queue.waiting, queue.running, queue.parked, f"{queue.oldest_seconds:.0f} s"


def _workers(stats: Stats) -> Iterator[tuple[object, ...]]:
    for worker in stats.workers:
        engines = ",".join(worker.engines)
        yield worker.name, worker.version, worker.slots, f"{worker.silent_seconds:.0f} s", engines
