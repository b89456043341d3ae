"""What the roles of a passage have to do with each other: on, in, held, eaten, on a string, above, out of, among."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from tomllib import loads
from typing import Any, Final, TypeAlias

from reelwright.engines.animatic.plan import Action, BondKind
from reelwright.engines.animatic.storyboard.deeds import companions
from reelwright.engines.animatic.storyboard.lexicon import nature
from reelwright.engines.animatic.storyboard.mounts import mounted
from reelwright.engines.animatic.storyboard.reading import Reading
from reelwright.engines.animatic.storyboard.scene import is_on_roof
from reelwright.engines.animatic.storyboard.strings import FLOWERS, among_flowers, launch, put_on_strings
from reelwright.engines.animatic.storyboard.subjects import Role
from reelwright.engines.animatic.storyboard.text import is_wide

_ARTICLE: Final = (
    r"\s(?:(?:top\sof\s)?(?:an?|the|his|her|its|their|my|some|one|two|three)\s)?"
    r"(?:(?!(?:and|with|or|the|an?|left|right|in|is|are|while|to|from|at|by|on|as|then|who|that|which)\s)[\w'-]+\s){0,3}$"
)
_BEFORE: Final = {
    BondKind.ON: re.compile(
        r"(?:(?<!up\s)(?<!in\s)(?<!focus\s)(?<!based\s)(?<!texting\s)(?<!turns\s)"
        r"\b(?:on|onto|upon|atop|astride|aboard|rides?|riding|rode|mounts?|sits? at|sitting at|(?:on|upon)\s(?:the|top)"
        r"(?:\s(?:head|back|top|shell|shoulders?|nose|lap|edge|roof))?\sof)" + _ARTICLE
        + r"|(?:骑着?|[坐躺趴站睡停蹲落卧放摆靠](?:在|着|了))(?:一\w)?[^，。,.里中上旁边内前吃喝]{0,4}$)"
    ),
    BondKind.IN: re.compile(r"(?:\b(?:in|into|inside|from|out of|drives?|driving|drove)" + _ARTICLE
        + r"|[开驾]着?(?:驶着?)?(?:一\w)?[^，。,.]{0,4}$"
        r"|[坐躺趴站睡蹲放]在(?:一\w)?[^，。,.]{0,4}$)"),
    BondKind.HELD: re.compile(
        r"(?:\b(?:hold|holds|holding|carry|carries|carrying|grips?|gripping|clutch(?:es|ing)?|swings?|swinging|wields?"
        r"|wielding|shakes?|shaking|lifts?|lifting|raises?|raising|hugs?|hugging|waves?|waving|plays?|playing|under"
        r"|with|flips?|flipping|tosse?s?|tossing|serves?|serving|pours?|pouring|brings?|bringing|offers?|offering|opens?|opening|cooks?|cooking|makes?|making|bakes?|baking|prepares?|preparing|buys?|buying|sells?|selling|picks?|picking|chops?|chopping|stirs?|stirring|strums?|strumming|reads?|reading)"
        r"(?:\sup)?(?:\sand\s\w+)?" + _ARTICLE
        + r"|(?:[拿举握捧抱提搬扛背撑打端拎弹拉持摇颠晃挥吹倒牵炒煮烤买卖摘采包切]|手持|带)着?(?:一\w)?[^，。,.]{0,4}$)"
    ),
    BondKind.ABOVE: re.compile(
        r"(?:\b(?:over|above|past|across)" + _ARTICLE + r"|(?:飞过|飞越|掠过|越过|飘过|划过)(?:一\w)?[^，。,.]{0,4}$)"
    ),
    BondKind.FROM: re.compile(r"(?:\b(?:from|off|out of)" + _ARTICLE + r"|从(?:一\w)?[^，。,.]{0,4}$)"),
}  # fmt: skip
_AFTER_ON: Final = re.compile(r"^(?:的?(?:上面|上方|顶上|身上|背上|屋顶上|房顶上|屋顶|边上|上))")
_NEARBY: Final = re.compile(
    r"^的?(?:下|底下|旁|身旁|身边|边(?!上)|附近|近处|后|背后|前|面前|左|右|对面|之?间|中间)"
)
_AFTER_IN: Final = re.compile(r"^(?:的?(?:里面|里|中|内))")
_AFTER_ABOVE: Final = re.compile(r"^(?:的?(?:上空|上方))")
_TABLE: Final = re.compile(
    r"\b(?:on|onto|upon|across|at|around|round)\s(?:an?\s|the\s|his\s|her\s|their\s|my\s)?(?:[\w-]+\s){0,2}"
    r"(?:table|desk|countertop|counter|bar counter|tabletop)\b|(?:[书餐木茶办公长方圆]{0,2}桌(?:子|面)?|柜台|吧台|灶台)(?:上|前)"
    r"|围(?:坐)?(?:在|着)[书餐木茶办公长方圆]{0,2}桌子?"
)
_SITS_ON: Final = re.compile(
    r"\b(?:rid\w+|rode|sit\w*|sat|stand\w*|stood|perch\w*|land\w*|l[iy]\w*|lay|sleep\w*|nap\w*|climb\w*|astride|aboard|atop|rest\w*"
    r"|mount\w*|jump\w*|leap\w*|hop\w*|crawl\w*|walk\w*|balanc\w*|hitch\w*|travel\w*|curl\w*|plac\w*|put\w*)\b"
    r"|^\s(?:on|upon|atop)\b|\b(?:back|head|shoulders?|nose|lap|shell|neck)\sof\b"
)
_OUT_OF: Final = re.compile(r"\b(?:out of|off|from)\s(?:\w+\s){0,2}$")
_ROOF: Final = re.compile(r"\bon\s(?:an?|the|its|their)\s(?:\w+\s)?roof(?:top)?\b|(?:屋|房)顶上?")
_BAMBOO: Final = re.compile(
    r"\bbamboo(?! forest| grove)(?: shoots?| stalks?| leaves)?\b|竹(?:子|笋|叶)(?!林)"
)
_STANDINS: Final = ("table", "roof")
"""Names of roles that no noun stands for; whoever is before or after them is on them."""
_FEEDS: Final = re.compile(r"\b(?:feeds?|feeding|fed)\b|喂")
_AND: Final = re.compile(r"\band\b|[,&和与跟、同]")
_ALOFT: Final = frozenset({Action.FLY, Action.FLOAT, Action.RISE})
_GATHERED: Final = re.compile(r"[.,;，。；]|\b(?:at|near|by|in)\b")
_GRASPS: Final = re.compile(
    r"\b(?:hold|carr|hug|cuddl|lift)\w*\s(?:[\w'-]+\s){0,4}$|抱着?(?:一\w)?[^，。,.]{0,4}$"
)
_OWN: Final = re.compile(r"\b(?:his|her|their|its)\s(?:[\w-]+\s)?$|[他她]的?$")
_USES: Final = re.compile(
    r"\b(?:at|on|into|through|with|us(?:es|ing)|checks?|checking|answers?|answering)\s(?:an?|the)\s(?:[\w-]+\s)?$"
    r"|(?:看|玩|用|对着?|打)(?:着|了)?$"
)
_USED: Final = frozenset({"mobile-phone", "microphone"})
_LIES: Final = re.compile(r"\s(?:is|are|lies?|lying|rests?|on|in|under|beside|from|rings?|falls?|buzzes)\b")
"""What tells that a thing is somewhere else than in a hand."""
_HELD_GROUPS: Final = ("objects", "food", "plants")
_FELLOWS: Final = ("animals", "people", "fantasy")
HOUSEHOLD: Final = frozenset(
    {
        "fridge", "oven", "bookshelf", "wardrobe", "harp", "manual-wheelchair", "treasure-chest",
        "bed", "couch-and-lamp", "door", "window", "chair", "bathtub", "ladder", "mirror", "television",
        "drum", "musical-keyboard", "tent", "bicycle", "fountain", "playground-slide", "deciduous-tree",
        "evergreen-tree", "palm-tree", "christmas-tree", "bare-table", "bench",
    }
)  # fmt: skip
"""What stands where it is: nobody holds it, and nobody hands it over who was on it before."""

_TREES: Final = ("tree", "trees", "树")
"""How things are called under which one sits, and which nobody holds as one does an umbrella."""

_Tie: TypeAlias = tuple[int, int, BondKind]
"""The index of the dependent role, that of the one it is tied to, and how."""


@cache
def geometry() -> dict[str, dict[str, Any]]:
    """Return the tables of where things are joined, as they stand in the file."""
    return loads(files(__package__).joinpath("data/relations.toml").read_text("utf-8"))


def relate(reading: Reading, roles: Sequence[Role]) -> list[Role]:
    """Return the roles with their ties; a table that somebody or something is on joins them, and so does eaten bamboo."""
    fed = _fed(reading, roles)
    tied = mounted([*fed, *_unnamed(reading, fed)])
    for index in range(len(tied)):
        for rule in (_carried, _passed, _held):
            for dependent, partner, kind in list(rule(reading, tied, index)):
                _tie(tied, dependent, partner, kind)
                _pass_on(tied, dependent, partner)
    launch(reading, tied)
    put_on_strings(reading, tied)
    among_flowers(reading, tied)
    return tied


def _fed(reading: Reading, roles: Sequence[Role]) -> list[Role]:
    """Return the roles with those eating who are fed, rather than those who feed them."""
    changed = list(roles)
    found = _FEEDS.search(reading.text)
    if found is None:
        return changed
    before = [index for index, role in enumerate(roles) if role.at < found.start() and role.group in _FELLOWS]
    after = [index for index, role in enumerate(roles) if role.at >= found.end() and role.group in _FELLOWS]
    if after and before:
        eater = roles[after[0]]
        changed[after[0]] = replace(eater, action=Action.EAT if eater.action is Action.IDLE else eater.action)
        if roles[before[-1]].action is Action.EAT:
            changed[before[-1]] = replace(roles[before[-1]], action=Action.IDLE)
    return changed


def _tie(roles: list[Role], dependent: int, partner: int, kind: BondKind) -> None:
    """Tie a role to another, unless it is tied already or carries that one itself."""
    role, other = roles[dependent], roles[partner]
    if dependent != partner and role.tie is None and other.to != role.at and other.tie is not kind:
        roles[dependent] = replace(role, tie=kind, to=other.at)


def _pass_on(roles: list[Role], held: int, holder: int) -> None:
    """Let whoever holds a toy do what the toy was read to do: a girl sleeps with her teddy bear."""
    toy = roles[held]
    if toy.tie is BondKind.HELD and toy.to == roles[holder].at and roles[holder].action is Action.FALL:
        roles[holder] = replace(roles[holder], action=Action.IDLE)  # what is poured falls, not who pours it
    if (
        toy.tie is BondKind.HELD
        and toy.to == roles[holder].at
        and toy.agent
        and roles[holder].action is Action.IDLE
    ):
        roles[holder] = replace(roles[holder], action=toy.action)
        roles[held] = replace(toy, action=Action.IDLE)


def _unnamed(reading: Reading, roles: Sequence[Role]) -> Iterator[Role]:
    """Yield what no noun stands for: the table under a cup, the bamboo that a panda eats."""
    found = _TABLE.search(reading.text)
    if (
        found
        and not any(role.art == "bare-table" for role in roles)
        and any(role.group in (*_FELLOWS, *_HELD_GROUPS) for role in roles)
    ):
        yield Role("table", "bare-table", found.end() - 1, "objects")
    roof = _ROOF.search(reading.text)
    if (
        roof
        and not any(role.group == "places" for role in roles)
        and any(role.group in _FELLOWS for role in roles)
        and not is_on_roof(reading)
    ):
        yield Role("roof", "house", roof.end() - 1, "places")
    stalk = _BAMBOO.search(reading.text)
    if stalk and any(role.action is Action.EAT for role in roles):
        yield Role("bamboo", "bamboo-stalk", stalk.start(), "food")


def _here(reading: Reading, roles: Sequence[Role], index: int) -> tuple[list[int], list[int]]:
    """Return the roles of a role's sentence that stand before and after it."""
    at = roles[index].at
    sentence = reading.sentence_of(at)
    here = [other for other, role in enumerate(roles) if reading.sentence_of(role.at) == sentence]
    return [other for other in here if roles[other].at < at], [
        other for other in here if roles[other].at > at
    ]


def _lead(reading: Reading, roles: Sequence[Role], index: int) -> str:
    """Return the words between a role and the one before it."""
    at = roles[index].at
    ends = [role.at + len(role.name) for role in roles if role.at < at and role.name not in _STANDINS]
    return reading.text[max([0, at - 44, *ends]) : at]


def _tail(reading: Reading, role: Role) -> str:
    return reading.text[role.at + len(role.name) :][:8]


def _carried(reading: Reading, roles: Sequence[Role], index: int) -> Iterator[_Tie]:
    """Yield who is on or in a role."""
    other = roles[index]
    lead, tail = _lead(reading, roles, index), _tail(reading, other)
    inside = other.art in geometry()["inside"]
    kind = BondKind.IN if inside else BondKind.ON
    if other.name not in _STANDINS:
        said = _AFTER_ON.match(tail) or (_BEFORE[BondKind.ON].search(lead) and not _NEARBY.match(tail))
        within = inside and (_BEFORE[BondKind.IN].search(lead) or _AFTER_IN.match(tail))
        tucked = (
            other.art in ("bed", "chair", "seat", "couch-and-lamp")
            and _BEFORE[BondKind.IN].search(lead)
            and not _OUT_OF.search(lead)
        )
        if not (said or within or tucked) or other.art in FLOWERS - {"lotus"}:
            return
    before, after = _here(reading, roles, index)
    for rider in _riders(reading, roles, index, before) or after[:1]:
        if _may_ride(roles[rider], other) and _gets_on(reading, roles[rider], other):
            yield rider, index, kind


def _gets_on(reading: Reading, rider: Role, other: Role) -> bool:
    """Return whether the words put somebody on whoever is alive: an elephant that sprays water on another does not sit there."""
    if other.group not in _FELLOWS or is_wide(reading.text[other.at : other.at + 1]) or rider.at > other.at:
        return True
    return _SITS_ON.search(reading.text[rider.at + len(rider.name) : other.at]) is not None


def _may_ride(rider: Role, other: Role) -> bool:
    """Return whether one is something that another can carry: who texts on a phone does not sit on it."""
    return (
        rider.group in (*_FELLOWS, "food", "objects")
        and rider.art not in HOUSEHOLD
        and not (rider.group == "people" and other.art in geometry()["held"]["0.17"])
        and other.art is not None
        and not (rider.group == "people" and other.art in geometry()["held"]["0.17"])
    )


def _riders(reading: Reading, roles: Sequence[Role], index: int, before: Sequence[int]) -> list[int]:
    """Return who is on a role: what is named just before, else the last one with a will, with its companions."""
    fit = [other for other in before if _may_ride(roles[other], roles[index])]
    if not fit:
        return []
    near = [other for other in fit if roles[index].at - roles[other].at - len(roles[other].name) < 12]
    agents = [other for other in fit if roles[other].agent]
    chosen = (near if near and not roles[near[-1]].agent else agents or fit)[-1]
    return [other for other in _with_fellows(reading, roles, chosen) if other in fit]


def _with_fellows(reading: Reading, roles: Sequence[Role], chosen: int) -> list[int]:
    """Return a role with those named beside it: `a cat and a dog`."""
    group = [chosen]
    for other in companions(reading, roles, chosen)[1:]:
        between = reading.text[roles[other].at + len(roles[other].name) : roles[group[-1]].at]
        if not _AND.search(between):
            break
        group.append(other)
    return group


def _passed(reading: Reading, roles: Sequence[Role], index: int) -> Iterator[_Tie]:
    """Yield who flies over a role, and what falls out of it."""
    other = roles[index]
    lead = _lead(reading, roles, index)
    before, _ = _here(reading, roles, index)
    above = _BEFORE[BondKind.ABOVE].search(lead) or _AFTER_ABOVE.match(_tail(reading, other))
    for role in before:
        action = roles[role].action
        if (
            above
            and other.group in ("places", "plants", "animals", "people", "vehicles")
            and action in _ALOFT
            and not (roles[role].group == "vehicles" and not _is_flown(roles[role]))
        ):
            yield role, index, BondKind.ABOVE
        elif other.group == "plants" and action is Action.FALL and _BEFORE[BondKind.FROM].search(lead):
            yield role, index, BondKind.FROM


def _is_flown(role: Role) -> bool:
    """Return whether a role is off the ground by nature: a ship that sails past a tower is not."""
    return role.art in nature()["airborne"]["pieces"]


def _held(reading: Reading, roles: Sequence[Role], index: int) -> Iterator[_Tie]:
    """Yield by whom a role is held or eaten."""
    item = roles[index]
    before, _ = _here(reading, roles, index)
    holders = [other for other in before if roles[other].group in _FELLOWS]
    pet = item.group in ("animals", "fantasy") and item.art in (*geometry()["held"]["0.36"], "teddy-bear")
    rooted = item.art in HOUSEHOLD or item.name.lower().endswith(_TREES)
    if not holders or rooted or not (item.group in _HELD_GROUPS or pet):
        return
    holder = holders[-1]
    lead = _lead(reading, roles, index)
    between = reading.text[roles[holder].at : item.at]
    if item.group == "food" and roles[holder].action is Action.EAT and not _GATHERED.search(between):
        for eater in _with_fellows(reading, roles, holder):
            yield index, eater, BondKind.EATEN
    elif _GRASPS.search(lead) if pet else _BEFORE[BondKind.HELD].search(lead) or _is_at_hand(reading, item):
        yield index, holder, BondKind.HELD


def _is_at_hand(reading: Reading, item: Role) -> bool:
    """Return whether a small thing is used by whoever was named before: `at his phone`, `into the microphone`."""
    if item.art not in geometry()["held"]["0.17"] or _LIES.match(reading.text, item.at + len(item.name)):
        return False
    lead = reading.text[max(0, item.at - 24) : item.at]
    return (_OWN.search(lead) or (item.art in _USED and _USES.search(lead))) is not None
