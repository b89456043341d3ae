"""What rises into space: the sky darkens on the way, and it stays in sight."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.stage.director import Director
from reelwright.engines.animatic.storyboard import make_storyboard

SIZE = (320, 180)


def _director(prompt: str) -> Director:
    board = make_storyboard(engine_request(prompt, size=SIZE))
    return Director(board, board.shots[0])


@pytest.mark.parametrize("prompt", ["A rocket lifts off into space", "A hot air balloon rises into space"])
def test_the_sky_goes_from_blue_through_indigo_to_stars(prompt: str) -> None:
    director = _director(prompt)
    skies = [director.frame(number)[:12].astype(np.int16) for number in (0, 60, 120)]
    red, green, blue = skies[0].reshape(-1, 3).mean(axis=0)
    assert blue > red + 40
    assert green > 90
    brightness = [float(sky.mean()) for sky in skies]
    assert brightness[0] > 1.5 * brightness[1] > 4 * brightness[2]
    last = director.frame(120)[:90].max(axis=2)
    assert np.median(last) < 70
    assert (last > 150).sum() > 15  # stars


@pytest.mark.parametrize("prompt", ["A rocket lifts off into space", "A hot air balloon rises into space"])
def test_the_camera_keeps_up_with_what_rises(prompt: str) -> None:
    director = _director(prompt)
    who = director._cast[0]
    for number in range(0, 121, 20):
        moment = director.moment(number)
        unit = who.unit(director._camera, moment, who.act(moment), SIZE[1], SIZE[0])
        middle = unit @ np.array([0.0, -0.5, 1.0])
        assert 0.15 * SIZE[1] < middle[1] < 0.85 * SIZE[1]


def test_a_rocket_that_goes_nowhere_in_particular_leaves_the_frame_below_a_blue_sky() -> None:
    director = _director("A rocket lifts off")
    director.frame(0)
    assert director.frame(120)[:12].mean() > 90


def test_a_hot_air_balloon_is_no_parachute() -> None:
    board = make_storyboard(engine_request("一只热气球飘过山谷"))
    assert board.shots[0].subjects[0].art == "hot-air-balloon"
