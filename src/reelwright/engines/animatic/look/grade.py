"""Colour and light of a finished picture: curves, vignette and grain, all in 8 bits."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias
from zlib import crc32

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.media.frames import Frame

Look: TypeAlias = Callable[[Frame, int], Frame]
"""Finishes frame `number` of a video."""
Tones: TypeAlias = NDArray[np.float64]
Curve: TypeAlias = Callable[[Tones], Tones]

_TILE = 256  # pixels of grain before it repeats
_DARKENS = 0.45  # share of the way from the middle to a corner at which a vignette begins
_ROAM = 64  # pixels by which the corners differ that the frames' grain is cut from


def table(red: Curve, green: Curve, blue: Curve) -> NDArray[np.uint8]:
    """Return a look-up table (1, 256, 3) from curves over 0..1."""
    tones = np.linspace(0, 1, 256)
    channels = [np.clip(curve(tones) * 255 + 0.5, 0, 255).astype(np.uint8) for curve in (red, green, blue)]
    return np.stack(channels, axis=1)[None]


def s_curve(tones: Tones, strength: float) -> Tones:
    """Return `tones` with `strength` (0..1) more contrast; black and white stay."""
    return np.asarray(tones + strength * (tones * tones * (3 - 2 * tones) - tones))


def saturated(amount: float, *, shift: float = 0.0) -> NDArray[np.float32]:
    """Return the 3x4 colour matrix that multiplies saturation by `amount` and adds `shift` (of 255)."""
    luma = np.array([0.2126, 0.7152, 0.0722])
    matrix = amount * np.eye(3) + (1 - amount) * np.outer(np.ones(3), luma)
    return np.concatenate([matrix, np.full((3, 1), shift * 255)], axis=1).astype(np.float32)


@lru_cache(maxsize=2)
def vignette(height: int, width: int, strength: float) -> Frame:
    """Return a picture (height, width, 3) to multiply by: white inside, `strength` (0..1) darker in the corners."""
    x = np.linspace(-1, 1, width, dtype=np.float32)[None]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    away = np.sqrt(x * x + y * y) / np.float32(np.sqrt(2))
    fall = np.clip((away - _DARKENS) / (1 - _DARKENS), 0, 1) ** 2
    shade = np.float32(255) * (1 - np.float32(strength) * fall)
    # a smooth ramp of so few steps would show rings
    shade += np.random.default_rng(1).random(shade.shape, np.float32)
    picture = np.asarray(cv2.merge([np.minimum(shade, 255).astype(np.uint8)] * 3), np.uint8)
    picture.flags.writeable = False
    return picture


class Grain:
    """Film grain: a few tiles, taken from other corners for every frame, so that it lives but never repeats visibly."""

    def __init__(self, height: int, width: int, seed: int, strength: float, channels: int = 3) -> None:
        self._height, self._width, self._seed = height, width, seed
        size = max(1.0, height / 720)
        raw = np.random.default_rng(seed).standard_normal((_TILE, _TILE), np.float32)
        # a tile that goes on seamlessly: nobody sees so faint a pattern repeat, and to draw it for the whole frame takes longer
        around = cv2.copyMakeBorder(raw, 2, 2, 2, 2, cv2.BORDER_WRAP)
        soft = cv2.GaussianBlur(around, (0, 0), 0.7)[2:-2, 2:-2]
        noise = soft / soft.std() * strength
        wide, high = (int((side + _ROAM) / size) + 1 for side in (width, height))
        tiles = (
            _spread(np.clip(sign * noise, 0, 255).astype(np.uint8), wide, high, size) for sign in (1, -1)
        )
        self._up, self._down = (cv2.merge([tile] * channels) for tile in tiles)

    def add(self, frame: Frame, number: int) -> None:
        """Lay the grain of frame `number` over `frame`, in place."""
        corner = crc32(f"{self._seed} {number}".encode())
        x, y = corner % _ROAM, corner // _ROAM % _ROAM
        part = np.s_[y : y + self._height, x : x + self._width]
        cv2.add(frame, self._up[part], dst=frame)
        cv2.subtract(frame, self._down[part], dst=frame)


def _spread(tile: NDArray[np.uint8], width: int, height: int, size: float) -> NDArray[np.uint8]:
    """Return a tile repeated over (height, width) and then enlarged `size` times."""
    high, wide = tile.shape
    whole = cv2.copyMakeBorder(tile, 0, max(0, height - high), 0, max(0, width - wide), cv2.BORDER_WRAP)
    whole = whole[:height, :width]
    if size > 1:
        whole = cv2.resize(whole, None, fx=size, fy=size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(whole, np.uint8)
