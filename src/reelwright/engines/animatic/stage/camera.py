"""Where the camera is in every frame, and how it maps the world to pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from reelwright.engines.animatic.plan import CameraMove

Matrix: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pose:
    """The camera of one frame.

    pan, tilt: the picture's shift by turning, in frame heights. truck, crane: the camera's own way to the right and up, in frame heights
    as seen where the subjects stand. dolly: its way forward as a share of its distance to the subjects. zoom: the lens. roll: degrees.
    """

    pan: float = 0.0
    tilt: float = 0.0
    truck: float = 0.0
    crane: float = 0.0
    dolly: float = 0.0
    zoom: float = 1.0
    roll: float = 0.0


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


class Camera:
    """The path of a camera move over a shot of `seconds`, in a scene whose horizon is at world height `horizon`.

    eye: the height of the camera over the ground: what stands at nearness 1 touches it at horizon + eye.
    """

    def __init__(
        self, move: CameraMove, seconds: float, aspect: float, horizon: float, eye: float, seed: int
    ) -> None:
        self.move, self.seconds, self.aspect = move, seconds, aspect
        self.horizon, self.eye, self.seed = horizon, eye, seed
        self.reach = float(np.clip(seconds / 5, 0.6, 1.5))

    def pose(self, share: float, follow: float = 0.0) -> Pose:
        """Return the camera at `share` (0..1) of the shot; `follow` is the way of the followed subject in frame heights."""
        way = ease(share) * self.reach
        back = way - self.reach / 2
        wide = min(1.4, self.aspect)
        clock = share * self.seconds
        match self.move:
            case CameraMove.STATIC:
                return Pose()
            case CameraMove.PUSH_IN:
                return Pose(dolly=0.17 * way, zoom=1 + 0.03 * way, tilt=0.012 * way)
            case CameraMove.PULL_OUT:
                return Pose(dolly=0.17 * (self.reach - way), zoom=1 + 0.03 * (self.reach - way))
            case CameraMove.PAN_LEFT:
                return Pose(pan=-0.3 * wide * back, truck=-0.05 * back)
            case CameraMove.PAN_RIGHT:
                return Pose(pan=0.3 * wide * back, truck=0.05 * back)
            case CameraMove.TILT_UP:
                return Pose(tilt=-0.3 * back)
            case CameraMove.TILT_DOWN:
                return Pose(tilt=0.3 * back)
            case CameraMove.TRUCK_LEFT:
                return Pose(truck=-0.5 * wide * back)
            case CameraMove.TRUCK_RIGHT:
                return Pose(truck=0.5 * wide * back)
            case CameraMove.ORBIT:
                turn = 0.55 * wide * back
                return Pose(truck=turn, pan=-0.88 * turn, dolly=0.05 * (1 - (2 * back / self.reach) ** 2))
            case CameraMove.CRANE_UP:
                return Pose(crane=0.26 * way - 0.05, tilt=0.10 * way, zoom=1.03)
            case CameraMove.CRANE_DOWN:
                return Pose(crane=0.21 * self.reach - 0.26 * way, tilt=0.10 * (self.reach - way), zoom=1.03)
            case CameraMove.HANDHELD:
                x, y, roll = _shake(clock, self.seed, 1.0)
                return Pose(
                    pan=0.008 * x,
                    tilt=0.007 * y,
                    truck=0.012 * x,
                    roll=0.5 * roll,
                    zoom=1.035,
                    dolly=0.04 * way,
                )
            case CameraMove.POV:
                step = clock * 2 * np.pi * 0.95
                bob = abs(np.sin(step)) - 0.5
                return Pose(
                    dolly=0.3 * way,
                    crane=0.012 * bob,
                    pan=0.006 * float(np.sin(step)),
                    roll=0.35 * float(np.sin(step)),
                    zoom=1.03,
                )
            case CameraMove.FOLLOW:
                x, y, _ = _shake(clock, self.seed, 1.0)
                return Pose(truck=follow + 0.006 * x, tilt=0.003 * y, dolly=0.04 * way)

    def plate(self, pose: Pose, near: float, height: int, width: int) -> Matrix:
        """Return the 3x3 map from the world to pixels of an upright layer at nearness `near` (0 at infinity, 1 at the subjects)."""
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
