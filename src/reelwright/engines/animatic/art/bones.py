"""Where the figures that figures.py draws have their joints, in units of its drawings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reelwright.engines.animatic.art.figures import AXIS, GAP, GROUND, TORSO, Measures, Outfit

Point = tuple[float, float]

HIP: Final = (16.0, 33.6)
"""The hip of the leg that is drawn from the side, see `figures.stand`."""
_APART: Final = 1.5
"""How far each leg is hung from the axis."""
_ELBOW: Final = 28.4


@dataclass(frozen=True, slots=True)
class Bones:
    """A limb: its joints from the body outwards as x, y and radius, and its outline."""

    joints: tuple[tuple[float, float, float], ...]
    outline: tuple[Point, ...]


def leg_bones() -> Bones:
    """Return hip, knee and ankle of the leg that is drawn from the side."""
    low = GROUND + 0.6
    return Bones(
        ((*HIP, 2.4), (HIP[0], 40.2, 2.35), (HIP[0], 46.0, 2.1)),
        ((9.0, 28.0), (23.0, 28.0), (23.0, low), (9.0, low)),
    )


def front_leg_bones(side: int) -> Bones:
    """Return what a leg seen from the front hangs from; side: -1 left, 1 right."""
    low, outer = GROUND + 0.6, AXIS + side * 12
    return Bones(
        ((AXIS + side * 3.2, HIP[1], 0.0),), ((AXIS, 30.0), (outer, 30.0), (outer, low), (AXIS, low))
    )


def hip(far: bool) -> Point:
    """Return where a leg is hung: the one on the side turned away is a little behind."""
    return HIP[0] + (_APART if far else -_APART), HIP[1]


def free_arms(outfit: Outfit) -> tuple[int, ...]:
    """Return the sides, -1 left and 1 right, on which an arm hangs down."""
    return {"both": (-1, 1), "left": (-1,), "none": ()}[outfit.arms]


def arm_bones(outfit: Outfit, at: Measures, side: int, low: float = 37.5) -> Bones:
    """Return shoulder and elbow of an arm that hangs down, cut at the height `low`; side: -1 left, 1 right."""
    edge = AXIS + side * (TORSO + GAP * 0.55)
    outer = AXIS + side * (
        min(10.9, abs(edges(at, side) - AXIS)) if outfit.cape else abs(edges(at, side) - AXIS)
    )
    middle = (edge + outer) / 2
    half = abs(outer - edge) / 2
    beyond = outer if outfit.cape else outer + side * 2.5
    top = at.shoulders[0 if side < 0 else 1]
    slope = max(
        0.0, top - 20.5
    )  # the joint of a sloping shoulder is further in, where there is something to turn in
    shoulder = (middle - side * min(half, 0.45 + 0.4 * slope), top + max(1.3, 0.85 * half) - 0.6 * slope)
    outline = (
        (edge, low),
        (edge, top + 1.6),
        (edge + side * 0.9, top - 0.4),
        (beyond, top - 0.4),
        (beyond, low),
    )
    return Bones(
        ((*shoulder, half + 0.35), (middle, _ELBOW, half)),
        outline,
    )


def edges(at: Measures, side: int) -> float:
    """Return the outer edge of a sleeve; side: -1 left, 1 right."""
    return at.left if side < 0 else at.right


def cape_bones() -> Bones:
    """Return what a cape hangs from."""
    return Bones(((AXIS, 24.0, 0.0),), ((-4.0, 20.0), (36.0, 20.0), (36.0, 48.0), (-4.0, 48.0)))
