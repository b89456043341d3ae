"""Which trees stand where: in summer, under snow, among pines, and seen from the air."""

from __future__ import annotations

import numpy as np
import pytest

from reelwright.engines.animatic.plan import CameraMove, Setting, Shot, Storyboard, Weather
from reelwright.engines.animatic.stage import stage_frames
from reelwright.engines.animatic.stage.outdoors import swaying
from reelwright.engines.animatic.stage.scene import Kit
from reelwright.engines.animatic.stage.trees import evergreen
from reelwright.media.frames import Frame

WIDTH, HEIGHT = 320, 180


def kit(weather: Weather = Weather.CLEAR, *features: str) -> Kit:
    return Kit(7, WIDTH / HEIGHT, weather, 0.0, (), 1.0, features)


def draw(camera: CameraMove, *features: str, weather: Weather = Weather.CLEAR) -> Frame:
    shot = Shot(0, 1, "", setting=Setting.FOREST, camera=camera, weather=weather, features=features)
    return next(iter(stage_frames(Storyboard("", 7, WIDTH, HEIGHT, 24, 1, (shot,)), shot)))


def green(frame: Frame) -> int:
    red, green, blue = (frame[..., index].astype(np.int16) for index in range(3))
    return int(((green > red + 12) & (green > blue + 12)).sum())


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_only_conifers_grow_in_a_pine_forest(share: float) -> None:
    assert evergreen(kit(Weather.CLEAR, "pines"), share) == 1


def test_more_conifers_are_seen_under_snow_but_a_town_gets_none() -> None:
    assert evergreen(kit(Weather.SNOW), 0.1) > evergreen(kit(), 0.1)
    assert evergreen(kit(Weather.SNOW), 0.0) == 0


def test_hardly_anything_is_green_in_a_snowy_forest() -> None:
    summer, winter = (draw(CameraMove.STATIC, weather=weather) for weather in (Weather.CLEAR, Weather.SNOW))
    assert green(winter) < 0.15 * green(summer)


def test_a_camera_in_the_air_sees_treetops_instead_of_trunks() -> None:
    ground, air = draw(CameraMove.STATIC), draw(CameraMove.CRANE_UP)
    middle = np.s_[HEIGHT // 2 : 3 * HEIGHT // 4]
    assert (
        np.abs(np.diff(air[middle].astype(np.int16), axis=1)).mean()
        > 1.5 * np.abs(np.diff(ground[middle].astype(np.int16), axis=1)).mean()
    )


def test_grass_bends_before_the_wind_and_trunks_stand() -> None:
    windy = Kit(7, 1.78, Weather.WIND, 0.02, (), 1.0)
    grass, trunk = (
        np.mean([swaying(windy, amount, 0.0)(t / 9).lean for t in range(90)]) for amount in (0.03, 0.005)
    )
    calm = max(abs(swaying(kit(), 0.03, 0.0)(t / 9).lean) for t in range(90))
    assert grass > 4 * trunk > 0
    assert max(swaying(windy, 0.03, 0.0)(t / 9).lean for t in range(90)) > 3 * calm
