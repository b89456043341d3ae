"""A real Postgres for tests: one embedded server per session, one database per test, copied from a migrated template."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier

from reelwright.config import load_settings
from reelwright.core import Core, open_core
from reelwright.store.database import migrate
from reelwright.store.embedded import EmbeddedPostgres

_TEMPLATE = "reelwright_template"
_numbers = itertools.count()


class TestServer:
    """The session's Postgres."""

    __test__ = False

    def __init__(self, directory: Path) -> None:
        self._embedded = EmbeddedPostgres(directory)
        self._url = self._embedded.start()
        self._run(SQL("CREATE DATABASE {}").format(Identifier(_TEMPLATE)))
        asyncio.run(migrate(self.url_of(_TEMPLATE)))

    def stop(self) -> None:
        """Stop it."""
        self._embedded.stop()

    def url_of(self, database: str) -> str:
        """Return the URL of one of its databases."""
        return make_conninfo(self._url, dbname=database)

    def new_database(self) -> str:
        """Make a fresh, migrated database and return its URL."""
        name = f"test_{next(_numbers)}"
        self._run(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(_TEMPLATE)))
        return self.url_of(name)

    def _run(self, statement: Any) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(statement)


def serve(directory: Path) -> Iterator[TestServer]:
    """Run the server for as long as the caller's fixture lives."""
    server = TestServer(directory)
    try:
        yield server
    finally:
        server.stop()


@asynccontextmanager
async def core_on(url: str, data_dir: Path, **settings: Any) -> AsyncIterator[Core]:
    """Open a core on a database of the test server."""
    async with open_core(load_settings(database_url=url, data_dir=data_dir, **settings)) as core:
        yield core
