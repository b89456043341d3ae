"""Still water: what swims there, what it mirrors."""

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
from reelwright.engines.animatic.stage.canvas import Canvas
from reelwright.engines.animatic.stage.lake import mirrored
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import light_of
from reelwright.engines.animatic.stage.scene import Kit
from reelwright.media.frames import Frame

WIDTH, HEIGHT = 160, 90


def draw(*subjects: Subject, time: TimeOfDay = TimeOfDay.DAY, frames: int = 25) -> list[Frame]:
    shot = Shot(0, frames, "", setting=Setting.LAKE, camera=CameraMove.STATIC, time=time, subjects=subjects)
    return list(stage_frames(Storyboard("", 7, WIDTH, HEIGHT, 24, frames, (shot,)), shot))


def test_a_swan_is_mirrored_below_its_waterline() -> None:
    swan = Subject("swan", "swan", size=0.35)
    apart = np.abs(draw(swan, frames=2)[0].astype(np.int16) - draw(frames=2)[0]).max(axis=2)
    rows = np.flatnonzero((apart > 60).any(axis=1))
    waterline = rows[-1]
    under = apart[waterline + 2 : waterline + 8]
    assert waterline < 0.9 * HEIGHT
    assert (under > 5).sum() > 20
    assert under.max() < apart[rows].max() / 2


def test_the_moon_lays_a_path_on_the_water_that_twinkles() -> None:
    first, last = (frame.astype(np.int16).sum(axis=2) for frame in draw(time=TimeOfDay.NIGHT)[::24])
    water = np.s_[HEIGHT * 6 // 10 : HEIGHT * 9 // 10]
    sparks = first[water] > np.median(first[water]) + 120
    assert sparks.sum() >= 4
    assert np.abs(first - last)[water].max() > 80


def test_who_is_by_a_lake_stands_on_its_shore_and_who_swims_is_in_it() -> None:
    def grass(subject: Subject) -> float:
        feet = draw(subject, frames=1)[0][HEIGHT * 86 // 100 : HEIGHT * 92 // 100].astype(np.int16)
        return float((feet[..., 1] > feet[..., 2] + 20).mean())

    assert grass(Subject("boy", "boy-standing", size=0.4)) > 0.6
    assert grass(Subject("tree", "deciduous-tree", size=0.5)) > 0.6
    assert grass(Subject("duck", "duck", Action.SWIM, size=0.3)) < 0.3


@pytest.mark.parametrize("top", [0.3, 0.5, 0.9])
def test_a_mirror_is_painted_wherever_the_canvas_begins(top: float) -> None:
    """A camera that looks down does not see the shore, one that looks up not the water."""
    kit = Kit(1, 0.2, Weather.CLEAR, 0.01, (), 1.0)
    shore = Layer(0.2, 0.2, 0.5, lambda canvas, light: canvas.fill(light.horizon), name="shore")
    canvas = Canvas(-0.1, top, 0.1, top + 0.15, 100)
    mirrored(kit, 0.5, 0.24, shore).paint(canvas, light_of(TimeOfDay.DAY, Weather.CLEAR))
    assert (canvas.pixels[..., 3].max() > 0) == (0.4 < top < 0.7)
