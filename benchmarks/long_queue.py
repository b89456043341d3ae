"""Measure what a long queue costs: submit, claim, status and list with nothing waiting and with 100,000 tasks waiting.

    python benchmarks/long_queue.py [--waiting 100000] [--rounds 200] [--keys 50]

Straight on the stores, so that HTTP does not hide the database: each figure is the median of `--rounds` calls on a fresh embedded
Postgres with fsync on. Every claimed task is ended and its job removed, as a worker does.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from ulid import ULID

from reelwright.config import Settings
from reelwright.core import Core, open_core
from reelwright.domain.request import VideoRequest
from reelwright.domain.task import TaskFailure, TaskFilter
from reelwright.run import run_async
from reelwright.store.fleet import FleetStore
from reelwright.store.queue import queue_of
from reelwright.store.tasks import NewTask

ENGINE = "measured"
_FILL = """
WITH numbers AS (
    SELECT number, %(keys)s::text[] AS keys FROM generate_series(1, %(count)s) AS number
), jobs AS (
    INSERT INTO procrastinate_jobs (task_name, queue_name, priority, args, status)
    SELECT 'reelwright.run_task', %(queue)s, -(number / cardinality(keys) * 16),
           jsonb_build_object('task_id', 'task_' || lpad(number::text, 26, '0')), 'todo'
    FROM numbers RETURNING id, args->>'task_id' AS task_id, -priority AS tag
)
INSERT INTO task (id, account_id, key_id, model, engine, request, seed, public_url, deadline_at, share_tag, job_id)
SELECT jobs.task_id, %(account)s, keys[1 + number %% cardinality(keys)], 'doubao-seedance-2.0', %(engine)s, %(request)s, 7,
       'http://host', now() + interval '2 days', tag, jobs.id
FROM jobs JOIN numbers ON jobs.task_id = 'task_' || lpad(number::text, 26, '0')
"""


class Bench:
    """The stores, a few keys and the median of calls."""

    def __init__(self, core: Core, account: str, keys: list[str], rounds: int) -> None:
        self._core = core
        self._account = account
        self._keys = keys
        self._rounds = rounds
        self._ids: list[str] = []
        self._number = 0

    async def measure(self) -> dict[str, float]:
        """Return the median of each operation in milliseconds."""
        worker = await self._core.queue.job_manager.register_worker()

        async def claim() -> None:
            job = await self._core.queue.job_manager.fetch_job([queue_of(ENGINE)], worker)
            assert job is not None
            assert job.id is not None
            task = await self._core.tasks.claim(str(job.task_kwargs["task_id"]))
            assert task is not None
            await self._core.tasks.fail(task.id, task.attempt, TaskFailure("task_failed", "measured"))
            await self._core.jobs.finish(job.id, worker)

        fleet = FleetStore(self._core.pool)
        return {
            "submit": await self._median(self._submit),
            "status": await self._median(lambda: self._core.tasks.get(self._ids[-1], self._account)),
            "list, first page": await self._median(
                lambda: self._core.tasks.page(self._account, TaskFilter(limit=20))
            ),
            "claim, end and remove": await self._median(claim),
            "count for the queue limit (once a second)": await self._median(
                lambda: self._core.tasks.waiting(200_000), self._rounds // 10
            ),
            "/metrics, the deployment's part": await self._median(fleet.stats, self._rounds // 10),
        }

    async def fill(self, count: int) -> None:
        """Let so many tasks wait, as if the keys had submitted them in turns."""
        async with self._core.pool.connection() as connection:
            row = await (await connection.execute("SELECT request FROM task LIMIT 1")).fetchone()
            assert row is not None
            from psycopg.types.json import Jsonb

            await connection.execute(
                _FILL,
                {
                    "keys": self._keys,
                    "count": count,
                    "queue": queue_of(ENGINE),
                    "account": self._account,
                    "engine": ENGINE,
                    "request": Jsonb(row["request"]),
                },
            )
            await connection.execute("ANALYZE task, procrastinate_jobs")

    async def _submit(self) -> None:
        self._number += 1
        new = NewTask(
            id=f"task_{ULID()}",
            account_id=self._account,
            key_id=self._keys[self._number % len(self._keys)],
            model="doubao-seedance-2.0",
            engine=ENGINE,
            request=VideoRequest(model="doubao-seedance-2.0", prompt="A kitten yawning"),
            seed=7,
            public_url="http://host",
            deadline=172_800,
        )
        await self._core.tasks.add(new)
        self._ids.append(new.id)

    async def _median(self, call: Callable[[], Awaitable[object]], rounds: int | None = None) -> float:
        taken = []
        for _ in range(rounds or self._rounds):
            began = time.perf_counter()
            await call()
            taken.append(time.perf_counter() - began)
        return statistics.median(taken) * 1000


async def run(waiting: int, rounds: int, keys: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="reelwright-queue-") as directory:
        async with open_core(Settings(data_dir=Path(directory))) as core:
            made = [await core.keys.create(f"key {number}") for number in range(keys)]
            infos = [one[0] for one in made if one is not None]
            bench = Bench(core, infos[0].account_id, [info.id for info in infos], rounds)
            await bench.measure()
            empty = await bench.measure()
            await bench.fill(waiting)
            await asyncio.sleep(1)
            full = await bench.measure()
    print(f"| median of {rounds} | nothing waits | {waiting:,} wait | ratio |\n|---|---|---|---|")
    for name, before in empty.items():
        print(f"| {name} | {before:.2f} ms | {full[name]:.2f} ms | {full[name] / before:.1f} |")


def main() -> None:
    """Read the options."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--waiting", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--keys", type=int, default=50)
    options = parser.parse_args()
    run_async(run(options.waiting, options.rounds, options.keys))


if __name__ == "__main__":
    main()
