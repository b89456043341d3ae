"""How two who act on each other stand in a shot: face to face or one behind the other, with what goes between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from reelwright.engines.animatic.duets import Duet, DuetKind
from reelwright.engines.animatic.plan import Subject
from reelwright.engines.animatic.storyboard.joining import held_ratio
from reelwright.engines.animatic.storyboard.subjects import Role

_SAME_WAY: Final = frozenset({DuetKind.CHASE, DuetKind.RACE, DuetKind.LEAD})
_GOING: Final = _SAME_WAY | {DuetKind.HOLD_HANDS}
_FAR: Final = frozenset({DuetKind.CHASE, DuetKind.RACE, DuetKind.FIGHT, DuetKind.CATCH})
_APART: Final = {DuetKind.CATCH: 0.5, DuetKind.CHASE: 0.4, DuetKind.TUG: 0.44, DuetKind.GAME: 0.36}
_NEAR: Final = 0.24
_BOARD: Final = 0.42
_PUSHED: Final = ("objects", "vehicles", "food")


def things_of(roles: Sequence[Role]) -> set[int]:
    """Return where those roles stand in the text that go from one to another: they have no place of their own."""
    return {role.thing for role in roles if role.duet is not None and role.thing >= 0}


def meet(roles: Sequence[Role], subjects: Sequence[Subject]) -> list[Subject]:
    """Return the subjects with their duets, facing as those ask; `roles` are the same in the same order."""
    met = list(subjects)
    for index, role in enumerate(roles):
        to, thing = _index(roles, role.whom), _index(roles, role.thing)
        if role.duet is None or to is None:
            continue
        duet = Duet(role.duet, to, thing)
        met[index] = replace(met[index], duet=duet)
        if to != index:
            met[index], met[to] = _faced(duet, met[index], met[to], roles[to].group in _PUSHED)
        if thing is not None:
            met[thing] = _borne(duet, met[thing], min(met[index], met[to], key=lambda one: one.size))
    return met


def _index(roles: Sequence[Role], at: int) -> int | None:
    return next((index for index, role in enumerate(roles) if role.at == at), None) if at >= 0 else None


def _faced(duet: Duet, one: Subject, other: Subject, pushed: bool) -> tuple[Subject, Subject]:
    """Return two with their places and the way they face."""
    moves = duet.kind in _GOING and (one.moves or other.moves)
    same = duet.kind in _SAME_WAY or moves
    way = one.facing if same else 1 if one.place <= other.place else -1
    half = _APART.get(duet.kind, _NEAR) / 2 * way * (-1 if duet.kind is DuetKind.LEAD else 1)
    back = way if same or (pushed and duet.kind is DuetKind.PUSH) else -way
    common: dict[str, Any] = {"depth": min(one.depth, other.depth), "moves": moves}
    if duet.kind not in _FAR:  # who is fed or stroked comes down to whoever does it
        common["airborne"] = one.airborne and other.airborne
    return (
        replace(one, place=round(0.5 - half, 3), facing=way, **common),
        replace(other, place=round(0.5 + half, 3), facing=back, **common),
    )


def _borne(duet: Duet, thing: Subject, bearer: Subject) -> Subject:
    """Return what goes between two, as large as it is beside the smaller of them."""
    ratio = _BOARD if duet.kind is DuetKind.GAME else held_ratio(thing.art)
    size = round(max(0.03, ratio * bearer.size), 3)
    return replace(thing, size=size, place=0.5, depth=bearer.depth, moves=False, airborne=False, bond=None)
