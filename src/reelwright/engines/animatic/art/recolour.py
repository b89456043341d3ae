"""People in the clothes, with the hair and the skin that the prompt gives them: part for part, in the drawing itself."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping
from typing import Final

from reelwright.engines.animatic.art.sitting import SITTING

Rgb = tuple[float, float, float]

_HEX: Final = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
_SHAPE: Final = re.compile(r"<(?:path|circle|ellipse|rect)\b[^>]*>")
_PAINT: Final = re.compile(r' (?:fill|stroke)="(#[0-9a-fA-F]{3,6}|url\(#([^)]+)\))"')
_GRADIENT: Final = re.compile(
    r'<(?:linear|radial)Gradient id="([^"]+)".*?</(?:linear|radial)Gradient>', re.DOTALL
)
_FILTER: Final = re.compile(r'<filter id="([^"]+)".*?</filter>', re.DOTALL)
_GLOWING: Final = re.compile(r'<g filter="url\(#([^)]+)\)">(<(?:path|circle|ellipse|rect)\b[^>]*>)')
_MATRIX: Final = re.compile(r'values="0 0 0 0 ([\d.]+) 0 0 0 0 ([\d.]+) 0 0 0 0 ([\d.]+) 0 0 0')
_STOP: Final = re.compile(r'stop-color="(#[0-9a-fA-F]{3,6})"')
_HAIR: Final = (
    "m18.074 2.957", "M19.135 6.38", "M13.865 3.14", "M15.737 2.366", "m4.704 12.9", "M17.469 11.196",
    "m23.593 21.22", "m8.403 21.22", "M3.993 11.06", "M18.823 13c-5", "M26.93 12.314", "m25.103 5.979",
    "M29.396 20.42", "M6.875 6.58", "M14.875 3.267", "M10.31 28.015", "M21.71 28.015", "M27.02 4.778",
    "M19.625 10.745", "M14.563 5.526", "M25.052 6.002", "M16.433 7.918", "m25.719 14.205", "M25.064 20.718",
    "M6.937 20.718", "M18.158 2.927", "M12.332 4.052", "M11.574 3.517", "M11.844 2.496",
)  # fmt: skip
"""How the outlines of hair begin: it has the yellow of the skin, so its colour does not tell."""
_PLAIN: Final = re.compile(
    r"(?:(?:old-)?(?:man|woman)|person|boy|girl|child)(?:-standing|-sitting|-walking|-running|-raising-hand(?:-standing)?)?$"
)
_HANGING: Final = re.compile(r"(?:(?:old-)?(?:man|woman)|person|boy|girl|child)-standing$")
_SKIRTS: Final = {"dress": 23.6, "coat": 20.6}
"""How far down a dress or a coat reaches, in the units of a standing figure."""


def recolour(name: str, drawing: str, look: Mapping[str, str]) -> str:
    """Return a drawing of a person with parts in other colours.

    name: of the piece. look: part (skin, hair, top, legs, dress or coat) to ``#rrggbb``. Shades and lights of each part stay.
    """
    look, skirt = _dressed(name, look)
    stops = {match[1]: _STOP.findall(match[0]) for match in _GRADIENT.finditer(drawing)}
    classes: dict[str, tuple[str, Rgb] | None] = {}
    gradients: dict[str, tuple[str, Rgb]] = {}
    glows: dict[str, tuple[str, Rgb]] = {}

    def shape(match: re.Match[str]) -> str:
        element = match[0]
        outline = _PAINT.sub("", element)
        if outline not in classes:
            classes[outline] = _part(element, stops, look)
        found = classes[outline]
        if found is None:
            return element
        for paint in _PAINT.finditer(element):
            if paint[2]:
                gradients[paint[2]] = found
        return _PAINT.sub(
            lambda paint: paint[0] if paint[2] else paint[0].replace(paint[1], _mixed(paint[1], *found)),
            element,
        )

    drawing = _SHAPE.sub(shape, drawing)
    for match in _GLOWING.finditer(drawing):
        found = classes.get(_PAINT.sub("", match[2]))
        if found:
            glows[match[1]] = found

    def gradient(match: re.Match[str]) -> str:
        found = gradients.get(match[1])
        return _HEX.sub(lambda colour: _mixed(colour[0], *found), match[0]) if found else match[0]

    def glow(match: re.Match[str]) -> str:
        found = glows.get(match[1])
        return _MATRIX.sub(lambda values: _matrix(values, *found), match[0]) if found else match[0]

    drawing = _FILTER.sub(glow, _GRADIENT.sub(gradient, drawing))
    if skirt:
        end = drawing.index("</svg>")
        drawing = drawing[:end] + _skirt(look[skirt], _SKIRTS[skirt]) + drawing[end:]
    return drawing


def _dressed(name: str, look: Mapping[str, str]) -> tuple[dict[str, str], str | None]:
    """Return what of a look a piece can show, and which of `_SKIRTS` hangs down from its waist, if one does."""
    # Who wears the clothes of a trade keeps them: a chef in a red coat would be no chef.
    shown = {part: colour for part, colour in look.items() if part == "skin" or _PLAIN.match(name)}
    skirt = next((part for part in _SKIRTS if part in shown), None)
    if skirt:
        shown.setdefault("top", shown[skirt])
    hangs = _HANGING.match(name) is not None
    if skirt == "dress":
        # The skirt over legs that step is drawn with them, from frame to frame; over crossed legs there is no more to see of it.
        bare = shown.get("skin", "#f7b42c")
        shown.setdefault("legs", shown["dress"] if name.endswith(SITTING) else bare)
    return shown, skirt if hangs else None


def _part(element: str, stops: Mapping[str, list[str]], look: Mapping[str, str]) -> tuple[str, Rgb] | None:
    """Return the colour that a shape is to have and the one that it has, or None when it stays as it is."""
    paint = _PAINT.search(element)
    if paint is None:
        return None
    colours = [_rgb(colour) for colour in (stops.get(paint[2], []) if paint[2] else [paint[1]])]
    if not colours:
        return None
    red, green, blue = (sum(channel) / len(colours) for channel in zip(*colours, strict=True))
    own = (red, green, blue)
    outline = re.search(r' d="([^"]+)"', element)
    hue, saturation, value = colorsys.rgb_to_hsv(*own)
    hue *= 360
    part = ""
    if outline and outline[1].startswith(_HAIR):
        part = "hair"
    elif _cloth(hue, saturation, value):
        part = "top"
    elif 22 <= hue < 55 and saturation > 0.45 and value > 0.5:
        part = "skin"
    elif 0.045 < saturation < 0.25 and 0.45 < value < 0.74:
        part = "legs"
    return (look[part], own) if part in look else None


def _cloth(hue: float, saturation: float, value: float) -> bool:
    """Return whether a paint is that of the shirts: blue, purple, or the orange that is redder than skin."""
    if 195 < hue < 300:
        return (saturation > 0.35 and value > 0.55) or saturation > 0.6
    return (hue < 22 or hue > 340) and saturation > 0.7 and value > 0.8


def _mixed(colour: str, wanted: str, own: Rgb) -> str:
    """Return a shade of the wanted colour, as light beside it as `colour` is beside `own`."""
    ratio = _light(_rgb(colour)) / max(0.05, _light(own))
    target = _rgb(wanted)
    if ratio <= 1:
        mixed = [channel * max(0.45, ratio) for channel in target]
    else:
        mixed = [channel + (1 - channel) * min(0.35, 0.4 * (ratio - 1)) for channel in target]
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in mixed)


def _matrix(values: re.Match[str], wanted: str, own: Rgb) -> str:
    """Return the colour of a glow or an inner shadow, turned as `_mixed` turns a paint."""
    was = "#" + "".join(f"{round(255 * min(1.0, float(values[at]))):02x}" for at in (1, 2, 3))
    red, green, blue = _rgb(_mixed(was, wanted, own))
    return f'values="0 0 0 0 {red:.4g} 0 0 0 0 {green:.4g} 0 0 0 0 {blue:.4g} 0 0 0'


def _skirt(colour: str, hem: float) -> str:
    """Return what hangs from the waist of a figure."""
    dark = "#" + "".join(f"{round(255 * 0.72 * channel):02x}" for channel in _rgb(colour))
    flare = 0.22 * (hem - 15)
    path = (
        f"M12.9 14.4L{12.8 - flare:.2f} {hem - 0.5}Q{12.8 - flare:.2f} {hem} {13.3 - flare:.2f} {hem}Q16 {hem + 1.2}"
        f" {18.6 + flare:.2f} {hem}Q{19.1 + flare:.2f} {hem} {19.1 + flare:.2f} {hem - 0.5}L18.98 14.4Z"
    )
    return (
        f'<linearGradient id="rsk"><stop offset="0" stop-color="{dark}"/><stop offset=".45" stop-color="{colour}"/>'
        f'<stop offset="1" stop-color="{dark}"/></linearGradient><path d="{path}" fill="url(#rsk)"/>'
    )


def _light(colour: Rgb) -> float:
    return 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]


def _rgb(colour: str) -> Rgb:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:4])
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue
