"""What roles are and do by nature: where they are at home, whether they fly, what they do when nothing is said of them."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from reelwright.engines.animatic.plan import Action, Setting
from reelwright.engines.animatic.storyboard.lexicon import nature
from reelwright.engines.animatic.storyboard.subjects import Role

_LIFT_OFF: Final = re.compile(
    r"\b(?:lift(?:s|ing)? ?-?off|blast(?:s|ing)? ?-?off|launch\w*|tak(?:es|ing) off|takes? ?-?off)\b|发射|升空|起飞|点火"
)
_GREAT_WAVE: Final = re.compile(r"\b(?:tsunami|giant|great|huge|monster|surf) ?|海啸|巨浪")


@cache
def _habits() -> dict[str, Action]:
    return {piece: Action(action) for action, pieces in nature()["habit"].items() for piece in pieces}


@cache
def _homes() -> dict[str, tuple[Setting, ...]]:
    homes: dict[str, list[Setting]] = {}
    for setting, pieces in nature()["home"].items():
        for piece in pieces:
            if Setting(setting) not in homes.setdefault(piece, []):
                homes[piece].append(Setting(setting))
    return {piece: tuple(settings) for piece, settings in homes.items()}


@cache
def _airborne() -> frozenset[str]:
    return frozenset(nature()["airborne"]["pieces"])


def habit_of(role: Role) -> Action:
    """Return what a role does by nature when nothing is said of it; IDLE for most."""
    return _habits().get(role.art or "", Action.IDLE)


_CAMP: Final = re.compile(r"camp ?fire|bonfire|[篝营]火|火堆")


def home_of(roles: Sequence[Role], rng: random.Random) -> Setting | None:
    """Return a setting in which the first role that has a home is at home, or None; the seed takes one of several."""
    if any(role.art == "fire" and _CAMP.search(role.name.lower()) for role in roles):
        return rng.choice((Setting.FOREST, Setting.MEADOW))
    # A tree or a house tells more of the place than the apple before it, and a ship more than the lighthouse that it passes.
    # People are at home in a park, but not those at a table.
    for role in sorted(
        roles, key=lambda role: (not _is_afloat(role), not is_behind(role), role.art != "bare-table")
    ):
        if role.art and (homes := _homes().get(role.art)):
            return rng.choice(homes)
    return None


def _is_afloat(role: Role) -> bool:
    return role.group == "vehicles" and bool(
        set(_homes().get(role.art or "", ())) & {Setting.SEA, Setting.LAKE}
    )


def is_drawn(role: Role, features: Sequence[str]) -> bool:
    """Return whether a place with these features shows a role by itself: the bridge over a river."""
    return any(role.art in nature()["drawn"].get(feature, ()) for feature in features)


def is_water(role: Role, setting: Setting) -> bool:
    """Return whether a role is the waves of the sea or the beach themselves; a single great one is somebody."""
    waves = role.art == "water-wave" and setting in (Setting.SEA, Setting.BEACH)
    return waves and _GREAT_WAVE.search(role.name.lower()) is None


def is_airborne(role: Role) -> bool:
    """Return whether a role is seen off the ground, whatever it does."""
    return role.art in _airborne()


def lifts_off(role: Role, text: str) -> bool:
    """Return whether a role is a rocket that leaves the ground in a text."""
    return role.art == "rocket" and role.action is Action.RISE and _LIFT_OFF.search(text) is not None


def lives_under_water(role: Role) -> bool:
    """Return whether a role is at home under water and nowhere else."""
    return role.art is not None and _homes().get(role.art) == (Setting.UNDERWATER,)


def needs_water(role: Role) -> bool:
    """Return whether a role is a boat, which no meadow carries."""
    homes = _homes().get(role.art or "", ())
    return role.group == "vehicles" and bool(homes) and set(homes) <= {Setting.SEA, Setting.LAKE}


def is_behind(role: Role) -> bool:
    behind = nature()["behind"]
    return role.side == "back" or role.group in behind["groups"] or role.art in behind["pieces"]
