"""Where the subjects of a shot stand beside each other."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reelwright.engines.animatic.plan import Action, Subject

_BEFORE: Final = 0.3
_BEHIND: Final = 0.18


def places(count: int, rng: random.Random, *, bulky: bool, span: float | None = None) -> list[float]:
    """Return where `count` leads stand: one near the middle or on a third, several spread evenly.

    bulky: whether they need much room. span: how far apart two stand who have to do with each other.
    """
    if count == 1:
        return [rng.choice((0.5, 0.5, 0.42, 0.58))]
    wide = (0.5 if bulky else 0.36) if count == 2 else min(0.8, 0.22 * count)
    if count == 2 and span is not None and not bulky:
        wide = span
    spread = [0.5 - wide / 2 + wide * index / (count - 1) for index in range(count)]
    if count == 2 and rng.random() < 0.5:
        spread.reverse()
    return [round(place, 3) for place in spread]


def apart(subjects: Sequence[Subject]) -> list[Subject]:
    """Move aside whoever would stand where another already does."""
    placed: list[Subject] = []
    for subject in subjects:
        place = subject.place
        for step in (0.0, 0.24, -0.24, 0.42, -0.42):
            place = subject.place + step
            if 0.1 <= place <= 0.9 and not any(
                abs(place - other.place) < 0.12 and abs(subject.depth - other.depth) < 0.2 for other in placed
            ):
                break
        placed.append(replace(subject, place=round(min(0.9, max(0.1, place)), 3)))
    return placed


def layered(subjects: Sequence[Subject], text: str) -> tuple[Subject, ...]:
    """Let whoever is behind another in a folded text stand farther off, and the other before it."""
    changed = list(subjects)
    for index, front in enumerate(subjects):
        name = re.escape(front.name.lower())
        found = re.search(
            rf"\bbehind\s(?:an?\s|the\s|his\s|her\s|their\s)?(?:\w+\s){{0,2}}{name}"
            rf"|在(?:一\w)?[^，。,.]{{0,3}}{name}的?(?:后面|背后|身后|后)",
            text,
        )
        before = [
            (text.rfind(subject.name.lower(), 0, found.start()), other)
            for other, subject in enumerate(subjects)
            if found and other != index
        ]
        at, back = max(before, default=(-1, -1))
        if at < 0 or any(subjects[one].bond or subjects[one].duet for one in (index, back)):
            continue
        near = min(front.depth, _BEFORE)
        changed[index] = replace(front, depth=near)
        changed[back] = replace(changed[back], depth=max(changed[back].depth, round(near + _BEHIND, 3)))
    return tuple(changed)


def together(subjects: Sequence[Subject], heading: int) -> list[Subject]:
    """Let all who travel go the same way, `heading` where it is not 0, and let who points face what is beside it."""
    goers = [subject for subject in subjects if subject.moves]
    way = heading or (goers[0].facing if goers else 0)
    return [
        replace(subject, facing=way)
        if subject.moves and way
        else replace(subject, facing=_towards(subject, subjects))
        if subject.action is Action.POINT
        else subject
        for subject in subjects
    ]


def _towards(subject: Subject, subjects: Sequence[Subject]) -> int:
    """Return the side on which the nearest other stands, or that which a subject faces when nobody is there."""
    ways = [other.place - subject.place for other in subjects if abs(other.place - subject.place) > 0.02]
    nearest = min(ways, key=abs, default=float(subject.facing))
    return 1 if nearest > 0 else -1
