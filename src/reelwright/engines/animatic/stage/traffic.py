"""Lights of cars that a long exposure draws out into trails: how a time-lapse shows a town at night."""

from __future__ import annotations

import cv2
import numpy as np

from reelwright.engines.animatic.stage.blend import Scratch, shine
from reelwright.engines.animatic.stage.camera import Camera
from reelwright.engines.animatic.stage.canvas import Pixels, Rng, rgb
from reelwright.engines.animatic.stage.mover import Moment
from reelwright.engines.animatic.stage.scene import Scene

_COMING, _GOING = rgb("fff1d0"), rgb("ff4a36")
_COUNT = 34


class Trails:
    """Two lanes of them across the picture at nearness `near`: white ones come, red ones go."""

    def __init__(self, rng: Rng, scene: Scene, near: float) -> None:
        self.near, self._scene = near, scene
        self._seeds = rng.uniform(0, 1, (_COUNT, 4))

    def draw(self, frame: Pixels, camera: Camera, moment: Moment, scratch: Scratch) -> None:
        """Draw the trails of a moment; by day there are none."""
        if moment.light.night < 0.3:
            return
        height, width = frame.shape[:2]
        plate = camera.plate(moment.pose, self.near, height, width)
        road = float((plate @ np.array([0.0, self._scene.horizon + self._scene.eye * self.near, 1.0]))[1])
        reach = 0.035 * height
        top = round(road - reach)
        band = np.zeros((max(2, round(2 * reach)), width, 4), np.uint8)
        room = width / height + 1.2
        for start, pace, long, lane in self._seeds:
            coming = lane < 0.5
            way = 1 if coming else -1
            head = (start * room + way * moment.clock * (0.5 + 0.7 * pace)) % room - 0.6
            tail = head - way * (0.16 + 0.4 * long)
            y = (0.32 if coming else 0.62) * 2 * reach + (lane % 0.5 - 0.25) * 0.6 * reach
            ends = [(round(x * height * 16), round(y * 16)) for x in (tail, head)]
            tone = [float(level) * (0.45 + 0.5 * pace) for level in (_COMING if coming else _GOING)]
            thick = max(1, round(height * 0.0028))
            cv2.line(band, ends[0], ends[1], (*tone, 0.0), thick, cv2.LINE_AA, 4)
        glow = cv2.blur(band, (round(0.03 * height) | 1, round(0.012 * height) | 1))
        shine(frame, np.asarray(cv2.add(band, cv2.convertScaleAbs(glow, alpha=1.2)), np.uint8), 0, top)
