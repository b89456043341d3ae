"""What goes from one of a pair to the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reelwright.engines.animatic.duets import DuetKind
from reelwright.engines.animatic.plan import Shot, Storyboard, Subject
from reelwright.engines.animatic.stage.act import Act
from reelwright.engines.animatic.stage.blend import Scratch
from reelwright.engines.animatic.stage.camera import Camera, Matrix
from reelwright.engines.animatic.stage.canvas import Floats, Pixels
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.mover import Moment
from reelwright.engines.animatic.stage.pair import Pair
from reelwright.engines.animatic.stage.scene import Scene


class Passed(Performer):
    """What goes from one of a pair to the other."""

    def __init__(
        self, subject: Subject, pair: Pair, shot: Shot, board: Storyboard, scene: Scene, aspect: float
    ) -> None:
        super().__init__(subject, 0, shot, board, scene, aspect)
        self._pair, self._cut, self._travels, self._way = pair, False, False, 0.0
        self._share = subject.size / pair.first.subject.size
        self._stands = pair.kind is DuetKind.GAME
        pair.kicks = pair.kind is DuetKind.CATCH and subject.art == "soccer-ball"

    def fit(self, camera: Camera, moments: Sequence[Moment], aspect: float, height: int, width: int) -> None:
        """Follow those who have been fitted before."""
        one, other = self._pair.first, self._pair.second
        self.near = max(one.near, other.near) + 0.004
        self.tall = self._share * one.tall
        self._x = (one.place()[0] + other.place()[0]) / 2

    def act(self, moment: Moment) -> Act:
        """Return what it does now: it shrinks as it is eaten, and turns as it flies."""
        if self._stands:
            return Act()
        now = self._pair.figure(moment)
        flies = self._pair.kind is DuetKind.CATCH
        return Act(size=max(0.01, 1 - now.eaten), turn=-420 * now.thing if flies else 0.0)

    def unit(self, camera: Camera, moment: Moment, act: Act, height: int, width: int) -> Matrix:
        """Return the map to pixels from a box 1 high, origin at the feet, y up to -1."""
        unit = super().unit(camera, moment, act, height, width)
        if self._stands:
            return unit
        at = self._way_point(camera, moment, height, width)
        moved = unit.copy()
        moved[:2, 2] += at - (unit @ np.array([0.0, -0.5, 1.0]))[:2]
        return moved

    def _way_point(self, camera: Camera, moment: Moment, height: int, width: int) -> Floats:
        """Return where its middle is in pixels: with one, with the other, or on an arc between."""
        pair, now = self._pair, self._pair.figure(moment)
        low = pair.kicks
        ends = []
        for who in (pair.first, pair.second):
            fed = pair.kind is DuetKind.FEED and who is pair.second
            ahead, up = who.muzzle if fed else who.hand(moment)
            ahead *= 0.72 if pair.kind is DuetKind.GIVE and who.arm is None else 1.0
            ends.append(who.point(camera, moment, height, width, ahead, 0.07 if low else up))
        size = float(np.hypot(*(ends[1] - ends[0]))) if low else self._pair.first.tall * height
        rise = np.array([0.0, (0.3 if low else 1.0) * now.arc * size])
        return np.asarray(ends[0] * (1 - now.thing) + ends[1] * now.thing - rise)

    def draw(self, frame: Pixels, camera: Camera, moment: Moment, scratch: Scratch) -> None:
        """Draw it, unless it has been eaten."""
        if self._stands or self._pair.figure(moment).eaten < 0.97:
            super().draw(frame, camera, moment, scratch)

    def _ground(
        self, frame: Pixels, camera: Camera, moment: Moment, act: Act, unit: Matrix, scratch: Scratch
    ) -> None:
        """Draw a shadow only under what stands on the ground."""
        if self._stands:
            super()._ground(frame, camera, moment, act, unit, scratch)
