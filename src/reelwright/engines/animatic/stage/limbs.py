"""Figures with joints: a picture taken apart into a body and limbs, and put together again in a pose."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

import cv2
import numpy as np

from reelwright.engines.animatic.art import Bend, Build, Cut, Limb
from reelwright.engines.animatic.stage.blend import Scratch, bounds, lay, warped, window
from reelwright.engines.animatic.stage.camera import Matrix
from reelwright.engines.animatic.stage.canvas import Floats, Pixels
from reelwright.engines.animatic.stage.face import Frame
from reelwright.engines.animatic.stage.gait import Stride, swing

ROOM = 0.16  # heights of the picture around it in which limbs may swing
_SLIVER = 0.022  # shares of the width: half of what is too thin to be anybody's leg
_CRUMB = 0.01  # shares of the body's area
_SHADE = 0.8  # limbs on the far side lie in the body's shadow


@dataclass(frozen=True, slots=True)
class _Part:
    """A limb's picture; `joint` in its own pixels, `at` in those of the whole, `hull` its outline from the joint."""

    limb: Limb
    picture: Pixels
    joint: tuple[float, float]
    at: tuple[float, float]
    hull: Floats


@dataclass(frozen=True, slots=True)
class _Curve:
    """A bend's window (left, top, right, bottom), where its pixels come from, and how a wave moves those."""

    bend: Bend
    area: tuple[int, int, int, int]
    base: tuple[Floats, Floats]
    sine: tuple[Floats, Floats]
    cosine: tuple[Floats, Floats]


class Puppet:
    """One picture in parts, at one size and in one light."""

    def __init__(self, picture: Pixels, build: Build, at: Frame) -> None:
        self._at, self._way = at, -1.0 if at.mirrored else 1.0
        self._plain = picture
        self._body = _body(picture, build, at)
        self._parts = [_part(picture, limb, at) for limb in build.limbs]
        self._curves = [_curve(bend, at, picture.shape[0], picture.shape[1]) for bend in build.bends]
        self._steps, self._wheels = build.steps, build.wheels
        # spokes are as dark as the darkest paint in this light, or they would shine at night
        solid = picture[picture[..., 3] > 250][:, :3]
        dark = np.percentile(solid, 8, axis=0) if build.wheels and len(solid) else np.zeros(3)
        self._iron = (float(dark[0]), float(dark[1]), float(dark[2]))
        self._scratch = Scratch(*picture.shape[:2])

    def pose(self, stride: Stride) -> Pixels:
        """Return the picture at a moment of a stride, as large as the one it was made of."""
        resting = stride.gait in ("rest", "roll")
        body = self._plain if resting else self._body
        canvas = body.copy()
        for curve in self._curves:
            if curve.bend.kind == {"swim": "swim", "fly": "beat"}.get(stride.gait, "tail"):
                self._sway(canvas, body, curve, stride)
        if stride.gait == "roll":
            self._roll(canvas, stride.phase)
        for part in () if resting else self._parts:
            if part.limb.far:
                _under(canvas, part.picture, self._matrix(part, stride), self._scratch)
            else:
                lay(canvas, part.picture, self._matrix(part, stride), self._scratch)
        return canvas

    def drop(self, stride: Stride) -> float:
        """Return how far the picture must come down, in its heights, for its lowest foot to touch the ground."""
        if not self._steps or stride.gait not in ("walk", "run"):
            return 0.0
        ground = self._at.top + self._at.height
        low = max(
            float((self._matrix(part, stride)[1] @ part.hull).max())
            for part in self._parts
            if part.limb.role != "arm"
        )
        return (ground - low) / self._at.height * min(1.0, stride.size)

    def _roll(self, canvas: Pixels, phase: float) -> None:
        """Draw the spokes of wheels that have turned by `phase` radians: a plain hub would seem to stand still."""
        for wheel in self._wheels:
            x, y = self._at.x(wheel.middle[0]), self._at.y(wheel.middle[1])
            reach = wheel.reach * self._at.width
            turn = np.arange(wheel.spokes) * (2 * np.pi / wheel.spokes) - phase * self._way
            for across, down in zip(np.cos(turn), np.sin(turn), strict=True):
                ends = [
                    (round((x + part * reach * across) * 16), round((y + part * reach * down) * 16))
                    for part in (0.3, 0.92)
                ]
                thick = max(1, round(reach * (0.24 if wheel.spokes < 8 else 0.05)))
                cv2.line(canvas, ends[0], ends[1], (*self._iron, 255), thick, cv2.LINE_AA, 4)

    def _matrix(self, part: _Part, stride: Stride) -> Matrix:
        """Return the map from the pixels of a part to those of the whole picture."""
        move = swing(part.limb, stride)
        angle, rest = radians(move.turn) * self._way, radians(part.limb.cut.rest) * self._way
        # turn, stretch along the resting limb, turn back, about the joint: plain numbers, eight times in a frame
        c, s, p, q = cos(angle + rest), sin(angle + rest), cos(rest), sin(rest)
        a, b = c * move.wide * p + s * move.long * q, c * move.wide * q - s * move.long * p
        d, e = s * move.wide * p - c * move.long * q, s * move.wide * q + c * move.long * p
        x, y = part.joint
        return np.array([[a, b, part.at[0] - a * x - b * y], [d, e, part.at[1] - d * x - e * y], [0, 0, 1]])

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


def _filled(shape: tuple[int, ...], points: tuple[tuple[float, float], ...], at: Frame) -> Pixels:
    """Return a mask of a polygon in shares of a picture."""
    mask = np.zeros(shape[:2], np.uint8)
    corners = np.array([[at.x(x), at.y(y)] for x, y in points])
    cv2.fillPoly(mask, [np.round(corners * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return mask


def _disc(mask: Pixels, cut: Cut, at: Frame, level: int) -> None:
    centre = (round(at.x(cut.joint[0]) * 16), round(at.y(cut.joint[1]) * 16))
    cv2.circle(mask, centre, round(cut.reach * at.width * 16), level, -1, cv2.LINE_AA, 4)


def _masked(picture: Pixels, mask: Pixels) -> Pixels:
    return np.asarray(cv2.multiply(picture, cv2.merge([mask] * 4), scale=1 / 255), np.uint8)


def _trimmed(picture: Pixels, at: Frame) -> Pixels:
    """Return the picture without the slivers that a cut leaves, thinner than any leg."""
    size = 2 * round(_SLIVER * at.width) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    room = ((size, size), (size, size))
    # beyond the edge the picture goes on, or its own border would count as a sliver
    alpha = np.pad(picture[..., 3], room, mode="edge")
    kept = np.minimum(cv2.morphologyEx(alpha, cv2.MORPH_OPEN, kernel), alpha)[size:-size, size:-size]
    share = 255.0 * kept / np.maximum(picture[..., 3], 1)
    return _masked(picture, np.asarray(share, np.uint8))


def _body(picture: Pixels, build: Build, at: Frame) -> Pixels:
    """Return the picture without its limbs, but with the joints, so that no gap opens there."""
    away = np.zeros(picture.shape[:2], np.uint8)
    outlines = [*(cut.outline for cut in build.cuts), *build.gone]
    for outline in outlines:
        away = np.maximum(away, _filled(picture.shape, outline, at))
    for cut in build.cuts:
        _disc(away, cut, at, 0)
    body = _masked(picture, np.asarray(cv2.bitwise_not(away), np.uint8))
    if any(limb.role in ("fore", "hind") for limb in build.limbs):
        corners = np.array([point for outline in outlines for point in outline])
        left, right = sorted((at.x(float(corners[:, 0].min())), at.x(float(corners[:, 0].max()))))
        top = at.y(float(corners[:, 1].min())) - 0.05 * at.width
        area = (slice(max(0, int(top)), None), slice(max(0, int(left)), int(right)))
        body[area] = _trimmed(body[area], at)
    if build.patch:
        body = _patched(body, _filled(picture.shape, build.patch, at), away)
    return _whole(body)


def _whole(body: Pixels) -> Pixels:
    """Return the body without crumbs that were left where a limb was taken off."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(body[..., 3] > 24, np.uint8))
    if len(stats) < 3:
        return np.ascontiguousarray(body)
    large = np.flatnonzero(stats[:, cv2.CC_STAT_AREA] > _CRUMB * stats[1:, cv2.CC_STAT_AREA].max())
    kept = np.where(np.isin(labels, large[large > 0]), 255, 0).astype(np.uint8)
    return _masked(body, np.asarray(cv2.dilate(kept, np.ones((3, 3), np.uint8)), np.uint8))


def _patched(body: Pixels, patch: Pixels, away: Pixels) -> Pixels:
    """Return the body with what a limb lay upon filled in, inside the mask `patch`, in the colours around it."""
    hole = np.minimum(patch, away)
    clear = np.where(hole > 0, 0, np.minimum(patch, body[..., 3])).astype(np.uint8)
    known = np.asarray(cv2.erode(clear, np.ones((3, 3), np.uint8)), np.uint8)
    near = _masked(body, known).astype(np.float32)
    weight = known.astype(np.float32)
    size = max(2.0, body.shape[0] / 40)
    tones = np.zeros(body[..., :3].shape, np.float32)
    for reach in (
        8 * size,
        2 * size,
        0.6 * size,
    ):  # far colours first: near ones, where there are any, go over them
        cover = cv2.GaussianBlur(weight, (0, 0), reach)[..., None]
        tone = cv2.GaussianBlur(near[..., :3], (0, 0), reach) / np.maximum(cover, 1e-3) * 255
        share = np.clip(cover / 40, 0, 1) if reach < 8 * size else np.float32(1)
        tones += (tone - tones) * share
    level = hole[..., None].astype(np.float32) / 255
    fill = np.dstack([np.clip(tones, 0, 255) * level, 255 * level])
    mixed = body + fill * (1 - body[..., 3:].astype(np.float32) / 255)
    return np.asarray(np.clip(mixed + 0.5, 0, 255), np.uint8)


def _part(picture: Pixels, limb: Limb, at: Frame) -> _Part:
    cut = limb.cut
    mask = _filled(picture.shape, cut.outline, at)
    _disc(mask, cut, at, 255)
    part = _masked(picture, mask)
    if limb.role in ("fore", "hind"):
        part = _trimmed(part, at)
    left, top, wide, high = cv2.boundingRect(np.asarray(part[..., 3] > 0, np.uint8))
    left, top = max(0, left - 1), max(0, top - 1)
    part = part[top : top + high + 2, left : left + wide + 2]
    if limb.far:
        shade = _SHADE if limb.role != "arm" else 0.5 + _SHADE / 2
        part = np.dstack([cv2.convertScaleAbs(part[..., :3], alpha=shade), part[..., 3]])
    inked = np.argwhere(part[..., 3] > 127)[:, ::-1].astype(np.int32)
    spots = cv2.convexHull(inked).reshape(-1, 2) if len(inked) else np.zeros((1, 2), np.int32)
    joint = (at.x(cut.joint[0]) - left, at.y(cut.joint[1]) - top)
    hull = np.stack([spots[:, 0] + 0.5, spots[:, 1] + 1.0, np.ones(len(spots))])
    return _Part(limb, np.ascontiguousarray(part), joint, (at.x(limb.at[0]), at.y(limb.at[1])), hull)


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
    free = cv2.bitwise_not(cv2.extractChannel(region, 3))
    cv2.add(region, cv2.multiply(back, cv2.merge([free] * 4), scale=1 / 255), dst=region)
