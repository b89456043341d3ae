"""What arms do beside the swing of a walk: they hold something, and where the hand is then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import cos, radians, sin
from typing import Final

from reelwright.engines.animatic.art import Build, Limb
from reelwright.engines.animatic.stage.act import Act
from reelwright.engines.animatic.stage.gait import Bent, Stride

_FRONT: Final[Bent] = (16.0, 152.0)
"""An arm of somebody seen from the front that holds something up beside the shoulder."""
_SIDE: Final[Bent] = (14.0, 104.0)
_FRONT_LOW: Final[Bent] = (13.0, 5.0)
_SIDE_LOW: Final[Bent] = (6.0, 14.0)
_FRONT_HUG: Final[Bent] = (16.0, -72.0)
_SIDE_HUG: Final[Bent] = (18.0, 84.0)
_FRONT_MEAL: Final[Bent] = (20.0, -132.0)
_SIDE_MEAL: Final[Bent] = (18.0, 118.0)
_BITE: Final = -24.0
_PALM: Final = 0.86  # shares of the forearm, hand included, at which the palm is


@dataclass(frozen=True, slots=True)
class Grip:
    """Arms that hold something: as a `Stride` has them, and the limb whose hand has it, or None when both do.

    eats: whether the hand goes to the mouth with each bite.
    """

    left: Bent | None
    right: Bent | None
    hand: Limb | None
    eats: bool = False


def grip(
    build: Build | None, side: int, *, hugged: bool = False, low: bool = False, meal: bool = False
) -> Grip | None:
    """Return how somebody holds something, or None who has no arms that move.

    side: -1 left or 1 right, where it is to be held by somebody seen from the front. hugged: before the body, with both
    arms. low: in an arm that hangs down, as a bag is. meal: before the mouth.
    """
    arms = [limb for limb in build.limbs if limb.role == "arm" and limb.cut.bends] if build else []
    if not arms:
        return None
    fronted = any(limb.side for limb in arms)
    if hugged:
        pose = _FRONT_HUG if fronted else _SIDE_HUG
        return Grip(pose, pose, None)
    held = max(arms, key=lambda limb: limb.side * side if fronted else -limb.far)
    how = 2 if meal else 1 if low else 0
    pose = ((_FRONT, _FRONT_LOW, _FRONT_MEAL) if fronted else (_SIDE, _SIDE_LOW, _SIDE_MEAL))[how]
    right = held.far or held.side > 0
    return Grip(None if right else pose, pose if right else None, held, eats=meal and fronted)


def holding(act: Act, grip: Grip) -> Stride:
    """Return the stride of an act with arms that hold something, whatever else they would do."""
    stride = act.stride or Stride("rest", 0.0, 0.0)
    bite = _BITE * min(1.0, max(0.0, act.push)) if grip.eats and act.cue == "eat" else 0.0
    left, right = (arm and (arm[0], arm[1] + bite) for arm in (grip.left, grip.right))
    return replace(stride, left=left or stride.left, right=right or stride.right)


def palm(limb: Limb, bent: Bent, aspect: float) -> tuple[float, float]:
    """Return where a hand is: heights of its owner's picture to the right of its middle, and up from its foot.

    aspect: width over height of that picture.
    """
    cut, elbow = limb.cut, limb.cut.bends[0]
    upper = _long((elbow.at[0] - cut.joint[0]) * aspect, elbow.at[1] - cut.joint[1])
    turn = radians(elbow.rest)
    ahead = limb.side or -1
    fore = _PALM * max(
        (x - elbow.at[0]) * aspect * ahead * sin(turn) + (y - elbow.at[1]) * cos(turn) for x, y in cut.outline
    )
    first, second = (radians(angle) for angle in bent)
    x = (limb.at[0] - 0.5) * aspect + ahead * (upper * sin(first) + fore * sin(second))
    return x, 1 - limb.at[1] - upper * cos(first) - fore * cos(second)


def _long(across: float, down: float) -> float:
    return float((across * across + down * down) ** 0.5)
