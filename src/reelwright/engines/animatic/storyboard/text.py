"""Prompt text as tokens: English words, single Chinese characters, and marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_FOLDED: Final = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {
    0x2019: 0x27,
    0x2018: 0x27,
    0x3000: 0x20,
}
"""Full-width forms and curly apostrophes, each for one ASCII character, so that positions stay true."""

_TOKEN: Final = re.compile(
    r"[a-zÀ-ɏа-яё]+(?:['-][a-zÀ-ɏа-яё]+)*"
    r"|\d+(?:\.\d+)?(?:-?[a-z]+)?"
    r"|[^\W_]"
    r"|[^\s\w]"
)
_WIDE: Final = re.compile(r"[぀-ヿ㐀-鿿豈-﫿]")
BLANK: Final = "_"
"""Stands for every character of a quote or a mention: no word, yet not nothing, so a shot of a mention alone is one."""
STOPS: Final = frozenset(".!?;。！？；\n")
"""Marks that end a sentence."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word, Chinese character or mark: its folded text and its place in the prompt."""

    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """Return `text` in lower case with full-width forms narrowed; every character keeps its position."""
    narrowed = text.translate(_FOLDED)
    lowered = narrowed.lower()
    if len(lowered) == len(narrowed):
        return lowered
    # A few capitals have longer small forms, which would shift every position after them.
    return "".join(low if len(low := character.lower()) == 1 else character for character in narrowed)


def tokens(folded: str) -> list[Token]:
    """Return the tokens of folded text, a line break as the mark ``\\n``."""
    found = [Token(match[0], match.start(), match.end()) for match in _TOKEN.finditer(folded)]
    breaks = [Token("\n", match.start(), match.end()) for match in re.finditer(r"\n", folded)]
    return sorted(found + breaks, key=lambda token: token.start) if breaks else found


def is_wide(text: str) -> bool:
    """Return whether `text` has Chinese characters or kana."""
    return _WIDE.search(text) is not None


def sentences(folded: str) -> list[tuple[int, int]]:
    """Return start and end of each sentence; a full stop inside a number ends none."""
    bounds, start = [], 0
    for match in re.finditer(r"[!?;。\n]+|\.+(?=\s|$)", folded):
        if folded[start : match.end()].strip():
            bounds.append((start, match.end()))
            start = match.end()
    if folded[start:].strip():
        bounds.append((start, len(folded)))
    return bounds
