"""How limbs go: the angle of each at a moment of a walk, a run or a flight."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin
from typing import Literal

from reelwright.engines.animatic.art import Limb

Gait = Literal["walk", "run", "fly", "swim", "roll", "rest"]
"""``roll``: wheels turn. ``rest``: stands as it is drawn, and only its tail moves."""


@dataclass(frozen=True, slots=True)
class Stride:
    """A moment of a gait: `phase` in radians, two pi to a stride, and `size` 0 at rest to 1 in full swing."""

    gait: Gait
    phase: float
    size: float = 1.0


@dataclass(frozen=True, slots=True)
class Swing:
    """How a limb is drawn: `turn` degrees forward from where it is drawn, `long` and `wide` its scale."""

    turn: float = 0.0
    long: float = 1.0
    wide: float = 1.0


_WALK = {"fore": (20.0, 0.0), "hind": (18.0, 2.2), "leg": (24.0, 0.0), "arm": (20.0, pi)}
_RUN = {"fore": (31.0, 0.0), "hind": (29.0, 3.5), "leg": (44.0, 0.0), "arm": (38.0, pi)}
"""Degrees of a limb's swing, and how far it is ahead of the near fore leg."""


def swing(limb: Limb, stride: Stride) -> Swing:
    """Return how a limb is drawn at a moment of a stride."""
    phase = stride.phase
    if limb.role == "wing":
        beat = sin(phase + (0.35 if limb.far else 0.0))
        return Swing(turn=6 * cos(phase) * stride.size, long=1 - stride.size * (0.72 - 0.72 * beat))
    if limb.role == "paw":
        lift = max(0.0, sin(phase + (pi if limb.second else 0.0)))
        return Swing(long=1 - stride.size * 0.17 * lift)
    if limb.role == "buzz":
        return Swing(
            turn=9 * sin(phase * 3) * stride.size, long=1 - 0.28 * (1 - sin(phase * 3 + 0.8)) * stride.size
        )
    if limb.role == "sail":
        return Swing(wide=1 - stride.size * 0.34 * (1 - sin(phase)))
    running = stride.gait == "run"
    reach, ahead = (_RUN if running else _WALK)[limb.role]
    gallops = running and limb.role in ("fore", "hind")
    phase += ahead + ((0.75 if gallops else pi) if limb.far else 0.0)
    # a leg is drawn up on its way forward, or it would drag over the ground
    fold = 0.0 if limb.role == "arm" else max(0.0, cos(phase)) * (0.2 if running else 0.13)
    lean = {"leg": 4.0 if running else 0.0, "arm": 0.0}.get(limb.role, 0.0)
    aim = reach * sin(phase) + lean
    return Swing(turn=(aim - limb.cut.rest) * stride.size, long=1 - fold * stride.size)
