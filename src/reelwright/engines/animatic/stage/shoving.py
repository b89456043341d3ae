"""Walking with a thing: pushing it ahead, pulling it along."""

from __future__ import annotations

from math import pi, sin

from reelwright.engines.animatic.stage.handling import Handled, Layout, Spot
from reelwright.engines.animatic.stage.steps import Count, Step

_HANDLES = {
    "shopping-cart": 0.8, "stroller": 0.92, "wheelbarrow": 0.62, "manual-wheelchair": 0.85,
}  # fmt: skip
"""How high a thing has what it is pushed by, in its own heights."""
_STRAIN = 9.0  # degrees by which one leans who pushes what has no handle
_WHEELED = frozenset(_HANDLES) | {
    "skateboard",
    "bicycle",
    "motor-scooter",
    "kick-scooter",
    "wagon",
    "baby-carriage",
}


def push(now: Count, set_: Layout) -> Handled:
    """Walk behind it with both hands on it, bent forward where it is heavy."""
    light = set_.art in _WHEELED
    high = _HANDLES.get(set_.art, 0.72) * set_.high
    reach = min(0.3, max(0.16, set_.hand[0] * 0.8)) if set_.arms else 0.46 * set_.body
    high = min(high, 0.8 * set_.hand[1]) if set_.arms else high
    grip = reach + (0.02 if light else 0.05)
    gone = now.share * set_.going
    jolt = 0.0 if light else 0.6 * sin(gone * 2 * pi * 1.6)
    lean = 3.0 if light else _STRAIN + 2.0 * sin(gone * 2 * pi * 0.8)
    return Handled(
        Step(lean=lean, reach=1.0, aim="touch", both=True),
        Spot(grip + set_.wide / 2 - (0.0 if light else 0.03), 0.0, jolt, rolled=gone, near=0.002),
        hand=(grip + 0.03 * set_.wide, high),
    )


def pull(now: Count, set_: Layout) -> Handled:
    """Walk ahead of it with an arm back, on a rope where it has no handle."""
    gone = now.share * set_.going
    heavy = 0.0 if set_.art in _WHEELED | {"luggage", "sled"} else 1.0
    roped = set_.art not in ("luggage", "wagon", "shopping-cart")
    back = 0.34 if set_.art == "luggage" else 0.3 if not roped else 0.52
    tilt = -14.0 if set_.art == "luggage" else 0.0
    arm = (-38.0, -30.0) if set_.arms else None
    jolt = 0.5 * sin(gone * 2 * pi * 1.6)
    return Handled(
        Step(lean=4.0 + 8 * heavy),
        Spot(-(back + set_.wide / 2), 0.0, tilt + jolt * heavy, rolled=gone, near=-0.002),
        arms=(arm, None),
        mark="rope" if roped else "",
        push=1.0,
    )
