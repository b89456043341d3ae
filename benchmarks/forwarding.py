"""Measure forwarding against a double of Ark on the same machine: what it adds in time, and what thousands in flight cost.

`python -m benchmarks.forwarding [--tasks 2000] [--seconds 60]` prints the figures. The double, the database and the load share
the cores with the worker that is measured; the worker is a process of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import httpx
import psutil
from tests.support.doubles.ark import ArkDouble
from tests.support.forwarding import running
from tests.support.media import MediaFactory
from tests.support.postgres import TestServer, core_on
from tests.support.tasks import TaskDesk
from tests.support.upstreams import MODEL, catalog_file

_LATENCY_RUNS = 20


async def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=60)
    arguments = parser.parse_args()
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        postgres = await asyncio.to_thread(TestServer, directory / "postgres")
        stack.callback(postgres.stop)
        (directory / "media").mkdir()
        video = MediaFactory(directory / "media").video(seconds=2)
        url = await asyncio.to_thread(postgres.new_database)
        await measure_latency(url, directory / "one", video)
        url = await asyncio.to_thread(postgres.new_database)
        await measure_many(url, directory / "many", video, arguments.tasks, arguments.seconds)


async def start_worker(url: str, directory: Path, catalog: Path) -> asyncio.subprocess.Process:
    """Start a worker and wait until it is ready."""
    command = [sys.executable, "-m", "reelwright", "worker", "--engine", "up", "--catalog-file", str(catalog)]
    command += ["--database-url", url, "--data-dir", str(directory), "--log-level", "error"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("REELWRIGHT_")}
    worker = await asyncio.create_subprocess_exec(
        *command, stderr=asyncio.subprocess.PIPE, env={**environment, "REELWRIGHT_CONFIG": os.devnull}
    )
    assert worker.stderr
    await worker.stderr.readline()
    return worker


def catalog_of(directory: Path, ark: ArkDouble, **options: float) -> Path:
    """Write the catalogue file of one upstream."""
    upstream = {
        "name": "up",
        "engine": "ark",
        "base_url": f"{ark.url}/api/v3",
        "models": {MODEL: "theirs"},
        "options": options,
    }
    return catalog_file(directory, upstream)


async def direct(ark: ArkDouble) -> float:
    """Return the seconds that a client of the upstream itself needs: create, one look, download."""
    began = time.perf_counter()
    async with httpx.AsyncClient(base_url=f"{ark.url}/api/v3/contents/generations") as client:
        body = {"model": "theirs", "content": [{"type": "text", "text": "x"}]}
        job = (await client.post("/tasks", json=body)).json()["id"]
        task = (await client.get(f"/tasks/{job}")).json()
        await client.get(task["content"]["video_url"])
    return time.perf_counter() - began


async def measure_latency(url: str, directory: Path, video: Path) -> None:
    """Compare forwarding one task after the other with calling the upstream directly."""
    async with running(ArkDouble(video, words=("succeeded",))) as ark:
        # The pause before the first look is the same for everybody who polls: it is taken out.
        catalog = catalog_of(directory, ark, poll_first=0.001, list_rate=1000)
        async with core_on(url, directory / "data") as core:
            worker = await start_worker(url, directory / "data", catalog)
            desk = await TaskDesk.open(core)
            submits, totals = [], []
            for _ in range(_LATENCY_RUNS):
                creates, began = ark.calls["create"], time.perf_counter()
                task = await desk.submit("up")
                while ark.calls["create"] == creates:
                    await asyncio.sleep(0.001)
                submits.append(time.perf_counter() - began)
                await desk.ended(task)
                totals.append(time.perf_counter() - began)
            straight = [await direct(ark) for _ in range(_LATENCY_RUNS)]
            worker.terminate()
            await worker.wait()
    print(
        f"submit durable here -> create arrives upstream: median {statistics.median(submits) * 1000:.0f} ms"
    )
    print(f"whole task forwarded: median {statistics.median(totals) * 1000:.0f} ms")
    print(f"the same directly:    median {statistics.median(straight) * 1000:.0f} ms")


async def measure_many(url: str, directory: Path, video: Path, tasks: int, seconds: float) -> None:
    """Measure a worker with many tasks in flight at an upstream that does not finish."""
    async with running(ArkDouble(video, words=("running",))) as ark:
        catalog = catalog_of(directory, ark)
        async with core_on(url, directory / "data") as core:
            worker = await start_worker(url, directory / "data", catalog)
            process = psutil.Process(worker.pid)
            idle = process.memory_info().rss
            desk = await TaskDesk.open(core)
            began = time.perf_counter()
            await asyncio.gather(*(desk.submit("up") for _ in range(tasks)))
            while len(ark.jobs) < tasks:
                await asyncio.sleep(0.1)
            placed = time.perf_counter() - began
            await asyncio.sleep(20)
            memory, cpu = [], sum(process.cpu_times()[:2])
            calls, listed, began = ark.calls["poll"], ark.calls["listed"], time.perf_counter()
            while time.perf_counter() - began < seconds:
                await asyncio.sleep(1)
                memory.append(process.memory_info().rss)
            spent = time.perf_counter() - began
            used = sum(process.cpu_times()[:2]) - cpu
            polls, looks = ark.calls["poll"] - calls, ark.calls["listed"] - listed
            # Twice: it does not wait for what is in flight.
            worker.terminate()
            worker.terminate()
            try:
                await asyncio.wait_for(worker.wait(), 60)
            except TimeoutError:
                worker.kill()
                await worker.wait()
    print(f"{tasks} tasks placed upstream in {placed:.1f} s")
    print(
        f"memory: {idle / 2**20:.0f} MB idle, {memory[0] / 2**20:.0f} MB at first, {memory[-1] / 2**20:.0f} MB at last"
    )
    print(f"processor: {100 * used / spent:.0f} % of one core")
    print(
        f"polls: {polls / spent:.2f} calls/s in all, {60 * polls / spent / tasks:.3f} calls a minute for each task,"
    )
    print(f"       each task is looked at every {spent * tasks / max(1, looks):.0f} s")


if __name__ == "__main__":
    asyncio.run(main())
