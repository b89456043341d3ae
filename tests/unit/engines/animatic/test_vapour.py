"""Steam and smoke rise from the subject of a picture where the prompt speaks of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.support.boards import board_of, shot_of

from reelwright.engines.animatic.depth import guess_depth
from reelwright.engines.animatic.plan import Shot
from reelwright.engines.animatic.vapour import SMOKE, STEAM, Vapour, vapour_of

WIDTH, HEIGHT = 320, 180


def shot_with(text: str) -> Shot:
    return replace(shot_of(97), text=text)


def drawn(text: str, seconds: float) -> np.ndarray:
    subject = np.zeros((18, 32), np.float32)
    subject[8:14, 12:20] = 1
    depth = guess_depth(np.zeros((HEIGHT, WIDTH, 3), np.uint8), subject)
    frame = np.full((HEIGHT, WIDTH, 4), (30, 30, 30, 255), np.uint8)
    shot = shot_with(text)
    Vapour(board_of(shot), shot, depth).apply(frame, lambda point: point, seconds)
    return frame


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Steam rises from the cup", STEAM),
        ("咖啡冒着热气", STEAM),
        ("The chimney smokes", SMOKE),
        ("A cup without any steam", None),
        ("A steamer trunk", None),
    ],
)
def test_vapour_is_drawn_where_the_prompt_speaks_of_it(text: str, kind: object) -> None:
    assert vapour_of(shot_with(text)) is kind


def test_steam_rises_above_the_subject_and_leaves_the_rest_alone() -> None:
    light = drawn("steam", 2.5)[..., 0].astype(int) - 30
    assert light[20:80, 110:210].max() > 25
    assert light[140:].max() == 0
    assert light[:, :60].max() == light[:, -60:].max() == 0


def test_nothing_rises_at_the_start_nor_where_nobody_asked() -> None:
    clear = drawn("a cup", 2.5)
    assert (clear[..., :3] == 30).all()
    assert (drawn("steam", 0.0) == clear).all()
    assert (drawn("steam", 2.5)[..., 3] == 255).all()
