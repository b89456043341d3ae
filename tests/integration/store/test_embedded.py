"""The embedded Postgres at its first start."""

from __future__ import annotations

from pathlib import Path

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
