"""Words as pictures: any text gives one, and characters that the font lacks are boxes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.engines.animatic.art import card, text_image
from reelwright.engines.animatic.art.lettering import _SHELF


def test_text_has_the_height_and_the_colour_asked_for() -> None:
    picture = text_image("Summer", 40, "#ff8000")
    assert picture.shape[0] == 40
    solid = picture[picture[..., 3] == 255]
    assert len(solid) > 50
    assert (solid[:, :3] == (255, 128, 0)).all()


def test_a_longer_text_is_wider() -> None:
    assert (
        text_image("Summer Dreams", 40, "white").shape[1] > 1.5 * text_image("Summer", 40, "white").shape[1]
    )


@pytest.mark.parametrize("text", ["和平苹果", "苹果繁體字", "ありがとう", "Ωμεγα", "Привет", "Ünïcødé"])
def test_the_font_has_the_scripts_that_it_promises(text: str) -> None:
    box = text_image("🐱", 64, "white")
    assert not any(np.array_equal(text_image(character, 64, "white"), box) for character in text)


def test_a_character_that_the_font_lacks_is_a_box_to_be_seen() -> None:
    box = text_image("🐱", 64, "white")
    assert (box[..., 3] > 128).sum() > 40


def test_a_card_names_its_noun_and_looks_the_same_each_time() -> None:
    one, other = card("gazebo", 200), card("trebuchet", 200)
    assert one.shape[0] == other.shape[0] == 200
    assert np.array_equal(one, card("gazebo", 200))
    assert one.shape != other.shape or not np.array_equal(one, other)


@pytest.mark.parametrize("make", [card, lambda text, height: text_image(text, height, "white")])
def test_an_impossible_height_is_refused(make: object) -> None:
    with pytest.raises(ValueError, match="pixels high"):
        make("x", 0)  # type: ignore[operator]


def test_an_unknown_colour_is_refused() -> None:
    with pytest.raises(ValueError, match="color"):
        text_image("x", 20, "no such colour")


@settings(max_examples=60)
@given(st.text(max_size=300), st.integers(1, 300))
def test_any_text_gives_a_picture_of_bounded_size(text: str, height: int) -> None:
    for picture in (text_image(text, height, "#ffffff"), card(text, height)):
        assert picture.shape[0] == height
        assert 1 <= picture.shape[1] <= max(9000, 40 * height)
        assert picture.shape[2] == 4
        assert (picture[..., :3] <= picture[..., 3:]).all()


def test_cards_are_kept_within_a_limit_however_many_nouns_are_not_known() -> None:
    for number in range(40):
        card(f"zeugma {number}", 700)
    assert _SHELF.held <= 24 * 1024 * 1024
    assert card("zeugma 39", 700) is card("zeugma 39", 700)
