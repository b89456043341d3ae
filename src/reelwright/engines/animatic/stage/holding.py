"""Puts things into hands: the arm is bent to hold, and whatever is held is where the palm is."""

from __future__ import annotations

from dataclasses import replace

from reelwright.engines.animatic.stage.arms import grip, palm
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.drawings import artwork, build_of, facing_of

_HUG = 0.13  # nearer to the middle than this, in heights of its holder, a thing is held before the body


def hold(
    carrier: Performer, across: float, *, low: bool = False, meal: bool = False
) -> tuple[float, float] | None:
    """Let somebody hold something from now on; return where the palm is, or None where no single hand has it.

    across: where the thing would be, in heights of its holder towards where that one faces. low: whether it hangs from an arm
    that hangs down. meal: whether it is eaten. The palm is in heights of the holder's picture, to the right of its middle
    and up from its foot.
    """
    who, had = carrier.subject, carrier.grip
    side = 1 if across * (who.facing or 1) >= 0 else -1
    if had is not None and had.hand is not None:
        side = -had.hand.side or side
    held = grip(build_of(who), side, hugged=abs(across) < _HUG and not meal, low=low, meal=meal)
    if held is None:
        return None
    carrier.take(
        held if had is None else replace(held, left=held.left or had.left, right=held.right or had.right)
    )
    if held.hand is None:
        return None
    sketch = artwork(who, 64)
    x, y = palm(held.hand, held.left or held.right or (0.0, 0.0), sketch.shape[1] / sketch.shape[0])
    return (-x if facing_of(who) * who.facing < 0 else x), y
