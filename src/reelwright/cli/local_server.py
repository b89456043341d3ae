"""A server of our own, as a child process, for as long as a `with` block lasts."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import psutil

from reelwright.errors import Unavailable

_STOP_SECONDS: Final = 20
_LAST_WORDS: Final = 4000


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
        self.close()

    def close(self) -> None:
        """Stop the server and wait for its end; safe to call twice."""
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
        with self._log.open("wb") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env={**os.environ, "REELWRIGHT_API_KEY": self.api_key} if self.api_key else None,
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

    def last_words(self) -> str:
        """Return the last line that the server wrote before it ended."""
        lines = self._log.read_text("utf-8", "replace")[-_LAST_WORDS:].strip().splitlines()
        return lines[-1].removeprefix("reelwright: ") if lines else f"see {self._log}"


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


def _own_group() -> dict[str, Any]:
    """Keep the terminal's Ctrl-C from the server: it is stopped by us, after its task was cancelled."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}
