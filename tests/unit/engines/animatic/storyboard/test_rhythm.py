"""Cuts and sounds in the beat of the reference music."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.requests import engine_request

from reelwright.engines.animatic.plan import ShotSource, Transition
from reelwright.engines.animatic.storyboard import make_storyboard

BEATS_AT_120 = range(5, 12 * 24, 12)


def test_references_without_an_order_are_cut_hard_on_the_beats() -> None:
    board = make_storyboard(engine_request("A day in spring", images=4, audios=1, seconds=8), BEATS_AT_120)
    assert [shot.source for shot in board.shots] == [ShotSource.PHOTO] * 4
    cuts = [shot.start for shot in board.shots[1:]]
    assert set(cuts) <= set(BEATS_AT_120)
    assert all(shot.transition is Transition.CUT for shot in board.shots)
    assert all(abs(shot.frames - 193 / 4) <= 12 for shot in board.shots), "about equally long"


@pytest.mark.parametrize(("images", "videos"), [(0, 3), (1, 2), (3, 1)])
def test_videos_and_moved_pictures_are_cut_on_the_beats_too(images: int, videos: int) -> None:
    request = engine_request("", images=images, videos=videos, audios=1, seconds=10)
    board = make_storyboard(request, BEATS_AT_120)
    assert len(board.shots) > 1
    assert {shot.start for shot in board.shots[1:]} <= set(BEATS_AT_120)


def test_without_beats_references_dissolve() -> None:
    board = make_storyboard(engine_request("A day in spring", images=3, audios=1))
    assert [shot.transition for shot in board.shots] == [
        Transition.DISSOLVE,
        Transition.DISSOLVE,
        Transition.CUT,
    ]


def test_a_cut_that_the_prompt_times_stays_where_it_is() -> None:
    prompt = "0-2s: image 1. 2-4s: image 2"
    board = make_storyboard(engine_request(prompt, images=2, audios=1), BEATS_AT_120)
    assert board.shots[1].start == 48


def test_a_dissolve_that_the_prompt_asks_for_stays_soft() -> None:
    prompt = "The garden of image 1, dissolve to the street of image 2"
    board = make_storyboard(engine_request(prompt, images=2, audios=1), BEATS_AT_120)
    assert board.shots[0].transition is Transition.DISSOLVE


def test_more_pictures_than_beats_are_cut_between_the_beats() -> None:
    board = make_storyboard(engine_request("", images=9, audios=1, seconds=4), range(0, 97, 24))
    assert len(board.shots) == 9
    assert {shot.start % 6 for shot in board.shots} == {0}


def test_the_tempo_is_that_of_the_reference() -> None:
    assert (
        make_storyboard(engine_request("He dances", images=1, audios=1), BEATS_AT_120).beats_per_minute == 120
    )


def test_shaking_in_time_with_the_drums_falls_on_the_beats() -> None:
    prompt = "She shakes vigorously, ice collision and shaking sounds sync with upbeat drum beats"
    board = make_storyboard(engine_request(prompt, images=1, audios=1, generate_audio=True), BEATS_AT_120)
    for name in ("ice", "rattle", "drum"):
        frames = {cue.frame for cue in board.cues if cue.name == name}
        assert len(frames) >= 4
        assert frames <= set(BEATS_AT_120)


@settings(max_examples=100)
@given(
    beats=st.lists(st.integers(0, 360), unique=True, max_size=60).map(sorted),
    images=st.integers(1, 9),
    videos=st.integers(0, 3),
    seconds=st.integers(4, 15),
)
def test_any_beats_leave_whole_shots(beats: list[int], images: int, videos: int, seconds: int) -> None:
    request = engine_request("", images=images, videos=videos, audios=1, seconds=seconds)
    beats = [beat for beat in beats if beat < request.frames]
    board = make_storyboard(request, beats)
    assert board.shots[0].start == 0
    assert board.shots[-1].end == request.frames
    assert all(before.end == after.start for before, after in pairwise(board.shots))
    assert all(shot.frames >= 6 for shot in board.shots)
    assert {use for shot in board.shots for use in shot.media} == {
        use for shot in make_storyboard(request).shots for use in shot.media
    }
