"""`reelwright generate` from end to end."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from tests.acceptance.conftest import Start, client_of
from tests.support.media import MediaFactory
from tests.support.processes import environment

from reelwright.media.probe import MediaKind, probe

# Several processes start and stop in each, on machines that do other work too.
pytestmark = pytest.mark.timeout(300)


def generate(*words: str, **more: str) -> subprocess.Popen[str]:
    """Begin a `generate`."""
    return subprocess.Popen(
        [sys.executable, "-m", "reelwright", "generate", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(**more),
    )


def wait_for_line(process: subprocess.Popen[str], part: str) -> None:
    """Wait until the process says something on stderr."""
    assert process.stderr is not None
    for line in process.stderr:
        if part in line:
            return
    raise AssertionError(f"it never said {part!r}")


def test_without_a_server_it_brings_its_own_and_takes_it_away_again(tmp_path: Path) -> None:
    goal = tmp_path / "kitten.mp4"
    process = generate(
        *(
            "A kitten yawning at the camera",
            "--duration",
            "4",
            "--audio",
            "--seed",
            "5",
            "-o",
            str(goal),
            "--json",
        ),
        TMPDIR=str(tmp_path),
    )
    output, errors = process.communicate(timeout=100)
    assert process.returncode == 0, errors
    task = json.loads(output)
    assert (task["status"], task["seed"], task["engine"], task["path"]) == (
        "completed",
        5,
        "animatic",
        str(goal),
    )
    info = probe(goal, MediaKind.VIDEO)
    assert (info.width, info.height, info.has_audio) == (864, 496, True)
    assert list(tmp_path.glob("reelwright-*")) == []
    assert not any(
        str(tmp_path) in " ".join(one.info["cmdline"] or []) for one in psutil.process_iter(["cmdline"])
    )


def test_with_a_server_it_uploads_files_and_saves_the_last_frame(
    start: Start, tmp_path: Path, media_files: MediaFactory
) -> None:
    server = start()
    picture = media_files.image("png", 640, 480)
    goal = tmp_path / "cat.mp4"
    process = generate(
        *("The cat stands up", "--first-frame", str(picture), "--size", "adaptive", "--duration", "4"),
        *("--return-last-frame", "--base-url", server.url, "-o", str(goal)),
    )
    output, errors = process.communicate(timeout=100)
    assert process.returncode == 0, errors
    assert output == f"{goal}\n"
    assert probe(goal, MediaKind.VIDEO).width == 752
    assert probe(goal.with_suffix(".last.png"), MediaKind.IMAGE).width == 752
    with client_of(server) as client:
        (task,) = client.tasks.list().tasks
        board = client.tasks.storyboard(task.id)
    assert board["prompt"] == "The cat stands up"
    assert all(shot["thumbnail"].startswith("data:image/jpeg;base64,") for shot in board["shots"])


def test_a_refusal_names_the_field(start: Start, tmp_path: Path) -> None:
    server = start("--no-worker")
    process = generate("x", "--duration", "99", "--base-url", server.url, "-o", str(tmp_path / "x.mp4"))
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "duration must be an integer from 4 to 15, got 99" in errors
    assert output == ""


def test_ctrl_c_cancels_the_task(start: Start, tmp_path: Path) -> None:
    server = start()
    process = generate(
        *("A dog runs through the rain", "--duration", "15", "--resolution", "1080p"),
        *("--base-url", server.url, "-o", str(tmp_path / "dog.mp4")),
    )
    wait_for_line(process, "processing")
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    with client_of(server) as client:
        (task,) = client.tasks.list().tasks
    assert task.status == "cancelled"
    assert list(tmp_path.glob("*.mp4*")) == []


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda one: one.name)
def test_its_own_server_ends_with_it_however_it_ends(number: signal.Signals, tmp_path: Path) -> None:
    process = generate(
        *("A dog runs through the rain", "--duration", "15", "--resolution", "1080p"),
        *("-o", str(tmp_path / "dog.mp4")),
        TMPDIR=str(tmp_path),
    )
    wait_for_line(process, "submitted")
    family = psutil.Process(process.pid).children(recursive=True)
    family += [
        one
        for one in psutil.process_iter(["cmdline"])
        if str(tmp_path) in " ".join(one.info["cmdline"] or [])
    ]
    assert len(family) > 2
    process.send_signal(number)
    process.communicate(timeout=60)
    assert psutil.wait_procs(set(family), timeout=60)[1] == []
    if number is not signal.SIGKILL:
        assert process.returncode == 130
        assert list(tmp_path.glob("reelwright-*")) == []
