"""What is special about a place: its plants, its season, its fire."""

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
    Weather,
)
from reelwright.engines.animatic.stage import stage_frames
from reelwright.engines.animatic.stage.outdoors import swaying
from reelwright.engines.animatic.stage.scene import Kit
from reelwright.media.frames import Frame

WIDTH, HEIGHT = 160, 90


def draw(setting: Setting, *features: str, time: TimeOfDay = TimeOfDay.DAY, frames: int = 13) -> list[Frame]:
    shot = Shot(0, frames, "", setting=setting, camera=CameraMove.STATIC, time=time, features=features)
    return list(stage_frames(Storyboard("", 7, WIDTH, HEIGHT, 24, frames, (shot,)), shot))


def warm(frame: Frame) -> int:
    red, green, blue = (frame[..., index].astype(np.int16) for index in range(3))
    return int(((red > 200) & (red - blue > 110) & (green > 60)).sum())


@pytest.mark.parametrize("feature", ["bamboo", "jungle", "autumn", "blossom"])
def test_a_wood_with_something_special_looks_different(feature: str) -> None:
    plain, special = draw(Setting.FOREST, frames=1)[0], draw(Setting.FOREST, feature, frames=1)[0]
    assert np.abs(plain.astype(np.int16) - special).mean() > 5


def test_a_fire_burns_in_the_fireplace_and_flickers() -> None:
    room = draw(Setting.ROOM, time=TimeOfDay.NIGHT)
    fire = draw(Setting.ROOM, "fireplace", time=TimeOfDay.NIGHT)
    assert warm(fire[0]) > warm(room[0]) + 40
    assert np.abs(fire[0].astype(np.int16) - fire[6]).max() > 60


def test_petals_fall_where_cherries_blossom() -> None:
    still, petals = draw(Setting.PARK), draw(Setting.PARK, "blossom")
    sky = np.s_[: HEIGHT // 3]
    moved = [np.abs(one[0][sky].astype(np.int16) - one[-1][sky]).max(axis=2) > 25 for one in (still, petals)]
    assert moved[1].sum() > moved[0].sum() + 15


def test_a_storm_raises_the_waves_and_whatever_rides_on_them() -> None:
    def rocking(weather: Weather) -> float:
        boat = Subject("boat", "sailboat", Action.FLOAT, size=0.4)
        shot = Shot(
            0, 73, "", setting=Setting.SEA, camera=CameraMove.STATIC, weather=weather, subjects=(boat,)
        )
        board = Storyboard("", 7, WIDTH, HEIGHT, 24, 73, (shot,))
        rows = []
        for frame in list(stage_frames(board, shot))[::6]:
            sail = (frame[..., 0].astype(np.int16) - frame[..., 2] > 60).any(axis=1)
            rows.append(np.flatnonzero(sail)[0])
        return float(np.ptp(rows))

    assert rocking(Weather.STORM) > 1.5 * rocking(Weather.CLEAR)


def test_trees_sway_more_in_the_wind() -> None:
    def lean(weather: Weather) -> float:
        motion = swaying(Kit(7, 1.78, weather, 0.01, (), 1.0), 0.011, 0.0)
        return float(np.ptp([motion(clock).lean for clock in np.arange(0, 8, 0.1)]))

    assert lean(Weather.STORM) > lean(Weather.WIND) > 2 * lean(Weather.CLEAR) > 0.02


@pytest.mark.parametrize("crop", ["sunflowers", "lavender", "wheat", "rice"])
def test_a_field_of_one_crop_has_its_colour(crop: str) -> None:
    plain, field = draw(Setting.MEADOW, frames=1)[0], draw(Setting.MEADOW, crop, frames=1)[0]
    ground = np.s_[HEIGHT * 2 // 3 :]
    assert np.abs(plain[ground].astype(np.int16) - field[ground]).mean() > 10


def test_a_waterfall_keeps_falling() -> None:
    frames = draw(Setting.MOUNTAINS, "waterfall")
    fall = np.s_[HEIGHT // 4 : HEIGHT // 2, WIDTH * 46 // 100 : WIDTH * 54 // 100]
    assert frames[0][fall].mean() > 150
    assert np.abs(frames[0][fall].astype(np.int16) - frames[6][fall]).max() > 15
