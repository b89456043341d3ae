"""Who works here and on how much, as the database tells it and as the command line shows it."""

from __future__ import annotations

import asyncio
import json

from tests.support.tasks import TaskDesk
from typer.testing import CliRunner

from reelwright.cli.app import make_app
from reelwright.core import Core
from reelwright.store.fleet import FleetStore


def shown(core: Core, *words: str) -> str:
    """Run a command of its own process's kind, on the same database."""
    assert core.settings.database_url
    url = core.settings.database_url.get_secret_value()
    result = CliRunner().invoke(make_app(words), [*words, "--database-url", url])
    assert result.exit_code == 0, result.output
    return result.stdout


async def test_a_worker_counts_from_its_first_word_to_its_last(core: Core) -> None:
    worker = FleetStore(core.pool)
    await worker.show(["animatic", "ark"], 3)
    await worker.show(["animatic", "ark"], 3)
    (seen,) = (await worker.stats()).workers
    assert (seen.engines, seen.slots) == (("animatic", "ark"), 3)
    assert await worker.engines() == {"animatic", "ark"}
    await worker.leave()
    assert await worker.engines() == frozenset()


async def test_a_worker_that_went_without_a_word_no_longer_counts(core: Core) -> None:
    worker = FleetStore(core.pool)
    await worker.show(["animatic"], 1)
    async with core.pool.connection() as connection:
        await connection.execute("UPDATE worker SET seen_at = now() - interval '1 minute'")
    assert await worker.engines() == frozenset()
    assert (await worker.stats()).workers == ()


async def test_what_waits_runs_and_has_ended_is_counted_by_engine(core: Core) -> None:
    desk = await TaskDesk.open(core)
    waiting, running, cancelled = [await desk.submit("works") for _ in range(3)]
    await core.tasks.claim(running.id)
    await desk.cancel(cancelled)
    stats = await FleetStore(core.pool).stats()
    (queue,) = stats.queues
    assert (queue.engine, queue.waiting, queue.running, queue.parked) == ("works", 1, 1, 0)
    assert queue.oldest_seconds > 0
    assert stats.ended_last_hour == {"cancelled": 1}
    assert waiting.id


async def test_the_command_line_shows_the_same(core: Core) -> None:
    desk = await TaskDesk.open(core)
    first, second = await desk.submit("works"), await desk.submit("elsewhere")
    listed = json.loads(await asyncio.to_thread(shown, core, "tasks", "list", "--json"))
    assert [task["id"] for task in listed] == [second.id, first.id]
    table = await asyncio.to_thread(shown, core, "tasks", "list", "--engine", "works", "--status", "pending")
    assert first.id in table
    assert second.id not in table
    screen = await asyncio.to_thread(shown, core, "top")
    assert "works" in screen
    assert "ended in the last hour: nothing" in screen
