"""A gallery of prompts, English and Chinese, with what their storyboards must show."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.plan import Shot, Storyboard, Subject
from reelwright.engines.animatic.storyboard import make_storyboard

# prompt → expectations: of the shot (setting, time, to_time, weather, camera, speed, caption, palette), of the board
# (style, mood, bpm) and of the subjects, each as "count×art:action" or "art:action".
GALLERY: list[tuple[str, dict[str, Any]]] = [
    ("Two red foxes running through a snowy forest at dawn, slow pan to the left",
     {"setting": "forest", "time": "dawn", "weather": "snow", "camera": "pan_left", "subjects": ["2×fox-standing:run"]}),
    ("一只橘猫在雨夜的街道上奔跑，镜头缓缓推进，电影感",
     {"setting": "street", "time": "night", "weather": "rain", "camera": "push_in", "subjects": ["cat:run"]}),
    ("A blue car drives down a highway at sunset, tracking shot",
     {"setting": "street", "time": "dusk", "camera": "follow", "subjects": ["automobile:drive"], "colours": ["#2f6fc8"]}),
    ("An astronaut floats in space above the Earth, slow motion",
     {"setting": "space", "speed": 0.4, "subjects": ["astronaut-standing:float", "globe-showing-europe-africa:spin"]}),
    ("A dragon flies over a castle in a thunderstorm, epic, crane shot",
     {"weather": "storm", "camera": "crane_up", "mood": "epic", "cues": ["thunder"],
      "subjects": ["dragon:fly", "castle:idle"]}),
    ("Waves crash on the rocks, a crash of thunder over the sea", {"weather": "storm", "cues": ["splash", "thunder"]}),
    ("夕阳下，一个女孩牵着狗在海边散步，镜头跟随，温馨浪漫",
     {"setting": "beach", "time": "dusk", "camera": "follow", "mood": "romantic",
      "subjects": ["girl-walking:walk", "dog:walk"]}),
    ("Anime style: a boy and a girl watch fireworks over the city at night",
     {"style": "anime", "setting": "city", "time": "night",
      "subjects": ["boy-standing:idle", "girl-standing:idle", "fireworks:grow"]}),
    ("a flock of birds flying across a purple sky, from left to right",
     {"setting": "sky", "palette": ("#7d4ac0",), "subjects": ["7×bird-flying:fly"], "facing": 1}),
    ("A robot dances on a neon-lit street in cyberpunk Tokyo, rain",
     {"style": "neon", "setting": "street", "time": "night", "weather": "rain", "subjects": ["robot-standing:dance"]}),
    ("Penguins sliding on ice", {"setting": "snowfield", "subjects": ["3×penguin:drive"]}),
    ("Black and white film noir: a detective walks in the fog, footsteps echo",
     {"style": "noir", "weather": "fog", "subjects": ["detective-standing:walk"], "cues": ["footstep"]}),
    ("A product shot of a perfume bottle rotating on a pedestal, studio lighting",
     {"setting": "studio", "subjects": ["perfume-bottle:spin"]}),
    ("A whale breaches out of the ocean, splash, drone shot",
     {"setting": "sea", "camera": "crane_up", "subjects": ["whale:jump"], "cues": ["splash"]}),
    ("From day to night, a timelapse of a city skyline",
     {"setting": "city", "time": "day", "to_time": "night", "speed": 6.0, "subjects": []}),
    ("延时摄影：云海在群山间流动，从日出到日落",
     {"setting": "mountains", "time": "dawn", "to_time": "dusk", "speed": 6.0, "subjects": []}),
    ("Watercolor painting of a sailboat on a calm lake, leaves falling",
     {"style": "watercolour", "setting": "lake", "subjects": ["sailboat:float", "8×fallen-leaf:fall"]}),
    ("The title 'Summer Dreams' appears over a beach at sunset",
     {"setting": "beach", "time": "dusk", "caption": "Summer Dreams", "subjects": []}),
    ("A cat wearing a top hat plays piano on stage, the audience claps",
     {"setting": "stage", "subjects": ["cat:idle", "musical-keyboard:idle"], "cues": ["applause"]}),
    ("Hot air balloons drift over a valley at sunrise",
     {"setting": "mountains", "time": "dawn", "subjects": ["3×hot-air-balloon:float"]}),
    ("Pixel art knight fights a dragon", {"style": "pixel", "subjects": ["horse-racing:idle", "dragon:idle"]}),
    ("No people. A quiet forest with mist, camera slowly tilts up",
     {"setting": "forest", "weather": "fog", "camera": "tilt_up", "subjects": []}),
    ("A glorp dancing in the moonlight", {"time": "night", "subjects": ["None:dance"]}),
    ("Happiness", {"mood": "happy", "subjects": []}),
    ("一群锦鲤在池塘里游动，水墨画风格",
     {"style": "ink", "setting": "underwater", "subjects": ["5×fish:swim"], "colours": ["#e8662c"]}),
    ("Macro shot of a bee landing on a pink flower",
     {"subjects": ["honeybee:fly", "blossom:idle"], "colours": [None, "#e88fb4"]}),
    ("a sad boy sits alone on a bench in the rain, melancholic",
     {"mood": "sad", "weather": "rain", "subjects": ["bench:idle", "boy-standing:idle"]}),
    ("Three kittens playing with a ball of yarn in a cozy living room",
     {"setting": "room", "mood": "playful", "subjects": ["3×cat:idle", "yarn:idle"]}),
    ("A coffee cup on a table, steam rising, rain outside the window, lo-fi",
     {"setting": "room", "weather": "rain", "subjects": ["bare-table:idle", "hot-beverage:idle"]}),
    ("A train passes through snowy mountains at dusk, aerial view",
     {"setting": "mountains", "time": "dusk", "camera": "crane_up", "subjects": ["locomotive:drive"], "cues": ["train"]}),
    ("太空中，一艘飞船驶向蓝色的星球",
     {"setting": "space", "subjects": ["rocket:fly", "ringed-planet:float"], "colours": [None, "#2f6fc8"]}),
    ("A woman in a red dress dances flamenco on the stage, 120 bpm",
     {"setting": "stage", "bpm": 120, "subjects": ["woman-dancing:dance"], "colours": [None]}),
    ("A knight rides a horse across the desert", {"setting": "desert", "subjects": ["horse-racing:drive"]}),
    ("A girl rides her bicycle through the park in spring", {"setting": "park", "subjects": ["woman-biking:drive"]}),
    ("A penguin family waddles across the snow under the northern lights",
     {"setting": "snowfield", "time": "night", "subjects": ["3×penguin:walk"]}),
    ("一位书生和一只白兔在月下对饮",
     {"time": "night", "subjects": ["man-standing:eat", "rabbit-front:eat"], "colours": [None, "#f2f2f0"]}),
    ("A jellyfish glowing in the deep sea", {"setting": "underwater", "subjects": ["jellyfish:swim"]}),
    ("一杯奶茶放在桌上，冰块落入杯中，溅起水花，广告风格",
     {"mood": "happy", "subjects": ["ice:fall", "bare-table:idle", "bubble-tea:idle"],
      "cues": ["splash"]}),
    ("黑白老电影：一位老人坐在公园里看书",
     {"style": "noir", "setting": "park", "subjects": ["old-man-standing:idle", "open-book:idle"]}),
    ("手持镜头，两个孩子在雪地里奔跑，大雪纷飞",
     {"setting": "snowfield", "weather": "snow", "camera": "handheld", "subjects": ["2×child-running:run"]}),
    ("An elephant and a mouse dance together in a meadow, whimsical",
     {"setting": "meadow", "mood": "playful", "subjects": ["elephant:dance", "mouse:dance"]}),
    ("熊猫在竹林里吃竹子，镜头环绕", {"setting": "forest", "camera": "orbit",
      "subjects": ["panda-sitting:eat", "bamboo-stalk:idle"]}),
    ("A surfer surfs a giant wave at golden hour, in slow motion",
     {"time": "golden", "speed": 0.4, "subjects": ["person-surfing:swim", "water-wave:idle"]}),
    ("固定镜头：窗外下着雨，桌上的蜡烛在闪烁",
     {"setting": "room", "weather": "rain", "camera": "static", "subjects": ["bare-table:idle", "candle:idle"]}),
    ("A red car and a blue car race through the city",
     {"subjects": ["automobile:drive", "automobile:drive"], "colours": ["#c8322f", "#2f6fc8"]}),
    ("comic style superhero flies above the skyscrapers, pull back to reveal the city",
     {"style": "comic", "setting": "city", "camera": "pull_out",
      "subjects": ["person-superhero-standing:fly", "3×office-building:idle"]}),
]  # fmt: skip


def _shown(subject: Subject) -> str:
    count = f"{subject.count}×" if subject.count > 1 else ""
    return f"{count}{subject.art}:{subject.action}"


def _found(board: Storyboard, shot: Shot, key: str) -> Any:
    match key:
        case "subjects":
            return [_shown(subject) for subject in shot.subjects]
        case "colours":
            return [subject.colour for subject in shot.subjects]
        case "facing":
            return shot.subjects[0].facing
        case "cues":
            return sorted({cue.name for cue in board.cues})
        case "bpm":
            return board.beats_per_minute
        case "style" | "mood":
            return getattr(board, key)
        case _:
            return getattr(shot, key)


@pytest.mark.parametrize(("prompt", "wanted"), GALLERY, ids=[prompt[:28] for prompt, _ in GALLERY])
def test_a_prompt_is_drawn_as_it_says(prompt: str, wanted: dict[str, Any]) -> None:
    board = make_storyboard(engine_request(prompt))
    (shot,) = board.shots
    assert {key: _found(board, shot, key) for key in wanted} == wanted


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("prompt", "wanted"), GALLERY[::5], ids=[prompt[:28] for prompt, _ in GALLERY[::5]])
def test_another_seed_never_contradicts_the_prompt(prompt: str, wanted: dict[str, Any], seed: int) -> None:
    board = make_storyboard(engine_request(prompt, seed=seed))
    assert {key: _found(board, board.shots[0], key) for key in wanted} == wanted


def test_another_seed_is_another_staging() -> None:
    boards = [
        make_storyboard(engine_request("A kitten yawning at the camera", seed=seed)) for seed in range(12)
    ]
    assert (
        len({(board.shots[0].setting, board.shots[0].camera, board.shots[0].subjects) for board in boards})
        > 4
    )


def test_three_shots_are_told_apart_and_keep_their_kitchen() -> None:
    prompt = "Shot 1: A chef cooks noodles in a busy kitchen. Shot 2: close-up of the steaming bowl. Shot 3: a girl eats happily."
    board = make_storyboard(engine_request(prompt))
    assert [(shot.start, shot.end) for shot in board.shots] == [(0, 40), (40, 80), (80, 121)]
    assert {shot.setting for shot in board.shots} == {"kitchen"}
    assert [[_shown(subject) for subject in shot.subjects] for shot in board.shots] == [
        ["cook-standing:idle", "steaming-bowl:idle"],
        ["steaming-bowl:idle"],
        ["girl-standing:eat"],
    ]
    assert board.shots[1].subjects[0].size > 0.6


def test_it_is_whoever_was_seen_before() -> None:
    board = make_storyboard(engine_request("第1-2秒：小狗在草地上奔跑；第3-5秒：它跳起来接住飞盘"))
    assert [[_shown(subject) for subject in shot.subjects] for shot in board.shots] == [
        ["dog:run"],
        ["dog:jump", "flying-disc:idle"],
    ]
    assert {shot.setting for shot in board.shots} == {"meadow"}


def test_a_seed_grows_through_its_timed_shots() -> None:
    board = make_storyboard(
        engine_request("0-2s: a seed in the soil. 2-4s: it sprouts. 4-5s: a sunflower blooms in golden light")
    )
    assert [(shot.start, _shown(shot.subjects[0]), shot.time) for shot in board.shots] == [
        (0, "seedling:idle", "day"),
        (48, "seedling:grow", "day"),
        (96, "sunflower:grow", "golden"),
    ]


def test_chinese_shots_follow_the_weather() -> None:
    board = make_storyboard(
        engine_request("镜头1：清晨的竹林，薄雾弥漫。镜头2：一位侠客拔剑。镜头3：他转身离去，雪花飘落。")
    )
    assert [(shot.setting, shot.time, shot.weather) for shot in board.shots] == [
        ("forest", "dawn", "fog"),
        ("forest", "dawn", "fog"),
        ("forest", "dawn", "snow"),
    ]
    assert board.shots[2].subjects[0].action == "spin"


def test_then_begins_another_shot_of_the_same_horse() -> None:
    board = make_storyboard(
        engine_request("a white horse gallops along the beach, then it stops and looks at the camera")
    )
    assert [_shown(shot.subjects[0]) for shot in board.shots] == ["horse:run", "horse:idle"]
    assert {shot.setting for shot in board.shots} == {"beach"}
    assert {shot.subjects[0].colour for shot in board.shots} == {"#f2f2f0"}


@pytest.mark.parametrize(
    ("prompt", "subjects"),
    [
        ("A kitten looks at the camera", ["cat-front:idle"]),
        ("A tiger walks through the jungle", ["tiger:walk"]),
        ("小狗看着镜头", ["dog-front:idle"]),
        ("A snowman on a snowfield while snow falls", ["snowman-without-snow:idle"]),
        ("A lighthouse by the sea, waves", ["lighthouse:idle"]),
        ("Three balloons float up into the sky", ["3×balloon:rise"]),
        ("A rocket lifts off", ["rocket:rise"]),
        ("An airplane takes off", ["airplane:fly"]),
        ("Steam rises from a cup", ["hot-beverage:idle"]),
        ("A girl runs along the beach, her dog follows", ["girl-running:run", "dog:run"]),
        ("A bird flies over a lake", ["bird-flying:fly"]),
        ("沙漠中的骆驼队在行走", ["4×camel:walk"]),
        ("A grandmother tells a story to a boy", ["old-woman-standing:talk", "boy-standing:idle"]),
        ("First-person view along a path in the fog", []),
        ("A serious report about the zeugma", ["None:idle"]),
    ],
)
def test_who_is_seen_is_drawn_doing_it(prompt: str, subjects: list[str]) -> None:
    board = make_storyboard(engine_request(prompt))
    assert [_shown(subject) for subject in board.shots[0].subjects] == subjects


def test_no_two_stand_at_one_place() -> None:
    board = make_storyboard(engine_request("A dog on the left and a cat on the left"))
    one, other = board.shots[0].subjects
    assert abs(one.place - other.place) >= 0.12


def test_a_robot_that_waves_in_a_studio_is_not_at_sea() -> None:
    assert make_storyboard(engine_request("A robot waves in a studio")).shots[0].setting == "studio"


def test_neon_lights_are_no_neon_style() -> None:
    board = make_storyboard(engine_request("夜晚的城市街道，霓虹灯闪烁"))
    assert (board.style, board.shots[0].time) == ("film", "night")


def test_neon_style_is_a_style_and_hangs_out_neon_signs() -> None:
    board = make_storyboard(engine_request("Neon style: a motorcycle drives through the city at night"))
    assert (board.style, board.shots[0].features) == ("neon", ("neon",))


def test_lights_that_flicker_leave_the_taxi_to_drive() -> None:
    shot = make_storyboard(engine_request("夜晚的城市街道，霓虹灯闪烁，下着雨，一辆出租车驶过")).shots[0]
    assert [subject.action for subject in shot.subjects] == ["drive"]


@pytest.mark.parametrize(
    "prompt",
    [
        "A swan on a lake",
        "Three ducks swim in a pond in the park",
        "月光下的湖面",
        "池塘里的鸭子",
        "河边的小船",
    ],
)
def test_still_water_is_a_lake_not_the_sea(prompt: str) -> None:
    assert make_storyboard(engine_request(prompt)).shots[0].setting == "lake"


@pytest.mark.parametrize(
    ("prompt", "features"),
    [
        ("两只熊猫在竹林里吃竹子", ("bamboo",)),
        ("A dinosaur roars in the jungle", ("jungle",)),
        ("A deer in an autumn forest", ("autumn",)),
        ("樱花树下的女孩", ("blossom",)),
        ("A grandmother tells a story by the fireplace", ("fireplace",)),
        ("A dinosaur roars, the ground shakes", ("quake",)),
        ("A sunflower field in the wind", ("sunflowers",)),
        ("金色的麦田", ("wheat",)),
        ("A waterfall in the mountains", ("waterfall",)),
        ("A kitten in a meadow", ()),
    ],
)
def test_what_is_special_about_a_place_is_read(prompt: str, features: tuple[str, ...]) -> None:
    assert make_storyboard(engine_request(prompt)).shots[0].features == features


@pytest.mark.parametrize(
    ("words", "camera"),
    [
        ("camera pans left", "pan_left"),
        ("the camera pans to the right", "pan_right"),
        ("slow pan left", "pan_left"),
        ("camera pans up", "tilt_up"),
        ("camera pans down", "tilt_down"),
        ("camera tracks left", "truck_left"),
        ("镜头从左到右", "pan_right"),
    ],
)
def test_the_camera_goes_to_the_side_that_is_named(words: str, camera: str) -> None:
    assert make_storyboard(engine_request(f"A woman stands on a beach, {words}")).shots[0].camera == camera


@pytest.mark.parametrize(
    ("prompt", "doers"),
    [
        ("A boy with a red cap and a girl run along the beach", ["boy", "girl"]),
        ("A girl in a yellow dress and her dog walk in the park", ["girl", "dog"]),
    ],
)
def test_clothes_between_two_do_not_keep_them_from_acting_together(prompt: str, doers: list[str]) -> None:
    shot = make_storyboard(engine_request(prompt)).shots[0]
    assert [subject.name for subject in shot.subjects if subject.moves] == doers


def test_a_card_for_a_noun_without_a_picture_is_told() -> None:
    board = make_storyboard(engine_request("A zorblax glimmers on a table"))
    assert board.shots[0].subjects[0].art is None
    assert board.warnings == ("There is no picture of “zorblax”: a lettered card stands for it.",)


@pytest.mark.parametrize(
    ("prompt", "pieces"),
    [
        ("An alarm clock rings on the bedside table", ["bare-table", "alarm-clock"]),
        ("Three rings on a velvet cushion", ["ring"]),
        ("A treasure chest on the beach glitters", ["treasure-chest"]),
        ("A man in a wheelchair rolls through the park", ["man-in-manual-wheelchair"]),
        ("A white crane stands in a lake", ["flamingo"]),
        ("Old library, bookshelves, a boy reads a book", ["boy-standing", "open-book"]),
    ],
)
def test_things_that_verbs_and_places_name_are_not_drawn_a_second_time(
    prompt: str, pieces: list[str]
) -> None:
    shot = make_storyboard(engine_request(prompt)).shots[0]
    assert [subject.art for subject in shot.subjects if subject.art] == pieces


@pytest.mark.parametrize(
    ("prompt", "does"),
    [
        ("Children watch as fireworks explode", [("Children", "idle"), ("fireworks", "shake")]),
        ("The sun sets as birds fly over the sea", [("birds", "fly")]),
        ("A girl sings as her dog sleeps by the fire", [("girl", "talk"), ("dog", "sleep")]),
        ("A knight dressed as a bear dances", [("knight", "dance")]),
        ("White as snow, a horse runs", [("horse", "run")]),
    ],
)
def test_as_tells_what_happens_meanwhile_or_what_something_is_like(
    prompt: str, does: list[tuple[str, str]]
) -> None:
    shot = make_storyboard(engine_request(prompt)).shots[0]
    assert [(subject.name, subject.action) for subject in shot.subjects] == does
