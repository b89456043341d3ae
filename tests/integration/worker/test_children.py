"""A child does not outlive its worker, whatever becomes of that."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from tests.support.engines import Gate

from reelwright.config import GIB

PARENT = """
import asyncio, sys
from pathlib import Path
from reelwright.engines.base import EngineRequest
from reelwright.worker.child import ChildLimits, EngineChild

async def main():
    child = EngineChild("waits_at_the_gate", ChildLimits(2 * 1024**3, 60, 60))
    await child.ready()
    request = EngineRequest("task_x", 1, "m", "p", 64, 64, 25, 24, 1)
    if sys.argv[2] == "idle":
        print(child.pid, flush=True)
        await asyncio.Event().wait()
    async for _ in child.run(request, Path(sys.argv[1])):
        print(child.pid, flush=True)

asyncio.run(main())
"""


@pytest.fixture(params=["idle", "at work"])
def parent(
    request: pytest.FixtureRequest, gate: Gate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[subprocess.Popen[bytes]]:
    monkeypatch.setenv("REELWRIGHT_API_KEY", "rw_secret")
    monkeypatch.setenv("PGPASSWORD", "secret")
    command = [sys.executable, "-c", PARENT, str(tmp_path), request.param]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as started:
        yield started
        started.kill()


def test_a_child_ends_with_a_worker_that_was_killed(parent: subprocess.Popen[bytes]) -> None:
    assert parent.stdout
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    gone_or_dead = not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
    if not gone_or_dead:
        psutil.wait_procs([child], timeout=5)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE


def test_a_child_is_bound(parent: subprocess.Popen[bytes]) -> None:
    assert parent.stdout
    child = psutil.Process(int(parent.stdout.readline()))
    if sys.platform == "linux":
        assert child.rlimit(psutil.RLIMIT_CORE) == (0, 0)
        assert 2 * GIB < child.rlimit(psutil.RLIMIT_DATA)[0] < 8 * GIB
    assert child.nice() > parent_nice()
    assert not [name for name in child.environ() if name.startswith(("REELWRIGHT_", "PG", "AWS_"))]


def test_a_child_multiplies_on_one_thread(parent: subprocess.Popen[bytes]) -> None:
    assert parent.stdout
    child = psutil.Process(int(parent.stdout.readline()))
    assert child.environ()["OPENBLAS_NUM_THREADS"] == os.environ.get("OPENBLAS_NUM_THREADS", "1")


def parent_nice() -> int:
    return int(psutil.Process().nice())
