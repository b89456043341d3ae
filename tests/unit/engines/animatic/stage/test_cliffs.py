"""The sea as what is shown: waves that break on cliffs, and are no pictures of waves."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.plan import CameraMove, Setting, Shot, Storyboard, Weather
from reelwright.engines.animatic.stage import stage_frames
from reelwright.engines.animatic.storyboard import make_storyboard
from reelwright.media.frames import Frame


def shot_of(prompt: str) -> Shot:
    return make_storyboard(engine_request(prompt)).shots[0]


def draw(*features: str, frames: int = 1) -> list[Frame]:
    shot = Shot(0, frames, "", setting=Setting.SEA, camera=CameraMove.STATIC, features=features)
    return list(stage_frames(Storyboard("", 7, 320, 180, 24, frames, (shot,)), shot))


@pytest.mark.parametrize(
    "prompt", ["Waves crash on rocky cliffs", "海浪拍打礁石", "Waves on the beach at sunset"]
)
def test_waves_are_the_sea_and_nobody_in_it(prompt: str) -> None:
    shot = shot_of(prompt)
    assert shot.subjects == ()
    assert shot.setting in (Setting.SEA, Setting.BEACH)


def test_a_great_wave_is_somebody() -> None:
    assert [subject.art for subject in shot_of("A tsunami in the ocean").subjects] == ["water-wave"]


def test_a_cliff_over_breakers_stands_by_the_sea() -> None:
    shot = shot_of("A lighthouse on a cliff, waves crashing below")
    assert shot.setting is Setting.SEA
    assert "cliffs" in shot.features
    assert shot_of("A man stands on a cliff").setting is Setting.MOUNTAINS


def test_stormy_seas_have_a_storm() -> None:
    assert shot_of("A sailboat on stormy seas").weather is Weather.STORM


def test_spray_goes_up_at_the_foot_of_the_cliff() -> None:
    frames = draw("cliffs", frames=40)
    open_sea = draw(frames=40)
    rows = np.s_[70:110]
    changes = [
        np.abs(clip[5][rows].astype(int) - clip[30][rows]).max(axis=2) > 60 for clip in (frames, open_sea)
    ]
    assert changes[0].sum() > changes[1].sum() + 25
