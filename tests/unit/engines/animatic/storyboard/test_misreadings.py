"""Words that mean one thing to a camera crew, an advertiser or a poet, and another to a reader of single nouns."""

from __future__ import annotations

import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.plan import Action, CameraMove, Setting, Shot, TimeOfDay, Weather
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


@pytest.mark.parametrize(
    ("prompt", "art"),
    [
        ("An old train crosses a stone viaduct", ["locomotive"]),
        ("Night drive through a neon city, POV from the driver's seat", []),
        ("Skincare serum bottle on a marble podium", ["lotion-bottle"]),
        ("Minimalist Japanese tea room, tatami, sliding doors", []),
        ("Liquid gold flows and forms a sphere, dark background", []),
        ("Grandmother and grandchild in a kitchen", ["old-woman-standing", "child-standing"]),
    ],
)
def test_what_a_noun_is_made_of_or_belongs_to_is_not_a_second_thing(prompt: str, art: list[str]) -> None:
    assert pieces(prompt) == art


def test_a_crowd_in_the_background_stands_behind_those_who_fight() -> None:
    subjects = first("Two boxers fight in the ring, crowd in the background").subjects
    depths = {subject.name: subject.depth for subject in subjects}
    assert depths["crowd"] > depths["boxers"] + 0.2


def test_a_giant_robot_is_larger_than_a_robot() -> None:
    sizes = [
        first(f"{who} walks through the city").subjects[0].size for who in ("Giant mecha robot", "Robot")
    ]
    assert sizes[0] > sizes[1]


def test_a_girlfriend_is_grown_up() -> None:
    subjects = first("A man and his girlfriend stand on a bridge").subjects
    assert subjects[0].size == subjects[1].size


def test_a_dog_among_leaves_is_the_one_that_rolls() -> None:
    actions = {subject.art: subject.action for subject in first("一只柯基在秋天的落叶中打滚").subjects}
    assert actions["dog"] is Action.SPIN


def test_lotus_lamps_float_and_the_family_does_not() -> None:
    actions = {
        subject.art: subject.action for subject in first("河面上漂着许多荷花灯，一家人站在河边").subjects
    }
    assert (actions["lotus"], actions["person-standing"]) == (Action.FLOAT, Action.IDLE)


@pytest.mark.parametrize("prompt", ["A creepy doll sits in an abandoned attic", "昏暗的走廊里站着一个人影"])
def test_dark_and_abandoned_rooms_are_dark(prompt: str) -> None:
    shot = first(prompt)
    assert (shot.setting, shot.time) == (Setting.ROOM, TimeOfDay.NIGHT)


def test_who_runs_in_the_rain_runs() -> None:
    assert first("男人在雨中奔跑").subjects[0].action is Action.RUN
    assert first("A girl in the rain dances").subjects[0].action is Action.DANCE


def test_an_old_couple_that_dances_is_an_old_man_and_an_old_woman() -> None:
    art = pieces("An old couple dances slowly in their living room")
    assert art == ["old-man-standing", "old-woman-standing"]


def test_flying_cars_fly() -> None:
    subject = first("Robot city at night, flying cars, rain").subjects[0]
    assert (subject.action, subject.airborne) == (Action.FLY, True)


@pytest.mark.parametrize(
    ("prompt", "art"),
    [
        ("A submarine dives into the deep ocean", ["submarine"]),
        ("女孩在雪山上单板滑雪", ["snowboarder"]),
        ("cat, sunglasses, sitting, neon city background, cool, 4k", ["cat-front"]),
        ("桜の木の下で猫が眠っている", ["cat-front"]),
        ("除夕夜，一家人围坐在客厅里，窗外烟花绽放", ["person-sitting"]),
    ],
)
def test_sports_tags_and_other_languages_show_the_right_piece(prompt: str, art: list[str]) -> None:
    assert pieces(prompt) == art


def test_a_castle_in_the_clouds_stays_there_though_a_waterfall_is_named() -> None:
    assert first("悬浮在云端的城堡，瀑布从岛屿边缘落下").setting is Setting.SKY


def test_a_dark_corridor_is_a_corridor() -> None:
    assert first("A girl stands at the end of a dark corridor").setting is Setting.ROOM


@pytest.mark.parametrize(
    ("prompt", "setting", "art"),
    [
        ("Modern kitchen interior with marble island", Setting.KITCHEN, []),
        ("Gold necklace on black velvet", Setting.STUDIO, ["necklace"]),
        ("Smoke and colored powder explode, black background", Setting.STUDIO, []),
        ("Una mujer baila flamenco en un escenario", Setting.STAGE, ["woman-dancing"]),
        ("Kayakers paddle down a wild river", Setting.LAKE, ["person-rowing-boat"]),
        ("Snow falls on a village, a sleigh in the sky", Setting.MEADOW, ["sled", "house"]),
        ("A shepherd walks down a country road", Setting.MEADOW, ["man-walking"]),
        ("An old man sits by lamp light", Setting.ROOM, ["old-man-sitting"]),
    ],
)
def test_places_and_things_of_everyday_prompts_are_found(
    prompt: str, setting: Setting, art: list[str]
) -> None:
    assert first(prompt).setting is setting
    assert pieces(prompt) == art


@pytest.mark.parametrize(
    "prompt", ["中秋节，一家人在院子里吃月饼", "A family in their house on Christmas Eve"]
)
def test_feasts_of_the_night_are_by_night(prompt: str) -> None:
    assert first(prompt).time is TimeOfDay.NIGHT


def test_a_misty_forest_is_misty() -> None:
    assert first("A deer in a misty forest").weather is Weather.FOG


def test_a_prompt_of_which_nothing_is_understood_says_so() -> None:
    def warned(prompt: str) -> bool:
        return any("understood" in warning for warning in make_storyboard(engine_request(prompt)).warnings)

    assert warned("Ein Hund rennt durch den Wald")
    assert not warned("A dog runs through the forest")
    assert not warned("水墨风格的山水")


def test_a_cowboy_rides_in_open_country() -> None:
    shot = first("A COWBOY RIDES HIS HORSE INTO THE SUNSET, DUST EVERYWHERE")
    assert (shot.setting, [subject.art for subject in shot.subjects]) == (Setting.DESERT, ["horse-racing"])


def test_words_of_two_meanings_keep_the_everyday_one() -> None:
    assert pieces("A girl blowing bubbles in the park") == ["girl-standing", "bubbles"]
    assert first("A man carves a pumpkin").subjects[0].action is not Action.DRIVE
    assert first("An abandoned puppy sits on the road").time is TimeOfDay.DAY
    assert first("A car with a chrome grill on a highway").setting is Setting.STREET


def test_the_colour_of_a_suit_is_not_that_of_the_coffee() -> None:
    coffee = first("A man in a black suit drinks coffee").subjects[-1]
    assert (coffee.art, coffee.colour) == ("hot-beverage", None)
    assert first("A white running dog in the park").subjects[0].colour == "#f2f2f0"
