"""The film look in the encoder's planes."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from reelwright.engines.animatic.look import FilmPrint, make_look
from reelwright.engines.animatic.plan import Storyboard
from reelwright.media.colour import to_yuv420p
from reelwright.media.frames import Frame

SIZES = [(320, 180), (180, 320), (214, 118)]


def board_of(width: int, height: int, *, fast: bool = False) -> Storyboard:
    return Storyboard("", 7, width, height, 24, 24, (), fast=fast)


def drawing(width: int, height: int) -> Frame:
    """Return a picture with ramps and an edge, in colours that no look drives out of what a screen can show."""
    y, x = np.mgrid[0:height, 0:width]
    picture = np.stack([60 + x * 130 / width, 60 + y * 130 / height, 190 - x * 130 / width], 2)
    picture[height // 4 : height // 2, width // 4 : width // 2] = (170, 120, 80)
    return picture.astype(np.uint8)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("fast", [False, True])
def test_a_print_is_what_the_look_makes_of_a_frame(size: tuple[int, int], fast: bool) -> None:
    board = board_of(*size, fast=fast)
    printed = FilmPrint(board, *size).finish(drawing(*size), 3).to_ndarray(format="yuv420p")
    seen = to_yuv420p(make_look(board)(drawing(*size), 3)).to_ndarray(format="yuv420p")
    assert cv2.PSNR(printed, seen) > 47


@pytest.mark.parametrize("size", SIZES)
def test_a_small_drawing_is_printed_at_the_size_of_the_video(size: tuple[int, int]) -> None:
    small = (size[0] * 2 // 3, size[1] * 2 // 3)
    board = board_of(*small, fast=True)
    printed = FilmPrint(board, *size).finish(drawing(*small), 0)
    assert (printed.width, printed.height) == size
    enlarged = cv2.resize(make_look(board)(drawing(*small), 0), size, interpolation=cv2.INTER_LINEAR)
    seen = to_yuv420p(np.asarray(enlarged, np.uint8)).to_ndarray(format="yuv420p")
    assert cv2.PSNR(printed.to_ndarray(format="yuv420p"), seen) > 40


def test_the_grain_of_a_print_lives_and_is_the_same_whenever_a_frame_is_printed() -> None:
    film, picture = FilmPrint(board_of(320, 180), 320, 180), drawing(320, 180)
    first, second, again = (film.finish(picture, number).to_ndarray(format="yuv420p") for number in (0, 1, 0))
    assert np.array_equal(first, again)
    assert 0.2 < np.abs(first[:180].astype(int) - second[:180]).mean() < 2
