"""Send the server thousands of requests made from its own OpenAPI document, and hold every answer to that document.

Needs the development dependencies. Fails when an answer is a 5xx or one that the document does not describe.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

KEY = "rw_fuzz_0123456789abcdef0123456789"
# Answers 501 on purpose: it needs the vendor's own page.
NOT_HERE = "/v1/seedance2/real-avatar"


def main() -> int:
    """Run the server and the fuzzer; return the fuzzer's exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=40, help="generated cases per operation and phase")
    parser.add_argument("--seed", type=int, help="to repeat a run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="reelwright-fuzz-") as directory:
        port = free_port()
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "reelwright",
                "serve",
                "--no-worker",
                "--port",
                str(port),
                "--data-dir",
                directory,
            ],
            env={**os.environ, "REELWRIGHT_API_KEY": KEY},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            base = f"http://127.0.0.1:{port}"
            wait_for(base)
            return fuzz(base, admin_key(directory), options.examples, options.seed)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def admin_key(directory: str) -> str:
    """Make a key that may do everything, so that the routes of administrators are tried too."""
    command = [sys.executable, "-m", "reelwright", "keys", "create", "fuzz", "--data-dir", directory]
    scopes = [flag for scope in ("generate", "read", "assets", "admin") for flag in ("--scope", scope)]
    made = subprocess.run([*command, *scopes], check=True, capture_output=True, text=True)
    return made.stdout.strip().splitlines()[-1].split()[-1]


def fuzz(base: str, key: str, examples: int, seed: int | None) -> int:
    """Run schemathesis against `base`."""
    tool = shutil.which("schemathesis", path=str(Path(sys.executable).parent)) or "schemathesis"
    checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
    command = [
        tool, "run", f"{base}/openapi.json", "-H", f"Authorization: Bearer {key}", "--checks", checks,
        "--max-examples", str(examples), "--workers", "2", "--phases", "examples,fuzzing",
        "--exclude-path", NOT_HERE, "--request-timeout", "15", "--generation-database", "none", "--no-color",
    ]  # fmt: skip
    return subprocess.run(
        [*command, *(["--seed", str(seed)] if seed is not None else [])], check=False
    ).returncode


def wait_for(base: str) -> None:
    """Return when the server is ready."""
    for _ in range(300):
        try:
            if httpx.get(f"{base}/readyz").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise SystemExit("the server did not get ready")


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
