"""Under water: reefs, schools of fish, and people who dive."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.plan import Action, CameraMove, Setting, Shot, Storyboard, Subject
from reelwright.engines.animatic.stage import stage_frames
from reelwright.engines.animatic.stage.act import Beat
from reelwright.engines.animatic.stage.travels import dive, swim
from reelwright.engines.animatic.storyboard import make_storyboard
from reelwright.media.frames import Frame


def subjects(prompt: str) -> tuple[Subject, ...]:
    return make_storyboard(engine_request(prompt)).shots[0].subjects


@pytest.mark.parametrize(
    ("prompt", "many"),
    [
        ("Coral reef with tropical fish", True),
        ("Sheep graze in a meadow", True),
        ("A tropical fish swims", False),
        ("The deer runs", False),
        ("A cat eats fish", False),
    ],
)
def test_a_word_that_is_its_own_plural_means_many_without_an_article(prompt: str, many: bool) -> None:
    assert (max(subject.count for subject in subjects(prompt)) > 1) == many


def reef(*features: str) -> Frame:
    shot = Shot(0, 1, "", setting=Setting.UNDERWATER, camera=CameraMove.STATIC, features=features)
    return next(iter(stage_frames(Storyboard("", 7, 320, 180, 24, 1, (shot,)), shot)))


def test_a_reef_has_more_corals_than_sand_has() -> None:
    floor = np.s_[100:150]

    def edges(frame: Frame) -> float:
        return float(np.abs(np.diff(frame[floor].astype(int), axis=1)).mean())

    assert edges(reef("reef")) > 1.4 * edges(reef())


def test_who_swims_under_water_is_drawn_without_water_around() -> None:
    (diver,) = subjects("A diver swims over a coral reef")
    assert (diver.art, diver.action) == ("person-walking", Action.SWIM)
    (bather,) = subjects("A man swims in the sea")
    assert bather.art == "man-swimming"


def test_a_diver_lies_in_the_water_and_kicks() -> None:
    beat = Beat(1.0, 0.2, 5.0, 0.7, True, True)
    act = dive(swim(beat), beat)
    assert act.turn > 60
    assert act.stride is not None
    assert act.stride.gait == "walk"
