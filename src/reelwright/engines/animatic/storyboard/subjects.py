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
from reelwright.engines.animatic.plan import Action, BondKind
from reelwright.engines.animatic.storyboard.appearance import Look, look_of
from reelwright.engines.animatic.storyboard.lexicon import NOUN, Hit, nature
from reelwright.engines.animatic.storyboard.reading import Reading
from reelwright.engines.animatic.storyboard.text import is_wide
from reelwright.engines.animatic.storyboard.wording import (
    is_material,
    is_typed_on,
    met,
    set_back,
    without_labels,
)

MOST: Final = 12
_NEAR: Final = 40
_AGENTS: Final = frozenset({"animals", "people", "fantasy", "vehicles"})
BEFORE_NOUN: Final = frozenset(
    {
        "a", "an", "the", "this", "that", "these", "those", "his", "her", "its", "their", "my",
        "your", "our", "of", "with", "some", "any", "each", "every", "another", "no", "and", "in",
        "on",
    }
)  # fmt: skip
_WORN: Final = re.compile(
    r"(?:\b(?:wear|wears|wearing|worn|dressed in|clad in|carrying|put on|puts on|his|her"
    r"|their)\s(?:a\s|an\s|the\s)?(?:[\w-]+\s){0,3}|穿着?\w{0,6}|戴着?\w{0,6}|身着\w{0,6}"
    r"|披着?\w{0,6})$"
)
_LISTED: Final = re.compile(r"[,、，]\s?(?:\w+\s){0,2}$")
_LISTS: Final = re.compile(r"(?:[^,、，.]{1,32}[,、，]){3}")
"""A prompt of tags: what someone may wear is worn there."""
_SINGLE_OK: Final = (
    "のでをがはにとも只匹头条个位名朵辆艘本把座棵架群些的小大老白黑红黄蓝绿金两几和与、，。,. 在里中有是着"
)
_RINGING: Final = frozenset({"alarm-clock", "bell", "bellhop-bell", "mobile-phone", "telephone"})
_HEARD_NOT_SEEN: Final = re.compile(r"\s?(?:beats?|sounds?|noises?|collisions?|music|solo|声|音乐|鼓点|曲)")
_HEADS: Final = ("two", "three", "four", "five", "six", "seven")
_OF: Final = re.compile(rf"\sof\s({'|'.join(_HEADS)})\b")
_COLLECTIVE: Final = {
    "couple": 2,
    "married couple": 2,
    "elderly couple": 2,
    "young couple": 2,
    "old couple": 2,
    "lovers": 2,
    "twins": 2,
    "夫妻": 2,
    "夫妇": 2,
    "老夫妇": 2,
    "小两口": 2,
    "闺蜜": 2,
    "兄弟": 2,
    "姐妹": 2,
    "父母": 2,
    "双胞胎": 2,
    "情侣": 2,
    "family": 3,
    "一家人": 3,
    "crowd": 7,
    "人群": 7,
    "人们": 4,
    "小朋友们": 4,
    "wedding couple": 2,
    "newlyweds": 2,
    "bride and groom": 2,
    "新人": 2,
    "pack": 5,
    "herd": 5,
    "flock": 6,
    "caravan": 5,
    "swarm": 6,
}
_HANDS_OVER: Final = re.compile(r"hands (?:an?|the|him|her|his|over)\b")
_DONE: Final = re.compile(
    r"(?:(?:plants|hammers|waters|saws|brushes|nails|photographs|paints|drums|stirs|cooks|presents|boxes|flowers|cuts|slices)"
    r" (?:on |up )?(?:an?|the|his|her|its|their|some|two|three|small|young|seeds?)\b"
    r"|cooks (?:up )?(?:dinner|lunch|breakfast|food|rice|noodles|pasta|soup|fish|meat|vegetables)\b)"
)
"""A word that is a noun as well, where it is what somebody does: `an astronaut plants a flag`."""
_COOKS: Final = re.compile(r"(?:wo)?man cooks")
"""Is what one does: several of them would be men cooks."""
_ANOTHER: Final = re.compile(
    r"\b(?:an?|her|his|its|their|one|two|three)\s(?:\w+\s)?$|[一两她他它的和与]\w{0,2}$"
)
_OTHER: Final = re.compile(r"\b(?:an)?other\s$|另一?\w?$")
_PARENTS: Final = frozenset({"mother", "mom", "mum", "father", "妈妈", "母亲", "爸爸"})
_HERDS: Final = {"队": 4, "群": 5}


@dataclass(frozen=True, slots=True)
class Role:
    """Someone or something in a passage, before it is given a place.

    name: as the prompt has it. art: piece of artwork, None for a card. at: where it stands in the passage.
    group: see `art_group`. scale: from words such as tiny. colour: ``#rrggbb`` the prompt gives it. pose: what a person is drawn
    doing, where there is artwork of it. side: left or right. tie: what it has to do with the role that
    stands at `to`. duet: what it does with the role that stands at `whom`, with the thing that stands at `thing`;
    the other of the two has a `whom` as well, but no duet. handling: what it does to the role that stands at `thing`, with
    the role that stands at `toward` as its aim; both of these have a `whom`; manner: see `Handling`.
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

    @property
    def agent(self) -> bool:
        """Whether it moves of its own will, or under its own power."""
        return self.group in _AGENTS


def find_roles(reading: Reading, original: str) -> list[Role]:
    """Return the roles of a passage in the order of the text, none of them doing anything yet.

    original: the same stretch of the prompt as it was written, for names.
    """
    seen = [hit for hit in reading.hits if _is_seen(reading, hit)]
    seen = without_labels(reading, seen)
    people = [hit for hit in seen if art_group(hit.value(NOUN) or "") in ("people", "animals")]
    roles = [_role(reading, hit, original, people) for hit in seen]
    roles = met(_joined(reading, _motherly(reading, roles)))
    return set_back(reading, _sided(reading, roles))[:MOST]


def _motherly(reading: Reading, roles: Sequence[Role]) -> list[Role]:
    """Return the roles with the mother of an animal's young as such an animal: ducklings follow no woman."""
    kept = list(roles)
    for index, role in enumerate(roles):
        lead = reading.text[max(0, role.at - 8) : role.at]
        young = next((other for other in roles[:index] if other.group == "animals"), None)
        if (
            role.name.lower() in _PARENTS
            and young
            and re.search(r"\b(?:its|their|the)\s$|它们?的?$|\w妈妈$", lead)
        ):
            kept[index] = replace(young, name=role.name, at=role.at, count=1, scale=1.3)
    return kept


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


def _is_seen(reading: Reading, hit: Hit) -> bool:
    """Return whether a hit is a thing to see: not a setting, a verb, a body part, or clothes on someone."""
    piece, unseen = hit.value(NOUN), nature()["unseen"]
    if piece is not None and _is_done(reading, hit):
        return False
    if piece is None or any(hit.value(kind) for kind in ("setting", "weather", "time", "style", "palette")):
        return False
    if any(hit.value(kind) for kind in ("action", "pose", "mood")) and not is_noun(reading, hit):
        return False
    if hit.text in _COLLECTIVE and _follows_noun(reading, hit):
        return False
    if piece in unseen["body"] or piece in unseen["sky"] or _is_adjunct(reading, hit):
        return False
    if _HEARD_NOT_SEEN.match(reading.text, hit.end) or (piece == "ring" and _rings(reading, hit)):
        return False
    lead = reading.text[max(0, hit.start - 40) : hit.start]
    if is_typed_on(piece, lead) or is_material(reading, hit):
        return False
    if piece in unseen["worn"] and (
        (_LISTED.search(lead) and _LISTS.search(reading.text))
        or _WORN.search(lead)
        or re.search(r"\b(?:with|in)\s(?:an?\s|the\s)?(?:\w+\s){0,2}$", lead)
    ):
        return False
    if len(hit.text) == 1 and is_wide(hit.text):
        return hit.start == 0 or reading.text[hit.start - 1] in _SINGLE_OK or reading.has_modifier(hit.start)
    return not (hit.text == "camera" and not re.search(r"\b(?:an?|his|her|old|vintage)\s$", lead))


def _rings(reading: Reading, hit: Hit) -> bool:
    """Return whether a ring is what a bell or a clock does: `the phone rings`."""
    other = reading.hit_before(hit.start)
    return other is not None and other.value(NOUN) in _RINGING and reading.text[other.end : hit.start] == " "


def _is_adjunct(reading: Reading, hit: Hit) -> bool:
    """Return whether a noun only describes the next one: the robot of `robot dog`, the orange of `orange cat`."""
    following = reading.hit_after(hit.end)
    if (
        following is None
        or not following.value(NOUN)
        or (following.value("action") and not is_noun(reading, following))
    ):
        return False
    if (
        _COOKS.fullmatch(hit.text)
        or following.text in _COLLECTIVE
        or _is_done(reading, following)
        or _HANDS_OVER.match(reading.text, following.start)
    ):
        return False
    if following.value(NOUN) == "ring" and _rings(reading, following):
        return False
    gap = reading.text[hit.end : following.start]
    if is_wide(hit.text):
        return gap == "" and hit.value("colour") is not None
    return gap == " " or (
        hit.value("size") is not None and re.fullmatch(r" (?:[\w-]+ ){1,2}", gap) is not None
    )


def _is_done(reading: Reading, hit: Hit) -> bool:
    """Return whether a noun is no noun here, but what the one named just before does."""
    other = reading.hit_before(hit.start)
    named = other is not None and other.end == hit.start - 1 and other.value(NOUN) is not None
    return named and _DONE.match(reading.text, hit.start) is not None


def _follows_noun(reading: Reading, hit: Hit) -> bool:
    """Return whether a collective only counts the noun before it: the family of `penguin family`."""
    other = reading.hit_before(hit.start)
    return (
        other is not None
        and other.value(NOUN) is not None
        and reading.text[other.end : hit.start] in ("", " ")
    )


def is_noun(reading: Reading, hit: Hit) -> bool:
    """Return whether a word that is both noun and verb (`fly`, `wave`) stands where a noun stands."""
    if is_wide(hit.text):
        return hit.value("action") is None
    before = reading.before(hit.start)
    if before is None:
        return True
    if (
        before.text == ","
        and hit.value(NOUN) != "water-wave"
        and re.match(r"\s?(?:[,.;!]|$)", reading.text[hit.end : hit.end + 2])
    ):
        return True
    return before.text in BEFORE_NOUN or reading.has_modifier(before.end)


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
    if _COOKS.fullmatch(hit.text):
        name = name[: -len(" cooks")]
    plural = _is_plural(name.lower()) or original[hit.end : hit.end + 1] == "们"
    if plural and (not counted or count == 1):
        count = 3
    count = _COLLECTIVE.get(name.lower(), count)
    if name.lower() in _COLLECTIVE and (heads := _OF.match(reading.text, hit.end)):
        count = _HEADS.index(heads[1]) + 2
    count = _HERDS.get(original[hit.end : hit.end + 1], count)
    following = re.match(r"\s?(\w+)", reading.text[hit.end : hit.end + 16])
    if following and following[1] in _COLLECTIVE:
        count = _COLLECTIVE[following[1]]
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
        if other.value(NOUN) and not other.value("size") and _is_adjunct(reading, other):
            edge = other.start
            continue
        if not any(
            other.value(kind) for kind in ("count", "size", "colour", "mood", "action")
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
