"""Who breathes fire: it comes out of that one's mouth instead of burning on the ground."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reelwright.engines.animatic.plan import Action, BondKind
from reelwright.engines.animatic.storyboard.reading import Reading
from reelwright.engines.animatic.storyboard.subjects import Role

_FIRE: Final = "fire"
_BREATHES: Final = re.compile(
    r"\b(?:breath(?:es?|ing|ed)|spits?|spitting|spat|spew(?:s|ing|ed)?|blow(?:s|ing)?|blew|shoot(?:s|ing)?|exhal(?:es?|ing|ed)"
    r"|belch(?:es|ing|ed)?|roar(?:s|ing|ed)?|unleash(?:es|ing|ed)?)\s(?:out\s)?(?:[\w-]+\s){0,3}?(?:fires?|flames?|fireballs?)\b"
    r"|\bfire[- ](?:breathing|spitting)\b|[喷吐](?:射|出|着|了)*(?:熊熊|一[团股道口])?(?:的|着)?(?:烈|大)?(?:火焰|火球|火)"
)
_BEFORE_NAME: Final = re.compile(r"^fire[- ]")
_ALOFT: Final = re.compile(
    r"\bin (?:the )?(?:mid-?air|air|sky)\b|\bmid-?air\b|\bfl(?:ies|ying|ew)\b|\b(?:over|above)\s(?:an?|the)\b|空中|天上|天空|上空"
)
_LIVING: Final = ("animals", "fantasy", "people")


def breathe(reading: Reading, roles: Sequence[Role]) -> list[Role]:
    """Return the roles with the fire that somebody breathes tied to that one, who is in the air where it is said to be there."""
    found = _BREATHES.search(reading.text)
    living = [index for index, role in enumerate(roles) if role.group in _LIVING and role.art != _FIRE]
    if found is None or not living:
        return list(roles)
    ahead = _BEFORE_NAME.match(found[0]) is not None
    whose = [
        index
        for index in living
        if (roles[index].at >= found.end() if ahead else roles[index].at < found.start())
    ]
    if not whose:
        return list(roles)
    who = whose[0] if ahead else whose[-1]
    changed = [role for role in roles if role.art != _FIRE or not found.start() <= role.at <= found.end()]
    at = changed.index(roles[who])
    if roles[who].action is Action.IDLE and _ALOFT.search(reading.text):
        changed[at] = replace(roles[who], action=Action.FLY)
    name = "fire" if found[0].isascii() else "火"
    # it ends where its word does: what follows is told of it by the words between
    fire = Role(name, _FIRE, found.end() - len(name), "objects", tie=BondKind.BREATHED, to=roles[who].at)
    return sorted([*changed, fire], key=lambda role: role.at)
