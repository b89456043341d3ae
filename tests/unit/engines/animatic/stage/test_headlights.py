"""Cars light their way by night; plates under food, and bridges under trains, are no pictures beside them."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.plan import Action, CameraMove, Setting, Shot, Storyboard, Subject, TimeOfDay
from reelwright.engines.animatic.stage import stage_frames
from reelwright.engines.animatic.stage.headlights import draw_beam, has_headlights
from reelwright.engines.animatic.storyboard import make_storyboard
from reelwright.media.frames import Frame


def arts(prompt: str) -> list[str | None]:
    return [subject.art for subject in make_storyboard(engine_request(prompt)).shots[0].subjects]


@pytest.mark.parametrize("side", [-1, 1])
def test_the_beam_lies_ahead_of_the_car_and_only_there(side: int) -> None:
    frame = np.zeros((120, 400, 4), np.uint8)
    draw_beam(frame, np.array([[60.0, 0, 200], [0, 60, 100], [0, 0, 1]]), 1.2, side, 1.0)
    lit = np.flatnonzero(frame[..., 0].any(axis=0))
    assert len(lit) > 40
    assert (lit > 200).all() if side > 0 else (lit < 200).all()


def test_no_lamp_is_lit_by_day() -> None:
    frame = np.zeros((120, 400, 4), np.uint8)
    draw_beam(frame, np.array([[60.0, 0, 200], [0, 60, 100], [0, 0, 1]]), 1.2, 1, 0.0)
    assert not frame.any()


def test_only_cars_on_the_ground_have_headlights() -> None:
    car = Subject("car", "automobile", Action.DRIVE)
    assert has_headlights(car)
    assert not has_headlights(Subject("horse", "horse"))


def test_a_car_is_brighter_ahead_than_behind_by_night() -> None:
    car = Subject("car", "automobile", Action.IDLE, size=0.3)
    shot = Shot(
        0, 1, "", setting=Setting.DESERT, camera=CameraMove.STATIC, time=TimeOfDay.NIGHT, subjects=(car,)
    )
    frame: Frame = next(iter(stage_frames(Storyboard("", 7, 320, 180, 24, 1, (shot,)), shot)))
    row = np.s_[118:140]
    ahead, behind = frame[row, 205:235].mean(), frame[row, 85:115].mean()
    assert max(ahead, behind) > min(ahead, behind) + 8


def test_food_on_a_plate_is_shown_without_a_plate_on_edge() -> None:
    assert "fork-and-knife-with-plate" not in arts("A chocolate cake with strawberries on a plate")
    assert "spaghetti" in arts("A plate of spaghetti on a table")


def test_a_train_on_a_viaduct_has_no_picture_of_another_bridge_beside_it() -> None:
    assert arts("A steam train crosses a viaduct in the mountains") == ["locomotive"]


def test_a_viaduct_is_built_under_the_train_and_no_grass_before_it() -> None:
    train = Subject("train", "locomotive", Action.DRIVE, size=0.4)

    def floor(*features: str) -> Frame:
        shot = Shot(
            0, 1, "", setting=Setting.MEADOW, camera=CameraMove.STATIC, features=features, subjects=(train,)
        )
        return next(iter(stage_frames(Storyboard("", 7, 320, 180, 24, 1, (shot,)), shot)))[158:].astype(int)

    plain, arched = floor(), floor("viaduct")
    stone = [(np.ptp(rows, axis=2) < 60).sum() for rows in (plain, arched)]
    assert stone[1] > stone[0] + 500
