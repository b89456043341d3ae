"""Faces that laugh, cry and are amazed."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.plan import Action, Setting, Shot, Storyboard, Subject
from reelwright.engines.animatic.stage import stage_frames
from reelwright.engines.animatic.stage.act import Beat
from reelwright.engines.animatic.stage.acting import perform
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
