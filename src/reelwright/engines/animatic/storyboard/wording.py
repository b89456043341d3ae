"""Nouns that name no subject of their own: what labels, measures or describes another, and groups that are named again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reelwright.engines.animatic.storyboard.lexicon import Hit
from reelwright.engines.animatic.storyboard.reading import Reading
from reelwright.engines.animatic.storyboard.text import is_wide

if TYPE_CHECKING:
    from reelwright.engines.animatic.storyboard.subjects import Role

_LABELLED: Final = re.compile(
    r" (?:commercial|advert|advertisement|ad|ads|lighting|style|photography|videography|visuali[sz]ation|theme|documentary"
    r"|film|movie|vibes?|aesthetic|campaign|channel|magazine|logo|brand|festival|season|market|uniform|emoji)s?\b"
    r"|(?:广告|大片|宣传片|节|味道|香味|香气|主题|风格|图案|花纹|纪录片|摄影)"
)
_TYPED_ON: Final = re.compile(r"\btyp(?:es|ing|ed) (?:\w+ )?(?:on|at|into) (?:an?|the|his|her) (?:\w+ )?$")
_COMPUTERS: Final = frozenset({"keyboard", "laptop", "desktop-computer"})
_MATERIALS: Final = frozenset(
    {"stone", "rock", "brick", "glass", "wood", "crystal", "diamond", "paper", "ice", "candy", "bone"}
)
_LITTLE_WORDS: Final = frozenset(
    {
        "a", "an", "the", "and", "or", "of", "on", "in", "at", "to", "by", "for", "with", "from", "into", "over", "under",
        "is", "are", "was", "were", "that", "which", "as", "near", "behind", "beside", "below", "above", "through", "across",
        "against", "while", "slowly", "gently", "next", "then", "inside", "outside", "around", "along", "between",
        "off", "out", "down", "away", "back", "onto", "upon",
    }
)  # fmt: skip
_GATHERED: Final = frozenset(
    {"friends", "people", "couple", "lovers", "strangers", "朋友", "情侣", "人", "恋人"}
)
_COUPLES: Final = frozenset(
    {
        "couple", "old couple", "elderly couple", "young couple", "married couple", "wedding couple", "newlyweds",
        "bride and groom", "lovers", "情侣", "恋人", "新人", "夫妻", "夫妇", "老夫妇", "小两口",
    }
)  # fmt: skip
_NEAR: Final = 40


def without_labels(reading: Reading, seen: Sequence[Hit]) -> list[Hit]:
    """Return the nouns to be seen without those that only label the picture, unless nothing else is left.

    A car commercial shows the sports car it is about; one of which nothing else is said shows a car.
    """
    kept = [hit for hit in seen if not _LABELLED.match(reading.text, hit.end)]
    return kept or list(seen)


def is_typed_on(piece: str, lead: str) -> bool:
    """Return whether a piece is the computer with which whoever types is drawn anyway; `lead` is what stands before it."""
    return piece in _COMPUTERS and _TYPED_ON.search(lead) is not None


def is_material(reading: Reading, hit: Hit) -> bool:
    """Return whether a noun says of what an unknown thing is made: the stone of a stone viaduct."""
    following = re.match(r" ([a-z]{3,})\b", reading.text[hit.end : hit.end + 24])
    if hit.text not in _MATERIALS or following is None:
        return False
    word = following[1]
    at = hit.end + 1
    plain = not reading.means(at, at + len(word)) and not word.endswith(("ing", "ly", "ed"))
    return plain and word not in _LITTLE_WORDS and not word.endswith("s")


def met(roles: Sequence[Role]) -> list[Role]:
    """Drop a group of two whose members are named one by one after it: `two friends … the woman … the man`."""
    people = [role for role in roles if role.group == "people"]
    pairs = [role for role in people if role.count == 2 and role.name.lower() in _GATHERED]
    singles = [role for role in people if role.count == 1 and pairs and role.at > pairs[0].at]
    return [role for role in roles if role is not pairs[0]] if pairs and len(singles) == 2 else list(roles)


def as_couple(one: Role, other: Role) -> tuple[Role, Role]:
    """Return two of one name as a man and a woman, where the name is a couple's."""
    name = one.name.lower()
    if one.art != "person-standing" or name not in _COUPLES:
        return one, other
    age = "old-" if any(word in name for word in ("old", "elderly", "老")) else ""
    return replace(one, art=f"{age}man-standing"), replace(other, art=f"{age}woman-standing")


def set_back(reading: Reading, roles: Sequence[Role]) -> list[Role]:
    """Give the far side of the picture to whoever the prompt puts there: `a crowd in the background`, `远处有一座塔`."""
    placed = list(roles)
    if len(placed) < 2:
        return placed
    for hit in reading.hits:
        if hit.value("side") != "back":
            continue
        near = [
            index
            for index, role in enumerate(placed)
            if (
                0 <= role.at - hit.end < _NEAR // 4
                if is_wide(hit.text)
                else 0 < hit.start - role.at < _NEAR and "," not in reading.text[role.at : hit.start]
            )
        ]
        for index in near[:1] if is_wide(hit.text) else near[-1:]:
            placed[index] = replace(placed[index], side="back")
    return placed
