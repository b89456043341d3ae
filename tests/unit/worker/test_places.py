"""Work directories come and go with their attempts, and with their processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reelwright.worker.places import WorkPlaces

OWNER = """
import sys
from pathlib import Path
from reelwright.worker.places import WorkPlaces
places = WorkPlaces(Path(sys.argv[1]))
places.open()
(next(path for path in (Path(sys.argv[1]) / "work").iterdir() if path.is_dir()) / "half.mp4").write_bytes(b"half")
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def places(tmp_path: Path) -> Iterator[WorkPlaces]:
    made = WorkPlaces(tmp_path)
    made.open()
    yield made
    made.close()


def corners(data_dir: Path) -> list[Path]:
    return [path for path in (data_dir / "work").iterdir() if path.is_dir()]


async def test_a_place_is_empty_and_goes_with_what_is_in_it(places: WorkPlaces) -> None:
    async with places.place("task_1", 1) as path:
        assert list(path.iterdir()) == []
        (path / "frames").mkdir()
        (path / "frames" / "one.png").write_bytes(b"one")
    assert not path.exists()


async def test_a_place_goes_when_its_attempt_fails(places: WorkPlaces) -> None:
    with pytest.raises(ZeroDivisionError):
        async with places.place("task_1", 1) as path:
            raise ZeroDivisionError
    assert not path.exists()


def test_closing_twice_leaves_nothing(places: WorkPlaces, tmp_path: Path) -> None:
    places.close()
    places.close()
    assert corners(tmp_path) == []


def test_what_the_living_have_is_left_and_what_the_dead_left_is_swept(tmp_path: Path) -> None:
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with owner:
        assert owner.stdout
        assert owner.stdout.readline() == b"open\n"
        (corner,) = corners(tmp_path)
        beside = WorkPlaces(tmp_path)
        beside.open()
        assert (corner / "half.mp4").exists()
        owner.kill()
        owner.wait()
    after = WorkPlaces(tmp_path)
    after.open()
    assert not corner.exists()
    assert len(corners(tmp_path)) == 2
    beside.close()
    after.close()
