"""The look of a video: its style and grade as a last pass over every frame."""

from __future__ import annotations

from collections.abc import Callable

from reelwright.engines.animatic.look import crafted, graded, painted
from reelwright.engines.animatic.look.grade import Look
from reelwright.engines.animatic.look.nets import net_look
from reelwright.engines.animatic.look.photographed import photo_look
from reelwright.engines.animatic.look.printed import FilmPrint
from reelwright.engines.animatic.plan import Storyboard, Style

__all__ = ["FilmPrint", "Look", "make_look", "net_look", "photo_look"]

_LOOKS: dict[Style, Callable[[Storyboard], Look]] = {
    Style.FILM: graded.film,
    Style.ANIME: painted.anime,
    Style.WATERCOLOUR: painted.watercolour,
    Style.OIL: painted.oil,
    Style.PENCIL: painted.pencil,
    Style.COMIC: painted.comic,
    Style.NOIR: graded.noir,
    Style.VINTAGE: graded.vintage,
    Style.NEON: painted.neon,
    Style.PIXEL: painted.pixel,
    Style.INK: crafted.ink,
    Style.UKIYOE: crafted.ukiyoe,
    Style.CLAY: crafted.clay,
    Style.LOWPOLY: crafted.lowpoly,
}


def make_look(board: Storyboard) -> Look:
    """Return the function that finishes frame `number` of the video; it leaves the frame that it is given as it was.

    The same frame and number give the same picture; textures stand still, and only film grain changes from frame to frame.
    """
    return _LOOKS[board.style](board)
