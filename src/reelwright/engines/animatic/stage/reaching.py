"""Arms that reach for a point: how they bend, and where the hand is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import acos, atan2, cos, degrees, hypot, radians, sin

from reelwright.engines.animatic import art
from reelwright.engines.animatic.stage.gait import Bent

_FORE = 1.05  # a forearm with its hand, in upper arms


@dataclass(frozen=True, slots=True)
class Arm:
    """An arm in heights of its figure: the shoulder ahead of its middle and up from its foot, upper arm and forearm.

    near: whether it is the left of a stride's arms. rest: how it is drawn.
    """

    ahead: float
    up: float
    upper: float
    fore: float
    near: bool
    rest: Bent

    @property
    def length(self) -> float:
        """How far it reaches."""
        return self.upper + self.fore

    def bent(self, ahead: float, up: float, *, elbow: int = -1) -> Bent:
        """Return how it bends for the hand to be at a point, or as near to it as it reaches; the elbow hangs down.

        elbow: 1 for an elbow that points outwards, as that of somebody seen from the front with the hands before the body.
        The law of cosines gives the angle at the shoulder.
        """
        across, rise = ahead - self.ahead, up - self.up
        far = min(self.length * 0.999, max(abs(self.upper - self.fore) + 0.01, hypot(across, rise)))
        aim = atan2(across, -rise)
        inner = (self.upper**2 + far**2 - self.fore**2) / (2 * self.upper * far)
        upper = aim + elbow * acos(min(1.0, max(-1.0, inner)))
        x, y = far * sin(aim) - self.upper * sin(upper), far * cos(aim) - self.upper * cos(upper)
        return degrees(upper), degrees(atan2(x, y))

    def hand(self, bent: Bent) -> tuple[float, float]:
        """Return where the hand is, ahead of the figure's middle and up from its foot."""
        upper, fore = radians(bent[0]), radians(bent[1])
        return (
            self.ahead + self.upper * sin(upper) + self.fore * sin(fore),
            self.up - self.upper * cos(upper) - self.fore * cos(fore),
        )


@cache
def arm_of(piece: str, ratio: float, side: int, *, second: bool = False) -> Arm | None:
    """Return the arm with which a figure that faces `side` reaches ahead, or None where its artwork has none.

    ratio: width over height. second: the other arm, of somebody seen from the side.
    """
    build, facing = art.art_build(piece), art.art_facing(piece)
    limbs = [limb for limb in build.limbs if limb.role == "arm" and limb.cut.bends] if build else []
    if facing:
        chosen = next((limb for limb in limbs if limb.far is second), None)
    else:
        chosen = None if second else next((limb for limb in limbs if limb.side == side), None)
    if chosen is None:
        return None
    way = facing or side
    (x, y), elbow = chosen.cut.joint, chosen.cut.bends[0].at
    upper = hypot((elbow[0] - x) * ratio, elbow[1] - y)
    rest = (chosen.cut.rest, chosen.cut.bends[0].rest)
    near = not chosen.far and chosen.side <= 0
    return Arm(way * (x - 0.5) * ratio, 1 - y, upper, _FORE * upper, near, rest)


def between(one: Bent, other: Bent, share: float) -> Bent:
    """Return an arm on its way from one pose to another."""
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share
