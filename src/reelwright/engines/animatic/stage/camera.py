"""Where the camera is in every frame, and how it maps the world to pixels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from reelwright.engines.animatic.plan import CameraMove

Matrix: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pose:
    """The camera of one frame.

    pan, tilt: the picture's shift by turning, in frame heights. truck, crane: the camera's own way to the right and up, in
    frame heights as seen where the subjects stand. dolly: its way forward as a share of its distance to the subjects.
    zoom: the lens. roll: degrees.
    """

    pan: float = 0.0
    tilt: float = 0.0
    truck: float = 0.0
    crane: float = 0.0
    dolly: float = 0.0
    zoom: float = 1.0
    roll: float = 0.0


_SKYWARD = 1.15
"""Frame heights that the camera looks up when it follows something into space."""


def ease(share: float) -> float:
    """Return a share 0..1 that starts and ends gently and moves evenly in between."""
    share = min(1.0, max(0.0, share))
    soft = share * share * (3 - 2 * share)
    return 0.35 * share + 0.65 * soft


def _shake(clock: float, seed: int, amount: float) -> tuple[float, float, float]:
    """Return smooth handheld noise (x, y, roll) at `clock` seconds."""
    phase = (seed % 997) * 0.37
    values = []
    for axis in range(3):
        rates = (0.9 + 0.13 * axis, 1.9 + 0.21 * axis, 3.3 + 0.17 * axis)
        values.append(
            sum(
                np.sin(clock * rate * 2.1 + phase * (axis + 1.7) + k) / (k + 1)
                for k, rate in enumerate(rates)
            )
            / 1.8
        )
    return amount * values[0], amount * values[1], amount * values[2]


@dataclass(frozen=True, slots=True)
class _Step:
    """A moment of a move: `way` runs from 0 to `reach`, `back` is the same around 0; `wide` limits moves in tall frames, `across`
    those past a subject, which must stay in sight without being small."""

    way: float
    reach: float
    wide: float
    clock: float
    seed: int
    follow: float
    across: float

    @property
    def back(self) -> float:
        return self.way - self.reach / 2


def _orbit(at: _Step) -> Pose:
    turn = 0.95 * at.wide * at.back
    return Pose(truck=turn, pan=-0.88 * turn, dolly=0.07 * (1 - (2 * at.back / at.reach) ** 2))


def _crane(up: float) -> Pose:
    """Rise and look down a little more: what is near sinks out of the frame, what it hid comes into sight."""
    return Pose(crane=0.55 * up - 0.06, tilt=0.2 * up - 0.02, dolly=-0.05 * up, zoom=1.04)


def _handheld(at: _Step) -> Pose:
    x, y, roll = _shake(at.clock, at.seed, 1.0)
    return Pose(0.014 * x, 0.012 * y, 0.02 * x, dolly=0.05 * at.way, zoom=1.05, roll=0.8 * roll)


def _pov(at: _Step) -> Pose:
    stride = at.clock * 2 * np.pi * 0.95
    side, bob = float(np.sin(stride)), abs(float(np.sin(stride))) - 0.5
    return Pose(0.009 * side, 0.008 * bob, crane=0.02 * bob, dolly=0.36 * at.way, zoom=1.05, roll=0.5 * side)


def _follow(at: _Step) -> Pose:
    x, y, _ = _shake(at.clock, at.seed, 1.0)
    return Pose(truck=at.follow + 0.006 * x, tilt=0.003 * y, dolly=0.04 * at.way)


_MOVES: dict[CameraMove, Callable[[_Step], Pose]] = {
    CameraMove.STATIC: lambda at: Pose(),
    CameraMove.PUSH_IN: lambda at: Pose(dolly=0.24 * at.way, zoom=1 + 0.05 * at.way, tilt=0.02 * at.way),
    CameraMove.PULL_OUT: lambda at: Pose(
        dolly=0.3 * (at.reach - at.way), zoom=1 + 0.07 * (at.reach - at.way)
    ),
    CameraMove.PAN_LEFT: lambda at: Pose(pan=-0.55 * at.wide * at.back, truck=-0.05 * at.back),
    CameraMove.PAN_RIGHT: lambda at: Pose(pan=0.55 * at.wide * at.back, truck=0.05 * at.back),
    CameraMove.TILT_UP: lambda at: Pose(tilt=-0.44 * at.back),
    CameraMove.TILT_DOWN: lambda at: Pose(tilt=0.44 * at.back),
    CameraMove.TRUCK_LEFT: lambda at: Pose(truck=-0.85 * at.across * at.back),
    CameraMove.TRUCK_RIGHT: lambda at: Pose(truck=0.85 * at.across * at.back),
    CameraMove.ORBIT: _orbit,
    CameraMove.CRANE_UP: lambda at: _crane(at.way),
    CameraMove.CRANE_DOWN: lambda at: _crane(at.reach - at.way),
    CameraMove.HANDHELD: _handheld,
    CameraMove.POV: _pov,
    CameraMove.FOLLOW: _follow,
}


def _climb(share: float) -> float:
    """Return how far (0..1) the camera has looked up: it waits for what leaves the ground, then keeps up with it."""
    way = min(1.0, max(0.0, (share - 0.12) / 0.88))
    return 0.25 * way * way + 0.75 * way * way * (3 - 2 * way)


def _jolted(pose: Pose, clock: float, seed: int) -> Pose:
    """Return the pose as the ground throws it about: a jolt about every second that dies down."""
    force = 0.25 + 0.75 * float(np.exp(-2.2 * ((clock * 0.9) % 1.0)))
    x, y, _ = _shake(clock * 4.5, seed + 5, 0.016 * force)
    return replace(pose, pan=pose.pan + x, tilt=pose.tilt + y, zoom=max(pose.zoom, 1.04))


class Camera:
    """The path of a camera move over a shot of `seconds`, in a scene whose horizon is at world height `horizon`.

    eye: the height of the camera over the ground: what stands at nearness 1 touches it at horizon + eye. quaking: the ground
    shakes. ascending: it looks up after something until only sky is left. `sweep` may be set to the share of its way that a
    move goes.
    """

    def __init__(
        self,
        move: CameraMove,
        seconds: float,
        aspect: float,
        horizon: float,
        eye: float,
        seed: int,
        *,
        quaking: bool = False,
        ascending: bool = False,
    ) -> None:
        self.move, self.seconds, self.aspect = move, seconds, aspect
        self.horizon, self.eye, self.seed = horizon, eye, seed
        self.quaking, self.ascending = quaking, ascending
        self.reach = float(np.clip(seconds / 5, 0.6, 1.5))
        self.sweep = 1.0
        self.closer, self.aimed = 1.0, (0.0, 0.0)

    def come_closer(self, closer: float, across: float, down: float) -> None:
        """Show all `closer` times as large from now on, about a point `across` and `down` from the middle, in frame heights."""
        self.closer, self.aimed = closer, (across, down)

    def pose(self, share: float, follow: float = 0.0) -> Pose:
        """Return the camera at `share` (0..1) of the shot; `follow` is the way of the followed subject in frame heights."""
        reach = self.reach * self.sweep
        way, wide = ease(share) * reach, min(1.4, self.aspect)
        across = min(1.4, self.aspect * float(np.interp(self.aspect, [0.6, 1.78], [0.52, 0.787])))
        clock = share * self.seconds
        if self.ascending:
            return Pose(tilt=-_SKYWARD * _climb(share), zoom=1.02)
        pose = _MOVES[self.move](_Step(way, reach, wide, clock, self.seed, follow, across))
        if self.closer > 1:
            across, down = self.aimed
            pose = replace(pose, pan=pose.pan + across, tilt=pose.tilt + down, zoom=pose.zoom * self.closer)
        return _jolted(pose, clock, self.seed) if self.quaking else pose

    def plate(self, pose: Pose, near: float, height: int, width: int) -> Matrix:
        """Return the 3x3 map from the world to pixels of an upright layer at nearness `near` (1 at the subjects)."""
        size = 1 / (1 - pose.dolly * near)
        scale = size * pose.zoom * height
        across = (-pose.truck * near * size - pose.pan) * pose.zoom * height + width / 2
        down = (
            (pose.crane * near - self.horizon) * size + self.horizon - 0.5 - pose.tilt
        ) * pose.zoom * height + height / 2
        return np.array([[scale, 0, across], [0, scale, down], [0, 0, 1]])

    def ground(self, pose: Pose, height: int, width: int) -> Matrix:
        """Return the 3x3 map from the world to pixels of the ground plane: exact, so feet and ground move together."""
        flat = 1 / self.eye
        # nearness of the ground at world height y is (y - horizon) / eye; all three rows are over 1 - dolly * nearness
        under = np.array([0, -pose.dolly * flat, 1 + pose.dolly * self.horizon * flat])
        x = np.array([1, -pose.truck * flat, pose.truck * self.horizon * flat])
        y = np.array([0, 1 + pose.crane * flat, -self.horizon * (1 + pose.crane * flat)])
        scale = pose.zoom * height
        across = scale * (x - pose.pan * under) + width / 2 * under
        down = scale * (y + (self.horizon - 0.5 - pose.tilt) * under) + height / 2 * under
        return np.stack([across, down, under])
