"""Where somebody who is drawn going has the face, which is seen from the side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reelwright.engines.animatic.art.archive import grown_ink, ink
from reelwright.engines.animatic.art.children import child_names, enlarged, grown_up

_CORNERS: Final = {
    "man-walking": (12.945, 6.712), "woman-walking": (12.945, 6.77), "person-walking": (12.945, 6.756),
    "man-running": (11.441, 6.88), "woman-running": (11.102, 7.162), "person-running": (11.098, 6.923),
}  # fmt: skip
"""Where the mouth ends on the cheek, in units of the drawings; everything else in these faces is at the same place from there."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A face that looks to the left: its corner of the mouth in shares of the picture, and how much of its width and of its
    height a unit of the drawing of a grown-up's face is."""

    corner: tuple[float, float]
    unit: tuple[float, float]


def art_profile(name: str) -> Profile | None:
    """Return where a piece has its face in profile, or None where it is not seen so."""
    grown = grown_up(name)
    if grown not in _CORNERS:
        return None
    x, y = _CORNERS[grown]
    child = next(child for child in child_names() if grown_up(child) == grown)
    left, top, wide, high = ink(name) if name in child_names() else grown_ink(child)
    scale = 1.0
    if name in child_names():
        (x, y), scale = enlarged((x, y), name.partition("-")[2])
    return Profile(((x - left) / wide, (y - top) / high), (scale / wide, scale / high))
