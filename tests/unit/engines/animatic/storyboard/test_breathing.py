"""Fire that is breathed: whose it is, and that it comes out of the mouth."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.plan import Action, BondKind, Shot, Storyboard
from reelwright.engines.animatic.stage import stage_frames
from reelwright.engines.animatic.storyboard import make_storyboard


def shot_of(prompt: str) -> Shot:
    return make_storyboard(engine_request(prompt)).shots[0]


@pytest.mark.parametrize(
    "prompt",
    [
        "A dragon breathes fire",
        "A fire-breathing dragon walks through the mountains",
        "A huge dragon is breathing out bright orange flames",
        "巨龙喷出火焰",
        "一条龙在喷火",
    ],
)
def test_breathed_fire_belongs_to_who_breathes_it(prompt: str) -> None:
    subjects = shot_of(prompt).subjects
    assert [subject.art for subject in subjects] == ["dragon", "fire"]
    bond = subjects[1].bond
    assert bond is not None
    assert (bond.kind, bond.to) == (BondKind.BREATHED, 0)


@pytest.mark.parametrize(
    "prompt",
    ["A dragon breathes fire in the air", "一条巨龙在空中喷火", "A dragon breathes fire over a castle"],
)
def test_who_breathes_fire_in_the_air_flies(prompt: str) -> None:
    dragon = shot_of(prompt).subjects[0]
    assert dragon.action is Action.FLY
    assert dragon.airborne


def test_who_breathes_fire_over_a_castle_is_above_it() -> None:
    bond = shot_of("A dragon breathes fire over a castle").subjects[0].bond
    assert bond is not None
    assert bond.kind is BondKind.ABOVE


def test_a_fire_beside_a_dragon_burns_on_the_ground() -> None:
    subjects = shot_of("A dragon sleeps beside a fire").subjects
    assert all(subject.bond is None or subject.bond.kind is not BondKind.BREATHED for subject in subjects)


def test_fire_leaves_the_mouth_in_bursts_and_is_gone_between_them() -> None:
    shot = shot_of("A dragon breathes fire in a snowfield")
    frames = list(stage_frames(Storyboard("", 7, 320, 180, 24, shot.frames, (shot,)), shot))
    burning = [
        int(((frame[..., 0] > 215) & (frame[..., 1].astype(int) - frame[..., 2] > 70)).sum())
        for frame in frames
    ]
    assert max(burning) > 2 * min(burning)  # the horns have the colour of fire
    assert np.argmin(burning) != len(burning) - 1
