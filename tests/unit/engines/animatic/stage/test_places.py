"""Places of their own: libraries, canyons, harbours; windmills, northern lights; bold styles."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.plan import (
    Action,
    CameraMove,
    Setting,
    Shot,
    Storyboard,
    Style,
    Subject,
    TimeOfDay,
)
from reelwright.engines.animatic.stage import stage_frames
from reelwright.engines.animatic.stage.casting import edged
from reelwright.engines.animatic.stage.director import Director
from reelwright.engines.animatic.stage.places import place_of
from reelwright.engines.animatic.storyboard import make_storyboard
from reelwright.media.frames import Frame

WIDTH, HEIGHT = 320, 180


def draw(
    setting: Setting,
    *features: str,
    time: TimeOfDay = TimeOfDay.DAY,
    frames: int = 1,
    subjects: tuple[Subject, ...] = (),
    size: tuple[int, int] = (WIDTH, HEIGHT),
) -> list[Frame]:
    shot = Shot(
        0,
        frames,
        "",
        setting=setting,
        camera=CameraMove.STATIC,
        time=time,
        features=features,
        subjects=subjects,
    )
    return list(stage_frames(Storyboard("", 7, *size, 24, frames, (shot,)), shot))


PLACES = [
    ("A student reads in the library", Setting.ROOM, "library"),
    ("老师在教室里讲课", Setting.ROOM, "classroom"),
    ("A doctor walks through a hospital corridor", Setting.ROOM, "hospital"),
    ("一个男人在健身房举重", Setting.ROOM, "gym"),
    ("An astronaut walks inside a spaceship", Setting.ROOM, "spaceship"),
    ("A man waits at the train station", Setting.STREET, "station"),
    ("地铁站里一个女孩在等车", Setting.STREET, "subway"),
    ("A woman buys fruit at a market", Setting.STREET, "market"),
    ("A plane stands at the airport", Setting.STREET, "airfield"),
    ("A girl stands on a rooftop", Setting.CITY, "rooftop"),
    ("A football player in the stadium", Setting.PARK, "stadium"),
    ("A boy jumps into a swimming pool", Setting.PARK, "pool"),
    ("A fishing boat leaves the harbour at dawn", Setting.SEA, "harbour"),
    ("Lions on the savanna", Setting.MEADOW, "savanna"),
    ("清晨的梯田", Setting.MEADOW, "terraces"),
    ("A farmer in a vineyard", Setting.MEADOW, "vines"),
    ("A tulip field", Setting.MEADOW, "tulips"),
    ("Horses gallop through a canyon", Setting.MOUNTAINS, "canyon"),
    ("A bear walks out of a cave", Setting.MOUNTAINS, "cave"),
    ("A polar bear in an ice cave", Setting.SNOWFIELD, "ice-cave"),
    ("A frog in a swamp", Setting.FOREST, "swamp"),
]


@pytest.mark.parametrize(("prompt", "setting", "feature"), PLACES, ids=[place for _, _, place in PLACES])
def test_a_place_that_is_named_is_shown(prompt: str, setting: Setting, feature: str) -> None:
    shot = make_storyboard(engine_request(prompt)).shots[0]
    assert shot.setting is setting
    assert feature in shot.features


@pytest.mark.parametrize(("setting", "feature"), [place[1:] for place in PLACES])
@pytest.mark.parametrize("size", [(WIDTH, HEIGHT), (180, 320)])
def test_a_place_of_its_own_looks_unlike_the_setting_it_belongs_to(
    setting: Setting, feature: str, size: tuple[int, int]
) -> None:
    plain, special = draw(setting, size=size)[0], draw(setting, feature, size=size)[0]
    assert (np.abs(plain.astype(np.int16) - special).max(axis=2) > 24).mean() > 0.2


def test_a_hospital_that_is_a_room_does_not_stand_in_it() -> None:
    (shot,) = make_storyboard(engine_request("A doctor walks through a hospital corridor")).shots
    assert [subject.art for subject in shot.subjects] == ["health-worker-standing"]


def test_who_swims_is_in_the_pool_and_who_jumps_stands_beside_it() -> None:
    def water(action: Action) -> float:
        who = Subject("boy", "boy-standing", action, size=0.3)
        feet = draw(Setting.PARK, "pool", subjects=(who,))[0][HEIGHT * 88 // 100 : HEIGHT * 94 // 100].astype(
            np.int16
        )
        return float((feet[..., 2] > feet[..., 0] + 40).mean())

    assert water(Action.SWIM) > 0.5
    assert water(Action.IDLE) < 0.2


def test_a_train_stands_on_the_rails_of_its_station() -> None:
    train = Subject("train", "locomotive", Action.IDLE, size=0.5)
    shot = Shot(0, 1, "", setting=Setting.STREET, features=("station",), subjects=(train,))
    alone = Shot(0, 1, "", setting=Setting.STREET, features=("station",))
    assert place_of(shot) is not None
    one, other = draw(Setting.STREET, "station", subjects=(train,))[0], draw(Setting.STREET, "station")[0]
    row = np.s_[HEIGHT * 90 // 100, : WIDTH // 6]
    assert place_of(shot) is not place_of(alone)
    assert one[row].mean() < other[row].mean() - 30  # the dark bed of the rails, not the platform


def test_people_on_a_platform_are_no_dolls_while_the_camera_follows_a_train() -> None:
    board = make_storyboard(engine_request("A train arrives at the station, people wait on the platform"))
    cast = Director(board, board.shots[0])._cast
    people = [who.tall for who in cast if who.subject.art == "person-standing"]
    assert len(people) == 3
    assert min(people) > 0.25


def test_the_sails_of_a_windmill_turn() -> None:
    still, mill = draw(Setting.MEADOW, frames=13), draw(Setting.MEADOW, "windmill", frames=13)
    sky = np.s_[: HEIGHT // 2]
    moved = [
        (np.abs(one[0][sky].astype(np.int16) - one[12][sky]).max(axis=2) > 40).sum() for one in (still, mill)
    ]
    assert moved[1] > moved[0] + 80


def test_northern_lights_are_green_and_sway() -> None:
    night = TimeOfDay.NIGHT
    plain = draw(Setting.SNOWFIELD, time=night)[0][: HEIGHT // 3].astype(np.int16)
    lights = [
        frame[: HEIGHT // 3].astype(np.int16)
        for frame in draw(Setting.SNOWFIELD, "aurora", time=night, frames=49)
    ]
    assert (lights[0][..., 1] - lights[0][..., 2]).mean() > (plain[..., 1] - plain[..., 2]).mean() + 8
    assert np.abs(lights[0] - lights[48]).mean() > 2


def test_northern_lights_have_a_clear_sky_over_the_snow() -> None:
    (shot,) = make_storyboard(engine_request("The aurora over a snowy cabin")).shots
    assert (shot.time, shot.weather) == ("night", "clear")


def test_a_subject_in_a_bold_style_has_a_line_around_it() -> None:
    picture = np.zeros((100, 100, 4), np.uint8)
    picture[20:80, 20:80] = (200, 40, 40, 255)
    lined = edged(picture, np.array([0.0, 0.0, 0.0], np.float32))
    assert lined[21, 50, 0] < 80
    assert lined[50, 50, 0] == 200
    assert (lined[..., :3] <= lined[..., 3:]).all()


@pytest.mark.parametrize("style", [Style.COMIC, Style.NEON])
def test_far_houses_are_fainter_in_a_bold_style(style: Style) -> None:
    shot = Shot(0, 1, "", setting=Setting.STREET, camera=CameraMove.STATIC)
    plain, bold = (
        next(iter(stage_frames(Storyboard("", 7, WIDTH, HEIGHT, 24, 1, (shot,), style=look), shot)))
        for look in (Style.FILM, style)
    )
    far = np.s_[HEIGHT * 40 // 100 : HEIGHT * 56 // 100, WIDTH * 30 // 100 : WIDTH * 70 // 100]
    assert bold[far].astype(np.float32).std() < 0.95 * plain[far].astype(np.float32).std()


@pytest.mark.parametrize(
    ("prompt", "count", "action"),
    [
        ("A camel caravan crosses the desert at sunset", 5, Action.WALK),
        ("A wolf pack runs across a frozen lake", 5, Action.RUN),
    ],
)
def test_a_caravan_is_more_than_one_camel(prompt: str, count: int, action: Action) -> None:
    subject = make_storyboard(engine_request(prompt)).shots[0].subjects[0]
    assert (subject.count, subject.action) == (count, action)


def test_what_is_cooked_or_picked_is_in_somebodys_hands_rather_than_on_the_floor() -> None:
    for prompt in (
        "A chef cooks noodles in a restaurant",
        "A farmer picks grapes in a vineyard",
        "奶奶在厨房包饺子",
    ):
        subjects = make_storyboard(engine_request(prompt)).shots[0].subjects
        worked_at = {subject.handling.thing for subject in subjects if subject.handling}
        in_hands = [subject.bond is not None or index in worked_at for index, subject in enumerate(subjects)]
        assert in_hands == [False, True]


def test_a_boat_leaves_the_harbour_without_leaves() -> None:
    (shot,) = make_storyboard(engine_request("A fishing boat leaves the harbour at dawn")).shots
    assert [subject.art for subject in shot.subjects] == ["motor-boat"]


def test_a_camera_of_its_own_choice_does_not_go_past_a_subject_in_an_upright_frame() -> None:
    for seed in range(12):
        request = engine_request("A lighthouse on a cliff in a storm", size=(180, 320), seed=seed)
        assert make_storyboard(request).shots[0].camera not in (CameraMove.TRUCK_LEFT, CameraMove.TRUCK_RIGHT)
    asked = engine_request("A lighthouse on a cliff, truck left", size=(180, 320))
    assert make_storyboard(asked).shots[0].camera is CameraMove.TRUCK_LEFT


def test_a_parrot_by_a_waterfall_does_not_take_the_camera_up_over_snowy_peaks() -> None:
    (shot,) = make_storyboard(engine_request("A waterfall in the jungle, a parrot flies past")).shots
    frame = draw(shot.setting, *shot.features, subjects=shot.subjects)[0]
    fall = frame[HEIGHT // 4 : HEIGHT // 2, WIDTH * 46 // 100 : WIDTH * 54 // 100]
    assert fall.mean() > 150


def test_a_playground_has_a_swing_that_swings() -> None:
    plain, play = draw(Setting.PARK, frames=13), draw(Setting.PARK, "playground", frames=13)
    moved = [(np.abs(one[0].astype(np.int16) - one[12]).max(axis=2) > 60).sum() for one in (plain, play)]
    assert moved[1] > moved[0] + 30


def test_a_laboratory_is_full_of_coloured_glass() -> None:
    (shot,) = make_storyboard(engine_request("A scientist mixes liquids in a laboratory")).shots
    assert (shot.setting, "laboratory" in shot.features) == (Setting.ROOM, True)
    shelves = draw(Setting.ROOM, "laboratory")[0][: HEIGHT // 2].astype(np.int16)
    assert (np.ptp(shelves, axis=2) > 90).mean() > 2 * (
        np.ptp(draw(Setting.ROOM, "hospital")[0][: HEIGHT // 2].astype(np.int16), axis=2) > 90
    ).mean()


@pytest.mark.parametrize(
    ("prompt", "night"),
    [("孩子们在村口放烟花", True), ("Fireworks over the city", True), ("Children play in a village", False)],
)
def test_fireworks_are_seen_by_night(prompt: str, night: bool) -> None:
    assert (make_storyboard(engine_request(prompt)).shots[0].time is TimeOfDay.NIGHT) is night


@pytest.mark.parametrize(
    ("prompt", "pieces"),
    [
        ("外婆在厨房做饭", ["old-woman-standing", "shallow-pan-of-food"]),
        ("Rain on a village street, an old woman waits", ["old-woman-standing"]),
        ("A wedding couple walks on a beach at sunset", ["person-walking"]),
    ],
)
def test_people_of_everyday_prompts_are_people(prompt: str, pieces: list[str]) -> None:
    found = [subject.art for subject in make_storyboard(engine_request(prompt)).shots[0].subjects]
    assert sorted(str(piece) for piece in found) == pieces


def test_a_cup_in_a_kitchen_is_on_a_table_and_not_before_the_face_of_whoever_is_at_it() -> None:
    subjects = make_storyboard(engine_request("A barista looks at a coffee cup in a cafe")).shots[0].subjects
    table = next(index for index, subject in enumerate(subjects) if subject.art == "bare-table")
    cup = next(subject for subject in subjects if subject.art == "hot-beverage")
    assert cup.bond is not None
    assert cup.bond.to == table
    assert abs(cup.bond.x) > 0.4
