"""Small things on a table: the camera comes so near that the table is the ground they stand on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reelwright.engines.animatic.plan import Action, BondKind
from reelwright.engines.animatic.storyboard.sizes import natural_size
from reelwright.engines.animatic.storyboard.subjects import Role

_TABLE: Final = "bare-table"
_LAID: Final = ("food", "objects", "plants")
_MOVING: Final = (Action.FALL, Action.FLY, Action.RISE, Action.FLOAT)
_LARGEST: Final = 0.27
_LARGEST_PET: Final = 0.14


def lies_on_table(roles: Sequence[Role]) -> bool:
    """Return whether the roles are a table and nothing but small things."""
    others = [role for role in roles if role.art != _TABLE]
    return 0 < len(others) < len(roles) and all(_is_small(role) for role in others)


def _is_small(role: Role) -> bool:
    most = _LARGEST if role.group in _LAID else _LARGEST_PET if role.group == "animals" else 0.0
    return role.art is not None and natural_size(role.art) <= most


def laid(roles: Sequence[Role]) -> list[Role]:
    """Return the roles with all that is tied to nothing tied to the table; what falls into a cup is not on the table yet."""
    table = next(role for role in roles if role.art == _TABLE)
    return [
        replace(role, tie=BondKind.ON, to=table.at)
        if role is not table and role.tie is None and role.action not in _MOVING
        else role
        for role in roles
    ]
