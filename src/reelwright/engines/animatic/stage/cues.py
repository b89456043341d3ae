"""Small marks beside a performer that make an action readable: z's, ripples of speech, dust, crumbs, notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import pi, sin

import cv2
import numpy as np

from reelwright.engines.animatic.stage.act import Act, smooth
from reelwright.engines.animatic.stage.blend import splat
from reelwright.engines.animatic.stage.canvas import Colour, Floats, Pixels, rgb

_WHITE, _INK = rgb("ffffff"), rgb("2c3550")


def ink(frame: Pixels, lines: Sequence[Floats], colour: Colour, thick: float, alpha: float) -> None:
    """Draw open lines of pixels (n, 2) with round ends, `thick` pixels wide, at `alpha`."""
    if alpha < 0.02 or not lines:
        return
    height, width = frame.shape[:2]
    every = np.concatenate(lines)
    left, top = np.maximum(np.floor(every.min(axis=0) - thick - 2), 0).astype(int)
    right, bottom = np.minimum(np.ceil(every.max(axis=0) + thick + 2), [width, height]).astype(int)
    if left >= right or top >= bottom:
        return
    region = frame[top:bottom, left:right]
    drawn = region.copy()
    points = [np.round((line - [left, top]) * 16).astype(np.int32) for line in lines]
    tone = [*(float(level) for level in colour), 255.0]
    cv2.polylines(drawn, points, False, tone, max(1, round(thick)), cv2.LINE_AA, 4)
    cv2.addWeighted(region, 1 - alpha, drawn, alpha, 0, dst=region)


def _arc(x: float, y: float, radius: float, middle: float, half: float) -> Floats:
    turn = np.linspace(middle - half, middle + half, 12)
    return np.stack([x + np.cos(turn) * radius, y + np.sin(turn) * radius], 1)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Whether the performer travels, whether the ground under it gives dust, whether it is under water."""

    moving: bool
    dusty: bool
    wet: bool


def draw_cue(
    frame: Pixels,
    act: Act,
    head: Floats,
    foot: Floats,
    size: float,
    wide: float,
    side: int,
    clock: float,
    around: Surroundings,
) -> None:
    """Draw the cue of an act.

    head, foot: the middle of the top and of the feet in pixels. size: height in pixels. wide: half the width in pixels.
    side: where it faces. clock: seconds.
    """
    mouth = size * (
        0.13 if wide < 0.25 * size else 0.28
    )  # a standing person's, or that of an animal or a head
    match act.cue:
        case "sleep":
            _sleep(frame, head, size, wide, side, clock)
        case "talk":
            _ripples(
                frame,
                head + np.array([side * wide * 0.75, mouth]),
                size,
                0.0 if side > 0 else pi,
                clock,
                act.push,
            )
        case "wave":
            for way in (-1, 1):
                spot = head + np.array([way * wide * 0.55, size * 0.12])
                _ripples(frame, spot, size * 0.8, -pi / 2 + way * 0.8, clock * 1.6, act.push)
        case "yawn":
            _breath(frame, head + np.array([side * wide * 0.9, mouth]), size, side, act.push)
        case "eat":
            _crumbs(frame, head + np.array([side * wide * 0.75, size * 0.45]), size, side, clock)
        case "notes":
            _notes(frame, head, size, wide, clock)
        case "land" if around.dusty and act.push > 0:
            _dust(frame, foot, size, wide, 1 - act.push)
        case "drive" if around.dusty and around.moving:
            _trail(frame, foot, size, wide, side, clock)
        case "bubbles" if around.wet:
            _bubbles(frame, head + np.array([side * wide * 0.9, size * 0.5]), size, clock)
        case _:
            return


def _sleep(frame: Pixels, head: Floats, size: float, wide: float, side: int, clock: float) -> None:
    for index in range(3):
        age = (clock * 0.36 + index / 3) % 1
        edge = (0.045 + 0.055 * age) * size
        at = head + np.array(
            [
                side * wide * 0.55 + side * size * (0.05 + 0.22 * age) + sin(age * 7) * size * 0.02,
                -size * (0.02 + 0.3 * age) + size * 0.05,
            ]
        )
        z = at + np.array([[-1, -1], [1, -1], [-1, 1], [1, 1]]) * edge * [0.75, 1]
        alpha = smooth(age / 0.2) * (1 - smooth((age - 0.65) / 0.35))
        ink(frame, [z], _INK, edge * 0.62, 0.5 * alpha)
        ink(frame, [z], _WHITE, edge * 0.34, alpha)


def _ripples(frame: Pixels, at: Floats, size: float, angle: float, clock: float, push: float) -> None:
    for index in range(3):
        age = (clock * 1.5 + index / 3) % 1
        radius = size * (0.05 + 0.13 * age)
        alpha = push * smooth(age / 0.25) * (1 - age)
        arc = _arc(at[0], at[1], radius, angle, 0.62)
        ink(frame, [arc], _INK, size * 0.026, 0.4 * alpha)
        ink(frame, [arc], _WHITE, size * 0.015, alpha)


def _breath(frame: Pixels, at: Floats, size: float, side: int, phase: float) -> None:
    age = np.clip((phase - 0.52 - np.array([0.0, 0.035, 0.07, 0.1])) / 0.3, 0, 1)
    spots = np.stack(
        [at[0] + side * size * (0.04 + 0.3 * age), at[1] - size * 0.07 * age, size * (0.016 + 0.05 * age)], 1
    )
    splat(frame, spots * np.array([1, 1, 1.12]), _INK, 0.16 * np.sin(pi * age))
    splat(frame, spots, _WHITE, 0.75 * np.sin(pi * age) ** 0.8)
    reach = smooth((phase - 0.12) / 0.15) * (1 - smooth((phase - 0.55) / 0.08))
    for index in range(3):  # the deep breath in: short lines drawn towards the mouth
        turn = (index - 1) * 0.45
        flow = (phase * 9 + index * 0.37) % 1
        way = np.array([side * np.cos(turn), np.sin(turn)])
        line = np.stack([at + way * size * (0.32 - 0.2 * flow), at + way * size * (0.22 - 0.2 * flow)])
        ink(frame, [line], _INK, size * 0.034, 0.35 * reach * sin(pi * flow))
        ink(frame, [line], _WHITE, size * 0.02, 0.9 * reach * sin(pi * flow))


def _crumbs(frame: Pixels, at: Floats, size: float, side: int, clock: float) -> None:
    index = np.arange(7)
    age = np.clip((clock % 1.5 - 0.3 - 0.03 * index) / 0.55, 0, 1)
    x = at[0] + side * size * (0.02 + (0.05 + 0.02 * (index * 7 % 5)) * age)
    y = at[1] + size * (-0.12 * (index % 3) * age * (1 - age) + 0.4 * age * age)
    radius = size * (0.007 + 0.004 * (index % 3))
    splat(frame, np.stack([x, y, radius], 1), rgb("d9a860"), np.sin(pi * age) ** 0.5)


def _notes(frame: Pixels, head: Floats, size: float, wide: float, clock: float) -> None:
    for index in range(3):
        age = (clock * 0.3 + index / 3) % 1
        way = -1 if index % 2 else 1
        at = head + np.array(
            [
                way * (wide * 0.8 + size * (0.06 + 0.1 * age)) + sin(age * 9) * size * 0.02,
                size * (0.3 - 0.35 * age),
            ]
        )
        high = size * 0.075
        alpha = smooth(age / 0.2) * (1 - smooth((age - 0.6) / 0.4))
        stem = np.array([[0.3, 0.0], [0.3, -1.0], [0.75, -0.72]]) * high + at
        ink(frame, [stem], _INK, size * 0.02, 0.45 * alpha)
        ink(frame, [stem], _WHITE, size * 0.012, alpha)
        splat(frame, np.array([[*at, high * 0.33]]), _WHITE, np.array([alpha]))


def _dust(frame: Pixels, foot: Floats, size: float, wide: float, age: float) -> None:
    way = np.array([-1.0, -0.7, -0.4, 0.4, 0.7, 1.0])
    x = foot[0] + way * (wide * 0.5 + size * 0.26 * smooth(age))
    y = foot[1] - size * 0.05 * age * (1.2 - np.abs(way)) - size * 0.012
    splat(
        frame,
        np.stack([x, y, np.full(6, size * (0.018 + 0.045 * age))], 1),
        rgb("f1ece0"),
        np.full(6, 0.5 * (1 - age)),
    )


def _trail(frame: Pixels, foot: Floats, size: float, wide: float, side: int, clock: float) -> None:
    index = np.arange(9)
    age = (clock * 1.7 + index / 9) % 1
    x = foot[0] - side * (wide * 0.8 + size * 0.75 * age)
    y = foot[1] - size * (0.02 + 0.09 * age * (0.6 + 0.4 * (index % 3)))
    splat(
        frame,
        np.stack([x, y, size * (0.016 + 0.055 * age)], 1),
        rgb("efe8da"),
        0.42 * (1 - age) * np.clip(age * 8, 0, 1),
    )
    for row in range(3):
        flow = (clock * 2.3 + row * 0.41) % 1
        start = foot + np.array([-side * (wide * 1.02 + size * 0.5 * flow), -size * (0.32 + 0.2 * row)])
        ink(
            frame,
            [np.stack([start, start - [side * size * 0.2, 0]])],
            _WHITE,
            size * 0.008,
            0.4 * sin(pi * flow),
        )


def _bubbles(frame: Pixels, at: Floats, size: float, clock: float) -> None:
    index = np.arange(4)
    age = (clock * 0.7 + index / 4) % 1
    x = at[0] + size * 0.05 * np.sin(age * 8 + index)
    spots = np.stack(
        [x, at[1] - size * 0.8 * age, size * (0.014 + 0.012 * (index % 3)) * (0.6 + 0.6 * age)], 1
    )
    splat(frame, spots, rgb("d9f7fb"), 0.6 * np.clip(age * 6, 0, 1) * (1 - age))
