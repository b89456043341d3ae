"""The seasons of one place, one after the other: a prompt that names several becomes as many shots, which dissolve."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from reelwright.engines.animatic.plan import (
    CameraMove,
    Setting,
    Shot,
    ShotSource,
    Subject,
    Transition,
    Weather,
)

SEASONS: Final = "seasons"
"""The feature of shots that show one place through the year: they are laid out alike."""
_YEAR: Final = ("spring", "summer", "autumn", "winter")
_NAMES: Final = re.compile(
    r"\b(?P<spring>spring)(?:time)?\b|\b(?P<summer>summer)\b|\b(?P<winter>winter)\b"
    r"|\b(?P<autumn>autumn|(?<=in )fall|(?<=the )fall|(?<=to )fall)\b"
    r"|(?P<spring_>春)|(?P<summer_>夏)|(?P<autumn_>秋)|(?P<winter_>冬)"
)
_WHOLE_YEAR: Final = re.compile(
    r"\b(?:four|all|changing|through the|passing) (?:the )?seasons\b|\bseasons (?:change|changing|pass)\b|四季"
)
_TO: Final = re.compile(r"\b(?:to|into|until|through|turns?)\b|->|→|到|变|至|转")
_LEAVES: Final = {"spring": "#f4b0c8", "autumn": "#d9772b", "winter": "#e4ecf2"}
_PALETTES: Final = {
    "spring": ("#f4b0c8", "#a8d890"),
    "summer": (),
    "autumn": ("#e8a040", "#c85a3c"),
    "winter": (),
}
_OUTDOORS: Final = frozenset(
    {
        Setting.MEADOW,
        Setting.PARK,
        Setting.FOREST,
        Setting.MOUNTAINS,
        Setting.LAKE,
        Setting.STREET,
        Setting.CITY,
    }
)
_LEAST: Final = 18
"""Frames that a season must last to be seen."""


def through_the_seasons(shots: Sequence[Shot], folded: str) -> tuple[Shot, ...]:
    """Return the shots, a single drawn one outdoors split into the seasons that the folded prompt goes through."""
    seasons = _named(folded)
    if len(shots) != 1 or len(seasons) < 2 or shots[0].source is not ShotSource.STAGE:
        return tuple(shots)
    shot = shots[0]
    if shot.setting not in _OUTDOORS or shot.frames < _LEAST * len(seasons):
        return tuple(shots)
    edges = [shot.start + shot.frames * index // len(seasons) for index in range(len(seasons) + 1)]
    return tuple(
        replace(
            _in_season(shot, season),
            start=start,
            end=end,
            transition=shot.transition if end == shot.end else Transition.DISSOLVE,
        )
        for season, (start, end) in zip(seasons, pairwise(edges), strict=True)
    )


def _named(folded: str) -> list[str]:
    """Return the seasons in the order in which a prompt goes through them; one alone is no change."""
    found = [(match, (match.lastgroup or "").rstrip("_")) for match in _NAMES.finditer(folded)]
    named = list(dict.fromkeys(name for _, name in found))
    if len(named) == 2 and any(
        _TO.search(folded[one.end() : other.start()]) for (one, _), (other, _) in pairwise(found)
    ):
        first, last = (_YEAR.index(name) for name in named)
        return [_YEAR[index % 4] for index in range(first, last + (1 if last > first else 5))]
    if len(named) >= 3:
        return named
    return list(_YEAR) if _WHOLE_YEAR.search(folded) else []


def _in_season(shot: Shot, season: str) -> Shot:
    kept = [feature for feature in shot.features if feature not in ("autumn", "blossom")]
    own = {"spring": ["blossom"], "autumn": ["autumn"]}.get(season, [])
    return replace(
        shot,
        features=(*kept, *own, SEASONS),
        weather=Weather.SNOW if season == "winter" else Weather.CLEAR,
        palette=_PALETTES[season],
        camera=CameraMove.STATIC,
        subjects=tuple(_dressed(subject, season) for subject in shot.subjects),
    )


def _dressed(subject: Subject, season: str) -> Subject:
    """Return a broad-leaved tree in the colours of a season."""
    if subject.art != "deciduous-tree":
        return subject
    return replace(subject, colour=_LEAVES.get(season))
