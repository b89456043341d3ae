"""Faces that laugh, cry and are amazed."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic import art
from reelwright.engines.animatic.plan import Action, Feeling, Setting, Shot, Storyboard, Subject
from reelwright.engines.animatic.stage import stage_frames
from reelwright.engines.animatic.stage.act import Beat
from reelwright.engines.animatic.stage.acting import perform
from reelwright.engines.animatic.stage.bearing import bear
from reelwright.engines.animatic.stage.moods import moody
from reelwright.engines.animatic.stage.sulks import sulking
from reelwright.engines.animatic.storyboard import make_storyboard

CLOCKS = np.linspace(0, 4, 97)


def beat(clock: float) -> Beat:
    return Beat(clock, clock / 4, 4.0, 0.6, moving=False, hanging=False)


@pytest.mark.parametrize(
    ("prompt", "action"),
    [
        ("A baby giggles on a blanket", Action.LAUGH),
        ("一位老人开怀大笑，特写", Action.LAUGH),
        ("A man bursts into tears in the rain", Action.CRY),
        ("一位女子流着眼泪，微笑着看向镜头", Action.CRY),
        ("A surprised cat stares at the camera", Action.GASP),
        ("女孩突然睁大眼睛", Action.GASP),
        ("A woman smiles at the camera", Action.IDLE),
    ],
)
def test_a_feeling_of_the_prompt_is_shown(prompt: str, action: Action) -> None:
    assert make_storyboard(engine_request(prompt)).shots[0].subjects[0].action is action


def test_who_laughs_shuts_the_eyes_and_opens_the_mouth() -> None:
    acts = [perform(Action.LAUGH, beat(clock)) for clock in CLOCKS]
    assert max(act.mouth for act in acts) > 0.8
    assert max(act.eyes for act in acts) == 1.0


def test_who_is_amazed_stares_with_open_eyes() -> None:
    acts = [perform(Action.GASP, beat(clock)) for clock in CLOCKS]
    assert max(act.mouth for act in acts) > 0.7
    assert max(act.eyes for act in acts) == 0.0


@pytest.mark.parametrize("action", [Action.LAUGH, Action.CRY, Action.GASP])
def test_a_feeling_moves_without_jumps(action: Action) -> None:
    acts = [perform(action, beat(clock)) for clock in CLOCKS]
    for first, second in itertools.pairwise(acts):
        assert abs(first.mouth - second.mouth) < 0.4
        assert abs(first.tall - second.tall) < 0.05
        assert abs(first.lift - second.lift) < 0.03


def test_tears_run_down_the_cheeks_of_who_cries() -> None:
    def blueness(action: Action) -> int:
        who = Subject("woman", "woman", action, size=0.8)
        shot = Shot(0, 20, "", setting=Setting.STUDIO, subjects=(who,))
        last = list(stage_frames(Storyboard("", 7, 320, 180, 24, 20, (shot,)), shot))[-1].astype(int)
        return int((last[..., 2] - last[..., 0] > 60).sum())

    assert blueness(Action.CRY) > blueness(Action.LAUGH) + 8


@pytest.mark.parametrize(
    ("prompt", "feelings"),
    [
        ("An angry man shouts at his phone", {"man": Feeling.ANGER}),
        ("A worried mother holds her baby", {"mother": Feeling.WORRY, "baby": None}),
        ("A sad and lonely boy sits on a bench in the rain", {"boy": Feeling.SADNESS}),
        ("A woman opens a gift and is surprised", {"woman": Feeling.SURPRISE}),
        ("A chef looks at the cat angrily", {"chef": Feeling.ANGER, "cat": None}),
        ("一个愤怒的男人在街上大喊", {"男人": Feeling.ANGER}),
        ("一位老人站在窗边，看起来很担心", {"老人": Feeling.WORRY}),
        ("A happy girl dances in the park", {"girl": None}),
        ("A man who is not angry", {"man": None}),
    ],
)
def test_whoever_is_said_to_feel_something_feels_it(prompt: str, feelings: dict[str, Feeling | None]) -> None:
    found = {who.name: who.feeling for who in make_storyboard(engine_request(prompt)).shots[0].subjects}
    assert {name: found[name] for name in feelings} == feelings


def test_two_of_whom_one_word_tells_what_they_feel_both_feel_it() -> None:
    (shot,) = make_storyboard(engine_request("Two angry men argue in the street")).shots
    assert [who.feeling for who in shot.subjects] == [Feeling.ANGER, Feeling.ANGER]


@pytest.mark.parametrize("feeling", list(Feeling))
@pytest.mark.parametrize("piece", ["man-standing", "girl-standing", "cook-standing", "dog-front"])
def test_a_feeling_changes_the_face_and_nothing_else(piece: str, feeling: Feeling) -> None:
    face = art.art_face(piece)
    assert face is not None
    plain = art.load_art(piece, 200)
    worn = moody(plain, face, feeling)
    changed = (worn.astype(int) - plain != 0).any(axis=2)
    assert changed.sum() > 30
    assert (worn[..., 3] == plain[..., 3]).all()
    assert not changed[: max(0, round((face.eyes[2] - 3.2 * face.eyes[4]) * 200))].any()
    assert not changed[round((face.mouth[1] + 2.5 * face.mouth[3]) * 200) + 4 :].any()


@pytest.mark.parametrize("feeling", list(Feeling))
@pytest.mark.parametrize("piece", ["man-walking", "girl-walking", "woman-running", "child-running"])
def test_a_feeling_is_seen_in_profile_too(piece: str, feeling: Feeling) -> None:
    profile = art.art_profile(piece)
    assert profile is not None
    plain = art.load_art(piece, 300)
    worn = sulking(plain, profile, feeling)
    changed = (worn.astype(int) - plain != 0).any(axis=2)
    assert changed.sum() > 20
    assert (worn[..., 3] == plain[..., 3]).all()
    rows = np.flatnonzero(changed.any(axis=1))
    assert rows[-1] < 0.4 * 300


@pytest.mark.parametrize("feeling", list(Feeling))
def test_a_bearing_moves_without_jumps(feeling: Feeling) -> None:
    beats = [Beat(clock, clock / 4, 4.0, 0.6, moving=False, hanging=False, arms=(-1, 1)) for clock in CLOCKS]
    acts = [bear(perform(Action.TALK, now), feeling, Action.TALK, now) for now in beats]
    for first, second in itertools.pairwise(acts):
        assert first.stride and second.stride and first.stride.left and second.stride.left
        assert abs(first.stride.left[1] - second.stride.left[1]) < 30
        assert abs(first.dx - second.dx) < 0.01
    walking = perform(Action.WALK, beats[0])
    assert bear(walking, feeling, Action.WALK, beats[0]) is walking
