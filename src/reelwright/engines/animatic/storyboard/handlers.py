"""How somebody who does something to a thing stands in a shot, with the thing and its aim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reelwright.engines.animatic.handlings import Handling, HandlingKind
from reelwright.engines.animatic.plan import Action, Subject
from reelwright.engines.animatic.storyboard.handlings import beside
from reelwright.engines.animatic.storyboard.sizes import natural_size
from reelwright.engines.animatic.storyboard.subjects import Role

_SENT: Final = frozenset({HandlingKind.KICK})
"""The thing goes away from whoever sends it: there must be room ahead."""
_TALLEST: Final = 0.5
"""Height of somebody who sends a thing, as a share of the frame's: more would leave no room for its flight."""
_TOGETHER: Final = 0.56
"""Height of somebody who keeps the thing at hand."""
_LEAST: Final = 0.03
_CARD: Final = 0.3


def handled_by(roles: Sequence[Role]) -> set[int]:
    """Return where the things and their aims stand in the text: they have no place of their own."""
    return {at for role in roles if role.handling is not None for at in (role.thing, role.toward) if at >= 0}


def handling(roles: Sequence[Role], subjects: Sequence[Subject]) -> list[Subject]:
    """Return the subjects with their handlings, and with the places and sizes that those ask for; `roles` are the same in the
    same order."""
    staged = list(subjects)
    for index, role in enumerate(roles):
        thing, aim = _index(roles, role.thing), _index(roles, role.toward)
        if role.handling is None or thing is None:
            continue
        who = staged[index]
        tallest = _TALLEST if role.handling in _SENT else _TOGETHER
        size = round(min(who.size, tallest), 3)
        way = who.facing or 1
        place = who.place
        if role.handling in _SENT:
            way = 1 if who.place <= 0.5 else -1
            place = 0.5 - 0.27 * way
        elif not who.moves:
            place = 0.5 - 0.12 * way
        who = replace(
            who, size=size, facing=way, place=round(place, 3), handling=Handling(role.handling, thing, aim)
        )
        staged[index] = who
        staged[thing] = _beside(staged[thing], roles[thing], who)
        if aim is not None:
            goal = _beside(staged[aim], roles[aim], who)
            staged[aim] = replace(goal, place=round(0.5 + 0.3 * way, 3), facing=-way)
    return staged


def _index(roles: Sequence[Role], at: int) -> int | None:
    return next((index for index, role in enumerate(roles) if role.at == at), None) if at >= 0 else None


def _beside(thing: Subject, role: Role, who: Subject) -> Subject:
    """Return a thing as large as it is beside whoever handles it."""
    person = natural_size("man-standing")
    listed = beside(role.art) if role.art else _CARD
    ratio = natural_size(role.art) / person if listed is None else listed
    size = ratio * person / max(0.05, natural_size(who.art)) * role.scale * who.size
    return replace(
        thing, size=round(min(0.9, max(_LEAST, size)), 3), place=who.place, depth=who.depth, facing=who.facing,
        moves=False, airborne=False, bond=None, action=Action.IDLE,
    )  # fmt: skip
