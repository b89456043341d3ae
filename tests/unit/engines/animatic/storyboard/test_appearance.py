"""The colours that a prompt gives to people: their clothes, hair and skin, and nobody else's."""

from __future__ import annotations

import pytest

from reelwright.engines.animatic.storyboard.reading import read
from reelwright.engines.animatic.storyboard.subjects import find_roles
from reelwright.engines.animatic.storyboard.text import fold

RED, BLUE, GREEN, YELLOW, BLACK, WHITE = "#c8322f", "#2f6fc8", "#3f9b4f", "#e8c33a", "#26262a", "#f2f2f0"


@pytest.mark.parametrize(
    ("prompt", "looks"),
    [
        ("A woman with long black hair in a red dress walks", [{"hair": BLACK, "dress": RED}]),
        ("一个穿蓝色外套的老人在公园散步", [{"top": BLUE}]),
        ("a boy in a yellow raincoat", [{"coat": YELLOW}]),
        ("A dark-skinned man in a white shirt", [{"skin": "#7a4a2e", "top": WHITE, "hair": "#2f2725"}]),
        ("一个金发女孩穿着红色连衣裙", [{"hair": "#ecd37c", "dress": RED}]),
        (
            "a man in a black suit and a woman in a green dress",
            [{"top": BLACK, "legs": BLACK}, {"dress": GREEN}],
        ),
        ("A man and a woman in blue jeans", [{}, {"legs": BLUE}]),
        ("A woman walks by the red house", [{}, {}]),
    ],
)
def test_each_gets_the_colours_that_the_prompt_gives_them(prompt: str, looks: list[dict[str, str]]) -> None:
    folded = fold(prompt)
    assert [dict(role.look) for role in find_roles(read(folded), prompt)] == looks
