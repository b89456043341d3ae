"""Roles for prompts whose subject no artwork shows, or that never name one."""

from __future__ import annotations

import re
from typing import Final

from reelwright.engines.animatic.storyboard.reading import Reading
from reelwright.engines.animatic.storyboard.subjects import Role

_ARTICLE: Final = re.compile(
    r"\b(?:an?|one|two|three|several)\s((?:[a-zà-ɏ'-]+\s){0,3}?[a-zà-ɏ'-]+)(?=\s(?:is|are|was"
    r"|with|in|on|at|of|that|who|which|and|under|over|by|near|inside|from|about|for|to|behind|[\w-]+ing"
    r"|[\w-]{3,}s)\b|[.,;:!?]|$)"
)
_MEASURED: Final = re.compile(
    r"(?:一|两|三|几)(?:只|匹|头|条|位|名|朵|辆|艘|架|座|棵|台|把|件|枚|尊|株)([㐀-鿿]{1,6}?)(?=在|的|从|向|正|被|着|，|。|、|,|$"
    r"|静|慢|缓|快|和|与|上|里|中)"
)


_NO_THINGS: Final = frozenset(
    {
        "path", "trail", "way", "view", "perspective", "shot", "scene", "video", "clip", "camera", "moment", "mood",
        "style", "look", "background", "place", "landscape", "scenery", "day", "night", "world", "lot", "bit", "pair",
        "pace", "distance", "side", "series", "sequence", "sense", "feeling", "atmosphere", "angle", "frame", "light",
        "below", "above", "behind", "beyond", "away", "ahead", "nearby", "overhead", "together", "logo", "emblem", "title",
        "letters", "text", "sphere", "cube", "shape", "form", "pattern", "swirl", "texture", "silhouette", "splash",
    }
)  # fmt: skip
"""Nouns that no card could stand for."""


def unknown_role(reading: Reading, original: str) -> Role | None:
    """Return a role for the first noun that no artwork shows, when the passage plainly has one; it becomes a card."""
    for pattern in (_ARTICLE, _MEASURED):
        for match in pattern.finditer(reading.text):
            words = match[1].split() or [match[1]]
            at = match.end(1) - len(words[-1])
            known = reading.means(at, match.end(1))
            if known or re.search(r"(?:ing|ly|-\w+ed)$", words[-1]) or words[-1] in _NO_THINGS:
                continue
            return Role(original[at : match.end(1)], None, at, "objects")
    return None


def pronoun_roles(reading: Reading, original: str) -> list[Role]:
    """Return roles for he and she in a prompt that never says who they are."""
    roles = []
    for pattern, piece in ((r"\bhe\b|他(?!们)", "man-standing"), (r"\bshe\b|她(?!们)", "woman-standing")):
        if match := re.search(pattern, reading.text):
            roles.append(Role(original[match.start() : match.end()], piece, match.start(), "people"))
    return sorted(roles, key=lambda role: role.at)
