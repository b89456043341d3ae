"""A passage as its reader sees it: the phrases in it that mean something, and where each sentence ends."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from reelwright.engines.animatic.art import art_group
from reelwright.engines.animatic.storyboard.lexicon import SKIP, Hit, find_hits
from reelwright.engines.animatic.storyboard.senses import sensible
from reelwright.engines.animatic.storyboard.text import STOPS, Token, tokens

_NOT: Final = re.compile(
    r"(?:\b(?:no|without|never|not|nor|don't|doesn't|avoid|free of|instead of"
    r"|remov(?:e|es|ing)|eras(?:e|es|ing)|(?:delete|deletes|deleting)|get rid of)\s+(?:\w+\s){0,2}"
    r"|(?:没有|去掉|删除|移除|不要|不是|无|避免|不出现|没)\s*(?:\w+\s){0,2})$"
)
_OBJECT: Final = re.compile(r"\s(?:an?|the|his|her|its|their|some)\s")
_LIKE: Final = re.compile(
    r"(?:\b(?:like|as|resembling|reminiscent of|such as|similar to)\s(?:a\s|an\s"
    r"|the\s)?(?:\w+\s){0,2}|像|如同|仿佛|好像|犹如|宛如|似)(?:一\w)?$"
)

_WHILE: Final = re.compile(
    r"(?<!dressed)(?<!disguised)(?<!known)(?<!shaped)(?<!same)(?<!such)\sas\s(?:an?\s|the\s)?(?:\w+\s){0,2}$"
)

_DOES: Final = re.compile(
    r"\s(?:(?:in|with|wearing)\s(?:[\w'-]+\s){1,3}?)?(?!its\b|his\b|this\b|was\b|as\b|is\b)[a-z]{3,}(?<!s)s\s(?:[a-z]|$)"
)
"""A verb in the present: as a robot `crashes through`."""


@dataclass(frozen=True)
class Reading:
    """A stretch of folded text: `hits` are what it means, without what it denies or compares with, `sounds` what is heard."""

    text: str
    words: tuple[Token, ...]
    hits: tuple[Hit, ...]
    sounds: tuple[Hit, ...]

    @cached_property
    def stops(self) -> tuple[int, ...]:
        """Return where sentences end."""
        return tuple(word.start for word in self.words if word.text in STOPS)

    @cached_property
    def _word_ends(self) -> tuple[int, ...]:
        return tuple(word.end for word in self.words)

    @cached_property
    def _hit_ends(self) -> tuple[int, ...]:
        return tuple(hit.end for hit in self.hits)

    @cached_property
    def _hit_starts(self) -> tuple[int, ...]:
        return tuple(hit.start for hit in self.hits)

    def sentence_of(self, at: int) -> int:
        """Return the number of the sentence that position `at` lies in."""
        return bisect_left(self.stops, at)

    def before(self, at: int) -> Token | None:
        """Return the word just before position `at`, or None."""
        count = bisect_right(self._word_ends, at)
        return self.words[count - 1] if count else None

    def hits_before(self, at: int) -> Iterator[Hit]:
        """Yield the hits that end at or before position `at`, the nearest first."""
        # By bisection: a search through all hits for every hit makes a long prompt slow.
        for index in range(bisect_right(self._hit_ends, at) - 1, -1, -1):
            yield self.hits[index]

    def hit_before(self, at: int) -> Hit | None:
        """Return the last hit that ends at or before position `at`, or None."""
        return next(self.hits_before(at), None)

    def hit_after(self, at: int) -> Hit | None:
        """Return the first hit that starts at or after position `at`, or None."""
        index = bisect_left(self._hit_starts, at)
        return self.hits[index] if index < len(self.hits) else None

    def means(self, start: int, end: int) -> bool:
        """Return whether a hit covers any of the text from `start` to `end`."""
        index = bisect_left(self._hit_starts, end)
        return index > 0 and self.hits[index - 1].end > start

    def has_modifier(self, end: int) -> bool:
        """Return whether the word that ends at position `end` is a count, a size or a colour."""
        hit = self.hit_before(end)
        return hit is not None and hit.end == end and any(map(hit.value, ("count", "size", "colour")))

    def values(self, kind: str) -> list[str]:
        """Return what the text says of one kind, in order, each once."""
        return list(dict.fromkeys(value for hit in self.hits if (value := hit.value(kind)) is not None))

    def first(self, kind: str) -> str | None:
        """Return the first thing the text says of one kind, or None."""
        return next((value for hit in self.hits if (value := hit.value(kind)) is not None), None)


def read(folded: str, audible: str | None = None) -> Reading:
    """Read a stretch of folded text.

    audible: the same stretch as far as it is to be heard; None where that is all of it.
    """
    words = tokens(folded)
    seen = sensible(folded, find_hits(words))
    audible = folded if audible is None else audible
    heard = find_hits(words if audible == folded else tokens(audible), heard=True)
    return Reading(folded, tuple(words), tuple(_affirmed(folded, seen)), tuple(_affirmed(audible, heard)))


def _is_verb(folded: str, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Return whether what looks like a plural is what somebody does to something: `a boy shoots a basketball`."""
    if not hit.text.endswith("s") or not _OBJECT.match(folded, hit.end) or hit.value("action"):
        return False
    return any(
        other.end + 1 == hit.start
        and art_group(other.value("noun") or "") in ("people", "animals", "fantasy")
        for other in hits
    )


def _is_clause(text: str, lead: str, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Return whether `as` tells what happens meanwhile: `as fireworks explode`, but not `dressed as a bear`."""
    return _WHILE.search(lead) is not None and (
        _DOES.match(text, hit.end) is not None
        or any(other.start == hit.end + 1 and other.value("action") is not None for other in hits)
    )


def _affirmed(folded: str, hits: Sequence[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    verb = -1  # where the verb of somebody stands who was taken for a comparison
    denied = -1  # where the last noun that was denied begins
    for hit in hits:
        lead = folded[max(0, hit.start - 32) : hit.start]
        said_no = None if hit.value(SKIP) else _NOT.search(lead)
        if hit.value(SKIP) or (
            said_no and not _goes_on(hit, hit.start - len(lead) + said_no.start(), denied)
        ):
            denied = hit.start if hit.value("noun") else denied
            continue
        if hit.value("noun") and hit.start != verb and (_LIKE.search(lead) or _is_verb(folded, hit, hits)):
            if not _is_clause(folded, lead, hit, hits):
                continue
            verb = hit.end + 1
        kept.append(hit)
    return kept


def _goes_on(hit: Hit, no: int, denied: int) -> bool:
    """Return whether a verb is that of the sentence, after a noun that was denied: who `without a hat rides`."""
    return no < denied < hit.start and hit.value("action") is not None and hit.text.split()[0].endswith("s")
