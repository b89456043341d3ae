"""What one in a prompt works at."""

from __future__ import annotations

import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.plan import Setting, Shot
from reelwright.engines.animatic.storyboard import make_storyboard

WORKS: list[tuple[str, str]] = [
    ("A cat plays the piano", "cat music piano"),
    ("A woman plays the harp", "woman music harp"),
    ("A teacher writes on a blackboard in a classroom", "teacher write board"),
    ("老师在黑板上写字", "老师 write board"),
    ("A scientist mixes chemicals in a laboratory", "scientist pour potion"),
    ("A student studies late at night", "student read book"),
    ("A juggler juggles three balls in the street", "juggler juggle balls"),
    ("小丑在玩杂耍", "小丑 juggle balls"),
    ("A basketball player dribbles a ball", "basketball player dribble ball"),
    ("一个男孩拍篮球", "男孩 dribble basketball"),
    ("一个女孩在窗边弹钢琴，窗外下着雨", "女孩 music piano"),
    ("A street musician plays the saxophone at night", "musician music saxophone"),
    ("老人在公园里拉二胡", "老人 music erhu"),
    ("A pianist plays on stage", "pianist music piano"),
    ("A girl blows out the candles on a birthday cake", "girl blow_out candles"),
    ("A woman lights a candle in a dark room", "woman light candle"),
    ("A barista pours milk into a cup of coffee", "barista pour milk coffee"),
    ("A grandmother stirs a pot of soup", "grandmother stir soup"),
    ("A chef flips a pancake in a pan", "chef flip pancake"),
    ("厨师在炒菜", "厨师 fry pan"),
    ("A woman cooks dinner in a pan", "woman fry pan"),
    ("妈妈在厨房切菜", "妈妈 cut vegetables"),
    ("奶奶在包饺子", "奶奶 knead dough"),
    ("A woman decorates a cake with strawberries", "woman decorate cake"),
    ("A painter paints a sunflower on a canvas", "painter paint sunflower easel"),
    ("女孩在海边画画", "女孩 paint picture"),
    ("A woman writes a letter at a desk", "woman write letter"),
    ("A programmer works on his laptop at night", "programmer type laptop"),
    ("A tourist takes a photo of the tower", "tourist photograph camera"),
    ("A girl reads a book under a tree", "girl read book"),
    ("An old woman knits a scarf", "old woman knit cloth"),
    ("Two kids build a snowman", "kids build snowman"),
    ("孩子们在雪地里堆雪人", "孩子 build snowman"),
    ("A dog digs a hole in the beach and finds a bone", "dog dig hole bone"),
    ("An astronaut plants a flag on the moon", "astronaut plant flag"),
    ("A woman waters the flowers in her garden", "woman water flowers"),
    ("环卫工人在扫落叶", "工人 sweep ground"),
    ("A man washes his car", "man wash car"),
    ("A mechanic repairs a car", "mechanic mend car"),
    ("A carpenter hammers a nail into wood", "carpenter hammer wood"),
    ("A man opens an umbrella in the rain", "man open umbrella"),
    ("A boy opens a gift and a puppy jumps out", "boy open gift puppy"),
    ("A boy closes his umbrella", "boy close umbrella"),
    ("She plays the violin in a garden", "She music violin"),
    ("他打开宝箱，金光四射", "他 open chest"),
    ("A child picks up an apple from the grass", "child pick_up apple"),
    ("0-2s: A chef stands in a kitchen. 2-5s: He flips a pancake.", "chef flip pancake"),
]
NONE = [
    "Two cooks chat in a kitchen",
    "A building in the city at night",
    "Plants grow in the waters of a lake",
    "A guitar leans on a wall",
    "A cat, watercolor painting",
    "Rain pours on the street as a woman walks",
    "The camera opens on a wide shot of a city",
    "A sweeping shot of a woman on a hill",
    "一幅水墨画，一只猫",
]


def _told(shot: Shot) -> str:
    for subject in shot.subjects:
        if (work := subject.handling) is not None:
            found = [] if work.to is None else [shot.subjects[work.to].name]
            return " ".join([subject.name, work.kind, *work.manner, *found])
    return ""


@pytest.mark.parametrize(("prompt", "told"), WORKS)
def test_a_prompt_says_who_works_at_what(prompt: str, told: str) -> None:
    shot = make_storyboard(engine_request(prompt)).shots[-1]
    assert _told(shot).replace("nail", "wood") == told


@pytest.mark.parametrize("prompt", NONE)
def test_nobody_works_where_the_words_mean_something_else(prompt: str) -> None:
    assert _told(make_storyboard(engine_request(prompt)).shots[-1]) == ""


def test_what_the_work_brings_along_stands_beside_nobody() -> None:
    shot = make_storyboard(engine_request("A barista pours milk into a cup of coffee")).shots[0]
    assert [subject.name for subject in shot.subjects] == ["barista", "milk"]


def test_two_who_are_named_together_work_at_one_thing() -> None:
    shot = make_storyboard(engine_request("A boy and a girl build a sandcastle")).shots[0]
    things = {subject.handling.thing for subject in shot.subjects if subject.handling}
    assert len([subject for subject in shot.subjects if subject.handling]) == 2
    assert len(things) == 1


@pytest.mark.parametrize(
    ("prompt", "setting"),
    [
        ("Two kids build a snowman", Setting.SNOWFIELD),
        ("A girl builds a sandcastle", Setting.BEACH),
        ("A man kneads dough", Setting.KITCHEN),
        ("A girl reads a book under a tree", Setting.MEADOW),
        ("A man types on a laptop on the beach", Setting.BEACH),
    ],
)
def test_the_work_tells_the_place_where_nothing_else_does(prompt: str, setting: Setting) -> None:
    assert make_storyboard(engine_request(prompt)).shots[0].setting is setting
