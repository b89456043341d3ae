"""A picture made ready to move: its plate, how near things are, and its subject cut out where that can be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from reelwright.engines.animatic.depth import Depth, guess_depth
from reelwright.engines.animatic.figure import Figure, Pose, cut_out
from reelwright.engines.animatic.plate import Plate, make_plate
from reelwright.engines.animatic.subject import find_subject
from reelwright.engines.animatic.warp import Field, Grid, Rgba, rgb
from reelwright.media.frames import Frame

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

    def _seen(self, grid: Grid, place: Place, pixel: tuple[float, float]) -> tuple[float, float]:
        height, width = self.plate.source.shape[:2]
        plate = self.plate
        x, y = place(
            ((pixel[0] / width - plate.left) / plate.width, (pixel[1] / height - plate.top) / plate.height)
        )
        return x * grid.width, y * grid.height


def make_tableau(picture: Frame, plate: Plate | None) -> Tableau:
    """Return the tableau of `picture`, fitted to the frame; `plate` has more of it."""
    plate = plate or make_plate(picture, picture.shape[1], picture.shape[0])
    whole = rgb(plate.source)
    subject = find_subject(whole)
    if subject is None:
        return Tableau(plate, guess_depth(picture))
    seen = guess_depth(picture, _in_frame(plate, subject.mask))
    figure = cut_out(whole, subject)
    if figure is None:
        return Tableau(plate, seen)
    # Behind the figure the ground goes on: its own nearness would bend what is beside it.
    ground = guess_depth(picture, np.zeros((8, 8), np.float32))
    return Tableau(plate, replace(ground, focus=seen.focus, subject=seen.subject), figure)


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
