"""Languages that are not read: which one a text is in, and its common words put into English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from tomllib import loads
from typing import Any, Final

_SCRIPTS: Final = (
    ("Japanese", re.compile(r"[ぁ-んァ-ヴー]")),
    ("Korean", re.compile(r"[가-힣]")),
    ("Russian", re.compile(r"[а-яё]", re.IGNORECASE)),
    ("Arabic", re.compile(r"[؀-ۿ]")),
    ("Hindi", re.compile(r"[ऀ-ॿ]")),
    ("Thai", re.compile(r"[ก-๛]")),
)
_LETTERS: Final = 3
"""Letters of a script that make a text one of its language."""
_SIGNS: Final = 2
"""Small words of a language that make a text one of it, where it has more of them than of English ones."""
_ENGLISH: Final = frozenset(
    {"the", "of", "and", "with", "is", "at", "to", "on", "by", "from", "his", "her", "its", "for", "while"}
)
_ONLY_NAMED: Final = {
    "portuguese": frozenset({"o", "um", "uma", "e", "do", "da", "no", "na", "com", "sobre", "ao", "pela"}),
    "italian": frozenset({"il", "lo", "gli", "una", "di", "nel", "nella", "sul", "sulla", "che", "con"}),
}
"""Small words of languages of which nothing is put into English."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language and how its words become English ones; `pattern` is None where none do."""

    name: str
    pattern: re.Pattern[str] | None = None
    english: dict[str, str] | None = None
    after: frozenset[str] = frozenset()


def language_of(folded: str) -> Language | None:
    """Return the language of a folded text, or None where it is English or Chinese."""
    for name, script in _SCRIPTS:
        if len(script.findall(folded)) >= _LETTERS:
            return _languages().get(name.lower(), Language(name))
    words = re.findall(r"[^\W\d_]+'?", folded)
    counts = {
        name: len(marks.intersection(words)) for name, marks in _marks().items() if len(words) >= _LETTERS
    }
    name = max(counts, key=lambda one: counts[one], default="")
    if not name or counts[name] < max(_SIGNS, 1 + len(_ENGLISH.intersection(words))):
        return None
    return _languages().get(name, Language(name.capitalize()))


def in_english(text: str, language: Language) -> str:
    """Return a text with its known words put into English; what is not known stays."""
    pattern, english = language.pattern, language.english
    if pattern is None or english is None:
        return text
    said = pattern.sub(lambda match: english[match[0].lower()], text)
    if not language.after:
        return said
    # An adjective that stands after its noun goes before it, where an English reader looks for it.
    adjectives = "|".join(sorted(language.after))
    return re.sub(rf"\b([a-z]+) ((?:{adjectives})\b)", r"\2 \1", said)


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return loads(files(__package__).joinpath("data/foreign.toml").read_text("utf-8"))


@cache
def _marks() -> dict[str, frozenset[str]]:
    listed = {name: frozenset(table["marks"]) for name, table in _tables().items() if table["marks"]}
    return listed | _ONLY_NAMED


@cache
def _languages() -> dict[str, Language]:
    made = {}
    for name, table in _tables().items():
        after = table.get("after", {})
        spaced = bool(table["marks"])
        english = {**table["little"], **table["words"], **after}
        if spaced:
            english = {**_plurals(table["words"], after), **english}
        words = sorted(english, key=lambda word: -len(word))
        listed = "|".join(map(re.escape, words))
        pattern = rf"(?<![^\W\d_])(?:{listed})(?:(?<=')|(?![^\W\d_]))" if spaced else listed
        if not spaced:
            english = {
                word: f" {said} " if word in table["words"] else said for word, said in english.items()
            }
        made[name] = Language(
            name.capitalize(), re.compile(pattern, re.IGNORECASE), english, frozenset(after.values())
        )
    return made


def _plurals(words: dict[str, str], after: dict[str, str]) -> dict[str, str]:
    """Return the plurals that end in -s; what is no noun gets one that nobody writes."""
    return {f"{word}s": f"{said}s" for word, said in words.items()} | {
        f"{word}s": said for word, said in after.items()
    }
