"""People who sit on the ground: the drawing of somebody standing to the hips, on crossed legs of our own."""

from __future__ import annotations

import re
from typing import Final

SITTING: Final = "-sitting"
_WHO: Final = ("man", "woman", "person", "boy", "girl", "child", "old-man", "old-woman")
_STANDING: Final = "-standing"
_AXIS: Final = 15.94
_HIP, _GROUND = 16.9, 21.35
"""Where the trunk ends and what it sits on, in units of the drawings, in which somebody standing reaches from 2 to 30."""
_BESIDE: Final = 3.35
"""Where arms hang, from the axis; they go down behind the knees."""
_TROUSERS, _SHOE = ("#a2859a", "#b8a0b2", "#87697f"), ("#5d4480", "#755a9c")
_HAND: Final = (
    '<linearGradient id="stH" x1="0" y1="1" x2="0" y2="0"><stop offset="0" stop-color="#e9a92b"/>'
    '<stop offset=".6" stop-color="#ffc62d"/><stop offset="1" stop-color="#ffc62d" stop-opacity="0"/></linearGradient>'
)
"""The skin of a hand, which begins where the arm above it ends."""


def sitting_names() -> frozenset[str]:
    """Return the names of all pieces that show somebody sitting on the ground."""
    return frozenset(f"{who}{SITTING}" for who in _WHO)


def stood_up(name: str) -> str:
    """Return the standing piece that a sitting one is drawn after, or the piece itself where it does not sit."""
    return f"{name.removesuffix(SITTING)}{_STANDING}" if name in sitting_names() else name


def seat(drawing: str) -> str:
    """Return the drawing of somebody standing as one of the same sitting cross-legged, seen from the front."""
    opening, inside = (
        drawing[: drawing.index(">") + 1],
        drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")],
    )
    left, right = _AXIS - _BESIDE, _AXIS + _BESIDE
    trunk = f"M-9 -9H41V{_GROUND - 1.2}H{right}V{_HIP}H{left}V{_GROUND - 1.2}H-9Z"
    return (
        f'{opening}<defs>{_paints()}<clipPath id="stC"><path d="{trunk}"/></clipPath></defs>'
        f'<g clip-path="url(#stC)">{inside}</g>{_legs()}</svg>'
    )


def _paints() -> str:
    """Return the gradients, each from below to above."""
    plain, light, dark = _TROUSERS
    paints = {"stT": (dark, plain, light, plain), "stF": (dark, dark, plain), "stS": _SHOE}
    return _HAND + "".join(_gradient(name, colours) for name, colours in paints.items())


def _gradient(name: str, colours: tuple[str, ...]) -> str:
    stops = "".join(
        f'<stop offset="{index / (len(colours) - 1):.2f}" stop-color="{colour}"/>'
        for index, colour in enumerate(colours)
    )
    return f'<linearGradient id="{name}" x1="0" y1="1" x2="0" y2="0">{stops}</linearGradient>'


def _legs() -> str:
    """Return both legs, thighs out to the knees and shanks crossed before them, and the hands that lie on them."""
    lap = _path(1, "M-3.4 19.3C-1.4 18.5 1.4 18.5 3.4 19.3L2.4 20.4L-2.4 20.4Z", "stF")
    thighs, hands = (map(part, (-1, 1)) for part in (_thigh, _hand))
    return "".join((*thighs, lap, _shank(1, "stF"), _shank(-1, "stT"), *hands))


def _path(side: int, commands: str, paint: str) -> str:
    """Return a shape on one side, -1 or 1; its x grow outwards from the axis."""
    outline = re.sub(
        r"(-?[\d.]+) (-?[\d.]+)", lambda at: f"{_AXIS + side * float(at[1]):.2f} {at[2]}", commands
    )
    return f'<path d="{outline}" fill="url(#{paint})"/>'


def _thigh(side: int) -> str:
    return _path(
        side, "M-0.1 15.9L3.02 15.9C4.7 16.0 7.0 17.5 8.1 19.2C8.8 20.4 8.0 21.3 6.9 21.2L-0.1 19.4Z", "stT"
    )


def _shank(side: int, paint: str) -> str:
    shoe = "M-1.2 19.7C-2.4 19.3 -4.3 19.4 -4.5 20.5C-4.6 21.1 -4.2 21.35 -3.6 21.35L-1.0 21.35Z"
    leg = "M7.7 18.9C8.9 20.2 8.2 21.4 6.7 21.35L-1.4 21.35C-2.1 20.9 -2.1 20.1 -1.4 19.7L5.4 19.3Z"
    return _path(side, shoe, "stS") + _path(side, leg, paint)


def _hand(side: int) -> str:
    return _path(
        side,
        "M2.75 15.6L4.25 15.6C4.4 16.4 4.75 16.9 4.7 17.5C4.6 18.2 3.3 18.2 3.1 17.6C2.9 17.0 2.75 16.4 2.75 15.6Z",
        "stH",
    )
