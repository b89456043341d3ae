"""A picture made ready to move: its plate, how near things are, and its subject cut out where that can be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from reelwright.engines.animatic.depth import Depth, guess_depth
from reelwright.engines.animatic.figure import Figure, Pose, cut_out
from reelwright.engines.animatic.plate import Plate, make_plate
from reelwright.engines.animatic.searching import Search
from reelwright.engines.animatic.subject import SURE, Subject, closer, glance, outlined
from reelwright.engines.animatic.warp import Field, Grid, Rgba, rgb
from reelwright.media.frames import Frame

_CERTAIN, _RAGGED = 0.95, 0.04
"""How sure the inside of an outline is and how little of it is torn where no longer search is worth while."""

_FILLED: Final = 0.5
"""Share of the middle of a picture above which its subject fills it."""

Place = Callable[[tuple[float, float]], tuple[float, float]]
"""Where in the frame a camera sees a point of the picture, both as fractions of the frame."""


@dataclass(frozen=True, slots=True, eq=False)
class Tableau:
    """plate: the whole picture. figure: what was cut out of it."""

    plate: Plate
    depth: Depth
    figure: Figure | None = None

    def draw(self, grid: Grid, x: Field, y: Field, place: Place, pose: Pose, rise: float) -> Rgba:
        """Return the frame whose nodes show the points (x, y) of the picture, with the figure, if there is one, in `pose`.

        rise: 0 at the start of the shot, 1 from when the figure may have left its place.
        """
        figure = self.figure
        if figure is None:
            return self.plate.sample(grid, x, y)
        frame = self._behind(figure, rise).sample(grid, x, y)
        head = self._seen(grid, place, (figure.foot[0], float(figure.top)))
        foot = self._seen(grid, place, figure.foot)
        figure.draw(frame, head, foot, pose)
        return frame

    def _behind(self, figure: Figure, rise: float) -> Plate:
        """Return what is behind the figure: at first the figure too, or its soft edge would change in the second frame."""
        if rise >= 1:
            return replace(self.plate, source=figure.background)
        mixed = cv2.addWeighted(self.plate.source, 1 - rise, figure.background, rise, 0)
        return replace(self.plate, source=np.asarray(mixed, np.uint8))

    def seen(self, place: Place, across: float, down: float, pose: Pose) -> tuple[float, float]:
        """Return where in the frame a point of the figure is seen, as fractions of the frame; (across, down): shares of it."""
        figure = self.figure
        if figure is None:
            return place(self.depth.focus)
        height, width = self.plate.source.shape[:2]
        tall = figure.foot[1] - figure.top
        x = figure.left + across * figure.sprite.shape[1] + pose.dx * tall
        y = figure.foot[1] - ((1 - down) * pose.height + pose.dy) * tall
        plate = self.plate
        return place(((x / width - plate.left) / plate.width, (y / height - plate.top) / plate.height))

    def _seen(self, grid: Grid, place: Place, pixel: tuple[float, float]) -> tuple[float, float]:
        height, width = self.plate.source.shape[:2]
        plate = self.plate
        x, y = place(
            ((pixel[0] / width - plate.left) / plate.width, (pixel[1] / height - plate.top) / plate.height)
        )
        return x * grid.width, y * grid.height


def make_tableau(picture: Frame, plate: Plate | None, *, acting: bool = False) -> Tableau:
    """Return the tableau of `picture`, fitted to the frame; `plate` has more of it.

    acting: whether somebody in it is to do something, and so is worth a longer search.
    """
    plate = plate or make_plate(picture, picture.shape[1], picture.shape[0])
    whole = rgb(plate.source)
    subject, figure = find_figure(whole, acting=acting)
    if subject is None:
        return Tableau(plate, guess_depth(picture))
    seen = guess_depth(picture, _in_frame(plate, subject.mask))
    if figure is None:
        return Tableau(plate, seen)
    # Behind the figure the ground goes on: its own nearness would bend what is beside it.
    ground = guess_depth(picture, np.zeros((8, 8), np.float32))
    return Tableau(plate, replace(ground, focus=seen.focus, subject=seen.subject), figure)


def find_figure(picture: Frame, *, acting: bool) -> tuple[Subject | None, Figure | None]:
    """Return the subject of `picture`, and the figure where it can be cut out; acting: see `make_tableau`."""
    search = Search(picture) if acting else None
    plain = search.glanced() if search else None
    figure = cut_out(picture, plain) if plain else None
    if plain and figure and figure.torn <= _RAGGED:
        return plain, figure
    first = outlined(glance(picture))
    figure = cut_out(picture, first) if first else None
    if search and not _fills(first) and _doubtful(first, figure):
        sought = search.closer(first)
        other = cut_out(picture, sought) if sought else None
        if sought and other and _better(sought, other, first, figure):
            return sought, other
    subject = closer(picture, first)
    if subject is not None and subject is not first:
        figure = cut_out(picture, subject)
    return subject, figure


def _doubtful(subject: Subject | None, figure: Figure | None) -> bool:
    """Return whether a longer search may find somebody better: few outlines of less sureness are whole."""
    return subject is None or figure is None or subject.sureness < _CERTAIN or figure.torn > _RAGGED


def _better(found: Subject, other: Figure, first: Subject | None, figure: Figure | None) -> bool:
    """Return whether the one who was searched for is cut out better than who stands there in any case."""
    if first is None or figure is None:
        return True
    return _whole(found, other) > _whole(first, figure) and _same_place(figure, other)


def _same_place(one: Figure, other: Figure) -> bool:
    """Return whether most of one lies where the other does: who was found at first is whom the picture is about."""
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    across = min(one.right, other.right) - max(one.left, other.left)
    smaller = min(figure.sprite.shape[0] * figure.sprite.shape[1] for figure in (one, other))
    return down > 0 and across > 0 and down * across > 0.5 * smaller


def _whole(subject: Subject, figure: Figure) -> float:
    """Return how well somebody was cut out: sure inside, and at the edge of something."""
    return subject.sureness - 2 * figure.torn


def _fills(subject: Subject | None) -> bool:
    """Return whether the subject takes up the middle of its picture, as a portrait does: nobody else is to be looked for."""
    if subject is None:
        return False
    rows, columns = subject.mask.shape
    middle = subject.mask[rows // 4 : -(rows // 4), columns // 4 : -(columns // 4)]
    return subject.sureness >= SURE and float(middle.mean()) > _FILLED


def _in_frame(plate: Plate, mask: Field) -> Field:
    """Return the part of the mask that lies in the frame."""
    rows, columns = mask.shape
    matrix = np.array(
        [[plate.width, 0, plate.left * columns], [0, plate.height, plate.top * rows]], np.float64
    )
    cut = cv2.warpAffine(
        mask,
        matrix,
        (columns, rows),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(cut, np.float32)
