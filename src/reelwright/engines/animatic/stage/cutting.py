"""Takes a picture apart: a body without its limbs, and limbs in parts that turn about their joints."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.engines.animatic.art import Build, Cut, Joint, Limb
from reelwright.engines.animatic.stage.canvas import Floats, Pixels
from reelwright.engines.animatic.stage.face import Frame

_SLIVER = 0.022  # shares of the width: half of what is too thin to be anybody's leg
_CRUMB = 0.01  # shares of the body's area
_SHADE = 0.8  # limbs on the far side lie in the body's shadow
_FINE_REACH = 3.0  # pixels of a blur that need no finer picture
_LANKY = 2.1  # a leg so many times as long as it is wide gets a knee where nobody has looked for one


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a limb: its picture, its joint and the next one in its own pixels, and its outline from the joint on."""

    picture: Pixels
    joint: tuple[float, float]
    end: tuple[float, float]
    rest: float
    hull: Floats


@dataclass(frozen=True, slots=True)
class Part:
    """A limb in pieces from the body outwards, hung `at` a pixel of the whole; `lengths` in heights of the whole.

    way: -1 where its picture is mirrored.
    """

    limb: Limb
    pieces: tuple[Piece, ...]
    at: tuple[float, float]
    lengths: tuple[float, ...]
    way: float


def _filled(shape: tuple[int, ...], points: tuple[tuple[float, float], ...], at: Frame) -> Pixels:
    """Return a mask of a polygon in shares of a picture."""
    mask = np.zeros(shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(_corners(points, at) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return mask


def _disc(mask: Pixels, cut: Cut, at: Frame, level: int) -> None:
    centre = (round(at.x(cut.joint[0]) * 16), round(at.y(cut.joint[1]) * 16))
    cv2.circle(mask, centre, round(cut.reach * at.width * 16), level, -1, cv2.LINE_AA, 4)


def _masked(picture: Pixels, mask: Pixels) -> Pixels:
    return np.asarray(cv2.multiply(picture, cv2.merge([mask] * 4), scale=1 / 255), np.uint8)


def _sliver(at: Frame) -> int:
    """Return the width in pixels of what is too thin to be a leg."""
    return 2 * round(_SLIVER * at.width) + 1


def _trimmed(picture: Pixels, at: Frame) -> Pixels:
    """Return the picture without the slivers that a cut leaves, thinner than any leg."""
    size = _sliver(at)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    room = ((size, size), (size, size))
    # beyond the edge the picture goes on, or its own border would count as a sliver
    alpha = np.pad(picture[..., 3], room, mode="edge")
    kept = np.minimum(cv2.morphologyEx(alpha, cv2.MORPH_OPEN, kernel), alpha)[size:-size, size:-size]
    share = 255.0 * kept / np.maximum(picture[..., 3], 1)
    return _masked(picture, np.asarray(share, np.uint8))


def trunk_of(picture: Pixels, build: Build, at: Frame) -> Pixels:
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
        part = _around(picture.shape, _corners(build.patch, at), 2)
        body[part] = _patched(
            body[part],
            _filled(picture.shape, build.patch, at)[part],
            away[part],
            max(2.0, body.shape[0] / 40),
        )
    return _whole(body)


def _whole(body: Pixels) -> Pixels:
    """Return the body without crumbs that were left where a limb was taken off."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(body[..., 3] > 24, np.uint8))
    if len(stats) < 3:
        return np.ascontiguousarray(body)
    large = np.flatnonzero(stats[:, cv2.CC_STAT_AREA] > _CRUMB * stats[1:, cv2.CC_STAT_AREA].max())
    kept = np.where(np.isin(labels, large[large > 0]), 255, 0).astype(np.uint8)
    return _masked(body, np.asarray(cv2.dilate(kept, np.ones((3, 3), np.uint8)), np.uint8))


def _patched(body: Pixels, patch: Pixels, away: Pixels, size: float) -> Pixels:
    """Return the body with what a limb lay upon filled in, inside the mask `patch`, in the colours `size` pixels around it."""
    hole = np.minimum(patch, away)
    clear = np.where(hole > 0, 0, np.minimum(patch, body[..., 3])).astype(np.uint8)
    known = np.asarray(cv2.erode(clear, np.ones((3, 3), np.uint8)), np.uint8)
    near = np.dstack([_masked(body, known)[..., :3], known])
    tones = np.zeros(body[..., :3].shape, np.float32)
    # far colours first: near ones, where there are any, go over them
    for reach in (8 * size, 2 * size, 0.6 * size):
        tone, cover = _spread(near, reach)
        share = np.clip(cover / 40, 0, 1)[..., None] if reach < 8 * size else np.float32(1)
        tones += (tone - tones) * share
    level = hole[..., None].astype(np.float32) / 255
    fill = np.dstack([np.clip(tones, 0, 255) * level, 255 * level])
    mixed = body + fill * (1 - body[..., 3:].astype(np.float32) / 255)
    return np.asarray(np.clip(mixed + 0.5, 0, 255), np.uint8)


def _spread(near: Pixels, reach: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the colours around each pixel and how much there is of them, 0 to 255; near: BGR and what is known of it.

    reach: sigma of a Gauss, in pixels. It is laid over a smaller picture: a wide one over the whole costs more than all else
    of a figure.
    """
    high, wide = near.shape[:2]
    step = max(1, int(reach / _FINE_REACH))
    size = (max(1, wide // step), max(1, high // step))
    small = cv2.resize(near, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    soft = np.asarray(
        cv2.GaussianBlur(small, (0, 0), reach / step, borderType=cv2.BORDER_REFLECT), np.float32
    )
    soft[..., :3] *= np.float32(255) / np.maximum(soft[..., 3:], np.float32(1e-3))
    whole = cv2.resize(soft, (wide, high), interpolation=cv2.INTER_LINEAR)
    return np.asarray(whole[..., :3], np.float32), np.asarray(whole[..., 3], np.float32)


def _around(shape: tuple[int, ...], points: Floats, margin: float) -> tuple[slice, slice]:
    """Return rows and columns of a picture that hold points (n, 2) in pixels and `margin` pixels around them."""
    (left, top), (right, bottom) = (
        (points.min(axis=0) - margin).tolist(),
        (points.max(axis=0) + margin).tolist(),
    )
    rows = slice(min(shape[0] - 1, max(0, int(top))), max(1, int(bottom) + 1))
    return rows, slice(min(shape[1] - 1, max(0, int(left))), max(1, int(right) + 1))


def _corners(outline: tuple[tuple[float, float], ...], at: Frame) -> Floats:
    return np.array([[at.x(x), at.y(y)] for x, y in outline])


def part_of(limb: Limb, picture: Pixels, at: Frame, own: Frame) -> Part | None:
    """Return a limb in pieces, or None where there is nothing of it to be seen.

    picture: what it is cut from. at: where the figure is in its picture. own: the same for the limb's drawing,
    which may be mirrored where the figure is not.
    """
    hung, cut = (at.x(limb.at[0]), at.y(limb.at[1])), limb.cut
    joint, reach = np.array([[own.x(cut.joint[0]), own.y(cut.joint[1])]]), cut.reach * own.width
    ends = np.concatenate([_corners(cut.outline, own), joint - reach, joint + reach])
    # only where the limb is: a figure has ten, and each is a small part of its picture
    area = _around(picture.shape, ends, 4 + 2 * _sliver(own))
    picture, own = picture[area], replace(own, left=own.left - area[1].start, top=own.top - area[0].start)
    mask = _filled(picture.shape, limb.cut.outline, own)
    _disc(mask, limb.cut, own, 255)
    # both edges of the cut are soft: where the arm only just met the body, it would show
    if limb.role == "arm":
        mask = np.asarray(cv2.dilate(mask, np.ones((3, 3), np.uint8)), np.uint8)
    whole = _masked(picture, mask)
    if limb.role in ("fore", "hind"):
        whole = _trimmed(whole, own)
        limb = _kneed(limb, whole, own)
    if limb.far:
        shade = _SHADE if limb.role != "arm" else 0.5 + _SHADE / 2
        whole = np.dstack([cv2.convertScaleAbs(whole[..., :3], alpha=shade), whole[..., 3]])
    inked = np.argwhere(whole[..., 3] > 127)[:, ::-1].astype(np.float64)
    if not len(inked):
        return None
    way = -1.0 if own.mirrored else 1.0
    joints = [limb.cut.joint, *(bend.at for bend in limb.cut.bends)]
    spots = np.array([(own.x(x), own.y(y)) for x, y in joints])
    reaches = [limb.cut.reach * own.width, *(bend.reach * own.width for bend in limb.cut.bends)]
    rests = [limb.cut.rest, *(bend.rest for bend in limb.cut.bends)]
    turn = np.radians(rests[-1]) * way
    beyond = (inked - spots[-1]) @ np.array([-np.sin(turn), np.cos(turn)])
    # of a figure of a few pixels nothing may be left beyond the last joint
    tip = spots[-1] + max(1.0, float(beyond.max())) * np.array([-np.sin(turn), np.cos(turn)])
    path = np.vstack([spots, tip])
    pieces = tuple(
        _piece(_between(whole, path, reaches, index), path[index], path[index + 1], rest)
        for index, rest in enumerate(rests)
    )
    lengths = tuple(float(long) / at.height for long in np.hypot(*np.diff(path, axis=0).T))
    return Part(limb, pieces, hung, lengths, way)


def _kneed(limb: Limb, whole: Pixels, at: Frame) -> Limb:
    """Return a long leg with a knee in its middle, where its picture has its middle in that row."""
    rows = np.flatnonzero((whole[..., 3] > 127).any(axis=1))
    top = at.y(limb.cut.joint[1])
    if limb.cut.bends or not len(rows) or rows[-1] <= top:
        return limb
    row = round(top + 0.5 * (rows[-1] - top))
    across = np.flatnonzero(whole[row, :, 3] > 127)
    if not len(across) or rows[-1] - top < _LANKY * len(across):
        return limb
    middle = (float(across.mean()) + 0.5 - at.left) / at.width
    knee = Joint(
        (1 - middle if at.mirrored else middle, (row + 0.5 - at.top) / at.height),
        0.5 * len(across) / at.width,
        limb.cut.rest,
    )
    return replace(limb, cut=replace(limb.cut, bends=(knee,)))


def _between(whole: Pixels, path: Floats, reaches: list[float], index: int) -> Pixels:
    """Return what of a limb lies between two of its joints, both with all that is near them, so that they may bend."""
    if len(path) < 3:
        return whole
    rows, columns = np.mgrid[: whole.shape[0], : whole.shape[1]].astype(np.float32) + np.float32(0.5)
    keep = np.ones(whole.shape[:2], np.float32)
    near = np.zeros(whole.shape[:2], np.float32)
    for at in (index, index + 1):
        if not 0 < at < len(path) - 1:
            continue
        before, after = path[at] - path[at - 1], path[at + 1] - path[at]
        along = before / np.hypot(*before) + after / np.hypot(*after)
        along = along / np.hypot(*along) * (1 if at == index else -1)
        across, down = columns - np.float32(path[at, 0]), rows - np.float32(path[at, 1])
        ahead = across * np.float32(along[0]) + down * np.float32(along[1])
        np.minimum(keep, np.clip(ahead + 0.5, 0, 1), out=keep)
        np.maximum(near, np.clip(reaches[at] + 0.5 - np.hypot(across, down), 0, 1), out=near)
    return _masked(whole, np.asarray(np.maximum(keep, near) * 255 + 0.5, np.uint8))


def _piece(part: Pixels, joint: Floats, end: Floats, rest: float) -> Piece:
    left, top, wide, high = cv2.boundingRect(np.asarray(part[..., 3] > 0, np.uint8))
    left, top = max(0, left - 1), max(0, top - 1)
    part = part[top : top + high + 2, left : left + wide + 2]
    inked = np.argwhere(part[..., 3] > 127)[:, ::-1].astype(np.int32)
    spots = cv2.convexHull(inked).reshape(-1, 2) if len(inked) else np.zeros((1, 2), np.int32)
    hull = np.stack([spots[:, 0] + 0.5, spots[:, 1] + 1.0, np.ones(len(spots))])
    corner = np.array([left, top])
    first, last = joint - corner, end - corner
    return Piece(
        np.ascontiguousarray(part),
        (float(first[0]), float(first[1])),
        (float(last[0]), float(last[1])),
        rest,
        hull,
    )
