"""Sentences that go on with what somebody does next: each is a beat of its own, as after `then`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reelwright.engines.animatic.plan import Action
from reelwright.engines.animatic.storyboard.lexicon import find_hits
from reelwright.engines.animatic.storyboard.spelling import ruled_words
from reelwright.engines.animatic.storyboard.text import sentences, tokens

_GOES_ON: Final = re.compile(
    r"\s*(?:(?:he|she|it|they)\s|[他她它]们?)(?:(?:\w+ly|then|also|now|next|随后|然后|接着|又|慢慢地?|缓缓地?|突然)\s?){0,2}"
)
_STILL: Final = frozenset({Action.IDLE.value, Action.TALK.value, Action.APPROACH.value})
"""What may go on beside what was done before."""
_VERB: Final = 24
"""Characters in which the verb of a beat begins."""


def beats(folded: str) -> Iterator[int]:
    """Yield where sentences begin with `he`, `she`, `it` or `they` and tell another deed, after one that told a deed as well."""
    told = False
    bounds = sentences(folded)
    if not any(_GOES_ON.match(folded, start, end) for start, end in bounds[1:]):
        return  # to look for deeds in every sentence costs more than to look for a pronoun
    for start, end in bounds:
        opened = _GOES_ON.match(folded, start, end)
        if told and opened is not None and _is_deed(folded[opened.end() : opened.end() + _VERB], first=True):
            yield start
        told = told or _is_deed(folded[start:end], first=False)


def _is_deed(text: str, *, first: bool) -> bool:
    """Return whether a text tells a deed that takes its time; first: whether it begins with that."""
    words = tokens(text)
    if first and words and words[0].text in ruled_words():
        return True
    hits = find_hits(words)
    if first:
        return bool(hits) and hits[0].start <= 1 and hits[0].value("action") not in (None, *_STILL)
    return any(hit.value("action") for hit in hits) or any(word.text in ruled_words() for word in words)
