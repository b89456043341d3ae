"""What moves in a scene by itself and is drawn anew in every frame: glints on water, windows that go on and off, flames."""

from __future__ import annotations

from typing import Protocol

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
