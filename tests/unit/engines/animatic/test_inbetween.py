"""First and last frame: the way from one picture to another."""

from __future__ import annotations

from itertools import islice, pairwise

import cv2
import numpy as np
import pytest
from tests.support.boards import board_of, shot_of
from tests.support.media import photo

from reelwright.engines.animatic.assemble import assemble
from reelwright.engines.animatic.inbetween import inbetween_frames, match_pictures
from reelwright.engines.animatic.storyboard import make_storyboard
from reelwright.engines.animatic.warp import Grid
from reelwright.engines.base import EngineRequest

WIDTH, HEIGHT = 320, 180


def frames_between(first: np.ndarray, last: np.ndarray, count: int = 49) -> list[np.ndarray]:
    shot = shot_of(count)
    return [frame.copy() for frame in inbetween_frames(board_of(shot), shot, first, last)]


def scene(left: int = 0) -> np.ndarray:
    """Return a view of one large scene that starts `left` pixels further to the right."""
    large = photo(2 * WIDTH, HEIGHT, seed=4)
    return np.ascontiguousarray(large[:, left : left + WIDTH])


def night_of(day: np.ndarray) -> np.ndarray:
    night = (day * np.array([0.3, 0.35, 0.55])).astype(np.uint8)
    cv2.circle(night, (200, 120), 6, (255, 225, 140), -1)
    return night


UNRELATED = (photo(WIDTH, HEIGHT, seed=1), photo(WIDTH, HEIGHT, seed=2))
PAIRS = {"a move": (scene(), scene(20)), "night": (scene(), night_of(scene())), "strangers": UNRELATED}


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS.keys())
@pytest.mark.parametrize("count", [2, 3, 49])
def test_both_ends_are_the_callers_pictures(pair: tuple[np.ndarray, np.ndarray], count: int) -> None:
    frames = frames_between(*pair, count)
    assert len(frames) == count
    assert np.array_equal(frames[0], pair[0])
    assert np.array_equal(frames[-1], pair[1])


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS.keys())
def test_nothing_jumps_on_the_way(pair: tuple[np.ndarray, np.ndarray]) -> None:
    frames = frames_between(*pair)
    steps = [np.abs(after.astype(int) - before).mean() for before, after in pairwise(frames)]
    whole = np.abs(pair[1].astype(int) - pair[0]).mean()
    assert max(steps) < max(0.2 * whole, 3)


def test_two_views_of_a_scene_are_matched_and_strangers_are_not() -> None:
    grid = Grid(WIDTH, HEIGHT)
    assert match_pictures(grid, *PAIRS["a move"]) is not None
    assert match_pictures(grid, *PAIRS["night"]) is not None
    assert match_pictures(grid, *UNRELATED) is None


def test_half_way_between_two_views_lies_the_view_between() -> None:
    """And not the two on top of each other."""
    middle = frames_between(scene(), scene(20))[24].astype(int)
    inner = np.s_[20:-20, 40:-40]
    ghost = (scene().astype(int) + scene(20)) // 2
    assert np.abs(middle - scene(10))[inner].mean() < 0.6 * np.abs(middle - ghost)[inner].mean()


def test_night_falls_steadily_and_the_lamp_comes_on_last() -> None:
    frames = frames_between(*PAIRS["night"])
    brightness = np.array([frame.mean() for frame in frames])
    assert (np.diff(brightness) < 0.3).all()
    lamp = np.array([frame[120, 200].astype(int) for frame in frames]).mean(axis=1)
    sky = np.array([frame[:40].mean() for frame in frames])
    half_lit = np.argmax(np.abs(lamp - lamp[0]) > np.abs(lamp[-1] - lamp[0]) / 2)
    half_dark = np.argmax(sky[0] - sky > (sky[0] - sky[-1]) / 2)
    assert half_lit > half_dark


def test_plain_pictures_cross() -> None:
    red, blue = (np.full((HEIGHT, WIDTH, 3), colour, np.uint8) for colour in ((200, 0, 0), (0, 0, 200)))
    middle = frames_between(red, blue)[24].reshape(-1, 3).mean(axis=0)
    assert middle[0] == pytest.approx(100, abs=25)
    assert middle[2] == pytest.approx(100, abs=25)


def test_strangers_keep_their_light_while_they_cross() -> None:
    """Shares of both add up to the whole: a white picture that gives way to a white one stays white."""
    white = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    spotted = white.copy()
    cv2.circle(spotted, (60, 60), 20, (0, 0, 0), -1)
    assert match_pictures(Grid(WIDTH, HEIGHT), spotted, np.ascontiguousarray(spotted[::-1, ::-1])) is None
    for frame in frames_between(spotted, np.ascontiguousarray(spotted[::-1, ::-1])):
        assert np.median(frame) >= 254


def _running_dog() -> tuple[np.ndarray, np.ndarray]:
    """Return two moments of a dog that runs across a meadow."""
    prompt = "A dog runs from left to right across a meadow, static camera"
    board = make_storyboard(EngineRequest("picture", 1, "", prompt, 864, 496, 97, 24, seed=5))
    frames = [frame.copy() for frame in islice(assemble(board, ()), 61)]
    return frames[24], frames[60]


def _orange(frame: np.ndarray) -> np.ndarray:
    """Return the columns that the dog's fur is in, with how much of it."""
    red, green, blue = (frame[..., channel].astype(int) for channel in range(3))
    return ((red > 220) & (red - blue > 70) & (green < 200)).sum(axis=0)


def test_somebody_goes_from_the_one_place_to_the_other_as_one() -> None:
    first, last = _running_dog()
    frames = frames_between(first, last, 25)
    fur = [_orange(frame) for frame in frames]
    places = [float((columns * np.arange(864)).sum() / columns.sum()) for columns in fur]
    assert places[-1] > places[0] + 80
    assert all(after > before - 3 for before, after in pairwise(places)), "never back"
    assert abs(places[12] - (places[0] + places[-1]) / 2) < 25, "half way in the middle"
    widths = [float(np.ptp(np.flatnonzero(columns > 8))) for columns in fur]
    assert max(widths) < 1.15 * max(widths[0], widths[-1]), "no second one beside it"
