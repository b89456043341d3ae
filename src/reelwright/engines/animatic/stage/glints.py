"""The path of light that sun and moon lay on water: it twinkles, each spark in a time of its own."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.stage.blend import Scratch
from reelwright.engines.animatic.stage.camera import Camera
from reelwright.engines.animatic.stage.canvas import Pixels, Rng, mix, rgb
from reelwright.engines.animatic.stage.extras import Now


class Glints:
    """Sparks on the water below the disc, between the nearness `far` and `until`."""

    def __init__(
        self, rng: Rng, horizon: float, eye: float, x: float, far: float = 0.06, until: float = 1.25
    ) -> None:
        count = 90
        self.near = until
        share = rng.uniform(0, 1, count) ** 1.5
        self._depth = far + (until - far) * share
        self._x = x + rng.normal(0, 1, count) * (0.028 + 0.085 * self._depth)
        self._y = horizon + eye * self._depth
        self._long = (0.007 + 0.03 * self._depth) * rng.uniform(0.35, 1.2, count)
        self._phase, self._rate = rng.uniform(0, 6.3, count), rng.uniform(0.5, 1.3, count)

    def draw(self, frame: Pixels, camera: Camera, moment: Now, scratch: Scratch) -> None:
        """Draw the sparks of a moment as short lines of light that swell and fade."""
        light = moment.light
        strength = min(0.85, 0.35 + 0.5 * light.glow) * (1 - 0.5 * (light.height > 0.7) * (1 - light.night))
        height, width = frame.shape[:2]
        ground = camera.ground(moment.pose, height, width)
        points = ground @ np.stack([self._x, self._y, np.ones(len(self._x))])
        # the light lies where the eye sees it: under the disc, however far the camera goes sideways
        drift = camera.plate(moment.pose, 0.0, height, width)[0, 2] - width / 2
        x, y = width / 2 + drift + self._x * height, points[1] / points[2]
        swell = np.clip(0.5 + 0.75 * np.sin(moment.clock * 2.4 * self._rate + self._phase), 0, 1)
        tone = mix(light.sun, rgb("ffffff"), 0.3)
        half = self._long * height * (0.4 + 0.6 * swell)
        thick = np.maximum(1.0, 0.0032 * self._depth * height)
        left, right = np.clip(np.rint([x - half, x + half]), 0, width).astype(np.int64)
        top = np.rint(y).astype(np.int64)
        tall = np.minimum(height, top + np.rint(thick).astype(np.int64)) - top
        bright = swell * strength
        seen = np.flatnonzero((bright > 0.04) & (left < right) & (top >= 0) & (tall > 0))
        # every pixel of every spark in one list: a loop over sparks costs more than a whole layer
        wide = (right - left)[seen]
        size = wide * tall[seen]
        step = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
        down, across = np.divmod(step, np.repeat(wide, size))
        at = (np.repeat(top[seen], size) + down) * width + np.repeat(left[seen], size) + across
        share = np.repeat(bright[seen], size).astype(np.float32)[:, None]
        flat = frame.reshape(-1, 4)
        under = flat[at, :3]
        flat[at, :3] = (under + (tone - under) * share).astype(np.uint8)
