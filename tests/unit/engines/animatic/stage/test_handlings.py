"""What performers do to things."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import isfinite

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.requests import engine_request

from reelwright.engines.animatic.sound.acting import acted
from reelwright.engines.animatic.stage.director import Director
from reelwright.engines.animatic.stage.handler import HANDLES, Handler
from reelwright.engines.animatic.stage.handling import Flight, Layout
from reelwright.engines.animatic.stage.reaching import Arm
from reelwright.engines.animatic.stage.steps import Count
from reelwright.engines.animatic.stage.things import Aim, Thing
from reelwright.engines.animatic.storyboard import make_storyboard

HEIGHT, WIDTH = 180, 320
_ARM = Arm(0.02, 0.7, 0.18, 0.19, near=True, rest=(0.0, 0.0))
LAYOUT = Layout(
    0.17, 0.17, 0.5, (0.3, 0.7), 2.4, None, legs=True, four=False, arm=_ARM, rolls=True, art="soccer-ball", going=2.0
)  # fmt: skip


def _director(prompt: str, seed: int = 1) -> Director:
    board = replace(make_storyboard(engine_request(prompt, seed=seed)), width=WIDTH, height=HEIGHT)
    return Director(board, board.shots[0])


def _cast(director: Director) -> tuple[Handler, Thing]:
    handler = next(performer for performer in director._cast if isinstance(performer, Handler))
    return handler, next(performer for performer in director._cast if isinstance(performer, Thing))


def _at(director: Director, performer: Thing | Handler | Aim, number: int) -> tuple[float, float]:
    """Return the middle of a performer in pixels."""
    moment = director.moment(number)
    unit = performer.unit(director._camera, moment, performer.act(moment), HEIGHT, WIDTH)
    x, y, _ = unit @ np.array([0.0, -0.5, 1.0])
    return float(x), float(y)


@pytest.mark.parametrize("kind", list(HANDLES))
def test_nothing_jumps_from_one_frame_to_the_next(kind: str) -> None:
    animal = replace(LAYOUT, legs=False, four=True, arm=None)
    glider = replace(LAYOUT, art="paper-airplane", rolls=False)
    for layout in (LAYOUT, replace(LAYOUT, aim=(2.0, 1.1)), animal, glider):
        now = [HANDLES[kind](Count(n / 24, n / 120, 5.0, 0.6), layout) for n in range(121)]
        for before, after in pairwise(now):
            assert abs(after.spot.ahead - before.spot.ahead) < 0.28
            assert abs(after.spot.up - before.spot.up) < 0.28
            assert abs(after.step.ahead - before.step.ahead) < 0.12
            assert abs(after.step.lean - before.step.lean) < 9


_SOME = st.floats(0.01, 3.0)
_LAYOUTS = st.builds(
    Layout,
    high=st.floats(0.01, 30.0),
    wide=_SOME,
    body=_SOME,
    hand=st.tuples(st.floats(0.0, 0.8), st.floats(0.0, 1.0)),
    room=st.floats(0.9, 5.0),
    aim=st.none() | st.tuples(st.floats(-2.0, 3.0), _SOME),
    legs=st.booleans(),
    four=st.booleans(),
    arm=st.sampled_from([None, _ARM, replace(_ARM, up=0.3, upper=0.05, fore=0.05)]),
    rolls=st.booleans(),
    art=st.sampled_from(["", "soccer-ball", "paper-airplane", "throwing-dart", "golf-ball", "baseball", "egg", "balloon"]),
    going=_SOME,
    water=st.booleans(),
)  # fmt: skip


@pytest.mark.parametrize("kind", list(HANDLES))
@given(layout=_LAYOUTS, seconds=st.sampled_from([1 / 24, 0.5, 5.0, 15.0]), share=st.floats(0.0, 1.0))
def test_whatever_is_handled_by_whomever_is_somewhere(
    kind: str, layout: Layout, seconds: float, share: float
) -> None:
    """A sofa that a cat drops is taller than the cat, and no shot is too short for a throw."""
    now = HANDLES[kind](Count(share * seconds, share, seconds, 0.6), layout)
    spot, step = now.spot, now.step
    numbers = (
        spot.ahead,
        spot.up,
        spot.turn,
        spot.size,
        spot.tall,
        step.ahead,
        step.lift,
        step.lean,
        now.push,
    )
    assert all(isfinite(number) for number in numbers)
    assert spot.size > 0


def test_a_thing_thrown_flies_on_an_arc_and_comes_to_rest() -> None:
    flight = Flight((0.2, 0.7), (2.0, 0.0), 1.0, 0.5, on=0.3)
    assert flight.at(-1) == (0.2, 0.7)
    assert flight.at(0.5) == pytest.approx((1.1, 0.85))
    assert flight.at(9.0) == pytest.approx((2.3, 0.0), abs=0.01)


def test_a_kicked_ball_lies_still_until_the_kick_and_ends_in_the_goal() -> None:
    director = _director("A boy kicks a football into the goal, static shot")
    _, ball = _cast(director)
    goal = next(performer for performer in director._cast if isinstance(performer, Aim))
    start = _at(director, ball, 0)
    assert _at(director, ball, 20) == pytest.approx(start, abs=0.5)
    end, aim = _at(director, ball, director._shot.frames - 1), _at(director, goal, 0)
    assert abs(end[0] - start[0]) > 0.2 * WIDTH
    assert abs(end[0] - aim[0]) < 0.5 * goal.tall * HEIGHT


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_kick_is_in_the_frame_from_the_first_to_the_last_moment(seed: int) -> None:
    director = _director("A boy kicks a football into the goal", seed)
    for number in range(0, director._shot.frames, 8):
        for performer in director._cast:
            left, _, right, bottom = performer.box(
                director._camera, director.moment(number), HEIGHT, WIDTH, 1.0
            )
            assert left > -2
            assert right < WIDTH + 2
            assert bottom < HEIGHT + 2


def test_what_is_pushed_goes_as_far_as_who_pushes_it_with_wheels_that_turn() -> None:
    director = _director("A mother pushes a stroller, static shot")
    mother, stroller = _cast(director)
    last = director._shot.frames - 1
    ways = [_at(director, who, last)[0] - _at(director, who, 0)[0] for who in (mother, stroller)]
    assert ways[0] == pytest.approx(ways[1], abs=4)
    assert abs(ways[0]) > 0.2 * WIDTH
    first, then = (stroller.act(director.moment(number)).stride for number in (0, last))
    assert first is not None
    assert then is not None
    assert then.phase - first.phase > 0.5


def test_hands_are_where_the_handle_is() -> None:
    director = _director("A mother pushes a stroller, static shot")
    mother, stroller = _cast(director)
    moment = director.moment(40)
    x, y = mother.point(director._camera, moment, HEIGHT, WIDTH, *mother.hand(moment))
    left, top, right, bottom = stroller.box(director._camera, moment, HEIGHT, WIDTH, 1.0)
    edge = left if mother.side > 0 else right
    assert abs(float(x) - edge) < 0.2 * (right - left)
    assert top - 3 < float(y) < bottom


def test_a_glass_that_a_cat_knocks_off_a_table_falls_and_breaks() -> None:
    director = _director("A cat knocks a glass off the table, static shot")
    cat, glass = _cast(director)
    table = next(performer for performer in director._cast if isinstance(performer, Aim))
    last = director._shot.frames - 1
    start, now = _at(director, glass, 0), glass.task.now(director.moment(last))
    assert cat.task.now(director.moment(0)).step.lift == pytest.approx(0.9 * table.tall / cat.tall)
    assert abs(start[0] - _at(director, table, 0)[0]) < 0.5 * table.tall * HEIGHT * 2.1
    assert now.spot.hidden
    assert now.mark == "shards"
    assert now.spot.up < 0.01


def test_a_shot_goes_through_the_hoop_from_above() -> None:
    director = _director("A boy shoots a basketball, static shot")
    _, ball = _cast(director)
    hoop = next(performer for performer in director._cast if isinstance(performer, Aim))
    spots = [ball.task.now(director.moment(number)).spot for number in range(director._shot.frames)]
    rim = 0.735 * hoop.tall / ball._handler.tall
    assert max(spot.up for spot in spots) > rim
    through = next(
        after for before, after in pairwise(spots) if before.up > rim - 0.1 >= after.up and after.held == 0
    )
    ahead = ball._handler.side * (hoop._x - ball._handler._x) / ball._handler.tall
    assert abs(through.ahead - ahead) < 0.4


def test_a_thing_is_in_the_hand_until_it_is_thrown() -> None:
    director = _director("A man throws a stone, static shot")
    man, stone = _cast(director)
    moment = director.moment(20)
    x, y = (float(v) for v in man.point(director._camera, moment, HEIGHT, WIDTH, *man.hand(moment)))
    assert _at(director, stone, 20) == pytest.approx((x, y), abs=2)
    assert abs(_at(director, stone, director._shot.frames - 1)[0] - x) > 0.3 * WIDTH


def test_what_is_let_go_rises_out_of_the_frame() -> None:
    director = _director("A girl releases a balloon, static shot")
    _, balloon = _cast(director)
    heights = [_at(director, balloon, number)[1] for number in range(40, director._shot.frames, 8)]
    assert heights == sorted(heights, reverse=True)
    assert heights[-1] < 0


def test_a_sled_comes_after_whoever_pulls_it() -> None:
    director = _director("A boy pulls a sled through the snow, static shot")
    boy, sled = _cast(director)
    for number in (0, 60):
        ahead = (_at(director, boy, number)[0] - _at(director, sled, number)[0]) * boy.side
        assert ahead > 0.05 * WIDTH


def test_a_stone_thrown_into_a_lake_goes_away_from_the_viewer_and_sinks() -> None:
    director = _director("A man throws a stone into the lake, static shot")
    _, stone = _cast(director)
    spots = [stone.task.now(director.moment(number)).spot for number in range(director._shot.frames)]
    assert not spots[0].hidden
    assert spots[-1].hidden
    flying = [spot.near for spot in spots if spot.held == 0 and not spot.hidden]
    assert flying == sorted(flying, reverse=True)
    assert stone.task.now(director.moment(director._shot.frames - 1)).mark == "splash"


@pytest.mark.parametrize("prompt", ["A boy kicks a football", "A man plays tennis", "A woman catches a ball"])
def test_a_contact_is_heard_when_it_is_seen(prompt: str) -> None:
    board = make_storyboard(engine_request(prompt))
    director = _director(prompt)
    _, thing = _cast(director)
    spots = [thing.task.now(director.moment(number)).spot for number in range(director._shot.frames)]
    ways = [after.ahead - before.ahead for before, after in pairwise(spots)]
    if "catches" in prompt:
        seen = next(number for number, spot in enumerate(spots) if spot.held == 1) / board.fps
    else:
        facing = [number for number, way in enumerate(ways) if way > 0.01]
        seen = facing[0] / board.fps
    heard = [event.second for event in acted(board.shots[0], board.fps, board.beats_per_minute)]
    assert min(abs(second - seen) for second in heard) < 0.13


def test_whoever_speaks_while_doing_something_moves_the_mouth() -> None:
    board = make_storyboard(engine_request('Two boys kick a ball and say: "Catch it!"'))
    director, line = Director(board, board.shots[0]), board.lines[0]
    handler, _ = _cast(director)
    assert max(handler.act(director.moment(number)).mouth for number in range(line.start, line.end)) > 0.3
