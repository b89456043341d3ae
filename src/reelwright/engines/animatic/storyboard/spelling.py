"""Misspelled words: the one word of the lexicon that an unknown word is surely meant for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from string import ascii_lowercase
from typing import Final

from reelwright.engines.animatic.storyboard.lexicon import known_words, meanings_of

_LEAST, _MOST = 5, 16
"""Letters of a word that may be mended: shorter ones resemble too many others."""
_SHORTEST: Final = 4
"""Letters of a word that may be meant."""
_LONG: Final = 6
"""Letters from which a word may have more than one wrong letter, if it sounds the same."""
_VOWELS: Final = frozenset("aeiouy")
_SOUNDS: Final = (("ph", "f"), ("ck", "k"), ("qu", "k"), ("c", "k"), ("z", "s"))
_FAR: Final = 2
_ALIKE, _FARTHEST = 2, 9
"""Ranks of what only sounds the same, and of nothing."""
_KEYS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE: Final = {
    key: row[max(0, at - 1) : at] + row[at + 1 : at + 2] for row in _KEYS for at, key in enumerate(row)
}
"""The keys to the left and right of a key, which a finger may hit instead."""


@lru_cache(maxsize=4096)
def nearest(word: str) -> str | None:
    """Return the known word that an unknown one is a misspelling of, or None where it is known, real, or resembles several.

    word: as it is written; with a capital it may be a name. It keeps its first letter; one letter is missing, wrong, too many
    or changed with its neighbour, or, in a long word, vowels and doubled letters are wrong.
    """
    small = word.lower()
    if not _LEAST <= len(small) <= _MOST or not small.isascii() or not small.isalpha():
        return None
    named = word[0].isupper() and small.capitalize() in _real()
    known = small in targets() or small in known_words() or small in _real()
    return None if named or known else meant(small)


def meant(word: str) -> str | None:
    """Return the known word nearest to one that is taken to be misspelled, or None."""
    known, real, ranked = targets(), _real(), dict[int, set[str]]()
    rival = _FARTHEST
    for rank, other in _edits(word):
        if other in known and other != word:
            ranked.setdefault(rank, set()).add(other)
        elif other in real:
            rival = min(rival, rank)
    if not ranked and len(word) >= _LONG:
        alike = {other for other in _by_sound().get(_sound(word), ()) if _is_near(word, other)}
        ranked = {_ALIKE: alike} if alike else {}
    if not ranked or rival <= min(ranked):
        return None  # a word that is none of ours may be meant as well
    best = ranked[min(ranked)]
    return min(best) if len({meanings_of(other) for other in best}) == 1 else None


@cache
def targets() -> frozenset[str]:
    """Return the words that a misspelled one may be meant for: those of the lexicon and of the rules."""
    lexical = {word for word in known_words() if len(word) >= _SHORTEST and word.isascii() and word.isalpha()}
    return frozenset((lexical | ruled_words()) - _listed("unwritten.txt"))


@cache
def ruled_words() -> frozenset[str]:
    """Return the words, mostly verbs, that rules read and the lexicon lacks."""
    return _listed("rules.txt")


@cache
def _real() -> frozenset[str]:
    """Return English words that are not known; names have their capital."""
    return _listed("english.txt")


def _listed(name: str) -> frozenset[str]:
    text = files(__package__).joinpath(f"data/spelling/{name}").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def _edits(word: str) -> Iterator[tuple[int, str]]:
    """Yield what may have been meant, the likeliest slips of the hand with the lowest rank."""
    for at in range(len(word)):
        yield 0, word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]
        if at == 0:
            continue
        if word[at] == word[at - 1]:
            yield 0, word[:at] + word[at + 1 :]
        elif len(word) > _LEAST:
            yield 1, word[:at] + word[at + 1 :]
        for letter in ascii_lowercase:
            yield 0 if letter == word[at - 1] else 1, word[:at] + letter + word[at:]
            if word[at] in _VOWELS and letter in _VOWELS:
                yield 1, word[:at] + letter + word[at + 1 :]
        for letter in _BESIDE[word[at]]:
            yield 3, word[:at] + letter + word[at + 1 :]
    for letter in ascii_lowercase:
        yield 0, word + letter


@cache
def _by_sound() -> dict[str, tuple[str, ...]]:
    """Return the words that may be meant by what is left of them without vowels and doubled letters."""
    sounds: dict[str, list[str]] = {}
    for word in sorted(targets()):
        if len(word) >= _LONG:
            sounds.setdefault(_sound(word), []).append(word)
    return {sound: tuple(words) for sound, words in sounds.items()}


def _sound(word: str) -> str:
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    return word[0] + re.sub(r"(.)\1+", r"\1", re.sub("[aeiouyh]", "", word[1:]))


def _is_near(word: str, other: str) -> bool:
    """Return whether at most two letters lie between two words of about one length."""
    if abs(len(word) - len(other)) > _FAR:
        return False
    row = list(range(len(other) + 1))
    for index, letter in enumerate(word, 1):
        before, row[0] = row[0], index
        for place, match in enumerate(other, 1):
            before, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, before + (letter != match)),
            )
    return row[-1] <= _FAR
