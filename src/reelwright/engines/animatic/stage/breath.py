"""Fire that somebody breathes: it leaves the mouth in bursts, spreads and dies away."""

from __future__ import annotations

from math import cos, sin

import cv2
import numpy as np

from reelwright.engines.animatic.plan import Bond, Shot, Storyboard, Subject
from reelwright.engines.animatic.stage.act import Act, smooth
from reelwright.engines.animatic.stage.blend import Scratch, over
from reelwright.engines.animatic.stage.borne import Bound
from reelwright.engines.animatic.stage.camera import Camera
from reelwright.engines.animatic.stage.canvas import Floats, Pixels
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.mover import Moment
from reelwright.engines.animatic.stage.scene import Scene

_ROUND, _BURST, _FLIGHT = 2.3, 1.7, 0.45
"""Seconds from one burst to the next, how long one lasts, and how long the fire is on its way to its end."""
_SLOPE, _DIVE = 0.1, 0.32  # radians below the level, from the ground and from the air
_COARSE = 2  # pixels of the frame along one of the fire, which is soft
_TONES = (
    ((232, 74, 24), 1.0, 1.0, 0.72),
    ((255, 140, 34), 0.72, 0.9, 0.85),
    ((255, 214, 92), 0.42, 0.74, 0.95),
    ((255, 248, 214), 0.2, 0.5, 1.0),
)
"""Of each tongue inside the next: its colour, width and length as shares of the outermost, and how solid it is."""


class Breath(Bound):
    """The fire out of the mouth of whoever breathes it, as long as it is tall as a subject."""

    def __init__(
        self, subject: Subject, bond: Bond, carrier: Performer, shot: Shot, board: Storyboard, scene: Scene, aspect: float
    ) -> None:  # fmt: skip
        super().__init__(subject, bond, carrier, shot, board, scene, aspect)
        self._angle = _DIVE if carrier.hanging else _SLOPE

    def act(self, moment: Moment) -> Act:
        """Return nothing of its own: it goes with the mouth."""
        return Act()

    def _jet(self, camera: Camera, moment: Moment, height: int, width: int) -> tuple[Floats, Floats, float]:
        """Return where the fire begins in pixels, its direction, and how far it reaches."""
        unit = self.unit(camera, moment, self.act(moment), height, width)
        side = self._carrier.subject.facing or 1
        way = np.array([side * cos(self._angle), sin(self._angle)])
        return unit[:2, 2], way, float(np.hypot(unit[0, 1], unit[1, 1]))

    def box(
        self, camera: Camera, moment: Moment, height: int, width: int, aspect: float
    ) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom of all that its fire may reach, in pixels."""
        at, way, reach = self._jet(camera, moment, height, width)
        end, half = at + way * reach, 0.16 * reach
        return (
            float(min(at[0], end[0])),
            float(min(at[1], end[1]) - half),
            float(max(at[0], end[0])),
            float(max(at[1], end[1]) + half),
        )

    def draw(self, frame: Pixels, camera: Camera, moment: Moment, scratch: Scratch) -> None:
        """Draw the fire of a moment."""
        age = (moment.clock + 0.5) % _ROUND
        front, tail = smooth(age / _FLIGHT), smooth((age - _BURST) / _FLIGHT)
        if front - tail < 0.05:
            return
        at, way, reach = self._jet(camera, moment, *frame.shape[:2])
        edge = 0.3 * reach + 4 * _COARSE
        low = np.floor(np.minimum(at, at + way * reach) - edge).astype(int)
        high = np.ceil(np.maximum(at, at + way * reach) + edge).astype(int)
        wide, high_ = (max(4, int(side) // _COARSE) for side in high - low)
        patch: Pixels = np.zeros((high_, wide, 4), np.uint8)
        for tone, half, long, solid in _TONES:
            shape = _tongue(moment.clock, tail, tail + (front - tail) * long, half)
            points = at + (shape[:, :1] * way + shape[:, 1:] * np.array([-way[1], way[0]])) * reach
            corners = np.round((points - low) / _COARSE * 16).astype(np.int32)
            level = [*(channel * solid for channel in tone), 255.0 * solid]
            cv2.fillPoly(patch, [corners], level, cv2.LINE_AA, 4)
        soft = cv2.GaussianBlur(patch, (0, 0), max(0.6, 0.016 * reach / _COARSE))
        fire = cv2.resize(soft, None, fx=_COARSE, fy=_COARSE, interpolation=cv2.INTER_LINEAR)
        left, top = np.maximum(0, -low)
        right, bottom = np.minimum(fire.shape[1::-1], np.array(frame.shape[1::-1]) - low)
        if left < right and top < bottom:
            part = np.ascontiguousarray(fire[top:bottom, left:right], np.uint8)
            over(frame, part, int(low[0] + left), int(low[1] + top))


def _tongue(clock: float, start: float, end: float, half: float) -> Floats:
    """Return the outline (n, 2) of fire between two shares of its way: along it, and across it, in lengths of the whole."""
    share = np.linspace(0, 1, 26)
    along = start + (end - start) * share
    body = (
        0.16
        * half
        * (0.12 + along**0.75)
        * np.sqrt(np.clip(1 - share**5, 0, 1))
        * np.sqrt(np.minimum(1, share / 0.06))
    )
    waver = 0.03 * along * np.sin(7 * along - 9 * clock)
    upper = 1 + (0.32 * np.sin(24 * along - 21 * clock) + 0.16 * np.sin(41 * along - 33 * clock)) * along
    lower = 1 + (0.32 * np.sin(22 * along - 23 * clock + 2) + 0.16 * np.sin(45 * along - 31 * clock)) * along
    one, other = np.stack([along, waver - body * upper], 1), np.stack([along, waver + body * lower], 1)
    return np.concatenate([one, other[::-1]])
