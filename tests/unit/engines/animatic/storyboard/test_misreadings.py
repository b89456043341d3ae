"""Words that mean one thing to a camera crew, an advertiser or a poet, and another to a reader of single nouns."""

from __future__ import annotations

import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.plan import Action, CameraMove, Setting, Shot
from reelwright.engines.animatic.storyboard import make_storyboard


def first(prompt: str) -> Shot:
    """Return the first shot of a prompt."""
    return make_storyboard(engine_request(prompt)).shots[0]


def pieces(prompt: str) -> list[str | None]:
    """Return the artwork of the first shot."""
    return [subject.art for subject in first(prompt).subjects]


@pytest.mark.parametrize(
    ("prompt", "art"),
    [
        ("A winding river below pine-covered mountains, slow drone push in", []),
        ("A skier carves down a powder slope, helicopter tracking shot", ["skier"]),
        ("Whip pan from a musician to the street", ["singer-standing"]),
        ("A red sports car on a road, dynamic car commercial", ["racing-car"]),
        ("Sizzling steak on a grill, food commercial", ["cut-of-meat"]),
        ("A baby sits on a soft blanket, warm home lighting", ["baby"]),
        ("A car at night, police cars with sirens", ["automobile", "police-car"]),
        ("In the heart of a market a merchant smiles", ["man-standing"]),
        ("1girl, silver hair, school uniform, anime, masterpiece", ["girl-standing"]),
        ("A girl and a giant fluffy creature wait at a bus stop", ["girl-standing", "alien-monster"]),
        ('The title "HELLO" appears in glowing letters over a starry sky', []),
        ("Golden particles swirl and form a logo, black background", []),
        ("A hacker typing on a glowing keyboard", ["person-walking", "laptop"]),
        ("宫女提着灯笼走过长廊", ["woman-walking", "red-paper-lantern"]),
        ("森林中的小精灵扇动翅膀", ["woman-fairy"]),
        ("高端腕表广告，黑色背景", ["wristwatch"]),
    ],
)
def test_only_what_the_prompt_wants_to_be_seen_is_shown(prompt: str, art: list[str]) -> None:
    assert pieces(prompt) == art


def test_a_car_commercial_about_nothing_else_shows_a_car() -> None:
    assert pieces("Car commercial, dramatic light") == ["automobile"]


def test_two_friends_who_are_named_one_by_one_are_two_people() -> None:
    prompt = 'Two friends sit in a cafe. The woman says: "Hi." The man smiles and replies: "Hello."'
    assert [subject.count for subject in first(prompt).subjects] == [1, 1]


def test_falling_blossom_does_not_throw_the_samurai_down() -> None:
    subject = first("A lone samurai stands in the grass, cherry blossoms falling").subjects[0]
    assert subject.action is Action.IDLE


def test_fabrics_that_sway_do_not_make_the_merchant_dance() -> None:
    prompt = "Under colorful fabrics swaying in the breeze, an elderly merchant arranges spices"
    assert first(prompt).subjects[0].action is Action.IDLE


def test_embers_in_the_air_leave_the_village_on_the_ground() -> None:
    assert first("A dragon over a burning village, embers in the air").setting is not Setting.SKY


def test_boats_before_mountains_lie_in_water() -> None:
    assert first("Three boats in front of the mountains").setting is Setting.LAKE


@pytest.mark.parametrize(
    ("prompt", "move"),
    [
        ("Dolly zoom on a detective", CameraMove.PUSH_IN),
        ("Whip pan across a crowd", CameraMove.PAN_RIGHT),
        ("Drone flies over a city at night", CameraMove.CRANE_UP),
        ("希区柯克变焦，一名侦探", CameraMove.PUSH_IN),
        ("一镜到底，女孩走过街道", CameraMove.FOLLOW),
    ],
)
def test_words_of_the_trade_move_the_camera(prompt: str, move: CameraMove) -> None:
    assert first(prompt).camera is move


@pytest.mark.parametrize("prompt", ["A cat on a black background", "一只猫，黑色背景"])
def test_a_black_background_is_black(prompt: str) -> None:
    shot = first(prompt)
    assert (shot.setting, shot.palette) == (Setting.STUDIO, ("#26262a",))


@pytest.mark.parametrize(
    "prompt", ["Un gato negro camina por los tejados de noche", "夕暮れの海辺を歩く少女"]
)
def test_common_words_of_spanish_and_japanese_are_read(prompt: str) -> None:
    shot = first(prompt)
    assert (len(shot.subjects), shot.subjects[0].action) == (1, Action.WALK)
