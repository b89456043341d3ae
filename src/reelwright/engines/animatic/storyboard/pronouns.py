"""Who is meant where nobody is named: he, she, it and they, and sentences that begin with what somebody does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from reelwright.engines.animatic.storyboard.lexicon import NOUN
from reelwright.engines.animatic.storyboard.reading import Reading
from reelwright.engines.animatic.voices import voice_of

if TYPE_CHECKING:
    from reelwright.engines.animatic.storyboard.subjects import Role

_OPENS: Final = re.compile(
    r"[\W_]*(?:(?P<he>he|他)|(?P<she>she|她)|(?P<it>it|它)|(?P<they>they|both|[他她它]们|两[人个只]))?"
    r"(?:\s?(?:then|now|also|and|but|is|are|suddenly|\w+ly|all|both|together|just|finally|然后|突然|慢慢|缓缓|渐渐|正在?|开始|接着|随后|又|都"
    r"|一起|在\w{1,6}?[上里中下旁边]|从\w{1,4}|向\w{1,3}|地|[,，])){0,5}\s?"
)
"""What may stand in a sentence before its first verb where nobody is named in it."""
_FELLOWS: Final = re.compile(
    r"[\W_]*(?:(?P<he>he|他)|(?P<she>she|她)|(?P<it>it|它)|(?P<they>they|both|[他她它]们))(?![a-z])"
)
_LIVING: Final = ("people", "animals", "fantasy")
_BACK: Final = 200
"""Characters before a verb in which its sentence is looked for."""


def meant_before(reading: Reading, roles: Sequence[Role], at: int) -> list[int]:
    """Return which roles of earlier sentences do what a sentence tells at position `at`; none where it is unclear.

    The sentence names one of them again (`the cat jumps`), or has a pronoun or nobody before its verb.
    """
    number = reading.sentence_of(at)
    if number == 0 or reading.stops[number - 1] < at - _BACK:
        return []
    earlier = [
        index
        for index, role in enumerate(roles)
        if role.agent and 0 <= role.at < at and reading.sentence_of(role.at) < number
    ]
    if not earlier:
        return []
    start = reading.stops[number - 1] + 1
    if (again := _named_again(reading, roles, earlier, start, at)) is not None:
        return [again]
    opened = _OPENS.fullmatch(reading.text, start, at) or _FELLOWS.match(reading.text, start, at)
    return [] if opened is None else _fitting(reading, roles, earlier, opened)


def _named_again(
    reading: Reading, roles: Sequence[Role], earlier: Sequence[int], start: int, at: int
) -> int | None:
    """Return the role that is named last between two positions, where it was named before."""
    for hit in reading.hits_before(at):
        if hit.start < start:
            return None
        piece = hit.value(NOUN)
        if piece is not None:
            named = [index for index in earlier if roles[index].name.lower() == hit.text]
            named = named or [index for index in earlier if roles[index].art == piece]
            return named[0] if named else None
    return None


def _fitting(
    reading: Reading, roles: Sequence[Role], earlier: Sequence[int], opened: re.Match[str]
) -> list[int]:
    """Return those of the latest sentence that a pronoun may mean; without one, its first."""
    if opened["they"]:
        last = reading.sentence_of(roles[earlier[-1]].at)
        return [index for index in earlier if reading.sentence_of(roles[index].at) == last]
    wanted = "male" if opened["he"] else "female" if opened["she"] else ""
    if wanted:
        fit = [index for index in earlier if roles[index].group in _LIVING]
        fit = [index for index in fit if voice_of(roles[index].name.lower()) in (wanted, "any")]
    elif opened["it"]:
        fit = [index for index in earlier if roles[index].group != "people"]
    else:
        fit = list(earlier)
    if not fit:
        return []
    last = reading.sentence_of(roles[fit[-1]].at)
    return [next(index for index in fit if reading.sentence_of(roles[index].at) == last)]
