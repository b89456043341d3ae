"""The embedded Postgres at its first start."""

from __future__ import annotations

from pathlib import Path

import psutil
import psycopg
import pytest

from reelwright.store import embedded
from reelwright.store.embedded import EmbeddedPostgres


def test_a_directory_whose_maker_was_killed_is_made_anew(tmp_path: Path) -> None:
    half = tmp_path / "postgres"
    (half / "base").mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    (tmp_path / "postgres.unfinished").touch()
    server = EmbeddedPostgres(tmp_path)
    try:
        with psycopg.connect(server.start()) as connection:
            row = connection.execute("SHOW max_connections").fetchone()
        assert row == ("100",)
    finally:
        server.stop()
    assert not (tmp_path / "postgres.unfinished").exists()


def test_a_finished_directory_is_never_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = EmbeddedPostgres(tmp_path)
    with psycopg.connect(first.start()) as connection:
        connection.execute("CREATE TABLE kept (id int)")
    first.stop()
    # Whoever tunes the settings by hand keeps the data.
    (tmp_path / "postgres" / "postgresql.conf").write_text("max_connections = 50\n")
    monkeypatch.setattr(embedded, "_SETTINGS", "changed by a new release")
    second = EmbeddedPostgres(tmp_path)
    try:
        with psycopg.connect(second.start()) as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    finally:
        second.stop()


def test_a_server_that_was_killed_is_started_again_with_all_that_was_confirmed(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path)
    url = server.start()
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)")
        first = psutil.Process(int((tmp_path / "postgres" / "postmaster.pid").read_text().split()[0]))
        family = [first, *first.children(recursive=True)]
        first.kill()
        assert psutil.wait_procs(family, timeout=30)[1] == []
        server.revive()
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT id FROM kept").fetchone() == (7,)
    finally:
        server.stop()


def test_a_server_that_was_left_is_not_started_again(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path)
    server.start()
    server.stop()
    server.revive()
    assert not (tmp_path / "postgres" / "postmaster.pid").exists()
