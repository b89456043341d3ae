"""Installs the faulty engines as anyone's package would be: importable, with entry points of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

HERE = Path(__file__).parent
_HELPERS = {"__init__", "base", "clip"}
FAULTY = sorted(path.stem for path in (HERE / "faulty").glob("*.py") if path.stem not in _HELPERS)


@pytest.fixture(scope="session")
def faulty_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory for PYTHONPATH that holds the package `faulty` and what an installer would have written about it."""
    site = tmp_path_factory.mktemp("site")
    (site / "faulty").symlink_to(HERE / "faulty")
    about = site / "faulty-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: faulty\nVersion: 1.0\n")
    points = "".join(f"{name} = faulty.{name}:Engine\n" for name in FAULTY)
    (about / "entry_points.txt").write_text(f"[reelwright.engines]\n{points}")
    return site


@pytest.fixture
def faulty_engines(faulty_package: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """The names of all faulty engines, which child processes can load from now on."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(faulty_package), os.environ.get("PYTHONPATH", "")]))
    return tuple(FAULTY)
