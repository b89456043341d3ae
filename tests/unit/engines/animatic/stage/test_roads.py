"""Roads through open country: where a prompt has one, how it lies, and that no grass grows out of it."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.plan import Action, CameraMove, Setting, Shot, Storyboard, Subject
from reelwright.engines.animatic.stage import stage_frames
from reelwright.engines.animatic.storyboard import make_storyboard
from reelwright.media.frames import Frame


@pytest.mark.parametrize(
    ("prompt", "setting"),
    [
        ("A car drives along a coastal road", Setting.BEACH),
        ("A motorcycle on a desert highway", Setting.DESERT),
        ("A truck drives on a road through a snowy forest", Setting.FOREST),
        ("盘山公路上的汽车", Setting.MOUNTAINS),
        ("A car drives on a city road", Setting.STREET),
    ],
)
def test_a_road_leads_through_the_country_that_is_named_with_it(prompt: str, setting: Setting) -> None:
    shot = make_storyboard(engine_request(prompt)).shots[0]
    assert shot.setting in (setting, Setting.CITY if setting is Setting.STREET else setting)
    assert "road" in shot.features


def grey(setting: Setting, *features: str, subjects: tuple[Subject, ...] = ()) -> int:
    shot = Shot(0, 1, "", setting=setting, camera=CameraMove.STATIC, features=features, subjects=subjects)
    frame: Frame = next(iter(stage_frames(Storyboard("", 7, 320, 180, 24, 1, (shot,)), shot)))
    low = frame[120:].astype(int)
    return int((np.ptp(low, axis=2) < 26).sum())


CAR = Subject("car", "automobile", Action.DRIVE, size=0.3)


@pytest.mark.parametrize("setting", [Setting.MEADOW, Setting.DESERT, Setting.BEACH, Setting.MOUNTAINS])
@pytest.mark.parametrize("subjects", [(), (CAR,)])
def test_the_road_is_there_with_a_car_and_without(setting: Setting, subjects: tuple[Subject, ...]) -> None:
    assert grey(setting, "road", subjects=subjects) > grey(setting, subjects=subjects) + 1500
