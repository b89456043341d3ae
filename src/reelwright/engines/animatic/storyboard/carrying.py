"""Who carries whom: on the shoulders, on the back, in the arms; and who walks with what it carries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reelwright.engines.animatic.plan import Action, BondKind
from reelwright.engines.animatic.storyboard.reading import Reading
from reelwright.engines.animatic.storyboard.subjects import Role

_LIVING: Final = ("people", "animals", "fantasy")
_CARRIES: Final = re.compile(
    r"\b(?:carr(?:y|ies|ying|ied)|giv(?:e|es|ing)(?=[^.;]{0,30}piggyback)|lift(?:s|ing)?|hold(?:s|ing)?)\b|[背抱扛驮]着?"
)
_ALOFT: Final = re.compile(
    r"\b(?:on|upon) (?:his|her|its|their|the) (?:back|shoulders?|neck)\b|piggy ?back|[背扛驮]"
)
_REACH: Final = 26


_WITH: Final = re.compile(
    r"\bcarr(?:y|ies|ying)\b|\b(?:lug|haul|tot)(?:s|es|ging|ing)?\b|[搬扛]|提着(?!.{0,6}站)"
)
_STAYS: Final = re.compile(r"\b(?:stands?|standing|sits?|sitting|waits?|waiting)\b|[站坐等]")


def walk_with(reading: Reading, roles: Sequence[Role]) -> list[Role]:
    """Return the roles with those walking who carry something and do nothing else."""
    going = list(roles)
    for found in _WITH.finditer(reading.text):
        near = [
            index for index, role in enumerate(roles) if role.at < found.start() and role.group in _LIVING
        ]
        if not near or _STAYS.search(reading.text):
            continue
        who = going[near[-1]]
        has = any(role.tie is BondKind.HELD and role.to == who.at for role in roles)
        if has and who.action is Action.IDLE and who.tie is None and not (who.handling or who.duet):
            going[near[-1]] = replace(who, action=Action.WALK)
    return going


def carry(reading: Reading, roles: Sequence[Role]) -> list[Role]:
    """Return the roles with whoever is carried tied to whom it is carried by: to the shoulders, or into the arms."""
    carried = list(roles)
    for found in _CARRIES.finditer(reading.text):
        before = [
            index for index, role in enumerate(roles) if role.at < found.start() and role.group in _LIVING
        ]
        after = [
            index
            for index, role in enumerate(roles)
            if found.end() <= role.at < found.end() + _REACH and role.group == "people"
        ]
        if (
            not before
            or not after
            or reading.sentence_of(roles[before[-1]].at) != reading.sentence_of(found.start())
        ):
            continue
        one, other = roles[before[-1]], roles[after[0]]
        aloft = _ALOFT.search(reading.text[found.start() : other.at + len(other.name) + 40]) is not None
        if other.tie is None and other.count == 1:
            kind = BondKind.IN if aloft else BondKind.HELD
            carried[after[0]] = replace(other, tie=kind, to=one.at)
    return carried
