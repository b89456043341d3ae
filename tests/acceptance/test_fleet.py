"""Many API servers and workers on one Postgres and one S3 bucket, and what befalls them."""

from __future__ import annotations

import hashlib
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from tests.support.engines import Gate
from tests.support.external import ExternalPostgres, S3Server
from tests.support.fleet import AT_ONCE, GATED, Fleet, Member, until

from reelwright.client import Task

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

TAKE_OVER_SECONDS = 45
SHORT = {"prompt": "A kitten yawning at the camera", "duration": 4, "seed": 7}


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExternalPostgres]:
    server = ExternalPostgres(tmp_path_factory.mktemp("external") / "postgres")
    server.start()
    yield server
    server.close()


@pytest.fixture(scope="module")
def bucket() -> Iterator[S3Server]:
    server = S3Server()
    yield server
    server.close()


@pytest.fixture
def fleet(
    postgres: ExternalPostgres, bucket: S3Server, faulty_package: Path, gate: Gate, tmp_path: Path
) -> Iterator[Fleet]:
    """A fleet without members on a fresh schema, for engines that only tests have."""
    postgres.query("DROP SCHEMA IF EXISTS reelwright CASCADE")
    settings = {
        "REELWRIGHT_DATABASE_URL": postgres.url,
        "FAULTY_GATE": str(gate.directory),
        **bucket.settings(),
    }
    made = Fleet(tmp_path, site=faulty_package, settings=settings)
    yield made
    made.close()


def begun_by(fleet: Fleet, gate: Gate, task_id: str) -> Member:
    """Wait until an engine is at work on a task; return the worker that it belongs to."""
    until(lambda: gate.pid(task_id) is not None, time.monotonic() + 60)
    pid = gate.pid(task_id)
    return next(worker for worker in fleet.workers() if pid in [child.pid for child in worker.children()])


def assert_whole(fleet: Fleet, task: Task, path: Path, api: int = 1) -> None:
    """Download a completed task's video from one of the servers and compare its checksum."""
    assert task.status == "completed", task
    assert task.video is not None
    with fleet.client(api) as client:
        client.download(task, path)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == task.video.sha256


def test_a_task_goes_from_any_server_to_a_worker_that_has_its_engine(fleet: Fleet, tmp_path: Path) -> None:
    fleet.add_api()
    fleet.add_api()
    fleet.add_worker(AT_ONCE)
    fleet.add_worker(GATED)
    fleet.wait_until_ready()
    with fleet.client(1) as one, fleet.client(2) as two:
        waiting = one.videos.submit(model=GATED, **SHORT)
        task = two.tasks.wait(one.videos.submit(model=AT_ONCE, **SHORT), timeout=60)
        assert_whole(fleet, task, tmp_path / "video.mp4", api=2)
        assert two.tasks.get(waiting).status in ("pending", "processing")
    assert not list((tmp_path / "data-api-1").glob("blobs/**/*.mp4")), "results belong into the bucket"


@pytest.mark.parametrize("fate", ["SIGKILL", "SIGSTOP"])
def test_work_of_a_lost_worker_goes_on_elsewhere_in_time(
    fleet: Fleet, gate: Gate, postgres: ExternalPostgres, tmp_path: Path, fate: str
) -> None:
    fleet.add_api()
    fleet.add_worker(GATED)
    fleet.add_worker(GATED)
    fleet.wait_until_ready()
    with fleet.client() as client, ThreadPoolExecutor() as threads:
        task_id = client.videos.submit(model=GATED, **SHORT)
        lost = begun_by(fleet, gate, task_id)
        watched = threads.submit(lambda: [seen.progress for seen in client.tasks.events(task_id)])
        lost.send(getattr(signal, fate))
        began = time.monotonic()
        until(lambda: gate.pid(task_id, attempt=2) is not None, began + TAKE_OVER_SECONDS)
        gate.open()
        task = client.tasks.wait(task_id, timeout=60)
        assert_whole(fleet, task, tmp_path / "video.mp4")
        lost.send(signal.SIGCONT)
        if fate == "SIGSTOP":
            until(lambda: "task_superseded" in lost.text, time.monotonic() + 60)
        again = client.tasks.get(task_id)
        seen = watched.result(timeout=30)
    assert seen == sorted(seen), "progress went back"
    assert again.video == task.video, "a worker that had been frozen changed a finished task"
    assert postgres.query("SELECT attempt FROM task") == [(2,)]
    assert postgres.query("SELECT move, count(*) FROM ledger GROUP BY move ORDER BY move") == [
        ("hold", 1),
        ("settle", 1),
    ]


def test_a_database_that_dies_and_comes_back_costs_no_task(
    fleet: Fleet, gate: Gate, postgres: ExternalPostgres, tmp_path: Path
) -> None:
    fleet.add_api()
    fleet.add_worker(GATED)
    fleet.wait_until_ready()
    with fleet.client() as client:
        task_id = client.videos.submit(model=GATED, **SHORT)
        begun_by(fleet, gate, task_id)
        postgres.stop("immediate")
        gate.open()
        assert httpx.get(f"{fleet.url()}/readyz", timeout=30).status_code == 503
        postgres.start()
        assert_whole(fleet, client.tasks.wait(task_id, timeout=100), tmp_path / "video.mp4")
        following = client.tasks.wait(client.videos.submit(model=GATED, **SHORT), timeout=100)
        assert_whole(fleet, following, tmp_path / "next.mp4")
    assert postgres.query("SELECT max(attempt) FROM task") == [(1,)], "what was made was made again"


def test_a_bucket_that_is_away_is_waited_for(
    fleet: Fleet, bucket: S3Server, postgres: ExternalPostgres, tmp_path: Path
) -> None:
    fleet.add_api()
    fleet.add_worker(AT_ONCE)
    fleet.wait_until_ready()
    with fleet.client() as client:
        bucket.freeze()
        task_id = client.videos.submit(model=AT_ONCE, **SHORT)
        until(lambda: client.tasks.get(task_id).progress >= 97, time.monotonic() + 60)
        bucket.thaw()
        assert_whole(fleet, client.tasks.wait(task_id, timeout=100), tmp_path / "video.mp4")
    assert postgres.query("SELECT attempt FROM task") == [(1,)]


def test_a_worker_that_is_asked_to_stop_finishes_what_it_began(
    fleet: Fleet, gate: Gate, tmp_path: Path
) -> None:
    fleet.add_api()
    worker = fleet.add_worker(GATED)
    fleet.wait_until_ready()
    with fleet.client() as client:
        task_id = client.videos.submit(model=GATED, **SHORT)
        begun_by(fleet, gate, task_id)
        waiting = client.videos.submit(model=GATED, **SHORT)
        worker.send(signal.SIGTERM)
        until(lambda: "worker_stopping" in worker.text, time.monotonic() + 30)
        gate.open()
        assert worker.end(signal.SIGCONT) == 0
        assert_whole(fleet, client.tasks.get(task_id), tmp_path / "video.mp4")
        assert client.tasks.get(waiting).status == "pending"
    assert not [path for path in (tmp_path / "data-worker-1" / "work").iterdir() if path.is_dir()]
