"""First-person hands over a picture: they come into the frame, drop things into a cup, pour, shake, and set a label on it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import cos, pi, sin
from typing import Final

import cv2
import numpy as np

from reelwright.engines.animatic.art import load_art
from reelwright.engines.animatic.byhand import Deed, Step, handiwork_of
from reelwright.engines.animatic.plan import Shot, Storyboard
from reelwright.engines.animatic.warp import Rgba, smoothstep
from reelwright.media.frames import Frame

_VESSEL, _FOOT = 0.46, 0.93
"""Height of the vessel and where its foot stands, in heights of the frame."""

_THING, _PIECE = 0.2, 0.11
_HAND: Final = 0.26
_ARM: Final = 4.5
"""Length of an arm, in heights of its hand: its end is never seen."""

_SLOPE: Final = -0.45
"""Radians by which an arm comes from below: it is the viewer's own."""

_SHADE: Final = 0.4

Point = tuple[float, float]
"""A place in the frame, in its heights: x from the middle to the right, y from the upper edge down."""


def worked(board: Storyboard, shot: Shot, frames: Iterator[Frame]) -> Iterator[Frame]:
    """Yield `frames` of the shot with the hands at work over them, each a picture of its own."""
    hands = _Hands(board, shot)
    for number, frame in enumerate(frames):
        yield hands.draw(frame, number)


class ReachingHand:
    """A hand that comes into a picture and takes hold of its subject."""

    def __init__(self, board: Storyboard, *, leaving: bool) -> None:
        """leaving: whether it is there at first and gone at the end, instead of coming."""
        self._art = _arm("rightwards-hand", max(8, round(1.4 * _HAND * board.height)))
        self._leaving = leaving

    def draw(self, frame: Rgba, at: tuple[float, float], share: float) -> None:
        """Draw the hand onto `frame`, in place, at `share` of the shot; at: the subject's side, as fractions of the frame."""
        height, width = frame.shape[:2]
        there = smoothstep((0.95 - share) / 0.3) if self._leaving else smoothstep((share - 0.15) / 0.4)
        if there > 0:
            x, y = (at[0] - 0.5) * width / height, at[1]
            _lay(frame, self._art, (x + 1.3 * (1 - there), y + 0.3 * (1 - there)), (0.05, 0.5), _SLOPE)


class _Hands:
    """The hands of one shot, and what they work at."""

    def __init__(self, board: Storyboard, shot: Shot) -> None:
        self._work = handiwork_of(shot)
        self._height, self._frames = board.height, shot.frames
        self._rate = board.beats_per_minute / 60
        self._seconds = shot.frames / board.fps
        size = round(_HAND * board.height)
        self._letting, self._gripping = _arm("palm-down-hand", size), _arm("rightwards-hand", size)
        self._vessel = load_art(self._work.vessel, self._rows(_VESSEL)) if self._work.vessel else None
        self._poured = any(step.deed is Deed.POUR for step in self._work.steps)

    def _rows(self, share: float) -> int:
        return max(8, round(share * self._height))

    def draw(self, frame: Frame, number: int) -> Frame:
        """Return frame `number` of the shot with the hands over it."""
        drawn = frame.copy()
        share = number / max(1, self._frames - 1)
        mouth = _FOOT - _VESSEL if self._vessel is not None else 0.62
        for step in self._work.steps:
            if step.deed in (Deed.DROP, Deed.POUR):
                self._behind(drawn, step, _within(step, share), mouth)
        sway = self._stand(drawn, share)
        for step in self._work.steps:
            self._before(drawn, step, _within(step, share), mouth, sway)
        return drawn

    def _stand(self, frame: Frame, share: float) -> Point:
        """Draw the vessel with what is on it; return how far it is shaken."""
        if self._vessel is None:
            return 0.0, 0.0
        dx = dy = turn = 0.0
        for step in self._work.steps:
            u = _within(step, share)
            if step.deed is Deed.SHAKE and 0 < u < 1:
                up = smoothstep(u / 0.2) * smoothstep((1 - u) / 0.2)
                angle = 4 * pi * self._rate * share * self._seconds
                dx, dy, turn = (
                    0.035 * up * sin(angle),
                    up * (0.03 * cos(2 * angle) - 0.1),
                    0.13 * up * sin(angle),
                )
        _shade(frame, (dx, _FOOT), 0.55 * _VESSEL * self._vessel.shape[1] / self._vessel.shape[0])
        _lay(frame, self._filled(share), (dx, _FOOT + dy), (0.5, 1.0), turn)
        for step in self._work.steps:
            self._stay(frame, step, _within(step, share), (dx, dy))
        return dx, dy

    def _filled(self, share: float) -> Rgba:
        """Return the vessel, pale above what has been poured into it."""
        vessel = self._vessel
        assert vessel is not None
        if not self._poured or self._work.vessel != "bubble-tea":
            return vessel
        level = max(
            smoothstep((_within(step, share) - 0.3) / 0.6)
            for step in self._work.steps
            if step.deed is Deed.POUR
        )
        edge = round(len(vessel) * (0.95 - 0.68 * level))
        empty = vessel.copy()
        empty[:edge] = (empty[:edge] * 0.4).astype(np.uint8)
        return empty

    def _stay(self, frame: Frame, step: Step, u: float, way: Point) -> None:
        """Draw what a step has left on the vessel."""
        x, y = way
        if step.deed is Deed.TOP and u > 0.3:
            size = smoothstep((u - 0.3) / 0.5)
            for level, wide in ((0.0, 0.15), (0.035, 0.11), (0.065, 0.06)):
                _spot(
                    frame,
                    (x, _FOOT - _VESSEL * 0.93 + y - level * size),
                    wide * size,
                    0.035 * size,
                    step.tone,
                )
        if step.deed is Deed.LABEL and u > 0.55:
            _label(frame, (x, _FOOT - 0.42 * _VESSEL + y), step.tone)

    def _behind(self, frame: Frame, step: Step, u: float, mouth: float) -> None:
        """Draw what falls into the vessel: its front hides it then."""
        if not 0 < u < 1 or self._vessel is None:
            return
        if step.deed is Deed.POUR and 0.32 < u < 0.85:
            wave = 0.006 * sin(40 * u)
            ends = [(0.02 + wave, mouth - 0.13), (0.0, mouth + 0.1)]
            _line(frame, ends, 0.022 * min(1.0, (u - 0.32) * 12, (0.85 - u) * 12), step.tone)
        if step.deed is Deed.DROP:
            self._fall(frame, step, u, mouth)

    def _fall(self, frame: Frame, step: Step, u: float, mouth: float) -> None:
        size = _PIECE if step.count > 1 else _THING
        for index in range(step.count):
            fallen = (u - 0.42 - 0.1 * index) / 0.22
            if 0 < fallen < 1.3:
                y = mouth - 0.1 + 0.36 * min(fallen, 1.0) ** 2
                self._thing(frame, step, (0.03 * (index - 1) * (step.count > 1), y), size, 2 * fallen)

    def _thing(self, frame: Frame, step: Step, at: Point, size: float, turn: float) -> None:
        if step.art:
            _lay(frame, load_art(step.art, self._rows(size)), at, (0.5, 0.5), turn)

    def _before(self, frame: Frame, step: Step, u: float, mouth: float, sway: Point) -> None:
        """Draw the hand of a step, and what is in it."""
        if step.deed is Deed.DROP and self._vessel is None:
            self._take(frame, step, min(max(u, 0.0), 1.0))
            return
        if not 0 < u < 1:
            return
        there = smoothstep(u / 0.4) * smoothstep((1 - u) / 0.35)
        out = 0.9 * (1 - there)
        match step.deed:
            case Deed.DROP:
                at = (out, mouth - 0.12 + 0.3 * (1 - there))
                held = 0.42 + 0.1 * (step.count - 1)
                if u < held:
                    self._thing(frame, step, (at[0], at[1] + 0.02), _PIECE if step.count > 1 else _THING, 0.0)
                _lay(frame, self._letting, (at[0], at[1] - 0.03), (0.09, 0.62), _SLOPE)
            case Deed.POUR:
                tilt = smoothstep((u - 0.2) / 0.2) * smoothstep((0.95 - u) / 0.15)
                self._pour(frame, step, tilt, (0.16 + out, mouth - 0.19 + 0.2 * (1 - there)))
            case Deed.SHAKE:
                at = (0.02 + out + sway[0], _FOOT - 0.45 * _VESSEL + sway[1])
                _lay(frame, self._gripping, at, (0.05, 0.5), _SLOPE)
            case Deed.TOP:
                _lay(frame, self._letting, (out + 0.02 * sin(30 * u), mouth - 0.12), (0.09, 0.62), _SLOPE)
            case Deed.LABEL:
                at = (out, _FOOT - 0.42 * _VESSEL)
                if u <= 0.55:
                    _label(frame, at, step.tone)
                _lay(frame, self._gripping, (at[0] + 0.07, at[1]), (0.05, 0.5), _SLOPE)

    def _pour(self, frame: Frame, step: Step, tilt: float, at: Point) -> None:
        """Draw what is poured out of, and the hand that has it: a pot has its spout at the left, all else its mouth on top."""
        if step.art == "teapot":
            _lay(frame, load_art(step.art, self._rows(0.26)), at, (0.5, 0.5), 0.7 * tilt)
            _lay(frame, self._gripping, (at[0] + 0.08, at[1]), (0.05, 0.5), _SLOPE)
        elif step.art:
            _lay(frame, load_art(step.art, self._rows(0.26)), at, (0.5, 0.5), 1.75 * tilt)
            _lay(frame, self._gripping, (at[0], at[1] + 0.02), (0.05, 0.5), _SLOPE)

    def _take(self, frame: Frame, step: Step, u: float) -> None:
        """Draw a thing that a hand takes and lifts."""
        there, up = smoothstep(u / 0.45), smoothstep((u - 0.5) / 0.45)
        at = (0.0, 0.78 - 0.3 * up)
        _shade(frame, (0.0, 0.95), 0.16 * (1 - up))
        self._thing(frame, step, at, 1.8 * _THING, 0.0)
        _lay(frame, self._gripping, (0.06 + 1.1 * (1 - there), at[1]), (0.05, 0.5), _SLOPE)


def _within(step: Step, share: float) -> float:
    """Return how far a step has come: below 0 before it, above 1 after it."""
    return (share - step.start) / (step.end - step.start)


@lru_cache(maxsize=4)
def _arm(art: str, height: int) -> Rgba:
    """Return a hand that reaches to the left, with an arm that goes on to the right of it, premultiplied RGBA."""
    hand = np.ascontiguousarray(load_art(art, height)[:, ::-1])
    wrist = int(0.72 * hand.shape[1])
    arm = np.repeat(hand[:, wrist : wrist + 1], round(_ARM * height), axis=1)
    return np.concatenate([hand[:, :wrist], arm], axis=1)


def _lay(frame: Frame | Rgba, art: Rgba, at: Point, anchor: Point, turn: float) -> None:
    """Blend a piece of artwork onto `frame`, turned by `turn` radians about its `anchor` (shares of its sides), which is `at`."""
    height, width = frame.shape[:2]
    ax, ay = anchor[0] * art.shape[1], anchor[1] * art.shape[0]
    c, s = cos(turn), sin(turn)
    x, y = width / 2 + at[0] * height, at[1] * height
    matrix = np.array([[c, s, x - c * ax - s * ay], [-s, c, y + s * ax - c * ay]])
    corners = matrix @ np.array([[0, art.shape[1]] * 2, [0, 0, *[art.shape[0]] * 2], [1] * 4], np.float64)
    left, top = (int(edge) for edge in np.maximum(np.floor(corners.min(axis=1)), 0))
    right, bottom = (int(edge) for edge in np.minimum(np.ceil(corners.max(axis=1)), (width, height)))
    if left >= right or top >= bottom:
        return
    matrix[:, 2] -= (left, top)
    drawn = cv2.warpAffine(art, matrix, (right - left, bottom - top))
    region = frame[top:bottom, left:right]
    rest = cv2.merge([cv2.bitwise_not(cv2.extractChannel(drawn, 3))] * frame.shape[2])
    above = drawn if frame.shape[2] == 4 else cv2.cvtColor(drawn, cv2.COLOR_RGBA2RGB)
    cv2.add(cv2.multiply(region, rest, scale=1 / 255), above, dst=region)


def _shade(frame: Frame, at: Point, wide: float) -> None:
    """Darken the ground under something: softly, `wide` heights of the frame to each side."""
    x, y = _pixel(frame, at)
    across, down = round(1.3 * wide * frame.shape[0]), max(2, round(0.3 * wide * frame.shape[0]))
    left, top = max(0, x - across), max(0, y - down)
    region = frame[top : y + down, left : x + across]
    if across < 2 or not region.size:
        return
    rows, columns = np.mgrid[top - y : top - y + region.shape[0], left - x : left - x + region.shape[1]]
    far = (columns / across) ** 2 + (rows / down) ** 2
    kept = 1 - _SHADE * np.clip(1 - far, 0, 1)
    region[...] = (region * kept[..., None]).astype(np.uint8)


def _rgb(tone: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(tone)
    return red, green, blue


def _pixel(frame: Frame, at: Point) -> tuple[int, int]:
    height, width = frame.shape[:2]
    return round(width / 2 + at[0] * height), round(at[1] * height)


def _spot(frame: Frame, at: Point, wide: float, tall: float, tone: str) -> None:
    axes = (round(wide * frame.shape[0]), round(tall * frame.shape[0]))
    cv2.ellipse(frame, _pixel(frame, at), axes, 0, 0, 360, _rgb(tone), -1, cv2.LINE_AA)


def _line(frame: Frame, ends: list[Point], wide: float, tone: str) -> None:
    first, last = (_pixel(frame, end) for end in ends)
    cv2.line(frame, first, last, _rgb(tone), max(1, round(wide * frame.shape[0])), cv2.LINE_AA)


def _label(frame: Frame, at: Point, tone: str) -> None:
    x, y = _pixel(frame, at)
    across, down = round(0.085 * frame.shape[0]), round(0.055 * frame.shape[0])
    cv2.rectangle(frame, (x - across, y - down), (x + across, y + down), _rgb(tone), -1, cv2.LINE_AA)
    for row in (-0.3, 0.25):
        level = y + round(row * down)
        cv2.line(frame, (x - across // 2, level), (x + across // 2, level), (255, 255, 255), 2, cv2.LINE_AA)
