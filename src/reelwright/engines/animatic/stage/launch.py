"""A rocket that lifts off: upright, from the ground, on a column of smoke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from math import sin

import numpy as np

from reelwright.engines.animatic.plan import Action, Shot, Storyboard, Subject
from reelwright.engines.animatic.stage.act import Act
from reelwright.engines.animatic.stage.ascent import ascends, keep_up
from reelwright.engines.animatic.stage.blend import Scratch, lay
from reelwright.engines.animatic.stage.camera import Camera, Matrix
from reelwright.engines.animatic.stage.canvas import Pixels
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.mover import Moment
from reelwright.engines.animatic.stage.scene import Scene

_LEANS = 45.0  # degrees at which the artwork stands
_PUFFS = 34
_IGNITION = 0.14  # share of the shot at which it leaves the ground
_TAIL = 1.8  # heights of the rocket that its smoke reaches down
_UP = 0.72  # frame heights that it has risen at the end, when the camera keeps still


def launches(subject: Subject) -> bool:
    """Return whether a subject is a rocket that starts from the ground."""
    return subject.art == "rocket" and subject.action is Action.RISE and not subject.airborne


@cache
def _puff() -> Pixels:
    """Return a ball of smoke, premultiplied RGBA, lit from above."""
    size = 96
    y, x = np.mgrid[-1 : 1 : size * 1j, -1 : 1 : size * 1j]
    alpha = np.clip(1.15 - np.hypot(x, y) * 1.15, 0, 1) ** 1.1
    tone = np.clip(236 - 34 * y, 0, 255)
    shade = np.stack([tone, tone, tone + 4, np.full_like(tone, 255)], axis=-1)
    return np.asarray(np.clip(shade, 0, 255) * alpha[..., None], np.uint8)


class Rocket(Performer):
    """A rocket on its way up, until it leaves the frame or the air."""

    def __init__(
        self, subject: Subject, index: int, shot: Shot, board: Storyboard, scene: Scene, aspect: float
    ) -> None:
        super().__init__(subject, index, shot, board, scene, aspect)
        self._far = ascends(shot, scene)

    def fit(self, camera: Camera, moments: Sequence[Moment], aspect: float, height: int, width: int) -> None:
        """Shrink it until it is seen whole before it leaves the ground; later it may leave the frame."""
        super().fit(camera, moments, aspect, height, width)
        resting = [moment for moment in moments if moment.share < 2 * _IGNITION]
        for _ in range(16):
            boxes = [self.box(camera, moment, height, width, aspect) for moment in resting]
            if min(box[1] for box in boxes) > 0.03 * height or self.tall < 0.16:
                break
            self.tall *= 0.94

    def act(self, moment: Moment) -> Act:
        """Return what it does now: it trembles, then rises faster and faster."""
        way = max(0.0, moment.share - _IGNITION) / (1 - _IGNITION)
        rattle = 0.008 * sin(moment.clock * 57) * (1 - 0.7 * way)
        act = Act(lift=0.2, dx=rattle, turn=-_LEANS)
        if self._far:
            return replace(act, lift=0.2 + keep_up(act, moment, self.tall).lift)
        return replace(act, lift=0.2 + (0.18 * way + 0.82 * way**2) * _UP / max(0.05, self.tall))

    def draw(self, frame: Pixels, camera: Camera, moment: Moment, scratch: Scratch) -> None:
        """Draw the smoke behind and below it, then the rocket."""
        height, width = frame.shape[:2]
        if moment.share > 0.03:
            self._smoke(frame, self._at(camera, moment, height, width), moment, scratch)
        super().draw(frame, camera, moment, scratch)

    def _at(self, camera: Camera, moment: Moment, height: int, width: int) -> tuple[Matrix, Matrix, float]:
        """Return the pad and the nozzle in pixels, and the rocket's height."""
        unit = self.unit(camera, moment, self.act(moment), height, width)
        rest = self.unit(camera, moment, replace(self.act(moment), lift=0.0, turn=0.0), height, width)
        size = float(np.hypot(unit[0, 1], unit[1, 1]))
        middle = (unit @ np.array([0.0, -0.5, 1.0]))[:2]
        nozzle = middle + np.array([0.0, 0.62 * size])
        pad = rest[:2, 2]
        # high up the smoke ends in the air: drawn out to the ground it would be a string of pearls
        return np.array([pad[0], min(pad[1], nozzle[1] + _TAIL * size)]), nozzle, size

    def _smoke(
        self, frame: Pixels, at: tuple[Matrix, Matrix, float], moment: Moment, scratch: Scratch
    ) -> None:
        pad, nozzle, size = at
        puff = _puff()
        lit = np.clip(moment.light.tint(), 0.3, 1.1)
        levels = np.array([*lit, 1.0], np.float32)
        tinted = np.minimum(np.asarray(puff * levels, np.uint8), puff[..., 3:])
        strength = min(1.0, (moment.share - 0.03) / 0.1)
        for index in range(_PUFFS):
            part = (index * 0.618) % 1.0
            spread = 1.0 + 2.2 * moment.share * (1 - part)
            if index % 2:  # rolls away over the ground
                side = -1 if index % 4 == 1 else 1
                offset = side * part * size * (0.35 + 1.9 * min(1.0, moment.share * 1.6))
                spot = pad + np.array([offset, -0.06 * size * sin(3 * part)])
                radius = 0.24 * size * (0.5 + 0.8 * (1 - part)) * (0.6 + 0.8 * strength)
            else:  # hangs in the column
                drift = 0.06 * size * sin(9 * part + 1.3 * moment.clock)
                spot = pad * (1 - part) + nozzle * part + np.array([drift * (1 - part), 0.0])
                radius = 0.13 * size * spread * (1.15 - 0.6 * part)
            scale = 2 * radius * strength / puff.shape[0]
            if scale < 0.01:
                continue
            place = np.array(
                [[scale, 0, spot[0] - 48 * scale], [0, scale, spot[1] - 48 * scale], [0, 0, 1.0]]
            )
            lay(frame, tinted, place, scratch)
