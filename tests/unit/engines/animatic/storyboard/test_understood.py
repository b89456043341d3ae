"""Prompts as people write them are understood as a person would."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.claims import unmet
from tests.support.requests import engine_request

from reelwright.engines.animatic.storyboard import make_storyboard

_TABLE = Path(__file__).with_name("understood.txt").read_text("utf-8")
ROWS = [line.split(" => ") for line in _TABLE.splitlines() if " => " in line]


@pytest.mark.parametrize(("prompt", "claims"), ROWS, ids=[row[0] for row in ROWS])
def test_a_prompt_is_understood_as_a_person_would(prompt: str, claims: str) -> None:
    assert unmet(make_storyboard(engine_request(prompt)), claims) == []


def test_no_prompt_stands_in_the_table_twice() -> None:
    prompts = [prompt for prompt, _ in ROWS]
    assert len(prompts) == len(set(prompts)) > 150
