"""People whom the archive shows to the waist, or as a head, on their feet: the drawing goes on below its hem."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

SKIN: Final = "#f7b42c"
"""The skin of hands, where a figure has none of its own."""
AXIS: Final = 16.0
TORSO: Final = 6.4
"""Half the width of the torso; the sleeves begin a gap further out."""
GAP: Final = 0.55
_NOTCH: Final = 26.4
"""How high the gap between arm and torso reaches up."""
GROUND: Final = 49.5
_VIEW: Final = "-9 0 50 50"
_SVG: Final = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


@dataclass(frozen=True, slots=True)
class Outfit:
    """What a figure wears below the picture it is made from; colours as ``#rrggbb``.

    hem: how far down the coat comes, of `GROUND`. flare: how much wider it is there. arms: which of them hang down; the right
    one may hold something. cape: behind the legs. check: whether the trousers are checked. coat: its colour where the row
    above can't be carried on. start: the element before which the drawing is left out, by a part of its text.
    shift: how far the half figure is moved to stand over its legs.
    held: boxes (left, top, right, bottom): what is drawn in them is in its hands, besides what the raised right one has.
    head: the height of a head that stands on a body of our own, 0 where the piece has a body. chest: elements on that body.
    """

    legs: str
    shoes: str
    hand: str = SKIN
    hem: float = 35.0
    flare: float = 0.0
    arms: Literal["both", "left", "none"] = "both"
    cape: str | None = None
    check: bool = False
    coat: str | None = None
    start: str | None = None
    shift: float = 0.0
    held: tuple[tuple[float, float, float, float], ...] = ()
    head: float = 0.0
    chest: str = ""


@dataclass(frozen=True, slots=True)
class Measures:
    """Where a half figure ends: its lower edge, its left and right one there, and the colours along it for each part.

    shoulders: how high up its left and its right arm begin.
    """

    left: float
    right: float
    bottom: float
    torso: tuple[str, ...]
    sleeves: tuple[tuple[str, ...], tuple[str, ...]]
    shoulders: tuple[float, float] = (19.8, 19.8)


def half(drawing: str, outfit: Outfit) -> str:
    """Return the half figure that a figure is made from, as elements: the drawing, or a head on shoulders of our own."""
    inside = drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")]
    if outfit.head:
        return _shoulders(outfit) + _nested(inside, outfit.head)
    if outfit.start:
        opening = inside.index(">") + 1
        inside = inside[:opening] + inside[inside.rindex("<", 0, inside.index(outfit.start) + 1) :]
    return f'<g transform="translate({outfit.shift} 0)">{inside}</g>' if outfit.shift else inside


def framed(elements: str, view: str = "0 0 32 32") -> str:
    """Return elements as a whole drawing."""
    return f'{_SVG} viewBox="{view}">{elements}</svg>'


def stand(drawing: str, outfit: Outfit, at: Measures, part: str = "") -> str:
    """Return a half figure standing on its feet, as a drawing of its own.

    drawing: of the half figure, or of a head. The parts are groups: leg-left, leg-right, arm-left, arm-right and body.
    part: alone, where it is: ``cape``, ``body`` (all but the legs, the arms that hang and the cape), ``still`` (all but the
    arms that hang), ``arms`` (all but the coat that hides them, legs and cape), ``legs``, or ``leg``, one that walks to the left.
    """
    parts = [f"<defs>{_paints(outfit, at)}</defs>"]
    if part == "leg":
        return framed(parts[0] + _walking_leg(outfit), _VIEW)
    if part == "legs":
        return framed("".join([*parts, *(_leg(outfit, side) for side in (-1, 1))]), _VIEW)
    if outfit.cape and part not in ("body", "arms"):
        parts.append(_cape(at))
    if part == "cape":
        return framed("".join(parts), _VIEW)
    if part in ("", "still"):
        parts += [_leg(outfit, side) for side in (-1, 1)]
    if part in ("", "arms"):
        parts += [
            _arm(outfit, at, side)
            for side in (-1, 1)
            if outfit.arms == "both" or (outfit.arms, side) == ("left", -1)
        ]
    if part != "arms":
        parts.append(_coat(outfit))
    parts.append(f'<g id="body" clip-path="url(#fgB)">{half(drawing, outfit)}</g>')
    return framed("".join(parts), _VIEW)


def shaded(colour: str, by: float) -> str:
    """Return a colour darker (`by` below 1) or lighter (above 1)."""
    channels = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(
        f"{round(channel * by if by <= 1 else 255 - (255 - channel) / by):02x}" for channel in channels
    )


def _gradient(name: str, colours: Sequence[str]) -> str:
    last = max(1, len(colours) - 1)
    stops = "".join(
        f'<stop offset="{index / last:.3f}" stop-color="{colour}"/>' for index, colour in enumerate(colours)
    )
    return f'<linearGradient id="{name}">{stops}</linearGradient>'


def _rounded(colour: str) -> list[str]:
    """Return the colours across something round, lit from above on the left."""
    return [shaded(colour, by) for by in (0.8, 1, 1.25, 1, 0.72)]


def _paints(outfit: Outfit, at: Measures) -> str:
    """Return the gradients, the check of the trousers, and the outline to which the half figure is cut."""
    coat = (
        [shaded(outfit.coat, by) for by in (0.85, 1, 1.1, 1, 0.85)]
        if outfit.coat and not outfit.head
        else list(at.torso)
    )
    paints = [_gradient("fgT", coat), _gradient("fgL", at.sleeves[0]), _gradient("fgR", at.sleeves[1])]
    for name, colour in (("fgK", outfit.legs), ("fgS", outfit.shoes), ("fgH", outfit.hand)):
        paints.append(_gradient(name, _rounded(colour)))
    if outfit.cape:
        paints.append(
            _gradient("fgP", [shaded(outfit.cape, by) for by in (0.62, 0.9, 0.7, 0.85, 0.65, 0.9, 0.6)])
        )
    for name, top, low, stops in (
        ("fgD", outfit.hem - 1, GROUND, ((0, 0.42), (0.3, 0), (0.75, 0), (1, 0.18))),
        ("fgE", at.bottom, outfit.hem, ((0, 0), (1, 0.2))),
    ):
        shades = "".join(
            f'<stop offset="{offset}" stop-color="#1d1038" stop-opacity="{opacity}"/>'
            for offset, opacity in stops
        )
        paints.append(
            f'<linearGradient id="{name}" gradientUnits="userSpaceOnUse" x1="0" y1="{top}" x2="0" y2="{low}">{shades}'
            "</linearGradient>"
        )
    if outfit.check:
        paints.append(
            '<pattern id="fgC" width="1.5" height="1.5" patternUnits="userSpaceOnUse">'
            '<path d="M0 0H.75V.75H0ZM.75 .75H1.5V1.5H.75Z" fill="#fff" fill-opacity=".42"/></pattern>'
        )
    paints.append(f'<clipPath id="fgB"><path d="{_outline(outfit, at)}"/></clipPath>')
    return "".join(paints)


def _outline(outfit: Outfit, at: Measures) -> str:
    """Return what stays of the half figure: all but the gaps between its torso and the arms that hang down."""
    # The last row is half transparent, and would be seen as a line across the coat.
    low, left, right = at.bottom - 0.15, AXIS - TORSO, AXIS + TORSO
    if outfit.arms == "none":
        near, far = at.left, at.right
        return f"M-4 -4H36V{low - 2.4}H{far}Q{far} {low} {far - 2.4} {low}H{near + 2.4}Q{near} {low} {near} {low - 2.4}H-4Z"
    top = _NOTCH + 0.3 if outfit.arms == "both" else _NOTCH + 1.4
    corner = (
        f"H36V{low}"
        if outfit.arms == "both"
        else f"H36V{low - 1.2}H{at.right}Q{at.right} {low} {at.right - 1.2} {low}"
    )
    return (
        f"M-4 -4{corner}H{right + GAP}V{top}Q{right + GAP / 2} {top - 1.2} {right} {top}V{low}"
        f"H{left}V{_NOTCH + 0.3}Q{left - GAP / 2} {_NOTCH - 0.9} {left - GAP} {_NOTCH + 0.3}V{low}H-4Z"
    )


def _leg(outfit: Outfit, side: int) -> str:
    """Return a leg and its shoe; side: -1 left, 1 right."""
    inner, outer = AXIS + side * 0.4, AXIS + side * (TORSO - 0.35)
    middle, toe = (inner + outer) / 2, side * 0.35
    leg = f"M{outer} 32.5L{outer - side * 0.5} 46.6H{inner + side * 0.05}L{inner} 32.5Z"
    shoe = (
        f"M{middle - 2.75 + toe} {GROUND}C{middle - 3.2 + toe} 47.2 {middle - 2.6 + toe / 2} 46.2 {middle - 2.3} 45.8"
        f"H{middle + 2.3}C{middle + 2.6 + toe / 2} 46.2 {middle + 3.2 + toe} 47.2 {middle + 2.75 + toe} {GROUND}Z"
    )
    check = f'<path d="{leg}" fill="url(#fgC)"/>' if outfit.check else ""
    return (
        f'<g id="leg-{"left" if side < 0 else "right"}"><path d="{shoe}" fill="url(#fgS)"/>'
        f'<path class="legs" d="{leg}" fill="url(#fgK)"/>{check}<path d="{leg}" fill="url(#fgD)"/></g>'
    )


def _walking_leg(outfit: Outfit) -> str:
    """Return a straight leg and its shoe as they are seen from the side, of somebody who walks to the left."""
    leg = (
        f"M{AXIS - 2.5} 31.4C{AXIS - 2.6} 36 {AXIS - 2.35} 41 {AXIS - 2.1} 46.9H{AXIS + 2.1}"
        f"C{AXIS + 2.35} 41 {AXIS + 2.6} 36 {AXIS + 2.5} 31.4Z"
    )
    shoe = (
        f"M{AXIS + 2.4} {GROUND}C{AXIS + 2.7} 48 {AXIS + 2.5} 46.6 {AXIS + 2.2} 45.4H{AXIS - 2.1}"
        f"C{AXIS - 2.6} 46.4 {AXIS - 4.9} 46.5 {AXIS - 5.3} 48.2C{AXIS - 5.4} 49 {AXIS - 5.2} {GROUND} {AXIS - 4.9} {GROUND}Z"
    )
    check = f'<path d="{leg}" fill="url(#fgC)"/>' if outfit.check else ""
    return (
        f'<path d="{shoe}" fill="url(#fgS)"/><path class="legs" d="{leg}" fill="url(#fgK)"/>{check}'
        f'<path d="{leg}" fill="url(#fgD)"/>'
    )


def _cape(at: Measures) -> str:
    left, right = at.left, at.right
    return (
        f'<path id="cape" d="M{left} 27.5C{left - 1} 34 {left - 1.6} 39 {left - 1.4} 43.5C{left + 3} 45.4 {right - 3} 45.4'
        f' {right + 1.4} 43.5C{right + 1.6} 39 {right + 1} 34 {right} 27.5Z" fill="url(#fgP)"/>'
    )


def _arm(outfit: Outfit, at: Measures, side: int) -> str:
    """Return the end of a sleeve with a hand; side: -1 left, 1 right."""
    inner, outer = AXIS + side * (TORSO + GAP), at.left if side < 0 else at.right
    if outfit.cape:  # beyond the sleeve hangs the cape
        outer = AXIS + side * min(10.9, abs(outer - AXIS))
    wrist = AXIS + side * min(10.6, abs(outer - AXIS) - 0.3)
    middle, wide = (inner + wrist) / 2, abs(wrist - inner) / 2
    sleeve = (
        f"M{outer} 28V{at.bottom - 0.4}C{outer - side * 0.2} 31.4 {wrist} 31.4 {wrist} 32.2"
        f"C{wrist} 33.9 {wrist - side * 0.5} 34 {middle} 34C{inner + side * 0.3} 34 {inner} 33.9 {inner} 32V28Z"
    )
    name, paint = ("left", "L") if side < 0 else ("right", "R")
    return (
        f'<g id="arm-{name}"><ellipse cx="{middle - side * 0.2}" cy="34" rx="{wide * 0.86}" ry="2.3" fill="url(#fgH)"/>'
        f'<path d="{sleeve}" fill="url(#fg{paint})"/><path d="{sleeve}" fill="url(#fgE)"/></g>'
    )


def _coat(outfit: Outfit) -> str:
    """Return the clothes from the lower edge of the half figure down to their hem."""
    left, right, hem, flare = AXIS - TORSO, AXIS + TORSO, outfit.hem, outfit.flare
    coat = (
        f"M{left} 28L{left - flare} {hem - 0.9}Q{left - flare} {hem} {left - flare + 1} {hem + 0.1}"
        f"Q{AXIS} {hem + 0.7} {right + flare - 1} {hem + 0.1}Q{right + flare} {hem} {right + flare} {hem - 0.9}L{right} 28Z"
    )
    return f'<path d="{coat}" fill="url(#fgT)"/><path d="{coat}" fill="url(#fgE)"/>'


def _shoulders(outfit: Outfit) -> str:
    """Return shoulders and chest in the colour of the coat, for a piece that is a head alone."""
    coat = outfit.coat or outfit.legs
    dome = "M5 30V26.4C5 20.6 9.9 17.2 16 17.2S27 20.6 27 26.4V30Z"
    return (
        f"<defs>{_gradient('fgA', [shaded(coat, by) for by in (0.78, 1, 1.22, 1.05, 1, 0.72)])}"
        '<linearGradient id="fgN" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#1d1038" stop-opacity=".4"/>'
        '<stop offset=".4" stop-color="#1d1038" stop-opacity="0"/></linearGradient></defs>'
        f'<path d="{dome}" fill="url(#fgA)"/>{outfit.chest}<path d="{dome}" fill="url(#fgN)"/>'
    )


def _nested(head: str, height: float) -> str:
    place = f'x="{AXIS - height / 2}" y="{19.6 - height}" width="{height}" height="{height}"'
    return f'<svg {place} viewBox="0 0 32 32">{head}</svg>'
