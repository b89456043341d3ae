"""This version beside a newer one: on the tables that the newer one has brought up to date, with rows that it wrote."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from psycopg.sql import SQL, Identifier
from tests.support.postgres import core_on
from tests.support.tasks import TaskDesk, running_worker

from reelwright.core import Core
from reelwright.domain.task import TaskStatus
from reelwright.store.database import migrate, with_search_path
from reelwright.store.fleet import FleetStore


@pytest.fixture
async def core(database_url: str, tmp_path: Path, faulty_engines: tuple[str, ...]) -> AsyncIterator[Core]:
    async with core_on(database_url, tmp_path / "data", engines=("works",), render_slots=1) as opened:
        yield opened


async def upgrade(core: Core) -> None:
    """Do to the tables what releases to come may do: add columns with defaults, tables and a migration of their own."""
    async with core.pool.connection() as connection:
        rows = await (
            await connection.execute(
                "SELECT table_name FROM information_schema.tables"
                " WHERE table_schema = 'reelwright' AND table_type = 'BASE TABLE' AND table_name NOT LIKE 'procrastinate%'"
            )
        ).fetchall()
        for row in rows:
            await connection.execute(
                SQL("ALTER TABLE {} ADD COLUMN newer jsonb NOT NULL DEFAULT '{{}}'").format(
                    Identifier(row["table_name"])
                )
            )
        await connection.execute("INSERT INTO migration (name) VALUES ('9999_newer.sql')")


async def test_tasks_go_through_after_a_newer_version_has_migrated(core: Core) -> None:
    desk = await TaskDesk.open(core)
    before = await desk.submit("works")
    async with running_worker(core):
        await desk.ended(before)
        await upgrade(core)
        after = await desk.ended(await desk.submit("works"))
    assert after.status is TaskStatus.COMPLETED
    assert (await FleetStore(core.pool).stats()).ended_last_hour == {"completed": 2}


async def test_a_request_that_a_newer_version_wrote_is_made(core: Core) -> None:
    desk = await TaskDesk.open(core)
    task = await desk.submit("works")
    async with core.pool.connection() as connection:
        await connection.execute('UPDATE task SET request = request || \'{"camera": "dolly"}\'')
    async with running_worker(core):
        assert (await desk.ended(task)).status is TaskStatus.COMPLETED


async def test_starting_on_newer_tables_changes_nothing(core: Core) -> None:
    await upgrade(core)
    assert core.settings.database_url
    url = with_search_path(core.settings.database_url.get_secret_value())
    assert await migrate(url) == []
