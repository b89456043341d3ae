"""Motion transfer: one picture, moved as a reference video moves (see movement.py).

The camera's way moves the view of the picture; the way of each band of the reference's body bends the same band of the picture's
own subject.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reelwright.engines.animatic.depth import Depth, guess_depth
from reelwright.engines.animatic.movement import BANDS, Movement, read_movement
from reelwright.engines.animatic.plan import Shot, Storyboard
from reelwright.engines.animatic.plate import Plate
from reelwright.engines.animatic.warp import Grid, smoothstep
from reelwright.media.frames import Frame

_ROOM: Final = 0.08
"""The largest way of the view, as a fraction of the frame."""

_REACH: Final = 0.05
"""The largest way of a part of the body: beyond it, upright lines bend visibly."""


def motion_frames(
    board: Storyboard, shot: Shot, picture: Frame, path: Path, plate: Plate | None = None
) -> Iterator[Frame]:
    """Yield exactly `shot.frames` frames of `picture`, the first of which is `picture`, moved as the video at `path` moves.

    picture: fitted to the frame. plate: the same with more detail and surroundings. Raises MediaError when the video can't be
    decoded.
    """
    height, width = picture.shape[:2]
    grid, depth = Grid(width, height), guess_depth(picture)
    yield picture
    movement = read_movement(path, width / height, shot.start, shot.frames, board.fps)
    driven = _Driven(grid, plate or Plate(picture), depth, movement)
    for number in range(1, shot.frames):
        yield driven.at(number, smoothstep(number / board.fps), sharp=not board.fast)


class _Driven:
    """A picture with the movement of something else."""

    def __init__(self, grid: Grid, plate: Plate, depth: Depth, movement: Movement) -> None:
        self._grid, self._plate = grid, plate
        self._subject = grid.of_picture(depth.subject)
        self._camera, self._margin = _within(movement.camera, grid.width / grid.height)
        self._body = _REACH * np.tanh(_visible(movement.body) / _REACH)
        self._heights = _band_heights(depth)

    def at(self, number: int, rise: float, *, sharp: bool) -> Frame:
        """Return frame `number`; `rise`, from 0 to 1, lets the movement set in from rest."""
        grid, aspect = self._grid, self._grid.width / self._grid.height
        right, down, growth, turn = rise * self._camera[number]
        scale = 1 / ((1 + rise * self._margin) * np.exp(growth))
        across, along = (grid.x - 0.5 - right) * aspect, grid.y - 0.5 - down
        cosine, sine = np.cos(turn) * scale, np.sin(turn) * scale
        x = 0.5 + (across * cosine + along * sine) / aspect
        y = 0.5 + along * cosine - across * sine
        body = rise * self._body[number]
        x -= self._subject * np.interp(grid.y, self._heights, body[:, 0])
        y -= self._subject * np.interp(grid.y, self._heights, body[:, 1])
        return self._plate.sample(grid, x.astype(np.float32), y.astype(np.float32), sharp=sharp)


def _within(camera: NDArray[np.float64], aspect: float) -> tuple[NDArray[np.float64], float]:
    """Return the way of the camera, softly limited, and the enlargement that keeps the edges of the picture out of sight."""
    limits = np.array([_ROOM, _ROOM, 0.3, 0.06])
    limited = limits * np.tanh(camera / limits)
    way = np.abs(limited[:, :2]).max(initial=0.0)
    turn = np.abs(limited[:, 3]).max(initial=0.0)
    smallest = min(0.0, float(limited[:, 2].min(initial=0.0)))
    margin = (1 + 2 * way) * (1 + turn * max(aspect, 1 / aspect)) * np.exp(-smallest) - 1
    return limited, float(margin)


def _visible(body: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the way of the body, enlarged where the reference's dancer is small in its frame; stillness stays still."""
    typical = float(np.percentile(np.abs(body), 90)) if body.size else 0.0
    return body * min(max(0.03 / typical, 1.0), 3.0) if typical > 0.001 else body


def _band_heights(depth: Depth) -> NDArray[np.float64]:
    """Return the height of each band's middle on the picture's subject, as fractions from the top."""
    mass = np.cumsum(depth.subject.sum(axis=1, dtype=np.float64))
    if mass[-1] <= 0:
        return (np.arange(BANDS) + 0.5) / BANDS
    top, bottom = np.searchsorted(mass / mass[-1], (0.05, 0.95)) / len(mass)
    return np.asarray(top + (np.arange(BANDS) + 0.5) / BANDS * (bottom - top), np.float64)
