"""A passage as its reader sees it: the phrases in it that mean something, and where each sentence ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from reelwright.engines.animatic.storyboard.lexicon import SKIP, Hit, find_hits
from reelwright.engines.animatic.storyboard.text import STOPS, Token, tokens

_NOT: Final = re.compile(
    r"(?:\b(?:no|without|never|not|nor|don't|doesn't|avoid|free of|instead of)|没有|不要|不是|无|避免"
    r"|不出现|没)\s*(?:\w+\s){0,2}$"
)
_LIKE: Final = re.compile(
    r"(?:\b(?:like|as|resembling|reminiscent of|such as|similar to)\s(?:a\s|an\s"
    r"|the\s)?(?:\w+\s){0,2}|像|如同|仿佛|好像|犹如|宛如|似)(?:一\w)?$"
)


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

    def sentence_of(self, at: int) -> int:
        """Return the number of the sentence that position `at` lies in."""
        return sum(1 for stop in self.stops if stop < at)

    def before(self, at: int) -> Token | None:
        """Return the word just before position `at`, or None."""
        return next((word for word in reversed(self.words) if word.end <= at), None)

    def values(self, kind: str) -> list[str]:
        """Return what the text says of one kind, in order, each once."""
        return list(dict.fromkeys(value for hit in self.hits if (value := hit.value(kind)) is not None))

    def first(self, kind: str) -> str | None:
        """Return the first thing the text says of one kind, or None."""
        return next((value for hit in self.hits if (value := hit.value(kind)) is not None), None)


def read(folded: str) -> Reading:
    """Read a stretch of folded text."""
    words = tokens(folded)
    seen, heard = find_hits(words), find_hits(words, heard=True)
    return Reading(folded, tuple(words), tuple(_affirmed(folded, seen)), tuple(_affirmed(folded, heard)))


def _affirmed(folded: str, hits: Sequence[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in hits:
        lead = folded[max(0, hit.start - 32) : hit.start]
        if hit.value(SKIP) or _NOT.search(lead):
            continue
        if hit.value("noun") and _LIKE.search(lead):
            continue
        kept.append(hit)
    return kept
