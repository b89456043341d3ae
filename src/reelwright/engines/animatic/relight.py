"""Lets the light of a picture change from one time of day to another."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from reelwright.engines.animatic.plan import Shot, TimeOfDay
from reelwright.engines.animatic.warp import ease
from reelwright.media.frames import Frame

_LIGHT: Final = {
    TimeOfDay.DAWN: (0.86, 0.78, 0.84),
    TimeOfDay.DAY: (1.0, 1.0, 1.0),
    TimeOfDay.GOLDEN: (1.02, 0.88, 0.68),
    TimeOfDay.DUSK: (0.66, 0.54, 0.66),
    TimeOfDay.NIGHT: (0.26, 0.33, 0.52),
}
"""How much of each colour daylight leaves, by eye."""


class Relight:
    """Changes pictures from the light of `shot.time` to that of `shot.to_time`, where they differ."""

    def __init__(self, shot: Shot) -> None:
        target = shot.to_time or shot.time
        self._gain = np.array(_LIGHT[target]) / np.array(_LIGHT[shot.time])
        self._idle = target is shot.time

    def apply(self, picture: Frame, t: float) -> Frame:
        """Return `picture` in the light of the moment `t` (0 to 1) of the shot; the lights in it burn on."""
        if self._idle:
            return picture
        tones = np.arange(256)[:, None] / 255
        gain = self._gain ** ease(t)
        # What is brightest is a lamp or the sky at the horizon and keeps more of its light.
        kept = gain + (1 - gain) * 0.35 * tones**4
        table = np.clip(tones * kept * 255 + 0.5, 0, 255).astype(np.uint8)[None]
        return np.asarray(cv2.LUT(picture, table), np.uint8)
