"""How somebody who does something to a thing stands in a shot, with the thing and its aim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reelwright.engines.animatic.handlings import WORKS, Handling, HandlingKind
from reelwright.engines.animatic.plan import Action, Subject
from reelwright.engines.animatic.storyboard.handlings import beside
from reelwright.engines.animatic.storyboard.sizes import natural_size
from reelwright.engines.animatic.storyboard.subjects import Role

_SENT: Final = frozenset(
    {
        HandlingKind.KICK, HandlingKind.THROW, HandlingKind.HIT, HandlingKind.SHOOT, HandlingKind.ROLL, HandlingKind.CATCH,
    }
)  # fmt: skip
"""The thing goes away from whoever sends it: there must be room ahead."""
_TALLEST: Final = 0.5
"""Height of somebody who sends a thing, as a share of the frame's: more would leave no room for its flight."""
_LOWER: Final = {
    HandlingKind.SHOOT: 0.4,
    HandlingKind.KNOCK: 0.5,
    HandlingKind.RELEASE: 0.48,
    HandlingKind.LIFT: 0.48,
}
_ON_TABLE: Final = 0.3
"""Height of an animal that is on a table."""
_ALOFT: Final = (HandlingKind.RELEASE,)
_TOGETHER: Final = 0.56
"""Height of somebody who keeps the thing at hand."""
_HANDLED_BEHIND: Final = ("wagon", "shopping-cart", "stroller")
"""What is pulled by the end at which it is pushed."""
_AT_ONE: Final = frozenset({HandlingKind.BUILD, HandlingKind.BLOW_OUT})
"""Several do it at one thing."""
_AT_WORK, _TALLER = 0.5, 0.68
"""Heights of somebody who works at a thing: from less, nobody would see what the hands do."""
_LEAST: Final = 0.03
_CARD: Final = 0.3


def handled_by(roles: Sequence[Role]) -> set[int]:
    """Return where the things and their aims stand in the text: they have no place of their own."""
    return {at for role in roles if role.handling is not None for at in (role.thing, role.toward) if at >= 0}


def handling(roles: Sequence[Role], subjects: Sequence[Subject]) -> list[Subject]:
    """Return the subjects with their handlings, and with the places and sizes that those ask for; `roles` are the same in the
    same order."""
    staged = list(subjects)
    apart = [
        index for index, role in enumerate(roles) if role.handling in WORKS and role.handling not in _AT_ONE
    ]
    for index, role in enumerate(roles):
        thing, aim = _index(roles, role.thing), _index(roles, role.toward)
        if role.handling is None or thing is None:
            continue
        who = staged[index]
        tallest = _LOWER.get(role.handling, _TALLEST if role.handling in _SENT else _TOGETHER)
        if role.handling is HandlingKind.KNOCK and role.group == "animals":
            tallest = _ON_TABLE
        size = round(min(who.size, tallest), 3)
        way = who.facing or 1
        place = who.place
        if role.handling in WORKS:
            place, size = _beside_others(index, apart), round(max(_AT_WORK, min(who.size, _TALLER)), 3)
        elif role.handling in _SENT:
            way = 1 if who.place <= 0.5 else -1
            place = 0.5 - 0.27 * way
        elif not who.moves:
            place = 0.5 - (0.04 if role.handling in _ALOFT else 0.12) * way
        who = replace(
            who,
            size=size,
            facing=way,
            place=round(place, 3),
            handling=Handling(role.handling, thing, aim, role.manner),
        )
        staged[index] = who
        staged[thing] = _beside(staged[thing], roles[thing], who)
        if role.handling is HandlingKind.PULL and roles[thing].art in _HANDLED_BEHIND:
            staged[thing] = replace(staged[thing], facing=-way)
        if aim is not None:
            goal = _beside(staged[aim], roles[aim], who)
            staged[aim] = replace(goal, place=round(0.5 + 0.3 * way, 3), facing=-way)
    return staged


def _beside_others(index: int, apart: Sequence[int]) -> float:
    """Return the place of one of those who work, each at a thing of its own."""
    slot = apart.index(index) - (len(apart) - 1) / 2 if index in apart else 0.0
    return 0.5 + slot * min(0.4, 0.9 / max(1, len(apart)))


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
