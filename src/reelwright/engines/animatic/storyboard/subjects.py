"""Who and what is in a passage."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reelwright.engines.animatic.art import art_group, known_nouns, singular
from reelwright.engines.animatic.duets import DuetKind
from reelwright.engines.animatic.handlings import HandlingKind
from reelwright.engines.animatic.plan import Action, BondKind, Feeling
from reelwright.engines.animatic.storyboard.appearance import Look, look_of
from reelwright.engines.animatic.storyboard.lexicon import NOUN, Hit, nature
from reelwright.engines.animatic.storyboard.nouns import COLLECTIVE, COOKS, is_adjunct, is_seen
from reelwright.engines.animatic.storyboard.reading import Reading
from reelwright.engines.animatic.storyboard.text import is_wide
from reelwright.engines.animatic.storyboard.wording import (
    met,
    set_back,
    without_labels,
)

MOST: Final = 12
_NEAR: Final = 40
_AGENTS: Final = frozenset({"animals", "people", "fantasy", "vehicles"})
_HEADS: Final = ("two", "three", "four", "five", "six", "seven")
_OF: Final = re.compile(rf"\sof\s({'|'.join(_HEADS)})\b")
_ANOTHER: Final = re.compile(
    r"\b(?:an?|her|his|its|their|one|two|three)\s(?:\w+\s)?$|[一两她他它的和与]\w{0,2}$"
)
_OTHER: Final = re.compile(r"\b(?:an)?other\s$|另一?\w?$")
_PARENTS: Final = frozenset({"mother", "mom", "mum", "father", "妈妈", "母亲", "爸爸"})
_YOUNG: Final = frozenset({"baby", "babies", "child", "children", "infant"})
_SAME: Final = frozenset(
    {"fish", "tropical fish", "reef fish", "goldfish", "clownfish", "sheep", "deer", "reindeer", "koi"}
)
_NO_ARTICLE: Final = re.compile(
    r"(?:^|[.,;:!?]|\b(?:with|of|and))\s*(?:(?:colou?rful|vibrant|exotic|bright|beautiful|tiny|vivid|glowing|wild|schooling)\s)*$"
)
_HERDS: Final = {"队": 4, "群": 5}


SIDED: Final = frozenset(
    f"{who}-standing" for who in ("man", "woman", "boy", "girl", "child", "person", "old-man", "old-woman")
)
"""Whoever there is artwork of from the side."""
SITS: Final = "sitting"
"""The pose of who sits down."""


@dataclass(frozen=True, slots=True)
class Role:
    """Someone or something in a passage, before it is given a place.

    name: as the prompt has it. art: piece of artwork, None for a card. at: where it stands in the passage.
    group: see `art_group`. scale: from words such as tiny. colour: ``#rrggbb`` the prompt gives it. pose: what a person is drawn
    doing, where there is artwork of it. side: left or right. tie: what it has to do with the role that
    stands at `to`. duet: what it does with the role that stands at `whom`, with the thing that stands at `thing`;
    the other of the two has a `whom` as well, but no duet. handling: what it does to the role that stands at `thing`, with
    the role that stands at `toward` as its aim; both of these have a `whom`; manner: see `Handling`. feeling: see `Subject`.
    """

    name: str
    art: str | None
    at: int
    group: str
    action: Action = Action.IDLE
    count: int = 1
    scale: float = 1.0
    colour: str | None = None
    pose: str | None = None
    side: str | None = None
    look: Look = ()
    tie: BondKind | None = None
    to: int = -1
    duet: DuetKind | None = None
    whom: int = -1
    thing: int = -1
    handling: HandlingKind | None = None
    toward: int = -1
    manner: tuple[str, ...] = ()
    feeling: Feeling | None = None

    @property
    def agent(self) -> bool:
        """Whether it moves of its own will, or under its own power."""
        return self.group in _AGENTS


def find_roles(reading: Reading, original: str) -> list[Role]:
    """Return the roles of a passage in the order of the text, none of them doing anything yet.

    original: the same stretch of the prompt as it was written, for names.
    """
    seen = [hit for hit in reading.hits if is_seen(reading, hit)]
    seen = without_labels(reading, seen)
    people = [hit for hit in seen if art_group(hit.value(NOUN) or "") in ("people", "animals")]
    roles = [_role(reading, hit, original, people) for hit in seen]
    roles = met(_joined(reading, _motherly(reading, roles)))
    return set_back(reading, _sided(reading, roles))[:MOST]


def _motherly(reading: Reading, roles: Sequence[Role]) -> list[Role]:
    """Return the roles with the mother or the baby of an animal as such an animal: ducklings follow no woman."""
    kept = list(roles)
    for index, role in enumerate(roles):
        lead = reading.text[max(0, role.at - 8) : role.at]
        young = next((other for other in roles[:index] if other.group == "animals"), None)
        if role.name in _PARENTS and any(
            other.group == "animals" and other.at + len(other.name) == role.at for other in roles[:index]
        ):
            kept[index] = roles[index - 1]  # 猫妈妈 is the cat
        elif (
            role.name.lower() in _PARENTS
            and young
            and re.search(r"\b(?:its|their|the)\s$|它们?的?$|\w妈妈$", lead)
        ):
            kept[index] = replace(young, name=role.name, at=role.at, count=1, scale=1.3)
        elif role.name.lower() in _YOUNG and young and re.search(r"\b(?:its|their|her)\s$", lead):
            kept[index] = replace(young, name=role.name, at=role.at, count=role.count, scale=0.6)
    return list(dict.fromkeys(kept))


def _sided(reading: Reading, roles: Sequence[Role]) -> list[Role]:
    """Give a side to whoever the prompt puts on one: `a dog on the left`."""
    placed = list(roles)
    for hit in reading.hits:
        side = hit.value("side")
        if side not in ("left", "right"):
            continue
        near = [
            index
            for index, role in enumerate(placed)
            if reading.sentence_of(role.at) == reading.sentence_of(hit.start)
        ]
        before = [
            index for index in near if placed[index].at < hit.start and hit.start - placed[index].at < _NEAR
        ]
        chosen = before[-1:] or near[:1]
        for index in chosen:
            placed[index] = replace(placed[index], side=side)
    return placed


def _role(reading: Reading, hit: Hit, original: str, people: Sequence[Hit]) -> Role:
    piece = hit.value(NOUN) or ""
    count, scale, colour = 1, 1.0, None
    counted = False
    for other in _modifiers(reading, hit):
        if (value := other.value("count")) and not counted:
            count, counted = int(value), True
        if value := other.value("size"):
            scale *= float(value)
        if value := other.value("colour"):
            colour = colour or value
    name = original[hit.start : hit.end]
    if COOKS.fullmatch(hit.text):
        name = name[: -len(" cooks")]
    plural = _is_plural(name.lower()) or original[hit.end : hit.end + 1] == "们"
    plural = plural or (not counted and _are_several(reading, hit))
    if plural and (not counted or count == 1):
        count = 3
    count = COLLECTIVE.get(name.lower(), count)
    if name.lower() in COLLECTIVE and (heads := _OF.match(reading.text, hit.end)):
        count = _HEADS.index(heads[1]) + 2
    count = _HERDS.get(original[hit.end : hit.end + 1], count)
    following = re.match(r"\s?(\w+)", reading.text[hit.end : hit.end + 16])
    if following and following[1] in COLLECTIVE:
        count = COLLECTIVE[following[1]]
    group = art_group(piece)
    # The artwork of people is dyed by nobody: a blue man would be no man in blue.
    colour = None if group == "people" else colour or _own_colour(name.lower())
    look = look_of(reading.text, hit.start, hit.end, _beside(hit, people)) if group == "people" else ()
    return Role(name, piece, hit.start, group, count=count, scale=scale, colour=colour, look=look)


def _beside(hit: Hit, people: Sequence[Hit]) -> list[tuple[int, int]]:
    """Return where the people just before and just after someone are named; `people` are in the order of the text."""
    before = people[: bisect_right(people, hit.start, key=lambda other: other.end)][-1:]
    after = people[bisect_left(people, hit.end, key=lambda other: other.start) :][:1]
    return [(other.start, other.end) for other in (*before, *after)]


def _own_colour(name: str) -> str | None:
    """Return the colour that a noun brings with it: goldfish are not blue."""
    return next((colour for colour, names in nature()["coloured"].items() if singular(name) in names), None)


def _is_plural(name: str) -> bool:
    """Return whether an English noun is a plural, and not a word that the table lists with its s (`noodles`)."""
    return not is_wide(name) and name not in known_nouns() and singular(name) != name


def _are_several(reading: Reading, hit: Hit) -> bool:
    """Return whether a word that is the same for one and for many means many: no article is before it."""
    if hit.text not in _SAME:
        return False
    first = min((other.start for other in _modifiers(reading, hit)), default=hit.start)
    return _NO_ARTICLE.search(reading.text[:first]) is not None


def _modifiers(reading: Reading, hit: Hit) -> Iterator[Hit]:
    """Yield the counts, sizes and colours just before a noun, nearest first."""
    edge = hit.start
    for other in reading.hits_before(hit.start):
        between = reading.text[other.end : edge]
        if not re.fullmatch(r"\s?(?:[\w'-]+\s){0,2}\s?|[\s的色]*", between):
            return
        if (
            other.value("action")
            and re.search(r"[a-z](?<!ing)(?<!ed)$", other.text)
            and not other.value("size")
        ):
            return  # in `a man in a black suit drinks coffee` the coffee is not black
        if other.value(NOUN) and not other.value("size") and is_adjunct(reading, other):
            edge = other.start
            continue
        if not any(
            other.value(kind) for kind in ("count", "size", "colour", "mood", "feeling", "action")
        ) or other.value("camera"):
            return
        yield other
        edge = other.start


def _joined(reading: Reading, roles: Sequence[Role]) -> list[Role]:
    """Drop a role that names again what is there already: `a cat … the cat`. An old man and a boy share a drawing, not a role."""
    kept: list[Role] = []
    for role in roles:
        again = (
            other.art == role.art
            and role.colour in (None, other.colour)
            and role.look in ((), other.look)
            and role.count == 1
            and (role.group != "people" or other.name.lower() == role.name.lower())
            and not _is_young_of(reading, role, other)
            and not _OTHER.search(reading.text[max(0, role.at - 12) : role.at])
            for other in kept
        )
        if not any(again):
            small = any(_is_young_of(reading, role, other) and other.art == role.art for other in kept)
            kept.append(replace(role, scale=0.7 * role.scale) if small else role)
    return kept


def _is_young_of(reading: Reading, role: Role, other: Role) -> bool:
    """Return whether one of two is the young of the other: a horse and her foal share a drawing, not a role."""
    young = [any(word in one.name.lower() for word in nature()["young"]["animals"]) for one in (role, other)]
    lead = reading.text[max(0, role.at - 20) : role.at]
    return role.group == "animals" and young[0] != young[1] and _ANOTHER.search(lead) is not None
