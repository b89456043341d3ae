"""Faces open and shut where the artwork has them, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest

from reelwright.engines.animatic import art
from reelwright.engines.animatic.art import Face, art_face
from reelwright.engines.animatic.art.archive import table
from reelwright.engines.animatic.plan import Action
from reelwright.engines.animatic.stage.act import Beat
from reelwright.engines.animatic.stage.acting import blink, perform
from reelwright.engines.animatic.stage.face import Expression, Frame, blank, seen, wear

TINT = np.ones(3, np.float32)


def faced(name: str, height: int = 200) -> tuple[np.ndarray, Face, Frame]:
    picture = np.array(art.load_art(name, height))
    face = art_face(name)
    assert face is not None
    return picture, face, Frame(0, 0, picture.shape[1], picture.shape[0], mirrored=False)


def test_every_face_belongs_to_a_piece_and_lies_within_it() -> None:
    for name in table("faces.toml"):
        face = art_face(name)
        assert face is not None
        assert name in art.art_names()
        x, top, wide, drop = face.mouth
        assert 0 < x - wide / 2 < x + wide / 2 < 1
        assert 0 < top < top + drop < 1.05
        left, right, row, *_ = face.eyes
        assert left < x < right
        assert row < top


def test_every_front_has_a_face() -> None:
    for piece in table("nouns.toml")["front"]:
        if art.front_art(piece) != "cow-front":  # its mouth is hidden behind its muzzle
            assert art_face(art.front_art(piece)) is not None


@pytest.mark.parametrize("name", ["cat-front", "fox", "man-standing", "baby"])
def test_a_mouth_opens_below_the_eyes_and_only_there(name: str) -> None:
    picture, face, at = faced(name, 400)
    worn = wear(picture, blank(picture, face, at), face, at, Expression(mouth=1.0), TINT)
    changed = np.argwhere(np.abs(worn.astype(int) - picture).max(axis=2) > 24)
    assert len(changed) > 30
    top = (face.mouth[1] - 0.06) * picture.shape[0]
    assert changed[:, 0].min() > top
    assert np.abs(changed[:, 1].mean() - face.mouth[0] * picture.shape[1]) < 0.12 * picture.shape[1]


@pytest.mark.parametrize("name", ["cat-front", "panda", "woman"])
def test_shut_eyes_change_both_eyes_and_no_mouth(name: str) -> None:
    picture, face, at = faced(name)
    worn = wear(picture, blank(picture, face, at), face, at, Expression(eyes=1.0), TINT)
    changed = np.argwhere(np.abs(worn.astype(int) - picture).max(axis=2) > 24)
    middle = face.mouth[0] * picture.shape[1]
    assert (changed[:, 1] < middle).any()
    assert (changed[:, 1] > middle).any()
    assert changed[:, 0].max() < face.mouth[1] * picture.shape[0]


def test_a_face_never_leaves_its_picture() -> None:
    picture, face, at = faced("fox")
    worn = wear(picture, blank(picture, face, at), face, at, Expression(1.0, 1.0), TINT)
    assert (worn[..., :3] <= np.maximum(worn[..., 3:], picture[..., :3])).all()
    assert np.array_equal(worn[picture[..., 3] == 0], picture[picture[..., 3] == 0])


def test_a_tiny_mouth_is_left_as_drawn() -> None:
    _, face, at = faced("man-standing", 60)
    assert not seen(face, at)


def test_a_yawn_gapes_with_eyes_shut_and_ends() -> None:
    acts = [perform(Action.YAWN, Beat(time / 24, 0.5, 5.0, 0.7, False, False)) for time in range(101)]
    widest = max(acts, key=lambda act: act.mouth)
    assert widest.mouth > 0.95
    assert widest.eyes == 1.0
    assert acts[0].mouth < 0.05
    assert min(act.mouth for act in acts[75:]) < 0.05


def test_a_blink_is_short_and_comes_again() -> None:
    shut = [blink(time / 24) > 0.5 for time in range(24 * 12)]
    assert 0.01 < np.mean(shut) < 0.1
    assert any(shut[: 24 * 6])
    assert any(shut[24 * 6 :])


@pytest.mark.parametrize(("action", "start", "end"), [(Action.TALK, 0.3, 1.7), (Action.EAT, 0.95, 1.3)])
def test_lips_do_not_flash_shut_between_two_syllables_or_bites(
    action: Action, start: float, end: float
) -> None:
    clocks = np.arange(start, end, 1 / 24)
    mouths = [
        perform(action, Beat(clock, clock / 4, 4.0, 0.5, moving=False, hanging=False)).mouth
        for clock in clocks
    ]
    assert min(mouths) > 0.1
    assert max(mouths) > 0.25
