"""What the documentation says exists: pages made from the code, commands and flags that are shown, code that is quoted."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reelwright.cli.app import COMMANDS, make_app

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def shown_commands() -> Iterator[tuple[str, str]]:
    for page, name in zip(PAGES, NAMES, strict=True):
        for block in blocks(page, "sh"):
            for line in block.replace("\\\n", " ").splitlines():
                if match := re.search(r"\breelwright (?=[a-z-])(.+?)(#|$)", line):
                    yield name, match[1].strip()


@pytest.mark.parametrize(("page", "command"), list(shown_commands()))
def test_every_command_in_the_documentation_exists_with_its_flags(page: str, command: str) -> None:
    words = re.sub(r'"[^"]*"', "QUOTED", command).split()
    assert words[0] in COMMANDS, page
    path = words[: 2 if words[0] in ("keys", "tasks") else 1]
    text = CliRunner().invoke(make_app(path), [*path, "--help"]).output
    for flag in (word for word in words if word.startswith("-")):
        assert re.search(rf"(^|[ ,/]){flag}\b", text, re.MULTILINE), f"{page}: {flag}"


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_quoted_python_is_python(page: Path) -> None:
    for block in blocks(page, "python"):
        compile(block, str(page), "exec")


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_make_target_that_is_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"^make ([a-z-]+)|`make ([a-z-]+)`", page.read_text("utf-8"), re.MULTILINE)) <= {
        pair for target in targets for pair in ((target, ""), ("", target))
    }


def test_the_reference_pages_are_up_to_date() -> None:
    script = ROOT / "scripts" / "make_reference.py"
    done = subprocess.run(
        [sys.executable, str(script), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
