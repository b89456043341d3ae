"""People in other colours: part for part, and every other part as it was."""

from __future__ import annotations

import numpy as np
import pytest

from reelwright.engines.animatic.art.raster import Gallery


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Gallery:
    """One gallery with a cache of its own."""
    return Gallery(tmp_path_factory.mktemp("art"))


def _at(piece: np.ndarray, x: float, y: float) -> list[int]:
    height, width = piece.shape[:2]
    return [int(channel) for channel in piece[round(y * height), round(x * width), :3]]


def test_a_red_shirt_leaves_trousers_and_face_alone(gallery: Gallery) -> None:
    plain = gallery.load("man-standing", 300)
    dyed = gallery.load("man-standing", 300, None, (("top", "#c8322f"),))
    red, green, blue = _at(dyed, 0.5, 0.38)
    assert red > 140 and green < 90 and blue < 90
    for place in ((0.35, 0.75), (0.5, 0.14)):
        assert _at(dyed, *place) == _at(plain, *place)
    assert np.array_equal(plain[..., 3], dyed[..., 3])


def test_skin_and_hair_have_colours_of_their_own(gallery: Gallery) -> None:
    piece = gallery.load("man-standing", 300, None, (("hair", "#26262a"), ("skin", "#7a4a2e")))
    assert max(_at(piece, 0.5, 0.03)) < 90
    red, green, blue = _at(piece, 0.5, 0.2)
    assert 60 < red < 190 and red > green > blue


def test_a_dress_hangs_down_over_bare_legs(gallery: Gallery) -> None:
    piece = gallery.load("woman-standing", 300, None, (("dress", "#2f6fc8"),))
    for place in ((0.5, 0.4), (0.4, 0.7), (0.6, 0.7)):
        red, _, blue = _at(piece, *place)
        assert blue > red + 50


def test_a_chef_stays_in_white(gallery: Gallery) -> None:
    plain = gallery.load("cook-standing", 200)
    assert np.array_equal(gallery.load("cook-standing", 200, None, (("top", "#c8322f"),)), plain)
