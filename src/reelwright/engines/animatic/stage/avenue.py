"""Things at both sides of a path that come closer and pass by while the camera walks: what goes behind it starts anew far off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import cv2
import numpy as np

from reelwright.engines.animatic.stage.blend import Scratch, lay
from reelwright.engines.animatic.stage.camera import Camera
from reelwright.engines.animatic.stage.canvas import Canvas, Floats, Pixels, Rng
from reelwright.engines.animatic.stage.extras import Now
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.scene import Kit

Painter: TypeAlias = Callable[[Canvas, Light, Rng, float], None]
"""Paints one thing that stands at (0, 0), as large as it is at nearness 1, in the light of the nearness that is given last."""

PACE = 0.4
"""Way walked in a second, as a share of the distance at which subjects stand."""
_NEAREST, _FARTHEST = (
    0.36,
    4.4,
)  # distances between which things stand; nearer ones are behind the lens or beside the frame
_LEVELS = (0.25, 0.34, 0.46, 0.62, 0.84, 1.15)  # nearnesses in whose light and size things are painted
_TURNING = 0.93  # share of the way to a level from which what it looks like there begins to show
_VARIANTS = 3


@dataclass(frozen=True)
class Kind:
    """A kind of thing: its box in frame heights (left, top, right, bottom), how many stand at once, how far from the middle."""

    paint: Painter
    box: tuple[float, float, float, float]
    count: int
    inner: float
    outer: float


class Avenue:
    """All that stands beside the path; `near` is where it stands among the layers."""

    near = 0.66

    def __init__(self, kit: Kit, name: str, horizon: float, eye: float, kinds: Sequence[Kind]) -> None:
        rng = kit.rng(name)
        self._kit, self._name, self._horizon, self._eye, self._kinds = kit, name, horizon, eye, kinds
        counts = [kind.count for kind in kinds]
        self._kind = np.repeat(np.arange(len(kinds)), counts)
        total = int(sum(counts))
        self._variant = rng.integers(0, _VARIANTS, total)
        span = _FARTHEST - _NEAREST
        steps = np.concatenate([(np.arange(count) + rng.uniform(0, 0.7, count)) / count for count in counts])
        self._start: Floats = steps * span
        side = np.concatenate([np.arange(count) % 2 for count in counts]) * 2 - 1
        inner = np.array([kinds[int(kind)].inner for kind in self._kind])
        outer = np.array([kinds[int(kind)].outer for kind in self._kind])
        self._x = side * (inner + (outer - inner) * rng.uniform(0, 1, total) ** 1.6)
        self._painted: dict[tuple[int, int, int], Pixels] = {}
        self._light: Light | None = None

    def draw(self, frame: Pixels, camera: Camera, moment: Now, scratch: Scratch) -> None:
        """Draw what stands there at a moment, from far to near."""
        if self._light is None or np.abs(self._light.ambient - moment.light.ambient).max() > 0.02:
            self._light = moment.light
            self._painted.clear()
        height, width = frame.shape[:2]
        span = _FARTHEST - _NEAREST
        away = _NEAREST + (self._start - PACE * moment.clock) % span
        pose = replace(moment.pose, dolly=0.0)
        for index in np.argsort(-away):
            near = float(1 / away[index])
            kind = self._kinds[int(self._kind[index])]
            plate = camera.plate(pose, near, height, width)
            scale = near * plate[0, 0]
            foot = plate @ np.array([self._x[index] * near, self._horizon + self._eye * near, 1.0])
            left, right = foot[0] + kind.box[0] * scale, foot[0] + kind.box[2] * scale
            if right < 0 or left > width:
                continue
            level, turned = _level(near)
            picture = self._picture(int(self._kind[index]), int(self._variant[index]), level, height)
            born = float(np.clip((_FARTHEST - away[index]) / 0.7, 0, 1))
            if born < 1:  # or it would pop out of nothing
                picture = np.asarray(cv2.convertScaleAbs(picture, alpha=born), np.uint8)
            top = foot[1] + kind.box[1] * scale
            high = (kind.box[3] - kind.box[1]) * scale
            _stand(frame, picture, left, top, high, scratch)
            if turned:
                later = self._picture(int(self._kind[index]), int(self._variant[index]), level + 1, height)
                _stand(
                    frame,
                    np.asarray(cv2.convertScaleAbs(later, alpha=turned * born), np.uint8),
                    left,
                    top,
                    high,
                    scratch,
                )

    def _picture(self, kind: int, variant: int, level: int, height: int) -> Pixels:
        key = (kind, variant, level)
        if key not in self._painted and self._light is not None:
            left, top, right, bottom = self._kinds[kind].box
            canvas = Canvas(left, top, right, bottom, height * _LEVELS[level] * 1.1)
            rng = self._kit.rng(f"{self._name} {kind} {variant}")
            self._kinds[kind].paint(canvas, self._light, rng, min(1.0, _LEVELS[level]))
            self._painted[key] = canvas.pixels
        return self._painted[key]


def _level(near: float) -> tuple[int, float]:
    """Return which of the levels a thing is shown in, and how far it has turned into the next: at once, its tone would jump."""
    reached = near * 0.9
    level = int(np.searchsorted(np.array(_LEVELS[:-1]), reached))
    if level == len(_LEVELS) - 1:
        return level, 0.0
    return level, float(np.clip((reached / _LEVELS[level] - _TURNING) / (1 - _TURNING), 0, 1))


def _stand(frame: Pixels, picture: Pixels, left: float, top: float, high: float, scratch: Scratch) -> None:
    size = high / picture.shape[0]
    lay(frame, picture, np.array([[size, 0, left], [0, size, top], [0, 0, 1]]), scratch)
