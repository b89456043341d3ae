"""The lexicon: which phrases mean what, and where they stand in a text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from reelwright.engines.animatic.art import find_art, known_nouns, noun_forms
from reelwright.engines.animatic.storyboard.text import Token, fold, is_wide, tokens

NOUN: Final = "noun"
SKIP: Final = "skip"

_POSSESSIVE: Final = "'s"
_VERBS: Final = ("action", "pose")
_HEARD: Final = "sound"
_NOT_NOUNS: Final = frozenset(
    {
        "cooking", "hole", "seat", "label", "collision", "construction", "pen", "dizzy", "zzz",
        "film-frames", "knot", "ring-buoy", "foot", "leg", "ear", "nose", "mouth", "eyes", "eye",
        "brick",
    }
)  # fmt: skip
"""Names of pieces that a prompt hardly ever means as a thing to see."""


_TRADE: Final = re.compile(
    r"[a-z]{3,}-?(?:maker|smith|keeper|seller|worker|player|fighter|hunter|herder|catcher|breeder|monger|wright|tamer|teller|collector"
    r"|cleaner|builder|painter|walker|dancer|singer|diver|driver|rider|thrower|swallower|trainer|watcher)s?"
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase may mean: a table of the lexicon (or ``noun``) and the key in it (for a noun, the piece of artwork)."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found in a text: its place, its folded words, and all that it may mean."""

    start: int
    end: int
    text: str
    meanings: tuple[Meaning, ...]

    def value(self, kind: str) -> str | None:
        """Return what it means as `kind`, or None."""
        return next((meaning.value for meaning in self.meanings if meaning.kind == kind), None)


_Phrases = dict[str, list[tuple[tuple[str, ...], tuple[Meaning, ...]]]]


@cache
def _phrases(*, heard: bool) -> _Phrases:
    """Return first token → phrases that begin with it, the longest first; sounds apart, for `a train passes` is also a train."""
    meanings: dict[tuple[str, ...], list[Meaning]] = {}
    for phrase, meaning in _entries():
        if (meaning.kind == _HEARD) is not heard:
            continue
        words = tuple(token.text for token in tokens(fold(phrase)))
        if words and meaning not in meanings.setdefault(words, []):
            meanings[words].append(meaning)
    phrases: _Phrases = {}
    for words, listed in meanings.items():
        phrases.setdefault(words[0], []).append((words, tuple(listed)))
    for listed_phrases in phrases.values():
        listed_phrases.sort(key=lambda phrase: -len(phrase[0]))
    return phrases


@cache
def known_words() -> frozenset[str]:
    """Return every word that stands in a phrase of the lexicon, in all its forms."""
    listed = (_phrases(heard=heard) for heard in (False, True))
    return frozenset(
        word for phrases in listed for entries in phrases.values() for words, _ in entries for word in words
    )


def meanings_of(word: str) -> tuple[Meaning, ...]:
    """Return all that a word may mean by itself; nothing where only longer phrases have it, or none."""
    return next((meanings for words, meanings in _phrases(heard=False).get(word, ()) if len(words) == 1), ())


def has_meaning(word: str, kind: str) -> bool:
    """Return whether a word by itself may mean something of a kind."""
    return any(meaning.kind == kind for meaning in meanings_of(word))


def _entries() -> Iterator[tuple[str, Meaning]]:
    for kind, table in lexicon().items():
        for value, listed in table.items():
            for phrase in listed:
                meaning = Meaning(kind, value)
                yield from (
                    (form, meaning) for form in (_verb_forms(phrase) if kind in _VERBS else (phrase,))
                )
    for noun in sorted(known_nouns()):
        piece = find_art(noun)
        if piece is not None and noun.replace(" ", "-") not in _NOT_NOUNS:
            yield from ((form, Meaning(NOUN, piece)) for form in noun_forms(noun))


@cache
def lexicon() -> dict[str, dict[str, list[str]]]:
    """Return the tables of the lexicon as they stand in the file."""
    return tomllib.loads(files(__package__).joinpath("data/lexicon.toml").read_text("utf-8"))


@cache
def nature() -> dict[str, dict[str, list[str]]]:
    """Return the tables of what things are like by nature, as they stand in the file."""
    return tomllib.loads(files(__package__).joinpath("data/staging.toml").read_text("utf-8"))


def _verb_forms(phrase: str) -> Iterator[str]:
    """Yield a verb in all its regular forms; a form that English does not use does no harm, for nobody writes it."""
    yield phrase
    if is_wide(phrase):
        return
    verb, _, rest = phrase.partition(" ")
    rest = f" {rest}" if rest else ""
    stem = verb[:-1] if verb.endswith("e") else verb
    endings = [
        f"{verb}s",
        f"{verb}es",
        f"{stem}ing",
        f"{stem}ed",
        f"{verb}{verb[-1]}ing",
        f"{verb}{verb[-1]}ed",
    ]
    if verb.endswith("ie"):
        endings.append(f"{verb[:-2]}ying")
    if verb.endswith("y"):
        endings += [f"{verb[:-1]}ies", f"{verb[:-1]}ied"]
    yield from (f"{form}{rest}" for form in endings)


def find_hits(words: Sequence[Token], *, heard: bool = False) -> list[Hit]:
    """Return the phrases of the lexicon in a text, each the longest at its place, from left to right.

    heard: look for sounds, and for nothing else.
    """
    phrases, hits, at = _phrases(heard=heard), [], 0
    texts = [word.text for word in words]
    while at < len(words):
        match = (
            _longest(phrases.get(texts[at], ()), texts, at)
            or _owner(phrases, texts[at])
            or _trade(texts[at], heard=heard)
        )
        if match is None:
            at += 1
            continue
        length, meanings = match
        last = words[at + length - 1]
        owns = _POSSESSIVE if length == 1 and texts[at].endswith(_POSSESSIVE) else ""
        hits.append(
            Hit(
                words[at].start,
                last.end - len(owns),
                " ".join(texts[at : at + length]).removesuffix(owns),
                meanings,
            )
        )
        at += length
    return hits


def _owner(phrases: _Phrases, word: str) -> tuple[int, tuple[Meaning, ...]] | None:
    """Return what the owner of something is: the cat of `the cat's paw`."""
    if not word.endswith(_POSSESSIVE):
        return None
    owner = word.removesuffix(_POSSESSIVE)
    match = _longest(phrases.get(owner, ()), [owner], 0)
    return match if match and any(meaning.kind == NOUN for meaning in match[1]) else None


def _trade(word: str, *, heard: bool) -> tuple[int, tuple[Meaning, ...]] | None:
    """Return what somebody is whom no list has but whose name tells the trade: a clockmaker, a storyteller."""
    if heard or not _TRADE.fullmatch(word):
        return None
    return 1, (Meaning(NOUN, "person-standing"),)


def _longest(
    phrases: Iterable[tuple[tuple[str, ...], tuple[Meaning, ...]]], texts: Sequence[str], at: int
) -> tuple[int, tuple[Meaning, ...]] | None:
    for words, meanings in phrases:
        if len(words) == 1 or tuple(texts[at : at + len(words)]) == words:
            return len(words), meanings
    return None
