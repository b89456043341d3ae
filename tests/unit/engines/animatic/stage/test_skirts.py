"""Dresses and coats of people who walk: cloth of their colour hangs over the legs, and moves with the knees."""

from __future__ import annotations

import numpy as np
import pytest

from reelwright.engines.animatic.plan import Action, CameraMove, Setting, Shot, Storyboard, Subject
from reelwright.engines.animatic.stage import stage_frames
from reelwright.engines.animatic.stage.drawings import build_of
from reelwright.engines.animatic.stage.skirts import paint_skirt
from reelwright.media.frames import Frame

RED = "#c8322f"


def frames(art: str, action: Action, look: tuple[tuple[str, str], ...]) -> list[Frame]:
    woman = Subject("woman", art, action, size=0.7, look=look)
    shot = Shot(0, 9, "", setting=Setting.SNOWFIELD, camera=CameraMove.STATIC, subjects=(woman,))
    return list(stage_frames(Storyboard("", 7, 320, 180, 24, 9, (shot,)), shot))


def red(frame: Frame) -> int:
    return int(((frame[..., 0] > 120) & (frame[..., 1] < 80) & (frame[..., 2] < 80)).sum())


@pytest.mark.parametrize(
    ("art", "action"),
    [("woman-walking", Action.WALK), ("woman-running", Action.RUN), ("woman-standing", Action.APPROACH)],
)
def test_a_dress_covers_more_than_a_shirt_of_its_colour(art: str, action: Action) -> None:
    dress, shirt = (frames(art, action, ((part, RED),)) for part in ("dress", "top"))
    assert red(dress[4]) > 1.25 * red(shirt[4])


def test_only_who_wears_a_skirt_has_one() -> None:
    plain = build_of(Subject("woman", "woman-walking", Action.WALK))
    dressed = build_of(Subject("woman", "woman-walking", Action.WALK, look=(("dress", RED),)))
    assert plain is not None
    assert dressed is not None
    assert (plain.skirt, dressed.skirt > 0) == (0, True)


def test_a_skirt_reaches_over_both_knees() -> None:
    canvas = np.zeros((100, 100, 4), np.uint8)
    hips, knees = [np.array([50.0, 40.0])] * 2, [np.array([38.0, 62.0]), np.array([64.0, 62.0])]
    left, top, right, bottom = paint_skirt(
        canvas, np.array([[42.0, 32.0], [58.0, 32.0]]), np.array([200.0, 50.0, 40.0]), hips, knees, 1.1
    )
    assert left < 38
    assert right > 64
    assert (top, bottom > 62) == (32, True)
    assert all(canvas[60, x, 3] == 255 for x in (40, 50, 62))
