"""How legs go: the foot stays where it is on the ground while the body passes over it, then swings forward."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import acos, atan2, cos, degrees, hypot, pi, radians, sin
from typing import Final

Angles = tuple[float, ...]
"""Degrees forward from hanging straight, of each part of a leg from the hip down; a foot that is flat on the ground has 0."""

_STRAIGHT: Final = 0.985
"""Share of its length to which a leg with a knee is stretched at most: beyond, a knee would snap through."""
_TOES: Final = 1.7
"""How far the ball of the foot is before the ankle, in heights of the ankle above the ground."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How legs go in one gait.

    stance: share of a stride for which a foot is on the ground. step: leg lengths that the body goes in a stride, where
    nothing else is known. least: how lively the legs swing at the shortest steps, 0..1. fold: share by which a leg without a
    knee is drawn up. dip: share of a leg by which the body sinks in the middle of a stance. keys: on the way forward, share
    of it and degrees by which thigh and shank are ahead of what lies on the straight way between the two ends.
    """

    stance: float
    step: float
    least: float
    fold: float
    dip: float
    keys: tuple[tuple[float, float, float], ...]


WALK: Final = Manner(0.6, 1.15, 0.5, 0.13, 0.0, ((0.35, 4.0, -30.0), (0.72, 8.0, -10.0)))
RUN: Final = Manner(0.3, 2.4, 0.9, 0.2, 0.06, ((0.24, -22.0, -58.0), (0.62, 38.0, -46.0), (0.86, 27.0, 4.0)))


def leg(lengths: Sequence[float], share: float, manner: Manner, step: float = 0.0) -> tuple[Angles, float]:
    """Return the angles of a leg's parts at `share` 0..1 of its own stride, and the share to which it is drawn up.

    lengths: of its parts, from the hip down; the last of three is the height of the ankle. step: how far the body goes in
    a stride in the same unit, 0 where that is not known.
    """
    long = sum(lengths[:2])
    half = min((step or manner.step * long) * manner.stance / 2, 0.6 * long)
    on_ground = _rod if len(lengths) == 1 else _bent
    if share < manner.stance:
        return on_ground(lengths, share / manner.stance, half, share, manner.dip)
    (first, low), (last, high) = _ends(tuple(lengths), half, manner)
    way = (share - manner.stance) / (1 - manner.stance)
    lively = manner.least + (1 - manner.least) * min(1.0, half / (0.33 * long))
    if len(lengths) == 1:
        ground = -2 * half * (1 - manner.stance) / manner.stance
        at = _hermite(way, -half, half, ground)
        fold = low + (high - low) * way - manner.fold * lively * sin(pi * way)
        return (degrees(atan2(at, long)),), fold
    return _forward(first, last, way, manner, lively), 1.0


@lru_cache(256)
def _ends(lengths: tuple[float, ...], half: float, manner: Manner) -> tuple[tuple[Angles, float], ...]:
    """Return a leg as it leaves the ground and as it comes down again."""
    on_ground = _rod if len(lengths) == 1 else _bent
    return on_ground(lengths, 1.0, half, manner.stance, 0.0), on_ground(lengths, 0.0, half, 0.0, 0.0)


def _rod(lengths: Sequence[float], way: float, half: float, share: float, dip: float) -> tuple[Angles, float]:
    """Return a leg without a knee on the ground: it is the shorter the more upright it stands, so that all feet stand level."""
    long = lengths[0]
    at = half * (1 - 2 * way)
    level = (long * long - half * half) ** 0.5
    return (degrees(atan2(at, level)),), hypot(at, level) / long


def _bent(
    lengths: Sequence[float], way: float, half: float, share: float, dip: float
) -> tuple[Angles, float]:
    """Return a leg with a knee on the ground, from heel strike (`way` 0) to toe-off (1); by the law of cosines."""
    thigh, shank = lengths[:2]
    ankle = lengths[2] if len(lengths) > 2 else 0.0
    at, full = half * (1 - 2 * way), _STRAIGHT * (thigh + shank)
    # the body comes down twice in a stride, where both legs are spread
    down = (full - (full * full - half * half) ** 0.5) * (0.5 + 0.5 * cos(4 * pi * (share - 0.04)))
    down += dip * full * sin(pi * way)
    pitch = -38.0 * max(0.0, (way - 0.6) / 0.4) ** 1.5 + 14.0 * max(0.0, 1 - way / 0.2)
    pitch *= min(1.0, half / (0.2 * full))
    heel = radians(-min(0.0, pitch))
    x = at + ankle * (_TOES * (1 - cos(heel)) + sin(heel))
    y = full - down - ankle * (_TOES * sin(heel) + cos(heel) - 1)
    far = min(hypot(x, y), 0.998 * (thigh + shank))
    bend = acos(max(-1.0, min(1.0, (thigh * thigh + far * far - shank * shank) / (2 * thigh * far))))
    first = atan2(x, y) + bend
    second = atan2(x - thigh * sin(first), y - thigh * cos(first))
    found = (degrees(first), degrees(second), pitch)
    return found[: len(lengths)], 1.0


def _forward(first: Angles, last: Angles, way: float, manner: Manner, lively: float) -> Angles:
    """Return a leg with a knee on its way forward, from toe-off to heel strike."""
    keys = [(0.0, first[0], first[1])]
    for at, thigh, shank in manner.keys:
        ahead = [begin + (end - begin) * at for begin, end in zip(first, last, strict=True)]
        keys.append((at, ahead[0] + thigh * lively, ahead[1] + shank * lively))
    keys.append((1.0, last[0], last[1]))
    thigh = _through([(at, angle) for at, angle, _ in keys], way)
    shank = min(thigh, _through([(at, angle) for at, _, angle in keys], way))
    if len(first) == 2:
        return thigh, shank
    hanging = 4 * way * (1 - way)  # the toes hang, and come up again before the heel strikes
    pitch = first[2] + (last[2] - first[2]) * way
    return thigh, shank, pitch + (0.8 * shank - 6 - pitch) * hanging


def _hermite(way: float, first: float, last: float, slope: float) -> float:
    """Return a cubic from `first` to `last` with the same slope at both ends."""
    square, cube = way * way, way * way * way
    ease = 3 * square - 2 * cube
    return first + (last - first) * ease + slope * (2 * cube - 3 * square + way)


def _through(keys: Sequence[tuple[float, float]], at: float) -> float:
    """Return the value at `at` of a smooth curve through (place, value) keys (Catmull and Rom's)."""
    after = next(index for index in range(1, len(keys)) if at <= keys[index][0] or index == len(keys) - 1)
    (left, first), (right, last) = keys[after - 1], keys[after]
    before, beyond = keys[max(0, after - 2)], keys[min(len(keys) - 1, after + 1)]
    span = right - left
    rise = (last - before[1]) / (right - before[0]) * span
    fall = (beyond[1] - first) / (beyond[0] - left) * span
    way = (at - left) / span
    square, cube = way * way, way * way * way
    return (
        first * (2 * cube - 3 * square + 1)
        + rise * (cube - 2 * square + way)
        + last * (3 * square - 2 * cube)
        + fall * (cube - square)
    )
