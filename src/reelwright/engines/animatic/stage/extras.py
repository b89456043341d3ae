"""What moves in a scene by itself and is drawn anew in every frame: glints on water, windows that go on and off, flames."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from reelwright.engines.animatic.stage.blend import Scratch
from reelwright.engines.animatic.stage.camera import Camera, Pose
from reelwright.engines.animatic.stage.canvas import Pixels
from reelwright.engines.animatic.stage.light import Light


class Now(Protocol):
    """What an extra may know of a frame: clock in seconds, share of the shot, camera and light."""

    @property
    def clock(self) -> float:
        """Seconds since the shot began."""

    @property
    def share(self) -> float:
        """Share of the shot that has passed, 0..1."""

    @property
    def pose(self) -> Pose:
        """The camera."""

    @property
    def light(self) -> Light:
        """The light."""


class Extra(Protocol):
    """Something drawn among the layers, in front of those farther off than its nearness and behind the nearer ones."""

    @property
    def near(self) -> float:
        """Nearness: 0 at infinity, 1 where the subjects stand."""

    def draw(self, frame: Pixels, camera: Camera, moment: Now, scratch: Scratch) -> None:
        """Draw it into the frame, RGBA uint8 (height, width, 4)."""


class Repainted:
    """A picture that is painted anew when the light on it has changed.

    paint: draws it for a frame of so many rows in a light.
    """

    def __init__(self, paint: Callable[[int, Light], Pixels]) -> None:
        self._paint = paint
        self._last: tuple[Light, Pixels] | None = None

    def of(self, height: int, light: Light) -> Pixels:
        """Return the picture for a frame of `height` rows in a light."""
        if self._last is None or np.abs(self._last[0].ambient - light.ambient).max() > 0.02:
            self._last = light, self._paint(height, light)
        return self._last[1]
