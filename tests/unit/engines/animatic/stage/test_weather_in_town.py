"""Fog and snow in a street: lamps glow, the far end is lost, the road is white."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.plan import CameraMove, Setting, Shot, Storyboard, TimeOfDay, Weather
from reelwright.engines.animatic.stage import stage_frames
from reelwright.engines.animatic.stage.light import light_of
from reelwright.media.frames import Frame

WIDTH, HEIGHT = 320, 180


def draw(weather: Weather, time: TimeOfDay) -> Frame:
    shot = Shot(
        0, 1, "", setting=Setting.STREET, camera=CameraMove.STATIC, time=time, weather=weather
    )  # fmt: skip
    return next(iter(stage_frames(Storyboard("", 7, WIDTH, HEIGHT, 24, 1, (shot,)), shot)))


def test_fog_glows_around_the_lamps_of_a_night_street() -> None:
    clear, fog = (draw(weather, TimeOfDay.NIGHT).astype(np.int16) for weather in (Weather.CLEAR, Weather.FOG))
    street = np.s_[HEIGHT * 35 // 100 : HEIGHT * 55 // 100]
    lit = (fog[street].sum(axis=2) > 420).mean(), (clear[street].sum(axis=2) > 420).mean()
    assert lit[0] > 1.5 * lit[1]


def test_fog_hides_the_far_end_of_a_street() -> None:
    clear, fog = (draw(weather, TimeOfDay.NIGHT).astype(np.int16) for weather in (Weather.CLEAR, Weather.FOG))
    far = np.s_[HEIGHT * 45 // 100 : HEIGHT * 55 // 100, WIDTH * 45 // 100 : WIDTH * 55 // 100]
    assert fog[far].std() < 0.75 * clear[far].std()


def test_fog_by_night_is_lighter_than_the_night() -> None:
    clear, fog = (light_of(TimeOfDay.NIGHT, weather).haze.mean() for weather in (Weather.CLEAR, Weather.FOG))
    assert fog > 1.2 * clear


def test_a_street_in_snow_is_white_with_the_tracks_of_wheels() -> None:
    road = draw(Weather.SNOW, TimeOfDay.DAY)[HEIGHT * 80 // 100].astype(np.int16)
    level = road.mean(axis=1)
    assert np.percentile(level, 90) > 195  # snow
    assert level.min() < np.percentile(level, 90) - 40  # slush in the tracks
    assert (road[:, 2] >= road[:, 0] - 6).mean() > 0.8  # and nothing of it is brown
