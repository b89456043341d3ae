"""What is special about a place: its plants, its season, its fire."""

from __future__ import annotations

import numpy as np
import pytest

from reelwright.engines.animatic.plan import CameraMove, Setting, Shot, Storyboard, TimeOfDay
from reelwright.engines.animatic.stage import stage_frames
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
