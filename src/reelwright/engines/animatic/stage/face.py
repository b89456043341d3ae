"""Faces that move: eyes that shut and a mouth that opens, drawn over a picture where its artwork has them."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi

import cv2
import numpy as np

from reelwright.engines.animatic.art import Face
from reelwright.engines.animatic.stage.canvas import Colour, Floats, Pixels, rgb

_FINE = 4  # the mouth is drawn so much larger and then reduced: its edges must stay smooth at twenty pixels
_LINE, _DEEP, _TONGUE, _TOOTH = rgb("3a2230"), rgb("7c1838"), rgb("f2788c"), rgb("fffaf4")
_LEAST = 5.0  # pixels: a mouth narrower than this is not seen


@dataclass(frozen=True, slots=True)
class Expression:
    """What a face shows: `mouth` 0 as drawn to 1 wide open, `eyes` 0 as drawn to 1 shut."""

    mouth: float = 0.0
    eyes: float = 0.0

    @property
    def resting(self) -> bool:
        """Whether the artwork shows it as it is."""
        return self.mouth < 0.02 and self.eyes < 0.02


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a face lies in a picture: pixels from its left and top edge to its ink, and the size of its ink."""

    left: float
    top: float
    width: float
    height: float
    mirrored: bool

    def x(self, share: float) -> float:
        """Return the column at a share of the ink's width."""
        return self.left + self.width * ((1 - share) if self.mirrored else share)

    def y(self, share: float) -> float:
        """Return the row at a share of the ink's height."""
        return self.top + self.height * share


def seen(face: Face, at: Frame) -> bool:
    """Return whether the mouth is large enough to be seen moving."""
    return face.mouth[2] * at.width >= _LEAST


def blank(picture: Pixels, face: Face, at: Frame) -> Pixels:
    """Return the picture, premultiplied RGBA, with skin or fur in place of eyes and mouth."""
    mask = np.zeros(picture.shape[:2], np.uint8)
    for x, y, half_x, half_y in _eyes(face, at):
        grown = (round(half_x * 1.25) + 1, round(half_y * 1.22) + 1)
        cv2.ellipse(mask, (round(x), round(y)), grown, 0, 0, 360, 255, -1)
    x, top, wide, _ = _mouth(face, at)
    high = max(face.hangs * at.height, wide * 0.5)
    left, upper, right, lip = (
        round(value) for value in (x - wide * 0.58, top - 0.06 * high, x + wide * 0.58, top + 0.3 * high)
    )
    cv2.rectangle(mask, (left, upper), (right, lip), 255, -1)
    cv2.ellipse(mask, (round(x), lip), (round(wide * 0.58), round(0.76 * high)), 0, 0, 180, 255, -1)
    clean = picture.copy()
    if face.hangs:  # a tongue may reach beyond the chin
        clean[..., 3] = cv2.inpaint(np.ascontiguousarray(picture[..., 3]), mask, 3, cv2.INPAINT_TELEA)
    clean[..., :3] = cv2.inpaint(np.ascontiguousarray(picture[..., :3]), mask, 3, cv2.INPAINT_TELEA)
    return clean


def wear(picture: Pixels, clean: Pixels, face: Face, at: Frame, shown: Expression, tint: Colour) -> Pixels:
    """Return a copy of the picture with an expression; `clean` is its blank, `tint` the light on it."""
    worn = picture.copy()
    for x, y, half_x, half_y in _eyes(face, at):
        _shut(worn, clean, (x, y, half_x, half_y), shown.eyes, tint, narrow=half_x < 0.8 * half_y)
    if shown.mouth >= 0.02:
        _open(worn, clean, face, at, shown.mouth, tint)
    return worn


def _eyes(face: Face, at: Frame) -> list[tuple[float, float, float, float]]:
    left, right, y, wide, high = face.eyes
    size = (wide * at.width / 2, high * at.height / 2)
    return [(at.x(x), at.y(y), *size) for x in (left, right)]


def _mouth(face: Face, at: Frame) -> tuple[float, float, float, float]:
    x, top, wide, drop = face.mouth
    return at.x(x), at.y(top), wide * at.width, drop * at.height


def _shut(
    worn: Pixels,
    clean: Pixels,
    eye: tuple[float, float, float, float],
    share: float,
    tint: Colour,
    *,
    narrow: bool,
) -> None:
    if share < 0.02:
        return
    x, y, half_x, half_y = eye
    top, bottom = y - 1.3 * half_y - 1, y + 1.3 * half_y + 1
    rows = slice(max(0, int(top)), max(0, round(top + (bottom - top) * min(1.0, share))))
    columns = slice(max(0, int(x - 1.35 * half_x - 1)), int(x + 1.35 * half_x + 2))
    worn[rows, columns, :3] = clean[rows, columns, :3]
    if share < 0.5:
        return
    reach = half_x * (1.9 if narrow else 0.95)
    turn = np.linspace(pi, 2 * pi, 14)
    bow = np.stack([x + reach * np.cos(turn), y + 0.2 * half_y + 0.5 * reach * np.sin(turn)], 1)
    thick = max(1, round(half_x * (0.75 if narrow else 0.26)))
    points = [np.round(bow * 16).astype(np.int32)]
    tone = [*(float(level) for level in _LINE * tint), 255.0]
    cv2.polylines(worn, points, False, tone, thick, cv2.LINE_AA, 4)


def _lips(face: Face, at: Frame, share: float) -> tuple[Floats, tuple[float, float, float, float]]:
    """Return the outline of an open mouth, and its middle, top, half width and height."""
    x, top, wide, drop = _mouth(face, at)
    half = wide / 2 * (0.92 - 0.18 * share)
    high = max(wide * 0.12, drop * (0.16 + 0.84 * share))
    turn = np.linspace(0, 2 * pi, 40, endpoint=False)
    across = np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** 0.8
    # the upper lip is flatter than the chin
    down = np.where(np.sin(turn) < 0, 0.36 * np.sin(turn), 0.64 * np.sin(turn)) + 0.36
    return np.stack([x + half * across, top + high * down], 1), (x, top, half, high)


def _open(worn: Pixels, clean: Pixels, face: Face, at: Frame, share: float, tint: Colour) -> None:
    height, width = worn.shape[:2]
    outline, (x, top, half, high) = _lips(face, at, share)
    _, _, wide, drop = _mouth(face, at)
    edge = max(1.0, wide * 0.05)
    left, upper = max(0, int(x - wide * 0.62 - 2)), max(0, int(top - 0.1 * drop - edge - 2))
    right, lower = (
        min(width, int(x + wide * 0.62 + 3)),
        min(height, int(top + 1.05 * max(drop, wide * 0.6, face.hangs * at.height) + edge + 3)),
    )
    if left >= right or upper >= lower:
        return
    region = worn[upper:lower, left:right, :3]
    fade = min(1.0, share / 0.1)
    skin = cv2.addWeighted(region, 1 - fade, clean[upper:lower, left:right, :3], fade, 0)
    size = ((right - left) * _FINE, (lower - upper) * _FINE)
    points = np.round((outline - [left, upper]) * _FINE).astype(np.int32)
    drawn = np.asarray(cv2.resize(skin, size, interpolation=cv2.INTER_LINEAR), np.uint8)
    cv2.polylines(drawn, [points], True, _tone(_LINE, tint), round(2 * edge * _FINE), cv2.LINE_AA)
    inside = drawn.copy()
    cv2.fillPoly(inside, [points], _tone(_DEEP, tint))
    middle = (round((x - left) * _FINE), round((top + high * 0.98 - upper) * _FINE))
    tongue = (round(half * 0.72 * _FINE), max(1, round(high * 0.46 * _FINE)))
    cv2.ellipse(inside, middle, tongue, 0, 0, 360, _tone(_TONGUE, tint), -1, cv2.LINE_AA)
    beast = face.eyes[3] * at.width < 0.8 * face.eyes[4] * at.height  # people have no fangs
    for way in (-1, 1) if beast and share > 0.2 else ():
        tooth = np.array([[way * 0.62, 0.02], [way * 0.3, 0.0], [way * 0.45, 0.26]]) * [half, high]
        spots = np.round((tooth + np.array([x - left, top - upper])) * _FINE).astype(np.int32)
        cv2.fillPoly(inside, [spots], _tone(_TOOTH, tint), cv2.LINE_AA)
    mask = np.zeros(drawn.shape[:2], np.uint8)
    cv2.fillPoly(mask, [points], 255)
    drawn[mask > 0] = inside[mask > 0]
    mouth = cv2.resize(drawn, (right - left, lower - upper), interpolation=cv2.INTER_AREA)
    alpha = worn[upper:lower, left:right, 3]
    alpha[...] = cv2.addWeighted(alpha, 1 - fade, clean[upper:lower, left:right, 3], fade, 0)
    # nothing is drawn where the picture is not: a mouth at the chin would hang in the air
    covered = worn[upper:lower, left:right, 3:]
    region[...] = np.minimum(cv2.addWeighted(region, 1 - fade, mouth, fade, 0), covered)


def _tone(colour: Colour, tint: Colour) -> tuple[float, float, float]:
    red, green, blue = (float(level) for level in np.clip(colour * tint, 0, 255))
    return red, green, blue
