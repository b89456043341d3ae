"""People who sit, drawn after those who stand."""

from __future__ import annotations

import numpy as np
import pytest

from reelwright.engines.animatic.art import art_face, art_form, art_names, load_art
from reelwright.engines.animatic.art.sitting import sitting_names, stood_up


@pytest.mark.parametrize("name", sorted(sitting_names()))
def test_who_sits_is_a_whole_piece_with_the_face_of_who_stands(name: str) -> None:
    assert name in art_names()
    assert art_form(name) == "whole"
    face, standing = art_face(name), art_face(stood_up(name))
    assert face is not None
    assert standing is not None
    tall = 300
    wide, upright = load_art(name, tall).shape[1], load_art(stood_up(name), tall).shape[1]
    spread = (face.eyes[1] - face.eyes[0]) * wide / ((standing.eyes[1] - standing.eyes[0]) * upright)
    height = (face.mouth[1] - face.eyes[2]) / (standing.mouth[1] - standing.eyes[2])
    assert spread == pytest.approx(height, rel=0.08), "as wide as tall, so no face is squeezed"
    assert height > 1.3, "who sits is lower, so the face is more of the picture"


def test_who_sits_is_broader_than_who_stands_and_rests_on_the_ground() -> None:
    picture = load_art("woman-sitting", 200)
    assert picture.shape[1] > 0.7 * picture.shape[0]
    low = picture[-8:-2, :, 3].max(axis=0) > 128
    assert np.count_nonzero(low) > 0.7 * picture.shape[1]


def test_who_sits_wears_what_the_prompt_says() -> None:
    plain = load_art("girl-sitting", 200)
    dressed = load_art("girl-sitting", 200, look=(("dress", "#c02020"),))
    assert plain.shape == dressed.shape
    lap = dressed[int(0.78 * 200), dressed.shape[1] // 2]
    assert lap[0] > 120 > 90 > lap[2], "the dress covers the legs"
