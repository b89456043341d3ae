"""What performers work at, and how it changes."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import hypot

import numpy as np
import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.handlings import WORKS, Handling, HandlingKind
from reelwright.engines.animatic.plan import Setting, Subject
from reelwright.engines.animatic.stage.craft import Craft, Now
from reelwright.engines.animatic.stage.crafting import Job, craft_of
from reelwright.engines.animatic.stage.crafts.balls import Dribble, Juggle
from reelwright.engines.animatic.stage.crafts.building import Sandcastle
from reelwright.engines.animatic.stage.crafts.cakes import Blow
from reelwright.engines.animatic.stage.crafts.flags import Flag
from reelwright.engines.animatic.stage.crafts.ground import Dig
from reelwright.engines.animatic.stage.crafts.opening import Unfold
from reelwright.engines.animatic.stage.crafts.pans import Fry
from reelwright.engines.animatic.stage.crafts.snow import Snowman
from reelwright.engines.animatic.stage.director import Director
from reelwright.engines.animatic.stage.framing import Framing
from reelwright.engines.animatic.stage.working import Worker, body_of
from reelwright.engines.animatic.storyboard import make_storyboard

HEIGHT, WIDTH = 180, 320
MANNERS = {
    HandlingKind.MUSIC: ("piano", "violin", "cello", "erhu", "guitar",
        "flute", "saxophone", "trumpet", "accordion", "drums", "zither", "harp"),
    HandlingKind.BUILD: ("snowman", "sandcastle", "blocks"),
    HandlingKind.OPEN: ("umbrella", "gift", "chest", "box"),
    HandlingKind.PLANT: ("flag", "tree"),
    HandlingKind.SWEEP: ("floor", "mop", "vacuum"),
    HandlingKind.POUR: ("milk", "tea", "wine", "potion"),
    HandlingKind.WRITE: ("letter", "board"),
}  # fmt: skip
SIDE, FRONT, DOG = (
    body_of(Subject(name, name, facing=1)) for name in ("man-walking", "woman-standing", "dog")
)


def _crafts(kind: HandlingKind, piece: str) -> list[Craft]:
    who, thing = Subject(piece, piece, size=0.56, facing=1), Subject("thing", "red-apple", size=0.1)
    made = []
    for manner in MANNERS.get(kind, ("",)):
        work = Handling(kind, 1, None, (manner,))
        subjects = (replace(who, handling=work), thing)
        made.append(craft_of(Job(work, subjects, body_of(who), Setting.ROOM)))
    return made


def _now(frame: int, frames: int = 120) -> Now:
    return Now(frame / 24, frame / frames, frames / 24)


@pytest.mark.parametrize("kind", sorted(WORKS))
def test_hands_go_without_a_jump(kind: HandlingKind) -> None:
    for piece in ("man-walking", "woman-standing", "dog"):
        for craft in _crafts(kind, piece):
            poses = [craft.pose(_now(frame)) for frame in range(121)]
            for before, after in pairwise(poses):
                for one, other in ((before.near, after.near), (before.far, after.far)):
                    if one is not None and other is not None:
                        assert hypot(one[0] - other[0], one[1] - other[1]) < 0.2
                assert abs(before.turn - after.turn) < 5
                assert abs(before.lift - after.lift) < 0.05


def test_flames_go_out_one_after_the_other() -> None:
    blow = Blow(SIDE)
    outs = [blow.out(_now(0), index) for index in range(5)]
    assert outs == sorted(outs)
    assert 0.3 < outs[0] < outs[-1] < 0.6


def test_a_pancake_is_in_the_air_for_a_while_and_lands_in_the_pan() -> None:
    shares = [Fry(FRONT, flips=True).air(_now(frame)) for frame in range(54)]
    assert shares[0] == 0
    assert any(0.4 < share < 0.6 for share in shares)
    assert shares[-1] == 1


def test_a_pole_goes_up_and_then_into_the_ground() -> None:
    feet = [Flag(SIDE).foot(_now(frame)) for frame in range(0, 121, 6)]
    assert max(feet[:8]) > 0.2
    assert feet[-1] < 0


def test_an_umbrella_is_shut_first_and_open_last() -> None:
    opening, closing = Unfold(SIDE), Unfold(SIDE, shuts=True)
    assert [opening.opened(_now(frame)) for frame in (0, 120)] == [0, 1]
    assert [closing.opened(_now(frame)) for frame in (0, 120)] == [1, 0]


def test_a_snowman_and_a_castle_grow_part_by_part() -> None:
    snowman, castle = Snowman(SIDE), Sandcastle(SIDE)
    assert [snowman.ball(_now(40), index) > 0 for index in range(3)] == [True, True, False]
    assert all(snowman.ball(_now(120), index) == 1 for index in range(3))
    assert [castle.part(_now(50), index) > 0.1 for index in range(4)] == [True, True, False, False]
    assert all(castle.part(_now(120), index) == 1 for index in range(4))


def test_a_hole_deepens_until_something_is_found() -> None:
    dig = Dig(DOG, found="bone")
    deep = [dig.deep(_now(frame)) for frame in range(121)]
    assert deep == sorted(deep)
    assert deep[-1] == 1
    assert dig.pose(_now(20)).gait == "paw"


def _director(prompt: str) -> Director:
    board = replace(make_storyboard(engine_request(prompt)), width=WIDTH, height=HEIGHT)
    return Director(board, board.shots[0])


@pytest.mark.parametrize(
    "prompt", ["A girl plays the piano", "Two kids build a snowman", "An astronaut plants a flag"]
)
def test_whoever_works_is_in_the_frame_with_the_thing_from_first_to_last(prompt: str) -> None:
    director = _director(prompt)
    workers = [one for one in director._cast if isinstance(one, Worker)]
    assert workers
    for number in (0, 60, 120):
        moment = director.moment(number)
        for worker in workers:
            left, top, right, bottom = worker.box(director._camera, moment, HEIGHT, WIDTH, 1.0)
            assert left > -2
            assert top > -2
            assert right < WIDTH + 2
            assert bottom < HEIGHT + 2


def test_two_at_one_snowman_look_at_each_other_across_it() -> None:
    director = _director("Two kids build a snowman")
    one, other = (one for one in director._cast if isinstance(one, Worker))
    assert one.side == -other.side
    assert (other._x - one._x) * one.side == pytest.approx(2 * one.craft.middle * one.tall, rel=0.05)


def test_the_snowman_is_seen_in_the_end_and_not_in_the_beginning() -> None:
    director = _director("A boy builds a snowman")
    worker = next(one for one in director._cast if isinstance(one, Worker))
    found = []
    for number in (0, 120):
        frame = director.frame(number).astype(int)
        moment = director.moment(number)
        (x, y), size = worker._origin(director._camera, moment, HEIGHT, WIDTH)
        assert isinstance(worker.craft, Snowman)
        across = round(x + worker.side * worker.craft.middle * size)
        hat = frame[round(y - 0.93 * size), across]
        found.append(int(hat.sum()))
    assert found[1] < found[0] - 150


def test_a_juggled_ball_is_where_the_hand_is_when_it_is_thrown_and_caught() -> None:
    craft = Juggle(FRONT)
    for clock in np.linspace(0, 3, 145):
        for number in range(3):
            side, flown = craft._thrown(clock, number)
            if not 0 < flown < 0.02 and not 0.98 < flown < 1:
                continue
            x, y = craft._hand(clock, side if flown < 0.5 else -side)
            ball = side * (craft._inside - (craft._inside + craft._outside) * flown)
            assert abs(ball - x) < 0.02 and abs(y - craft._low) < 0.02


def test_a_ball_that_is_dribbled_goes_down_to_the_ground_and_up_to_the_hand() -> None:
    craft = Dribble(SIDE)
    gone = [craft._gone(Now(clock, 0.5, 5.0)) for clock in np.linspace(0, 2, 200)]
    assert min(gone) < 0.02 and max(gone) > 0.99
    assert max(abs(first - second) for first, second in pairwise(gone)) < 0.08


@pytest.mark.parametrize(
    "prompt", ["A chef slices vegetables", "A farmer digs a hole in a field", "A mechanic hammers a nail"]
)
def test_tradespeople_work_with_both_hands(prompt: str) -> None:
    board = make_storyboard(engine_request(prompt))
    worker = next(who for who in Framing(board, board.shots[0]).cast if isinstance(who, Worker))
    assert worker.craft.body.hands == 2


@pytest.mark.parametrize("facing", [-1, 1])
def test_whoever_speaks_at_work_moves_the_mouth(facing: int) -> None:
    board = make_storyboard(engine_request('A chef cuts a carrot and says: "Dinner is ready"'))
    shot = board.shots[0]
    chef, carrot = shot.subjects
    shot = replace(shot, subjects=(replace(chef, facing=facing, moves=True), carrot))
    director = Director(replace(board, shots=(shot,)), shot)
    mouths = [director._cast[0].act(director.moment(number)).mouth for number in range(shot.frames)]
    line = board.lines[0]
    assert max(mouths[line.start : line.end]) > 0.3
    assert max(mouths[line.end + 2 :]) == 0
