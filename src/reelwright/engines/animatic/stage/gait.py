"""How limbs go: the angle of each at a moment of a walk, a run or a flight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Final, Literal

from reelwright.engines.animatic.art import Limb
from reelwright.engines.animatic.stage.legs import RUN, WALK, Angles, leg

Gait = Literal[
    "walk", "run", "fly", "swim", "roll", "rest", "stand", "sit", "kneel", "crouch", "chair", "paw"
]
"""``roll``: wheels turn. ``rest``: stands as it is drawn, and only its tail moves. ``stand``, ``sit``, ``kneel``, ``crouch``: a
posture of somebody seen from the side who is drawn in mid-stride. ``chair``: somebody seen from the front sits, the knees towards
the viewer. ``paw``: the fore legs of four work, one after the other."""

Bent = tuple[float, float]
"""Degrees of upper arm and forearm outwards, or forward where somebody is seen from the side, from hanging straight."""


@dataclass(frozen=True, slots=True)
class Stride:
    """A moment of a gait: `phase` in radians, two pi to a stride, and `size` 0 at rest to 1 in full swing.

    step: how far the body goes in a stride, in its heights; 0 where that is not known. Of wheels, `phase` is how far they
    have rolled and `step` how far they roll in a second, in heights of the vehicle. left, right: arms that do something
    of their own; of somebody seen from the side, the near and the far one. legs: the near and the far leg (of four, the fore
    ones) where they do something of their own, and `own` 0..1 how far they do so rather than step.
    """

    gait: Gait
    phase: float
    size: float = 1.0
    step: float = 0.0
    left: Bent | None = None
    right: Bent | None = None
    legs: tuple[Angles, Angles] | None = None
    own: float = 1.0


@dataclass(frozen=True, slots=True)
class Swing:
    """How a part of a limb is drawn: `turn` degrees forward from where it is drawn, `long` and `wide` its scale."""

    turn: float = 0.0
    long: float = 1.0
    wide: float = 1.0


POSTURES: Final = {
    "stand": ((3.0, -3.0, 0.0), (-4.0, -8.0, 0.0)),
    "sit": ((84.0, 6.0, 0.0), (76.0, -4.0, 0.0)),
    "crouch": ((24.0, -22.0, 0.0), (14.0, -34.0, -8.0)),
    "kneel": ((-4.0, -86.0, -62.0), (74.0, -4.0, 0.0)),
}
"""Degrees of thigh, shank and foot in a posture: of the near leg and of the far one."""
_FORESHORTENED = 0.52  # share of a leg that is not seen of who sits and is seen from the front
_PAWS = 26.0  # degrees by which a fore leg that works swings to either side

_AHEAD = {"fore": {"walk": 0.0, "run": 0.0}, "hind": {"walk": 2.2, "run": 3.5}}
"""How far a leg is ahead of the near fore leg."""


def swing(limb: Limb, stride: Stride, lengths: Sequence[float]) -> tuple[Swing, ...]:
    """Return how the parts of a limb are drawn at a moment of a stride, from the body outwards.

    lengths: of the parts, in heights of the figure.
    """
    if limb.role in ("fore", "hind", "leg"):
        return _legs(limb, stride, lengths)
    if limb.role == "arm":
        return _arms(limb, stride, lengths)
    return (_other(limb, stride),)


def _other(limb: Limb, stride: Stride) -> Swing:
    phase = stride.phase
    if limb.role == "hand":
        return Swing(turn=15 * sin(phase) * stride.size if stride.left else 0.0)
    if stride.gait == "rest":
        return Swing()
    if limb.role == "wing":
        beat = sin(phase + (0.35 if limb.far else 0.0))
        return Swing(turn=6 * cos(phase) * stride.size, long=1 - stride.size * (0.72 - 0.72 * beat))
    if limb.role == "paw" and stride.gait == "chair":
        return Swing(long=1 - _FORESHORTENED * stride.size)
    if limb.role == "paw":
        lift = max(0.0, sin(phase + (pi if limb.second else 0.0)))
        return Swing(long=1 - stride.size * 0.17 * lift)
    if limb.role == "buzz":
        return Swing(
            turn=9 * sin(phase * 3) * stride.size, long=1 - 0.28 * (1 - sin(phase * 3 + 0.8)) * stride.size
        )
    if limb.role == "cape":
        return Swing(turn=(2.5 * sin(2 * phase) - (7 if stride.gait == "run" else 3)) * stride.size)
    return Swing(wide=1 - stride.size * 0.34 * (1 - sin(phase)))


def _legs(limb: Limb, stride: Stride, lengths: Sequence[float]) -> tuple[Swing, ...]:
    if (posture := POSTURES.get(stride.gait)) is not None and limb.role == "leg":
        still = zip(posture[limb.far], _rests(limb, len(lengths)), strict=False)
        return tuple(Swing((angle - rest) * stride.size) for angle, rest in still)
    if stride.gait == "paw" and limb.role == "fore":
        return (Swing(_PAWS * sin(stride.phase + (pi if limb.far else 0.0)) * stride.size + 12),) * len(
            lengths
        )
    if stride.gait not in ("walk", "run"):
        return (Swing(),) * len(lengths)
    running = stride.gait == "run"
    four = limb.role != "leg"
    ahead = _AHEAD[limb.role][stride.gait] if four else 0.0
    if limb.far:
        ahead += 0.75 if running and four else pi
    share = (stride.phase + ahead - pi / 2) / (2 * pi) % 1.0
    angles, fold = leg(lengths, share, RUN if running else WALK, stride.step)
    rests = _rests(limb, len(lengths))
    steps = tuple(
        Swing((angle - rest) * stride.size, 1 - (1 - fold) * stride.size)
        for angle, rest in zip(angles, rests, strict=True)
    )
    if stride.legs is None or limb.role == "hind":
        return steps
    aims = stride.legs[limb.far]
    return tuple(
        Swing(step.turn + (aim - rest - step.turn) * stride.own, step.long + (1 - step.long) * stride.own)
        for step, aim, rest in zip(steps, aims, rests, strict=False)
    )


def _rests(limb: Limb, count: int) -> list[float]:
    return [limb.cut.rest, *(bend.rest for bend in limb.cut.bends), *([0.0] * count)][:count]


def _arms(limb: Limb, stride: Stride, lengths: Sequence[float]) -> tuple[Swing, ...]:
    """Return an arm that does something of its own, or swings against the leg of its side."""
    rests = _rests(limb, len(lengths))
    own = stride.right if limb.far or limb.side > 0 else stride.left
    if own is not None and not limb.cut.bends:
        return (Swing(_stiff(rests[0], own) - rests[0]), *(Swing(),) * (len(lengths) - 1))
    if own is not None:
        return tuple(Swing(aim - rest) for aim, rest in zip(own, rests, strict=False))
    if stride.gait not in ("walk", "run"):
        return (Swing(),) * len(lengths)
    running = stride.gait == "run"
    back = sin(stride.phase + (0.0 if limb.far or limb.side > 0 else pi))
    if limb.side:
        aims = _fronted(back, running)
    elif running:
        aims = (-6 + 40 * back, 70 + 54 * back)
    else:
        aims = (20 * back, 14 + 26 * back)
    return tuple(Swing((aim - rest) * stride.size) for aim, rest in zip(aims, rests, strict=False))


def _stiff(rest: float, bent: Bent) -> float:
    """Return the degrees of an arm or a flipper without an elbow, drawn at `rest`, in place of one that is bent."""
    return max(rest, 0.85 * bent[1]) if bent[1] >= 0 else rest + 0.8 * bent[1]


def _fronted(out: float, running: bool) -> Bent:
    """Return an arm of somebody seen from the front: one is away from the body (`out` 1) while the other is before it."""
    if running:
        return 24 + 18 * out, -62 + 34 * out
    upper = 5 + 15 * out
    return upper, upper - 6 + 7 * out
