"""Who is named is whole in the frame, and nobody stands before anybody else."""

from __future__ import annotations

from itertools import pairwise

import pytest
from scripts.framing import boards, offences, seen

from reelwright.engines.animatic.plan import (
    CameraMove,
    Setting,
    Shot,
    Storyboard,
    Subject,
    TimeOfDay,
    Weather,
)
from reelwright.engines.animatic.stage.canvas import Canvas, rgb
from reelwright.engines.animatic.stage.framing import Framing
from reelwright.engines.animatic.stage.light import light_of
from reelwright.engines.animatic.stage.outdoors import foreground_grass
from reelwright.engines.animatic.stage.scene import Kit

CAT = Subject("cat", "cat", size=0.4, place=0.5)


def board_of(*subjects: Subject, camera: CameraMove = CameraMove.STATIC, text: str = "") -> Storyboard:
    shot = Shot(0, 49, text, setting=Setting.MEADOW, camera=camera, subjects=subjects)
    return Storyboard("", 1, 864, 496, 24, 49, (shot,))


def test_who_stands_in_the_middle_is_seen_whole_and_alone() -> None:
    board = board_of(CAT)
    (cat,) = seen(board, board.shots[0], looks=3)
    assert min(cat.inside) > 0.99
    assert max(cat.hidden) == 0
    assert all(0.3 < tall < 0.5 for tall in cat.tall)


def test_who_stands_behind_another_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reelwright.engines.animatic.stage.framing.part", lambda *_: False)
    dog = Subject("dog", "dog-front", size=0.6, place=0.5, depth=0.2)
    board = board_of(CAT, dog)
    found = [(offence.kind, offence.name, offence.by) for offence in offences(board, board.shots[0])]
    assert ("hidden", "cat", "dog") in found


PROMPTS = [
    "A boy kicks a football into the goal",
    "A dog barks at a cat",
    "A red car parks in front of a house",
    "A horse stands beside a tree on a hill",
    "A cat, a dog and a rabbit sit in a row",
    "一只狗和一只猫坐在房子前",
]


@pytest.mark.parametrize("size", ["16:9", "9:16"])
@pytest.mark.parametrize("prompt", PROMPTS)
def test_who_is_named_is_whole_and_hidden_by_nobody_from_the_first_to_the_last_frame(
    prompt: str, size: str
) -> None:
    for board in boards(prompt, size, seeds=2):
        assert list(offences(board, board.shots[0])) == []


def test_a_camera_that_nobody_asked_for_leaves_its_subject_in_the_middle_half() -> None:
    for board in boards("A crab stands on the beach", "16:9", seeds=6):
        shot = board.shots[0]
        framing = Framing(board, shot)
        (crab,) = framing.cast
        for number in (0, shot.frames - 1):
            moment = framing.moment(number)
            across = crab.unit(framing.camera, moment, crab.act(moment), board.height, board.width)[0, 2]
            assert 0.25 < across / board.width < 0.75


def test_a_camera_that_was_asked_for_goes_all_its_way() -> None:
    asked, *_ = boards("A crab stands on the beach, the camera trucks right", "16:9", seeds=1)
    assert asked.shots[0].sweep == 1.0


def test_a_house_is_larger_than_the_dog_before_it() -> None:
    for board in boards("A dog sits in front of the house", "16:9", seeds=3):
        dog, house = sorted(seen(board, board.shots[0], looks=3), key=lambda who: who.name)
        assert max(house.tall) > 0.9 * max(dog.tall)


@pytest.mark.parametrize("prompt", ["A close-up of a girl and her dog", "特写：一个女孩和她的狗"])
@pytest.mark.parametrize("size", ["16:9", "9:16"])
def test_a_close_up_of_two_shows_the_faces_of_both_from_near(prompt: str, size: str) -> None:
    for board in boards(prompt, size, seeds=3):
        everybody = seen(board, board.shots[0], looks=5)
        assert len(everybody) == 2
        for who in everybody:
            assert min(who.inside) > 0.6
            assert min(who.top) > 0
            assert max(who.hidden) < 0.3
        assert sum(max(who.tall) for who in everybody) > (1.0 if size == "16:9" else 0.6)


def test_a_ship_sails_past_a_lighthouse_on_the_sea() -> None:
    for board in boards("A ship sails past a lighthouse", "16:9", seeds=3):
        shot = board.shots[0]
        assert shot.setting is Setting.SEA
        tall = {who.name: who for who in seen(board, shot, looks=5)}
        assert max(tall["lighthouse"].hidden) < 0.5
        assert not tall["ship"].performer.hanging


def test_several_who_walk_keep_their_distance_to_each_other() -> None:
    (board,) = boards("Four camels walk through the desert, the camera trucks right", "21:9", seeds=1)
    for camel in seen(board, board.shots[0], looks=5):
        assert max(camel.hidden) < 0.5
        assert min(camel.inside) > 0.95


@pytest.mark.parametrize("size", ["16:9", "9:16"])
def test_who_flies_over_a_castle_leaves_it_in_sight(size: str) -> None:
    for board in boards("A dragon flies over a castle", size, seeds=2):
        dragon, castle = sorted(seen(board, board.shots[0], looks=5), key=lambda who: who.name, reverse=True)
        assert (dragon.name, castle.name) == ("dragon", "castle")
        assert max(castle.hidden) < 0.35
        assert min(dragon.inside) > 0.95
        assert max(dragon.tall) > 0.2


def test_a_train_has_a_track_under_its_wheels() -> None:
    (board,) = boards("A steam train crosses a meadow", "16:9", seeds=1)
    framing = Framing(board, board.shots[0])
    (train,) = framing.cast
    track = next(layer for layer in framing.scene.layers if layer.name == "track")
    foot = train.foot(train.near, framing.moment(0))
    assert track.top < foot < track.bottom
    assert 0 < train.near - track.near < 0.01


@pytest.mark.parametrize("prompt", ["A bus drives through the city", "A toy train stands in a studio"])
def test_nothing_else_has_a_track(prompt: str) -> None:
    (board,) = boards(prompt, "16:9", seeds=1)
    assert not any(layer.name == "track" for layer in Framing(board, board.shots[0]).scene.layers)


def test_grass_in_front_is_no_wall_for_a_camera_that_looks_down() -> None:
    kit = Kit(5, 1.78, Weather.CLEAR, 0.0, (), 1.0)
    front = foreground_grass(kit, 1.3, 0.965, 0.06, rgb("5f9f3d"), flowers=False)

    def covered(bottom: float) -> float:
        canvas = Canvas(-0.9, 0.8, 0.9, bottom, 200)
        front.paint(canvas, light_of(TimeOfDay.DAY, Weather.CLEAR))
        return float((canvas.pixels[-10:, :, 3] > 0).mean())

    assert covered(1.03) > 0.8
    assert covered(1.3) < 0.05


def test_who_eats_and_says_something_bites_when_the_line_is_over_and_never_jumps() -> None:
    prompt = 'A panda eats a slice of pizza in a kitchen and says: "This is delicious!"'
    (board,) = boards(prompt, "16:9", seeds=1, seconds=4)
    framing, line = Framing(board, board.shots[0]), board.lines[0]
    panda = next(who for who in framing.cast if who.subject.name == "panda")
    acts = [panda.act(framing.moment(number)) for number in range(board.frames)]
    bites = [act.push if act.cue == "eat" else 0.0 for act in acts]
    assert max(bites[line.start : line.end]) < 0.05
    assert max(bites[line.end :]) > 0.8
    assert max(abs(after - before) for before, after in pairwise(bites)) < 0.45


@pytest.mark.parametrize(
    "prompt",
    [
        "A man and a woman sit at a table in a restaurant",
        "A cat and a dog sit on a sofa",
        "A boy and a girl sit in a boat",
        "一个男孩和一个女孩坐在小船里",
    ],
)
def test_two_who_share_a_seat_sit_side_by_side(prompt: str) -> None:
    for board in boards(prompt, "16:9", seeds=2):
        framing = Framing(board, board.shots[0])
        moment = framing.moment(0)
        places = [
            who.unit(framing.camera, moment, who.act(moment), board.height, board.width)[0, 2] / board.height
            for who in framing.cast
            if who.subject.bond is not None
        ]
        assert len(places) == 2
        assert abs(places[0] - places[1]) > 0.12


@pytest.mark.parametrize("place", ["树下", "一棵大树旁边", "房子后面", "房子前"])
def test_who_stands_beside_a_tree_is_not_on_it(place: str) -> None:
    (board,) = boards(f"一个女孩站在{place}", "16:9", seeds=1)
    girl = next(subject for subject in board.shots[0].subjects if subject.name == "女孩")
    assert girl.bond is None


@pytest.mark.parametrize("place", ["屋顶上", "石头上", "树枝上"])
def test_who_stands_on_something_is_on_it(place: str) -> None:
    (board,) = boards(f"一只小鸟站在{place}", "16:9", seeds=1)
    bird = next(subject for subject in board.shots[0].subjects if subject.name == "小鸟")
    assert bird.bond is not None


@pytest.mark.parametrize(
    "prompt",
    [
        "A bear behind a tree",
        "A boy hides behind a big tree",
        "一个男人站在房子后面",
        "A ghost floats behind a girl",
    ],
)
def test_who_is_behind_something_is_drawn_before_it_and_seen(prompt: str) -> None:
    for board in boards(prompt, "16:9", seeds=2):
        back, _ = sorted(seen(board, board.shots[0], looks=3), key=lambda who: who.performer.near)
        assert back.name in ("bear", "boy", "男人", "ghost")
        assert max(back.hidden) < 0.5


@pytest.mark.parametrize("words", ["sit in a row", "stand in a row"])
def test_who_sits_in_a_row_sits_on_the_ground(words: str) -> None:
    (board,) = boards(f"A cat, a dog and a rabbit {words}", "16:9", seeds=1)
    assert not any(subject.airborne for subject in board.shots[0].subjects)
