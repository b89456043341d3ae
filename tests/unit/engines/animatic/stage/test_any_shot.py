"""Whatever a storyboard may say, its shots can be drawn: in any place, in any weather, by any camera, in one frame or many."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reelwright.engines.animatic.art import known_nouns
from reelwright.engines.animatic.assemble import assemble
from reelwright.engines.animatic.plan import (
    Action,
    CameraMove,
    Setting,
    Shot,
    Storyboard,
    Style,
    Subject,
    TimeOfDay,
    Transition,
    Weather,
)
from reelwright.engines.animatic.storyboard import make_storyboard
from reelwright.engines.animatic.storyboard.lexicon import lexicon
from reelwright.engines.base import EngineRequest

SIZES = [(64, 64), (66, 64), (168, 72), (72, 168), (144, 80), (80, 144), (124, 92), (320, 64), (64, 320)]
"""Of the ratios of the API, of none, and of no even number of blocks."""

_NOUNS = st.sampled_from(sorted(known_nouns()))
_WHO = st.one_of(_NOUNS, st.sampled_from(["man", "woman", "dog", "cat", "chef", "robot", "horse", "bird"]))
_COUNTS = st.sampled_from(["a", "two", "three", "seven", "fifty"])
_WORKS = [
    "kicks", "throws", "hits", "catches", "rolls", "drops", "lifts", "pulls", "pushes", "plays", "paints", "opens",
    "closes", "pours", "stirs", "cuts", "fries", "washes", "reads", "builds", "digs", "plants", "waters", "sweeps",
    "hammers", "writes", "knits", "photographs", "lights", "hugs", "kisses", "fights", "chases", "feeds", "pets",
]  # fmt: skip
_DOES = st.one_of(
    st.sampled_from(sorted(phrase for phrases in lexicon()["action"].values() for phrase in phrases)),
    st.sampled_from(_WORKS),
)
_FEATURES = st.lists(
    st.sampled_from([*sorted(lexicon()["feature"]), "hands", "seasons", "tabletop"]), max_size=3, unique=True
).map(tuple)


@st.composite
def _boards(draw: st.DrawFn) -> Storyboard:
    """Return a board of one to three short shots, each of whose choices was made by itself."""
    width, height = draw(st.sampled_from(SIZES))
    prompt = f"{draw(_COUNTS)} {draw(_WHO)} {draw(_DOES)} {draw(_COUNTS)} {draw(_NOUNS)}"
    seed = draw(st.one_of(st.sampled_from([0, 2**32 - 1]), st.integers(0, 2**32 - 1)))
    request = EngineRequest("task", 1, "", prompt, width, height, 25, 24, seed, fast=draw(st.booleans()))
    board = make_storyboard(request)
    shots: list[Shot] = []
    for length in draw(st.lists(st.sampled_from([1, 2, 3, 14]), min_size=1, max_size=3)):
        start = shots[-1].end if shots else 0
        shots.append(draw(_shots(board.shots[0], start, length)))
    return replace(board, shots=tuple(shots), frames=shots[-1].end, style=draw(st.sampled_from(Style)))


@st.composite
def _shots(draw: st.DrawFn, shot: Shot, start: int, length: int) -> Shot:
    times = st.sampled_from(TimeOfDay)
    subjects = draw(st.sampled_from([shot.subjects, (), tuple(map(draw(_changes()), shot.subjects))]))
    return replace(
        shot,
        start=start,
        end=start + length,
        setting=draw(st.one_of(st.just(shot.setting), st.sampled_from(Setting))),
        features=draw(st.one_of(st.just(shot.features), _FEATURES)),
        weather=draw(st.sampled_from(Weather)),
        time=draw(times),
        to_time=draw(st.none() | times),
        camera=draw(st.sampled_from(CameraMove)),
        speed=draw(st.sampled_from([0.1, 0.5, 1.0, 2.0, 12.0])),
        framing=draw(st.sampled_from([None, "close", "wide"])),
        transition=draw(st.sampled_from(Transition)),
        caption=draw(st.sampled_from([None, "Hello 你好", " ", "word " * 30])),
        freeze_from=draw(st.none() | st.integers(start, start + length - 1)),
        subjects=subjects,
    )


@st.composite
def _changes(draw: st.DrawFn) -> object:
    values = {
        "action": draw(st.sampled_from(Action)),
        "count": draw(st.sampled_from([1, 2, 14])),
        "size": draw(st.sampled_from([0.02, 0.4, 0.9])),
        "place": draw(st.sampled_from([0.0, 0.5, 1.0])),
        "depth": draw(st.sampled_from([0.0, 0.3, 1.0])),
        "moves": draw(st.booleans()),
        "airborne": draw(st.booleans()),
    }
    kept = {name: value for name, value in values.items() if draw(st.booleans())}

    def change(subject: Subject) -> Subject:
        return replace(subject, **kept)

    return change


def _check(board: Storyboard) -> None:
    frames = [frame.copy() for frame in assemble(board, ())]
    assert len(frames) == board.frames
    assert all(frame.shape == (board.height, board.width, 3) for frame in frames)
    assert all(frame.dtype == np.uint8 for frame in frames)


_HURRY = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=25, suppress_health_check=_HURRY)
@given(board=_boards())
def test_any_board_is_drawn_frame_by_frame(board: Storyboard) -> None:
    _check(board)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@settings(max_examples=600, suppress_health_check=_HURRY)
@given(board=_boards())
def test_any_of_many_boards_is_drawn_frame_by_frame(board: Storyboard) -> None:
    _check(board)
