"""Who acts on whom, by the words around what they do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from reelwright.engines.animatic.plan import BondKind
from reelwright.engines.animatic.storyboard.deeds import companions
from reelwright.engines.animatic.storyboard.pronouns import meant_before
from reelwright.engines.animatic.storyboard.reading import Reading
from reelwright.engines.animatic.storyboard.subjects import Role

_LIVING: Final = frozenset({"animals", "people", "fantasy"})
_APART: Final = re.compile(
    r"[.;!?。；！？,，]|\b(?:while|as|in|at|near|behind|by|on|under|beside|before|past|through|and then|who|that)\b"
)
"""What stands between a verb and one who has nothing to do with it: `fights in front of a girl`."""
_TOWARD: Final = re.compile(r"\b(?:to|at|with|against|for)\b|[给向和与跟同把对]")
_PASSIVE: Final = re.compile(r"\b(?:is|are|was|being|been|gets?)\s(?:\w+\s)?$")
_SUFFERED: Final = re.compile(r"被[^，。,.；;]{1,10}$")
_BY: Final = re.compile(r"\bby\b")
_THEY: Final = re.compile(r"\b(?:they|both|the two)\b|[他她它]们|两[人个只]|彼此")
_HIM: Final = re.compile(r"\s*(?:(?:him|her|them|it)\b|[他她它])")
"""One who was named before: `runs to her grandfather and hugs him`."""
_ALONG: Final = re.compile(r"\bwith\s(?:an?\s|the\s|his\s|her\s|their\s)?(?:\w+\s)?$")
_SEATED: Final = (BondKind.ON, BondKind.IN)


def parties(
    reading: Reading, roles: Sequence[Role], whom: frozenset[str], found: re.Match[str], *, both: bool
) -> tuple[int, int] | None:
    """Return who acts on whom; the same one twice where several of a kind do it with each other.

    whom: groups of those that it can be done to. both: whether a noun after the words is at the other end only after
    `with` or its like.
    """
    sentence = reading.sentence_of(found.start())
    here = [
        index
        for index, role in enumerate(roles)
        if reading.sentence_of(role.at) == sentence and role.tie not in _SEATED
    ]
    if not any(roles[index].group in _LIVING for index in here) and both_meant(reading, found.start()):
        here = [
            index for index, role in enumerate(roles) if role.at < found.start() and role.tie not in _SEATED
        ]
    doers = [
        index
        for index in here
        if roles[index].at < found.start() and roles[index].group in _LIVING | (whom & {"vehicles"})
    ]
    doers = doers or meant_before(reading, roles, found.start())
    if not doers:
        return None
    after = [index for index in here if roles[index].at >= found.end() and roles[index].group in whom]
    gaps = {index: reading.text[found.end() : roles[index].at] for index in after}
    if _PASSIVE.search(reading.text[: found.start()]):
        by = next((index for index in after if _BY.search(gaps[index])), None)
        if by is not None:
            return by, doers[-1]
    if (suffers := _suffers(reading, roles, found, [*doers, *after])) is not None:
        return suffers
    reached = next((index for index in after if not _APART.search(gaps[index])), None)
    if reached is not None and (not both or _TOWARD.search(gaps[reached])):
        return _doer(reading, roles, doers), reached
    if len(doers) > 1:
        if _HIM.match(reading.text, found.end()):
            return doers[-2], doers[-1]
        together = doers[-2] in companions(reading, roles, doers[-1]) or both_meant(reading, found.start())
        return (doers[-2], doers[-1]) if together else None
    if (
        _HIM.match(reading.text, found.end())
        and (other := _meant(roles, doers[0], found.start())) is not None
    ):
        return doers[0], other
    return (doers[0], doers[0]) if roles[doers[0]].count > 1 else None


def _meant(roles: Sequence[Role], doer: int, at: int) -> int | None:
    """Return who is meant by `him` in a sentence that names nobody: the last one before it who does not do it himself."""
    before = [index for index, role in enumerate(roles) if role.at < at and role.group in _LIVING]
    return next((index for index in reversed(before) if index != doer), None)


def _suffers(
    reading: Reading, roles: Sequence[Role], found: re.Match[str], here: Sequence[int]
) -> tuple[int, int] | None:
    """Return who acts on whom where Chinese says it of the one it is done to: `猫被狗追赶`, `被狗追赶的猫`."""
    lead = _SUFFERED.search(reading.text, max(0, found.start() - 16), found.start())
    if lead is None:
        return None
    doer = next((index for index in here if lead.start() < roles[index].at < found.start()), None)
    before = [index for index in here if roles[index].at < lead.start()]
    after = [index for index in here if found.end() <= roles[index].at <= found.end() + 6]
    other = after[0] if after and reading.text[found.end() : found.end() + 1] == "的" else None
    other = before[-1] if other is None and before else other
    return None if doer is None or other is None else (doer, other)


def both_meant(reading: Reading, at: int) -> bool:
    """Return whether those who were named before are meant: `they hug`."""
    return _THEY.search(re.split(r"[.!?;。！？；\n]", reading.text[:at])[-1]) is not None


def _doer(reading: Reading, roles: Sequence[Role], doers: Sequence[int]) -> int:
    """Return the last of those who may do it who is not merely along: the girl of `a girl with her dog throws`."""
    for index in reversed(doers):
        if not _ALONG.search(reading.text[: roles[index].at]):
            return index
    return doers[-1]
