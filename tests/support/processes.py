"""Real servers as processes, for tests that kill them, and the census of what is left afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from queue import Queue
from typing import IO

import psutil

from reelwright.store.embedded import EmbeddedPostgres

KEY = "rw_acceptance_key_that_is_long_enough"
_PATIENCE = 60


class Server:
    """`reelwright serve` as an operator would run it, with its output at hand."""

    def __init__(self, data_dir: Path, *flags: str, port: int = 0) -> None:
        command = [sys.executable, "-m", "reelwright", "serve", "--json", "--data-dir", str(data_dir)]
        self.data_dir = data_dir
        self.process = subprocess.Popen(
            [*command, "--port", str(port), "--log-format", "text", *flags],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self._lines: Queue[str] = Queue()
        self.errors: list[str] = []
        self._said = threading.Condition()
        self._readers = [
            threading.Thread(target=self._read, args=(self.process.stdout, self._lines.put)),
            threading.Thread(target=self._read, args=(self.process.stderr, self._hear)),
        ]
        for reader in self._readers:
            reader.start()
        self.url = ""

    def ready(self) -> Server:
        """Wait until it answers."""
        line = self._lines.get(timeout=_PATIENCE)
        assert line, "".join(self.errors)
        self.url = json.loads(line)["url"]
        return self

    @property
    def port(self) -> int:
        """The port that it took: its successor needs it, for addresses that were given out."""
        return int(self.url.rpartition(":")[2])

    def end(self, signal: int) -> int:
        """Send a signal and wait for the end; return the exit code."""
        self.process.send_signal(signal)
        return self.wait()

    def wait(self) -> int:
        """Wait for the end and return the exit code."""
        code = self.process.wait(_PATIENCE)
        for reader in self._readers:
            reader.join(_PATIENCE)
        return code

    def children(self) -> list[psutil.Process]:
        """Return its engine processes, as they are now."""
        return list(psutil.Process(self.process.pid).children(recursive=True))

    def wait_for_error_line(self, part: str) -> None:
        """Wait until stderr has a line that contains `part`."""
        deadline = time.monotonic() + _PATIENCE
        with self._said:
            while not any(part in line for line in self.errors):
                assert self._said.wait(deadline - time.monotonic()), "".join(self.errors)

    def _hear(self, line: str) -> None:
        with self._said:
            self.errors.append(line)
            self._said.notify_all()

    @staticmethod
    def _read(stream: IO[str], put: Callable[[str], None]) -> None:
        with stream:
            for line in stream:
                put(line)
        put("")


def environment(**more: str) -> dict[str, str]:
    """Return an environment without settings of whoever runs the tests, with a key that servers and clients share."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("REELWRIGHT_")}
    return {**inherited, "REELWRIGHT_API_KEY": KEY, "REELWRIGHT_CONFIG": os.devnull, **more}


def left_over(data_dir: Path) -> list[str]:
    """Return the command lines of processes that still belong to a data directory."""
    found = []
    for process in psutil.process_iter(["pid", "cmdline"]):
        words = process.info["cmdline"] or []
        if process.pid != os.getpid() and any(str(data_dir) in word for word in words):
            found.append(" ".join(words))
    return found


def stop_postgres(data_dir: Path) -> None:
    """Stop the Postgres that a killed server left running."""
    if (data_dir / "postgres" / "postmaster.pid").exists():
        postgres = EmbeddedPostgres(data_dir)
        postgres.start()
        postgres.stop()
