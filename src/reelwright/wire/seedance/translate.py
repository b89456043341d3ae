"""Tells callers in their language what the code says in English.

The English sentence is the key (see messages.toml): a message is recognised by its wording, its values are taken out and put into
the translation. So the code that finds a fault says it in plain English, and what was stored in English long ago can still be
told in another language. What has no entry stays English.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

ENGLISH: Final = "en"
_PLACEHOLDER: Final = re.compile(r"{(\w+)}")
_FIELD: Final = r"[\w\-]+(?:\[\d+\])?(?:\.\w+)*"
_PREFIX: Final = re.compile(rf"({_FIELD}): (.+)", re.DOTALL)
# A value never runs over the end of its sentence, or it would swallow the next of several faults.
_VALUE: Final = r"(?:(?!; ).)+?"
_SHAPES: Final = {"name": _FIELD, "url": r"\S+"}
_SEPARATORS: Final = {"zh": "；", "ja": "；", "ko": "; "}


@dataclass(frozen=True, slots=True)
class _Entry:
    pattern: re.Pattern[str]
    texts: Mapping[str, str]


def translate(message: str, language: str) -> str:
    """Return `message` in `language` (en, zh, ja or ko), as far as it is known there."""
    if language == ENGLISH:
        return message
    return _sentence(message, language) or _sentences(message, language)


def join(messages: list[str], language: str) -> str:
    """Put several messages into one."""
    return _SEPARATORS.get(language, "; ").join(messages)


def _sentences(message: str, language: str) -> str:
    """Translate what several faults were joined to, taking each time the longest beginning that is known."""
    parts = message.split("; ")
    found = []
    while parts:
        for length in range(len(parts), 0, -1):
            whole = "; ".join(parts[:length])
            told = _sentence(whole, language)
            if told or length == 1:
                found.append(told or whole)
                del parts[:length]
                break
    return join(found, language)


def _sentence(message: str, language: str) -> str | None:
    for entry in _entries():
        if match := entry.pattern.fullmatch(message):
            values = {name: _sentence(value, language) or value for name, value in match.groupdict().items()}
            return entry.texts[language].format_map(values)
    if match := _PREFIX.fullmatch(message):
        told = _sentence(match[2], language)
        return f"{match[1]}: {told}" if told else None
    return None


@cache
def _entries() -> tuple[_Entry, ...]:
    """Return the catalogue, the most literal sentences first, so that none is taken for a looser one."""
    text = files("reelwright.wire.seedance").joinpath("messages.toml").read_text("utf-8")
    catalogue = tomllib.loads(text)
    by_literal = sorted(catalogue, key=lambda english: -len(_PLACEHOLDER.sub("", english)))
    return tuple(_Entry(_pattern(english), catalogue[english]) for english in by_literal)


def _pattern(english: str) -> re.Pattern[str]:
    literals = _PLACEHOLDER.split(english)
    parts = [
        f"(?P<{part}>{_SHAPES.get(part, _VALUE)})" if index % 2 else re.escape(part)
        for index, part in enumerate(literals)
    ]
    return re.compile("".join(parts), re.DOTALL)
