"""Fireworks: rockets that climb, burst into flowers of sparks, and fade as they fall."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np

from reelwright.engines.animatic.plan import Setting, Shot, Storyboard, Subject
from reelwright.engines.animatic.stage.act import Act
from reelwright.engines.animatic.stage.blend import Scratch, shine, splat
from reelwright.engines.animatic.stage.camera import Camera
from reelwright.engines.animatic.stage.canvas import Pixels, mix, rgb
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.mover import Moment
from reelwright.engines.animatic.stage.scene import Scene

_TONES = tuple(rgb(tone) for tone in ("ff5a6e", "ffd257", "63d8ff", "b98bff", "7dffa8", "ff9a4a", "ffffff"))
_EVERY, _LASTS, _CLIMB = 0.62, 1.9, 0.5
"""Seconds from one burst to the next, how long one is seen, and how long its rocket climbs before."""
_SPARKS = 76
_GLOWS = 0.8  # seconds after which a burst no longer lights the sky
_TRAIL = (0.0, 0.07)  # seconds by which the parts of a spark's trail are behind it


def bursts(subject: Subject, shot: Shot, scene: Scene) -> bool:
    """Return whether a subject is fireworks in an open sky."""
    return subject.art == "fireworks" and scene.outdoors and shot.setting is not Setting.UNDERWATER


class Fireworks(Performer):
    """One display that fills the sky, however many rockets the prompt counts."""

    def __init__(
        self, subject: Subject, index: int, shot: Shot, board: Storyboard, scene: Scene, aspect: float
    ) -> None:
        super().__init__(subject, index, shot, board, scene, aspect)
        self.near, self._aspect_seen = 0.03, aspect
        self._seed = [board.seed, shot.start, 77]
        self._low = 0.62 * scene.horizon

    def fit(self, camera: Camera, moments: Sequence[Moment], aspect: float, height: int, width: int) -> None:
        """Leave everything as it is: the sky has room."""

    def act(self, moment: Moment) -> Act:
        """Return nothing of its own: each burst has its time."""
        return Act()

    def draw(self, frame: Pixels, camera: Camera, moment: Moment, scratch: Scratch) -> None:
        """Draw all bursts that are seen at a moment."""
        height, width = frame.shape[:2]
        plate = camera.plate(moment.pose, self.near, height, width)
        clock = moment.clock + 1.3  # the display has begun
        first = int(np.floor((clock - _LASTS) / _EVERY))
        for number in range(max(0, first), int(np.ceil((clock + _CLIMB) / _EVERY)) + 1):
            age = clock - number * _EVERY
            if -_CLIMB < age < _LASTS:
                self._burst(frame, plate, number, age)

    def _burst(self, frame: Pixels, plate: np.ndarray, number: int, age: float) -> None:
        rng = np.random.default_rng([*self._seed, number])
        middle = np.array(
            [
                0.43 * self._aspect_seen * (2 * ((number * 0.618 + 0.2) % 1) - 1),
                self._low * float(rng.uniform(0.22, 0.78)),
            ]
        )
        tone, other = (_TONES[int(index)] for index in rng.permutation(len(_TONES))[:2])
        size = float(rng.uniform(0.2, 0.36))
        unit = float(plate[0, 0])
        if age < 0:
            way = 1 + age / _CLIMB
            tail = np.linspace(0, 0.16, 7)
            ys = middle[1] + (0.75 - middle[1]) * (1 - np.clip(way - tail, 0, 1)) ** 2
            points = np.stack([np.full(7, middle[0]) + 0.004 * np.sin(30 * tail), ys, np.ones(7)])
            spots = np.column_stack([(plate @ points)[:2].T, np.full(7, 0.003 * unit)])
            splat(frame, spots, rgb("ffe2a8"), np.linspace(0.9, 0.1, 7))
            return
        turn = rng.uniform(0, 2 * np.pi, _SPARKS)
        speed = np.sqrt(rng.uniform(0.35, 1, _SPARKS)) if number % 3 else rng.uniform(0.93, 1, _SPARKS)
        twinkle = 0.75 + 0.25 * np.sin(40 * age + 6.3 * rng.uniform(0, 1, _SPARKS))
        fade = float(np.clip(1 - age / _LASTS, 0, 1)) ** 0.9
        for late in _TRAIL:
            then = max(0.0, age - late)
            open_ = 1 - np.exp(-3.4 * then)
            x = middle[0] + np.cos(turn) * speed * size * open_
            y = middle[1] + np.sin(turn) * speed * size * open_ + 0.05 * then**2
            at = (plate @ np.stack([x, y, np.ones(_SPARKS)]))[:2].T
            radius = unit * (0.006 if late == 0 else 0.0044) * (0.55 + 0.45 * fade)
            colour = mix(tone if number % 2 else other, rgb("ffffff"), max(0.0, 0.8 - 3 * age))
            strength = np.minimum(1, 1.3 * fade) * twinkle * (1.0 if late == 0 else 0.5)
            splat(frame, np.column_stack([at, np.full(_SPARKS, radius)]), colour, strength)
        if age > _GLOWS:
            return
        glow = plate @ np.array([*middle, 1.0])
        reach = max(4, round(1.5 * size * (1 - np.exp(-3.4 * age)) * unit))
        light = cv2.resize(_soft(), (2 * reach, 2 * reach), interpolation=cv2.INTER_LINEAR)
        shade = mix(tone, rgb("ffffff"), max(0.0, 0.7 - 4 * age)) * np.float32(0.6 * (1 - age / _GLOWS) / 255)
        lit = cv2.merge([*(cv2.convertScaleAbs(light, alpha=float(level)) for level in shade), 0 * light])
        shine(frame, np.asarray(lit, np.uint8), round(float(glow[0])) - reach, round(float(glow[1])) - reach)


@cache
def _soft() -> Pixels:
    """Return how a glow falls off from its middle, 8 bits (64, 64)."""
    grid = np.linspace(-1, 1, 64)
    away = np.sqrt(grid[None] ** 2 + grid[:, None] ** 2)
    return np.asarray(255 * np.clip(1 - away, 0, 1) ** 2, np.uint8)
