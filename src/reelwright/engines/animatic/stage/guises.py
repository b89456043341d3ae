"""What each of several people wears: no two friends come in the same shirt."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Final

from reelwright.engines.animatic.plan import Subject
from reelwright.engines.animatic.stage.mover import Mover

_PLAIN: Final = re.compile(
    r"(?:(?:old-)?(?:man|woman)|person|boy|girl|child)(?:-standing|-sitting|-walking|-running)?$"
)
_ALIKE: Final = re.compile(r"twin|triplet|clone|team|soldier|guard|uniform|squad|双胞胎|士兵|队员|卫兵")
_TOPS: Final = ("#5aa55f", "#d8566a", "#e2b13c", "#3f86c9", "#4b5d73", "#8a63b8")
_HAIR: Final = ("", "#2f2725", "#6e4529", "#b9532b")
_LEGS: Final = ("", "#46536b", "#6d5a48")


def guises(cast: Sequence[Mover]) -> list[Subject]:
    """Return what each of a cast looks like."""
    alike: dict[Hashable, list[Subject]] = {}
    shown = []
    for who in cast:
        subject = who.subject
        same = alike.setdefault((subject.art, subject.look), [])
        if not any(subject is other for other in same):
            same.append(subject)
        before = next(index for index, other in enumerate(same) if other is subject)
        shown.append(guise(subject, who.number + before))
    return shown


def guise(subject: Subject, number: int) -> Subject:
    """Return a subject as its `number`-th of several looks, from 0: what the prompt says they wear, all wear.

    The first wears what the artwork has, and so does everybody else who is no plain person.
    """
    plain = subject.art is not None and _PLAIN.match(subject.art) is not None
    if number == 0 or not plain or _ALIKE.search(subject.name.lower()):
        return subject
    own = {"hair": _HAIR[number % len(_HAIR)]}
    if not {"top", "dress", "coat", "legs"} & {part for part, _ in subject.look}:
        own |= {"top": _TOPS[(number - 1) % len(_TOPS)], "legs": _LEGS[number % len(_LEGS)]}
    look = {part: colour for part, colour in own.items() if colour} | dict(subject.look)
    return replace(subject, look=tuple(look.items()))
