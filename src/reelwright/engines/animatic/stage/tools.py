"""What is drawn besides of a handling: a rope, a club or a racket in the hand, the pieces of what broke."""

from __future__ import annotations

from math import cos, radians, sin
from typing import Final

import cv2
import numpy as np

from reelwright.engines.animatic.stage.blend import splat
from reelwright.engines.animatic.stage.canvas import Colour, Floats, Pixels, rgb
from reelwright.engines.animatic.stage.cues import ink

TOOLS: Final = frozenset({"club", "stick", "racket", "bat"})
_ROPE, _STEEL, _WOOD, _GRIP, _STRINGS = (
    rgb("a9793f"), rgb("9aa3b5"), rgb("c98f4e"), rgb("3a3f52"), rgb("f4f6fb"),
)  # fmt: skip
_LONG: Final = {"club": 0.42, "stick": 0.42, "racket": 0.34, "bat": 0.44}
"""Lengths in heights of whoever has them."""
_FOAM: Final = rgb("f2f8ff")
_PIECES: Final = 9
_SPREAD: Final = 0.14  # heights of the handler over which the pieces of a thing lie


def draw_rope(frame: Pixels, hand: Floats, thing: Floats, size: float) -> None:
    """Draw a rope from a hand to a thing, which hangs a little; points in pixels, size the height of the handler in pixels."""
    share = np.linspace(0, 1, 14)[:, None]
    line = hand[None] * (1 - share) + thing[None] * share
    line[:, 1] += 0.05 * size * (4 * share * (1 - share))[:, 0]
    ink(frame, [line], _ROPE, max(1.5, 0.014 * size), 1.0)


def draw_tool(frame: Pixels, tool: str, hand: Floats, angle: float, side: int, size: float) -> None:
    """Draw what a hand has, `angle` degrees forward from hanging down; side: where its owner faces, size: as for a rope."""
    along = np.array([side * sin(radians(angle)), cos(radians(angle))])
    across = np.array([-along[1], along[0]]) * side
    long = _LONG[tool] * size
    tip = hand + along * long
    thin, thick = max(1.5, 0.014 * size), max(2.0, 0.03 * size)
    if tool == "bat":
        ink(frame, [np.stack([hand - along * 0.05 * size, tip])], _WOOD, thin * 1.4, 1.0)
        ink(frame, [np.stack([hand + along * 0.5 * long, tip])], _WOOD, thick * 1.2, 1.0)
        return
    if tool == "racket":
        ink(
            frame,
            [np.stack([hand - along * 0.04 * size, hand + along * 0.5 * long])],
            _GRIP,
            thick * 0.7,
            1.0,
        )
        turn = np.linspace(0, 2 * np.pi, 30)[:, None]
        middle = hand + along * 0.86 * long
        rim = middle + along * np.cos(turn) * 0.38 * long + across * np.sin(turn) * 0.26 * long
        lines = [(at, 0.34, along, across, 0.2) for at in (-0.6, -0.2, 0.2, 0.6)]
        lines += [(at, 0.24, across, along, 0.28) for at in (-0.5, 0.0, 0.5)]
        bars = [
            np.stack([middle + (way * at * far + end * wide * thrice) * long for end in (-1, 1)])
            for at, far, way, thrice, wide in lines
        ]
        ink(frame, bars, _STRINGS, max(1.0, 0.4 * thin), 0.85)
        ink(frame, [rim], rgb("d8483e"), thin * 1.3, 1.0)
        return
    shaft = _STEEL if tool == "club" else _WOOD
    ink(frame, [np.stack([hand - along * 0.06 * size, tip])], shaft, thin, 1.0)
    ink(frame, [np.stack([hand - along * 0.06 * size, hand + along * 0.08 * size])], _GRIP, thin * 1.4, 1.0)
    blade = 0.07 if tool == "club" else 0.12
    ink(frame, [np.stack([tip, tip + across * blade * size])], _GRIP if tool == "club" else _WOOD, thick, 1.0)


def draw_splash(frame: Pixels, at: Floats, size: float, age: float) -> None:
    """Draw drops that leap where a thing sank `age` seconds ago, and the rings that spread from there; size: as for a rope."""
    turn = np.linspace(0, 2 * np.pi, 36)[:, None]
    for late in (0.0, 0.35, 0.7):
        old = age - late
        if 0 < old < 1.6:
            reach = (0.05 + 0.2 * old) * size
            ring = at + np.hstack([np.cos(turn) * reach, np.sin(turn) * reach * 0.22])
            ink(frame, [ring], _FOAM, max(1.0, 0.01 * size), 0.8 * (1 - old / 1.6))
    fly = age / 0.5
    if fly < 1:
        number = np.arange(7) - 3
        xs = at[0] + number * 0.035 * size * (0.4 + fly)
        ys = at[1] - (0.2 - 0.03 * np.abs(number)) * size * 4 * fly * (1 - fly)
        splat(frame, np.stack([xs, ys, np.full(7, max(1.2, 0.016 * size))], 1), _FOAM, np.full(7, 0.9))


def draw_shards(frame: Pixels, at: Floats, size: float, age: float, tone: Colour) -> None:
    """Draw the pieces of a thing that broke on the ground `age` seconds ago at a point in pixels; they fly apart and lie.

    size: height of whoever let it fall, in pixels. tone: its colour.
    """
    number = np.arange(_PIECES)
    across = (number - (_PIECES - 1) / 2) / _PIECES * 2 * _SPREAD + 0.02 * np.sin(number * 5.1)
    fly = min(1.0, age / 0.32)
    hop = 0.16 * (0.5 + 0.5 * np.sin(number * 2.7 + 1)) * 4 * fly * (1 - fly)
    reach = (0.042 + 0.018 * np.sin(number * 3.3)) * size
    turn = number * 2.4 + 3.0 * fly
    corners = turn[:, None] + np.array([0.0, 1.9, 3.7])[None]
    xs = at[0] + across[:, None] * (0.25 + 0.75 * fly) * size + np.cos(corners) * reach[:, None]
    lie = 0.45 + 0.55 * (1 - fly)
    ys = at[1] - hop[:, None] * size - reach[:, None] * lie + np.sin(corners) * reach[:, None] * lie
    pieces = np.round(np.stack([xs, ys], 2) * 16).astype(np.int32)
    for index, piece in enumerate(pieces):
        light = 0.82 + 0.3 * ((index * 37) % 10) / 10
        tint = [*(float(min(255.0, level * light)) for level in tone), 255.0]
        cv2.fillPoly(frame, [piece], tint, cv2.LINE_AA, 4)
        edge = [*(float(level) * 0.72 for level in tone), 255.0]
        cv2.polylines(frame, [piece], True, edge, max(1, round(0.005 * size)), cv2.LINE_AA, 4)
