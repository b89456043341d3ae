"""Lights of a town by night: windows, signs, planes."""

from __future__ import annotations

import numpy as np
import pytest

from reelwright.engines.animatic.plan import CameraMove, Setting, Shot, Storyboard, TimeOfDay
from reelwright.engines.animatic.stage import stage_frames
from reelwright.media.frames import Frame

WIDTH, HEIGHT = 320, 180


def draw(
    setting: Setting, *features: str, speed: float = 1.0, time: TimeOfDay = TimeOfDay.NIGHT
) -> list[Frame]:
    shot = Shot(
        0, 49, "", setting=setting, camera=CameraMove.STATIC, time=time, features=features, speed=speed
    )
    return list(stage_frames(Storyboard("", 7, WIDTH, HEIGHT, 24, 49, (shot,)), shot))


def switched(frames: list[Frame]) -> int:
    """Return how many pixels of the houses are much darker or lighter at the end than at the beginning."""
    houses = np.s_[HEIGHT * 45 // 100 : HEIGHT * 58 // 100]
    apart = np.abs(frames[0][houses].astype(np.int16) - frames[-1][houses]).max(axis=2)
    return int((apart > 60).sum())


def test_windows_go_on_and_off_in_a_time_lapse_by_night_and_not_by_day() -> None:
    night, day = draw(Setting.CITY, speed=6.0), draw(Setting.CITY, speed=6.0, time=TimeOfDay.DAY)
    assert switched(night) > 60
    assert switched(day) < switched(night) / 3


@pytest.mark.parametrize("setting", [Setting.CITY, Setting.STREET])
def test_neon_signs_glow_where_the_prompt_speaks_of_them(setting: Setting) -> None:
    plain, neon = draw(setting)[0], draw(setting, "neon")[0]

    def vivid(frame: Frame) -> int:
        return int((frame.max(axis=2).astype(np.int16) - frame.min(axis=2) > 150).sum())

    assert vivid(neon) > vivid(plain) + 100
