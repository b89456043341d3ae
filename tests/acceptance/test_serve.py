"""Starting a server: the first key, a port that is taken, keys made beside it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from tests.acceptance.conftest import Start, client_of
from tests.support.processes import environment, left_over

from reelwright.client import AuthenticationFailed, Reelwright

# Several processes start and stop in each, on machines that do other work too.
pytestmark = pytest.mark.timeout(300)


def reelwright(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "reelwright", *words],
        capture_output=True,
        text=True,
        env=environment(**more),
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )


def test_the_first_key_is_shown_once_and_kept_for_its_owner_alone(data_dir: Path) -> None:
    words = [sys.executable, "-m", "reelwright", "serve", "--json", "--port", "0", "--no-worker"]
    settings = environment()
    del settings["REELWRIGHT_API_KEY"]
    shown = []
    for _ in range(2):
        process = subprocess.Popen(
            [*words, "--data-dir", str(data_dir), "--until-eof"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=settings,
        )
        assert process.stdout is not None
        line = process.stdout.readline()
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
        assert '"url"' in line
        shown.append(errors)
    file = data_dir / "api-key"
    key = file.read_text().strip()
    assert key in shown[0]
    assert str(file) in shown[0]
    assert key not in shown[1]
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600


def test_a_port_that_is_taken_is_one_helpful_line_and_starts_nothing(data_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = reelwright("serve", "--port", port, "--data-dir", str(data_dir))
    assert done.returncode == 2
    assert port in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr
    assert not data_dir.exists()
    assert left_over(data_dir) == []


def test_keys_can_be_made_and_revoked_beside_a_running_server(start: Start, data_dir: Path) -> None:
    server = start("--no-worker")
    made = reelwright("keys", "create", "bob", "--data-dir", str(data_dir))
    key = made.stdout.strip()
    with Reelwright(server.url, key) as client:
        assert client.tasks.list().tasks == ()
        listed = reelwright("keys", "list", "--data-dir", str(data_dir)).stdout
        assert "bob" in listed
        assert key not in listed
        assert reelwright("keys", "revoke", "bob", "--data-dir", str(data_dir)).returncode == 0
        with pytest.raises(AuthenticationFailed):
            client.tasks.list()
    assert reelwright("keys", "revoke", "bob", "--data-dir", str(data_dir)).returncode == 1


def test_a_worker_alone_serves_a_server_without_one(start: Start, data_dir: Path) -> None:
    server = start("--no-worker")
    command = [sys.executable, "-m", "reelwright", "worker", "--data-dir", str(data_dir)]
    worker = subprocess.Popen(command, env=environment(), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        with client_of(server) as client:
            task = client.videos.generate("A kitten yawning at the camera", duration=4, timeout=60)
        assert task.status == "completed"
    finally:
        worker.send_signal(signal.SIGTERM)
        _, errors = worker.communicate(timeout=60)
    assert worker.returncode == 0, errors
    assert server.end(signal.SIGTERM) == 0


def test_doctor_is_content_with_this_machine(data_dir: Path) -> None:
    done = reelwright("doctor", "--data-dir", str(data_dir), "--json", REELWRIGHT_PORT="0")
    assert done.returncode == 0, done.stdout


def test_a_command_that_needs_a_server_says_so_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    done = reelwright(
        "generate", "x", "--base-url", f"http://127.0.0.1:{port}", "-o", str(tmp_path / "x.mp4")
    )
    assert done.returncode == 3
    assert "is it running" in done.stderr
    assert "Traceback" not in done.stderr
