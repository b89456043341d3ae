from __future__ import annotations

import socket
from pathlib import Path

import pytest

from reelwright.cli.doctor import CHECKS, Complaint, examine
from reelwright.config import Settings, load_settings


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("REELWRIGHT_CONFIG", str(tmp_path / "none.toml"))
    return load_settings(data_dir=tmp_path / "data", port=0)


@pytest.mark.parametrize("name", [name for name in CHECKS if name != "database"])
def test_on_a_sound_machine_every_check_passes(name: str, settings: Settings) -> None:
    finding = examine(name, CHECKS[name], settings)
    assert finding.ok, finding
    assert finding.advice == ""


def test_a_port_that_is_taken_comes_with_advice(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        finding = examine("port", CHECKS["port"], settings.model_copy(update={"port": port}))
    assert not finding.ok
    assert str(port) in finding.found
    assert "--port" in finding.advice


def test_a_data_directory_that_is_a_file_comes_with_advice(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    broken = settings.model_copy(update={"data_dir": tmp_path / "file"})
    finding = examine("data directory", CHECKS["data directory"], broken)
    assert not finding.ok
    assert "--data-dir" in finding.advice


def test_a_check_that_breaks_is_a_finding_and_not_the_end(settings: Settings) -> None:
    def broken(_: Settings) -> str:
        raise OSError("the disk is on fire")

    assert "on fire" in examine("any", broken, settings).found


def test_a_complaint_names_what_to_do(settings: Settings) -> None:
    def complaining(_: Settings) -> str:
        raise Complaint("too little", "get more")

    finding = examine("any", complaining, settings)
    assert (finding.ok, finding.found, finding.advice) == (False, "too little", "get more")
