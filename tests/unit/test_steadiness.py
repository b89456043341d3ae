"""What looks at every frame finds what a viewer would stumble over, and nothing in a clip that glides."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from scripts.steadiness import findings

FRAMES = 40
_RNG = np.random.default_rng(4)
_SCENE = cv2.GaussianBlur(_RNG.integers(0, 256, (440, 740, 3), np.uint8), (0, 0), 6)
_SCENE = cv2.normalize(_SCENE, None, 20, 235, cv2.NORM_MINMAX)


def clip(way: Callable[[int], float]) -> list[np.ndarray]:
    """Return a scene that has moved by `way` pixels to the left in each frame."""
    return [
        cv2.warpAffine(_SCENE, np.array([[1, 0, -way(number)], [0, 1, 0.0]]), (640, 400))
        for number in range(FRAMES)
    ]


def test_a_scene_that_glides_is_steady() -> None:
    assert findings(clip(lambda number: 0.4 * number)) == []


def test_what_appears_at_once_pops() -> None:
    frames = clip(lambda number: 0.4 * number)
    for frame in frames[20:]:
        cv2.circle(frame, (160, 100), 20, (255, 255, 255), -1)
    pop = findings(frames)[0]
    assert (pop.kind, pop.frame) == ("pop", 20)
    assert abs(pop.x - 0.25) < 0.08
    assert abs(pop.y - 0.25) < 0.08


def test_a_new_shot_is_no_pop() -> None:
    frames = clip(lambda number: 0.4 * number)
    cut = [*frames[:20], *(255 - frame for frame in frames[20:])]
    assert any(finding.kind == "pop" for finding in findings(cut))
    assert findings(cut, cuts=[20]) == []


def test_what_is_bright_in_every_other_frame_flickers() -> None:
    frames = clip(lambda number: 0.4 * number)
    for frame in frames[::2]:
        frame[200:260, 400:460] = np.minimum(frame[200:260, 400:460].astype(int) + 20, 255)
    assert findings(frames)[0].kind == "flicker"


def test_what_goes_a_pixel_at_a_time_stutters() -> None:
    assert {finding.kind for finding in findings(clip(lambda number: float(round(0.4 * number))))} == {
        "stutter"
    }
