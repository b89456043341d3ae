"""Figures with joints: a picture taken apart into a body and limbs, and put together again in a pose."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import cos, radians, sin
from typing import TypeAlias

import cv2
import numpy as np

from reelwright.engines.animatic.art import Bend, Build
from reelwright.engines.animatic.stage.blend import Scratch, bounds, lay, uncovered, warped, window
from reelwright.engines.animatic.stage.camera import Matrix
from reelwright.engines.animatic.stage.canvas import Floats, Pixels
from reelwright.engines.animatic.stage.cutting import Part, Piece, part_of, trunk_of
from reelwright.engines.animatic.stage.face import Frame
from reelwright.engines.animatic.stage.gait import POSTURES, Stride, swing
from reelwright.engines.animatic.stage.skirts import cloth_of, paint_skirt

_FASTEST = 0.4 * 2 * np.pi * 24
"""Radians a second at which the spokes of a wheel with one spoke would still be seen to turn the right way."""
_LEGS = ("fore", "hind", "leg", "paw")
TURNED = frozenset({"leg", "cape"})
"""What is drawn by itself and looks the way that somebody seen from the front goes."""
_FAINT = 6  # of 255: less is the blur of a filter
ROOM = 0.16  # heights of the picture around it in which limbs may swing
REACH = 0.36  # the same for arms that are raised or stretched out


Box: TypeAlias = tuple[int, int, int, int]
"""Pixels of a picture: left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class _Curve:
    """A bend's window (left, top, right, bottom), where its pixels come from, and how a wave moves those."""

    bend: Bend
    area: tuple[int, int, int, int]
    base: tuple[Floats, Floats]
    sine: tuple[Floats, Floats]
    cosine: tuple[Floats, Floats]


class Puppet:
    """One picture in parts, at one size and in one light.

    at: where the figure is in the picture. drawings: what is drawn by itself, by the names in `Build.drawings`. heading:
    -1 left, 1 right, for figures seen from the front.
    """

    def __init__(
        self,
        picture: Pixels,
        build: Build,
        at: Frame,
        drawings: Mapping[str, Pixels] | None = None,
        heading: int = 0,
    ) -> None:
        under = "bare" if drawings and "bare" in drawings else ""
        if drawings and under:  # shares are those of the figure, not of a skirt that is wider
            ink = np.flatnonzero((drawings[under][..., 3] > _FAINT).any(axis=0))
            at = replace(at, left=float(ink[0]), width=float(ink[-1] + 1 - ink[0]))
        self._at, self._build = at, build
        front = bool(build.drawings)
        self._way = (-1.0 if heading > 0 else 1.0) if front else -1.0 if at.mirrored else 1.0
        self._plain = picture
        self._drawings = {"": picture, **(drawings or {})}
        self._under = under
        self._curves = [_curve(bend, at, picture.shape[0], picture.shape[1]) for bend in build.bends]
        # a figure whose legs were not drawn apart stands on those that it has
        self._goes = not build.drawings or "body" in self._drawings
        self._steps, self._wheels = build.steps and self._goes, build.wheels
        # spokes are as dark as the darkest paint in this light, or they would shine at night
        solid = picture[picture[..., 3] > 250][:, :3] if build.wheels else picture[:0, 0, :3]
        dark = np.percentile(solid, 8, axis=0) if len(solid) else np.zeros(3)
        self._iron = (float(dark[0]), float(dark[1]), float(dark[2]))
        self._scratch = Scratch(*picture.shape[:2])
        # nothing of it moves by itself while it stands: its picture lasts as long as its arms keep still
        self._calm = not self._curves and not any(limb.role == "hand" for limb in build.limbs)
        self._posed: tuple[Stride, Pixels] | None = None
        self._boxes: dict[int, Box] = {}
        self._cloth: tuple[Floats, Floats] | tuple[()] | None = None
        self.extent: Box = (0, 0, picture.shape[1], picture.shape[0])
        self._placed: dict[int, tuple[Hashable, Sequence[Matrix]]] = {}
        self._stood: tuple[Hashable, tuple[float, float, float]] | None = None

    @cached_property
    def _parts(self) -> list[Part]:
        """The limbs that there are; who only stands is never taken apart."""
        at, ahead = self._at, replace(self._at, mirrored=self._way < 0)
        limbs = [
            part_of(
                limb,
                self._drawings[limb.cut.drawing or self._under],
                at,
                ahead if limb.cut.drawing in TURNED else at,
            )
            for limb in self._build.limbs
            if limb.cut.drawing in self._drawings
        ]
        return [part for part in limbs if part is not None]

    @cached_property
    def _going(self) -> Pixels:
        """The body without its limbs, and without the legs that it stands on."""
        bare = self._drawings.get("bare", self._plain) if self._build.skirt else self._plain
        return trunk_of(self._drawings.get("body", bare), self._build, self._at)

    @cached_property
    def _standing(self) -> Pixels:
        """The body without its arms, on the legs that it is drawn with."""
        joints = [limb.cut.joint for limb in self._build.limbs if limb.role in ("arm", "hand")]
        cuts = tuple(cut for cut in self._build.cuts if cut.joint in joints)
        build = replace(self._build, cuts=cuts, limbs=(), gone=())
        bare = self._drawings.get("bare")
        if bare is None:
            return trunk_of(self._drawings.get("still", self._plain), build, self._at)
        skirt = np.abs(self._plain.astype(np.int16) - bare).max(axis=2) > _FAINT
        return np.where(skirt[..., None], self._plain, trunk_of(bare, build, self._at))

    def pose(self, stride: Stride) -> Pixels:
        """Return the picture at a moment of a stride, as large as the one it was made of; it is kept until the next.

        `extent` then says where in it something is.
        """
        if stride.gait == "rest" and self._calm:
            stride = replace(stride, phase=0.0, size=0.0)
        if self._posed is None or (self._posed[0] is not stride and self._posed[0] != stride):
            self._posed = (stride, self._pose(stride))
        return self._posed[1]

    def _pose(self, stride: Stride) -> Pixels:
        still = stride.gait in ("rest", "roll") or not self._goes
        reaching = stride.left is not None or stride.right is not None
        parts = [] if still and not reaching else self._parts
        if still:
            parts = [part for part in parts if part.limb.role in ("arm", "hand")]
        body = (self._standing if parts else self._plain) if still else self._going
        canvas = body.copy()
        if id(body) not in self._boxes:
            self._boxes[id(body)] = inked(body)
        boxes: list[tuple[float, float, float, float]] = [self._boxes[id(body)]]
        for curve in self._curves:
            if curve.bend.kind == {"swim": "swim", "fly": "beat"}.get(stride.gait, "tail"):
                self._sway(canvas, body, curve, stride)
                boxes.append(curve.area)
        if stride.gait == "roll":
            self._roll(canvas, stride)
        for part in reversed(parts):
            if part.limb.far or part.limb.behind:
                for piece, matrix in zip(part.pieces, self._matrices(part, stride), strict=True):
                    _under(canvas, piece.picture, matrix, self._scratch)
        over = [part for part in parts if not part.limb.far and not part.limb.behind]
        legs = [part for part in over if part.limb.role in _LEGS]
        self._hang(canvas, legs, stride)
        boxes += self._skirt(canvas, parts, stride)
        self._hang(canvas, [part for part in over if part not in legs], stride)
        boxes += [
            bounds(matrix, *piece.picture.shape[:2])
            for part in parts
            for piece, matrix in zip(part.pieces, self._matrices(part, stride), strict=True)
        ]
        sides = list(zip(*boxes, strict=True))
        around = (min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3]))
        self.extent = window(around, *canvas.shape[:2]) or self._boxes[id(body)]
        return canvas

    def _hang(self, canvas: Pixels, parts: Sequence[Part], stride: Stride) -> None:
        """Draw limbs over what the canvas shows, what is farther out under what it hangs from."""
        for part in parts:
            for piece, matrix in reversed(list(zip(part.pieces, self._matrices(part, stride), strict=True))):
                lay(canvas, piece.picture, matrix, self._scratch)

    def _skirt(
        self, canvas: Pixels, parts: Sequence[Part], stride: Stride
    ) -> list[tuple[float, float, float, float]]:
        """Paint the skirt over the legs, where one is worn, and return the box of it."""
        legs = [part for part in parts if part.limb.role in ("leg", "paw")]
        if not self._build.skirt or not legs:
            return []
        hips = [np.array(leg.at) for leg in legs]
        knees = [self._knee(leg, stride) for leg in legs]
        if self._cloth is None:
            thigh = float(np.hypot(*(knees[0] - hips[0])))
            self._cloth = cloth_of(self._going, np.mean(hips, axis=0), thigh) or ()
        if not self._cloth:
            return []
        return [paint_skirt(canvas, *self._cloth, hips, knees, self._build.skirt)]

    def _knee(self, leg: Part, stride: Stride) -> Floats:
        """Return where a leg has its knee, or half of its length where it has none, in pixels of the picture."""
        piece = leg.pieces[0]
        end = np.array(piece.end) if len(leg.pieces) > 1 else 0.5 * (np.array(piece.joint) + _lowest(piece))
        return np.asarray((self._matrices(leg, stride)[0] @ np.array([*end, 1.0]))[:2])

    def drop(self, stride: Stride) -> float:
        """Return how far the picture must come down, in its heights, for its lowest foot to touch the ground."""
        lowered = stride.gait in ("walk", "run", "chair") or stride.gait in POSTURES
        if not self._steps or not lowered:
            return 0.0
        soles = self._soles(stride)
        if soles is None:
            return 0.0
        own = stride.own if stride.legs is not None else 0.0
        return (self._at.top + self._at.height - soles[2]) / self._at.height * min(1.0, max(stride.size, own))

    def feet(self, stride: Stride) -> tuple[float, float] | None:
        """Return how far its feet reach to the left and to the right of its middle, in its heights, or None without legs."""
        if not self._steps or stride.gait not in ("walk", "run"):
            return None
        soles = self._soles(stride)
        if soles is None:
            return None
        middle = self._at.left + self._at.width / 2
        left, right, _ = soles
        return (left - middle) / self._at.height, (right - middle) / self._at.height

    @cached_property
    def _hulls(self) -> tuple[list[Part], Floats] | None:
        """The limbs that it stands on, and the outlines of their last pieces, as long as the longest.

        None where a figure is so small that nothing is left of its legs.
        """
        legs = [part for part in self._parts if part.limb.role in _LEGS]
        if not legs:
            return None
        hulls = [leg.pieces[-1].hull for leg in legs]
        longest = max(hull.shape[1] for hull in hulls)
        return legs, np.stack(
            [np.pad(hull, ((0, 0), (0, longest - hull.shape[1])), "edge") for hull in hulls]
        )

    def _soles(self, stride: Stride) -> tuple[float, float, float] | None:
        """Return how far its legs reach to the left, to the right and down, in pixels of the picture; None without legs."""
        if self._hulls is None:
            return None
        key = _gait_of(stride)
        if self._stood is None or self._stood[0] != key:
            legs, hulls = self._hulls
            spots = np.array([self._matrices(leg, stride)[-1][:2] for leg in legs]) @ hulls
            self._stood = (
                key,
                (
                    float(spots[:, 0].min()),
                    float(spots[:, 0].max()),
                    float(spots[:, 1].max()),
                ),
            )
        return self._stood[1]

    def _roll(self, canvas: Pixels, stride: Stride) -> None:
        """Draw the spokes of wheels that have rolled as far as the vehicle has gone: a plain hub would seem to stand still."""
        for wheel in self._wheels:
            x, y = self._at.x(wheel.middle[0]), self._at.y(wheel.middle[1])
            reach = wheel.reach * self._at.width
            radius = max(0.02, 1 - wheel.middle[1])
            # faster than from spoke to spoke in two frames, they would seem to turn back
            slow = min(1.0, _FASTEST / wheel.spokes * radius / max(1e-6, stride.step))
            turn = (
                np.arange(wheel.spokes) * (2 * np.pi / wheel.spokes)
                - stride.phase / radius * slow * self._way
            )
            for across, down in zip(np.cos(turn), np.sin(turn), strict=True):
                ends = [
                    (round((x + part * reach * across) * 16), round((y + part * reach * down) * 16))
                    for part in (0.3, 0.92)
                ]
                thick = max(1, round(reach * (0.24 if wheel.spokes < 8 else 0.05)))
                cv2.line(canvas, ends[0], ends[1], (*self._iron, 255), thick, cv2.LINE_AA, 4)

    def _matrices(self, part: Part, stride: Stride) -> Sequence[Matrix]:
        """Return the maps from the pixels of a limb's pieces to those of the whole picture, each hung on the one before."""
        # what the arms do does not move the legs, and who works is asked for its feet before it is known where its hands are
        key = stride if part.limb.role in ("arm", "hand") else _gait_of(stride)
        found = self._placed.get(id(part))
        if found is None or found[0] != key:
            found = self._placed[id(part)] = (key, self._place(part, stride))
        return found[1]

    def _place(self, part: Part, stride: Stride) -> Sequence[Matrix]:
        side = part.limb.side
        way = -side if side else part.way
        moves = swing(part.limb, stride, part.lengths)
        x, y = part.at
        found = []
        for piece, move in zip(part.pieces, moves, strict=True):
            angle, rest = radians(move.turn) * way, radians(piece.rest) * way
            # turn, stretch along the resting limb, turn back, about the joint: plain numbers, eight times in a frame
            c, s, p, q = cos(angle + rest), sin(angle + rest), cos(rest), sin(rest)
            a, b = c * move.wide * p + s * move.long * q, c * move.wide * q - s * move.long * p
            d, e = s * move.wide * p - c * move.long * q, s * move.wide * q + c * move.long * p
            across, down = piece.joint
            matrix = np.array(
                [[a, b, x - a * across - b * down], [d, e, y - d * across - e * down], [0, 0, 1]]
            )
            across, down = piece.end[0] - across, piece.end[1] - down
            x, y = x + a * across + b * down, y + d * across + e * down
            found.append(matrix)
        return found

    def _sway(self, canvas: Pixels, body: Pixels, curve: _Curve, stride: Stride) -> None:
        left, top, right, bottom = curve.area
        slow = 0.5 if stride.gait == "walk" else 1.0  # a tail wags once in two steps
        up, over = sin(stride.phase * slow) * stride.size, cos(stride.phase * slow) * stride.size
        maps = [
            cv2.scaleAdd(sine, up, cv2.scaleAdd(cosine, over, base))
            for base, sine, cosine in zip(curve.base, curve.sine, curve.cosine, strict=True)
        ]
        source = np.ascontiguousarray(body[top:bottom, left:right])
        canvas[top:bottom, left:right] = cv2.remap(source, maps[0], maps[1], cv2.INTER_LINEAR)


def _lowest(piece: Piece) -> Floats:
    return np.asarray(piece.hull[:2, np.argmax(piece.hull[1])])


def _gait_of(stride: Stride) -> Hashable:
    """Return what of a stride the legs depend on."""
    return stride.gait, stride.phase, stride.size, stride.step, stride.legs, stride.own


def inked(picture: Pixels) -> Box:
    """Return the smallest box of a picture, premultiplied RGBA, outside of which it is clear."""
    left, top, wide, high = cv2.boundingRect(cv2.extractChannel(picture, 3))
    return left, top, left + wide, top + high


def _curve(bend: Bend, at: Frame, height: int, width: int) -> _Curve:
    sides = sorted((at.x(bend.box[0]), at.x(bend.box[2])))
    area = window((sides[0], at.y(bend.box[1]), sides[1], at.y(bend.box[3])), height, width)
    left, top, right, bottom = area or (0, 0, 1, 1)
    rows, columns = np.mgrid[top:bottom, left:right].astype(np.float32)
    root, tip = (np.array([at.x(x), at.y(y)]) for x, y in (bend.root, bend.tip))
    long = float(np.hypot(*(tip - root)))
    ahead = (tip - root) / long
    share = ((columns - root[0]) * ahead[0] + (rows - root[1]) * ahead[1]) / long
    inside = np.minimum.reduce([columns - left, right - 1 - columns, rows - top, bottom - 1 - rows])
    # the bend dies away at the window's edge, or the picture would break there
    calm = np.clip(inside / (0.1 * at.height), 0, 1)
    strength = bend.amount * at.height * np.clip(share, 0, 1.4) ** 1.6 * calm
    waves = (strength * np.cos(bend.wave * share), -strength * np.sin(bend.wave * share))
    across = (-ahead[1], ahead[0])
    sine, cosine = (
        (np.asarray(wave * across[0], np.float32), np.asarray(wave * across[1], np.float32)) for wave in waves
    )
    return _Curve(bend, (left, top, right, bottom), (columns - left, rows - top), sine, cosine)


def _under(canvas: Pixels, picture: Pixels, matrix: Matrix, scratch: Scratch) -> None:
    """Blend a premultiplied picture behind what the canvas shows."""
    area = window(bounds(matrix, *picture.shape[:2]), *canvas.shape[:2])
    if area is None:
        return
    left, top, right, bottom = area
    back = warped(picture, matrix, area, scratch.view(bottom - top, right - left))
    region = canvas[top:bottom, left:right]
    cv2.add(region, cv2.multiply(back, uncovered(region), back, 1 / 255), region)
