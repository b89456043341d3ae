"""A part of somebody so near that the frame cuts off the rest: an eye, a mouth, a wheel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import cos, radians, sin

import numpy as np

from reelwright.engines.animatic.plan import Focus, Shot, Storyboard, Subject
from reelwright.engines.animatic.stage.act import Act
from reelwright.engines.animatic.stage.blend import Scratch
from reelwright.engines.animatic.stage.camera import Camera, Matrix
from reelwright.engines.animatic.stage.canvas import Pixels
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.drawings import artwork, facing_of
from reelwright.engines.animatic.stage.mover import Moment
from reelwright.engines.animatic.stage.scene import Scene

_CALM = 0.16  # what moves a whole body by a hand's breadth would throw an eye out of the frame


class CloseUp(Performer):
    """One whose `focus` fills the frame; where it stands in the scene no longer matters."""

    fineness = 2.0

    def __init__(
        self, subject: Subject, focus: Focus, shot: Shot, board: Storyboard, scene: Scene, aspect: float
    ) -> None:
        super().__init__(subject, 0, shot, board, scene, aspect)
        sketch = artwork(subject, 64)
        self._focus, self._ratio = focus, sketch.shape[1] / sketch.shape[0]
        self._turned = -1 if facing_of(subject) * subject.facing < 0 else 1
        self._cut, self.near = False, 9.0  # before every blade of grass

    def act(self, moment: Moment) -> Act:
        """Return what it does now, as little as the frame can bear."""
        act = super().act(moment)
        return replace(
            act, lift=_CALM * act.lift, dx=_CALM * act.dx, turn=0.4 * act.turn, lean=0.0, wide=1.0, tall=1.0, spin=1.0,
            size=1.0, near=0.0, cue="",
        )  # fmt: skip

    def unit(self, camera: Camera, moment: Moment, act: Act, height: int, width: int) -> Matrix:
        """Return the map to pixels from a box 1 high, origin at the feet, y up to -1."""
        plate = camera.plate(moment.pose, 1.0, height, width)
        size = plate[0, 0] / self._focus.span
        side = self.subject.facing or 1
        angle = radians(act.turn) * side
        turn = np.array([[cos(angle), -sin(angle), 0], [sin(angle), cos(angle), 0], [0, 0, 1]])
        # a camera that looks up or aside still sees the part it is about
        across = width / 2 - 0.3 * moment.pose.pan * height + 0.02 * height * sin(0.5 * moment.clock)
        down = height / 2 - 0.3 * moment.pose.tilt * height
        place = np.array(
            [
                [size, 0, across + side * act.dx * size],
                [0, size, down - act.lift * size],
                [0, 0, 1.0],
            ]
        )
        x = (self._focus.x - 0.5) * self._ratio * self._turned
        back = np.array([[1, 0, -x], [0, 1, 1 - self._focus.y], [0, 0, 1]])
        return np.asarray(place @ turn @ back)

    def fit(self, camera: Camera, moments: Sequence[Moment], aspect: float, height: int, width: int) -> None:
        """Leave it cut off: that is what a close-up is."""

    def _ground(
        self, frame: Pixels, camera: Camera, moment: Moment, act: Act, unit: Matrix, scratch: Scratch
    ) -> None:
        """Draw no shadow: its feet are far below the frame."""
