"""Small things on a table: the camera comes so near that the table is the ground they stand on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle
from typing import Final

from reelwright.engines.animatic.plan import Action, BondKind, Subject
from reelwright.engines.animatic.storyboard.sizes import natural_size
from reelwright.engines.animatic.storyboard.subjects import Role

_TABLE: Final = "bare-table"
_PLATE: Final = "fork-and-knife-with-plate"
_LAID: Final = ("food", "objects", "plants")
_ASIDE: Final = (0.62, -0.62, 0.9, -0.9)
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
        if role is not table and role.tie is None and role.whom < 0 and role.action not in _MOVING
        else role
        for role in roles
    ]


def served(roles: Sequence[Role]) -> list[Role]:
    """Return the roles of a kitchen with what would else lie on its floor on a table, and with whoever is at that table."""
    loose = [role for role in roles if _is_loose(role)]
    cook = next((role for role in roles if role.group == "people" and role.tie is None), None)
    if cook is None or not loose:
        return list(roles)
    table = next((role for role in roles if role.art == _TABLE), None)
    if table is not None:
        return [replace(role, tie=BondKind.ON, to=table.at) if role in loose else role for role in roles]
    table = Role("table", _TABLE, max(role.at + len(role.name) for role in roles) + 1, "objects")
    on_it = [cook, *loose]
    tied = [replace(role, tie=BondKind.ON, to=table.at) if role in on_it else role for role in roles]
    return [*tied, table]


def plated(roles: Sequence[Role]) -> list[Role]:
    """Return the roles without the plate that food lies on: its picture stands on edge, with knife and fork beside it."""
    food = any(role.group == "food" and role.art != _PLATE for role in roles)
    return [role for role in roles if not (food and role.art == _PLATE and "plate" in role.name.lower())]


def cleared(subjects: Sequence[Subject]) -> tuple[Subject, ...]:
    """Return the subjects with things moved aside from whoever is at the same table, whose face they would hide."""
    tables = {index for index, subject in enumerate(subjects) if subject.art == _TABLE}
    at_table = [subject for subject in subjects if subject.bond is not None and subject.bond.to in tables]
    if not any(subject.bond and subject.bond.kind is BondKind.IN for subject in at_table):
        return tuple(subjects)
    asides = cycle(_ASIDE)
    return tuple(
        replace(subject, bond=replace(subject.bond, x=next(asides)))
        if subject.bond is not None and subject in at_table and subject.bond.kind is BondKind.ON
        else subject
        for subject in subjects
    )


def _is_loose(role: Role) -> bool:
    return (
        role.group in _LAID
        and role.art != _TABLE
        and role.tie is None
        and role.whom < 0
        and role.action not in _MOVING
        and _is_small(role)
    )
