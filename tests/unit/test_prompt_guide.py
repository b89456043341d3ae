"""The tables of the guide to prompts say what the built-in engine says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.plan import Storyboard
from reelwright.engines.animatic.storyboard import make_storyboard

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "prompts.md"
TABLES = re.findall(
    r"^\| prompt \| what the storyboard says \|\n\|---\|---\|\n((?:\|.*\n)+)", GUIDE.read_text("utf-8"), re.M
)
ROWS = [
    [cell.strip() for cell in line.strip("| ").split("|")] for table in TABLES for line in table.splitlines()
]


@pytest.mark.parametrize(("prompt", "claims"), ROWS, ids=[row[0] for row in ROWS])
def test_a_prompt_of_the_guide_is_understood_as_the_guide_says(prompt: str, claims: str) -> None:
    board = make_storyboard(engine_request(prompt))
    for claim in claims.split("; "):
        assert claim in said(board), said(board)


def said(board: Storyboard) -> set[str]:
    """Return all that a storyboard says, in the words of the guide."""
    found = {f"style {board.style}", f"shots {len(board.shots)}"}
    found |= {f"line {line.text}" for line in board.lines}
    for shot in board.shots:
        found |= {f"{subject.name}: {subject.action}" for subject in shot.subjects}
        for subject in shot.subjects:
            if subject.duet:
                found.add(f"{subject.name} {subject.duet.kind} {shot.subjects[subject.duet.to].name}")
            if subject.handling:
                thing = shot.subjects[subject.handling.thing]
                found.add(f"{subject.name} {subject.handling.kind} {thing.name}")
        found |= {f"feature {feature}" for feature in shot.features}
        found |= {f"{who.name} feels {who.feeling}" for who in shot.subjects if who.feeling}
        found |= {"focus" for subject in shot.subjects if subject.focus}
        found |= {
            f"{name} {getattr(shot, name)}"
            for name in ("setting", "time", "to_time", "weather", "camera", "caption")
        }
        found.add(f"speed {shot.speed:g}")
    return found


def test_the_guide_has_tables() -> None:
    assert len(ROWS) > 15
