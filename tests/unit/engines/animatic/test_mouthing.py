"""Mouths go with the words of a line: by its letters, or by the voice that says it."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.boards import board_of, shot_of

from reelwright.engines.animatic.mouthing import heard, mouth_of, openings, sounded
from reelwright.engines.animatic.plan import SpokenLine, Storyboard
from reelwright.engines.animatic.sound import mouthed
from reelwright.engines.animatic.sound.signal import RATE
from reelwright.engines.animatic.sound.speech import Spoken
from reelwright.engines.animatic.voices import speaker_of, voice_of


def peaks(levels: tuple[float, ...]) -> int:
    middle = np.array(levels)
    return int(np.sum((middle[1:-1] > middle[:-2]) & (middle[1:-1] >= middle[2:])))


def test_a_mouth_opens_once_for_every_syllable() -> None:
    assert peaks(openings("banana", 60)) == 3
    assert peaks(openings("今天天气", 60)) == 4
    assert peaks(openings("made", 30)) == 1


def test_a_mouth_is_shut_at_a_full_stop_within_a_line() -> None:
    levels = openings("Aha. Aha.", 90)
    assert min(levels[35:55]) == 0.0
    assert max(levels) > 0.8
    assert openings("Aha aha", 90)[45] > 0.05


def test_a_line_without_words_leaves_the_mouth_shut() -> None:
    assert set(openings("…!", 10)) == {0.0}
    assert openings("word", 0) == ()


def test_words_of_any_script_are_mouthed() -> None:
    for text in ("Привет мир", "مرحبا", "안녕하세요", "pst 42", "l'été"):
        assert max(openings(text, 40)) > 0.4, text


def test_phrases_are_counted_at_stops_and_commas() -> None:
    assert [part.phrase for part in sounded("a, b. c") if part.opening] == [0, 1, 2]


def test_a_mouth_follows_the_loudness_of_the_voice() -> None:
    tone = np.sin(np.arange(RATE) * 0.05).astype(np.float32)
    tone[RATE // 2 :] *= 0.001
    levels = heard(tone, RATE, 24)
    assert len(levels) == 24
    assert min(levels[1:11]) > 0.8
    assert max(levels[13:]) == 0.0
    assert set(heard(np.zeros(RATE, np.float32), RATE, 24)) == {0.0}


def test_lines_that_were_said_are_mouthed_as_they_were_heard() -> None:
    lines = (SpokenLine("one", "any", 0, 24), SpokenLine("two", "any", 48, 60))
    board: Storyboard = board_of(shot_of(96), lines=lines)
    said = mouthed(board, [Spoken(48 * RATE // 24, np.ones(RATE, np.float32))])
    assert said.lines[0].mouth == ()
    assert len(mouth_of(said.lines[0])) == 24
    assert len(mouth_of(said.lines[1])) == 24
    assert "mouth" not in said.to_json()["lines"][1]


def test_a_line_is_said_by_the_first_whom_its_voice_fits() -> None:
    assert voice_of("an old woman") == "female"
    assert speaker_of("female", ["man", "woman"]) == 1
    assert speaker_of("male", ["girl", "panda"]) == 1
    assert speaker_of("any", ["girl", "boy"]) == 0


def test_a_line_is_said_by_whom_the_word_before_its_verb_names() -> None:
    assert speaker_of("any", ["robot", "black cat"], "cat") == 1
    assert speaker_of("any", ["小狗", "小猫"], "这时小猫") == 1
    assert speaker_of("female", ["man", "woman"], "and") == 1


@settings(max_examples=60)
@given(text=st.text(max_size=200), frames=st.integers(0, 80))
def test_any_words_in_any_time_move_a_mouth_between_shut_and_open(text: str, frames: int) -> None:
    levels = openings(text, frames)
    assert len(levels) == frames
    assert all(0 <= level <= 1 for level in levels)
