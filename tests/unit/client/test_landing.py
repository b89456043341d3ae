from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from reelwright.client import ConnectionFailed
from reelwright.client.landing import Landing


def test_the_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    goal = tmp_path / "new" / "video.mp4"
    with Landing(goal, hashlib.sha256(b"abc").hexdigest()) as landing:
        landing.write(b"ab")
        assert not goal.exists()
        landing.write(b"c")
        landing.finish()
    assert goal.read_bytes() == b"abc"
    assert list(goal.parent.iterdir()) == [goal]


def test_a_broken_download_leaves_what_was_there(tmp_path: Path) -> None:
    goal = tmp_path / "video.mp4"
    goal.write_bytes(b"older")
    with pytest.raises(RuntimeError), Landing(goal) as landing:
        landing.write(b"half")
        raise RuntimeError
    assert goal.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [goal]


def test_damaged_bytes_never_reach_the_goal(tmp_path: Path) -> None:
    goal = tmp_path / "video.mp4"
    with Landing(goal, hashlib.sha256(b"right").hexdigest()) as landing:
        landing.write(b"wrong")
        with pytest.raises(ConnectionFailed, match="damaged"):
            landing.finish()
    assert list(tmp_path.iterdir()) == []
