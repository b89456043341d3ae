"""A prompt is read as its writer meant it: spelling, markup, JSON and other languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.plan import Action, CameraMove, Setting, TimeOfDay, Weather
from reelwright.engines.animatic.storyboard import make_storyboard
from reelwright.engines.animatic.storyboard.editing import edit
from reelwright.engines.animatic.storyboard.spelling import nearest

MISSPELLED = [
    line.split() for line in Path(__file__).with_name("misspelled.txt").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(("wrong", "right"), MISSPELLED)
def test_a_misspelled_word_is_read_as_the_one_it_is_meant_for(wrong: str, right: str) -> None:
    assert nearest(wrong) == right


@pytest.mark.parametrize(
    "word",
    [
        "stable",
        "angle",
        "crate",
        "barge",
        "cable",
        "colour",
        "theatre",
        "metre",
        "quite",
        "Marco",
        "xyzzy",
    ],
)
def test_a_real_word_a_name_and_a_word_like_nothing_stay_as_they_are(word: str) -> None:
    assert nearest(word) is None


def test_what_was_mended_is_told() -> None:
    wrong, right = MISSPELLED[2]
    board = make_storyboard(engine_request(f"A goat in the {wrong}"))
    assert f"Read “{wrong}” as “{right}”." in board.warnings
    assert board.shots[0].setting is Setting.MOUNTAINS
    assert board.prompt == f"A goat in the {wrong}"


def test_what_is_quoted_is_never_mended() -> None:
    prompt = f"A sign that says '{MISSPELLED[2][0]}'"
    assert edit(prompt).text == prompt


def test_traditional_characters_are_read_as_simplified_ones_but_shown_as_they_are_written() -> None:
    board = make_storyboard(engine_request("一隻貓在花園裡奔跑，標題「歡樂時光」", generate_audio=True))
    shot = board.shots[0]
    assert (shot.setting, shot.subjects[0].action, shot.caption) == (Setting.PARK, Action.RUN, "歡樂時光")


@pytest.mark.parametrize(
    "prompt",
    [
        '{"scene": "a fox in a snowy forest", "camera": "pan right", "time": "night"}',
        '{"shot": {"subject": ["a fox"], "setting": "snowy forest at night", "camera_move": "pan right"}}',
        "**Scene:** a fox in a snowy forest at night\n**Camera:** pan right --ar 16:9 --seed 7",
        "# Prompt\n- A fox in a snowy forest\n- night\n- camera: pan right",
    ],
)
def test_json_and_markdown_are_read_for_what_they_say(prompt: str) -> None:
    shot = make_storyboard(engine_request(prompt)).shots[0]
    assert [subject.name for subject in shot.subjects] == ["fox"]
    assert (shot.setting, shot.weather, shot.time, shot.camera) == (
        Setting.FOREST, Weather.SNOW, TimeOfDay.NIGHT, CameraMove.PAN_RIGHT,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("prompt", "language", "setting", "who", "action"),
    [
        ("猫が公園で走っている", "Japanese", Setting.PARK, "cat", Action.RUN),
        (
            "Dos gatos negros duermen en el sofá mientras llueve",
            "Spanish",
            Setting.ROOM,
            "black cats",
            Action.SLEEP,
        ),
        (
            "Un chat noir dort sur un canapé pendant qu'il pleut dehors",
            "French",
            Setting.ROOM,
            "black cat",
            Action.SLEEP,
        ),
        ("Ein Mann geht nachts durch eine Straße im Regen", "German", Setting.STREET, "man", Action.WALK),
    ],
)
def test_common_words_of_other_languages_are_read_and_the_rest_is_warned_of(
    prompt: str, language: str, setting: Setting, who: str, action: Action
) -> None:
    board = make_storyboard(engine_request(prompt))
    shot = board.shots[0]
    assert language in board.warnings[0]
    assert (shot.setting, shot.subjects[-1].name, shot.subjects[-1].action) == (setting, who, action)


@pytest.mark.parametrize(
    ("prompt", "language"),
    [
        ("고양이가 공원에서 달린다", "Korean"),
        ("Кошка бежит по пляжу", "Russian"),
        ("Um cachorro corre na praia com uma bola", "Portuguese"),
        ("Il cane e il gatto nel giardino con una palla", "Italian"),
    ],
)
def test_a_language_that_is_not_read_is_named(prompt: str, language: str) -> None:
    assert any(language in warning for warning in make_storyboard(engine_request(prompt)).warnings)


@pytest.mark.parametrize(
    "prompt", ["A cat on a mat", "Die hard fan of El Paso", "A café in Paris", "一只猫在花园里", "La La Land"]
)
def test_english_and_chinese_are_taken_for_no_other_language(prompt: str) -> None:
    assert edit(prompt).notes == ()


def test_the_length_of_a_video_names_no_second_one() -> None:
    assert not make_storyboard(engine_request("A 5 second video of an eagle in the sky")).warnings
