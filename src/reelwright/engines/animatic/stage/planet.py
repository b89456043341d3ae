"""The Earth as who floats above it sees it: so large that only its upper part is in the frame."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians, sin

import numpy as np

from reelwright.engines.animatic.plan import Subject
from reelwright.engines.animatic.stage.act import Act
from reelwright.engines.animatic.stage.camera import Camera, Matrix
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.mover import Moment

_ACROSS = 1.9  # its diameter in frame heights
_SHOWN = 0.28  # how far it rises into the frame, in frame heights
_TURN = 1.6  # degrees per second


def is_world(subject: Subject) -> bool:
    """Return whether a subject is the Earth."""
    return subject.art is not None and subject.art.startswith("globe-showing")


class Planet(Performer):
    """The Earth below, turning slowly; far away, so the camera hardly moves it."""

    fineness = 2.0

    def fit(self, camera: Camera, moments: Sequence[Moment], aspect: float, height: int, width: int) -> None:
        """Leave it cut off by the lower edge, and behind everyone."""
        self.near = 0.02

    def act(self, moment: Moment) -> Act:
        """Return that it does nothing: it turns by itself."""
        return Act()

    def unit(self, camera: Camera, moment: Moment, act: Act, height: int, width: int) -> Matrix:
        """Return the map to pixels from a box 1 high, origin at the feet, y up to -1."""
        plate = camera.plate(moment.pose, 0.25, height, width)
        size = _ACROSS * plate[0, 0]
        x, y = (plate @ np.array([0.0, 1.0 - _SHOWN + _ACROSS / 2, 1.0]))[:2]
        angle = radians(-14 - _TURN * moment.clock)
        turn = np.array([[cos(angle), -sin(angle), 0], [sin(angle), cos(angle), 0], [0, 0, 1]])
        place = np.array([[size, 0, x], [0, size, y], [0, 0, 1.0]])
        back = np.array([[1, 0, 0], [0, 1, 0.5], [0, 0, 1]])
        return np.asarray(place @ turn @ back)
