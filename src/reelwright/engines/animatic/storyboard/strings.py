"""What flies for somebody or hangs on a string: toys, kites, balloons, dogs on a leash, bees among flowers."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from reelwright.engines.animatic.plan import Action, BondKind
from reelwright.engines.animatic.storyboard.reading import Reading
from reelwright.engines.animatic.storyboard.subjects import Role

FLOWERS: Final = frozenset(
    {
        "tulip", "sunflower", "rose", "blossom", "hibiscus", "cherry-blossom", "lotus", "bouquet",
        "hyacinth", "potted-plant",
    }
)  # fmt: skip
_LEASH: Final = re.compile(
    r"\bleash|\bwalk(?:s|ing)? (?:his|her|their|a|the|my) (?:\w+ )?(?:dog|puppy)\b|牵|遛"
)
_AMONG: Final = re.compile(
    r"\b(?:from (?:flower|blossom) to|at|among|amid|between|around|over|in|to|toward|towards|visit\w*|on|onto|near|above)\b"
    r"|花丛|花间|花朵|花海|花中|在.{0,8}花"
)
_BED: Final = re.compile(r"\bto flower\b|\bflowers\b|\bblossoms\b|花丛|花间|花海|花中")
_INSECTS: Final = frozenset({"honeybee", "butterfly", "lady-beetle", "fly"})
_TOYS: Final = frozenset(
    {"airplane", "paper-airplane", "small-airplane", "helicopter", "boomerang", "kite", "flying-disc"}
)
_FLOWN: Final = re.compile(
    r"(?:\s(?:is|are))?\s(?:fl(?:y|ies|ying|ew)|launch\w*)\s(?:[\w'-]+\s){0,4}|放飞?(?:一\w)?\w{0,3}"
)
_LED: Final = frozenset({"dog", "poodle", "dog-front"})


def launch(reading: Reading, roles: list[Role]) -> None:
    """Let people stay on the ground who fly something: a boy flies a paper airplane."""
    for index, role in enumerate(roles[:-1]):
        other = roles[index + 1]
        between = reading.text[role.at + len(role.name) : other.at]
        flown = other.art in _TOYS and _FLOWN.fullmatch(between)
        if role.group == "people" and role.action is Action.FLY and flown:
            roles[index] = replace(role, action=Action.IDLE)
            roles[index + 1] = replace(other, action=Action.FLY)


def put_on_strings(reading: Reading, roles: list[Role]) -> None:
    """Give a kite or a balloon to whoever is there to hold it, and a dog to whoever leads it."""
    people = [index for index, role in enumerate(roles) if role.group == "people"]
    for index, role in enumerate(roles):
        kite = role.art == "kite" and role.tie in (None, BondKind.HELD)
        balloon = role.art == "balloon" and role.tie is BondKind.HELD
        led = role.art in _LED and role.tie is None and _LEASH.search(reading.text) is not None
        if people and (kite or balloon or led):
            roles[index] = replace(role, tie=BondKind.STRING, to=roles[people[0]].at)


def among_flowers(reading: Reading, roles: list[Role]) -> None:
    """Let bees and butterflies visit the flowers of their sentence; one flower alone is not enough for that."""
    flowers = next((index for index, role in enumerate(roles) if role.art in FLOWERS), None)
    if flowers is None or not _AMONG.search(reading.text):
        return
    for index, role in enumerate(roles):
        visits = role.art in _INSECTS or role.name.lower().startswith(("hummingbird", "蜂鸟"))
        if visits and role.tie is None:
            roles[index] = replace(role, tie=BondKind.AMONG, to=roles[flowers].at)
            bed = max(5, roles[flowers].count) if _BED.search(reading.text) else roles[flowers].count
            roles[flowers] = replace(roles[flowers], count=bed, action=Action.IDLE, scale=1.7)
