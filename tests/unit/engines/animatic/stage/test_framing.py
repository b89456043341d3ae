"""Who is named is whole in the frame, and nobody stands before anybody else."""

from __future__ import annotations

import pytest
from scripts.framing import boards, offences, seen

from reelwright.engines.animatic.plan import CameraMove, Setting, Shot, Storyboard, Subject
from reelwright.engines.animatic.stage.framing import Framing

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


def test_a_close_up_of_two_shows_both() -> None:
    for board in boards("A close-up of a girl and her dog", "16:9", seeds=3):
        everybody = seen(board, board.shots[0], looks=5)
        assert {who.name for who in everybody} == {"girl", "dog"}
        for who in everybody:
            assert min(who.inside) > 0.95
            assert max(who.hidden) < 0.3
            assert min(who.tall) > 0.3
