"""Headlights: the beam that a car throws ahead by night."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np

from reelwright.engines.animatic.plan import Subject
from reelwright.engines.animatic.stage.blend import shine
from reelwright.engines.animatic.stage.camera import Matrix
from reelwright.engines.animatic.stage.canvas import Pixels

_CARS = frozenset(
    {
        "automobile", "taxi", "police-car", "ambulance", "bus", "minibus", "trolleybus", "delivery-truck", "fire-engine",
        "pickup-truck", "sport-utility-vehicle", "articulated-lorry", "tractor", "motorcycle", "motor-scooter", "auto-rickshaw",
        "racing-car", "locomotive",
    }
)  # fmt: skip
_DARK = 0.3  # from this much night on lamps are on
_LONG, _HIGH, _LAMP = 1.5, 0.62, 0.36
"""How far a beam reaches, how high it is there, and how high up the lamp is, in heights of the car."""
_TONE = (255, 226, 150)


def has_headlights(subject: Subject) -> bool:
    """Return whether a subject is a vehicle that lights its way."""
    return subject.art in _CARS and not subject.airborne


def draw_beam(frame: Pixels, unit: Matrix, aspect: float, side: int, night: float) -> None:
    """Add the light ahead of a car: `unit` maps a box 1 high to pixels, `side` is where it faces, `night` 0..1."""
    size = float(np.hypot(unit[0, 1], unit[1, 1]))
    if night < _DARK or size < 12:
        return
    lamp = unit @ np.array([side * 0.47 * aspect, -_LAMP, 1.0])
    wide, high = max(4, round(_LONG * size)), max(4, round(_HIGH * size))
    cone = cv2.resize(_cone(), (wide, high), interpolation=cv2.INTER_LINEAR)
    if side < 0:
        cone = cv2.flip(cone, 1)
    levels = [cv2.convertScaleAbs(cone, alpha=0.5 * night * tone / 255) for tone in _TONE]
    left = round(float(lamp[0])) - (wide if side < 0 else 0)
    top = round(float(lamp[1]) - 0.36 * high)
    shine(frame, np.asarray(cv2.merge([*levels, np.zeros_like(cone)]), np.uint8), left, top)


@cache
def _cone() -> Pixels:
    """Return how a beam to the right falls off, 8 bits (96, 192): narrow and bright at the lamp."""
    x = np.linspace(0, 1, 192)[None]
    y = np.linspace(-0.36, 0.64, 96)[:, None]
    middle, half = 0.22 * x, 0.05 + 0.34 * x
    across = np.clip(1 - np.abs(y - middle) / half, 0, 1)
    along = np.clip(1 - x, 0, 1) ** 1.3
    return np.asarray(255 * across**0.8 * along, np.uint8)
