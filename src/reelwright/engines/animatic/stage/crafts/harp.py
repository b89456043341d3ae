"""A harp, and whoever plays it."""

from __future__ import annotations

from math import pi, sin
from typing import Final

from reelwright.engines.animatic.stage.bench import Sketch, artwork_prop
from reelwright.engines.animatic.stage.craft import Body, Craft, Now, Pose
from reelwright.engines.animatic.stage.crafts.pieces import Notes, stool

_SEAT: Final = 0.255  # height of the stool


class Harp(Craft):
    """Sits at a harp and plucks it with both hands; who cannot sit stands at it."""

    def __init__(self, body: Body) -> None:
        super().__init__(body)
        self._sits = body.aside and not body.four
        # the shoulders of who sits are as much lower as the seat is than the hips
        self._high = body.shoulder - (0.19 if self._sits else 0.0)
        tall = self._high + 0.24
        self._harp = artwork_prop("harp", tall, (0.0, 0.0))
        self._at = 0.29 * tall + (0.5 * body.ratio + 0.02 if body.four else 0.14 if body.aside else 0.1)
        self._stool = stool(_SEAT)
        self._notes = Notes()
        self.room = (0.5 * body.ratio if body.four else 0.3, self._at + 0.4 * tall, 1.06)
        self.focus = (0.25, 0.75, self._high - 0.4, self._high + 0.34)

    def pose(self, now: Now) -> Pose:
        """Return hands that run over the strings."""
        beat = now.clock * 2 * pi
        run, pluck = sin(beat * 0.4), 0.018 * sin(beat * 1.7)
        near = (self._at - 0.03 + 0.06 * run + pluck, self._high - 0.1 + 0.03 * run)
        far = (self._at + 0.05 - 0.05 * run - pluck, self._high - 0.02 - 0.04 * run)
        sway = 1.6 * sin(beat * 0.4)
        if self.body.four:
            return Pose(turn=sway, gait="paw", phase=beat * 1.4)
        return Pose(near, far, turn=2.0 + sway, gait="sit" if self._sits else "stand")

    def behind(self, sketch: Sketch, now: Now) -> None:
        """Draw the stool, and the harp, whose strings the arms are before."""
        if self._sits:
            self._stool.draw(sketch, 0.0, 0.0)
        self._harp.draw(sketch, self._at, 0.0, turn=-1.0, drawn_left=True)

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the notes."""
        self._notes.draw(sketch, now.clock, self._at + 0.1, self._high + 0.18)
