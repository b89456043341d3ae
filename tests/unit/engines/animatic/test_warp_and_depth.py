"""Smooth displacement of pictures, and the guess at what stands out in them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.media import photo

from reelwright.engines.animatic.depth import guess_depth
from reelwright.engines.animatic.warp import Grid, ease, rgb, rgba, smoothstep

SIZES = [(192, 112), (100, 60), (496, 864), (834, 1112)]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_grid_at_rest_shows_the_picture_itself(width: int, height: int) -> None:
    """Also for sides that no step of the grid divides."""
    picture, grid = photo(width, height), Grid(width, height)
    assert np.abs(rgb(grid.sample(rgba(picture), grid.x, grid.y)).astype(int) - picture).max() <= 1


def test_a_shift_by_whole_pixels_is_exact() -> None:
    picture, grid = photo(200, 100), Grid(200, 100)
    moved = rgb(grid.sample(rgba(picture), grid.x + 10 / 200, grid.y))
    assert np.array_equal(moved[:, :190], picture[:, 10:])
    assert np.array_equal(moved[:, 195], picture[:, 199]), "beyond the edge the edge goes on"


def test_a_larger_picture_is_sampled_over_its_whole_extent() -> None:
    picture, grid = photo(400, 200), Grid(200, 100)
    small = cv2.resize(picture, (200, 100), interpolation=cv2.INTER_AREA)
    error = np.abs(rgb(grid.sample(rgba(picture), grid.x, grid.y)).astype(int) - small)
    assert error.max() <= 1


def test_a_small_map_lies_over_the_whole_frame() -> None:
    grid = Grid(160, 96)
    ramp = np.linspace(0, 1, 20, dtype=np.float32)[None].repeat(12, axis=0)
    spread = grid.spread(grid.of_picture(ramp))
    assert spread.shape == (96, 160)
    assert spread[:, 0] == pytest.approx(0, abs=0.03)
    assert spread[:, -1] == pytest.approx(1, abs=0.03)
    assert spread[48, 80] == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize("curve", [ease, smoothstep])
def test_a_curve_of_motion_starts_and_ends_at_rest(curve: object) -> None:
    assert callable(curve)
    values = np.array([curve(t) for t in np.linspace(-0.2, 1.2, 141)])
    assert values[0] == 0
    assert values[-1] == 1
    assert (np.diff(values) >= 0).all()
    assert curve(0.005) < 0.001
    assert curve(0.995) > 0.999


@given(st.floats(0, 1))
def test_easing_is_symmetrical(t: float) -> None:
    assert ease(t) + ease(1 - t) == pytest.approx(1)


def test_a_subject_is_found_where_it_stands() -> None:
    picture = np.full((180, 320, 3), (90, 140, 200), np.uint8)
    cv2.circle(picture, (120, 100), 35, (220, 60, 30), -1)
    depth = guess_depth(picture)
    rows, columns = depth.subject.shape
    assert depth.focus[0] == pytest.approx(120 / 320, abs=0.06)
    assert 65 / 180 < depth.focus[1] < 100 / 180, "its upper half, where a face would be"
    assert depth.subject[int(100 / 180 * rows), int(120 / 320 * columns)] > 0.8
    assert depth.subject[2:8, -8:].max() < 0.1


def test_what_is_lower_is_nearer() -> None:
    nearness = guess_depth(photo(320, 180)).nearness
    assert nearness[-3:].mean() > nearness[:3].mean() + 0.2


@pytest.mark.parametrize("value", [0, 128, 255])
def test_a_plain_picture_has_its_focus_in_the_middle_region(value: int) -> None:
    depth = guess_depth(np.full((90, 160, 3), value, np.uint8))
    assert np.isfinite(depth.nearness).all()
    assert 0.25 <= depth.focus[0] <= 0.75
    assert 0.25 <= depth.focus[1] <= 0.75


def test_the_subject_never_reaches_the_edge_of_the_picture() -> None:
    """Or its movement would pull what lies beyond the edge into view."""
    subject = guess_depth(photo(320, 180, seed=3)).subject
    assert max(subject[0].max(), subject[-1].max(), subject[:, 0].max(), subject[:, -1].max()) == 0
