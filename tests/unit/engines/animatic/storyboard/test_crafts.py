"""Styles that are a craft: ink wash, woodblock print, clay, low-poly."""

from __future__ import annotations

import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.plan import Setting, Style
from reelwright.engines.animatic.storyboard import make_storyboard


@pytest.mark.parametrize(
    ("prompt", "style"),
    [
        ("水墨画风格，一叶小舟在江上漂流", Style.INK),
        ("A crane in the reeds, Chinese ink painting", Style.INK),
        ("Ukiyo-e style great wave with Mount Fuji behind", Style.UKIYOE),
        ("浮世绘风格的海浪", Style.UKIYOE),
        ("Claymation penguin slides on ice", Style.CLAY),
        ("黏土动画，小熊在森林里散步", Style.CLAY),
        ("Low-poly fox runs through a forest", Style.LOWPOLY),
        ("A watercolor of a fox", Style.WATERCOLOUR),
    ],
)
def test_a_craft_is_read_as_a_style(prompt: str, style: Style) -> None:
    assert make_storyboard(engine_request(prompt)).style is style


def test_the_boat_of_an_ink_painting_floats_on_its_river() -> None:
    shot = make_storyboard(engine_request("水墨画风格，一叶小舟在江上漂流，飞鸟掠过")).shots[0]
    assert shot.setting is Setting.LAKE
    assert [subject.art for subject in shot.subjects] == ["canoe", "bird-flying"]
