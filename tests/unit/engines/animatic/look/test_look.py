"""Styles as a last pass over any picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from reelwright.engines.animatic.look import make_look, photo_look
from reelwright.engines.animatic.look.painted import lines
from reelwright.engines.animatic.plan import Storyboard, Style
from reelwright.media.frames import Frame

GRAINY = {Style.FILM, Style.NOIR, Style.VINTAGE}


def board_of(style: Style, width: int = 160, height: int = 90, *, fast: bool = False) -> Storyboard:
    return Storyboard("", 7, width, height, 24, 24, (), style=style, fast=fast)


def photograph(width: int = 160, height: int = 90) -> Frame:
    """Return a picture with ramps, an edge and texture."""
    rng = np.random.default_rng(3)
    y, x = np.mgrid[0:height, 0:width]
    picture = np.stack([x * 255 / width, y * 255 / height, 255 - x * 255 / width], 2)
    picture[20:60, 40:90] = (230, 120, 40)
    return np.clip(picture + rng.normal(0, 6, picture.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("style", list(Style))
@pytest.mark.parametrize("size", [(160, 90), (90, 160), (133, 77)])
def test_a_style_keeps_the_shape_of_a_picture_and_leaves_the_original(
    style: Style, size: tuple[int, int]
) -> None:
    picture = photograph(*size)
    before = picture.copy()
    picture.setflags(write=False)
    result = make_look(board_of(style, *size))(picture, 0)
    assert result.shape == before.shape
    assert result.dtype == np.uint8
    assert result.flags.c_contiguous
    assert np.array_equal(picture, before)


@pytest.mark.parametrize("style", list(Style))
def test_a_style_is_deterministic(style: Style) -> None:
    first, second = (make_look(board_of(style))(photograph(), 5) for _ in range(2))
    assert np.array_equal(first, second)


@pytest.mark.parametrize("style", list(Style))
def test_a_style_does_not_flicker(style: Style) -> None:
    """A still picture stays still: to the pixel, or but for grain that leaves its brightness alone."""
    look, picture = make_look(board_of(style)), photograph()
    frames = [look(picture, number) for number in range(4)]
    for frame in frames[1:]:
        if style in GRAINY:
            assert abs(float(frame.mean()) - float(frames[0].mean())) < 0.15
            assert np.abs(frame.astype(np.int16) - frames[0]).mean() < 4
        else:
            assert np.array_equal(frame, frames[0])


@pytest.mark.parametrize("style", list(Style))
def test_small_changes_stay_small(style: Style) -> None:
    """Noise of one step, as decoded video has it, must not become a boiling picture."""
    look, picture = make_look(board_of(style, fast=True)), photograph()
    noisy = np.clip(
        picture.astype(np.int16) + np.random.default_rng(1).integers(-1, 2, picture.shape), 0, 255
    )
    other = look(noisy.astype(np.uint8), 0).astype(np.int16)
    assert np.abs(other - look(picture, 0)).mean() < 6


def test_styles_differ_from_each_other() -> None:
    results = {style: make_look(board_of(style))(photograph(), 0).astype(np.int16) for style in Style}
    for first in Style:
        for second in Style:
            if first < second:
                assert np.abs(results[first] - results[second]).mean() > 3


def test_noir_and_pencil_have_no_colour() -> None:
    for style in (Style.NOIR, Style.PENCIL):
        result = make_look(board_of(style, fast=True))(photograph(), 0).astype(np.int16)
        assert np.abs(result[..., 0] - result[..., 1]).max() < 12


def test_grain_changes_from_frame_to_frame() -> None:
    look = make_look(board_of(Style.FILM))
    assert not np.array_equal(look(photograph(), 0), look(photograph(), 1))


@pytest.mark.parametrize("slope", [0.35, 1.0])
def test_an_ink_line_is_as_dark_all_along_a_slanting_edge_and_wherever_it_moves(slope: float) -> None:
    y, x = np.mgrid[0:400, 0:400].astype(np.float32) / 4
    darkest = []
    for shift in (0.0, 0.25, 0.5, 0.75):
        fine = np.where(x + slope * y < 70 + shift, 60, 160).astype(np.float32)
        edge = cv2.resize(fine, (100, 100), interpolation=cv2.INTER_AREA).astype(np.uint8)
        darkest.append(255 - lines(cv2.merge([edge] * 3), 0.76, 11, 5)[15:60].min(axis=1).astype(int))
    assert np.median(darkest) > 100
    assert np.min(darkest) > 0.7 * np.median(darkest)


def test_ink_wash_is_nearly_without_colour_on_warm_paper() -> None:
    result = make_look(board_of(Style.INK))(photograph(), 0).astype(np.int16)
    assert np.abs(result[..., 0] - result[..., 2]).mean() < 30
    assert (result[..., 0] >= result[..., 2]).mean() > 0.6


def test_a_facet_of_a_low_poly_picture_has_one_colour() -> None:
    result = make_look(board_of(Style.LOWPOLY, 320, 180))(photograph(320, 180), 0)
    same = (result[:, 1:] == result[:, :-1]).all(axis=2)
    assert same.mean() > 0.6


def test_a_photograph_in_anime_has_few_tones_and_keeps_its_greys() -> None:
    look = photo_look(board_of(Style.ANIME))
    assert look is not None
    rng = np.random.default_rng(3)
    ramp = np.repeat(np.linspace(20, 235, 160)[None, :, None], 90, axis=0).repeat(3, axis=2)
    drawn = look(np.clip(ramp + rng.normal(0, 6, ramp.shape), 0, 255).astype(np.uint8), 0).astype(int)
    assert np.abs(drawn.max(axis=2) - drawn.min(axis=2)).mean() < 8, "grey stays grey"
    steps = np.abs(np.diff(cv2.blur(drawn[..., 1].astype(np.float32), (1, 90))[45]))
    assert np.percentile(steps, 40) < 0.6 * steps.mean(), "flat between its steps"


def test_only_anime_draws_photographs_otherwise() -> None:
    assert [style for style in Style if photo_look(board_of(style))] == [Style.ANIME]
