"""Who feels what: `an angry man`, `she looks worried`, `愤怒的男人`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reelwright.engines.animatic.plan import Feeling
from reelwright.engines.animatic.storyboard.lexicon import Hit
from reelwright.engines.animatic.storyboard.reading import Reading
from reelwright.engines.animatic.storyboard.subjects import Role

_FEEL: Final = frozenset({"people", "animals", "fantasy"})
_TWINS: Final = 2  # signs between the places that are given to those for whom one word stands
_BEFORE: Final = re.compile(r"(?:,?\s(?!and\b|an?\b|the\b|h(?:is|er)\b|at\b)[\w'-]+){0,2}\s|的?\w{0,2}")
"""What may stand between the word for a feeling and whoever has it."""
_JOINED: Final = re.compile(r"\sand\s(?:[\w'-]+\s){1,2}|[、和]\w{1,4}的")
"""A second adjective: `a sad and lonely boy`."""


def feel(reading: Reading, roles: Sequence[Role]) -> list[Role]:
    """Return the roles with what they feel: each the first that is said of it."""
    felt = list(roles)
    for hit in reading.hits:
        value = hit.value("feeling")
        index = _whose(reading, felt, hit) if value else None
        if value is None or index is None:
            continue
        for one in _alike(felt, index):
            if felt[one].feeling is None:
                felt[one] = replace(felt[one], feeling=Feeling(value))
    return felt


def _alike(roles: Sequence[Role], index: int) -> list[int]:
    """Return a role with those that one word stands for together with it: both of two men who argue."""
    role = roles[index]
    return [
        other
        for other, twin in enumerate(roles)
        if twin.name == role.name and abs(twin.at - role.at) <= _TWINS
    ]


def _whose(reading: Reading, roles: Sequence[Role], hit: Hit) -> int | None:
    """Return whom a word for a feeling is about: the noun it stands before, else whoever was named last in its sentence."""
    sentence = reading.sentence_of(hit.start)
    near = [
        index
        for index, role in enumerate(roles)
        if role.group in _FEEL and reading.sentence_of(role.at) == sentence
    ]
    for index in near:
        gap = reading.text[hit.end : roles[index].at]
        if roles[index].at >= hit.end and (_BEFORE.fullmatch(gap) or _JOINED.fullmatch(gap)):
            return index
    before = [index for index in near if roles[index].at < hit.start]
    agents = [
        index
        for index in before
        if roles[index].handling or roles[index].duet or roles[index].group == "people"
    ]
    return next(reversed(agents or before), None)
