"""Servers that are always ended, with their Postgres, whatever a test did to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.support.processes import KEY, Server, left_over, stop_postgres

from reelwright.client import Reelwright

Start = Callable[..., Server]


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    """A data directory of which no process may remain after the test."""
    directory = tmp_path / "data"
    yield directory
    stop_postgres(directory)
    assert left_over(directory) == []


@pytest.fixture
def start(data_dir: Path) -> Iterator[Start]:
    """Start servers on the data directory; those that still run afterwards are killed."""
    started: list[Server] = []

    def start_one(*flags: str, port: int = 0) -> Server:
        server = Server(data_dir, *flags, port=port)
        started.append(server)
        return server.ready()

    yield start_one
    for server in started:
        if server.process.poll() is None:
            server.process.kill()
            server.wait()


def client_of(server: Server) -> Reelwright:
    """Return a client of a server."""
    return Reelwright(server.url, KEY)
