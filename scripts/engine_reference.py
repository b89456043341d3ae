"""The pages about the built-in engine, made from its tables: the words that it reads, and its storyboard."""

from __future__ import annotations

import dataclasses
import inspect
import re
import typing
from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Final

from reelwright.engines.animatic import duets, handlings, plan
from reelwright.engines.animatic.art import art_group, find_art, known_nouns
from reelwright.engines.animatic.storyboard.lexicon import lexicon

_TABLES: Final = {
    "setting": "Places",
    "feature": "What is special about a place",
    "time": "Time of day",
    "weather": "Weather",
    "camera": "Camera",
    "framing": "Framing",
    "style": "Style",
    "mood": "Mood: it decides the music",
    "feeling": "What a face and the bearing show",
    "speed": "Speed: 1 is real time",
    "action": "Actions",
    "pose": "Poses of people",
    "side": "Sides",
    "sound": "Sounds that can be asked for",
    "voice": "Who says a line",
}
_GROUPS: Final = ("people", "animals", "fantasy", "plants", "food", "vehicles", "places", "sky", "objects")
_WIDE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def words_page(made: str) -> str:
    """List the words of the lexicon and the nouns that have a picture; `made` says how the page comes about."""
    lines = [
        "# Words that the built-in engine reads",
        "",
        made,
        "",
        "The left column is what the storyboard says, the right one the words of a prompt that lead to it, English and",
        "Chinese. Verbs stand in their base form and are found in all their forms. Of several phrases that fit, the longest",
        "counts. How the words work together is told in [the guide to prompts](../guides/prompts.md), what the storyboard's",
        "fields mean in [its reference](storyboard.md).",
        "",
    ]
    for kind, title in _TABLES.items():
        lines += [f"## {title}", "", f"| `{kind}` | words |", "|---|---|"]
        lines += [f"| `{value}` | {_listed(words)} |" for value, words in lexicon()[kind].items()]
        lines.append("")
    return "\n".join([*lines, *_nouns(), ""])


def storyboard_page(made: str) -> str:
    """Describe the JSON of a storyboard; `made` says how the page comes about."""
    lines = [
        "# The storyboard",
        "",
        made,
        "",
        "What the built-in engine understood: `reelwright storyboard PROMPT --json` and `GET /v1/tasks/{id}/storyboard`. Times",
        "are frame numbers, 24 a second; `start` is included, `end` is not. Lengths are shares of the frame's height unless",
        "something else is said. Any release may add fields.",
        "",
    ]
    for kind in _reachable(plan.Storyboard):
        lines += _described(kind)
    return "\n".join(lines)


def _listed(words: list[str]) -> str:
    """Return words with the English ones first; a `|` would end the cell."""
    ordered = sorted(dict.fromkeys(words), key=lambda word: _WIDE.search(word) is not None)
    return ", ".join(word.replace("|", "\\|") for word in ordered)


def _nouns() -> Iterator[str]:
    known: dict[str, list[str]] = {group: [] for group in _GROUPS}
    for noun in sorted(known_nouns()):
        piece = find_art(noun)
        if piece is not None and (group := art_group(piece)) in known:
            known[group].append(noun)
    total = sum(map(len, known.values()))
    yield "## Nouns"
    yield ""
    yield f"{total} nouns have a picture. Any other that plainly is the subject becomes a lettered card, and a warning says so."
    yield ""
    for group, nouns in known.items():
        yield f"**{group.capitalize()}** ({len(nouns)}): {_listed(nouns)}."
        yield ""


def _reachable(kind: type) -> list[type]:
    """Return a dataclass and all dataclasses and enumerations that its fields lead to, each once."""
    found = [kind]
    for current in found:
        if dataclasses.is_dataclass(current):
            for hint in _hints(current).values():
                found += [part for part in _parts(hint) if part not in found]
    return found


def _hints(kind: type) -> Mapping[str, Any]:
    return typing.get_type_hints(kind, vars(plan) | vars(duets) | vars(handlings))


def _parts(hint: Any) -> Iterator[type]:
    if isinstance(hint, type) and (dataclasses.is_dataclass(hint) or issubclass(hint, StrEnum)):
        yield hint
    for inner in typing.get_args(hint):
        yield from _parts(inner)


def _described(kind: type) -> Iterator[str]:
    summary, _, rest = inspect.cleandoc(kind.__doc__ or "").replace("``", "`").partition("\n")
    if issubclass(kind, StrEnum):
        yield from (f"## {kind.__name__}", "", summary, "")
        notes = _notes(kind)
        if notes:
            yield from ("| value | meaning |", "|---|---|")
            yield from (f"| `{member.value}` | {notes.get(member.name, '')} |" for member in kind)
        else:
            yield ", ".join(f"`{member.value}`" for member in kind) + "."
    else:
        fields = {field.name for field in dataclasses.fields(kind)} - _PRIVATE
        text, meanings = _told(" ".join([summary, *rest.split()]), fields)
        yield from (f"## {kind.__name__}", "", text, "", "| field | type | meaning |", "|---|---|---|")
        hints = _hints(kind)
        yield from (
            f"| `{field.name}` | {_type(hints[field.name])} | {meanings.get(field.name, '')} |"
            for field in dataclasses.fields(kind)
            if field.name in fields
        )
    yield ""


_PRIVATE: Final = {"mouth"}
"""What `Storyboard.to_json` leaves out."""


def _told(text: str, fields: set[str]) -> tuple[str, dict[str, str]]:
    """Return what a docstring says of the whole, and what it says of each field: `start, end: frames.`"""
    parts = re.split(r"(?:(?<=[.;…]) |^)((?:\w+, )*\w+): ", text)
    whole, meanings = parts[0], {}
    for names, meaning in zip(parts[1::2], parts[2::2], strict=True):
        meanings.update(dict.fromkeys(names.split(", "), meaning))
    found = {name: meaning.replace(" None", " null") for name, meaning in meanings.items() if name in fields}
    return whole, found


def _notes(kind: type[StrEnum]) -> dict[str, str]:
    """Return what is written below the members of an enumeration, by name."""
    source = inspect.getsource(kind)
    notes = re.findall(r'^    ([A-Z_]+) = "[^"]*"\n    """(.*?)"""', source, re.MULTILINE | re.DOTALL)
    return {name: " ".join(text.split()) for name, text in notes}


def _type(hint: Any) -> str:
    if hint is NoneType:
        return "null"
    if isinstance(hint, UnionType) or typing.get_origin(hint) is typing.Union:
        return " or ".join(map(_type, typing.get_args(hint)))
    if typing.get_origin(hint) is tuple:
        inner = [part for part in typing.get_args(hint) if part is not Ellipsis]
        return "list of " + " and ".join(map(_type, inner))
    names = {str: "string", int: "integer", float: "number", bool: "true or false"}
    return names.get(hint) or f"[{hint.__name__}](#{hint.__name__.lower()})"
