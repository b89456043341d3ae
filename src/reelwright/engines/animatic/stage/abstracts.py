"""Pictures of no place: ink that spreads in water, particles that gather to an emblem, shapes that turn into each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import cv2
import numpy as np

from reelwright.engines.animatic.stage.act import smooth
from reelwright.engines.animatic.stage.blend import Scratch, splat
from reelwright.engines.animatic.stage.camera import Camera
from reelwright.engines.animatic.stage.canvas import Canvas, Colour, Floats, Gradient, Pixels, mix, rgb
from reelwright.engines.animatic.stage.extras import Extra, Now
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.scene import Kit, Scene

_COARSE: Final = 3
"""Pixels of the frame along one of the ink, which has no edges."""
_TILE: Final = 256
_PASTELS: Final = (rgb("f29fb4"), rgb("8fc4ee"), rgb("f6d58a"), rgb("a8dcb5"), rgb("c3a6ea"))
_DARK: Final = 110.0


def _luma(tone: Colour) -> float:
    return float(tone @ np.array([0.3, 0.59, 0.11], np.float32))


def _split(kit: Kit, ground: Colour, inks: Sequence[Colour]) -> tuple[Colour, list[Colour]]:
    """Return the background and the colours on it: of those that the prompt names, the first without a hue lies behind."""
    named = list(kit.palette)
    behind = [tone for tone in named if float(tone.max() - tone.min()) < 30]  # a grey, black or white
    if behind:
        ground = behind[0]
    rest = [tone for tone in named if tone is not ground]
    return ground, rest or list(inks)


def _plain(kit: Kit, ground: Colour) -> Layer:
    """Return a backdrop of one colour, lighter in the middle."""

    def paint(canvas: Canvas, light: Light) -> None:
        edge = ground * np.float32(0.86 if _luma(ground) > _DARK else 0.6)
        canvas.fill(Gradient(((-0.4, edge), (0.5, ground), (1.4, edge))))
        canvas.glow(0.0, 0.5, 0.9, mix(ground, rgb("ffffff"), 0.5), 0.16)

    return Layer(0.0, -1.5, 2.5, paint, name="wall")


def _scene(layers: Sequence[Layer], extra: Extra) -> Scene:
    return Scene(
        tuple(layers), 0.5, 0.36, outdoors=False, floor=False, disc=False, drift=True, extras=(extra,)
    )


def ink_in_water(kit: Kit) -> Scene:
    """Drops of ink that sink into clear water and open into clouds."""
    ground, inks = _split(kit, rgb("eef3f6"), (rgb("1d2230"), rgb("8c1c2c"), rgb("23345e")))
    return _scene([_plain(kit, ground)], _Ink(kit, inks, glowing=_luma(ground) < _DARK))


class _Ink:
    """Clouds of ink, drawn small: distances to sinking middles, frayed by noise that is frayed by noise."""

    near = 0.9

    def __init__(self, kit: Kit, inks: Sequence[Colour], *, glowing: bool) -> None:
        rng = kit.rng("ink")
        self._noise = _wrapping(kit, "curls", (4, 8, 16, 32))
        self._soft = _wrapping(kit, "currents", (2, 4))
        count = max(3, min(5, len(inks) + 1))
        places = (np.arange(count) + 0.5) / count - 0.5
        self._plumes = [
            (
                float(0.8 * kit.aspect * x + rng.uniform(-0.05, 0.05)),
                float(rng.uniform(0.32, 0.56)),
                float(rng.uniform(0.2, 0.3)),
                0.09 * index,
                inks[index % len(inks)],
            )
            for index, x in enumerate(rng.permutation(places))
        ]
        self._glowing = glowing

    def draw(self, frame: Pixels, camera: Camera, moment: Now, scratch: Scratch) -> None:
        """Lay the ink of a moment over the frame."""
        height, width = frame.shape[0] // _COARSE, frame.shape[1] // _COARSE
        zoom, clock = camera.plate(moment.pose, self.near, height, width)[0, 0] / height, moment.clock
        x = ((np.arange(width, dtype=np.float32) + 0.5 - width / 2) / height / np.float32(zoom))[None]
        y = ((np.arange(height, dtype=np.float32) + 0.5) / height - 0.5)[:, None] / np.float32(zoom) + 0.5
        x, y = np.broadcast_to(x, (height, width)), np.broadcast_to(y, (height, width))
        drift_x = _sample(self._soft, x * 0.5 + 0.02 * clock, y * 0.5)
        drift_y = _sample(self._soft, x * 0.5 + 0.43, y * 0.5 - 0.03 * clock)
        curl = _sample(self._noise, x * 0.62 + 0.16 * drift_x, y * 0.62 + 0.16 * drift_y - 0.035 * clock)
        passed = np.ones((height, width, 3), np.float32)
        for left, level, size, late, tone in self._plumes:
            cover = self._cloud(
                x, y, (left, level, size), moment.share - late + 0.2, (drift_x, drift_y, curl)
            )
            if cover is not None:
                held = (1 - tone / np.float32(255)) if not self._glowing else tone / np.float32(255)
                passed *= 1 - cover[..., None] * held
        small = np.asarray(np.clip(passed * 255, 0, 255), np.uint8)
        wide = cv2.resize(small, (frame.shape[1], frame.shape[0]), interpolation=cv2.INTER_LINEAR)
        opaque = np.full(wide.shape[:2], 0 if self._glowing else 255, np.uint8)
        if self._glowing:
            cv2.add(frame, cv2.merge([*cv2.split(cv2.bitwise_not(wide)), opaque]), dst=frame)
        else:
            cv2.multiply(frame, cv2.merge([*cv2.split(wide), opaque]), dst=frame, scale=1 / 255)

    @staticmethod
    def _cloud(
        x: Floats, y: Floats, plume: tuple[float, float, float], age: float, water: tuple[Floats, ...]
    ) -> Floats | None:
        """Return how thick one cloud is, 0..1, or None before its drop falls."""
        if age <= -0.06:
            return None
        left, level, size = plume
        drift_x, drift_y, curl = water
        open_ = smooth(max(0.0, age + 0.06) / 0.75)
        middle = -0.12 + (level + 0.12) * smooth((age + 0.06) / 0.35) + 0.16 * open_
        reach = 0.03 + size * (0.2 + 1.15 * open_)
        fray = 0.3 + 0.9 * open_
        away = np.sqrt(
            (x - left + fray * 0.24 * drift_x) ** 2 + (0.82 * (y - middle + fray * 0.24 * drift_y)) ** 2
        )
        body = np.clip((reach - away) / (0.35 * reach + 0.02) + fray * 1.5 * curl, 0, 1)
        stem_wide = 0.012 + 0.03 * open_
        stem = np.clip(1.2 - np.abs(x - left + 0.12 * drift_x * (0.3 + open_)) / stem_wide, 0, 1) * (
            y < middle
        )
        veins = np.clip(0.62 + 0.75 * curl, 0.12, 1)
        thin = 1 - 0.35 * open_
        return np.asarray(np.clip(np.maximum(body * veins, 0.55 * stem * veins) * thin, 0, 0.96), np.float32)


def _wrapping(kit: Kit, name: str, counts: Sequence[int]) -> Floats:
    """Return noise (256, 256) about -1..1 that goes on seamlessly: one octave for each count of blobs."""
    rng, total = kit.rng(name), np.zeros((_TILE, _TILE), np.float32)
    for octave, count in enumerate(counts):
        grid = np.tile(rng.uniform(-1, 1, (count, count)).astype(np.float32), (3, 3))
        size = 3 * _TILE
        blobs = cv2.resize(grid, (size, size), interpolation=cv2.INTER_CUBIC)
        total += blobs[_TILE : 2 * _TILE, _TILE : 2 * _TILE] * np.float32(0.62**octave)
    return np.asarray(total / np.abs(total).max(), np.float32)


def _sample(tile: Floats, u: Floats, v: Floats) -> Floats:
    """Return a wrapping tile at (u, v), in tiles."""
    columns, rows = (np.asarray(at * _TILE, np.float32) for at in (u, v))
    return np.asarray(cv2.remap(tile, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP))


def particles(kit: Kit) -> Scene:
    """Sparks that whirl through the dark and gather to an emblem."""
    ground, tones = _split(kit, rgb("0d0f1c"), (rgb("ffc857"), rgb("fff1c4"), rgb("ff9d3c")))
    return _scene([_plain(kit, ground)], _Swarm(kit, tones))


class _Swarm:
    """Seven hundred sparks, each on its way from a whirl to its place in a star within a ring."""

    near = 0.9
    _count = 700

    def __init__(self, kit: Kit, tones: Sequence[Colour]) -> None:
        rng = kit.rng("particles")
        count = self._count
        self._turn, self._rate = rng.uniform(0, 2 * np.pi, count), rng.uniform(0.5, 1.4, count)
        self._far, self._level = rng.uniform(0.1, 0.85, count), rng.normal(0, 0.13, count)
        self._size, self._phase = rng.uniform(0.5, 1.3, count), rng.uniform(0, 6.3, count)
        self._late = rng.uniform(0, 0.18, count)
        self._tones = np.stack([tones[int(index)] for index in rng.integers(0, len(tones), count)])
        self._goal = _emblem(count) + rng.normal(0, 0.0022, (count, 2))

    def draw(self, frame: Pixels, camera: Camera, moment: Now, scratch: Scratch) -> None:
        """Draw the sparks of a moment and the glow around them."""
        height, width = frame.shape[:2]
        way = np.clip((moment.share - 0.3 - self._late) / 0.32, 0, 1)
        way = way * way * (3 - 2 * way)
        turn = self._turn + self._rate * moment.clock * 0.9
        depth = 1 + 0.45 * np.sin(turn)
        whirl = np.stack([self._far * np.cos(turn), 0.28 * self._far * np.sin(turn) + self._level], 1)
        at = whirl * (1 - way)[:, None] + self._goal * way[:, None]
        near = depth * (1 - way) + way
        matrix = camera.plate(moment.pose, self.near, height, width)
        points = (matrix @ np.stack([at[:, 0], at[:, 1] + 0.5, np.ones(len(at))]))[:2].T
        shine = 0.55 + 0.45 * np.sin(moment.clock * 3.2 * self._rate + self._phase)
        radius = height * 0.0032 * self._size * near * (matrix[0, 0] / height)
        spots = np.column_stack([points, radius])
        self._glow(frame, points, shine)
        splat(frame, spots, self._tones, np.clip(shine + 0.25, 0, 1))

    def _glow(self, frame: Pixels, points: Floats, shine: Floats) -> None:
        step = 8
        height, width = frame.shape[0] // step + 1, frame.shape[1] // step + 1
        small = np.zeros((height, width, 3), np.float32)
        columns, rows = (points / step).astype(np.int64).T
        seen = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
        np.add.at(small, (rows[seen], columns[seen]), self._tones[seen] * (0.3 * shine[seen])[:, None])
        soft = np.clip(cv2.GaussianBlur(small, (0, 0), 1.6), 0, 120).astype(np.uint8)
        size = (width * step, height * step)
        wide = cv2.resize(soft, size, interpolation=cv2.INTER_LINEAR)[: frame.shape[0], : frame.shape[1]]
        cv2.add(frame, cv2.merge([*cv2.split(wide), np.zeros(wide.shape[:2], np.uint8)]), dst=frame)


def _emblem(count: int) -> Floats:
    """Return points (count, 2) of a five-pointed star within a ring, about the origin, in heights of the frame."""
    ring = count * 9 // 20
    turn = np.linspace(0, 2 * np.pi, ring, endpoint=False)
    circle = 0.3 * np.stack([np.cos(turn), np.sin(turn)], 1)
    corners = np.linspace(0, 2 * np.pi, 11) - np.pi / 2
    reach = np.where(np.arange(11) % 2 == 0, 0.22, 0.095)
    tips = reach[:, None] * np.stack([np.cos(corners), np.sin(corners)], 1)
    along = np.linspace(0, 10, count - ring, endpoint=False)
    star = np.stack([np.interp(along, np.arange(11), tips[:, axis]) for axis in (0, 1)], 1)
    return np.concatenate([circle, star])


def shapes(kit: Kit) -> Scene:
    """Large flat shapes that drift, turn, and become each other."""
    ground, tones = _split(kit, rgb("f3eee6"), _PASTELS)
    return _scene([_plain(kit, ground)], _Shapes(kit, tones))


class _Shapes:
    """Nine outlines between circle, square, triangle, hexagon and star, far ones first."""

    near = 0.9
    _steps = 96

    def __init__(self, kit: Kit, tones: Sequence[Colour]) -> None:
        rng = kit.rng("shapes")
        count = 9
        x = (np.arange(count) + 0.5) / count - 0.5
        self._x = rng.permutation(x) * 0.95 * kit.aspect
        self._y = rng.uniform(0.18, 0.82, count)
        self._size = np.linspace(0.09, 0.24, count)
        self._turn, self._rate = rng.uniform(0, 6.3, count), rng.uniform(-0.5, 0.5, count)
        self._first = rng.integers(0, len(_FORMS), count)
        self._tones = [tones[index % len(tones)] for index in rng.permutation(count)]

    def draw(self, frame: Pixels, camera: Camera, moment: Now, scratch: Scratch) -> None:
        """Draw the shapes of a moment, each with its shadow."""
        height, width = frame.shape[:2]
        angle = np.linspace(0, 2 * np.pi, self._steps, endpoint=False)
        for index, size in enumerate(self._size):
            now = moment.clock * 0.42 + 0.37 * index
            step, part = int(now), smooth((now % 1 - 0.35) / 0.65)
            one, other = (_FORMS[(int(self._first[index]) + step + more) % len(_FORMS)] for more in (0, 1))
            reach = size * (one(angle) * (1 - part) + other(angle) * part)
            turn = angle + self._turn[index] + self._rate[index] * moment.clock
            near = 0.5 + 2.2 * float(size)
            sway = 0.03 * np.sin(moment.clock * 0.7 + index * 1.9)
            outline = np.stack(
                [
                    self._x[index] + reach * np.cos(turn),
                    self._y[index] + sway + reach * np.sin(turn),
                    np.ones(self._steps),
                ]
            )
            points = (camera.plate(moment.pose, near, height, width) @ outline)[:2].T
            _shadowed(frame, points, self._tones[index], 0.05 * float(size) * height)


def _polygon(sides: int) -> Callable[[Floats], Floats]:
    def reach(angle: Floats) -> Floats:
        wedge = np.pi / sides
        return np.asarray(np.cos(wedge) / np.cos(angle % (2 * wedge) - wedge) * (1.12 if sides < 5 else 1.04))

    return reach


def _star(angle: Floats) -> Floats:
    return np.asarray(0.74 + 0.3 * np.cos(5 * angle))


_FORMS: Final = (np.ones_like, _polygon(4), _polygon(3), _star, _polygon(6))


def _shadowed(frame: Pixels, points: Floats, tone: Colour, drop: float) -> None:
    """Fill an outline of pixels with a colour that is lighter above, over a soft shadow `drop` pixels below it."""
    height, width = frame.shape[:2]
    margin = 4 * drop + 3
    left, top = np.maximum(np.floor(points.min(axis=0) - margin), 0).astype(int)
    right, bottom = np.minimum(np.ceil(points.max(axis=0) + margin), [width, height]).astype(int)
    if left >= right or top >= bottom:
        return
    mask = np.zeros((bottom - top, right - left), np.uint8)
    cv2.fillPoly(mask, [np.round((points - [left, top]) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    region = frame[top:bottom, left:right]
    _shade(region, mask, drop)
    level = np.linspace(1.07, 0.93, mask.shape[0], dtype=np.float32)[:, None]
    column = np.concatenate([np.clip(level * tone, 0, 255), np.full_like(level, 255)], 1).astype(np.uint8)
    fill = cv2.resize(column[:, None], mask.shape[::-1], interpolation=cv2.INTER_NEAREST)
    cover = cv2.merge([mask] * 4)
    cv2.multiply(fill, cover, dst=fill, scale=1 / 255)
    cv2.multiply(region, cv2.bitwise_not(cover), dst=region, scale=1 / 255)
    cv2.add(region, fill, dst=region)


def _shade(region: Pixels, mask: Pixels, drop: float) -> None:
    """Darken a part of the frame by the soft shadow of a mask, `drop` pixels to the right and below it."""
    step = max(1, int(drop))
    size = (-(-mask.shape[1] // step), -(-mask.shape[0] // step))
    moved = np.array([[1, 0, 0.6 * drop / step], [0, 1, 1.6 * drop / step]], np.float64)
    small = cv2.warpAffine(cv2.resize(mask, size, interpolation=cv2.INTER_AREA), moved, size)
    soft = cv2.resize(cv2.GaussianBlur(small, (0, 0), max(0.8, drop / step)), mask.shape[::-1])
    dim = cv2.convertScaleAbs(soft, alpha=-0.24, beta=255)
    cv2.multiply(region, cv2.merge([dim] * 4), dst=region, scale=1 / 255)
