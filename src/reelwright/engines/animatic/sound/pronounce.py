"""From text to phonemes, in the alphabet of the misaki dictionaries that the Kokoro voices were trained with.

English words are looked up; words that no dictionary has are read letter by letter. Chinese goes through pinyin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Lexicon = Mapping[str, str | Mapping[str, str | None]]
"""Phonemes by word; where they depend on the part of speech, by its tag, with the usual ones under DEFAULT."""

_TOKENS = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*|\d+|[.,!?;:…—]")
_VOWELS = "AIOWYiuæɑɔəɛɜɪʊʌᵻ"
_WEAK = {"a": "ɐ", "an": "ən", "the": "ðə", "to": "tə", "i'm": "ˌIm"}
_LETTERS = (
    ("tch", "ʧ"), ("igh", "I"), ("tion", "ʃən"), ("ch", "ʧ"), ("sh", "ʃ"), ("th", "θ"), ("ph", "f"), ("wh", "w"), ("wr", "ɹ"),
    ("kn", "n"), ("ck", "k"), ("qu", "kw"), ("ng", "ŋ"), ("ee", "i"), ("ea", "i"), ("oo", "u"), ("ou", "W"), ("ow", "O"),
    ("oa", "O"), ("ai", "A"), ("ay", "A"), ("oi", "Y"), ("oy", "Y"), ("au", "ɔ"), ("aw", "ɔ"), ("er", "əɹ"), ("ir", "ɜɹ"),
    ("ur", "ɜɹ"), ("ar", "ɑɹ"), ("or", "ɔɹ"), ("a", "æ"), ("c", "k"), ("e", "ɛ"), ("g", "ɡ"), ("i", "ɪ"), ("j", "ʤ"),
    ("o", "ɑ"), ("r", "ɹ"), ("u", "ʌ"), ("x", "ks"), ("y", "i"),
)  # fmt: skip
_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

_CHINESE = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z][A-Za-z' ]*|\d+|[^\u4e00-\u9fffA-Za-z\d]+")
_CHINESE_DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")
_CHINESE_MARKS = str.maketrans("，、。！？：；．", ",,.!?:;.")
_TONES = (("˧˩˧", "↓"), ("˧˥", "↗"), ("˥˩", "↘"), ("˥", "→"), ("ɻ̩", "ɨ"), ("ɹ̩", "ɨ"))


def number_words(number: int) -> str:
    """Return a whole number up to 999,999 in English words; digit by digit above."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10] + (f" {_ONES[number % 10]}" if number % 10 else "")
    if number < 1000:
        return f"{_ONES[number // 100]} hundred" + (f" {number_words(number % 100)}" if number % 100 else "")
    if number < 1_000_000:
        rest = f" {number_words(number % 1000)}" if number % 1000 else ""
        return f"{number_words(number // 1000)} thousand{rest}"
    return " ".join(_ONES[int(digit)] for digit in str(number))


def english(text: str, lexicon: Lexicon) -> str:
    """Return the phonemes of an English text, punctuation kept."""
    spelled = re.sub(r"\d+", lambda found: f" {number_words(int(found[0][:12]))} ", text.replace("’", "'"))
    phonemes = ""
    tokens = _TOKENS.findall(spelled)
    for index, token in enumerate(tokens):
        if not token[0].isalpha():
            phonemes += token
            continue
        sound = _word(token, lexicon)
        if token.lower() == "the" and index + 1 < len(tokens) and tokens[index + 1][0].isalpha():
            following = _word(tokens[index + 1], lexicon).lstrip("ˈˌ")
            sound = "ði" if following[:1] in _VOWELS else "ðə"
        phonemes += f" {sound}"
    return phonemes.strip()


def _word(word: str, lexicon: Lexicon) -> str:
    lowered = word.lower()
    if lowered in _WEAK:
        return _WEAK[lowered]
    return (
        _look_up(word, lexicon)
        or _look_up(lowered, lexicon)
        or _inflected(lowered, lexicon)
        or _spelled(lowered)
    )


def _look_up(word: str, lexicon: Lexicon) -> str | None:
    entry = lexicon.get(word)
    return entry if entry is None or isinstance(entry, str) else entry.get("DEFAULT")


def _inflected(word: str, lexicon: Lexicon) -> str | None:
    """Return a regular plural, past or -ing form by its stem."""
    for ending, stems in (
        ("'s", ("",)),
        ("s", ("",)),
        ("es", ("", "e")),
        ("ing", ("", "e")),
        ("ed", ("", "e")),
    ):
        if not word.endswith(ending) or len(word) < len(ending) + 2:
            continue
        for tail in stems:
            stem = _look_up(word.removesuffix(ending) + tail, lexicon)
            if stem:
                return stem + _ending(ending, stem[-1])
    return None


def _ending(ending: str, last: str) -> str:
    if ending == "ing":
        return "ɪŋ"
    if ending == "ed":
        return "ᵻd" if last in "td" else "t" if last in "pkfθsʃʧ" else "d"
    return "ᵻz" if last in "szʃʒʧʤ" else "s" if last in "ptkfθ" else "z"


def _spelled(word: str) -> str:
    """Return a guess at a word from its letters, stressed on its first vowel."""
    letters = word.replace("'", "")
    letters = (
        letters[:-1] if len(letters) > 3 and letters.endswith("e") and letters[-2] not in "aeiou" else letters
    )
    sound = ""
    while letters:
        spelling, phoneme = next(
            (rule for rule in _LETTERS if letters.startswith(rule[0])), (letters[0], letters[0])
        )
        sound += phoneme
        letters = letters[len(spelling) :]
    first = next((index for index, phoneme in enumerate(sound) if phoneme in _VOWELS), None)
    return sound if first is None else f"{sound[:first]}ˈ{sound[first:]}"


def chinese(
    text: str,
    syllables: Callable[[str], list[str]],
    transcribe: Callable[[str], Any],
    lexicon: Lexicon,
) -> str:
    """Return the phonemes of a Chinese text; English words in it are read as English.

    syllables: pinyin with tone numbers of a run of characters. transcribe: from one such syllable to its IPA readings,
    each a tuple of parts, the likeliest first.
    """
    phonemes = ""
    for run in _CHINESE.findall(text.translate(_CHINESE_MARKS)):
        if run[0].isdigit():
            run = run.translate(_CHINESE_DIGITS)
        if "\u4e00" <= run[0] <= "\u9fff" or run[0] == "零":
            phonemes += "".join(_toned(transcribe(syllable)) for syllable in syllables(run))
        elif run[0].isascii() and run[0].isalpha():
            phonemes += f" {english(run, lexicon)} "
        else:
            phonemes += "".join(mark for mark in run if mark in ".,!?;: ")
    return phonemes.strip()


def _toned(readings: Any) -> str:
    sound = "".join(next(iter(readings)))
    for contour, arrow in _TONES:
        sound = sound.replace(contour, arrow)
    return sound.replace("\u032f", "")
