"""What moves by itself in a still picture: leaves and grass in the air, water under the light.

Both are told by their colours, and bend the view of the picture by a few thousandths of its width, in waves that run across it.
"""

from __future__ import annotations

import re
from math import pi
from typing import Final

import cv2
import numpy as np

from reelwright.engines.animatic.depth import Depth
from reelwright.engines.animatic.plan import Setting, Shot, Storyboard, Weather
from reelwright.engines.animatic.warp import Field, Grid, smoothstep
from reelwright.media.frames import Frame

_AIR: Final = re.compile(r"\b(?:breez\w*|wind\w*|sway\w*|rustl\w*|flutter\w*|blow\w*)\b|风|摇曳|飘|吹拂")
_WATER: Final = re.compile(
    r"\b(?:sea|ocean|waves?|water|lake|river|pond|pool|stream|ripples?|tide|surf)\b|[海湖河江溪]|水面|波|浪"
)
_WET: Final = frozenset({Setting.SEA, Setting.LAKE, Setting.BEACH})
_BLOWN: Final = frozenset({Weather.WIND, Weather.STORM, Weather.RAIN})

_GREEN, _BLUE = (32, 90), (85, 128)
"""Hues of leaves and of water, in OpenCV's degrees by two."""

_STIR, _BLOW = 0.0012, 0.0034
"""How far leaves sway in still air and in wind, as fractions of the width."""

_RIPPLE: Final = 0.0022
_SHORE: Final = 0.4
"""Share of the picture from the top in which blue is sky."""

_WIDTH: Final = 96


class Breeze:
    """The leaves and the water of one picture."""

    def __init__(self, board: Storyboard, shot: Shot, grid: Grid, picture: Frame, depth: Depth) -> None:
        """picture: fitted to the frame."""
        text = shot.text.lower()
        rng = np.random.default_rng((board.seed, shot.start, 3))
        self._phases = rng.uniform(0, 2 * pi, 4)
        self._speed, self._aspect = shot.speed, grid.width / grid.height
        blown = shot.weather in _BLOWN or _AIR.search(text) is not None
        rest = 1 - grid.of_picture(depth.subject)
        hsv = _small(picture)
        self._leaves = (_BLOW if blown else _STIR) * rest * grid.of_picture(_tinted(hsv, _GREEN, 50))
        wet = shot.setting in _WET or _WATER.search(text) is not None
        water = _tinted(hsv, _BLUE, 40) if wet else np.zeros(hsv.shape[:2], np.float32)
        water[: round(_SHORE * len(water))] = 0
        self._water = _RIPPLE * rest * grid.of_picture(cv2.GaussianBlur(water, (0, 0), 2).astype(np.float32))
        self._grid = grid
        self._airy, self._watery = bool(self._leaves.max() > 1e-4), bool(self._water.max() > 1e-4)

    def bend(self, x: Field, y: Field, seconds: float) -> None:
        """Bend the points (x, y) in place, `seconds` after the start of the shot, from rest."""
        now, rise = seconds * self._speed, smoothstep(seconds)
        first, second, third, fourth = self._phases
        across, down = self._grid.x, self._grid.y
        if self._airy:
            gust = np.sin(2 * pi * (1.3 * across - 0.45 * now) + first) + 0.6 * np.sin(
                2 * pi * (3.1 * across + 1.7 * down - 0.8 * now) + second
            )
            x += (rise * self._leaves * gust).astype(np.float32)
            y += (
                0.4 * rise * self._aspect * self._leaves * np.cos(2 * pi * (2.3 * across - 0.6 * now))
            ).astype(np.float32)
        if self._watery:
            swell = np.sin(2 * pi * (9 * down - 0.7 * now) + third) + 0.7 * np.sin(
                2 * pi * (3 * across + 5 * down + 0.5 * now) + fourth
            )
            y += (rise * self._aspect * self._water * swell).astype(np.float32)
            x += (0.4 * rise * self._water * np.sin(2 * pi * (7 * down + 0.6 * now))).astype(np.float32)


def _small(picture: Frame) -> Frame:
    rows = max(8, round(_WIDTH * picture.shape[0] / picture.shape[1]))
    small = cv2.resize(picture, (_WIDTH, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2HSV), np.uint8)


def _tinted(hsv: Frame, hues: tuple[int, int], least: int) -> Field:
    """Return how much of each point's surroundings has one of the hues, 0 to 1; least: of saturation and light."""
    low, high = (hues[0], least, least), (hues[1], 255, 255)
    inside = cv2.inRange(hsv, np.array(low), np.array(high)).astype(np.float32) / 255
    return np.asarray(cv2.GaussianBlur(inside, (0, 0), 1.5), np.float32)
