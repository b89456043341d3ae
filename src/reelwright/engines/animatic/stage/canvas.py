"""Painting in world coordinates on a premultiplied RGBA canvas.

World units: the frame's height is 1, x is 0 at its centre, y is 0 at its top and grows downwards. Colours are RGB triples
0..255. All shapes are anti-aliased through one 8-bit mask, so a thousand blades of grass cost one blend.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor
from sys import byteorder
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.floating]
Colour: TypeAlias = NDArray[np.float32]
Rng: TypeAlias = np.random.Generator

_SHIFT = 4  # sub-pixel bits of the polygon filler
_TURN = np.linspace(0, 2 * np.pi, 28, endpoint=False)
_RING = np.stack([np.cos(_TURN), np.sin(_TURN)], axis=1)


def rgb(text: str) -> Colour:
    """Return the colour of six hexadecimal digits as float32 RGB 0..255."""
    return np.array([int(text[i : i + 2], 16) for i in (0, 2, 4)], np.float32)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Return `first` with `share` (0..1) of `second`."""
    return (first + (second - first) * np.float32(share)).astype(np.float32)


@dataclass(frozen=True)
class Gradient:
    """Colour stops down the picture: `stops` are (world y, colour) from top to bottom."""

    stops: tuple[tuple[float, Colour], ...]

    def rows(self, ys: Floats) -> Floats:
        """Return the colours (n, 3) at world heights `ys` (n,)."""
        at = [stop[0] for stop in self.stops]
        tones = np.array([stop[1] for stop in self.stops], np.float64)
        rows = np.empty((len(ys), 3))
        for channel in range(3):
            rows[:, channel] = np.interp(ys, at, tones[:, channel])
        return rows


def fade(top: float, first: Colour, bottom: float, last: Colour) -> Gradient:
    """Return a gradient from `first` at world height `top` to `last` at `bottom`."""
    return Gradient(((top, first), (bottom, last)))


Fill: TypeAlias = "Colour | Gradient"


def noise(
    rng: Rng, height: int, width: int, across: float, down: float, octaves: int = 3
) -> NDArray[np.float32]:
    """Return soft noise (height, width), mean about 0 and range about -1..1, of `across` x `down` blobs in its first octave."""
    total = np.zeros((height, width), np.float32)
    weight = 0.0
    for octave in range(octaves):
        cells = (max(2, round(down * 2**octave) + 1), max(2, round(across * 2**octave) + 1))
        grid = rng.uniform(-1, 1, cells).astype(np.float32)
        grid = grid[: height + 1, : width + 1]
        total += cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC) * np.float32(0.5**octave)
        weight += 0.5**octave
    return np.asarray(total / np.float32(weight), np.float32)


def wander(rng: Rng, xs: Floats, length: float, octaves: int = 4) -> Floats:
    """Return a smooth random curve over world `xs`, range about -1..1, whose longest wave is `length`."""
    total = np.zeros_like(xs, dtype=np.float64)
    for octave in range(octaves):
        phase, stretch = rng.uniform(0, 2 * np.pi), rng.uniform(0.8, 1.25)
        total += np.sin(xs * (2 * np.pi / length) * 2**octave * stretch + phase) * 0.5**octave
    return total / 1.6


def _paint(pixels: Pixels, fill: Fill, ys: Floats) -> None:
    """Give every row of the pixels (n, width, 4) its colour; `ys` (n,) are the rows' world heights."""
    tones = fill.rows(ys) if isinstance(fill, Gradient) else fill[None]
    rows = np.full((len(tones), 4), 255, np.uint8)
    rows[:, :3] = np.minimum(np.maximum(tones + 0.5, 0), 255)
    # four bytes as one number: to write three of four takes forty times as long
    pixels.view(np.uint32)[...] = rows.view(np.uint32)[:, None]


def _packed(colour: Colour) -> int:
    """Return a colour, and that it hides all behind it, as the number that its four bytes are."""
    levels = [int(min(max(level + 0.5, 0), 255)) for level in colour.tolist()]
    return int.from_bytes((*levels, 255), byteorder)


class Canvas:
    """A window of the world, from (left, top) to (right, bottom), painted at `scale` pixels per world unit."""

    def __init__(self, left: float, top: float, right: float, bottom: float, scale: float) -> None:
        self.left, self.top, self.scale = left, top, scale
        self.width = max(2, int(np.ceil((right - left) * scale)))
        self.height = max(2, int(np.ceil((bottom - top) * scale)))
        self.right, self.bottom = left + self.width / scale, top + self.height / scale
        self.pixels: Pixels = np.zeros((self.height, self.width, 4), np.uint8)

    def xs(self, step: float = 0.01) -> Floats:
        """Return world positions across the canvas and a little beyond, on a grid that does not depend on its edges."""
        first, last = np.floor(self.left / step) - 2, np.ceil(self.right / step) + 2
        return np.arange(first, last + 1) * step

    def ys(self) -> Floats:
        """Return the world height of every row of pixels."""
        return self.top + (np.arange(self.height) + 0.5) / self.scale

    def _points(self, points: Floats, left: int, top: int) -> NDArray[np.int32]:
        fine = self.scale * 2**_SHIFT
        half = 2.0 ** (_SHIFT - 1)
        origin = np.array(
            [(self.left + left / self.scale) * fine + half, (self.top + top / self.scale) * fine + half]
        )
        return np.asarray(np.rint(points * fine - origin), np.int32)

    def _window(self, low: Floats, high: Floats, margin: float = 2.0) -> tuple[int, int, int, int] | None:
        # plain numbers: most shapes are so small that arrays of two would cost more than to paint them
        (x0, y0), (x1, y1) = low.tolist(), high.tolist()
        left = max(0, floor((x0 - self.left) * self.scale - margin))
        top = max(0, floor((y0 - self.top) * self.scale - margin))
        right = min(self.width, ceil((x1 - self.left) * self.scale + margin))
        bottom = min(self.height, ceil((y1 - self.top) * self.scale + margin))
        return None if left >= right or top >= bottom else (left, top, right, bottom)

    def blend(self, mask: Pixels, left: int, top: int, fill: Fill, alpha: float = 1.0) -> None:
        """Paint `fill` through an 8-bit `mask` whose corner is at pixel (left, top)."""
        height, width = mask.shape
        if alpha < 1:
            mask = np.asarray(cv2.convertScaleAbs(mask, alpha=alpha), np.uint8)
        region = self.pixels[top : top + height, left : left + width]
        source = np.empty((height, width, 4), np.uint8)
        if isinstance(fill, Gradient):
            _paint(source, fill, self.top + (top + np.arange(height) + 0.5) / self.scale)
        else:
            source.view(np.uint32)[...] = _packed(fill)
        cover = cv2.merge([mask] * 4)
        cv2.multiply(source, cover, dst=source, scale=1 / 255)
        cv2.multiply(region, cv2.bitwise_not(cover), dst=region, scale=1 / 255)
        cv2.add(region, source, dst=region)

    def polygons(
        self, shapes: Iterable[Floats], fill: Fill, alpha: float = 1.0, *, blur: float = 0.0
    ) -> None:
        """Paint the union of polygons, each (n, 2) in world units; `blur` softens the edge, in world units."""
        kept = [np.asarray(shape, np.float64) for shape in shapes]
        if not kept:
            return
        every = np.concatenate(kept)
        window = self._window(every.min(axis=0), every.max(axis=0), 2 + 3 * blur * self.scale)
        if window is None:
            return
        left, top, right, bottom = window
        mask: Pixels = np.zeros((bottom - top, right - left), np.uint8)
        points, first = self._points(every, left, top), 0
        for shape in kept:
            # one by one: together, overlapping shapes would cut holes into each other
            cv2.fillPoly(mask, [points[first : first + len(shape)]], 255, cv2.LINE_AA, _SHIFT)
            first += len(shape)
        if blur * self.scale > 0.3:
            cv2.GaussianBlur(mask, (0, 0), blur * self.scale, dst=mask)
        self.blend(mask, left, top, fill, alpha)

    def ellipses(self, spots: Floats, fill: Fill, alpha: float = 1.0, *, blur: float = 0.0) -> None:
        """Paint the union of ellipses: `spots` is (n, 4) of centre x, y and radii."""
        spots = np.atleast_2d(np.asarray(spots, np.float64))
        self.polygons(list(spots[:, None, :2] + _RING * spots[:, None, 2:]), fill, alpha, blur=blur)

    def rects(self, boxes: Floats, fill: Fill, alpha: float = 1.0, *, blur: float = 0.0) -> None:
        """Paint the union of rectangles: `boxes` is (n, 4) of left, top, right, bottom."""
        boxes = np.atleast_2d(np.asarray(boxes, np.float64))
        corners = boxes[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 4, 2)
        self.polygons(list(corners), fill, alpha, blur=blur)

    def strokes(
        self, lines: Sequence[Floats], fill: Fill, thickness: float, alpha: float = 1.0, *, blur: float = 0.0
    ) -> None:
        """Paint open lines, each (n, 2), `thickness` world units wide."""
        if not lines:
            return
        every = np.concatenate(lines)
        low, high = every.min(axis=0) - thickness, every.max(axis=0) + thickness
        window = self._window(low, high, 2 + 3 * blur * self.scale)
        if window is None:
            return
        left, top, right, bottom = window
        mask: Pixels = np.zeros((bottom - top, right - left), np.uint8)
        points = [self._points(line, left, top) for line in lines]
        cv2.polylines(mask, points, False, 255, max(1, round(thickness * self.scale)), cv2.LINE_AA, _SHIFT)
        if blur * self.scale > 0.3:
            cv2.GaussianBlur(mask, (0, 0), blur * self.scale, dst=mask)
        self.blend(mask, left, top, fill, alpha)

    def ridge(self, xs: Floats, ys: Floats, fill: Fill, alpha: float = 1.0) -> None:
        """Paint everything below the curve (xs, ys)."""
        below = self.bottom + 1
        outline = np.concatenate([np.stack([xs, ys], axis=1), [[xs[-1], below], [xs[0], below]]])
        self.polygons([outline], fill, alpha)

    def fill(self, fill: Fill) -> None:
        """Paint everything."""
        _paint(self.pixels, fill, self.ys())

    def glow(self, x: float, y: float, radius: float, colour: Colour, strength: float) -> None:
        """Add light that falls off softly from (x, y) to nothing at `radius`, where something is painted already."""
        window = self._window(np.array([x - radius, y - radius]), np.array([x + radius, y + radius]), 0)
        if window is None:
            return
        left, top, right, bottom = window
        dx = ((np.arange(left, right) + 0.5) / self.scale + self.left - x) / radius
        dy = ((np.arange(top, bottom) + 0.5) / self.scale + self.top - y) / radius
        fall = np.clip(1 - np.sqrt(dx[None] ** 2 + dy[:, None] ** 2), 0, 1).astype(
            np.float32
        ) ** 2 * np.float32(strength)
        region = self.pixels[top:bottom, left:right]
        light = (
            fall[..., None] * np.append(colour, 0).astype(np.float32) * (region[..., 3:] / np.float32(255))
        )
        region[...] = np.minimum(region + light, np.maximum(region[..., 3:], region)).astype(np.uint8)

    def mottle(self, rng: Rng, amount: float, across: float, down: float, top: float = -9.0) -> None:
        """Vary the brightness of what is painted below `top` by `amount` (0..1) in soft blobs of 1/across by 1/down."""
        first = int(np.clip((top - self.top) * self.scale, 0, self.height - 1))
        region = self.pixels[first:]
        small = max(2, region.shape[0] // 2), max(2, region.shape[1] // 2)
        span = self.width / self.scale, region.shape[0] / self.scale
        blobs = noise(rng, *small, across * span[0], down * span[1])
        change = np.clip(128 * (1 + amount * blobs), 0, 255).astype(np.uint8)
        wide = cv2.resize(change, (region.shape[1], region.shape[0]), interpolation=cv2.INTER_LINEAR)
        keep = cv2.extractChannel(region, 3)
        as_it_is = np.full_like(wide, 128)
        cv2.multiply(region, cv2.merge([wide, wide, wide, as_it_is]), dst=region, scale=1 / 128)
        cv2.min(region, cv2.merge([keep] * 4), dst=region)

    def soften(self, radius: float) -> None:
        """Blur the whole canvas by `radius` world units."""
        sigma = radius * self.scale
        if sigma < 0.4:
            return
        step = int(np.clip(sigma / 2.5, 1, 8))
        small = cv2.resize(
            self.pixels, (-(-self.width // step), -(-self.height // step)), interpolation=cv2.INTER_AREA
        )
        cv2.GaussianBlur(small, (0, 0), sigma / step, dst=small)
        self.pixels = np.asarray(
            cv2.resize(small, (self.width, self.height), interpolation=cv2.INTER_LINEAR), np.uint8
        )
