"""Measure what everything but the drawing costs: tasks a second with 1, 2 and 4 workers, how soon they start, idle time.

    python benchmarks/fleet.py [--tasks 150]

One API server, workers with one slot each, a Postgres on a TCP port and a directory for results, all on one machine.
The engine copies a clip that it drew once; every task is claimed, rendered in the child process, checked, stored and settled.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.support.engines import install_faulty
from tests.support.external import ExternalPostgres
from tests.support.fleet import AT_ONCE, Fleet, until

BODY = {"prompt": "A kitten yawning at the camera", "duration": 4}
STARTS = 40
IDLE_SECONDS = 15


def throughput(fleet: Fleet, postgres: ExternalPostgres, count: int) -> float:
    """Return tasks a second from the first start to the last end, of tasks that all waited before."""
    ids = submit(fleet, count)
    for worker in fleet.workers():
        worker.send(18)
    waiting = "SELECT count(*) FROM task WHERE status IN ('pending', 'processing')"
    until(lambda: postgres.query(waiting)[0][0] == 0, time.monotonic() + 300)
    span = "SELECT EXTRACT(epoch FROM max(finished_at) - min(started_at)) FROM task WHERE id = ANY('{%s}')"
    seconds = postgres.query(span % ",".join(ids))[0][0]
    return count / float(seconds)


def submit(fleet: Fleet, count: int) -> list[str]:
    """Submit so many tasks."""
    with fleet.client() as client, ThreadPoolExecutor(8) as threads:
        return list(threads.map(lambda _: client.videos.submit(model=AT_ONCE, **BODY), range(count)))


def starts(fleet: Fleet, postgres: ExternalPostgres) -> list[float]:
    """Return, in milliseconds, how long tasks waited that came one by one."""
    with fleet.client() as client:
        ids = []
        for _ in range(STARTS):
            ids.append(client.videos.submit(model=AT_ONCE, **BODY))
            client.tasks.wait(ids[-1], timeout=60)
    waits = "SELECT EXTRACT(epoch FROM started_at - created_at) * 1000 FROM task WHERE id = ANY('{%s}')"
    return sorted(float(row[0]) for row in postgres.query(waits % ",".join(ids)))


def idle(fleet: Fleet) -> dict[str, float]:
    """Return what share of one core each kind of process uses with nothing to do."""
    family = {
        name: psutil.Process(member.process.pid) for name, member in fleet.members.items() if member.process
    }
    before = {name: sum(process.cpu_times()[:2]) for name, process in family.items()}
    time.sleep(IDLE_SECONDS)
    return {
        name: (sum(process.cpu_times()[:2]) - before[name]) / IDLE_SECONDS * 100
        for name, process in family.items()
    }


def measure(directory: Path, workers: int, count: int) -> None:
    """Print the row of so many workers."""
    site = directory / "site"
    site.mkdir(parents=True)
    install_faulty(site)
    postgres = ExternalPostgres(directory / "postgres")
    postgres.start()
    settings = {"REELWRIGHT_DATABASE_URL": postgres.url, "REELWRIGHT_BLOB_URL": str(directory / "blobs")}
    fleet = Fleet(directory, site=site, settings={**settings, "REELWRIGHT_RENDER_SLOTS": "1"})
    try:
        fleet.add_api()
        for _ in range(workers):
            fleet.add_worker(AT_ONCE)
        fleet.wait_until_ready()
        submit(fleet, 2 * workers)
        waits = starts(fleet, postgres)
        for worker in fleet.workers():
            worker.send(19)
        rate = throughput(fleet, postgres, count)
        shares = idle(fleet) if workers == 1 else {}
        p95 = waits[int(len(waits) * 0.95) - 1]
        print(f"| {workers} | {rate:.1f} | {statistics.median(waits):.0f} ms | {p95:.0f} ms |", flush=True)
        for name, share in shares.items():
            print(f"<!-- idle {name}: {share:.1f} % of a core -->", flush=True)
    finally:
        fleet.close()
        postgres.close()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=150)
    count = parser.parse_args().tasks
    print("| workers | tasks/s | submit to start, p50 | p95 |\n|---|---|---|---|")
    for workers in (1, 2, 4):
        with tempfile.TemporaryDirectory(prefix="reelwright-fleet-") as directory:
            measure(Path(directory) / "run", workers, count)


if __name__ == "__main__":
    main()
