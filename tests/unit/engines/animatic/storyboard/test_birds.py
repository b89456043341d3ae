"""Birds on the wing: each has a picture of its own kind."""

from __future__ import annotations

import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.art import art_build, load_art
from reelwright.engines.animatic.plan import Action
from reelwright.engines.animatic.storyboard import make_storyboard


@pytest.mark.parametrize(
    ("prompt", "art"),
    [
        ("A crane flies over a lake", "flamingo-flying"),
        ("一只白鹭飞过湖面", "flamingo-flying"),
        ("An eagle soars above the mountains", "eagle-flying"),
        ("A seagull glides over the sea", "gull-flying"),
        ("An owl flies through the forest at night", "owl-flying"),
        ("A swan flies over a pond", "swan-flying"),
    ],
)
def test_a_bird_that_flies_beats_the_wings_of_its_kind(prompt: str, art: str) -> None:
    bird = make_storyboard(engine_request(prompt)).shots[0].subjects[0]
    build = art_build(art)
    assert (bird.art, bird.action, bird.airborne) == (art, Action.FLY, True)
    assert build is not None
    assert build.flies


@pytest.mark.parametrize("art", ["flamingo-flying", "swan-flying", "goose-flying"])
def test_long_necks_are_stretched_out_in_flight(art: str) -> None:
    picture = load_art(art, 120)
    neck = picture[:, picture.shape[1] // 7 : picture.shape[1] // 4, 3] > 128
    assert 0 < neck.sum(axis=0).max() < 0.3 * picture.shape[0]
