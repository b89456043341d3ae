"""Static surfaces that styles are drawn on: they depend on the size and the seed only, so that nothing swims or flickers."""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Plane: TypeAlias = NDArray[np.float32]


def rough(height: int, width: int, seed: int, cell: float, octaves: int = 4) -> Plane:
    """Return soft noise (height, width), about -1..1, whose largest blobs are `cell` of the height."""
    rng = np.random.default_rng(seed)
    total = np.zeros((height, width), np.float32)
    for octave in range(octaves):
        size = max(1.5, cell * height / 2**octave)
        grid = rng.uniform(-1, 1, (int(height / size) + 3, int(width / size) + 3)).astype(np.float32)
        total += cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC) * np.float32(0.6**octave)
    return np.asarray(total / np.float32(1.7), np.float32)


def paper(height: int, width: int, seed: int, depth: float) -> NDArray[np.uint8]:
    """Return the tooth of paper as a picture (height, width, 3) to multiply by: white with shadows up to `depth` (0..1)."""
    tooth = rough(height, width, seed, 0.02, 4)
    light = cv2.Sobel(tooth, cv2.CV_32F, 1, 0, ksize=3) + cv2.Sobel(tooth, cv2.CV_32F, 0, 1, ksize=3)
    level = 1 - depth * np.clip(0.45 + 0.5 * light, 0, 1)
    tooth_light = np.asarray(np.clip(level * 255, 0, 255), np.uint8)
    return np.asarray(cv2.merge([tooth_light] * 3), np.uint8)


def strokes(height: int, width: int, seed: int) -> tuple[NDArray[np.int16], NDArray[np.uint8]]:
    """Return brush strokes all over a canvas: where each pixel takes its colour from, and the relief of the paint.

    The first is a map for `cv2.remap` with nearest sampling (height, width, 2); the second a picture (height, width, 3) to
    multiply by, in which 200 is even.
    """
    rng = np.random.default_rng(seed)
    count = int(4200 * width / height)
    long, wide = 0.026 * height, 0.0136 * height
    flow = rough(height, width, seed + 3, 0.5, 2)
    centres = np.stack([rng.uniform(0, width, count), rng.uniform(0, height, count)], 1)
    ids = np.full((height, width), -1, np.int32)
    for index, (x, y) in enumerate(centres):
        turn = np.degrees(2.4 * float(flow[int(y), int(x)]) + rng.normal(0, 0.25))
        size = rng.uniform(0.35, 0.65)
        axes = (round(long * size) + 1, round(wide * size) + 1)
        cv2.ellipse(ids, (round(x), round(y)), axes, turn, 0, 360, index, -1)
    own_x, own_y = np.meshgrid(np.arange(width, dtype=np.int16), np.arange(height, dtype=np.int16))
    covered = ids >= 0
    source = np.stack([own_x, own_y], 2)
    source[covered] = np.round(centres[ids[covered]]).astype(np.int16)
    source[..., 0] = np.clip((source[..., 0].astype(np.int32) + own_x) // 2, 0, width - 1)
    source[..., 1] = np.clip((source[..., 1].astype(np.int32) + own_y) // 2, 0, height - 1)
    along = rng.uniform(-1, 1, count + 1).astype(np.float32)[ids]
    bump = cv2.GaussianBlur(along, (0, 0), height * 0.0012 + 0.3)
    light = cv2.Sobel(bump, cv2.CV_32F, 0, 1, ksize=3) - 0.5 * cv2.Sobel(bump, cv2.CV_32F, 1, 0, ksize=3)
    weave = rough(height, width, seed + 5, 0.005, 1)
    relief = np.clip(200 + 12 * np.clip(light, -1.2, 1.2) + 5 * along + 5 * weave, 0, 255).astype(np.uint8)
    return source, np.asarray(cv2.merge([relief] * 3), np.uint8)


def hatching(height: int, width: int, seed: int) -> list[NDArray[np.uint8]]:
    """Return three sheets of pencil strokes (height, width): light strokes for halftones, crossed ones for shadows."""
    sheets = []
    scale = height / 720
    for index, angle in enumerate((-0.75, -0.75, 0.8)):
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        wobble = rough(height, width, seed + index, 0.12, 2) * 5 * scale
        across = x * np.float32(np.sin(angle)) + y * np.float32(np.cos(angle)) + wobble
        pitch = (6.5, 4.6, 6.0)[index] * scale
        wave = 0.5 + 0.5 * np.cos(across * np.float32(2 * np.pi / pitch))
        broken = np.clip(0.75 + 0.7 * rough(height, width, seed + 9 + index, 0.02, 3), 0.2, 1)
        sheets.append(np.asarray(np.clip(wave**1.6 * broken * 255, 0, 255), np.uint8))
    return sheets


def dots(height: int, width: int, pitch: float, angle: float) -> NDArray[np.uint8]:
    """Return a halftone screen (height, width): darkest at the dots' centres, `pitch` pixels apart."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    u = (x * np.float32(np.cos(angle)) + y * np.float32(np.sin(angle))) * np.float32(2 * np.pi / pitch)
    v = (y * np.float32(np.cos(angle)) - x * np.float32(np.sin(angle))) * np.float32(2 * np.pi / pitch)
    return np.asarray(127.5 + 63.7 * (np.cos(u) + np.cos(v)), np.uint8)
