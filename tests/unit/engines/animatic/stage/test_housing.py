"""Buildings by night and in the snow: lamps behind their panes, snow on their roofs."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.art import load_art
from reelwright.engines.animatic.plan import Setting, Shot, Storyboard, Subject, TimeOfDay, Weather
from reelwright.engines.animatic.stage import stage_frames
from reelwright.engines.animatic.stage.housing import panes, snowed
from reelwright.media.frames import Frame


def draw(time: TimeOfDay, weather: Weather = Weather.CLEAR) -> Frame:
    house = Subject("house", "house", size=0.7)
    shot = Shot(0, 1, "", setting=Setting.MEADOW, time=time, weather=weather, subjects=(house,))
    return next(iter(stage_frames(Storyboard("", 7, 320, 180, 24, 1, (shot,)), shot)))


def warm(frame: Frame) -> int:
    red, green, blue = (frame[..., index].astype(np.int16) for index in range(3))
    return int(((red > 190) & (green > 130) & (red - blue > 60)).sum())


def test_somebody_is_at_home_by_night() -> None:
    assert warm(draw(TimeOfDay.NIGHT)) > 60


def test_a_flag_on_a_castle_is_no_window() -> None:
    castle = load_art("castle", 200)
    found = panes(Subject("castle", "castle"), castle)
    assert found is None or int((found[:70] > 128).sum()) == 0


def test_only_buildings_have_panes() -> None:
    assert panes(Subject("car", "automobile"), load_art("automobile", 200)) is None


def test_snow_lies_on_roofs_and_not_on_cars() -> None:
    house, car = load_art("house", 200), load_art("automobile", 200)
    white = [
        int((picture[:100, :, :3].min(axis=2) > 215).sum())
        for picture in (house, snowed(Subject("h", "house"), house))
    ]
    assert white[1] > white[0] + 300
    assert snowed(Subject("car", "automobile"), car) is car
