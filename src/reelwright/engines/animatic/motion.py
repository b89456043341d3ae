"""Motion transfer: one picture, moved as a reference video moves (see movement.py).

The camera's way moves the view of the picture; the way of each band of the reference's body bends the same band of the picture's
own subject.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, exp, sin
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reelwright.engines.animatic.depth import Depth
from reelwright.engines.animatic.figure import Pose
from reelwright.engines.animatic.limber import Limber, bent_by
from reelwright.engines.animatic.movement import BANDS, Movement, read_movement
from reelwright.engines.animatic.plan import Shot, Storyboard
from reelwright.engines.animatic.plate import Plate
from reelwright.engines.animatic.tableau import Tableau, make_tableau
from reelwright.engines.animatic.warp import Field, Grid, rgb, smoothstep
from reelwright.media.frames import Frame

_ROOM: Final = 0.06
"""The largest way of the view, as a fraction of the frame."""

_REACH: Final = 0.05
"""The largest way of a part of the body: beyond it, upright lines bend visibly."""


_STEP: Final = 0.09
"""The highest step of a figure's foot, in its heights."""

_CURVE: Final = 0.05
"""The largest way, in heights, of a part of a figure beside the line from its head to its feet."""


def motion_frames(
    board: Storyboard, shot: Shot, picture: Frame, path: Path, plate: Plate | None = None
) -> Iterator[Frame]:
    """Yield exactly `shot.frames` frames of `picture`, the first of which is `picture`, moved as the video at `path` moves.

    picture: fitted to the frame. plate: the same with more detail and surroundings. Raises MediaError when the video can't be
    decoded.
    """
    height, width = picture.shape[:2]
    yield picture
    # Where nobody is named, one glance at the picture is enough.
    grid, tableau = Grid(width, height), make_tableau(picture, plate, acting=bool(shot.subjects))
    movement = read_movement(path, width / height, shot.start, shot.frames, board.fps)
    driven = _Driven(grid, tableau, movement)
    for number in range(1, shot.frames):
        yield driven.at(number, smoothstep(number / board.fps))


class _Driven:
    """A picture with the movement of something else."""

    def __init__(self, grid: Grid, tableau: Tableau, movement: Movement) -> None:
        self._grid, self._tableau = grid, tableau
        self._subject = grid.of_picture(tableau.depth.subject)
        self._camera, self._margin = _within(movement.camera, grid.width / grid.height)
        self._body = _visible(movement.body)
        self._heights = _band_heights(tableau.depth)

    def at(self, number: int, rise: float) -> Frame:
        """Return frame `number`; `rise`, from 0 to 1, lets the movement set in from rest."""
        grid, aspect = self._grid, self._grid.width / self._grid.height
        right, down, growth, turn = (rise * float(way) for way in self._camera[number])
        zoom = (1 + rise * self._margin) * exp(growth)
        cosine, sine = cos(turn), sin(turn)
        across, along = (grid.x - 0.5 - right) * aspect, grid.y - 0.5 - down
        x = np.asarray(0.5 + (across * cosine + along * sine) / (zoom * aspect), np.float32)
        y = np.asarray(0.5 + (along * cosine - across * sine) / zoom, np.float32)
        body = rise * self._body[number]
        if self._tableau.figure is None:
            self._bend(x, y, _REACH * np.tanh(body / _REACH))

        def place(point: tuple[float, float]) -> tuple[float, float]:
            u, v = (point[0] - 0.5) * aspect * zoom, (point[1] - 0.5) * zoom
            return 0.5 + right + (u * cosine - v * sine) / aspect, 0.5 + down + v * cosine + u * sine

        return rgb(self._tableau.draw(grid, x, y, place, _pose(body), min(1.0, 2 * rise)))

    def _bend(self, x: Field, y: Field, body: NDArray[np.float64]) -> None:
        rows = self._grid.y[:, :1]
        x -= self._subject * np.interp(rows, self._heights, body[:, 0]).astype(np.float32)
        y -= self._subject * np.interp(rows, self._heights, body[:, 1]).astype(np.float32)


def _pose(body: NDArray[np.float64]) -> Pose:
    """Return how a figure stands whose bands, from head to foot, have gone as far as `body` says."""
    head, middle, feet = body[0, 0], body[:, 0].mean(), body[-1, 0]
    lift = float(-body[:, 1].mean())
    # a foot is free while the body goes over to the other
    free = _STEP * float(np.tanh(16 * (middle - feet)))
    stretch = float(np.tanh(4 * lift)) * 0.15
    return Pose(
        dx=float(np.tanh(6 * middle)) * 0.25,
        dy=2 * max(lift, 0.0),
        lean=float(np.tanh(4 * (head - feet))) * 0.25,
        width=1 - stretch / 2,
        height=1 + stretch,
        limber=Limber(
            max(free, 0.0), max(-free, 0.0), bent_by([float(2.5 * way) for way in body[:, 0]], _CURVE)
        ),
    )


def _within(camera: NDArray[np.float64], aspect: float) -> tuple[NDArray[np.float64], float]:
    """Return the way of the camera, softly limited, and the enlargement that keeps the edges of the picture out of sight."""
    limits = np.array([_ROOM, _ROOM, 0.3, 0.03])
    limited = limits * np.tanh(camera / limits)
    way = np.abs(limited[:, :2]).max(initial=0.0)
    turn = np.abs(limited[:, 3]).max(initial=0.0)
    smallest = min(0.0, float(limited[:, 2].min(initial=0.0)))
    margin = (1 + 2 * way) * (1 + turn * max(aspect, 1 / aspect)) * np.exp(-smallest) - 1
    return limited, float(margin)


def _visible(body: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the way of the body, enlarged where the reference's dancer is small in its frame; stillness stays still."""
    typical = float(np.percentile(np.abs(body), 90)) if body.size else 0.0
    return body * min(max(0.05 / typical, 1.0), 5.0) if typical > 0.001 else body


def _band_heights(depth: Depth) -> NDArray[np.float64]:
    """Return the height of each band's middle on the picture's subject, as fractions from the top."""
    mass = np.cumsum(depth.subject.sum(axis=1, dtype=np.float64))
    if mass[-1] <= 0:
        return (np.arange(BANDS) + 0.5) / BANDS
    top, bottom = np.searchsorted(mass / mass[-1], (0.05, 0.95)) / len(mass)
    return np.asarray(top + (np.arange(BANDS) + 0.5) / BANDS * (bottom - top), np.float64)
