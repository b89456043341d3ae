"""Camera moves over a flat picture: where each point of the frame looks at a moment of the shot.

Every move starts from the whole picture at rest and is a zoom about an anchor, so that no border can come into view: pushing in
anchors on the subject, panning right on the right-hand edge. Where the caller's picture is wider or taller than the frame, pans
and tilts travel over the part that was cropped away. Pulling out can't show more than there is, so it acts like a
lens that widens: the middle recedes while the edges stay, separately in x and y so that upright lines stay upright.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt
from typing import Final

import numpy as np

from reelwright.engines.animatic.depth import Depth
from reelwright.engines.animatic.plan import CameraMove
from reelwright.engines.animatic.warp import Field, Grid, ease, smoothstep

PARALLAX: Final = 0.3
"""How much faster the nearest point moves than the middle one; with the zooms below 3-4 % of the width at most."""

_SHAKE_ROOM: Final = 8
"""Enlargement per shake, so that a trembling hand shows no border: the waves of `_tremble` add up to 1.5, and the anchor may be a
quarter from the edge."""

_TRAVEL: Final = 0.35
"""How far a pan may go over the cropped part, as a fraction of the frame."""


@dataclass(frozen=True, slots=True)
class Move:
    """One camera move, at its full extent.

    zoom: final enlargement. anchor: the point that stays, as fractions. travel: way over the cropped part, in frames.
    swing: sideways way of the nearest against the farthest point, as a fraction of the width. lens: how far the middle recedes.
    shake: the unsteadiness of a hand, as a fraction of the width. parallax: see PARALLAX.
    """

    zoom: float = 1.0
    anchor: tuple[float, float] = (0.5, 0.5)
    travel: tuple[float, float] = (0.0, 0.0)
    swing: float = 0.0
    lens: float = 0.0
    shake: float = 0.0
    parallax: float = PARALLAX


def plan_move(
    camera: CameraMove, focus: tuple[float, float], slack: tuple[float, float], seconds: float
) -> Move:
    """Return the move for `camera`.

    focus: the subject, as fractions. slack: what the picture has beyond each side of the frame, in frames. seconds: length of the
    shot; longer ones move further.
    """
    extent = min(max(sqrt(seconds / 5), 0.6), 1.3)
    x, y = focus
    moves = {
        CameraMove.STATIC: Move(),
        CameraMove.PUSH_IN: Move(zoom=1.22, anchor=focus),
        CameraMove.PULL_OUT: Move(lens=0.2),
        CameraMove.PAN_LEFT: _travelling(-1, 0, slack, (0, y)),
        CameraMove.PAN_RIGHT: _travelling(1, 0, slack, (1, y)),
        CameraMove.TILT_UP: _travelling(0, -1, slack, (x, 0)),
        CameraMove.TILT_DOWN: _travelling(0, 1, slack, (x, 1)),
        CameraMove.TRUCK_LEFT: replace(_travelling(-1, 0, slack, (0, y)), parallax=0.45),
        CameraMove.TRUCK_RIGHT: replace(_travelling(1, 0, slack, (1, y)), parallax=0.45),
        CameraMove.ORBIT: Move(zoom=1.15, swing=0.055),
        CameraMove.CRANE_UP: replace(_travelling(0, -1, slack, (x, 0)), parallax=0.45),
        CameraMove.CRANE_DOWN: replace(_travelling(0, 1, slack, (x, 1)), parallax=0.45),
        CameraMove.HANDHELD: Move(zoom=1.04, shake=0.007),
        CameraMove.POV: Move(zoom=1.22, anchor=focus, shake=0.006),
        CameraMove.FOLLOW: Move(zoom=1.32, anchor=focus, shake=0.002),
    }
    move = moves[camera]
    return replace(
        move,
        zoom=1 + (move.zoom - 1) * extent,
        swing=move.swing * extent,
        lens=move.lens * min(extent, 1.0),
    )


def _travelling(across: int, down: int, slack: tuple[float, float], anchor: tuple[float, float]) -> Move:
    """Travel as far as the cropped part allows and make up for the rest by closing in on the edge that the move goes to."""
    way = min(slack[0] * abs(across) + slack[1] * abs(down), _TRAVEL)
    return Move(zoom=1.04 + 0.24 * (1 - way / _TRAVEL), anchor=anchor, travel=(across * way, down * way))


class Camera:
    """Draws a move: `look` gives the points that each node of the grid shows.

    phases: two numbers per shot, so that no two hands shake alike.
    """

    def __init__(self, grid: Grid, depth: Depth, move: Move, phases: tuple[float, float]) -> None:
        self._grid, self._move, self._phases = grid, move, phases
        nearness = grid.of_picture(depth.nearness)
        x, y = depth.focus
        rows, columns = depth.nearness.shape
        at_focus = depth.nearness[int(y * (rows - 1)), int(x * (columns - 1))]
        self._offset: Field = nearness - at_focus

    def look(self, t: float, seconds: float) -> tuple[Field, Field]:
        """Return x and y, as fractions of the frame, at `t` of the move (0 to 1) and `seconds` after its start."""
        move, grid = self._move, self._grid
        eased = ease(t)
        speed = 1 + move.parallax * self._offset
        scale = 1 / (self._steady(seconds) * (1 + (move.zoom - 1) * eased * speed))
        ax, ay = move.anchor
        x = ax + (_recede(grid.x, move.lens * eased) - ax) * scale
        y = ay + (_recede(grid.y, move.lens * eased) - ay) * scale
        x += (move.travel[0] * speed - move.swing * self._offset) * eased
        y += move.travel[1] * speed * eased
        if move.shake:
            dx, dy = self._tremble(seconds)
            x += dx * speed
            y += dy * speed
        return x.astype(np.float32, copy=False), y.astype(np.float32, copy=False)

    def place(self, point: tuple[float, float], t: float, seconds: float) -> tuple[float, float]:
        """Return where in the frame a point of the picture is seen that is as near as the subject; the inverse of `look`."""
        move, eased = self._move, ease(t)
        dx, dy = self._tremble(seconds) if move.shake else (0.0, 0.0)
        zoom = self._steady(seconds) * (1 + (move.zoom - 1) * eased)
        ways = (move.travel[0] * eased + dx, move.travel[1] * eased + dy)
        x, y = (
            _undo_recede(anchor + (place - way - anchor) * zoom, move.lens * eased)
            for place, way, anchor in zip(point, ways, move.anchor, strict=True)
        )
        return x, y

    def _steady(self, seconds: float) -> float:
        return 1 + _SHAKE_ROOM * self._move.shake * smoothstep(seconds)

    def _tremble(self, seconds: float) -> tuple[float, float]:
        """Return the way of the hand: slow waves of incommensurable periods that rise within the first second."""
        rise = self._move.shake * smoothstep(seconds)
        first, second = self._phases
        dx = np.sin(2.1 * seconds + first) + 0.5 * np.sin(5.3 * seconds + second)
        dy = np.sin(2.7 * seconds + second) + 0.5 * np.sin(4.4 * seconds + first)
        return float(rise * dx), float(rise * dy)


def _recede(unit: Field, amount: float) -> Field:
    """Return x - a/2π·sin 2πx: 0 and 1 stay, the slope at the middle is 1 + a."""
    if not amount:
        return unit
    return np.asarray(unit - amount / (2 * np.pi) * np.sin(2 * np.pi * unit), np.float32)


def _undo_recede(value: float, amount: float) -> float:
    """Return the x whose `_recede` is `value`; the fixed point converges because `amount` is far below 1."""
    x = value
    for _ in range(12):
        x = value + amount / (2 * np.pi) * float(np.sin(2 * np.pi * x))
    return x
