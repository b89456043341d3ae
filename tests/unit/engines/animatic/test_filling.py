"""What is shown where a subject was."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from reelwright.engines.animatic.filling import filled


def _scene(width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
    """Return a grained brown ground with a green disc on it, and the disc's alpha."""
    rng = np.random.default_rng(1)
    ground = np.array([120, 80, 50]) + rng.normal(0, 14, (height, width, 1))
    alpha = np.zeros((height, width), np.uint8)
    cv2.circle(alpha, (width // 2, height // 2), min(width, height) // 4, 255, -1, cv2.LINE_AA)
    share = alpha[..., None] / 255
    return np.clip(ground * (1 - share) + np.array([20, 220, 40]) * share, 0, 255).astype(np.uint8), alpha


@pytest.mark.parametrize(("width", "height"), [(320, 180), (180, 320), (1600, 900)])
def test_the_hole_has_the_colour_and_the_grain_of_what_is_around_it(width: int, height: int) -> None:
    picture, alpha = _scene(width, height)
    result = filled(picture, alpha)
    around = picture[: height // 5].astype(float)
    radius = min(width, height) // 4
    strip = result[
        height // 2 - 4 : height // 2 + 4, width // 2 + radius - radius // 3 : width // 2 + radius
    ].astype(float)
    assert np.abs(strip.mean(axis=(0, 1)) - around.mean(axis=(0, 1))).max() < 10, "no trace of the disc"
    assert strip[..., 0].std() > 0.3 * around[..., 0].std(), "a blurred strip would be a halo"


def test_what_lies_away_from_the_subject_stays_as_it_was() -> None:
    picture, alpha = _scene(320, 180)
    assert np.array_equal(filled(picture, alpha)[:20], picture[:20])


@pytest.mark.parametrize("cover", [0, 255])
def test_no_subject_and_nothing_but_the_subject_are_no_failure(cover: int) -> None:
    picture, _ = _scene(96, 64)
    assert filled(picture, np.full((64, 96), cover, np.uint8)).shape == picture.shape
