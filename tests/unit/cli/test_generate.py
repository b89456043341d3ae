from __future__ import annotations

from pathlib import Path

import pytest

from reelwright.cli import generate
from reelwright.errors import ConfigError


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("A kitten yawning at the camera", "a-kitten-yawning-at-the-camera.mp4"),
        ("../../etc/passwd", "etc-passwd.mp4"),
        ("小猫打哈欠", "小猫打哈欠.mp4"),
        ("...", "video.mp4"),
        (None, "video.mp4"),
    ],
)
def test_the_file_is_named_for_the_prompt(
    prompt: str | None, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert generate._free_name(prompt) == Path(name)


def test_nothing_is_overwritten_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("cat.mp4", "cat-2.mp4"):
        Path(name).touch()
    assert generate._free_name("cat") == Path("cat-3.mp4")


def test_a_server_on_this_machine_lends_its_first_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REELWRIGHT_API_KEY", raising=False)
    monkeypatch.setenv("REELWRIGHT_DATA_DIR", str(tmp_path))
    (tmp_path / "api-key").write_text("rw_stored\n")
    assert generate._key_for("http://localhost:8000") == "rw_stored"


def test_no_other_server_is_ever_shown_that_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REELWRIGHT_API_KEY", raising=False)
    monkeypatch.setenv("REELWRIGHT_DATA_DIR", str(tmp_path))
    (tmp_path / "api-key").write_text("rw_stored\n")
    for url in (
        "https://api.example.com",
        "http://localhost.example.com:80",
        "http://127.0.0.1.evil.example",
    ):
        with pytest.raises(ConfigError, match="REELWRIGHT_API_KEY"):
            generate._key_for(url)
