"""What holds for every prompt that anyone may send."""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from types import FrameType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.requests import engine_request

from reelwright.domain.request import MAX_PROMPT, MediaRole
from reelwright.engines.animatic.art import art_names
from reelwright.engines.animatic.plan import ShotSource, Storyboard, Subject
from reelwright.engines.animatic.sound import sound_names
from reelwright.engines.animatic.storyboard import make_storyboard
from reelwright.engines.animatic.storyboard.lexicon import lexicon
from reelwright.engines.base import EngineRequest

_PIECES = [
    *(
        "0-2s:",
        "2-4s",
        "5-3s",
        "0:02-0:04",
        "第2-4秒",
        "第三秒",
        "前3秒",
        "last 2 seconds",
        "Shot 1:",
        "镜头2：",
        "cut to",
        "then",
        "然后",
    ),
    *(
        "image 1",
        "image 9",
        "video 2",
        "图片1",
        "audio 1",
        "first frame is image 1",
        "final frame freezes on image 2",
        "定格",
    ),
    *(
        "'",
        '"',
        "“",
        "”",
        "「",
        "」",
        "says",
        "旁白：",
        "：",
        ":",
        ".",
        "。",
        ",",
        "\n",
        "a",
        "the",
        "no",
        "like a",
        "wearing",
    ),
    *("\u0000", "\u202e", "🐱", "İ", "ß", "ﬁ", "\ud7ff", "🏳️‍🌈", "９", "Ａ", "٣", "१"),
]
_LISTED = sorted({phrase for table in lexicon().values() for phrases in table.values() for phrase in phrases})
_WORDS = st.lists(
    st.one_of(st.sampled_from(_PIECES), st.sampled_from(_LISTED), st.text(max_size=6)), max_size=40
).map(" ".join)
_PROMPTS = st.one_of(st.text(max_size=MAX_PROMPT), _WORDS, _WORDS.map(lambda text: text.replace(" ", "")))


@st.composite
def _requests(draw: st.DrawFn) -> EngineRequest:
    ends = draw(st.sampled_from(["none", "first", "last", "both"]))
    roles = {
        "none": [MediaRole.REFERENCE] * draw(st.integers(0, 9)),
        "first": [MediaRole.FIRST_FRAME],
        "last": [MediaRole.LAST_FRAME],
        "both": [MediaRole.LAST_FRAME, MediaRole.FIRST_FRAME],
    }[ends]
    free = ends == "none"
    return engine_request(
        draw(_PROMPTS)[:MAX_PROMPT],
        images=roles,
        videos=draw(st.integers(0, 3)) if free else 0,
        audios=draw(st.integers(0, 3)) if free else 0,
        seconds=draw(st.integers(4, 15)),
        seed=draw(st.integers(0, 2**32 - 1)),
        generate_audio=draw(st.booleans()),
    )


def _check(board: Storyboard, request: EngineRequest) -> None:
    assert board.shots[0].start == 0
    assert board.shots[-1].end == request.frames
    assert all(earlier.end == later.start for earlier, later in pairwise(board.shots))
    assert all(shot.frames >= 1 for shot in board.shots)
    held = {(medium.kind.value, medium.number) for medium in request.media}
    for shot in board.shots:
        assert {(use.kind, use.number) for use in shot.media} <= held
        assert shot.freeze_from is None or shot.start <= shot.freeze_from < shot.end
        assert 0.1 <= shot.speed <= 12
        for subject in shot.subjects:
            assert subject.art is None or subject.art in art_names()
            assert 1 <= subject.count <= 14
            assert 0 < subject.size <= 0.9
            assert 0 <= subject.place <= 1
            assert 0 <= subject.depth <= 1
            assert subject.facing in (-1, 1)
            assert _others(subject) <= set(range(len(shot.subjects)))
    assert all(0 <= line.start < line.end <= request.frames for line in board.lines)
    assert all(earlier.end <= later.start for earlier, later in pairwise(board.lines))
    assert all(0 <= cue.frame < request.frames and cue.name in sound_names() for cue in board.cues)
    assert 40 <= board.beats_per_minute <= 200


def _others(subject: Subject) -> set[int]:
    """Return the indices of all with whom a subject has to do."""
    named: list[int | None] = []
    if subject.bond:
        named.append(subject.bond.to)
    if subject.duet:
        named += [subject.duet.to, subject.duet.thing]
    if subject.handling:
        named += [subject.handling.thing, subject.handling.to]
    return {index for index in named if index is not None}


def _needs(source: ShotSource) -> list[str]:
    return {
        ShotSource.STAGE: [],
        ShotSource.PHOTO: ["image"],
        ShotSource.HOLD: ["image"],
        ShotSource.INBETWEEN: ["image", "image"],
        ShotSource.VIDEO: ["video"],
        ShotSource.MOTION: ["image", "video"],
    }[source]


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(_requests())
def test_any_prompt_with_any_media_makes_a_whole_storyboard(request: EngineRequest) -> None:
    board = make_storyboard(request)
    _check(board, request)
    assert make_storyboard(request) == board
    json.dumps(board.to_json())


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(_requests())
def test_every_shot_has_the_media_that_its_source_needs(request: EngineRequest) -> None:
    for shot in make_storyboard(request).shots:
        assert [use.kind for use in shot.media] == _needs(shot.source)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(_requests())
def test_every_picture_of_a_request_is_shown(request: EngineRequest) -> None:
    shown = {(use.kind, use.number) for shot in make_storyboard(request).shots for use in shot.media}
    pictures = [medium for medium in request.media if medium.kind == "image"]
    if len(pictures) * 24 <= request.frames:
        assert {("image", medium.number) for medium in pictures} <= shown


@pytest.mark.parametrize(
    "prompt",
    [
        "a cat and a dog " * 250,
        "'" * 4000,
        "“" * 2000 + "”" * 2000,
        "1-2s " * 800,
        "一只小猫在跑" * 660,
        "Shot 1: " * 500,
        "image 1 " * 500,
        "a" * 4000,
        " " * 4000,
        "a a a a " * 500,
        "he says " * 500,
        "no " * 1300,
        "the red big " * 330,
        "男人和女人" * 800,
        "猫和狗跑" * 1000,
        "a man and a woman " * 220,
        "a snow falls " * 300,
        " ".join(
            f"{first}{second}qu{third}x"
            for first in "bcdfgh"
            for second in "aeiouy"
            for third in "aeioukl" * 3
        ),
        "猫が公園で走っている" * 400,
        "Un chat noir dort sur le canapé " * 130,
        '{"a": ' * 660,
    ],
)
def test_twice_the_prompt_is_twice_the_work(prompt: str) -> None:
    make_storyboard(engine_request("warm up"))
    half, whole = (_calls(prompt[:length]) for length in (2000, 4000))
    assert whole < 2.5 * half


def _calls(prompt: str) -> int:
    """Return how many calls the reading of a prompt takes, for the clock of a busy machine proves nothing."""
    request, count = engine_request(prompt, seconds=15), 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        make_storyboard(request)
    finally:
        sys.setprofile(before)
    return count
