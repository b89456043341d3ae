"""What hands do in a first-person shot: the steps that its text tells, in order, as shares of the shot."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from reelwright.engines.animatic.art import art_group
from reelwright.engines.animatic.plan import Action, Shot, Subject

HANDS: Final = "hands"
"""The feature of a shot whose work is done by hands that come into the frame."""

_DEEDS: Final = r"pick|drop|add|pour|put|place|grab|take|hold|lift|raise|shake|stir|squeeze|stick|reach|sprinkle|catch|give|offer"
_AT_WORK: Final = re.compile(
    rf"\b(?:hands?\s(?:\w+ly\s)?(?:{_DEEDS})(?:s|es|ing|d|ed)?|you\s(?:\w+ly\s)?(?:{_DEEDS}))\b"
    r"|手(?:轻轻|慢慢|用力|把.{1,8})?(?:拿|摘|放|加|倒|摇|捡|抓|举|搅|挤|贴|撒|端)"
)
_VESSEL: Final = re.compile(
    r"\b(?:cup|glass|mug|bowl|shaker|jar|pot|pan|jug|basket|box|plate|bucket|vase)s?\b|[杯碗锅盘瓶壶]"
)
_CLEAR: Final = r"tea|juice|beer|honey|syrup|oil|soda|茶|汁"
_DRINKS: Final = {
    r"milk|cream|奶": "fbf6ec",
    r"coffee|espresso|chocolate|咖啡": "6b3f24",
    r"water|水": "a9dcf4",
    r"wine|酒": "8a1f3a",
    _CLEAR: "d98a3a",
}
_POURED: Final = re.compile(r"\bpour\w*|倒")
_BREWED: Final = re.compile(r"tea|coffee|茶|咖啡")
_CRUSHED: Final = re.compile(r"\b(?:chunk|slice|piece|cube|dice)\w*|块|片|丁")
_SHAKEN: Final = re.compile(r"\bshak(?:e|es|ing)\b|摇")
_TOPPED: Final = re.compile(
    r"\b(?:whipped cream|cream cap|cream|foam|frosting)\b.{0,30}\b(?:top|on)\b|奶盖|奶油"
)
_LABELLED: Final = re.compile(r"\bstick(?:s|ing)?\b.{0,30}\b(?:label|sticker)\b|贴.{0,8}(?:标签|贴纸)")
_PINK: Final = "f48fb1"
_COLOURS: Final = {
    "pink|粉": _PINK, "red|红": "e5484d", "green|绿": "58b368", "blue|蓝": "4f8fe8", "yellow|黄": "f5c84b", "white|白": "f7f4ee",
}  # fmt: skip


_HANDY: Final = frozenset({"food", "objects", "plants"})
_FURNITURE: Final = frozenset(
    {
        "bare-table",
        "bed",
        "bookshelf",
        "chair",
        "couch-and-lamp",
        "door",
        "fridge",
        "oven",
        "wardrobe",
        "window",
    }
)


class Deed(Enum):
    """What a hand does in a step."""

    DROP = auto()
    """Lets a thing fall into the vessel, or takes it up where there is none."""
    POUR = auto()
    SHAKE = auto()
    TOP = auto()
    """Sets cream on top."""
    LABEL = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """One step: from `start` to `end`, shares of the shot. art: of the thing. count: of its pieces. tone: ``rrggbb`` of what
    is poured or stuck on."""

    deed: Deed
    start: float
    end: float
    art: str | None = None
    count: int = 1
    tone: str = _PINK


@dataclass(frozen=True, slots=True)
class Handiwork:
    """The steps of a shot, and the artwork of the vessel that they fill, or None."""

    steps: tuple[Step, ...]
    vessel: str | None


_LENGTHS: Final = {Deed.DROP: 1.0, Deed.POUR: 1.3, Deed.SHAKE: 1.4, Deed.TOP: 1.0, Deed.LABEL: 1.1}


def works_by_hand(folded: str, subjects: tuple[Subject, ...], *, pictured: bool = False) -> bool:
    """Return whether hands alone are at work in a text: on one thing, or on what goes into a vessel.

    Somebody who is seen has hands of their own. pictured: whether the thing is the subject of a picture, whatever else is named.
    """
    if any(who.art and art_group(who.art) not in _HANDY for who in subjects):
        return False
    things = _things(subjects)
    told = pictured or len(things) == 1 or any(_is_vessel(who) for who in things)
    return bool(things) and told and _AT_WORK.search(folded) is not None


def _things(subjects: tuple[Subject, ...]) -> list[Subject]:
    """Return what a hand can take."""
    return [who for who in subjects if who.art is not None and who.art not in _FURNITURE]


def _is_vessel(who: Subject) -> bool:
    return _VESSEL.search(who.name.lower()) is not None


def handiwork_of(shot: Shot) -> Handiwork:
    """Return the steps that the text of a shot tells; without any, its first thing is taken up."""
    text = shot.text.lower()
    things = _things(shot.subjects)
    vessel = next((who for who in things if _is_vessel(who)), None)
    if vessel is None and _POURED.search(text):
        vessel = next((who for who in things if _named(_DRINKS, who.name.lower())), None)
    deeds: list[tuple[Deed, str | None, int, str]] = [
        _brought(who, text, vessel)
        for who in things
        if who is not vessel or (_POURED.search(text) and _named(_DRINKS, who.name.lower()))
    ]
    if vessel is not None:
        shaken = _SHAKEN.search(text) or any(who.action is Action.SHAKE for who in things)
        deeds += [(Deed.SHAKE, None, 1, _PINK)] if shaken else []
        deeds += [(Deed.TOP, None, 1, "fff8ea")] if _TOPPED.search(text) else []
        if label := _LABELLED.search(text):
            deeds.append((Deed.LABEL, None, 1, _named(_COLOURS, label[0]) or _PINK))
    whole = sum(_LENGTHS[deed] for deed, *_ in deeds) or 1.0
    steps, at = [], 0.0
    for deed, art, count, tone in deeds:
        end = at + _LENGTHS[deed] / whole
        steps.append(Step(deed, at, end, art, count, tone))
        at = end
    poured = any(step.deed is Deed.POUR and step.tone == _DRINKS[_CLEAR] for step in steps)
    return Handiwork(tuple(steps), _seen_from_beside(vessel, poured) if vessel else None)


def _brought(who: Subject, text: str, vessel: Subject | None) -> tuple[Deed, str | None, int, str]:
    tone = _named(_DRINKS, who.name.lower())
    if tone and vessel is not None:
        return Deed.POUR, "teapot" if _BREWED.search(who.name.lower()) else who.art, 1, tone
    at = text.find(who.name.lower().split()[-1])
    crushed = who.art == "ice" or (at >= 0 and _CRUSHED.search(text[at : at + 24].split(",")[0]) is not None)
    return Deed.DROP, who.art, 3 if crushed or who.count > 1 else 1, _PINK


def _named(tones: dict[str, str], text: str) -> str | None:
    return next((tone for words, tone in tones.items() if re.search(words, text)), None)


def _seen_from_beside(vessel: Subject, poured: bool) -> str | None:
    """Return the artwork of a vessel; a cup that is seen from above can't be filled before our eyes."""
    return "bubble-tea" if vessel.art == "hot-beverage" and poured else vessel.art
