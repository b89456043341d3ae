"""How tall things are by nature."""

from __future__ import annotations

from functools import cache
from typing import Final

from reelwright.engines.animatic.art import art_group
from reelwright.engines.animatic.storyboard.lexicon import nature

_DEFAULT_SIZE: Final = {
    "people": 0.5,
    "fantasy": 0.42,
    "animals": 0.36,
    "plants": 0.4,
    "places": 0.6,
    "vehicles": 0.42,
    "food": 0.14,
    "objects": 0.17,
}


@cache
def _sizes() -> dict[str, float]:
    return {piece: float(size) for size, pieces in nature()["size"].items() for piece in pieces}


def natural_size(art: str | None) -> float:
    """Return how tall a piece is by nature beside the others, as a share of the frame."""
    return _sizes().get(art or "", _DEFAULT_SIZE.get(art_group(art or ""), 0.3))
