"""Petals and leaves that come down by themselves: cherry blossom, autumn."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from reelwright.engines.animatic.stage.blend import Scratch
from reelwright.engines.animatic.stage.camera import Camera
from reelwright.engines.animatic.stage.canvas import Colour, Pixels
from reelwright.engines.animatic.stage.extras import Now
from reelwright.engines.animatic.stage.scene import Kit

_COUNT = 30
_BOW = np.linspace(0, np.pi, 6)
_UPPER = np.stack([np.cos(_BOW), 0.5 * np.sin(_BOW)], 1)


class Petals:
    """Several of them between the scene and the lens; they sink, swing and turn over."""

    near = 9.0

    def __init__(self, kit: Kit, tones: Sequence[Colour]) -> None:
        self._seeds = kit.rng("petals").uniform(0, 1, (_COUNT, 6))
        self._tones, self._way = tones, 1.0 if kit.wind >= 0 else -1.0
        self._gust = kit.gust

    def draw(self, frame: Pixels, camera: Camera, moment: Now, scratch: Scratch) -> None:
        """Draw the petals of a moment."""
        height, width = frame.shape[:2]
        clock, room = moment.clock, width / height + 0.3
        pose = moment.pose
        for x, y, size, rate, phase, tone in self._seeds:
            near = 0.6 + size
            down = (y + clock * (0.07 + 0.05 * rate) + pose.crane * near - pose.tilt) % 1.15 - 0.08
            swing = 0.03 * np.sin(clock * (1.1 + rate) + phase * 6.3)
            across = x + self._way * self._gust * clock * (0.03 + 0.05 * rate) - pose.truck * near - pose.pan
            across = across % room - 0.15 + swing
            flip = 0.3 + 0.7 * abs(np.sin(clock * (1.3 + 1.5 * rate) + phase * 5))
            turn = clock * (0.8 + 1.5 * rate) * self._way + phase * 6.3
            long = (0.005 + 0.007 * size) * height
            shape = np.concatenate([_UPPER, (_UPPER * [1, -1])[::-1]]) * [long, long * flip]
            spin = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
            points = np.round((shape @ spin + [across * height, down * height]) * 16).astype(np.int32)
            own = self._tones[int(tone * (len(self._tones) - 0.01))] * moment.light.tint()
            level = [float(min(255.0, value)) for value in own]
            cv2.fillPoly(frame, [points], [*level, 255], cv2.LINE_AA, 4)
