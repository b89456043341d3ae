"""A fleet of real processes: API servers and workers on one Postgres and one blob store, to be killed one by one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import httpx
import psutil
from tests.support.external import free_port
from tests.support.processes import KEY, environment

from reelwright.client import Reelwright

_PATIENCE: Final = 60.0
WORKER: Final = "worker"
API: Final = "api"
AT_ONCE: Final = "at-once"
GATED: Final = "gated"
ENGINES: Final = {AT_ONCE: "makes_at_once", GATED: "waits_at_the_gate"}
"""Models that only tests have, and the engines that serve them."""
_CATALOG: Final = """
[[model]]
id = "{model}"
created = 1
owned_by = "tests"
resolutions = ["480p"]
assets = false
real_people = false
fast = true
engines = ["{engine}"]
[model.prices]
480p = {{ plain = "0.05" }}
"""


class Member:
    """One process of a fleet; started again it has the same name, settings and port."""

    def __init__(self, name: str, words: list[str], env: Mapping[str, str], log: Path) -> None:
        self.name = name
        self._words = words
        self._env = dict(env)
        self._log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and do not wait."""
        with self._log.open("ab") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "reelwright", *self._words],
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                env=self._env,
            )

    @property
    def lives(self) -> bool:
        """Whether it runs, perhaps frozen."""
        return self.process is not None and self.process.poll() is None

    @property
    def text(self) -> str:
        """All that it ever said."""
        return self._log.read_text("utf-8", "replace")

    def children(self) -> list[psutil.Process]:
        """Return its engine processes."""
        if self.process is None or not self.lives:
            return []
        with suppress(psutil.NoSuchProcess):
            return list(psutil.Process(self.process.pid).children(recursive=True))
        return []

    def send(self, number: int) -> None:
        """Send it a signal."""
        if self.process is not None and self.lives:
            self.process.send_signal(number)

    def end(self, number: int = signal.SIGKILL) -> int:
        """Send it a signal and wait for its end; return the exit code."""
        self.send(number)
        assert self.process is not None
        return self.process.wait(_PATIENCE)


class Fleet:
    """Members that share a database, a blob store and an engine."""

    def __init__(
        self,
        directory: Path,
        *,
        site: Path,
        settings: Mapping[str, str],
        one_data_dir: bool = False,
    ) -> None:
        """site: a directory for PYTHONPATH where the engines lie. settings: environment of every member.

        one_data_dir: whether all members run on one machine's data directory, as with an embedded Postgres.
        """
        self.directory = directory
        catalog = directory / "catalog.toml"
        catalog.write_text(
            "".join(_CATALOG.format(model=model, engine=engine) for model, engine in ENGINES.items())
        )
        path = os.pathsep.join(filter(None, [str(site), os.environ.get("PYTHONPATH")]))
        self._env = environment(
            PYTHONPATH=path, REELWRIGHT_LOG_FORMAT="json", REELWRIGHT_CATALOG_FILE=str(catalog), **settings
        )
        self._one_data_dir = one_data_dir
        self.members: dict[str, Member] = {}
        self._urls: dict[str, str] = {}

    def add_api(self, *flags: str) -> Member:
        """Start an API server without a worker."""
        port = free_port()
        name = f"{API}-{len(self._urls) + 1}"
        self._urls[name] = f"http://127.0.0.1:{port}"
        return self._add(name, ["serve", "--no-worker", "--port", str(port), *flags])

    def add_worker(self, *models: str) -> Member:
        """Start a worker with the engines of some models; API servers know of them only because it announces them."""
        number = sum(name.startswith(WORKER) for name in self.members) + 1
        engines = [word for model in models for word in ("--engine", ENGINES[model])]
        return self._add(f"{WORKER}-{number}", ["worker", *engines])

    def url(self, number: int = 1) -> str:
        """Return the address of an API server."""
        return self._urls[f"{API}-{number}"]

    def client(self, number: int = 1) -> Reelwright:
        """Return a client of an API server."""
        return Reelwright(self.url(number), KEY)

    def workers(self) -> list[Member]:
        """Return the workers."""
        return [member for name, member in self.members.items() if name.startswith(WORKER)]

    def wait_until_ready(self) -> None:
        """Wait until every API server can serve and every worker has said that it is ready."""
        deadline = time.monotonic() + _PATIENCE
        for url in self._urls.values():
            until(lambda url=url: _answers(f"{url}/readyz"), deadline)  # type: ignore[misc]
        for worker in self.workers():
            until(lambda worker=worker: "is ready for" in worker.text, deadline)  # type: ignore[misc]

    def supervise(self) -> None:
        """Start members again that have ended, as systemd would: one that starts while Postgres is away gives up."""
        for member in self.members.values():
            if not member.lives:
                member.start()

    def close(self) -> None:
        """Kill whoever still runs."""
        for member in self.members.values():
            if member.lives:
                member.send(signal.SIGCONT)
                member.end()

    def _add(self, name: str, words: list[str]) -> Member:
        data = self.directory / ("data" if self._one_data_dir else f"data-{name}")
        member = Member(name, [*words, "--data-dir", str(data)], self._env, self.directory / f"{name}.log")
        self.members[name] = member
        member.start()
        return member


def until(happened: Callable[[], bool], deadline: float, pause: float = 0.1) -> None:
    """Return when something has happened in another process; there is nothing to wait on but its effects."""
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(pause)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).status_code == 200
    except httpx.HTTPError:
        return False
