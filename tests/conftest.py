"""Fixtures for all tiers."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from tests.support.engines import FAULTY, Gate, install_faulty
from tests.support.media import MediaFactory
from tests.support.postgres import TestServer, core_on, serve

from reelwright.core import Core
from reelwright.engines import registry

# what a test says must not depend on how busy the machine is
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


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


@pytest.fixture(scope="session")
def faulty_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory for PYTHONPATH with the engines that have one fault each."""
    site = tmp_path_factory.mktemp("site")
    install_faulty(site)
    return site


@pytest.fixture
def faulty_engines(faulty_package: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, ...]]:
    """The names of the engines that have one fault each, installed for this process and its children."""
    inherited = os.environ.get("PYTHONPATH")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(faulty_package), inherited])))
    monkeypatch.syspath_prepend(faulty_package)
    registry._registered.cache_clear()
    yield FAULTY
    registry._registered.cache_clear()


@pytest.fixture
def gate(faulty_engines: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gate:
    """The gate of the engine `waits_at_the_gate`, closed."""
    made = Gate(tmp_path / "gate")
    monkeypatch.setenv("FAULTY_GATE", str(made.directory))
    return made
