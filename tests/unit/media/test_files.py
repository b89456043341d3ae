"""Files that appear whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from reelwright.media.files import removed_on_failure, replacing


def test_the_new_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "a.bin"
    target.write_bytes(b"old")
    with replacing(target) as part:
        part.write_bytes(b"new")
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.bin"
    target.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt), replacing(target) as part:
        part.write_bytes(b"half")
        raise KeyboardInterrupt
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_two_writers_of_one_name_do_not_meet(tmp_path: Path) -> None:
    target = tmp_path / "a.bin"
    with replacing(target) as one, replacing(target) as other:
        assert one != other
        one.write_bytes(b"1")
        other.write_bytes(b"2")
    assert target.read_bytes() == b"1"


def test_half_a_download_is_removed(tmp_path: Path) -> None:
    target = tmp_path / "a.bin"
    with pytest.raises(ValueError, match="cut"), removed_on_failure(target):
        target.write_bytes(b"half")
        raise ValueError("cut")
    assert not target.exists()
