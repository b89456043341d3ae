"""A river: its banks, its current, who is in it and who beside it."""

from __future__ import annotations

import numpy as np
import pytest

from reelwright.engines.animatic.plan import (
    Action,
    CameraMove,
    Setting,
    Shot,
    Storyboard,
    Subject,
    TimeOfDay,
)
from reelwright.engines.animatic.stage import stage_frames
from reelwright.engines.animatic.stage.river import on_water
from reelwright.media.frames import Frame

WIDTH, HEIGHT = 320, 180
BOAT = Subject("boat", "canoe", Action.FLOAT, size=0.3)
ANGLER = Subject("man", "man-standing", size=0.5)


def draw(*subjects: Subject, features: tuple[str, ...] = ("river",), frames: int = 25) -> list[Frame]:
    shot = Shot(
        0, frames, "", setting=Setting.LAKE, camera=CameraMove.STATIC, time=TimeOfDay.DAY, subjects=subjects,
        features=features,
    )  # fmt: skip
    return list(stage_frames(Storyboard("", 7, WIDTH, HEIGHT, 24, frames, (shot,)), shot))


def green(frame: Frame) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    red, high, blue = (frame[..., index].astype(np.int16) for index in range(3))
    return np.asarray((high > blue + 12) & (high > red))


def test_a_river_has_a_green_bank_on_both_sides_and_water_between() -> None:
    rows = green(draw(BOAT, frames=1)[0]).mean(axis=1)
    far, water, near = (
        rows[HEIGHT // 2 : HEIGHT * 6 // 10],
        rows[HEIGHT * 7 // 10 : HEIGHT * 4 // 5],
        rows[-4:],
    )
    assert far.max() > 0.6
    assert water.max() < 0.3
    assert near.max() > 0.5


def test_a_lake_has_no_green_land_where_a_river_has_its_far_bank() -> None:
    lake, river = (green(draw(frames=1, features=features)[0]) for features in ((), ("river",)))
    bank = np.s_[HEIGHT * 54 // 100 : HEIGHT * 60 // 100]
    assert river[bank].mean() > lake[bank].mean() + 0.3


def test_a_river_carries_its_light_along_one_way() -> None:
    strips = [
        frame[HEIGHT * 76 // 100 : HEIGHT * 84 // 100].astype(np.float32).sum(axis=2) for frame in draw()
    ]
    still = np.median(strips, axis=0)
    first, later = strips[6] - still, strips[12] - still
    match = {step: float((first * np.roll(later, -step, axis=1)).mean()) for step in range(-14, 15)}
    way = max(match, key=lambda step: match[step])
    assert 3 <= abs(way) <= 12
    assert match[way] > 2 * match[-way]


@pytest.mark.parametrize(("subject", "wet"), [(BOAT, True), (ANGLER, False), (Subject("d", "duck"), True)])
def test_boats_and_ducks_are_in_a_river_and_people_beside_it(subject: Subject, wet: bool) -> None:
    assert on_water(subject) is wet


def test_who_is_beside_a_river_stands_on_grass() -> None:
    frame = draw(ANGLER, frames=1)[0]
    assert green(frame[HEIGHT * 86 // 100 : HEIGHT * 94 // 100]).mean() > 0.6


def test_a_bridge_spans_the_river_and_who_walks_over_one_has_planks_underfoot() -> None:
    plain, bridged = (draw(features=features, frames=1)[0] for features in (("river",), ("river", "bridge")))
    assert (np.abs(plain.astype(np.int16) - bridged).max(axis=2) > 30).mean() > 0.02
    deck = draw(ANGLER, features=("deck",), frames=1)[0][HEIGHT * 88 // 100 :].astype(np.int16)
    assert (deck[..., 0] > deck[..., 2] + 30).mean() > 0.7


@pytest.mark.parametrize("piece", ["canoe", "motor-boat", "sailboat"])
def test_the_water_that_is_drawn_with_a_boat_lies_under_that_of_the_river(piece: str) -> None:
    frame = draw(Subject("boat", piece, Action.FLOAT, size=0.4), frames=1)[0].astype(np.int16)
    painted = (frame[..., 2] > 225) & (frame[..., 2] - frame[..., 0] > 135) & (frame[..., 1] < 185)
    assert painted[HEIGHT // 2 :].mean() < 0.006


def test_who_is_said_to_be_in_a_river_stands_in_it() -> None:
    wet = draw(Subject("elephant", "elephant", size=0.4), features=("wading",), frames=1)[0]
    dry = draw(Subject("elephant", "elephant", size=0.4), frames=1)[0]
    feet = np.s_[HEIGHT * 88 // 100 : HEIGHT * 92 // 100]
    assert green(wet[feet]).mean() < 0.3 < green(dry[feet]).mean()


def test_who_is_beside_a_river_sees_a_river_and_no_lake() -> None:
    beside, lake = (draw(ANGLER, features=features, frames=1)[0] for features in (("river",), ()))
    bank = np.s_[HEIGHT * 54 // 100 : HEIGHT * 58 // 100, : WIDTH // 4]
    assert green(beside[bank]).mean() > green(lake[bank]).mean() + 0.3
