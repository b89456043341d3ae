"""Feelings painted into a face: brows, eyelids and the mouth, over what the artwork has there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.engines.animatic.art import Face
from reelwright.engines.animatic.plan import Feeling
from reelwright.engines.animatic.stage.canvas import Colour, Floats, Pixels, rgb
from reelwright.engines.animatic.stage.face import Frame, blank

_FINE: Final = 4  # a face is painted so much larger and then reduced: brows must stay smooth at ten pixels
_DARK: Final = 0.86  # of the green of skin: brows have less
_BROW, _LINE, _DEEP, _FLUSH = rgb("7d3d26"), rgb("5c1a36"), rgb("7c1838"), rgb("e8402a")


@dataclass(frozen=True, slots=True)
class _Mien:
    """How a feeling looks, in halves of an eye's width and height from its middle.

    inner, outer: the ends of a brow: across, towards the nose negative, and up. arch: how far its middle is above the line
    between them. lid: how far a lid comes down at its inner and its outer end, of the eye's height. mouth: how far its corners
    hang, and how wide it is, of its width. open: half of how high it is open, of its width. flush: how red the cheeks are.
    """

    inner: tuple[float, float]
    outer: tuple[float, float]
    arch: float
    lid: tuple[float, float]
    mouth: tuple[float, float]
    open: float = 0.0
    flush: float = 0.0


_MIENS: Final = {
    Feeling.ANGER: _Mien((-0.95, 1.15), (1.35, 2.75), -0.1, (0.62, 0.12), (0.2, 0.78), flush=0.3),
    Feeling.SADNESS: _Mien((-0.8, 3.1), (1.45, 1.5), 0.25, (0.1, 0.6), (0.26, 0.72)),
    Feeling.WORRY: _Mien((-0.7, 3.5), (1.4, 2.2), 0.3, (0.0, 0.0), (0.14, 0.55), open=0.05),
    Feeling.SURPRISE: _Mien((-0.9, 3.5), (1.3, 3.3), 0.7, (0.0, 0.0), (0.0, 0.36), open=0.24),
}


def moody(picture: Pixels, face: Face, feeling: Feeling, *, mirrored: bool = False) -> Pixels:
    """Return a picture, premultiplied RGBA cropped to its ink, with a feeling in its face.

    Nothing of the outline changes. mirrored: whether the picture looks the other way than the artwork.
    """
    height, width = picture.shape[:2]
    at = Frame(0.0, 0.0, float(width), float(height), mirrored)
    left, top, right, bottom = _around(face, at)
    clean = blank(picture, face, at)
    clean = _browless(clean, face, at)
    crop = np.ascontiguousarray(picture[top:bottom, left:right])
    bare = np.ascontiguousarray(clean[top:bottom, left:right])
    size = ((right - left) * _FINE, (bottom - top) * _FINE)
    fine, skin = (
        np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_LINEAR), np.uint8) for part in (crop, bare)
    )
    small = (right - left, bottom - top)
    before = cv2.resize(fine, small, interpolation=cv2.INTER_AREA)
    _Brush(fine, skin, (left, top)).paint(face, at, _MIENS[feeling])
    painted = cv2.resize(fine, small, interpolation=cv2.INTER_AREA)
    # to go to the larger size and back makes all of it softer: what nothing was painted on stays as it is
    touched = (painted != before).any(axis=2, keepdims=True)
    worn = picture.copy()
    shown = np.minimum(painted[..., :3], crop[..., 3:])
    worn[top:bottom, left:right, :3] = np.where(touched, shown, crop[..., :3])
    return worn


def _eyes(face: Face, at: Frame) -> list[tuple[float, float, float, float, int]]:
    """Return middle and half size of both eyes in pixels, and on which side the nose is."""
    left, right, y, wide, high = face.eyes
    half = (wide * at.width / 2, high * at.height / 2)
    middle = at.x((left + right) / 2)
    found = []
    for share in (left, right):
        x = at.x(share)
        narrow = max(
            half[0], 0.8 * half[1]
        )  # the eyes of animals are dots: their brows are as wide as those of people
        found.append((x, at.y(y), narrow, half[1], 1 if x < middle else -1))
    return found


def _around(face: Face, at: Frame) -> tuple[int, int, int, int]:
    eyes = _eyes(face, at)
    x, top, wide, drop = face.mouth
    half, high = eyes[0][2], eyes[0][3]
    left = min(eye[0] for eye in eyes) - 2.6 * half
    right = max(eye[0] for eye in eyes) + 2.6 * half
    low = at.y(top) + max(drop * at.height, wide * at.width * 0.6) + 3
    return (
        max(0, int(min(left, at.x(x) - wide * at.width * 0.7))),
        max(0, int(eyes[0][1] - 4.8 * high - 2)),
        min(int(at.width), int(max(right, at.x(x) + wide * at.width * 0.7)) + 2),
        min(int(at.height), int(low) + 2),
    )


def _browless(picture: Pixels, face: Face, at: Frame) -> Pixels:
    """Return a picture with skin in place of the brows: of what is darker than the skin there, for a hat must not run."""
    mask: Pixels = np.zeros(picture.shape[:2], np.uint8)
    for x, y, half_x, half_y, _ in _eyes(face, at):
        middle = (round(x), round(y - 2.5 * half_y))
        cv2.ellipse(mask, middle, (round(1.5 * half_x) + 1, round(1.25 * half_y) + 1), 0, 0, 360, 255, -1)
    green = cv2.extractChannel(picture, 1)
    inside = green[mask > 0]
    dark = (green < _DARK * np.percentile(inside, 70)).astype(np.uint8) * 255 if inside.size else mask
    reach = np.ones((3, 3), np.uint8)
    brows = cv2.bitwise_and(mask, cv2.dilate(dark, reach))
    clean = picture.copy()
    clean[..., :3] = cv2.inpaint(np.ascontiguousarray(picture[..., :3]), brows, 3, cv2.INPAINT_TELEA)
    return clean


class _Brush:
    """A face that is painted `_FINE` times as large as it is; `skin` is what it is without eyes, brows and mouth."""

    def __init__(self, fine: Pixels, skin: Pixels, origin: tuple[int, int]) -> None:
        self._fine, self._skin, self._origin = fine, skin, origin

    def paint(self, face: Face, at: Frame, mien: _Mien) -> None:
        """Paint everything that a feeling changes."""
        eyes = _eyes(face, at)
        people = face.eyes[3] * at.width > 0.8 * face.eyes[4] * at.height
        if mien.flush:
            self._glow(eyes, mien.flush)
        for x, y, half_x, half_y, nose in eyes:
            if people:
                self._clear(x, y - 2.5 * half_y, 1.5 * half_x, 1.25 * half_y)
            lower = (
                0.0 if people else -0.8
            )  # the brows of animals are painted where there are none, nearer to the eye
            ends = [
                (x + nose * -across * half_x, y - (up + lower) * half_y)
                for across, up in (mien.inner, mien.outer)
            ]
            if max(mien.lid) > 0:
                self._lid((x, y, half_x, half_y), nose, mien.lid)
            self._brow(ends[0], ends[1], mien.arch * half_y, 0.85 * half_y if people else 0.42 * half_y)
        self._mouth(face, at, mien)

    def _points(self, points: Floats) -> NDArray[np.int32]:
        return np.asarray(np.round((points - np.array(self._origin)) * _FINE), np.int32)

    def _clear(self, x: float, y: float, half_x: float, half_y: float) -> None:
        mask = np.zeros(self._fine.shape[:2], np.uint8)
        (middle,) = self._points(np.array([[x, y]]))
        size = (round((half_x + 1) * _FINE), round((half_y + 1) * _FINE))
        cv2.ellipse(mask, (int(middle[0]), int(middle[1])), size, 0, 0, 360, 255, -1)
        self._fine[mask > 0] = self._skin[mask > 0]

    def _lid(self, eye: tuple[float, float, float, float], nose: int, lid: tuple[float, float]) -> None:
        """Let skin hang over the upper part of an eye, lower at one end."""
        x, y, half_x, half_y = eye
        inner, outer = x + nose * 1.25 * half_x, x - nose * 1.25 * half_x
        low_in, low_out = (y - 1.15 * half_y + 2.3 * share * half_y for share in lid)
        top = y - 1.6 * half_y
        mask = np.zeros(self._fine.shape[:2], np.uint8)
        area = self._points(np.array([[inner, top], [outer, top], [outer, low_out], [inner, low_in]]))
        cv2.fillPoly(mask, [area], 255)
        self._fine[mask > 0] = self._skin[mask > 0]
        edge = self._points(
            np.array([[inner - nose * 0.25 * half_x, low_in], [outer + nose * 0.25 * half_x, low_out]])
        )
        thick = max(1, round(0.16 * half_y * _FINE))
        cv2.polylines(self._fine, [edge], False, _tone(_LINE), thick, cv2.LINE_AA)

    def _brow(
        self, inner: tuple[float, float], outer: tuple[float, float], arch: float, thick: float
    ) -> None:
        way = np.linspace(0, 1, 12)[:, None]
        line = np.array(inner) * (1 - way) + np.array(outer) * way
        line[:, 1] -= arch * (4 * way * (1 - way))[:, 0]
        cv2.polylines(
            self._fine, [self._points(line)], False, _tone(_BROW), max(1, round(thick * _FINE)), cv2.LINE_AA
        )

    def _mouth(self, face: Face, at: Frame, mien: _Mien) -> None:
        x, top, wide, drop = (
            at.x(face.mouth[0]),
            at.y(face.mouth[1]),
            face.mouth[2] * at.width,
            face.mouth[3] * at.height,
        )
        high = max(face.hangs * at.height, 0.5 * wide)
        self._clear(
            x, top + (0.45 if face.hangs else 0.3) * high, 0.6 * wide, (0.75 if face.hangs else 0.55) * high
        )
        hang, share = mien.mouth
        half, y = 0.5 * share * wide, top + 0.34 * min(high, drop)
        if mien.open:
            turn = np.linspace(0, 2 * np.pi, 32)
            tall = mien.open * wide
            droop = hang * wide * np.cos(turn) ** 2
            ring = np.stack([x + half * np.cos(turn), y + tall * np.sin(turn) + droop], 1)
            cv2.fillPoly(self._fine, [self._points(ring)], _tone(_DEEP), cv2.LINE_AA)
            cv2.polylines(
                self._fine,
                [self._points(ring)],
                True,
                _tone(_LINE),
                max(1, round(0.06 * wide * _FINE)),
                cv2.LINE_AA,
            )
            return
        across = np.linspace(-1, 1, 16)
        line = np.stack([x + half * across, y + hang * wide * (across**2 - 0.3)], 1)
        cv2.polylines(
            self._fine,
            [self._points(line)],
            False,
            _tone(_LINE),
            max(1, round(0.15 * wide * _FINE)),
            cv2.LINE_AA,
        )

    def _glow(self, eyes: list[tuple[float, float, float, float, int]], strength: float) -> None:
        """Redden the cheeks."""
        mask = np.zeros(self._fine.shape[:2], np.float32)
        for x, y, half_x, half_y, nose in eyes:
            (middle,) = self._points(np.array([[x - nose * 0.5 * half_x, y + 2.6 * half_y]]))
            size = (round(1.5 * half_x * _FINE), round(1.5 * half_y * _FINE))
            cv2.ellipse(mask, (int(middle[0]), int(middle[1])), size, 0, 0, 360, 1.0, -1)
        blur = max(1.0, 0.5 * eyes[0][2] * _FINE)
        share = (cv2.GaussianBlur(mask, (0, 0), blur) * strength)[..., None]
        opaque = self._fine[..., 3:].astype(np.float32) / 255
        mixed = self._fine[..., :3] * (1 - share) + _FLUSH * opaque * share
        self._fine[..., :3] = mixed.astype(np.uint8)


def _tone(colour: Colour) -> list[float]:
    return [*(float(level) for level in colour), 255.0]
