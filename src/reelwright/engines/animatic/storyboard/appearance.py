"""What people look like: the colours of clothes, hair and skin that a passage gives to someone in it."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from reelwright.engines.animatic.storyboard.lexicon import lexicon

Look = tuple[tuple[str, str], ...]

_GARMENTS: Final = {
    "dress": ("dress", "gown", "skirt", "连衣裙", "长裙", "裙子", "裙", "旗袍", "礼服"),
    "coat": ("raincoat", "overcoat", "trench coat", "coat", "parka", "雨衣", "大衣", "风衣", "长袍", "羽绒服"),
    "top": (
        "shirt", "t-shirt", "tshirt", "jacket", "sweater", "hoodie", "blouse", "jumper", "pullover", "cardigan", "vest",
        "polo", "jersey", "top", "外套", "夹克", "衬衫", "衬衣", "毛衣", "上衣", "卫衣", "t恤", "背心", "衣服", "马甲",
    ),
    "legs": ("trousers", "pants", "jeans", "shorts", "leggings", "slacks", "裤子", "长裤", "牛仔裤", "短裤", "裤"),
}  # fmt: skip
_SUITS: Final = ("suit", "tracksuit", "西装", "西服", "套装")
_HAIR: Final = {
    "blonde": "#ecd37c", "blond": "#ecd37c", "golden": "#ecd37c", "fair": "#ecd37c", "金": "#ecd37c", "金色": "#ecd37c",
    "ginger": "#b9532b", "red": "#b0452a", "auburn": "#8a3f26", "红": "#b0452a", "红色": "#b0452a",
    "brown": "#6e4529", "dark": "#2f2725", "brunette": "#5a3826", "棕": "#6e4529", "棕色": "#6e4529",
    "silver": "#c4c6cc", "银": "#c4c6cc", "银色": "#c4c6cc",
}  # fmt: skip
"""Hair has colours of its own: nobody's is red as a tomato."""
_SKIN: Final = {
    r"\bafrican (?:american )?(?:woman|man|girl|boy|child|lady)\b|\bblack (?:woman|man|girl|boy)\b|黑人|非洲(?:女|男|小|姑)|"
    r"(?:dark|black|brown|ebony)[- ]skinned|\b(?:dark|black|ebony) skin\b|黑皮肤|深色皮肤|皮肤黝黑|黝黑": "#7a4a2e",
    r"(?:tan|tanned|olive|bronze)[- ]skinned|\b(?:tanned|olive|brown|bronzed?) skin\b|棕色皮肤|小麦色皮肤|古铜色皮肤": "#b97f50",
    r"(?:fair|light|pale|white)[- ]skinned|\b(?:fair|light|pale) skin\b|皮肤白皙|白皙|浅色皮肤": "#f6cfae",
}
_DARK: Final = ("#7a4a2e", "#b97f50")
"""With these the yellow hair of the artwork would be a wig."""
_BESIDE: Final = re.compile(r"[和与跟、及]| and (?:an?|the|his|her) (?!\w+ (?:hat|bag)\b)")


@cache
def _colours() -> dict[str, str]:
    return {word: colour for colour, words in lexicon()["colour"].items() for word in words}


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds a coloured garment, and coloured hair."""
    colours = "|".join(sorted(map(re.escape, _colours()), key=len, reverse=True))
    hairs = "|".join(sorted(map(re.escape, _colours() | _HAIR), key=len, reverse=True))
    garments = sorted(
        (word for words in (*_GARMENTS.values(), _SUITS) for word in words), key=len, reverse=True
    )
    words = "|".join(map(re.escape, garments))
    return (
        re.compile(
            rf"(?:\b|(?<=[^\x00-\x7f]))({colours})(?:[ -](?:[a-z-]+ ){{0,2}}|的?[^\x00-\x7f，。、的]{{0,2}}?)"
            rf"({words})(?:e?s)?(?![a-z])"
        ),
        re.compile(rf"(?:\b|(?<=[^\x00-\x7f]))({hairs})(?:[, ]+(?:[a-z-]+ ){{0,2}}hair|的?[长短卷直]?头?发)"),
    )


def look_of(text: str, start: int, end: int, others: list[tuple[int, int]]) -> Look:
    """Return the colours of whoever is named at `start` to `end` of a folded text, as pairs of part and ``#rrggbb``.

    others: where other people are named. Parts: skin, hair, top, legs, dress, coat.
    """
    before = max([stop.end() for stop in re.finditer(r"[.!?。！？;；,，]", text[:start])], default=0)
    before = max([before, *(other for _, other in others if other <= start)])
    stop = re.search(r"[.!?。！？;；]", text[end:])
    after = min([end + stop.start() if stop else len(text), *(other for other, _ in others if other >= end)])
    behind = text[end:after]
    if (
        after < len(text)
        and any(other == after for other, _ in others)
        and (cut := _last_beside(behind)) is not None
    ):
        behind = behind[:cut]
    lead = text[before:start]
    # English says before the noun only what the eye meets first: `a dark-skinned man`.
    ahead = lead if not text[start:end].isascii() else re.split(r"\b(?:an?|the|and|with|his|her)\s", lead)[-1]
    return _read(f"{ahead}\n{behind}", blonde=bool(re.search(r"\bblonde?\s(?:\w+\s)?$", lead)))


def _last_beside(text: str) -> int | None:
    """Return where a passage goes over to the next person, or None."""
    found = [match.start() for match in _BESIDE.finditer(text)]
    return found[-1] if found else None


def _read(text: str, *, blonde: bool) -> Look:
    look: dict[str, str] = {}
    garments, hairs = _patterns()
    for pattern, tone in _SKIN.items():
        if re.search(pattern, text):
            look.setdefault("skin", tone)
    for match in garments.finditer(text):
        colour, garment = _colours()[match[1]], match[2]
        if garment in _SUITS:
            look.setdefault("top", colour)
            look.setdefault("legs", colour)
            continue
        part = next(part for part, words in _GARMENTS.items() if garment in words)
        look.setdefault(part, colour)
    if hair := hairs.search(text):
        look["hair"] = _HAIR.get(hair[1]) or _colours()[hair[1]]
    elif blonde:
        look["hair"] = _HAIR["blonde"]
    if "hair" not in look and look.get("skin") in _DARK:
        look["hair"] = _HAIR["dark"]
    return tuple(sorted(look.items()))
