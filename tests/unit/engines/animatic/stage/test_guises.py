"""No two friends come in the same shirt."""

from __future__ import annotations

import pytest
from scripts.framing import boards

from reelwright.engines.animatic.plan import Subject
from reelwright.engines.animatic.stage.framing import Framing
from reelwright.engines.animatic.stage.guises import guises


def shown(prompt: str) -> list[Subject]:
    (board,) = boards(prompt, "16:9", seeds=1)
    return guises(Framing(board, board.shots[0]).cast)


@pytest.mark.parametrize(
    "prompt", ["Three friends walk along the beach", "Two women talk in a room", "三个朋友在海边散步"]
)
def test_several_people_wear_different_clothes(prompt: str) -> None:
    looks = [subject.look for subject in shown(prompt)]
    assert len(set(looks)) == len(looks) > 1


def test_what_the_prompt_says_they_wear_all_wear() -> None:
    girls = shown("Three girls in red dresses wave in the park")
    assert len({dict(girl.look)["dress"] for girl in girls}) == 1
    assert not any("top" in dict(girl.look) for girl in girls)
    assert len({dict(girl.look).get("hair") for girl in girls}) == 3


@pytest.mark.parametrize(
    "prompt", ["Twins stand in a park", "Five sheep stand on a meadow", "Three chefs cook"]
)
def test_who_looks_alike_stays_alike(prompt: str) -> None:
    assert len({subject.look for subject in shown(prompt)}) == 1


@pytest.mark.parametrize(("family", "count"), [("family", 3), ("family of four", 4), ("family of six", 6)])
def test_a_family_has_as_many_heads_as_are_named(family: str, count: int) -> None:
    assert len(shown(f"A {family} stands on a beach")) == count
