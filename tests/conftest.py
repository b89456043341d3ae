"""Fixtures for all tiers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from tests.support.media import MediaFactory
from tests.support.postgres import TestServer, core_on, serve

from reelwright.server import Core


@pytest.fixture(scope="session")
def media_files(tmp_path_factory: pytest.TempPathFactory) -> MediaFactory:
    """Real pictures, videos and sounds, each made once per session."""
    return MediaFactory(tmp_path_factory.mktemp("media"))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestServer]:
    """One embedded Postgres for the session."""
    yield from serve(tmp_path_factory.mktemp("postgres"))


@pytest.fixture
def database_url(postgres: TestServer) -> str:
    """A fresh, migrated database."""
    return postgres.new_database()


@pytest.fixture
async def core(database_url: str, tmp_path: Path) -> AsyncIterator[Core]:
    """A core on a fresh database, with blobs in a temporary directory."""
    async with core_on(database_url, tmp_path) as opened:
        yield opened
