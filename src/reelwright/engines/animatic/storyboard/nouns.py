"""Which nouns of a passage are things to see, and which are verbs, places, clothes, or words about another noun."""

from __future__ import annotations

import re
from typing import Final

from reelwright.engines.animatic.storyboard.lexicon import NOUN, Hit, nature
from reelwright.engines.animatic.storyboard.reading import Reading
from reelwright.engines.animatic.storyboard.text import is_wide
from reelwright.engines.animatic.storyboard.wording import is_material, is_typed_on

BEFORE_NOUN: Final = frozenset(
    {
        "a", "an", "the", "this", "that", "these", "those", "his", "her", "its", "their", "my",
        "your", "our", "of", "with", "some", "any", "each", "every", "another", "no", "and", "in",
        "on",
    }
)  # fmt: skip
_WORN: Final = re.compile(
    r"(?:\b(?:wear|wears|wearing|worn|dressed in|clad in|carrying|put on|puts on|his|her"
    r"|their)\s(?:a\s|an\s|the\s)?(?:[\w-]+\s){0,3}|穿着?\w{0,6}|戴着?\s?\w{0,6}|身着\w{0,6}"
    r"|披着?\w{0,6})$"
)
_LISTED: Final = re.compile(r"[,、，]\s?(?:\w+\s){0,2}$")
_LISTS: Final = re.compile(r"(?:[^,、，.]{1,32}[,、，]){3}")
"""A prompt of tags: what someone may wear is worn there."""
_SINGLE_OK: Final = (
    "被了给向对跟骑牵遛抱喂追のでをがはにとも只匹头条个位名朵辆艘本把座棵架群些的小大老白黑红黄蓝绿金两几"
    "和与、，。,. 在里中有是着"
)
_COUNTED: Final = re.compile(
    r"[一二两三四五六七八九十几数][只匹头条位名朵辆艘座棵把张件][^，。；、,;的在\s]{1,3}$"
)
"""What counts a noun of one character from before its adjectives: `一只流浪狗`."""
_RINGING: Final = frozenset({"alarm-clock", "bell", "bellhop-bell", "mobile-phone", "telephone"})
_HEARD_NOT_SEEN: Final = re.compile(r"\s?(?:beats?|sounds?|noises?|collisions?|music|solo|声|音乐|鼓点|曲)")
COLLECTIVE: Final = {
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
    "village": 5,
    "villages": 7,
    "medieval village": 5,
    "村庄": 5,
    "村子": 5,
    "古村": 5,
    "球迷": 5,
    "全家人": 3,
    "全家": 3,
    "家人": 3,
    "家人们": 4,
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
COOKS: Final = re.compile(r"(?:wo)?man cooks")
"""Is what one does: several of them would be men cooks."""
_AIMS: Final = re.compile(r"\s(?:at|to|goodbye|back|hello|away|off|toward|towards)\b")
_WATER: Final = re.compile(
    r"\b(?:sea|ocean|beach|shore|coast|water|surf\w*|rocks?|cliffs?|lake|bay|tide|ship|boat|lighthouse)\b"
)
_LEAVES: Final = re.compile(r"\s(?:away|off|over|into|through|up|out|down|past|across|around|back|above)\b")
"""What follows a verb of motion: `flies away`."""
_HANDS_OVER: Final = re.compile(r"hands (?:an?|the|him|her|his|over)\b")
_DONE: Final = re.compile(
    r"(?:(?:plants?|hammers|waters|saws|brushes|nails|photographs|paints|drums|stirs|cooks|presents|boxes|flowers|cuts|slices)"
    r" (?:on |up )?(?:an?|the|his|her|its|their|some|two|three|small|young|seeds?)\b"
    r"|cooks (?:up )?(?:dinner|lunch|breakfast|food|rice|noodles|pasta|soup|fish|meat|vegetables)\b)"
)
"""A word that is a noun as well, where it is what somebody does: `an astronaut plants a flag`."""


def is_seen(reading: Reading, hit: Hit) -> bool:
    """Return whether a hit is a thing to see: not a setting, a verb, a body part, or clothes on someone."""
    piece, unseen = hit.value(NOUN), nature()["unseen"]
    if piece is not None and _is_done(reading, hit):
        return False
    if piece is None or any(hit.value(kind) for kind in ("setting", "weather", "time", "style", "palette")):
        return False
    if any(hit.value(kind) for kind in ("action", "pose", "mood")) and not is_noun(reading, hit):
        return False
    if hit.text in COLLECTIVE and _follows_noun(reading, hit):
        return False
    if piece in unseen["body"] or piece in unseen["sky"] or is_adjunct(reading, hit):
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
        if _COUNTED.search(lead) or reading.text[hit.end : hit.end + 1] in ("的", "们"):
            return True
        return hit.start == 0 or reading.text[hit.start - 1] in _SINGLE_OK or reading.has_modifier(hit.start)
    return not (hit.text == "camera" and not re.search(r"\b(?:an?|his|her|old|vintage)\s$", lead))


def _rings(reading: Reading, hit: Hit) -> bool:
    """Return whether a ring is what a bell or a clock does: `the phone rings`."""
    other = reading.hit_before(hit.start)
    return other is not None and other.value(NOUN) in _RINGING and reading.text[other.end : hit.start] == " "


def is_adjunct(reading: Reading, hit: Hit) -> bool:
    """Return whether a noun only describes the next one: the robot of `robot dog`, the orange of `orange cat`."""
    following = reading.hit_after(hit.end)
    if (
        following is None
        or not following.value(NOUN)
        or (following.value("action") and not is_noun(reading, following))
    ):
        return False
    if (
        COOKS.fullmatch(hit.text)
        or following.text in COLLECTIVE
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
        return hit.text != "flies" or _LEAVES.match(reading.text, hit.end) is None
    if (
        before.text == ","
        and hit.value(NOUN) != "water-wave"
        and re.match(r"\s?(?:[,.;!]|$)", reading.text[hit.end : hit.end + 2])
    ):
        return True
    waved = hit.text == "waves" and _WATER.search(reading.text) is None
    if before.text == "and" and (waved or _AIMS.match(reading.text, hit.end)):
        return False  # smile and wave at somebody
    return before.text in BEFORE_NOUN or reading.has_modifier(before.end)
