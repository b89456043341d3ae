"""Leaves and water of the caller's pictures, which move by themselves."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.boards import board_of

from reelwright.engines.animatic.breeze import Breeze
from reelwright.engines.animatic.depth import guess_depth
from reelwright.engines.animatic.plan import Setting, Shot, Weather
from reelwright.engines.animatic.warp import Grid

WIDTH, HEIGHT = 320, 180
LEAVES, SKY, SEA, SAND = (60, 130, 50), (120, 180, 240), (40, 120, 190), (220, 200, 150)


def _picture(upper: tuple[int, int, int], lower: tuple[int, int, int]) -> np.ndarray:
    picture = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    picture[: HEIGHT // 2], picture[HEIGHT // 2 :] = upper, lower
    return picture


def _ways(
    picture: np.ndarray, seconds: float = 3.0, text: str = "a picture", **more: object
) -> tuple[float, float]:
    """Return how far the upper and the lower half are bent at most, in pixels."""
    values: dict[str, object] = {"setting": Setting.MEADOW} | more
    shot = Shot(0, 120, text, **values)  # type: ignore[arg-type]
    grid = Grid(WIDTH, HEIGHT)
    depth = guess_depth(picture, np.zeros((8, 8), np.float32))
    breeze = Breeze(board_of(shot, width=WIDTH, height=HEIGHT), shot, grid, picture, depth)
    x, y = grid.x.copy(), grid.y.copy()
    breeze.bend(x, y, seconds)
    way = np.hypot((x - grid.x) * WIDTH, (y - grid.y) * HEIGHT)
    upper, lower = way[grid.y < 0.4], way[grid.y > 0.6]
    return float(upper.max()), float(lower.max())


def test_leaves_sway_and_the_sky_stands_still() -> None:
    sky, leaves = _ways(_picture(SKY, LEAVES))
    assert sky < 0.02
    assert 0.15 < leaves < 1


@pytest.mark.parametrize(
    ("text", "weather"),
    [("trees in a breeze", Weather.CLEAR), ("树叶随风摇曳", Weather.CLEAR), ("trees", Weather.WIND)],
)
def test_leaves_sway_farther_in_the_wind(text: str, weather: Weather) -> None:
    calm, windy = _ways(_picture(SKY, LEAVES)), _ways(_picture(SKY, LEAVES), text=text, weather=weather)
    assert windy[1] > 2 * calm[1]


def test_water_ripples_where_there_is_water() -> None:
    assert _ways(_picture(SAND, SEA), text="waves on the sea")[1] > 0.3
    assert _ways(_picture(SAND, SEA), text="a blue wall")[1] < 0.02
    assert _ways(_picture(SKY, SAND), text="the sky over the sea")[0] < 0.02


def test_everything_begins_from_rest() -> None:
    assert max(_ways(_picture(SEA, LEAVES), seconds=0.0, text="windy waves")) == 0
    assert max(_ways(_picture(SEA, LEAVES), seconds=1 / 24, text="windy waves")) < 0.05
