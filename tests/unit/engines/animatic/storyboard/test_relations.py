"""What the things in a prompt have to do with each other."""

from __future__ import annotations

import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.plan import BondKind, Shot
from reelwright.engines.animatic.storyboard import make_storyboard

BONDS: list[tuple[str, list[str]]] = [
    ("A cat sleeping on a sofa", ["cat-front on couch-and-lamp"]),
    ("A cat and a dog sleep on a bed", ["cat-front on bed", "dog-front on bed"]),
    ("一杯奶茶放在桌上，镜头缓慢推进", ["bubble-tea on bare-table"]),
    ("桌上放着一个蛋糕", ["birthday-cake on bare-table"]),
    ("屋顶上有一只猫", ["cat on house"]),
    ("A bird sits on the head of a cow", ["bird on cow-front"]),
    ("A frog sits on a rock", ["frog-sitting on rock"]),
    ("A puppy in a basket", ["dog in basket"]),
    ("A cat rides a skateboard down the street", ["cat on skateboard-level"]),
    ("A boy rides an elephant through the jungle", ["boy-sitting on elephant"]),
    ("两只熊猫在竹林里吃竹子", ["bamboo-stalk eaten panda-sitting"]),
    ("A panda eats a slice of pizza", ["pizza eaten panda-sitting"]),
    ("A woman drinks coffee in a cafe", ["hot-beverage eaten woman-standing"]),
    ("A sad boy sits on a bench in the rain", ["boy-standing on bench"]),
    ("一位老人坐在长椅上", ["old-man-standing on bench"]),
    ("A girl sits on a chair", ["girl-standing on chair"]),
    ("An angry man shouts at his phone", ["mobile-phone held man-standing"]),
    ("A girl talks on her phone", ["mobile-phone held girl-standing"]),
    ("一个女孩在看手机", ["mobile-phone held girl-standing"]),
    ("A phone rings on the table", ["mobile-phone on bare-table"]),
    ("A mother holds her baby", ["baby-in-arms held woman-standing"]),
    ("A woman carries a box up the stairs", ["package held woman-walking"]),
    ("A woman stands at the door and carries a box", ["package held woman-standing"]),
    ("A man holds an umbrella in the rain", ["umbrella held man-standing"]),
    ("一个女孩撑着雨伞站在雨中", ["umbrella held girl-standing"]),
    ("A chef shakes a pan in the kitchen", ["cooking held cook-standing"]),
    ("一个男孩在海边放风筝", ["kite string boy-standing"]),
    ("A girl with a red balloon walks in the park", ["balloon string girl-walking"]),
    ("A woman walks her dog on a leash in the park", ["dog string woman-walking"]),
    ("A dragon flies over a castle, storm clouds", ["dragon above castle"]),
    ("An apple falls from a tree", ["red-apple from deciduous-tree"]),
    ("A bee flies from flower to flower", ["honeybee among blossom"]),
    ("一只蝴蝶在花丛中飞舞", ["butterfly among blossom"]),
    ("A dog and a cat play in a meadow", []),
    ("A dog on the left and a cat on the right", []),
    ("A car drives past a house", []),
]


def _bonds(shot: Shot) -> list[str]:
    return [
        f"{subject.art} {subject.bond.kind} {shot.subjects[subject.bond.to].art}"
        for subject in shot.subjects
        if subject.bond
    ]


@pytest.mark.parametrize(("prompt", "wanted"), BONDS, ids=[prompt[:28] for prompt, _ in BONDS])
def test_the_things_of_a_prompt_are_joined_as_it_says(prompt: str, wanted: list[str]) -> None:
    assert _bonds(make_storyboard(engine_request(prompt)).shots[0]) == wanted


def test_what_is_ridden_goes_and_who_rides_sits_still() -> None:
    elephant, boy = make_storyboard(engine_request("A boy rides an elephant")).shots[0].subjects
    assert (elephant.action, elephant.moves) == ("walk", True)
    assert (boy.action, boy.moves) == ("idle", False)


def test_a_castle_under_storm_clouds_stands_on_the_ground_and_the_dragon_flies() -> None:
    board = make_storyboard(engine_request("A dragon flies over a castle, storm clouds"))
    dragon, castle = board.shots[0].subjects
    assert dragon.airborne and not castle.airborne
    assert board.shots[0].setting != "sky"


def test_every_eater_has_a_meal_of_its_own() -> None:
    pandas, bamboo = make_storyboard(engine_request("两只熊猫吃竹子")).shots[0].subjects
    assert pandas.count == bamboo.count == 2
    assert bamboo.size < 0.5 * pandas.size


def test_food_that_hangs_from_a_tree_is_small_beside_it() -> None:
    apple, tree = make_storyboard(engine_request("An apple falls from a tree")).shots[0].subjects
    assert apple.bond is not None and apple.bond.kind is BondKind.FROM
    assert apple.size < 0.2 * tree.size


PARTS: list[tuple[str, str, str]] = [
    ("Close-up of a woman's eye opening, cinematic", "woman", "eye"),
    ("老虎眼睛特写", "tiger-face", "eye"),
    ("Extreme close-up of the dog's nose", "dog-face", "nose"),
    ("Close-up of a man's face in the rain", "man", "face"),
]


@pytest.mark.parametrize(("prompt", "art", "part"), PARTS, ids=[prompt[:28] for prompt, _, _ in PARTS])
def test_a_close_up_of_a_part_shows_that_part_alone(prompt: str, art: str, part: str) -> None:
    (subject,) = make_storyboard(engine_request(prompt)).shots[0].subjects
    assert subject.art == art
    assert subject.focus is not None
    assert 0 < subject.focus.x < 1 and 0 < subject.focus.y < 1
    assert subject.focus.span < (0.9 if part == "face" else 0.5)


def test_its_eye_is_the_eye_of_whom_the_shot_before_showed() -> None:
    board = make_storyboard(
        engine_request("0-2s: a horse gallops across a meadow. 2-4s: quick cut, close-up of its eye")
    )
    whole, part = board.shots
    assert whole.subjects[0].focus is None
    assert part.subjects[0].art == "horse-face" and part.subjects[0].focus is not None


@pytest.mark.parametrize("prompt", ["A close-up of a cat", "A kitten with blue eyes", "小猫特写"])
def test_a_close_up_of_the_whole_names_no_part(prompt: str) -> None:
    assert all(subject.focus is None for subject in make_storyboard(engine_request(prompt)).shots[0].subjects)


def test_people_who_fly_a_thing_stay_on_the_ground() -> None:
    boy, plane = (
        make_storyboard(engine_request("A boy flies a toy helicopter in his bedroom")).shots[0].subjects
    )
    assert (boy.action, boy.airborne) == ("idle", False)
    assert (plane.action, plane.airborne) == ("fly", True)


def test_a_rocket_that_lifts_off_starts_on_the_ground() -> None:
    shot = make_storyboard(engine_request("A rocket lifts off into space, camera tilts up")).shots[0]
    assert shot.setting != "space"
    assert not shot.subjects[0].airborne


def test_two_who_act_on_each_other_stand_close() -> None:
    near = make_storyboard(engine_request("A man hugs a woman")).shots[0].subjects
    apart = make_storyboard(engine_request("A man and a woman")).shots[0].subjects
    assert abs(near[0].place - near[1].place) < abs(apart[0].place - apart[1].place)
