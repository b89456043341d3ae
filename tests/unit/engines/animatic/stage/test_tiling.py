"""Tiles: the boxes in which a layer is drawn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.engines.animatic.stage.canvas import Pixels
from reelwright.engines.animatic.stage.tiling import Area, GoesOn, Tile, tiles, uncovered

NOWHERE, AROUND = GoesOn(False, False, False, False), GoesOn(True, True, True, True)


def tiled(alpha: Pixels, goes_on: GoesOn = NOWHERE, reach: int = 3) -> list[Tile]:
    return tiles(alpha, alpha, reach, 1, goes_on)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(0, 260), st.integers(1, 180)), min_size=1, max_size=6)
)
def test_boxes_hold_everything_painted_and_never_overlap(blobs: list[tuple[int, int, int]]) -> None:
    alpha = np.zeros((300, 560), np.uint8)
    for x, y, size in blobs:
        alpha[y : y + size, x : x + size] = 255
    drawn = np.zeros((320, 580), np.int64)  # the outer boxes reach beyond the picture
    for left, top, right, bottom, _ in tiled(alpha):
        drawn[top + 10 : bottom + 10, left + 10 : right + 10] += 1
    assert drawn.max() == 1
    assert (drawn[10:-10, 10:-10][alpha > 0] == 1).all()


@settings(max_examples=60)
@given(st.integers(0, 300), st.integers(0, 200), st.integers(1, 60))
def test_a_solid_box_has_no_hole_in_it_or_near_it(x: int, y: int, size: int) -> None:
    alpha = np.full((260, 400), 255, np.uint8)
    alpha[y : y + size, x : x + size] = 254
    for left, top, right, bottom, solid in tiled(alpha, AROUND):
        near = alpha[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2]
        assert not solid or near.min() == 255


def test_the_edge_of_what_ends_in_sight_is_never_solid() -> None:
    alpha = np.full((600, 1000), 255, np.uint8)
    inner = [tile for tile in tiled(alpha) if tile.solid]
    assert inner
    assert all(tile.left > 0 and tile.top > 0 and tile.right < 1000 and tile.bottom < 600 for tile in inner)
    assert all(tile.solid for tile in tiled(alpha, AROUND))


def test_a_wall_with_a_hole_is_mostly_solid_and_the_hole_is_left_out() -> None:
    alpha = np.full((600, 1400), 255, np.uint8)
    alpha[200:, 300:1000] = 0
    found = tiled(alpha, AROUND)
    solid = sum((tile.right - tile.left) * (tile.bottom - tile.top) for tile in found if tile.solid)
    whole = sum((tile.right - tile.left) * (tile.bottom - tile.top) for tile in found)
    assert solid > 0.75 * (alpha > 0).sum()
    assert whole < 0.85 * alpha.size


@pytest.mark.parametrize(
    ("screen", "left"),
    [
        ((0, 0, 100, 100), (0, 0, 0, 0)),
        ((0, 0, 100, 30), (10, 30, 50, 60)),
        ((0, 40, 100, 90), (10, 20, 50, 40)),
        ((0, 0, 30, 90), (30, 20, 50, 60)),
        ((40, 0, 90, 90), (10, 20, 40, 60)),
        ((20, 30, 40, 50), (10, 20, 50, 60)),
        ((60, 0, 90, 90), (10, 20, 50, 60)),
    ],
)
def test_what_a_screen_hides_is_cut_off(screen: Area, left: Area) -> None:
    found = uncovered((10, 20, 50, 60), screen)
    assert found == left or (found[1] >= found[3] and left == (0, 0, 0, 0))
