"""Artwork of a subject, lit for the shot and kept in halving sizes so that any scale is sharp and free of shimmer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from math import hypot

import cv2
import numpy as np

from reelwright.engines.animatic import art
from reelwright.engines.animatic.stage.blend import Scratch, bounds, darken, lay, warped, window
from reelwright.engines.animatic.stage.camera import Matrix
from reelwright.engines.animatic.stage.canvas import Pixels
from reelwright.engines.animatic.stage.face import Expression, Frame, blank, seen, wear
from reelwright.engines.animatic.stage.gait import Stride
from reelwright.engines.animatic.stage.housing import with_lamps
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.limbs import ROOM, TURNED, Box, Puppet, inked

_PLAIN = 230  # of the levels of a light: what leaves a colour as it is
_SHADOW, _MIRROR = 200, 360  # rows of a shadow and of a reflection: both are soft
_SAME_SHADOW = 0.3  # radians of a stride: a little more than those between two frames of a walk
_SAME_LIMB, _SAME_SHARE = 5.0, 0.1  # degrees, and share: less is not seen in a soft shadow
_MARGIN = 2  # empty pixels around the picture: edges stay smooth when it turns


def faded(picture: Pixels) -> Pixels:
    """Return the picture with its lowest part fading away."""
    fall = np.clip(np.linspace(1, 0, picture.shape[0], dtype=np.float32) * 5, 0, 1)
    return np.asarray(picture * fall[:, None, None], np.uint8)


def _lit(picture: Pixels, light: Light, side: float) -> Pixels:
    """Return the picture in a light: tinted, darker towards the foot, with a rim where the sun touches it."""
    height, width = picture.shape[:2]
    rows = np.full((height, 4), _PLAIN, np.uint8)
    tone = np.linspace(1.03, 0.9, height, dtype=np.float32)[:, None] * light.tint()[None]
    rows[:, :3] = np.clip(tone, 0, 1.1) * _PLAIN + 0.5
    levels = np.broadcast_to(rows.view(np.uint32)[:, None], (height, width, 1)).copy().view(np.uint8)
    lit = cv2.multiply(picture, levels, scale=1 / _PLAIN)
    reach = max(1, round(height * 0.012))
    alpha = cv2.extractChannel(picture, 3)
    away = cv2.warpAffine(alpha, np.array([[1, 0, -side * reach], [0, 1, reach * 0.8]]), (width, height))
    rim = cv2.GaussianBlur(cv2.subtract(alpha, away), (0, 0), max(0.5, reach * 0.5))
    cv2.multiply(rim, alpha, dst=rim, scale=1 / 255)
    strength = 0.6 * (0.22 + 0.4 * light.glow) / 255
    glow = [cv2.convertScaleAbs(rim, alpha=float(level) * strength) for level in light.sun]
    cv2.add(lit, cv2.merge([*glow, np.zeros_like(rim)]), dst=lit)
    return np.asarray(cv2.min(lit, cv2.merge([alpha] * 4)), np.uint8)


class Sprite:
    """One picture ready to be drawn at any size, turn and squash."""

    def __init__(
        self,
        picture: Pixels,
        lights: Sequence[Light],
        side: float,
        mirrored: bool,
        face: art.Face | None = None,
        build: art.Build | None = None,
        drawings: Mapping[str, Pixels] | None = None,
        heading: int = 0,
        room: float = ROOM,
        glass: Pixels | None = None,
    ) -> None:
        if mirrored:
            picture = picture[:, ::-1]
            glass = None if glass is None else glass[:, ::-1]
        self.height, self.width = picture.shape[:2]
        self._margin = round(room * self.height) if build else _MARGIN
        edges = ((self._margin, self._margin), (self._margin, self._margin), (0, 0))
        picture = np.pad(picture, edges)
        self._versions = [_levels(_lit(picture, light, side)) for light in lights]
        if glass is not None:
            glass = np.pad(glass, edges[:2])
            self._versions = [
                _levels(with_lamps(levels[0], glass, light))
                for levels, light in zip(self._versions, lights, strict=True)
            ]
        self._heading = heading
        self._drawings = {
            # what walks to the left is turned about the middle of the picture
            name: [
                _levels(_lit(np.pad(_turned(name, part, heading), edges), light, side)) for light in lights
            ]
            for name, part in (drawings or {}).items()
        }
        levels = self._versions[0]
        self._level_drawn = next(
            (index for index, level in enumerate(levels) if level.shape[0] <= _SHADOW), len(levels) - 1
        )
        self._shape = _shadow_shape(levels[self._level_drawn])
        self._held_shape: tuple[Stride, Pixels] | None = None
        self._mirror: Pixels | None = None
        self._face, self._mirrored = face, mirrored
        self.mirrored = mirrored
        self._tints = [np.clip(light.tint(), 0, 1.1) for light in lights]
        self._blanks: dict[tuple[int, int], Pixels] = {}
        self._build = build
        self._puppets: dict[tuple[int, int], Puppet] = {}
        self._extents: dict[int, Box] = {}

    @property
    def aspect(self) -> float:
        """Width over height."""
        return float(self.width / self.height)

    def _level(self, scale: float) -> int:
        return min(len(self._versions[0]) - 1, max(0, int(np.floor(-np.log2(max(scale, 1e-3)) + 0.15))))

    def _picture(self, index: int, share: float, shown: Expression | None, stride: Stride | None) -> Pixels:
        """Return size `index` of the picture in the light `share` of the way to the second, in a pose, with a face."""
        picture = self._faced(0, index, shown, stride)
        if len(self._versions) > 1 and share > 0:
            later = self._faced(1, index, shown, stride)
            picture = np.asarray(cv2.addWeighted(picture, 1 - share, later, share, 0), np.uint8)
        return picture

    def _place(self, picture: Pixels) -> Frame:
        ratio = picture.shape[0] / (self.height + 2 * self._margin)
        edge = self._margin * ratio
        return Frame(edge, edge, self.width * ratio, self.height * ratio, self._mirrored)

    def _puppet(self, version: int, index: int) -> Puppet | None:
        if self._build is None:
            return None
        if (version, index) not in self._puppets:
            picture = self._versions[version][index]
            drawings = {name: versions[version][index] for name, versions in self._drawings.items()}
            self._puppets[version, index] = Puppet(
                picture, self._build, self._place(picture), drawings, self._heading
            )
        return self._puppets[version, index]

    def _faced(self, version: int, index: int, shown: Expression | None, stride: Stride | None) -> Pixels:
        plain = self._versions[version][index]
        puppet = self._puppet(version, index) if stride is not None else None
        picture = puppet.pose(stride) if puppet is not None and stride is not None else plain
        at = self._place(plain)
        if self._face is None or shown is None or shown.resting or not seen(self._face, at):
            return picture
        if (version, index) not in self._blanks:
            self._blanks[version, index] = blank(plain, self._face, at)
        return wear(picture, self._blanks[version, index], self._face, at, shown, self._tints[version])

    def draw(
        self,
        frame: Pixels,
        unit: Matrix,
        scratch: Scratch,
        share: float = 0.0,
        shown: Expression | None = None,
        stride: Stride | None = None,
    ) -> None:
        """Draw it through `unit`, the map to pixels from a box 1 high, its origin between the feet and y up to -1."""
        (a, b, _), (d, e, _), _ = unit.tolist()
        stretch, wide = hypot(b, e) / self.height, hypot(a, d) / self.height
        level = self._level(max(stretch, wide))
        picture = self._picture(level, share, shown, stride)
        self._level_drawn = level
        drop = self.drop(stride)
        if wide < 0.5 * stretch:
            picture = _narrowed(picture, wide / stretch)
            lay(frame, picture, unit @ self._to_unit(picture, drop), scratch)
            return
        left, top, right, bottom = self._extent(level, stride)
        matrix = unit @ self._to_unit(picture, drop, left, top)
        lay(frame, picture[top:bottom, left:right], matrix, scratch)

    def _extent(self, index: int, stride: Stride | None) -> Box:
        """Return the part of size `index` of the picture that is not clear, with an edge that is."""
        puppet = self._puppet(0, index) if stride is not None else None
        if puppet is not None:
            left, top, right, bottom = puppet.extent
        else:
            if index not in self._extents:
                self._extents[index] = inked(self._versions[0][index])
            left, top, right, bottom = self._extents[index]
        height, width = self._versions[0][index].shape[:2]
        return (
            max(0, left - _MARGIN),
            max(0, top - _MARGIN),
            min(width, right + _MARGIN),
            min(height, bottom + _MARGIN),
        )

    def drop(self, stride: Stride | None) -> float:
        """Return how far down it is drawn at a moment of a stride, in its heights, so that its lowest foot is on the ground."""
        puppet = self._puppet(0, self._level_drawn) if stride is not None else None
        return puppet.drop(stride) if puppet is not None and stride is not None else 0.0

    def feet(self, stride: Stride | None) -> tuple[float, float] | None:
        """Return how far its feet reach to the left and right of its middle, in its heights; None where they don't step."""
        puppet = self._puppet(0, self._level_drawn) if stride is not None else None
        return puppet.feet(stride) if puppet is not None and stride is not None else None

    def mouth_at(self, unit: Matrix) -> tuple[float, float, float] | None:
        """Return the middle of the mouth in pixels of the frame, and its width; None where the face is not known."""
        if self._face is None:
            return None
        x, top, wide, drop = self._face.mouth
        x = 1 - x if self._mirrored else x
        point = unit @ np.array([(x - 0.5) * self.aspect, top + 0.3 * drop - 1, 1.0])
        return float(point[0]), float(point[1]), float(wide * self.aspect * np.hypot(unit[0, 0], unit[1, 0]))

    def eyes_at(self, unit: Matrix) -> list[tuple[float, float]]:
        """Return the middles of the eyes in pixels of the frame; none where the face is not known."""
        if self._face is None:
            return []
        left, right, level, _, _ = self._face.eyes
        shares = [1 - x if self._mirrored else x for x in (left, right)]
        points = [unit @ np.array([(x - 0.5) * self.aspect, level - 1, 1.0]) for x in shares]
        return [(float(x), float(y)) for x, y, _ in points]

    def _to_unit(self, picture: Pixels, drop: float = 0.0, left: int = 0, top: int = 0) -> Matrix:
        """Return the map from the pixels of a size of the picture, from (left, top) on, to the box, `drop` below its foot."""
        whole, size = self._versions[0][0].shape, self.height
        wide, high = whole[1] / picture.shape[1], whole[0] / picture.shape[0]
        across = left * wide - self.width / 2 - self._margin
        down = top * high - size - self._margin
        return np.array([[wide / size, 0, across / size], [0, high / size, down / size + drop], [0, 0, 1]])

    def _posed_shape(self, stride: Stride) -> Pixels:
        if self._held_shape is not None and _alike(self._held_shape[0], stride):
            return self._held_shape[1]
        puppet = self._puppet(0, self._level_drawn)
        # so small that it is soft without a blur, which would cost more than the pose
        shape = self._shape if puppet is None else _reduced(_alpha(puppet.pose(stride)), _SHADOW // 2)
        self._held_shape = (stride, shape)
        return shape

    def shadow(
        self, frame: Pixels, unit: Matrix, scratch: Scratch, strength: float, stride: Stride | None = None
    ) -> None:
        """Darken the frame by the silhouette, in its pose, through `unit`."""
        if strength < 0.02:
            return
        shape, drop = self._shape, 0.0
        if stride is not None and (stride.left or stride.right or stride.gait in ("walk", "run", "fly")):
            shape, drop = self._posed_shape(stride), self.drop(stride)
        matrix = unit @ self._to_unit(shape, drop)
        area = window(bounds(matrix, *shape.shape), frame.shape[0], frame.shape[1])
        if area is None:
            return
        mask = warped(shape, matrix, area, scratch.plane(area[3] - area[1], area[2] - area[0]))
        darken(frame, mask, area[0], area[1], strength)

    def reflect(
        self, frame: Pixels, unit: Matrix, scratch: Scratch, strength: float, stride: Stride | None = None
    ) -> None:
        """Draw its reflection, in its pose, which fades away from the feet, through `unit` (whose y axis points down)."""
        puppet = self._puppet(0, self._level_drawn) if stride is not None else None
        if puppet is not None and stride is not None and stride.gait in ("walk", "run"):
            unit = unit @ np.array([[1, 0, 0], [0, 1, puppet.drop(stride)], [0, 0, 1]])
            mirror = _faint(
                _reduced(puppet.pose(stride), _SHADOW), strength
            )  # so small that it needs no blur
        else:
            if self._mirror is None:
                level = next(
                    (item for item in self._versions[0] if item.shape[0] <= _MIRROR), self._versions[0][-1]
                )
                blur = level.shape[0] * 0.006 + 0.3
                self._mirror = np.asarray(cv2.GaussianBlur(_faint(level, strength), (0, 0), blur), np.uint8)
            mirror = self._mirror
        lay(frame, mirror, unit @ self._to_unit(mirror), scratch)


def _faint(picture: Pixels, strength: float) -> Pixels:
    fall = np.clip(np.linspace(-0.55, 1, picture.shape[0]), 0, 1) ** 1.5 * strength
    return np.asarray(picture * fall.astype(np.float32)[:, None, None], np.uint8)


def _narrowed(picture: Pixels, share: float) -> Pixels:
    """Return the picture about as narrow as it will be seen on edge: sampled as it is, it would be torn to shreds."""
    size = (max(8, round(picture.shape[1] * share)), picture.shape[0])
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _turned(name: str, drawing: Pixels, heading: int) -> Pixels:
    """Return a drawing of a part as it looks on the way to the left (-1) or to the right (1)."""
    return drawing[:, ::-1] if heading > 0 and name in TURNED else drawing


def _levels(picture: Pixels) -> list[Pixels]:
    levels = [picture]
    while levels[-1].shape[0] > 48:
        height, width = levels[-1].shape[:2]
        size = (max(1, width // 2), max(1, height // 2))
        levels.append(np.asarray(cv2.resize(levels[-1], size, interpolation=cv2.INTER_AREA), np.uint8))
    return levels


def _reduced(picture: Pixels, most: int) -> Pixels:
    """Return a picture at most so many rows high, without the few rows and columns that make no whole pixel of it."""
    step = -(-picture.shape[0] // most)
    if step == 1 or picture.shape[1] < step:
        return picture
    # a whole share of each side: OpenCV takes five times as long for any other
    height, width = picture.shape[0] // step, picture.shape[1] // step
    whole = picture[: height * step, : width * step]
    return np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _alike(one: Stride, other: Stride) -> bool:
    """Return whether two moments of a gait throw the same shadow, as far as one sees."""
    if one.gait != other.gait or (one.gait != "rest" and abs(one.phase - other.phase) >= _SAME_SHADOW):
        return False
    mine = (one.left, one.right, *(one.legs or (None, None)))
    theirs = (other.left, other.right, *(other.legs or (None, None)))
    return abs(one.own - other.own) < _SAME_SHARE and all(map(_near, mine, theirs))


def _near(one: tuple[float, ...] | None, other: tuple[float, ...] | None) -> bool:
    """Return whether a limb that does something of its own has hardly moved."""
    if one is None or other is None:
        return one is other
    return all(abs(before - now) < _SAME_LIMB for before, now in zip(one, other, strict=True))


def _alpha(picture: Pixels) -> Pixels:
    return np.asarray(cv2.extractChannel(picture, 3), np.uint8)


def _shadow_shape(picture: Pixels) -> Pixels:
    shape = _reduced(_alpha(picture), _SHADOW)
    return np.asarray(cv2.GaussianBlur(shape, (0, 0), max(0.8, shape.shape[0] * 0.012)), np.uint8)


@cache
def _ellipse() -> Pixels:
    grid = np.linspace(-1, 1, 128, dtype=np.float32)
    fall = np.clip(1 - np.sqrt(grid[None] ** 2 + grid[:, None] ** 2), 0, 1)
    return np.asarray(255 * np.clip(fall * 1.5, 0, 1) ** 1.4, np.uint8)


@lru_cache(maxsize=64)
def ellipse_mask(width: int, height: int) -> Pixels:
    """Return a soft ellipse that fills its box, not to be drawn into: the shadow where something touches the ground."""
    mask = np.asarray(cv2.resize(_ellipse(), (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
    mask.flags.writeable = False
    return mask
