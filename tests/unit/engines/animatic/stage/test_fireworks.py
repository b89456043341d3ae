"""Fireworks burst in the open sky, again and again; tea by a rainy window is drunk in a room."""

from __future__ import annotations

import numpy as np
from tests.support.requests import engine_request

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
from reelwright.engines.animatic.storyboard import make_storyboard
from reelwright.media.frames import Frame

DISPLAY = Subject("fireworks", "fireworks", Action.GROW, count=3)


def sky(*subjects: Subject, frames: int = 49) -> list[Frame]:
    shot = Shot(
        0,
        frames,
        "",
        setting=Setting.SNOWFIELD,
        time=TimeOfDay.NIGHT,
        camera=CameraMove.STATIC,
        subjects=subjects,
    )
    clip = stage_frames(Storyboard("", 7, 320, 180, 24, frames, (shot,)), shot)
    return [frame[:80] for frame in clip]


def test_sparks_are_spread_over_the_sky_at_every_moment() -> None:
    plain, lit = sky(), sky(DISPLAY)
    for at in (0, 16, 32, 48):
        changed = np.abs(lit[at].astype(int) - plain[at]).max(axis=2) > 40
        assert changed.sum() > 60
        assert np.ptp(np.flatnonzero(changed.any(axis=0))) > 60


def test_each_burst_comes_at_a_place_of_its_own() -> None:
    clip = sky(DISPLAY)
    one, other = (np.flatnonzero((clip[at].max(axis=2) > 200).any(axis=0)).mean() for at in (0, 15))
    assert abs(one - other) > 5


def test_the_same_seed_lights_the_same_fireworks() -> None:
    assert all(
        np.array_equal(one, other)
        for one, other in zip(sky(DISPLAY, frames=9), sky(DISPLAY, frames=9), strict=True)
    )


def test_a_table_by_a_rainy_window_stands_in_a_room() -> None:
    shot = make_storyboard(engine_request("A cup of tea on a wooden table by a rainy window")).shots[0]
    assert (shot.setting, shot.weather) == (Setting.ROOM, Weather.RAIN)
    assert "window" not in [subject.art for subject in shot.subjects]
