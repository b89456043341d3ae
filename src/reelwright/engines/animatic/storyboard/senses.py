"""Words of several senses: which one is meant, by the words around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from tomllib import loads
from typing import Final

from reelwright.engines.animatic.storyboard.lexicon import NOUN, Hit, Meaning

_AROUND: Final = 40
_NEAR: Final = 160
"""Characters before and after a word in which others tell its sense."""


@dataclass(frozen=True, slots=True)
class _Sense:
    """See senses.toml; `means` are the kinds of meaning that it takes the place of, with the new one or nothing."""

    near: re.Pattern[str] | None
    here: re.Pattern[str] | None
    never: re.Pattern[str] | None
    means: tuple[tuple[str, str], ...]


def sensible(folded: str, hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits of a text with what each means there."""
    return [_in_sense(folded, hit) if hit.text in _senses() else hit for hit in hits]


def _in_sense(folded: str, hit: Hit) -> Hit:
    here = "<".join((folded[max(0, hit.start - _AROUND) : hit.start], hit.text))
    here += ">" + folded[hit.end : hit.end + _AROUND]
    near = folded[max(0, hit.start - _NEAR) : hit.end + _NEAR]
    for sense in _senses()[hit.text]:
        if sense.never is not None and sense.never.search(here):
            continue
        if (sense.near and sense.near.search(near)) or (sense.here and sense.here.search(here)):
            return _meaning(hit, sense)
    return hit


def _meaning(hit: Hit, sense: _Sense) -> Hit:
    kinds = {kind for kind, _ in sense.means} | ({"feature"} if "setting" in dict(sense.means) else set())
    kept = [meaning for meaning in hit.meanings if meaning.kind not in kinds]
    return replace(hit, meanings=(*kept, *(Meaning(kind, value) for kind, value in sense.means if value)))


@cache
def _senses() -> dict[str, list[_Sense]]:
    table = loads(files(__package__).joinpath("data/senses.toml").read_text("utf-8"))
    senses: dict[str, list[_Sense]] = {}
    for row in table["sense"]:
        patterns = [re.compile(row[key]) if key in row else None for key in ("near", "here", "not")]
        means = tuple((kind, row[kind]) for kind in (NOUN, "setting", "feature", "action") if kind in row)
        for word in row["words"]:
            senses.setdefault(word, []).append(_Sense(patterns[0], patterns[1], patterns[2], means))
    return senses
