"""Colour and light of a finished picture: curves, vignette and grain, all in 8 bits."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias
from zlib import crc32

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.media.frames import Frame

Tones: TypeAlias = NDArray[np.float64]
Curve: TypeAlias = Callable[[Tones], Tones]


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


def vignette(height: int, width: int, strength: float, begin: float = 0.45) -> Frame:
    """Return a picture (height, width, 3) to multiply by: white inside, `strength` (0..1) darker in the corners."""
    x = np.linspace(-1, 1, width, dtype=np.float32)[None]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    away = np.sqrt(x * x + y * y) / np.float32(np.sqrt(2))
    fall = np.clip((away - begin) / (1 - begin), 0, 1) ** 2
    shade = np.float32(255) * (1 - np.float32(strength) * fall)
    # a smooth ramp of so few steps would show rings
    shade += np.random.default_rng(1).random(shade.shape, np.float32)
    return np.asarray(cv2.merge([np.minimum(shade, 255).astype(np.uint8)] * 3), np.uint8)


class Grain:
    """Film grain: a few tiles, taken from other corners for every frame, so that it lives but never repeats visibly."""

    def __init__(self, height: int, width: int, seed: int, strength: float) -> None:
        rng = np.random.default_rng(seed)
        self._height, self._width, self._seed = height, width, seed
        size = max(1.0, height / 720)
        room = (height + 64, width + 64)
        small = (int(room[0] / size) + 1, int(room[1] / size) + 1)
        noise = cv2.GaussianBlur(rng.standard_normal(small, np.float32), (0, 0), 0.7)
        noise = cv2.resize(noise / noise.std() * strength, room[::-1], interpolation=cv2.INTER_LINEAR)
        self._up = cv2.merge([np.clip(noise, 0, 255).astype(np.uint8)] * 3)
        self._down = cv2.merge([np.clip(-noise, 0, 255).astype(np.uint8)] * 3)

    def add(self, frame: Frame, number: int) -> None:
        """Lay the grain of frame `number` over `frame`, in place."""
        corner = crc32(f"{self._seed} {number}".encode())
        x, y = corner % 64, corner // 64 % 64
        part = np.s_[y : y + self._height, x : x + self._width]
        cv2.add(frame, self._up[part], dst=frame)
        cv2.subtract(frame, self._down[part], dst=frame)
