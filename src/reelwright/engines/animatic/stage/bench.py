"""What somebody works with, drawn in heights of the one who works: `ahead` to where that one faces, `up` from the ground."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import cos, radians, sin
from typing import TypeAlias

import numpy as np

from reelwright.engines.animatic import art
from reelwright.engines.animatic.stage.blend import Scratch
from reelwright.engines.animatic.stage.camera import Matrix
from reelwright.engines.animatic.stage.canvas import Canvas, Colour, Floats, Pixels
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.sprite import Sprite, ellipse_mask

Point: TypeAlias = tuple[float, float]
Points: TypeAlias = Sequence[Point] | Floats

_COARSE = 48  # rows by which a picture grows: it is painted anew when it is seen larger than it was painted
_LIVELY = 0.02  # change of the light from which a thing is painted anew
_MOST = 900


class _Frame(Canvas):
    """A frame as a canvas of the worker's: nothing is copied."""

    def __init__(self, frame: Pixels, x: float, y: float, scale: float) -> None:
        self.scale, self.pixels = scale, frame
        self.height, self.width = frame.shape[:2]
        self.left, self.top = -x / scale, -y / scale
        self.right, self.bottom = self.left + self.width / scale, self.top + self.height / scale


class Sketch:
    """A frame while a worker and its things are drawn into it.

    at: pixels of the point on the ground between the worker's feet. scale: pixels of its height. side: where it faces.
    skin: colour of its hands, None of who has none that are drawn before a thing.
    """

    def __init__(
        self,
        frame: Pixels,
        at: Point,
        scale: float,
        side: int,
        light: Light,
        scratch: Scratch,
        skin: Colour | None = None,
    ) -> None:
        self.frame, self.at, self.scale, self.side = frame, at, scale, side
        self.light, self.scratch, self.skin = light, scratch, skin
        self._canvas = _Frame(frame, *at, scale)
        self._tint = light.tint()

    def _placed(self, points: Points) -> Floats:
        return np.asarray(points, np.float64) * [self.side, -1.0]

    def _lit(self, colour: Colour, shining: bool = False) -> Colour:
        return colour if shining else np.asarray(np.clip(colour * self._tint, 0, 255), np.float32)

    def polygon(self, points: Points, colour: Colour, alpha: float = 1.0, *, shining: bool = False) -> None:
        """Fill a polygon; `shining` things have a light of their own."""
        if alpha > 0.01:
            self._canvas.polygons([self._placed(points)], self._lit(colour, shining), alpha)

    def line(self, points: Points, colour: Colour, thick: float, alpha: float = 1.0) -> None:
        """Draw an open line `thick` wide."""
        self.lines([points], colour, thick, alpha)

    def lines(self, lines: Sequence[Points], colour: Colour, thick: float, alpha: float = 1.0) -> None:
        """Draw open lines `thick` wide, all at once."""
        if alpha > 0.01:
            self._canvas.strokes([self._placed(points) for points in lines], self._lit(colour), thick, alpha)

    def spots(self, spots: Floats, colour: Colour, alpha: float = 1.0) -> None:
        """Fill ellipses, (n, 4) of ahead, up and radii."""
        placed = np.atleast_2d(np.asarray(spots, np.float64)) * [self.side, -1.0, 1.0, 1.0]
        if alpha > 0.01 and len(placed):
            self._canvas.ellipses(placed, self._lit(colour), alpha)

    def soft(
        self, at: Point, wide: float, tall: float, colour: Colour, alpha: float, *, shining: bool = False
    ) -> None:
        """Fill an ellipse that fades towards its edge: a glow, steam, dust."""
        across, down = (max(2, round(2 * size * self.scale)) for size in (wide, tall))
        left = round(self.at[0] + self.side * at[0] * self.scale - across / 2)
        top = round(self.at[1] - at[1] * self.scale - down / 2)
        height, width = self.frame.shape[:2]
        first, last = max(0, -left), min(across, width - left)
        upper, lower = max(0, -top), min(down, height - top)
        if alpha > 0.01 and first < last and upper < lower:
            mask = ellipse_mask(across, down)[upper:lower, first:last]
            self._canvas.blend(mask, left + first, top + upper, self._lit(colour, shining), alpha)

    def matrix(self, ahead: float, up: float, turn: float = 0.0) -> Matrix:
        """Return the map to pixels from heights of the worker about a point, x ahead and y down, turned forward by degrees."""
        size, angle = self.scale, radians(turn)
        c, s = cos(angle) * size, sin(angle) * size
        return np.array(
            [
                [self.side * c, -self.side * s, self.at[0] + self.side * ahead * size],
                [s, c, self.at[1] - up * size],
                [0, 0, 1.0],
            ]
        )


class Prop:
    """A picture of a thing, drawn at any place, turn and size; painted once for each light.

    paint: returns it with so many rows. tall: its height. foot: where its lower edge is above the point it is placed by, and
    across: how far the middle of it is ahead of that point, in heights of the worker.
    """

    def __init__(
        self, paint: Callable[[int], Pixels], tall: float, foot: float = 0.0, across: float = 0.0
    ) -> None:
        self._paint, self.tall, self._foot, self._across = paint, tall, foot, across
        self._kept: tuple[Light, int, Sprite] | None = None

    def _sprite(self, rows: int, light: Light) -> Sprite:
        kept = self._kept
        stale = kept is None or np.abs(kept[0].ambient - light.ambient).max() > _LIVELY
        if kept is None or stale or rows > kept[1]:
            most = min(_MOST, -(-rows // _COARSE) * _COARSE)
            kept = self._kept = light, most, Sprite(self._paint(most), [light], 1.0, mirrored=False)
        return kept[2]

    def draw(
        self, sketch: Sketch, ahead: float, up: float, *, turn: float = 0.0, size: float = 1.0,
        wide: float = 1.0, tall: float = 1.0, drawn_left: bool = False,
    ) -> None:  # fmt: skip
        """Draw it with the point it is placed by at (ahead, up).

        turn: degrees forward. size, wide, tall: scale. drawn_left: whether its picture looks to the left.
        """
        if size * wide * tall < 1e-3:
            return
        rows = max(8, round(min(_MOST, sketch.scale * self.tall * size * tall)))
        sprite = self._sprite(rows, sketch.light)
        flip = -1.0 if drawn_left else 1.0
        across, down = self.tall * size * wide * flip, self.tall * size * tall
        place = np.array(
            [
                [across, 0, flip * self._across * size * wide],
                [0, down, -self._foot * size * tall],
                [0, 0, 1.0],
            ]
        )
        sprite.draw(sketch.frame, sketch.matrix(ahead, up, turn) @ place, sketch.scratch)


def artwork_prop(piece: str, tall: float, grip: Point = (0.0, 0.0), colour: str | None = None) -> Prop:
    """Return a piece of artwork as a prop `tall` high; grip: the point of it that it is placed by, in its own heights from
    the middle of its foot."""
    return Prop(lambda rows: art.load_art(piece, rows, colour), tall, -grip[1] * tall, -grip[0] * tall)


def card_prop(name: str, tall: float) -> Prop:
    """Return a lettered card as a prop."""
    return Prop(lambda rows: art.card(name, rows), tall)


def painted_prop(box: tuple[float, float, float, float], paint: Callable[[Canvas], None]) -> Prop:
    """Return a prop that is painted, x ahead and y down, in the box (left, low, right, high) with heights up from its foot."""
    left, low, right, high = box

    def picture(rows: int) -> Pixels:
        canvas = Canvas(left, -high, right, -low, rows / (high - low))
        paint(canvas)
        return canvas.pixels

    return Prop(picture, high - low, low, (left + right) / 2)


def prop_of(piece: str | None, name: str, tall: float, grip: Point = (0.0, 0.0)) -> Prop:
    """Return a thing as a prop: its artwork, or a lettered card for one that is not known."""
    return artwork_prop(piece, tall, grip) if piece else card_prop(name, tall)
