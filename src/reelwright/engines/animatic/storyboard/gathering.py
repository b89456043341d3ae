"""Who is gathered around something: it burns in the middle, and they sit on both sides of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reelwright.engines.animatic.art import art_form, art_group
from reelwright.engines.animatic.plan import Subject
from reelwright.engines.animatic.storyboard.sizes import natural_size

_AROUND: Final = (
    r"\b(?:around|round)\s(?:an?\s|the\s|their\s)?(?:[\w-]+\s){{0,2}}{name}"
    r"|围(?:坐|站|聚)?(?:在|着|绕着?)[^，。,.]{{0,4}}{name}"
)
_BY: Final = (
    r"\b(?:by|beside|near|at|next to|in front of)\s(?:an?\s|the\s|their\s)?(?:[\w-]+\s){{0,2}}{name}"
    r"|{name}的?(?:旁|边|前|附近)"
)
_FIRE: Final = "fire"
_PLACES: Final = {
    1: (0.36,),
    2: (0.28, 0.72),
    3: (0.18, 0.35, 0.72),
    4: (0.15, 0.33, 0.67, 0.85),
    5: (0.1, 0.24, 0.37, 0.68, 0.86),
}
"""Where so many sit, as shares of the width; `_ALONE` and `_MIDDLE` are where the thing is."""
_TALLEST: Final = {1: 0.54, 2: 0.46, 3: 0.36, 4: 0.32, 5: 0.27}
"""How tall each of so many may be, so that they have room beside each other."""
_ALONE, _MIDDLE = 0.62, 0.52
_BEFORE, _RISE = 0.06, 0.04
"""How much nearer the thing is than who is at the ends, and how much farther whoever sits next to it."""
_UPRIGHT: Final = 0.42
"""Share of that height in a frame that is higher than wide."""
_FELLOWS: Final = frozenset({"people", "animals", "fantasy"})


def gathered(subjects: Sequence[Subject], text: str, *, upright: bool = False) -> tuple[Subject, ...]:
    """Return the subjects with those apart who are around a thing in a folded text, or by a fire, and that thing between them.

    upright: the frame is higher than wide, and has no room for people as tall.
    """
    for index, middle in enumerate(subjects):
        if middle.art is None or art_form(middle.art) != "thing" or not _is_free(middle):
            continue
        name = re.escape(middle.name.lower())
        around = re.search(_AROUND.format(name=name), text)
        if around or (middle.art == _FIRE and re.search(_BY.format(name=name), text)):
            circle = [other for other, who in enumerate(subjects) if _may_join(who)]
            if circle and (middle.art == _FIRE or sum(subjects[other].count for other in circle) > 1):
                return _circle(subjects, index, circle, _UPRIGHT if upright else 1.0)
    return tuple(subjects)


def _is_free(subject: Subject) -> bool:
    return not (subject.bond or subject.duet or subject.moves or subject.airborne)


def _may_join(who: Subject) -> bool:
    return who.art is not None and art_group(who.art) in _FELLOWS and _is_free(who)


def _beside(thing: Subject, who: Subject) -> float:
    """Return how tall a thing is beside somebody, by nature."""
    return who.size * natural_size(thing.art) / natural_size(who.art)


def _circle(
    subjects: Sequence[Subject], index: int, circle: Sequence[int], share: float
) -> tuple[Subject, ...]:
    """Return the subjects with each of a circle at a place of its own; the second and further ones of a group come last.

    share: of the size that they may have in a wide frame.
    """
    heads = [other for other in circle for _ in range(subjects[other].count)][: max(_PLACES)]
    places, depth = _PLACES[len(heads)], min(subjects[other].depth for other in circle)
    smaller = min(1.0, share * _TALLEST[len(heads)] / max(subjects[other].size for other in circle))
    changed, seen = list(subjects), set[int]()
    for other, place in zip(heads, places, strict=True):
        far = _RISE if len(heads) > 2 and place not in (places[0], places[-1]) else 0.0
        who = replace(
            subjects[other],
            count=1,
            place=place,
            size=round(smaller * subjects[other].size, 3),
            depth=round(depth + far, 3),
            facing=1 if place < _MIDDLE else -1,
        )
        if other in seen:
            changed.append(who)
        else:
            changed[other] = who
        seen.add(other)
    changed[index] = replace(
        subjects[index],
        place=_ALONE if len(heads) == 1 else _MIDDLE,
        depth=round(max(0.05, depth - _BEFORE), 3),
        size=round(
            min(subjects[index].size, *(_beside(subjects[index], changed[other]) for other in circle)), 3
        ),
    )
    return tuple(changed)
