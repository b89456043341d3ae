"""What two in a prompt do with each other."""

from __future__ import annotations

import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.plan import Shot
from reelwright.engines.animatic.storyboard import make_storyboard

DUETS: list[tuple[str, str]] = [
    ("A man and a woman hug in the park", "man hug woman"),
    ("两个女孩在公园里拥抱", "女孩 hug 女孩"),
    ("A mother hugs her daughter", "mother hug daughter"),
    ("A prince kisses a princess", "prince kiss princess"),
    ("一只猫亲吻一只狗", "猫 kiss 狗"),
    ("Two robots fight in the city", "robots fight robots"),
    ("A knight fights a dragon", "knight fight dragon"),
    ("武士和忍者决斗", "武士 fight 忍者"),
    ("A man shakes hands with a robot", "man shake_hands robot"),
    ("Two boys high-five on the playground", "boys high_five boys"),
    ("A couple dances a waltz", "couple dance couple"),
    ("A cat and a dog dance together", "cat dance dog"),
    ("A dog chases a cat through the garden", "dog chase cat"),
    ("A cat is chased by a dog", "dog chase cat"),
    ("一只狗追着一只猫", "狗 chase 猫"),
    ("Two cars race on a highway", "cars race cars"),
    ("A boy gives a flower to a girl", "boy give girl with flower"),
    ("一个男孩把礼物递给女孩", "男孩 give 女孩 with 礼物"),
    ("A girl feeds a horse an apple", "girl feed horse with apple"),
    ("一个小女孩喂兔子吃胡萝卜", "小女孩 feed 兔子 with 胡萝卜"),
    ("A woman strokes her cat", "woman pet cat"),
    ("老人抚摸着一只狗", "老人 pet 狗"),
    ("A father and son play catch", "father catch son with ball"),
    ("A girl throws a ball to a dog", "girl catch dog with ball"),
    ("Two children kick a ball on the beach", "children catch children with ball"),
    ("Three kids play football", "kids catch kids with football"),
    ("Two kids throw a frisbee", "kids catch kids with frisbee"),
    ("两个男孩踢足球", "男孩 catch 男孩 with 足球"),
    ("A man pushes a car", "man push car"),
    ("Two boys play tug of war", "boys tug boys"),
    ("A girl leads a horse", "girl lead horse"),
    ("Two men play chess", "men game men with table"),
    ("Children hold hands in a circle", "Children hold_hands Children"),
    ("孩子们手拉手围成一圈", "孩子 hold_hands 孩子"),
    ("Two sharks chase a fish", "sharks chase fish"),
    ("A T-rex chases a car", "T-rex chase car"),
    ("A horse nuzzles a foal", "horse kiss foal"),
    ("A robot hands a cup of coffee to a woman", "robot give woman with cup of coffee"),
    ("两个商人握手", "商人 shake_hands 商人"),
    ("A monkey throws a banana to another monkey", "monkey catch monkey with banana"),
    ("A cat plays with a dog", "cat play dog"),
    ("两只小猫在草地上玩耍", "小猫 play 小猫"),
    ("A grandmother gives a cookie to her grandson", "grandmother give grandson with cookie"),
    ("一只猫和一只狗在草地上，它们互相追逐", "猫 chase 狗"),
    ("A man and a woman talk in a cafe", "man talk woman"),
    ("A girl runs to her grandfather and hugs him", "girl hug grandfather"),
    ("一个男孩跑向他的妈妈，抱住她", "男孩 hug 妈妈"),
    ("A dog runs to a boy and licks him", "dog pet boy"),
    ("A man walks up to a horse and strokes it", "man pet horse"),
]
ALONE = [
    "A man and a woman play the violin",
    "A girl hugs her teddy bear",
    "A woman dances on the beach",
    "A robot fights in front of a castle",
    "A cat jumps while a man fights",
    "A boy gives a speech",
    "A car drives past a house",
]


def _duets(shot: Shot) -> list[str]:
    said = []
    for subject in shot.subjects:
        if subject.duet:
            thing = subject.duet.thing
            end = f" with {shot.subjects[thing].name}" if thing is not None else ""
            said.append(f"{subject.name} {subject.duet.kind} {shot.subjects[subject.duet.to].name}{end}")
    return said


@pytest.mark.parametrize(("prompt", "wanted"), DUETS, ids=[prompt[:28] for prompt, _ in DUETS])
def test_who_acts_on_whom_is_in_the_storyboard(prompt: str, wanted: str) -> None:
    assert _duets(make_storyboard(engine_request(prompt)).shots[0]) == [wanted]


@pytest.mark.parametrize("prompt", ALONE)
def test_who_has_nobody_to_act_on_is_in_no_duet(prompt: str) -> None:
    assert _duets(make_storyboard(engine_request(prompt)).shots[0]) == []


def test_two_of_a_kind_become_two_subjects_who_face_each_other() -> None:
    one, other = make_storyboard(engine_request("Two robots fight")).shots[0].subjects
    assert one.count == other.count == 1
    assert one.facing == -other.facing
    assert (one.place < other.place) == (one.facing > 0)


def test_a_chase_goes_one_way_with_the_chaser_behind() -> None:
    dog, cat = make_storyboard(engine_request("A dog chases a cat")).shots[0].subjects
    assert dog.moves and cat.moves and dog.facing == cat.facing
    assert (cat.place - dog.place) * dog.facing > 0


def test_people_in_a_duet_are_seen_from_the_side_and_old_ones_keep_their_grey_hair() -> None:
    old, boy = make_storyboard(engine_request("An old man hugs a boy")).shots[0].subjects
    assert old.art == "man-walking" and dict(old.look)["hair"].startswith("#d")
    assert boy.size < old.size


def test_a_storyboard_tells_its_duets_as_plain_json() -> None:
    board = make_storyboard(engine_request("A boy gives a flower to a girl")).to_json()
    told = [subject["duet"] for subject in board["shots"][0]["subjects"] if subject["duet"]]
    assert told == [{"kind": "give", "to": 1, "thing": 2}]


@pytest.mark.parametrize(
    ("prompt", "kind"),
    [("A father carries his son on his shoulders", "in"), ("妈妈抱着女儿", "held")],
)
def test_a_child_that_is_carried_goes_where_its_carrier_goes(prompt: str, kind: str) -> None:
    carrier, child = make_storyboard(engine_request(prompt)).shots[0].subjects
    assert child.bond is not None and (child.bond.kind, child.bond.to) == (kind, 0)
    assert child.size < carrier.size


def test_the_young_of_an_animal_is_one_of_its_own_and_smaller() -> None:
    cat, kitten = make_storyboard(engine_request("A cat licks her kitten")).shots[0].subjects
    assert kitten.art == cat.art and kitten.size < 0.7 * cat.size
    assert len(make_storyboard(engine_request("A cat plays. The kitten jumps")).shots[0].subjects) == 1


def test_birds_that_are_fed_come_down_to_the_ground() -> None:
    woman, pigeons = make_storyboard(engine_request("A woman feeds pigeons in the park")).shots[0].subjects
    assert not pigeons.airborne and pigeons.facing == -woman.facing


def test_a_close_up_of_two_keeps_both_and_what_touches() -> None:
    man, woman = make_storyboard(engine_request("Close-up of a man and a woman kissing")).shots[0].subjects
    assert man.size == woman.size > 0.55
    assert man.art == "man-walking"


def test_a_baby_is_fed_in_the_picture_that_there_is_of_it_and_smaller_than_its_mother() -> None:
    (woman,) = make_storyboard(engine_request("A woman feeds a baby")).shots[0].subjects
    assert woman.art == "woman-feeding-baby"
    mother, baby = make_storyboard(engine_request("A mother kisses her baby")).shots[0].subjects
    assert baby.size < 0.6 * mother.size


def test_who_does_something_new_in_the_next_shot_no_longer_does_what_both_did() -> None:
    first, second = make_storyboard(engine_request("0-2s: two boys fight. 2-4s: they jump")).shots
    assert len(_duets(first)) == 1 and _duets(second) == []


def test_those_of_the_shot_before_act_on_each_other_where_a_shot_says_they_do() -> None:
    first, second = make_storyboard(
        engine_request("0-2s: a boy and a girl stand in a park. 2-4s: they hug")
    ).shots
    assert (_duets(first), _duets(second)) == ([], ["boy hug girl"])
    assert second.subjects[0].art == "boy-walking"


def test_those_who_hug_are_not_joined_by_the_picture_of_a_hug() -> None:
    board = make_storyboard(engine_request("A girl runs to her grandfather in the park and hugs him"))
    assert len(board.shots[0].subjects) == 2
