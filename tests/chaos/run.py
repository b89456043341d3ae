"""Kill API servers, workers, engine children and Postgres at random while hundreds of tasks go through, then check the books.

    python -m tests.chaos.run [--tasks 500] [--postgres external|embedded] [--seed N] [--tasks-per-second 8]

Prints a report in Markdown and exits with 1 when anything is wrong. Takes a few minutes.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
import psutil
from tests.chaos.books import audit
from tests.chaos.monkey import Monkey
from tests.chaos.receiver import Receiver
from tests.support.engines import install_faulty
from tests.support.external import ExternalPostgres
from tests.support.fleet import AT_ONCE, Fleet, until
from tests.support.processes import KEY, left_over, stop_postgres

APIS: Final = 2
WORKERS: Final = 3
_SETTLE_SECONDS: Final = 300.0


@dataclass
class Outcome:
    """What a run did and found. slowest: seconds from submit to the end of the task that took longest."""

    deeds: Mapping[str, int]
    faults: dict[str, int]
    seconds: float
    settled_after: float
    submits_repeated: int
    webhooks: int
    tasks: int

    @property
    def clean(self) -> bool:
        """Whether every promise was kept."""
        return not any(self.faults.values())


class Submitter:
    """Submits as a careful client does: with an idempotency key, again and again until it is answered."""

    def __init__(self, fleet: Fleet, webhook: str, per_second: float) -> None:
        self.accepted: set[str] = set()
        self.repeated = 0
        self._fleet = fleet
        self._webhook = webhook
        self._pause = 1 / per_second
        self._lock = threading.Lock()

    def submit_all(self, count: int) -> None:
        """Submit so many tasks, a few at a time."""
        with ThreadPoolExecutor(8) as threads:
            for number in range(count):
                threads.submit(self._submit, number)
                time.sleep(self._pause)

    def _submit(self, number: int) -> None:
        body = {"model": AT_ONCE, "prompt": f"Clip {number}", "duration": 4, "webhook": self._webhook}
        headers = {"Authorization": f"Bearer {KEY}", "Idempotency-Key": f"chaos-{number}"}
        deadline = time.monotonic() + _SETTLE_SECONDS
        tries = 0
        while time.monotonic() < deadline:
            url = self._fleet.url(1 + (number + tries) % APIS)
            tries += 1
            try:
                answer = httpx.post(f"{url}/v1/videos/generations", json=body, headers=headers, timeout=15)
            except httpx.HTTPError:
                time.sleep(0.3)
                continue
            if answer.status_code == 200:
                with self._lock:
                    self.accepted.add(answer.json()["data"][0]["task_id"])
                    self.repeated += tries - 1
                return
            time.sleep(0.3)


def run(directory: Path, *, tasks: int, external: bool, seed: int, per_second: float) -> Outcome:
    """Run the whole play in a directory that it may fill."""
    site = directory / "site"
    site.mkdir()
    install_faulty(site)
    postgres = ExternalPostgres(directory / "external") if external else None
    if postgres is not None:
        postgres.start()
    receiver = Receiver()
    blobs = directory / "blobs"
    settings = {"database_url": postgres.url} if postgres else {"data_dir": str(directory / "data")}
    fleet = Fleet(
        directory,
        site=site,
        settings={
            "REELWRIGHT_BLOB_URL": str(blobs),
            "REELWRIGHT_MEDIA_HOSTS": '["127.0.0.1"]',
            # Here a worker dies every few seconds; what is tried is that nothing is lost, not that a hopeless task ends.
            "REELWRIGHT_ATTEMPTS": "50",
            **({"REELWRIGHT_DATABASE_URL": postgres.url} if postgres else {}),
        },
        one_data_dir=postgres is None,
    )
    try:
        for _ in range(APIS):
            fleet.add_api()
        for _ in range(WORKERS):
            fleet.add_worker(AT_ONCE)
        fleet.wait_until_ready()
        began = time.monotonic()
        submitter = Submitter(fleet, receiver.url, per_second)
        monkey = Monkey(fleet, lambda: _kill_postgres(directory, postgres), random.Random(seed))
        monkey.start()
        try:
            submitter.submit_all(tasks)
        finally:
            monkey.stop()
        calm = time.monotonic()
        until(lambda: _all_ended(fleet, submitter.accepted, receiver), calm + _SETTLE_SECONDS, pause=0.5)
        settled = time.monotonic()
        for member in fleet.members.values():
            member.end(15)
        faults = asyncio.run(
            audit(
                {"blob_url": str(blobs), "log_format": "text", **settings},
                submitter.accepted,
                receiver.received,
            )
        )
        faults["submits never answered"] = tasks - len(submitter.accepted)
    finally:
        fleet.close()
        receiver.close()
        if postgres is not None:
            postgres.close()
        else:
            stop_postgres(directory / "data")
    faults["work directories left"] = sum(1 for found in directory.glob("data*/work/*") if found.is_dir())
    faults["processes left"] = len(left_over(directory))
    return Outcome(
        deeds=monkey.done,
        faults=faults,
        seconds=settled - began,
        settled_after=settled - calm,
        submits_repeated=submitter.repeated,
        webhooks=sum(receiver.received.values()),
        tasks=tasks,
    )


def _kill_postgres(directory: Path, postgres: ExternalPostgres | None) -> None:
    if postgres is not None:
        postgres.kill()
        postgres.start()
        return
    # Nobody starts it again but the servers themselves.
    pid = (directory / "data" / "postgres" / "postmaster.pid").read_text().split()[0]
    psutil.Process(int(pid)).kill()


def _all_ended(fleet: Fleet, accepted: set[str], receiver: Receiver) -> bool:
    fleet.supervise()
    headers = {"Authorization": f"Bearer {KEY}"}
    ids = sorted(accepted)
    for start in range(0, len(ids), 50):
        try:
            answer = httpx.post(
                f"{fleet.url()}/v1/tasks/batch",
                json={"task_ids": ids[start : start + 50]},
                headers=headers,
                timeout=15,
            )
        except httpx.HTTPError:
            return False
        if answer.status_code != 200:
            return False
        found = answer.json()["data"]
        if any(task["status"] not in ("completed", "failed", "cancelled") for task in found):
            return False
    return accepted <= set(receiver.received)


def report(outcome: Outcome, *, external: bool, seed: int) -> str:
    """Write what happened as Markdown."""
    deeds = ", ".join(f"{name} {count}" for name, count in sorted(outcome.deeds.items()))
    lines = [
        f"{outcome.tasks} tasks on {'external' if external else 'embedded'} Postgres, seed {seed}:"
        f" {outcome.seconds:.0f} s, all ended {outcome.settled_after:.0f} s after the last death.",
        "",
        f"Deeds: {deeds}. Submits that had to be repeated: {outcome.submits_repeated}."
        f" Webhooks received: {outcome.webhooks}.",
        "",
        "| promise | broken |",
        "|---|---|",
        *(f"| {name} | {count} |" for name, count in outcome.faults.items()),
    ]
    return "\n".join(lines)


def main() -> None:
    """Run, print, and say by the exit code whether all is well."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tasks", type=int, default=500)
    parser.add_argument("--postgres", choices=("external", "embedded"), default="external")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    parser.add_argument("--tasks-per-second", type=float, default=8)
    parser.add_argument("--keep", action="store_true", help="leave the logs also when all is well")
    options = parser.parse_args()
    external = options.postgres == "external"
    directory = Path(tempfile.mkdtemp(prefix="reelwright-chaos-"))
    outcome = run(
        directory,
        tasks=options.tasks,
        external=external,
        seed=options.seed,
        per_second=options.tasks_per_second,
    )
    if outcome.clean and not options.keep:
        shutil.rmtree(directory, ignore_errors=True)
    else:
        sys.stderr.write(f"the logs are in {directory}\n")
    sys.stdout.write(report(outcome, external=external, seed=options.seed) + "\n")
    sys.exit(0 if outcome.clean else 1)


if __name__ == "__main__":
    main()
