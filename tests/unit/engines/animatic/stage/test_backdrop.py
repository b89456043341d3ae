"""The far layers of a scene, kept while they hardly move."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from reelwright.engines.animatic.plan import CameraMove, Setting, Shot, Storyboard, TimeOfDay, Weather
from reelwright.engines.animatic.stage.backdrop import Backdrop
from reelwright.engines.animatic.stage.canvas import Pixels
from reelwright.engines.animatic.stage.director import Director
from reelwright.engines.animatic.stage.layers import PaintedLayer


def _director(shot: Shot) -> Director:
    return Director(Storyboard("", 3, 320, 180, 24, shot.frames, (shot,)), shot)


def _frames(shot: Shot, count: int, *, keeping: bool = True) -> list[Pixels]:
    director = _director(shot)
    if not keeping:
        director._backdrop = None
    return [director.frame(number) for number in range(count)]


_SHOT = Shot(0, 49, "", setting=Setting.MEADOW, camera=CameraMove.PUSH_IN)


@pytest.mark.parametrize(
    "move", [CameraMove.STATIC, CameraMove.PUSH_IN, CameraMove.CRANE_UP, CameraMove.PAN_LEFT]
)
@pytest.mark.parametrize("setting", [Setting.MEADOW, Setting.CITY, Setting.SPACE, Setting.ROOM])
def test_what_is_kept_looks_like_what_is_drawn_afresh(move: CameraMove, setting: Setting) -> None:
    shot = replace(_SHOT, camera=move, setting=setting)
    pairs = zip(_frames(shot, 16), _frames(shot, 16, keeping=False), strict=True)
    assert all(cv2.PSNR(kept, fresh) > 40 for kept, fresh in pairs)


def _drawn(monkeypatch: pytest.MonkeyPatch, shot: Shot, count: int) -> list[str]:
    """Return the names of the layers in the order in which they are drawn over `count` frames."""
    drawn: list[str] = []
    draw = PaintedLayer.draw

    def counted(self: PaintedLayer, *args: object) -> None:
        drawn.append(self.layer.name)
        draw(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(PaintedLayer, "draw", counted)
    _frames(shot, count)
    return drawn


def test_layers_that_stand_still_are_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = _drawn(monkeypatch, replace(_SHOT, camera=CameraMove.STATIC, setting=Setting.ROOM), 10)
    assert drawn.count("wall") <= 2  # the second frame is the first that knows it has not moved


def test_lightning_is_never_kept() -> None:
    assert _director(replace(_SHOT, weather=Weather.STORM))._backdrop is None


def test_a_scene_without_far_layers_has_nothing_to_keep() -> None:
    backdrop = Backdrop([], 90, 160)
    backdrop.draw(np.zeros((90, 160, 4), np.uint8), [], 90, lambda index, row: pytest.fail("drew something"))
    assert backdrop.count == 0


def test_an_empty_sky_is_kept_while_the_clouds_before_it_drift(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = _drawn(monkeypatch, replace(_SHOT, end=121), 24)
    assert drawn.count("sky") < 12
    assert drawn.count("clouds") > 24


def test_a_sky_with_stars_is_kept_for_less_long(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = _drawn(monkeypatch, replace(_SHOT, end=121, time=TimeOfDay.NIGHT), 24)
    assert drawn.count("sky") > 12


def test_the_sun_moves_with_the_camera_before_a_sky_that_is_kept() -> None:
    shot = replace(_SHOT, camera=CameraMove.PUSH_IN, end=121)
    board = Storyboard("", 3, 864, 480, 24, shot.frames, (shot,))
    kept, fresh = Director(board, shot), Director(board, shot)
    fresh._backdrop = None
    for number in range(24):
        assert cv2.PSNR(kept.frame(number), fresh.frame(number)) > 44
