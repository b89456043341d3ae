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


def test_a_close_up_of_one_of_two_who_do_something_together_has_nobody_to_do_it_with() -> None:
    board = make_storyboard(engine_request("A man hugs a woman. Cut to: close-up of his face"))
    (subject,) = board.shots[1].subjects
    assert (subject.focus is not None, subject.duet, subject.handling, subject.bond) == (
        True,
        None,
        None,
        None,
    )
