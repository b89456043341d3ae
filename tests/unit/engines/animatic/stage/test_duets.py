"""Performers who act on each other."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.duets import DuetKind
from reelwright.engines.animatic.sound.acting import acted
from reelwright.engines.animatic.sound.moments import clock_rate
from reelwright.engines.animatic.stage.choreography import figure
from reelwright.engines.animatic.stage.director import Director
from reelwright.engines.animatic.stage.pair import Pair
from reelwright.engines.animatic.stage.partner import Partner
from reelwright.engines.animatic.stage.passing import Passed
from reelwright.engines.animatic.stage.reaching import Arm
from reelwright.engines.animatic.stage.steps import Count
from reelwright.engines.animatic.storyboard import make_storyboard

HEIGHT, WIDTH = 180, 320
Box = tuple[float, float, float, float]


def _director(prompt: str) -> Director:
    board = replace(make_storyboard(engine_request(prompt)), width=WIDTH, height=HEIGHT)
    return Director(board, board.shots[0])


def _pair(director: Director) -> Pair:
    partner = next(performer for performer in director._cast if isinstance(performer, Partner))
    assert isinstance(partner.together, Pair)
    return partner.together


def _box(director: Director, who: Partner, number: int) -> Box:
    """Return left, top, right, bottom of one of them alone, in pixels."""
    moment = director.moment(number)
    unit = who.unit(director._camera, moment, who.act(moment), HEIGHT, WIDTH)
    corners = unit @ np.array([[-who.ratio / 2, who.ratio / 2] * 2, [0, 0, -1, -1], [1] * 4])
    return (corners[0].min(), corners[1].min(), corners[0].max(), corners[1].max())


def _overlap(director: Director, number: int) -> float:
    """Return by how much the two overlap, as a share of the narrower one's width; below 0 there is a gap."""
    pair = _pair(director)
    one, other = _box(director, pair.first, number), _box(director, pair.second, number)
    shared = min(one[2], other[2]) - max(one[0], other[0])
    return float(shared / min(one[2] - one[0], other[2] - other[0]))


def _middle(director: Director, number: int) -> tuple[float, float]:
    """Return the middle of what goes between them, in pixels."""
    thing = next(performer for performer in director._cast if isinstance(performer, Passed))
    moment = director.moment(number)
    at = thing.unit(director._camera, moment, thing.act(moment), HEIGHT, WIDTH) @ np.array([0, -0.5, 1.0])
    return float(at[0]), float(at[1])


@pytest.mark.parametrize(
    ("prompt", "least", "most"),
    [
        ("A man and a woman hug", 0.3, 0.75),
        ("Two penguins kiss", -0.05, 0.5),
        ("A bear and a rabbit hug", 0.2, 0.75),
        ("A man shakes hands with a robot", -1.2, 0.3),
        ("Two dragons fight in the sky", -0.3, 0.6),
    ],
)
def test_two_come_together_until_they_touch_but_neither_hides_the_other(
    prompt: str, least: float, most: float
) -> None:
    director = _director(prompt)
    last = director._shot.frames - 1
    overlaps = [_overlap(director, round(share * last)) for share in (0.4, 0.5, 0.6)]
    assert least <= max(overlaps) <= most


def test_who_hugs_comes_from_apart() -> None:
    director = _director("A man and a woman hug")
    assert _overlap(director, 0) < -0.3 < 0.2 < _overlap(director, 60)


@pytest.mark.parametrize(
    "prompt",
    [
        "A man and a woman hug", "Two robots fight", "A dog chases a cat", "Two elephants push each other",
        "Children hold hands in a circle", "Two boys play tug of war", "A girl leads a horse", "Two cars race",
    ],
)  # fmt: skip
def test_all_of_a_duet_stay_in_the_frame(prompt: str) -> None:
    director = _director(prompt)
    partners = [performer for performer in director._cast if isinstance(performer, Partner)]
    assert len(partners) > 1
    for number in range(0, director._shot.frames, 8):
        boxes = np.array([_box(director, partner, number) for partner in partners])
        assert boxes[:, 0].min() > -2 and boxes[:, 2].max() < WIDTH + 2
        assert boxes[:, 1].min() > -2 and boxes[:, 3].max() < HEIGHT + 2


def test_in_a_fight_one_lunges_while_the_other_recoils_and_then_the_other_way_round() -> None:
    director = _director("Two robots fight, static shot")
    pair = _pair(director)
    now = [pair.figure(director.moment(number)) for number in range(director._shot.frames)]
    struck = [index for index, figure in enumerate(now) if figure.push > 0.85]
    firsts = {figure.first.lean > figure.second.lean for figure in (now[index] for index in struck)}
    assert firsts == {True, False}
    assert all(abs(now[index].first.lean - now[index].second.lean) > 8 for index in struck)


def test_a_flash_is_drawn_where_a_blow_lands() -> None:
    with_flash, without = (_director("Two robots fight, static shot") for _ in range(2))
    pair = _pair(without)
    vars(pair)["_mark"] = lambda *_: None
    number = max(range(40), key=lambda each: _pair(with_flash).figure(with_flash.moment(each)).push)
    changed = (
        np.abs(with_flash.frame(number).astype(int) - without.frame(number).astype(int)).max(axis=2) > 20
    )
    columns = np.flatnonzero(changed.any(axis=0))
    one, other = _box(with_flash, pair.first, number), _box(with_flash, pair.second, number)
    assert 12 < changed.sum() < 0.05 * changed.size
    assert min(one[0], other[0]) < columns.mean() < max(one[2], other[2])


def test_a_gift_goes_from_the_one_to_the_other_on_an_arc_and_stays() -> None:
    director = _director("A boy gives a flower to a girl, static shot")
    pair, last = _pair(director), director._shot.frames - 1
    ways = [_middle(director, number) for number in (0, round(0.49 * last), last)]
    boxes = [[_box(director, who, number) for who in (pair.first, pair.second)] for number in (0, last)]
    near = [
        [abs(way[0] - (box[0] + box[2]) / 2) for box in pair_of]
        for way, pair_of in zip((ways[0], ways[2]), boxes, strict=True)
    ]
    assert near[0][0] < near[0][1] and near[1][1] < near[1][0]
    assert ways[1][1] < min(ways[0][1], ways[2][1])


def test_what_is_fed_reaches_the_mouth_and_is_gone() -> None:
    director = _director("A girl feeds a horse an apple, static shot")
    pair, last = _pair(director), director._shot.frames - 1
    figures = [pair.figure(director.moment(number)) for number in range(last)]
    eaten = [figure.eaten for figure in figures]
    assert max(eaten) > 0.97
    first_bite = next(index for index, share in enumerate(eaten) if share > 0.05)
    ahead, up = pair.second.muzzle
    mouth = pair.second.point(director._camera, director.moment(first_bite), HEIGHT, WIDTH, ahead, up)
    assert np.hypot(*(np.array(_middle(director, first_bite)) - mouth)) < 0.05 * HEIGHT


def test_a_ball_flies_to_and_fro_above_the_straight_way() -> None:
    director = _director("A father and son play catch, static shot")
    way = np.array([_middle(director, number) for number in range(0, 76, 2)])
    assert np.ptp(way[:, 0]) > 0.2 * WIDTH
    turns = np.count_nonzero(np.diff(np.sign(np.diff(way[:, 0]))[np.abs(np.diff(way[:, 0])) > 1]))
    assert turns >= 1
    assert np.ptp(way[:, 1]) > 0.1 * HEIGHT


def test_a_chaser_closes_in_and_falls_back_and_never_passes() -> None:
    director = _director("A dog chases a cat")
    gaps = [-_overlap(director, number) for number in range(0, director._shot.frames, 4)]
    assert np.ptp(gaps) > 0.15
    pair = _pair(director)
    for number in range(0, director._shot.frames, 12):
        dog, cat = _box(director, pair.first, number), _box(director, pair.second, number)
        assert (cat[0] - dog[0]) * pair.first.side > 0


def test_dancers_change_places_and_the_nearer_one_is_drawn_last() -> None:
    director = _director("A man and a woman dance, static shot")
    pair = _pair(director)
    sides = {
        _box(director, pair.first, number)[0] < _box(director, pair.second, number)[0]
        for number in range(0, director._shot.frames, 6)
    }
    assert sides == {True, False}


def test_what_is_pushed_is_displaced() -> None:
    director = _director("A man pushes a car, static shot")
    car, last = _pair(director).second, director._shot.frames - 1
    moved = _box(director, car, last)[0] - _box(director, car, 0)[0]
    assert moved * _pair(director).first.side > 0.1 * WIDTH


def test_a_ring_goes_round_with_everybody_at_a_place_of_its_own() -> None:
    director = _director("Children hold hands in a circle, static shot")
    partners = [performer for performer in director._cast if isinstance(performer, Partner)]
    lefts = np.array([[_box(director, who, number)[0] for who in partners] for number in (0, 40, 80)])
    assert len(partners) == 5
    assert np.all(np.diff(np.sort(lefts, axis=1), axis=1).max(axis=1) > 4)
    assert np.abs(lefts[1] - lefts[0]).max() > 0.05 * WIDTH


def test_blows_are_heard_as_often_as_they_land() -> None:
    board = make_storyboard(engine_request("Two robots fight"))
    landed = [
        event.second
        for event in acted(board.shots[0], board.fps, board.beats_per_minute)
        if event.name == "land"
    ]
    assert len(landed) >= 3
    assert np.allclose(np.diff(landed), 1.15 / clock_rate(board.shots[0]))


def _hands(director: Director, number: int) -> list[np.ndarray]:
    """Return where the hands of both are that reach for each other, in pixels."""
    pair, moment = _pair(director), director.moment(number)
    return [
        who.point(director._camera, moment, HEIGHT, WIDTH, *who.hand(moment))
        for who in (pair.first, pair.second)
    ]


@pytest.mark.parametrize(
    "prompt", ["A man shakes hands with a robot", "Two kings shake hands", "A woman shakes hands with a girl"]
)
def test_hands_that_shake_meet_at_one_point_away_from_both_bodies(prompt: str) -> None:
    director = _director(f"{prompt}, static shot")
    pair = _pair(director)
    assert pair.first.arm and pair.second.arm
    for number in (44, 50, 56):
        one, other = _hands(director, number)
        assert np.hypot(*(one - other)) < 0.06 * HEIGHT
        middles = [sum(_box(director, who, number)[::2]) / 2 for who in (pair.first, pair.second)]
        assert min(middles) + 4 < one[0] < max(middles) - 4


def test_arms_hang_until_they_reach_and_go_there_without_a_jump() -> None:
    director = _director("A man and a woman hug, static shot")
    pair = _pair(director)
    arm = pair.first.arm
    assert arm is not None
    hands = []
    for number in range(27, director._shot.frames):
        stride = pair.first.act(director.moment(number)).stride
        bent = (stride.left if arm.near else stride.right) if stride is not None else None
        hands.append(arm.hand(bent or arm.rest))
    assert np.abs(np.diff(np.array(hands), axis=0)).max() < 0.12
    assert hands[0][0] < 0 < arm.ahead + 0.7 * arm.length < hands[30][0]


def test_an_arm_bends_so_that_its_hand_is_where_it_reaches() -> None:
    arm = Arm(0.02, 0.7, 0.18, 0.19, near=True, rest=(0.0, 0.0))
    for ahead, up in ((0.25, 0.7), (0.1, 0.45), (0.2, 0.9)):
        assert arm.hand(arm.bent(ahead, up)) == pytest.approx((ahead, up), abs=1e-6)
        elbow_bends = arm.bent(ahead, up)
        assert elbow_bends[1] >= elbow_bends[0]
    far = arm.hand(arm.bent(2.0, 0.7))
    assert far == pytest.approx((0.02 + arm.length, 0.7), abs=0.001)


def test_wheels_of_a_pushed_car_turn_as_far_as_it_goes() -> None:
    director = _director("A man pushes a car, static shot")
    car = _pair(director).second
    first, last = (car.act(director.moment(number)).stride for number in (0, director._shot.frames - 1))
    assert first is not None and last is not None
    assert (first.gait, first.phase) == ("roll", pytest.approx(0.0))
    assert last.phase > 0.2


def test_several_do_as_one_does_each_at_a_place_of_its_own_and_a_moment_later() -> None:
    director = _director("Three dogs chase a cat")
    partners = [performer for performer in director._cast if isinstance(performer, Partner)]
    dogs = [partner for partner in partners if partner.subject.name == "dogs"]
    assert (len(dogs), len(partners)) == (3, 4)
    lefts = np.array([[_box(director, dog, number)[0] for dog in dogs] for number in (0, 30, 60)])
    assert np.diff(np.sort(lefts, axis=1), axis=1).min() > 3
    gaps = np.diff(lefts, axis=1)
    assert np.ptp(gaps, axis=0).min() > 0.5


def test_dancers_are_never_both_seen_from_the_edge() -> None:
    director = _director("A cat and a dog dance, static shot")
    pair = _pair(director)
    widths = [
        max(abs(now.first.spin), abs(now.second.spin))
        for now in (pair.figure(director.moment(number)) for number in range(director._shot.frames))
    ]
    assert min(widths) > 0.9


_AT_ONCE = {"lean": 0.5, "tall": 0.005, "mouth": 0.06, "eyes": 0.1, "reach": 0.05, "spin": 0.05}
"""Change within a thousandth of a second from which somebody jumps: in degrees, heights or shares; 0.013 where not given."""


@pytest.mark.parametrize("kind", list(DuetKind))
def test_nobody_jumps_when_their_parts_change(kind: DuetKind) -> None:
    before = None
    for tick in range(8000):
        now = figure(kind, Count(tick / 1000, tick / 8000, 8.0, 0.6))
        steps = [
            {field.name: getattr(step, field.name) for field in fields(step)}
            for step in (now.first, now.second)
        ]
        for step, last in zip(steps, before or steps, strict=True):
            for name, value in step.items():
                if isinstance(value, float) and name not in ("far", "high"):
                    assert abs(value - last[name]) < _AT_ONCE.get(name, 0.013), (name, tick / 1000)
        before = steps


def test_whoever_was_drawn_in_mid_stride_stands_on_closed_legs_after_walking_up() -> None:
    director = _director("A boy and a girl hug in a park")
    partners = [performer for performer in director._cast if isinstance(performer, Partner)]
    assert {partner.subject.art for partner in partners} == {"boy-walking", "girl-walking"}
    for partner in partners:
        strides = [partner.act(director.moment(number)).stride for number in range(director._shot.frames)]
        assert {stride.gait for stride in strides if stride} == {"walk"}
        assert None not in strides
        sizes = [stride.size for stride in strides if stride]
        assert max(sizes) > 0.5
        assert sizes[-1] == 0
