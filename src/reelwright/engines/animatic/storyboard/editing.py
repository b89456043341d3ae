"""The prompt as it is read: one plain text, without markup, its misspelled and foreign words put into words that are known."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from reelwright.engines.animatic.storyboard.languages import Language, in_english, language_of
from reelwright.engines.animatic.storyboard.quotes import find_quotes
from reelwright.engines.animatic.storyboard.spelling import nearest
from reelwright.engines.animatic.storyboard.text import fold

_MARKUP: Final = re.compile(
    r"\*\*|__|~~|`+|^[ \t]*(?:#{1,6}|[-*•>])(?=\s)|</?[a-z][a-z0-9]{0,9}>"
    r"|(?<!\S)--[a-z]+(?:[ =](?:[\d:.x]+|true|false))?(?!\S)"
    r"|[(\[{<](?:lora|lyco):[^)\]}>]{0,60}[)\]}>]|(?<=\w):[01]?\.\d{1,2}(?=\))",
    re.IGNORECASE | re.MULTILINE,
)
"""Marks of Markdown and HTML, and options and weights of other systems: no words of the prompt."""
_WORD: Final = re.compile(r"(?<![\w'@#/.-])[A-Za-z]{5,16}(?![\w'/-])")
_NO: Final = re.compile(r"(?<!\S)--no[ =]+([^\n]{1,200}?)(?=\s--|\n|$)")
_WRAPPED: Final = re.compile(r"([\"“`]{1,3})([^\"“”`]{24,})([\"”`]{1,3})", re.DOTALL)
"""A whole prompt in quotation marks, which came along as it was copied."""
_MOST_MENDED: Final = 40
"""Unknown words that are looked at: a text with more of them is in no language that is read."""
_DEEP: Final = 4


@dataclass(frozen=True, slots=True)
class Edited:
    """A prompt as it is read, and a sentence for everything that was changed by guess."""

    text: str
    notes: tuple[str, ...] = ()


def edit(prompt: str) -> Edited:
    """Return a prompt as it is read; what stands in quotation marks stays as it is written, unless the whole is JSON."""
    text = _unpacked(prompt)
    language = language_of(fold(_free_text(text)))
    mended: dict[str, str] = {}
    text = _outside(text, lambda part: _plain(part, language, mended))
    notes = [f"Read “{wrong}” as “{right}”." for wrong, right in mended.items()]
    if language is not None:
        notes.insert(0, _told(language))
    return Edited(text, tuple(notes))


def _told(language: Language) -> str:
    if language.pattern is None:
        return (
            f"The prompt seems to be in {language.name}, which is not read; write it in English or Chinese."
        )
    return (
        f"The prompt seems to be in {language.name}: only its common words are read; write it in English or Chinese"
        " to have the rest understood."
    )


def _free_text(text: str) -> str:
    """Return what stands outside quotation marks."""
    return "".join(text[start:end] for start, end, quoted in _parts(text) if not quoted)


def _outside(text: str, change: Callable[[str], str]) -> str:
    return "".join(
        text[start:end] if quoted else change(text[start:end]) for start, end, quoted in _parts(text)
    )


def _parts(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield start and end of each part of a text, and whether it is quoted."""
    at = 0
    for quote in find_quotes(text):
        if quote.start > at:
            yield at, quote.start, False
        if quote.end > at:
            yield max(at, quote.start), quote.end, True
        at = max(at, quote.end)
    if at < len(text):
        yield at, len(text), False


def _plain(text: str, language: Language | None, mended: dict[str, str]) -> str:
    """Return a part of a prompt that is not quoted as it is read; what was mended joins `mended`."""
    text = _MARKUP.sub(" ", text)
    if language is not None:
        return in_english(text, language)
    text = text.translate(_simplified())
    pattern, slips = _slips()
    text = pattern.sub(lambda match: slips[match[0].lower()], text)
    return _WORD.sub(lambda match: _mended(match[0], mended), text)


def _mended(word: str, mended: dict[str, str]) -> str:
    small = word.lower()
    if small in mended:
        return mended[small]
    right = nearest(word) if len(mended) < _MOST_MENDED else None
    if right is None:
        return word
    mended[small] = right
    return right


@cache
def _slips() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern of short words that are often misspelled, and what each is read as."""
    text = files(__package__).joinpath("data/spelling/slips.txt").read_text("utf-8")
    slips = dict(line.split(" = ") for line in text.splitlines() if not line.startswith("#"))
    listed = "|".join(re.escape(wrong) for wrong in sorted(slips, key=lambda wrong: -len(wrong)))
    return re.compile(rf"(?<![\w-])(?:{listed})(?![\w/-])", re.IGNORECASE), slips


@cache
def _simplified() -> dict[int, str]:
    """Return the simplified character for each traditional one; each is one character, so that positions stay true."""
    text = files(__package__).joinpath("data/hanzi.txt").read_text("utf-8")
    rows = [row for row in text.splitlines() if not row.startswith("#")]
    pairs = zip("".join(rows[::2]), "".join(rows[1::2]), strict=True)
    return {ord(old): new for old, new in pairs}


def _unpacked(prompt: str) -> str:
    """Return a prompt that is a JSON object as sentences with labels, and any other without what is wrapped around it."""
    prompt = _NO.sub(lambda match: f". Negative prompt: {match[1].strip()}.", prompt)
    if wrapped := _WRAPPED.fullmatch(prompt.strip()):
        prompt = wrapped[2]
    if not prompt.lstrip().startswith("{"):
        return prompt
    try:
        value = json.loads(prompt)
    except (ValueError, RecursionError):
        return prompt
    return " ".join(_sentences("", value, _DEEP)) if isinstance(value, dict) else prompt


def _sentences(label: str, value: Any, deep: int) -> Iterator[str]:
    """Yield what a value of JSON says, each string a sentence of its own."""
    if isinstance(value, dict) and deep:
        for key, part in value.items():
            yield from _sentences(str(key).replace("_", " "), part, deep - 1)
    elif isinstance(value, list) and deep:
        for part in value:
            yield from _sentences(label, part, deep - 1)
    elif isinstance(value, str) and value.strip():
        yield f"{label}: {value.strip().rstrip('.')}." if label else f"{value.strip().rstrip('.')}."
