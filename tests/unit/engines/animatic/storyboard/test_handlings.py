"""What one in a prompt does to a thing."""

from __future__ import annotations

import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.plan import Shot
from reelwright.engines.animatic.storyboard import make_storyboard

HANDLINGS: list[tuple[str, str]] = [
    ("A boy kicks a football into the goal", "boy kick football to goal"),
    ("一个男孩踢足球", "男孩 kick 足球"),
    ("男孩把足球踢进球门", "男孩 kick 足球 to 球门"),
    ("A girl plays football", "girl kick football"),
    ("A man kicks a can down the street", "man kick can"),
    ("An elephant kicks a big red ball", "elephant kick ball"),
    ("A robot kicks a gizmo", "robot kick gizmo"),
    ("A mother pushes a stroller in the park", "mother push stroller"),
    ("妈妈推着婴儿车在公园里散步", "妈妈 push 婴儿车"),
    ("An old man pushes a wheelbarrow", "old man push wheelbarrow"),
    ("A man throws a paper airplane off a rooftop", "man throw paper airplane"),
    ("A boy flies a paper airplane in his bedroom", "boy throw paper airplane"),
    ("女孩扔纸飞机", "女孩 throw 纸飞机"),
    ("A man throws a dart", "man throw dart to bullseye"),
    ("A man skips a stone across a lake", "man throw stone"),
    ("A golfer putts the ball", "golfer hit ball"),
    ("一个女孩打网球", "女孩 hit 网球"),
    ("A boy shoots a basketball", "boy shoot basketball to basketball-hoop"),
    ("男人投篮", "男人 shoot ball to basketball-hoop"),
    ("A woman bowls a bowling ball at the pins", "woman roll bowling ball to bowls"),
    ("A cat plays with a ball of yarn", "cat roll ball of yarn"),
    ("A bear rolls a log", "bear roll log"),
    ("A cat knocks a glass off the table", "cat knock glass to bare-table"),
    ("猫把杯子推下桌子", "猫 knock 杯子 to bare-table"),
    ("A woman drops a vase", "woman drop vase"),
    ("A girl releases a balloon", "girl release balloon"),
    ("一个男人放飞一只鸽子", "男人 release 鸽子"),
    ("A man lifts a barbell over his head", "man lift barbell"),
    ("A girl catches a falling apple", "girl catch apple"),
    ("A boy pulls a sled through the snow", "boy pull sled"),
    ("A horse pulls a cart", "horse pull cart"),
    ("0-2s: a dog sleeps. 2-5s: a boy kicks a ball", "boy kick ball"),
    ("0-2s: a boy runs in a park. 2-5s: he kicks a football into the goal", "boy kick football to goal"),
    ("She releases a white dove", "She release dove"),
]
NONE = [
    "Two boys kick a ball to each other",
    "A kick drum on a stage",
    "Push in on a man at a table",
    "The camera pushes in on a vase",
    "镜头推向一只猫",
    "A boy stands beside a ball",
    "Snow drops from a tree",
    "the dogs' bowls and the cats' toys",
    "A magician pulls a rabbit out of a hat",
    "Fog rolls in over the hills",
    "A man catches a fish",
    "A boy throws a ball to a dog",
    "A waitress serves a cup of coffee",
]


def _told(shot: Shot) -> str:
    for subject in shot.subjects:
        if (handling := subject.handling) is not None:
            thing = shot.subjects[handling.thing]
            assert thing.bond is None
            assert thing.handling is None
            aim = "" if handling.to is None else f" to {shot.subjects[handling.to].name}"
            return f"{subject.name} {handling.kind} {shot.subjects[handling.thing].name}{aim}"
    return ""


@pytest.mark.parametrize(("prompt", "expected"), HANDLINGS)
def test_it_is_understood_who_does_what_to_which_thing(prompt: str, expected: str) -> None:
    assert _told(make_storyboard(engine_request(prompt)).shots[-1]) == expected


@pytest.mark.parametrize("prompt", NONE)
def test_words_that_only_look_like_it_are_no_handling(prompt: str) -> None:
    assert _told(make_storyboard(engine_request(prompt)).shots[0]) == ""


def test_an_unknown_thing_is_a_card_of_sensible_size() -> None:
    shot = make_storyboard(engine_request("A robot kicks a gizmo")).shots[0]
    robot, card = shot.subjects[0], next(subject for subject in shot.subjects if subject.name == "gizmo")
    assert card.art is None
    assert 0.1 * robot.size < card.size < 0.5 * robot.size
