"""Workers killed with SIGKILL at each line of a paid submit: the video is bought once and arrives."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.support.doubles.ark import ArkDouble
from tests.support.engines import Gate
from tests.support.forwarding import QUICK, running
from tests.support.media import MediaFactory
from tests.support.postgres import TestServer, core_on
from tests.support.processes import environment
from tests.support.tasks import TaskDesk, running_worker
from tests.support.upstreams import MODEL, catalog_file, serving

from reelwright.api.app import create_app
from reelwright.domain.task import TaskStatus
from reelwright.server import make_services

ROOT = Path(__file__).parents[2]
LINES = [("intent", "before"), ("intent", "after"), ("upstream_id", "before"), ("upstream_id", "after")]


@pytest.fixture
async def ark(media_files: MediaFactory) -> AsyncIterator[ArkDouble]:
    async with running(ArkDouble(media_files.video(seconds=2))) as double:
        yield double


def upstream(engine: str, base_url: str, **more: Any) -> dict[str, Any]:
    return {
        "name": "up",
        "engine": engine,
        "base_url": base_url,
        "models": {MODEL: MODEL},
        "options": dict(QUICK),
        **more,
    }


async def killed_then_finished(url: str, directory: Path, catalog: Path, line: tuple[str, str]) -> TaskStatus:
    """Submit, let a worker die at a line, and another one finish; return how the task ended."""
    async with core_on(url, directory, engines=("up",), catalog_file=catalog) as core:
        desk = await TaskDesk.open(core)
        task = await desk.submit("up")
        command = [
            sys.executable,
            "-m",
            "tests.support.dying_worker",
            url,
            str(directory),
            str(catalog),
            "up",
            *line,
        ]
        inherited = {name: value for name, value in environment().items() if name != "REELWRIGHT_API_KEY"}
        worker = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=inherited)
        assert await asyncio.wait_for(worker.wait(), 60) == -signal.SIGKILL
        async with running_worker(replace(core, dead_workers=await core.jobs.newest_worker())):
            ended = await desk.ended(task)
        assert ended.failure is None
        return ended.status


@pytest.mark.parametrize("line", LINES, ids=[" ".join(reversed(line)) for line in LINES])
async def test_at_ark(line: tuple[str, str], database_url: str, tmp_path: Path, ark: ArkDouble) -> None:
    catalog = catalog_file(tmp_path, upstream("ark", f"{ark.url}/api/v3"))
    assert await killed_then_finished(database_url, tmp_path / "data", catalog, line) is TaskStatus.COMPLETED
    assert len(ark.jobs) == 1


@pytest.mark.parametrize("line", LINES, ids=[" ".join(reversed(line)) for line in LINES])
async def test_at_another_gateway(
    line: tuple[str, str], postgres: TestServer, tmp_path: Path, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    behind_catalog = catalog_file(tmp_path / "behind", engines=("works",))
    async with core_on(
        postgres.new_database(), tmp_path / "behind", engines=("works",), catalog_file=behind_catalog
    ) as behind:
        made = await behind.keys.create("front")
        assert made
        monkeypatch.setenv("BEHIND_KEY", made[1])
        async with serving(create_app(make_services(behind))) as url, running_worker(behind):
            catalog = catalog_file(tmp_path, upstream("gateway", url, key="env:BEHIND_KEY"))
            ended = await killed_then_finished(postgres.new_database(), tmp_path / "data", catalog, line)
        assert ended is TaskStatus.COMPLETED
        async with behind.pool.connection() as connection:
            row = await (await connection.execute("SELECT count(*) AS n FROM task")).fetchone()
        assert row == {"n": 1}
