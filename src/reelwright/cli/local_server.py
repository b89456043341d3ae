"""A server of our own, as a child process, for as long as a `with` block lasts."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import psutil

from reelwright.cli.output import say
from reelwright.client import ClientError
from reelwright.errors import Unavailable

_STOP_SECONDS: Final = 10
_LAST_WORDS: Final = 4000
_OF_OTHERS: Final = frozenset(
    {"REELWRIGHT_DATABASE_URL", "REELWRIGHT_BLOB_URL", "REELWRIGHT_PUBLIC_URL", "REELWRIGHT_NO_WORKER"}
)
"""Settings that would tie our own server to a deployment: it must neither write there nor wait for its workers."""
_MOST_COMPLAINTS: Final = 5


class LocalServer:
    """Starts a server on a free port and stops it, with everything that belongs to it.

    Should this process be killed, the server sees the end of its stdin and stops by itself.
    """

    def __init__(self, data_dir: Path | None = None, *flags: str) -> None:
        """data_dir: kept and used again; None for a temporary one, removed at the end. flags: further ones of `serve`."""
        self._temporary = data_dir is None
        self._flags = flags
        # Short, because the path of a Postgres socket may have about a hundred characters.
        self.data_dir = data_dir.resolve() if data_dir else Path(tempfile.mkdtemp(prefix="reelwright-"))
        self.api_key = os.environ.get("REELWRIGHT_API_KEY", "")
        if self._temporary and not self.api_key:
            self.api_key = f"rw_{secrets.token_urlsafe(32)}"
        self.url = ""
        self.pid = 0
        self._log = self.data_dir / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> LocalServer:
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._temporary and isinstance(error, ClientError):
            # The log goes with the directory: what it says of the reason is shown first.
            for line in self._complaints():
                say(line)
        self.close()

    def close(self) -> None:
        """Stop the server and wait for its end; safe to call twice."""
        with _uninterrupted():
            process, self._process = self._process, None
            if process is not None:
                _end(process)
                _leave_no_postgres(self.data_dir)
            if self._temporary:
                shutil.rmtree(self.data_dir, ignore_errors=True)

    def _start(self) -> None:
        self.data_dir.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "reelwright", "serve", "--json", "--until-eof"]
        command += ["--port", "0", "--data-dir", str(self.data_dir), "--log-format", "text", *self._flags]
        # The log shows the first key when this start makes it: for its owner's eyes only.
        with open(self._log, "wb", opener=partial(os.open, mode=0o600)) as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=self._environment(),
                **_own_group(),
            )
        self._process = process
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            process.wait()
            raise Unavailable(f"the server did not start: {self.last_words()}")
        ready = json.loads(line)
        self.url, self.pid = ready["url"], ready["pid"]
        self.api_key = self.api_key or _stored_key(self.data_dir)

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in _OF_OTHERS}
        return {**kept, "REELWRIGHT_API_KEY": self.api_key} if self.api_key else kept

    def last_words(self) -> str:
        """Return the last line that the server wrote before it ended."""
        lines = self._log.read_text("utf-8", "replace")[-_LAST_WORDS:].strip().splitlines()
        return lines[-1].removeprefix("reelwright: ") if lines else f"see {self._log}"

    def _complaints(self) -> list[str]:
        lines = self._log.read_text("utf-8", "replace").splitlines()
        return [line for line in lines if "[error" in line or "[critical" in line][-_MOST_COMPLAINTS:]


def _stored_key(data_dir: Path) -> str:
    path = data_dir / "api-key"
    if not path.exists():
        raise Unavailable(
            f"{path} is not there, so no key is known; set REELWRIGHT_API_KEY to one that is valid"
        )
    return path.read_text("utf-8").strip()


def _leave_no_postgres(data_dir: Path) -> None:
    """Stop the embedded Postgres if the server was killed before it could; not while another server uses it."""
    if (data_dir / "postgres" / "postmaster.pid").exists():
        from reelwright.store.embedded import EmbeddedPostgres

        postgres = EmbeddedPostgres(data_dir)
        postgres.start()
        postgres.stop()


def _end(process: subprocess.Popen[bytes]) -> None:
    children = _descendants(process)
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    for child in psutil.wait_procs(children, timeout=1)[1]:
        child.kill()


def _descendants(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    try:
        return list(psutil.Process(process.pid).children(recursive=True))
    except psutil.NoSuchProcess:
        return []


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold off signals: who presses Ctrl-C twice still wants the server gone."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _own_group() -> dict[str, Any]:
    """Keep the terminal's Ctrl-C from the server: it is stopped by us, after its task was cancelled."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}
