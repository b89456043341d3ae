"""A place through the year."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.plan import Shot, Transition, Weather
from reelwright.engines.animatic.stage.framing import Framing
from reelwright.engines.animatic.storyboard import make_storyboard

YEAR = ["spring", "summer", "autumn", "winter"]


def season_of(shot: Shot) -> str:
    """Return the season that a shot shows."""
    if shot.weather is Weather.SNOW:
        return "winter"
    return {"blossom": "spring", "autumn": "autumn"}.get(shot.features[0], "summer")


@pytest.mark.parametrize(
    ("prompt", "seasons"),
    [
        ("四季变换，同一棵树，延时摄影", YEAR),
        ("A park through the four seasons, time-lapse", YEAR),
        ("A meadow from summer to winter, time-lapse", YEAR[1:]),
        ("从冬天到春天，公园里的一棵树", ["winter", "spring"]),
        ("A forest in spring, summer, autumn and winter", YEAR),
    ],
)
def test_the_seasons_that_a_prompt_goes_through_follow_each_other(prompt: str, seasons: list[str]) -> None:
    board = make_storyboard(engine_request(prompt))
    assert [season_of(shot) for shot in board.shots] == seasons
    assert board.shots[0].start == 0
    assert board.shots[-1].end == board.frames
    assert all(shot.transition is Transition.DISSOLVE for shot in board.shots[:-1])


@pytest.mark.parametrize(
    "prompt", ["A park in autumn", "Raindrops fall into a spring", "春节，孩子们放鞭炮", "A cat sleeps"]
)
def test_one_season_or_none_is_one_shot(prompt: str) -> None:
    assert len(make_storyboard(engine_request(prompt)).shots) == 1


def test_the_trees_of_a_place_stay_where_they_are_through_the_year() -> None:
    board = make_storyboard(engine_request("A park through the four seasons", size=(160, 90)))
    kits = [Framing(board, shot).kit for shot in board.shots]
    assert len({(kit.seed, kit.side) for kit in kits}) == 1


def test_a_tree_wears_the_colours_of_each_season() -> None:
    shots = make_storyboard(engine_request("四季变换，同一棵树，延时摄影")).shots
    colours = [shot.subjects[0].colour for shot in shots]
    assert len(set(colours)) == 4
    assert colours[1] is None
    assert np.unique([shot.subjects[0].place for shot in shots]).size == 1
