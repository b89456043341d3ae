"""Children who walk and run: the drawing of a grown-up with the larger head of a child."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Final

from reelwright.engines.animatic.art.elements import elements
from reelwright.engines.animatic.art.figures import framed

_GROWN: Final = {"boy": "man", "girl": "woman", "child": "person"}
_NECKS: Final = {"walking": (14.6, 8.6), "running": (12.7, 8.8)}
"""Where the head sits on the neck, in units of the drawings."""
_LARGER: Final = 1.42
VIEW: Final = (-4.0, -6.0, 38.0)
"""Left, top and side of what is shown of the drawing: a larger head reaches above the first one's edge."""


@cache
def child_names() -> frozenset[str]:
    """Return the names of all pieces that show a child going."""
    return frozenset(f"{child}-{pose}" for child in _GROWN for pose in _NECKS)


def grown_up(name: str) -> str:
    """Return the piece that a piece is drawn after: that of a grown-up, or itself where it shows no child going."""
    child, _, pose = name.partition("-")
    return f"{_GROWN[child]}-{pose}" if name in child_names() else name


def enlarged(point: tuple[float, float], pose: str) -> tuple[tuple[float, float], float]:
    """Return where a point of a grown-up's head is on that of a child, and how much larger that is."""
    x, y = _NECKS[pose]
    return (x + (point[0] - x) * _LARGER, y + (point[1] - y) * _LARGER), _LARGER


def young(drawing: str, pose: str, head: Collection[int]) -> str:
    """Return the drawing of a grown-up as one of a child; head: numbers of the elements that are the head."""
    x, y = _NECKS[pose]
    place = f"translate({x * (1 - _LARGER):.3f} {y * (1 - _LARGER):.3f}) scale({_LARGER})"
    parts = [
        f'<g transform="{place}">{part}</g>' if number in head else part
        for number, part in enumerate(elements(drawing))
    ]
    left, top, side = VIEW
    return framed(f'<g fill="none">{"".join(parts)}</g>', f"{left:g} {top:g} {side:g} {side:g}")
