"""The connection pool, migrations and the queue's tables.

Everything of ours lives in the schema `reelwright`, so that a database can be shared.
"""

from __future__ import annotations

import secrets
import select
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, LiteralString

import procrastinate
from psycopg import AsyncConnection, OperationalError, ProgrammingError
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool

from reelwright.errors import ConfigError, Unavailable

SCHEMA: Final = "reelwright"
_MIGRATION_LOCK: Final = 7_210_354_018

Connection = AsyncConnection[DictRow]
Pool = AsyncConnectionPool[Connection]


def open_pool(url: str, *, max_size: int = 16) -> Pool:
    """Return a pool, not yet opened, whose connections autocommit, return dictionaries and see our schema first."""
    return AsyncConnectionPool(
        with_search_path(url),
        connection_class=AsyncConnection[DictRow],
        kwargs={"row_factory": dict_row, "application_name": "reelwright"},
        # Not among kwargs: the queue opens a connection of its own with them and sets autocommit itself.
        configure=_autocommit,
        min_size=2,
        max_size=max_size,
        open=False,
        check=_check,
        timeout=10,
    )


async def _check(connection: Connection) -> None:
    """Make sure that the server has not closed a connection while nobody used it.

    An idle server says nothing, so only one with something to read can be dead; asking each time would double the round trips.
    """
    if _readable(connection.fileno()):
        await AsyncConnectionPool.check_connection(connection)


def _readable(descriptor: int) -> bool:
    if not hasattr(select, "poll"):  # Windows, where select() has no trouble with high numbers
        return bool(select.select([descriptor], [], [], 0)[0])
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))


async def _autocommit(connection: Connection) -> None:
    await connection.set_autocommit(True)


def with_search_path(url: str) -> str:
    """Return `url` with our schema first on the search path, whatever options it already carries."""
    options = conninfo_to_dict(url).get("options")
    ours = f"-c search_path={SCHEMA},public"
    return make_conninfo(url, options=f"{options} {ours}" if options else ours)


@asynccontextmanager
async def transaction(pool: Pool) -> AsyncIterator[Connection]:
    """Run statements on one connection in one transaction."""
    async with pool.connection() as connection, connection.transaction():
        yield connection


async def migrate(url: str) -> list[str]:
    """Bring the database up to this version and return the names of the migrations that were applied.

    Safe to call from many processes at once: an advisory lock lets one of them work while the others wait.

    Raises ConfigError when `url` is none, Unavailable when nothing answers there.
    """
    async with await _connect(url) as connection:
        await connection.execute("SELECT pg_advisory_lock(%s)", [_MIGRATION_LOCK])
        await connection.execute("SET client_min_messages = warning")
        await connection.execute("CREATE SCHEMA IF NOT EXISTS reelwright")
        await connection.execute(
            "CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())"
        )
        await _apply_queue_schema(connection)
        return await _apply_ours(connection)


async def _connect(url: str) -> Connection:
    try:
        return await AsyncConnection.connect(with_search_path(url), autocommit=True, row_factory=dict_row)
    except ProgrammingError as error:
        raise ConfigError(f"setting database_url is no Postgres URL: {error}".strip()) from error
    except OperationalError as error:
        reason = " ".join(str(error).split())
        raise Unavailable(f"the database of the setting database_url does not answer: {reason}") from error


async def _apply_queue_schema(connection: AsyncConnection[DictRow]) -> None:
    """Install the queue's own tables, or bring those of an older release of it up to date."""
    folder = Path(procrastinate.schema.SchemaManager.get_migrations_path())
    names = sorted(file.name for file in folder.glob("*.sql"))  # noqa: ASYNC240 - a few local names, once at start
    applied = await _applied(connection)
    if not any(name in applied for name in names):
        async with connection.transaction():
            await connection.execute(procrastinate.schema.SchemaManager.get_schema())
            for name in names:
                await _record(connection, name)
        return
    for name in names:
        if name not in applied:
            await _apply(connection, name, (folder / name).read_text("utf-8"))


async def _apply_ours(connection: AsyncConnection[DictRow]) -> list[str]:
    applied = await _applied(connection)
    fresh = []
    for file in sorted(
        files("reelwright.store").joinpath("migrations").iterdir(), key=lambda item: item.name
    ):
        if file.name.endswith(".sql") and file.name not in applied:
            await _apply(connection, file.name, file.read_text("utf-8"))
            fresh.append(file.name)
    return fresh


async def _applied(connection: AsyncConnection[DictRow]) -> set[str]:
    rows = await (await connection.execute("SELECT name FROM migration")).fetchall()
    return {row["name"] for row in rows}


async def _apply(connection: AsyncConnection[DictRow], name: str, sql: str) -> None:
    # The files ship with packages, so their text is as fixed as a literal.
    async with connection.transaction():
        await connection.execute(sql)
        await _record(connection, name)


async def _record(connection: AsyncConnection[DictRow], name: str) -> None:
    await connection.execute("INSERT INTO migration (name) VALUES (%s)", [name])


async def server_secret(pool: Pool, name: str) -> bytes:
    """Return the secret called `name`, the same in every process of the deployment; made at first use."""
    async with pool.connection() as connection:
        await connection.execute(
            "INSERT INTO server_secret (name, value) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [name, secrets.token_bytes(32)],
        )
        row = await (
            await connection.execute("SELECT value FROM server_secret WHERE name = %s", [name])
        ).fetchone()
    if row is None:
        raise LookupError(name)
    return bytes(row["value"])


async def fetch_one(pool: Pool, sql: LiteralString, values: dict[str, Any]) -> DictRow | None:
    """Run one statement and return its first row, or None."""
    async with pool.connection() as connection:
        return await (await connection.execute(sql, values)).fetchone()


async def fetch_all(pool: Pool, sql: LiteralString, values: dict[str, Any]) -> list[DictRow]:
    """Run one statement and return its rows."""
    async with pool.connection() as connection:
        return await (await connection.execute(sql, values)).fetchall()
