"""Small subjects are seen from near: on tables, at flowers, in upright frames."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.stage.borne import Bound
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.director import Director
from reelwright.engines.animatic.stage.drawings import artwork
from reelwright.engines.animatic.storyboard import make_storyboard


def boxes(
    prompt: str, piece: str, width: int, height: int
) -> list[np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Return left, top, right, bottom of each performer of a piece in the middle of the shot."""
    board = make_storyboard(engine_request(prompt, size=(width, height)))
    director = Director(board, board.shots[0])
    moment = director.moment(board.frames // 2)

    def box(who: Performer) -> tuple[float, ...]:
        sketch = artwork(who.subject, 64)
        return who.box(director._camera, moment, height, width, sketch.shape[1] / sketch.shape[0])

    return [np.array(box(who)) for who in director._cast if who.subject.art == piece]


@pytest.mark.parametrize(
    ("prompt", "piece"),
    [
        ("A cup of coffee on a table", "hot-beverage"),
        ("A candle burns on a table at night", "candle"),
        ("桌上放着一个蛋糕", "birthday-cake"),
        ("A cat sleeps on a sofa, truck right", "cat-front"),
        ("A mouse eats cheese in the kitchen", "mouse-front"),
        ("A puppy stands in a garden, truck left", "dog"),
    ],
)
@pytest.mark.parametrize(("width", "height"), [(320, 180), (180, 320), (240, 240)])
def test_a_small_subject_fills_much_of_the_frame(prompt: str, piece: str, width: int, height: int) -> None:
    left, top, right, bottom = boxes(prompt, piece, width, height)[0]
    assert max(right - left, bottom - top) > 0.24 * min(width, height)
    assert left > -2
    assert right < width + 2


@pytest.mark.parametrize(("width", "height", "share"), [(320, 180, 0.24), (180, 320, 0.12), (240, 240, 0.24)])
def test_a_bee_is_as_large_as_a_row_of_flowers_leaves_room_for(width: int, height: int, share: float) -> None:
    left, top, right, bottom = boxes("A bee flies from flower to flower, macro", "honeybee", width, height)[0]
    assert max(right - left, bottom - top) > share * min(width, height)
    assert left > -2
    assert right < width + 2


def test_things_on_a_table_lie_side_by_side_on_its_top() -> None:
    laptop = boxes("A laptop and a cup of coffee on a desk", "laptop", 320, 180)[0]
    cup = boxes("A laptop and a cup of coffee on a desk", "hot-beverage", 320, 180)[0]
    first, second = sorted((laptop, cup), key=lambda box: box[0])
    assert first[2] < second[0] + 2
    assert abs(laptop[3] - cup[3]) < 3


def test_a_table_with_people_at_it_is_seen_whole() -> None:
    board = make_storyboard(engine_request("A girl eats a cake on a table"))
    assert "tabletop" not in board.shots[0].features


def test_a_close_table_is_not_drawn_but_carries_what_is_on_it() -> None:
    board = make_storyboard(engine_request("A cup of coffee on a table", size=(320, 180)))
    director = Director(board, board.shots[0])
    assert [type(who) for who in director._cast if who.subject.art == "hot-beverage"] == [Bound]
    brown = director.frame(0)[170:].astype(np.int16)
    assert (brown[..., 0] > brown[..., 2] + 25).mean() > 0.9  # wood from side to side, no legs
