"""What somebody goes on who is called after it: no skateboarder without a skateboard."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reelwright.engines.animatic.art import art_group
from reelwright.engines.animatic.plan import BondKind
from reelwright.engines.animatic.storyboard.subjects import Role

_MOUNTS: Final = (
    (re.compile(r"skateboarder|滑板(?:手|少年|女孩|男孩|爱好者)"), "skateboard", "skateboard-level"),
    (
        re.compile(r"motorcyclist|(?:motorcycle|motorbike|dirt bike) rider|摩托车?[骑车]?手"),
        "motorcycle",
        "motorcycle",
    ),
    (re.compile(r"scooter rider"), "scooter", "motor-scooter"),
)


def mounted(roles: Sequence[Role]) -> list[Role]:
    """Return the roles with whatever their names say that they go on, where the prompt does not name it as well.

    Several have no room on one, and stay on foot.
    """
    found = list(roles)
    for index, role in enumerate(roles):
        for called, name, piece in _MOUNTS:
            named = any(other.art == piece for other in roles)
            if role.count == 1 and not named and called.search(role.name.lower()):
                at = role.at + 1
                found[index] = replace(role, tie=BondKind.ON, to=at)
                found.append(Role(name, piece, at, art_group(piece)))
    return found
