"""Hands that come into the frame: what a text lets them do, and what is seen of it."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.boards import board_of, shot_of
from tests.support.requests import engine_request

from reelwright.engines.animatic.byhand import HANDS, Deed, handiwork_of
from reelwright.engines.animatic.handwork import worked
from reelwright.engines.animatic.plan import Shot, ShotSource
from reelwright.engines.animatic.storyboard import make_storyboard
from reelwright.media.frames import Frame

WIDTH, HEIGHT = 320, 184


def _shot(prompt: str, **media: int) -> Shot:
    return make_storyboard(engine_request(prompt, **media)).shots[-1]


def _drawn(prompt: str) -> list[Frame]:
    shot = _shot(prompt)
    board = board_of(shot, width=WIDTH, height=HEIGHT)
    grey = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
    return list(worked(board, shot, (grey for _ in range(shot.frames))))


@pytest.mark.parametrize(
    ("prompt", "deeds", "vessel"),
    [
        ("Your hand picks a red apple", [Deed.DROP], None),
        ("POV, your hand drops ice into a glass", [Deed.DROP], "drinking-glass"),
        ("A hand pours tea into a cup", [Deed.POUR], "bubble-tea"),
        ("A hand pours coffee into a mug", [Deed.POUR], "hot-beverage"),
        ("Your hand adds ice to a shaker cup and shakes it", [Deed.DROP, Deed.SHAKE], "cup-with-straw"),
        ("Your hand sticks a green label on the cup", [Deed.LABEL], None),
        ("First person view, your hands hold a book and put it on the table", [Deed.DROP], None),
        ("一只手把牛奶倒进杯子里", [Deed.POUR], "hot-beverage"),
    ],
)
def test_hands_do_what_the_text_says(prompt: str, deeds: list[Deed], vessel: str | None) -> None:
    shot = _shot(prompt)
    assert HANDS in shot.features
    work = handiwork_of(shot)
    assert [step.deed for step in work.steps] == deeds
    assert vessel in (None, work.vessel)
    assert [step.start for step in work.steps] == [0, *(step.end for step in work.steps[:-1])]


@pytest.mark.parametrize(
    "prompt",
    [
        "A woman holds out her hand and picks an apple",
        "A hand-drawn apple on a table",
        "A barista's hands pour milk into a cup of coffee",
        "An apple lies in the hand of a girl",
        "Two hands place a candle on a cake",
        "A hand holds a house",
    ],
)
def test_no_hands_come_where_others_are_at_work_or_nothing_can_be_taken(prompt: str) -> None:
    assert HANDS not in _shot(prompt).features


def test_a_hand_takes_what_a_picture_shows_whatever_else_is_named() -> None:
    shot = _shot("A fruit tea advertisement: your hand picks a dewy red apple", images=1)
    assert shot.source is ShotSource.PHOTO
    assert HANDS in shot.features


def test_a_video_that_is_restyled_gets_no_hands() -> None:
    shot = _shot("Convert the video in which a hand picks an apple to anime style", videos=1)
    assert shot.source is ShotSource.VIDEO
    assert HANDS not in shot.features


def test_what_is_taken_goes_up() -> None:
    frames = _drawn("Your hand picks a red apple")
    rows = [np.flatnonzero(_red(frame).any(axis=1)) for frame in (frames[0], frames[-1])]
    assert rows[1].mean() < rows[0].mean() - 0.15 * HEIGHT


def _red(frame: Frame) -> np.ndarray:
    red, green = frame[..., 0].astype(int), frame[..., 1].astype(int)
    return red - green > 110


def test_hands_come_and_go() -> None:
    frames = _drawn("POV, your hand drops ice into a glass")
    right = [float(np.abs(frame[:, -40:].astype(int) - 90).mean()) for frame in frames]
    assert right[0] < 2
    assert right[-1] < 2
    assert max(right) > 20


def test_the_same_shot_gives_the_same_frames() -> None:
    one, other = (_drawn("Your hand adds ice to a shaker cup and shakes it") for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_nothing_is_done_without_things() -> None:
    assert handiwork_of(shot_of(24)).steps == ()
