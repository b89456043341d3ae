"""Performers that are joined to another."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.plan import BondKind
from reelwright.engines.animatic.stage.blend import Scratch
from reelwright.engines.animatic.stage.bonds import Bound
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.director import Director
from reelwright.engines.animatic.stage.guises import guises
from reelwright.engines.animatic.storyboard import make_storyboard

HEIGHT, WIDTH = 180, 320


def _director(prompt: str) -> Director:
    board = replace(make_storyboard(engine_request(prompt)), width=WIDTH, height=HEIGHT)
    return Director(board, board.shots[0])


def _who(director: Director, art: str) -> Performer:
    return next(performer for performer in director._cast if performer.subject.art == art)


def _point(director: Director, performer: Performer, number: int, up: float = 0.0) -> tuple[float, float]:
    moment = director.moment(number)
    unit = performer.unit(director._camera, moment, performer.act(moment), HEIGHT, WIDTH)
    at = unit @ np.array([0.0, -up, 1.0])
    return float(at[0]), float(at[1])


@pytest.mark.parametrize(
    ("prompt", "rider", "carrier"),
    [
        ("A cat sleeping on a sofa", "cat-front", "couch-and-lamp"),
        ("A cat rides a skateboard down the street", "cat", "skateboard-level"),
        ("一杯奶茶放在桌上", "bubble-tea", "bare-table"),
    ],
)
def test_who_is_on_something_stays_on_it_through_the_shot(prompt: str, rider: str, carrier: str) -> None:
    director = _director(prompt)
    top, under = _who(director, rider), _who(director, carrier)
    offsets = []
    for number in (0, 30, 60, 90):
        (x, y), (base_x, base_y) = _point(director, top, number), _point(director, under, number)
        assert y < base_y
        size = base_y - _point(director, under, number, up=1.0)[1]
        offsets.append(((x - base_x) / size, (base_y - y) / size))
    assert np.ptp(offsets, axis=0).max() < 0.06


def test_who_is_carried_is_drawn_right_after_its_carrier() -> None:
    director = _director("A cat sleeping on a sofa")
    assert 0 < _who(director, "cat-front").near - _who(director, "couch-and-lamp").near < 0.01


def test_nothing_of_a_group_is_cut_off() -> None:
    director = _director("A boy rides an elephant through the jungle")
    rider = _who(director, "boy-sitting")
    tops = [_point(director, rider, number, up=1.0)[1] for number in range(0, 97, 12)]
    assert min(tops) > 0


def test_a_meal_goes_to_the_mouth_and_back() -> None:
    director = _director("A panda eats a slice of pizza")
    meal, panda = _who(director, "pizza"), _who(director, "panda-sitting")
    heights = [
        _point(director, meal, number)[1] - _point(director, panda, number)[1] for number in range(0, 72, 3)
    ]
    assert np.ptp(heights) > 0.05 * HEIGHT


def test_a_kite_is_high_above_the_hand_that_holds_it() -> None:
    director = _director("一个男孩在海边放风筝")
    kite, boy = _who(director, "kite"), _who(director, "boy-standing")
    for number in (0, 48, 95):
        assert _point(director, kite, number)[1] < _point(director, boy, number, up=0.6)[1]


def test_a_string_is_drawn_between_kite_and_hand() -> None:
    with_string = _director("一个男孩在海边放风筝")
    without = _director("一个男孩在海边放风筝")
    kite = _who(without, "kite")
    vars(kite)["_draw_string"] = lambda *_: None
    one, other = with_string.frame(0).astype(int), without.frame(0).astype(int)
    assert 40 < int((np.abs(one - other).max(axis=2) > 20).sum()) < 0.02 * one.size


def test_a_bee_visits_more_than_one_flower_and_stays_in_the_frame() -> None:
    director = _director("A bee flies from flower to flower")
    bee = _who(director, "honeybee")
    assert bee.subject.bond is not None and bee.subject.bond.kind is BondKind.AMONG
    places = [_point(director, bee, number, up=0.5) for number in range(0, 97, 8)]
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in places)
    assert np.ptp([x for x, _ in places]) > 0.15 * WIDTH


def test_an_apple_starts_in_the_crown_and_ends_on_the_ground() -> None:
    director = _director("An apple falls from a tree")
    apple, tree = _who(director, "red-apple"), _who(director, "deciduous-tree")
    assert _point(director, apple, 0)[1] < _point(director, tree, 0, up=0.4)[1]
    assert _point(director, apple, 96)[1] > _point(director, tree, 96, up=0.1)[1]


def test_a_close_up_of_an_eye_has_the_eye_near_the_middle_and_fills_the_frame() -> None:
    director = _director("Close-up of a tiger's eye, static camera")
    tiger = _who(director, "tiger-face")
    moment = director.moment(40)
    unit = tiger.unit(director._camera, moment, tiger.act(moment), HEIGHT, WIDTH)
    assert abs(unit[1, 1]) > 2 * HEIGHT
    focus, sprite = tiger.subject.focus, tiger.sprite
    assert focus is not None and sprite is not None
    eye = unit @ np.array([(focus.x - 0.5) * sprite.aspect, focus.y - 1, 1.0])
    assert abs(eye[0] - WIDTH / 2) < 0.1 * WIDTH and abs(eye[1] - HEIGHT / 2) < 0.1 * HEIGHT


def test_a_rocket_stands_upright_on_the_ground_and_rises_on_its_smoke() -> None:
    director = _director("A rocket lifts off, static camera")
    rocket = _who(director, "rocket")
    heights = [_point(director, rocket, number, up=0.5)[1] for number in (0, 40, 70, 96)]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] - heights[-1] > 0.4 * HEIGHT
    moment = director.moment(0)
    unit = rocket.unit(director._camera, moment, rocket.act(moment), HEIGHT, WIDTH)
    nose = unit @ np.array([0.5, -1.0, 1.0])  # the picture's upper right corner, where the artwork points
    middle = unit @ np.array([0.0, -0.5, 1.0])
    assert abs(nose[0] - middle[0]) < 2 and nose[1] < middle[1]
    before, after = director.frame(0).astype(int), director.frame(70).astype(int)
    pale = (after.min(axis=2) > 200) & (before.min(axis=2) <= 200)
    assert pale.mean() > 0.01


def test_the_earth_lies_below_who_floats_above_it() -> None:
    director = _director("An astronaut floats in space above the Earth, static camera")
    earth = _who(director, "globe-showing-europe-africa")
    moment = director.moment(0)
    unit = earth.unit(director._camera, moment, earth.act(moment), HEIGHT, WIDTH)
    assert np.hypot(unit[0, 1], unit[1, 1]) > 1.5 * HEIGHT
    assert earth.near < _who(director, "astronaut-standing").near


def test_two_who_eat_stay_beside_each_other_while_the_camera_goes_past() -> None:
    director = _director("两只熊猫在竹林里吃竹子，横移镜头")
    one, other = (performer for performer in director._cast if performer.subject.art == "panda-sitting")
    for number in (0, 48, 95):
        (x, y), (other_x, _) = _point(director, one, number), _point(director, other, number)
        tall = y - _point(director, one, number, up=1.0)[1]
        assert abs(x - other_x) > 0.5 * tall


def test_a_driver_looks_out_over_the_roof() -> None:
    director = _director("A dog drives a car through the city")
    dog, car = _who(director, "dog"), _who(director, "automobile")
    assert _point(director, dog, 30, up=1.0)[1] < _point(director, car, 30, up=1.05)[1]
    assert dog.near < car.near


@pytest.mark.parametrize("move", ["truck left", "pan right", "orbit"])
def test_half_a_figure_stays_large_and_in_the_frame_while_the_camera_goes_past(move: str) -> None:
    director = _director(f"A chef shakes a pan in the kitchen, close-up, {move}")
    chef = _who(director, "cook")
    assert chef.tall > 0.45
    places = [_point(director, chef, number, up=0.5)[0] for number in (0, 48, 95)]
    assert all(0.05 * WIDTH < x < 0.95 * WIDTH for x in places)


@pytest.mark.parametrize(
    ("prompt", "thing", "holder"),
    [
        ("A woman holds a rose in a garden", "rose", "woman-standing"),
        ("A robot holds a candle", "candle", "robot-standing"),
        ("A man walks with an umbrella in the rain", "umbrella", "man-walking"),
    ],
)
def test_what_is_held_is_in_the_hand(prompt: str, thing: str, holder: str) -> None:
    director = _director(prompt)
    held, who = _who(director, thing), _who(director, holder)
    assert isinstance(held, Bound)
    assert who.grip is not None and who.grip.hand is not None and who.sprite is not None
    for number in (10, 50):
        moment = director.moment(number)
        with_arm, hand = (np.zeros((HEIGHT, WIDTH, 4), np.uint8) for _ in range(2))
        act = who.act(moment)
        unit = who.unit(director._camera, moment, act, HEIGHT, WIDTH)
        who.sprite.draw(with_arm, unit, Scratch(HEIGHT, WIDTH), stride=act.stride)
        grip = held.unit(director._camera, moment, held.act(moment), HEIGHT, WIDTH)
        x, y = (grip @ np.array([held._grip[0], -held._grip[1], 1.0]))[:2]
        cv2.circle(hand, (round(x), round(y)), round(0.035 * abs(unit[1, 1])), (255, 255, 255, 255), -1)
        assert (with_arm[hand[..., 3] > 0][:, 3] > 128).mean() > 0.3
        assert abs(x - unit[0, 2]) > 0.08 * abs(unit[1, 1])


def test_a_string_ends_in_a_raised_hand() -> None:
    director = _director("A boy flies a kite on a beach")
    boy = _who(director, "boy-standing")
    assert boy.grip is not None
    moment = director.moment(20)
    stride = boy.act(moment).stride
    assert stride is not None
    assert (stride.left or stride.right or (0, 0))[1] > 90


def test_what_is_held_goes_up_and_down_with_the_walker() -> None:
    director = _director("A man walks with an umbrella in the rain, static shot")
    held, who = _who(director, "umbrella"), _who(director, "man-walking")
    assert who.sprite is not None
    gaps, drops = [], []
    for number in range(20, 50, 3):
        moment = director.moment(number)
        act = who.act(moment)
        unit = who.unit(director._camera, moment, act, HEIGHT, WIDTH)
        drops.append(who.drop(act))
        gaps.append(_point(director, held, number)[1] / -unit[1, 1] + unit[1, 2] / unit[1, 1])
    assert np.ptp(drops) > 0.005
    assert np.corrcoef(gaps, drops)[0, 1] < -0.9 or np.corrcoef(gaps, drops)[0, 1] > 0.9


@pytest.mark.parametrize(
    ("prompt", "seat", "sitter"),
    [
        ("A sad boy sits on a bench in the rain", "bench", "boy-standing"),
        ("A robot sits on a chair", "chair", "robot-standing"),
    ],
)
def test_who_sits_on_a_chair_bends_the_knees_and_has_the_feet_near_the_ground(
    prompt: str, seat: str, sitter: str
) -> None:
    director = _director(prompt)
    who, chair = _who(director, sitter), _who(director, seat)
    moment = director.moment(20)
    act = who.act(moment)
    assert act.stride is not None and act.stride.gait == "chair"
    assert 0.1 < who.drop(act) < 0.3
    unit = chair.unit(director._camera, moment, chair.act(moment), HEIGHT, WIDTH)
    above = (unit[1, 2] - _point(director, who, 20)[1]) / abs(unit[1, 1])
    assert -0.02 < above < 0.35


def test_those_who_share_a_seat_come_in_different_clothes() -> None:
    director = _director("Three kids sit on a bench and laugh")
    kids = [performer for performer in director._cast if performer.subject.art == "child-standing"]
    assert len({shown.look for shown in guises(kids)}) == len(kids) == 3
