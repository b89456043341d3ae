"""An id that was given out means a video, whatever happens to the processes."""

from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from tests.acceptance.conftest import Start, client_of
from tests.support.processes import left_over

from reelwright.client import ConnectionFailed, Reelwright, calls
from reelwright.media.probe import MediaKind, probe

# Several processes start and stop in each, on machines that do other work too.
pytestmark = pytest.mark.timeout(300)

LONG = {"prompt": "A dog runs through the rain at night", "duration": 10, "resolution": "720p", "seed": 7}
SHORT = {"prompt": "A kitten yawning at the camera", "duration": 4, "seed": 7}


def wait_until_drawn(client: Reelwright, task_id: str) -> None:
    """Return when the task is in the middle of being drawn."""
    for task in client.tasks.events(task_id):
        assert not task.ended, task
        if task.progress > 5:
            return


def assert_video(client: Reelwright, task_id: str, path: Path, seconds: int) -> None:
    """Wait for the task, download its video and open it."""
    task = client.tasks.wait(task_id, timeout=100)
    assert task.status == "completed", task
    client.download(task, path)
    info = probe(path, MediaKind.VIDEO)
    assert (info.width, info.height) == (task.video.width, task.video.height)
    assert task.video.frames == 24 * seconds + 1


def test_a_task_survives_the_death_of_its_server(start: Start, tmp_path: Path) -> None:
    server = start()
    with client_of(server) as client:
        task_id = client.videos.submit(**LONG)
        wait_until_drawn(client, task_id)
    children = server.children()
    assert children
    server.end(signal.SIGKILL)
    assert psutil.wait_procs(children, timeout=10)[1] == [], "an engine outlived its server"
    with client_of(start(port=server.port)) as client:
        assert_video(client, task_id, tmp_path / "video.mp4", seconds=10)


@pytest.mark.slow
def test_tasks_that_waited_when_the_server_died_are_made_by_the_next(start: Start, tmp_path: Path) -> None:
    server = start("--no-worker")
    with client_of(server) as client:
        task_ids = [client.videos.submit(**SHORT) for _ in range(2)]
    server.end(signal.SIGKILL)
    with client_of(start(port=server.port)) as client:
        for task_id in task_ids:
            assert_video(client, task_id, tmp_path / f"{task_id}.mp4", seconds=4)


def test_sigterm_lets_what_is_being_drawn_finish(start: Start, data_dir: Path) -> None:
    server = start()
    with client_of(server) as client:
        task_id = client.videos.submit(**{**LONG, "duration": 4})
        wait_until_drawn(client, task_id)
    assert server.end(signal.SIGTERM) == 0
    assert left_over(data_dir) == []
    with client_of(start("--no-worker")) as client:
        assert client.tasks.get(task_id).status == "completed"


@pytest.mark.slow
def test_a_second_signal_quits_at_once_and_loses_nothing(
    start: Start, data_dir: Path, tmp_path: Path
) -> None:
    server = start()
    with client_of(server) as client:
        task_id = client.videos.submit(**LONG)
        wait_until_drawn(client, task_id)
    children = server.children()
    server.process.send_signal(signal.SIGINT)
    server.wait_for_error_line("stopping")
    server.end(signal.SIGINT)
    assert psutil.wait_procs(children, timeout=10)[1] == []
    assert left_over(data_dir) == []
    with client_of(start(port=server.port)) as client:
        before = client.tasks.get(task_id)
        assert not before.ended
        assert_video(client, task_id, tmp_path / "video.mp4", seconds=10)


def test_callers_who_wait_do_not_hold_up_the_end(start: Start) -> None:
    server = start("--no-worker")
    with client_of(server) as client, ThreadPoolExecutor() as threads:
        task_id = client.videos.submit(**SHORT)
        events = client.tasks.events(task_id)
        assert next(events).status == "pending"
        waiting = threads.submit(client.call, calls.get_task(task_id, wait=60))
        server.process.send_signal(signal.SIGTERM)
        assert server.wait() == 0
        # The signal may be faster than the question.
        with suppress(ConnectionFailed):
            assert not waiting.result().ended
    assert not any("exceeded" in line or "Traceback" in line for line in server.errors)


def test_two_servers_share_one_data_directory(start: Start, tmp_path: Path) -> None:
    first, second = start("--no-worker"), start()
    with client_of(first) as client:
        task_id = client.videos.submit(**SHORT)
        assert_video(client, task_id, tmp_path / "video.mp4", seconds=4)
    assert first.end(signal.SIGTERM) == 0
    with client_of(second) as client:
        assert client.tasks.get(task_id).status == "completed"
    assert second.end(signal.SIGTERM) == 0
