"""Installs the engines of `faulty` as anyone's package would be: importable, with entry points of its own."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).parent / "faulty"
_HELPERS: Final = {"__init__", "base", "clip"}
FAULTY: Final = tuple(sorted(path.stem for path in _PACKAGE.glob("*.py") if path.stem not in _HELPERS))


def install_faulty(site: Path) -> None:
    """Make `site` a directory for PYTHONPATH with the package, and with what an installer would have written about it."""
    shutil.copytree(_PACKAGE, site / "faulty", ignore=shutil.ignore_patterns("__pycache__"))
    about = site / "faulty-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: faulty\nVersion: 1.0\n")
    points = "".join(f"{name} = faulty.{name}:Engine\n" for name in FAULTY)
    (about / "entry_points.txt").write_text(f"[reelwright.engines]\n{points}")


class Gate:
    """Where the engine `waits_at_the_gate` waits until a test lets it through."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        directory.mkdir()

    def open(self) -> None:
        """Let everyone through, from now on."""
        (self.directory / "open").touch()

    def pid(self, task_id: str, attempt: int = 1) -> int | None:
        """Return the process that is at work on an attempt, or None when none has begun."""
        try:
            return int((self.directory / f"{task_id}-{attempt}").read_text() or 0) or None
        except FileNotFoundError:
            return None
