"""From text to phonemes, with a dictionary of a few words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.engines.animatic.sound import kokoro
from reelwright.engines.animatic.sound.pronounce import chinese, english, number_words

WORDS = {
    "hello": "həlˈO",
    "world": "wˈɜɹld",
    "the": "ði",
    "cat": "kˈæt",
    "dance": "dˈæns",
    "wish": "wˈɪʃ",
    "apple": "ˈæpəl",
    "read": {"DEFAULT": "ɹˈid", "VBD": "ɹˈɛd"},
    "Polish": "pˈOlɪʃ",
    "polish": "pˈɑlɪʃ",
}


@pytest.mark.parametrize(
    ("text", "phonemes"),
    [
        ("Hello, world!", "həlˈO, wˈɜɹld!"),
        ("the cat", "ðə kˈæt"),
        ("the apple", "ði ˈæpəl"),
        ("read", "ɹˈid"),
        ("cats", "kˈæts"),
        ("wishes", "wˈɪʃᵻz"),
        ("danced dancing", "dˈænst dˈænsɪŋ"),
        ("Polish polish POLISH", "pˈOlɪʃ pˈɑlɪʃ pˈɑlɪʃ"),
        ("the world’s", "ðə wˈɜɹldz"),
    ],
)
def test_english_is_looked_up_and_inflected(text: str, phonemes: str) -> None:
    assert english(text, WORDS) == phonemes


def test_a_word_that_no_dictionary_has_is_read_by_its_letters() -> None:
    assert english("zorp", WORDS) == "zˈɔɹp"
    assert english("Shibe", WORDS) == "ʃˈɪb"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (13, "thirteen"),
        (40, "forty"),
        (99, "ninety nine"),
        (300, "three hundred"),
        (1850, "one thousand eight hundred fifty"),
        (1_000_000, "one zero zero zero zero zero zero"),
    ],
)
def test_numbers_become_words(number: int, words: str) -> None:
    assert number_words(number) == words


def test_chinese_goes_through_pinyin_with_tones_as_arrows() -> None:
    readings = {"ni3": [("n", "i˧˩˧")], "hao3": [("x", "au̯˧˩˧")], "ling2": [("l", "i˧˥", "ŋ")]}

    def syllables(run: str) -> list[str]:
        return {"你好": ["ni3", "hao3"], "零": ["ling2"]}[run]

    assert chinese("你好，hello！", syllables, readings.__getitem__, WORDS) == "ni↓xau↓, həlˈO !"
    assert chinese("0", syllables, readings.__getitem__, WORDS) == "li↗ŋ"


@given(st.text(max_size=60))
def test_any_text_can_be_pronounced(text: str) -> None:
    assert isinstance(english(text, WORDS), str)
    assert isinstance(chinese(text, lambda run: list(run), lambda syllable: [("a",)], WORDS), str)


@pytest.mark.skipif(not kokoro.is_installed(), reason="the extra `voice` is not installed")
@pytest.mark.slow
@pytest.mark.parametrize("text", ["Hello, world!", "你好，世界！"])
def test_the_natural_voice_speaks_the_same_way_twice(text: str) -> None:
    voice = kokoro.Kokoro()
    first, second = voice.say(text, "female", 1.0), voice.say(text, "female", 1.0)
    assert 0.5 < len(first) / 48_000 < 4
    assert (first == second).all()
