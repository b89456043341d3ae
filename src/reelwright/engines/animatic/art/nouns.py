"""From a noun to a piece of artwork: never a wrong picture, rather none."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from reelwright.engines.animatic.art.archive import STANDING, art_form, art_names, table
from reelwright.engines.animatic.art.sitting import SITTING

_GROUPS: Final = ("animals", "people", "fantasy", "plants", "food", "places", "vehicles", "sky", "objects")

_IRREGULAR: Final = {
    "men": "man",
    "women": "woman",
    "children": "child",
    "people": "person",
    "mice": "mouse",
    "geese": "goose",
    "wolves": "wolf",
    "leaves": "leaf",
    "knives": "knife",
    "elves": "elf",
    "loaves": "loaf",
    "calves": "calf",
    "feet": "foot",
    "teeth": "tooth",
    "oxen": "ox",
    "buses": "bus",
    "cacti": "cactus",
    "octopi": "octopus",
}


@cache
def _table() -> dict[str, str]:
    """Return word → piece: the names themselves, overruled by the hand-made table."""
    # `A woman sitting on the beach` is no noun of three words: what she does must be read as well.
    words = {name.replace("-", " "): name for name in art_names() if not name.endswith((STANDING, SITTING))}
    listed = table("nouns.toml")
    for group in _GROUPS:
        for piece, synonyms in listed[group].items():
            words |= dict.fromkeys(synonyms, piece)
    return words


def singular(noun: str) -> str:
    """Return the singular of an English noun phrase, by rules that are right for things that can be drawn."""
    head, _, last = noun.rpartition(" ")
    if last in _IRREGULAR:
        last = _IRREGULAR[last]
    elif len(last) > 3 and last.endswith("ies"):
        last = f"{last[:-3]}y"
    elif re.search(r"(?:ch|sh|ss|x|z|to)es$", last):
        last = last[:-2]
    elif len(last) > 2 and last.endswith("s") and not last.endswith(("ss", "us", "is")):
        last = last[:-1]
    return f"{head} {last}".strip()


@cache
def known_nouns() -> frozenset[str]:
    """Return every word and name that means a piece, in lower case: what a reader of prompts should look for."""
    return frozenset(_table())


def noun_forms(noun: str) -> tuple[str, ...]:
    """Return an English noun and its plural; a Chinese noun, or one that already ends in -s, alone."""
    if not noun.isascii() or noun.endswith("s"):
        return (noun,)
    head, _, last = noun.rpartition(" ")
    irregular = next((plural for plural, single in _IRREGULAR.items() if single == last), None)
    if irregular:
        return noun, f"{head} {irregular}".strip()
    if noun.endswith(("ch", "sh", "x", "z")):
        return noun, f"{noun}es"
    if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou"):
        return noun, f"{noun[:-1]}ies"
    return (noun, f"{noun}s", f"{noun}es") if noun.endswith("o") else (noun, f"{noun}s")


def find_art(noun: str) -> str | None:
    """Return the name of the piece that shows a noun, or None when there is none that would be right.

    noun: English or Chinese, singular or plural, with or without adjectives before it. Exact names and the
    hand-made table are all there is: keyword lists made for searching emoji answer `park` with a slide.
    """
    phrase = " ".join(re.findall(r"[^\W_]+(?:['’][^\W_]+)?", noun.lower()))
    for words in (phrase, singular(phrase)):
        if (piece := _table().get(words)) is not None:
            return piece
    return find_art(phrase.split(" ", 1)[1]) if " " in phrase else None


def pose_art(piece: str, action: str) -> str:
    """Return the piece that shows `piece` at an action (``walk``, ``run``…), or the piece itself."""
    poses: dict[str, str] = table("nouns.toml")["poses"].get(piece, {})
    return poses.get(action, piece)


def close_art(piece: str) -> str:
    """Return the piece for a close-up of `piece`: its face where there is one, or the piece itself."""
    faces: dict[str, str] = table("nouns.toml")["close"]
    return faces.get(piece, piece)


def front_art(piece: str) -> str:
    """Return the piece that shows `piece` from the front, for who looks at the camera, or the piece itself."""
    fronts: dict[str, str] = table("nouns.toml")["front"]
    return fronts.get(piece, piece)


@cache
def _groups() -> dict[str, str]:
    listed = table("nouns.toml")
    return {piece: group for group in reversed(_GROUPS) for piece in listed[group]}


def art_group(piece: str) -> str:
    """Return what a piece shows: animals, people, fantasy, plants, food, places, vehicles, sky or objects."""
    group = _groups().get(piece)
    if group is None:
        return "objects" if art_form(piece) == "thing" else "people"
    return group
