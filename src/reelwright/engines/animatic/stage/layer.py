"""What a layer of a scene is: where it stands, how far away, what it is painted by, and how it moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeAlias

import numpy as np

from reelwright.engines.animatic.stage.camera import Camera, Matrix, Pose
from reelwright.engines.animatic.stage.canvas import Canvas
from reelwright.engines.animatic.stage.light import Light

Painter: TypeAlias = Callable[[Canvas, Light], None]
RENEWAL = 0.3  # share of a period in which a ground that repeats turns into what follows: at once, it would be seen to jump


class Shift(NamedTuple):
    """A layer's own motion: dx, dy in world units; `lean` moves what is 1 above the layer's foot that far sideways."""

    dx: float = 0.0
    dy: float = 0.0
    lean: float = 0.0


class Renewal(NamedTuple):
    """Where a ground that repeats is drawn a second time, a period back, and how much that shows, 0..1."""

    matrix: Matrix
    share: float


@dataclass(frozen=True)
class Layer:
    """One upright sheet of scenery, or the ground.

    near: 0 at infinity, 1 where subjects stand, above 1 in front of them. top, bottom: the world heights it is painted
    between. paint: draws it, the same shapes for every light. ground: a plane seen in perspective, from the horizon (`top`)
    down. motion: its own motion at a clock in seconds. foot: the world height about which it leans. blur: out of focus, in
    world units. detail: painted at this share of the resolution: soft things need no more. stride: of a ground,
    how far a camera that walks has come at a clock, instead of the camera's own dolly. period: the way after which such a
    ground looks the same again.
    """

    near: float
    top: float
    bottom: float
    paint: Painter
    ground: bool = False
    motion: Callable[[float], Shift] | None = None
    foot: float = 1.0
    blur: float = 0.0
    detail: float = 1.0
    stride: Callable[[float], float] | None = None
    period: float = 1.0
    name: str = field(default="", compare=False)

    def matrix(self, camera: Camera, pose: Pose, clock: float, height: int, width: int) -> Matrix:
        """Return the 3x3 map from the world to pixels."""
        if self.ground:
            if self.stride is not None:
                pose = replace(pose, dolly=self.stride(clock) % self.period)
            return camera.ground(pose, height, width)
        plate = camera.plate(pose, self.near, height, width)
        if self.motion is None:
            return plate
        dx, dy, lean = self.motion(clock)
        # plate @ (shift and lean), in plain numbers: there are ten such layers in a frame
        (scale, _, across), (_, _, down), _ = plate.tolist()
        return np.array(
            [
                [scale, -lean * scale, scale * (dx + lean * self.foot) + across],
                [0, scale, scale * dy + down],
                [0, 0, 1],
            ]
        )

    def renewed(self, camera: Camera, pose: Pose, clock: float, height: int, width: int) -> Renewal | None:
        """Return the ground as it will look after its period, while it turns into that; None for most of the way."""
        if self.stride is None:
            return None
        way = self.stride(clock) % self.period - self.period
        share = 1 + way / (RENEWAL * self.period)
        if share <= 0:
            return None
        return Renewal(
            camera.ground(replace(pose, dolly=way), height, width), share * share * (3 - 2 * share)
        )
