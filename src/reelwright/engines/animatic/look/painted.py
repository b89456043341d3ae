"""Styles that redraw the picture: anime, watercolour, oil, pencil, comic, neon, pixel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.engines.animatic.look.grade import Look, s_curve, saturated, table, vignette
from reelwright.engines.animatic.look.paper import dots, hatching, paper, rough, strokes
from reelwright.engines.animatic.plan import Storyboard
from reelwright.media.frames import Frame

Mask: TypeAlias = NDArray[np.uint8]
_NO_MAP = np.empty((0, 0), np.int16)  # nearest sampling needs no second map


def steps(count: int, soft: float) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    """Return a curve of `count` steps with soft edges: a hard edge would flicker where a tone lies on it."""

    def curve(tones: NDArray[np.float64]) -> NDArray[np.float64]:
        level = tones * count
        part = np.clip((level % 1 - 0.5) / soft + 0.5, 0, 1)
        return np.asarray((np.floor(level) + part * part * (3 - 2 * part)) / count)

    return curve


def smoothed(frame: Frame, shrink: int = 2, passes: int = 1, reach: float = 26) -> Frame:
    """Return the picture with flat areas and kept edges."""
    height, width = frame.shape[:2]
    small = cv2.resize(frame, (width // shrink, height // shrink), interpolation=cv2.INTER_AREA)
    for _ in range(passes):
        small = cv2.bilateralFilter(small, 5, reach, 3)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def lines(frame: Frame, width: float, gain: float, floor: float) -> Mask:
    """Return ink lines (height, width) where any colour changes: 255 is paper, 0 is ink.

    width: of the lines in pixels. gain: blackness. floor: change of tone, 0..255, below which nothing is drawn.
    """
    # at the full size: at half of it thin lines break up into dots that come and go as an edge moves
    inner = _boxed(frame, width)
    # only the dark side of an edge, or every edge would be drawn as two lines
    red, green, blue = cv2.split(cv2.subtract(_boxed(inner, 1.73 * width), inner))
    most = cv2.max(cv2.max(red, green), blue)
    ink = 255 - np.clip((np.arange(256, dtype=np.float64) - floor) * gain, 0, 255)
    return np.asarray(cv2.LUT(most, ink.astype(np.uint8)), np.uint8)


def _boxed(frame: Frame, sigma: float) -> Frame:
    """Return the picture blurred by a box with the standard deviation `sigma`, in pixels: two of them are nearly round."""
    side = max(3, 2 * round(((12 * sigma * sigma + 1) ** 0.5 - 1) / 2) + 1)
    return np.asarray(cv2.blur(frame, (side, side)), np.uint8)


def times(frame: Frame, picture: Frame) -> None:
    """Multiply `frame` by `picture` (255 leaves it), in place."""
    cv2.multiply(frame, picture, dst=frame, scale=1 / 255)


def wide(plane: Mask) -> Frame:
    """Return one plane as three."""
    return np.asarray(cv2.cvtColor(plane, cv2.COLOR_GRAY2RGB), np.uint8)


def anime(board: Storyboard) -> Look:
    """Flat, saturated tones with crisp dark edges and a breath of bloom."""
    matrix = saturated(1.3, shift=0.012)
    soft = steps(9, 0.55)
    cel = table(*[lambda tones: s_curve(0.35 * tones + 0.65 * soft(tones), 0.25)] * 3)
    size = board.height / 720

    def look(frame: Frame, number: int) -> Frame:
        flat = smoothed(frame, 2, 1, 22)
        toned = cv2.LUT(cv2.transform(flat, matrix), cel)
        small = cv2.resize(toned, (board.width // 8, board.height // 8), interpolation=cv2.INTER_AREA)
        bright = cv2.GaussianBlur(cv2.subtract(small, np.full_like(small, 170)), (0, 0), 5 * size)
        bloom = cv2.resize(bright, (board.width, board.height), interpolation=cv2.INTER_LINEAR)
        cv2.addWeighted(toned, 1, bloom, 0.5, 0, dst=toned)
        result = np.asarray(toned, np.uint8)
        times(result, wide(lines(frame, 1.1 * size, 11, 5)))
        return result

    return look


def watercolour(board: Storyboard) -> Look:
    """Thin washes with darker rims on toothed paper that stays white at its edge."""
    height, width = board.height, board.width
    size = height / 720
    matrix = saturated(1.3)
    wash = table(*[lambda tones: 0.15 + 0.88 * tones**0.85] * 3)
    grain = paper(height, width, board.seed, 0.1)
    blotch = 1 - 0.13 * (0.5 + 0.5 * rough(height, width, board.seed + 2, 0.16))
    pigment = wide(np.asarray(np.clip(blotch, 0, 1) * 255, np.uint8))
    times(pigment, grain)
    bare = white_rim(height, width, board.seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    bleed_x = x + 3.2 * size * rough(height, width, board.seed + 3, 0.022, 2)
    bleed_y = y + 3.2 * size * rough(height, width, board.seed + 4, 0.022, 2)
    bleed_x, bleed_y = np.clip(bleed_x, 0, width - 1), np.clip(bleed_y, 0, height - 1)
    bleed = cv2.convertMaps(bleed_x, bleed_y, cv2.CV_16SC2, nninterpolation=True)[0]

    def look(frame: Frame, number: int) -> Frame:
        flat = smoothed(frame, 3, 2, 34)
        toned = cv2.LUT(cv2.transform(flat, matrix), wash)
        bled = np.asarray(cv2.remap(toned, bleed, _NO_MAP, cv2.INTER_NEAREST), np.uint8)
        result = np.asarray(cv2.blur(bled, (2, 2)), np.uint8)
        times(result, wide(lines(result, 2.2 * size, 4, 3)))
        times(result, pigment)
        return np.asarray(cv2.max(result, bare), np.uint8)

    return look


def white_rim(height: int, width: int, seed: int) -> Frame:
    """Return the unpainted edge of the sheet: bright where no wash reaches."""
    x = np.minimum(np.arange(width), np.arange(width)[::-1])[None] / height
    y = np.minimum(np.arange(height), np.arange(height)[::-1])[:, None] / height
    inside = (
        np.minimum(x, y)
        + 0.02 * rough(height, width, seed + 6, 0.11, 4)
        + 0.004 * rough(height, width, seed + 7, 0.02, 2)
    )
    bare = np.clip((0.026 - inside) / 0.008, 0, 1)[..., None] * np.array([250, 247, 240])
    return np.ascontiguousarray(bare, np.uint8)


def oil(board: Storyboard) -> Look:
    """Dabs of thick paint with relief, on canvas."""
    source, relief = strokes(board.height, board.width, board.seed)
    matrix = saturated(1.22)
    curve = table(*[lambda tones: s_curve(tones, 0.25)] * 3)
    shade = vignette(board.height, board.width, 0.22)
    relief = np.asarray(cv2.multiply(relief, shade, scale=1 / 255), np.uint8)

    def look(frame: Frame, number: int) -> Frame:
        flat = cv2.LUT(cv2.transform(smoothed(frame, 3, 1, 30), matrix), curve)
        dabs = np.asarray(cv2.remap(flat, source, _NO_MAP, cv2.INTER_NEAREST), np.uint8)
        cv2.multiply(dabs, relief, dst=dabs, scale=1 / 200)
        return dabs

    return look


_GRAPHITE: Final = np.array([[0.22, 0.38, 0.40]], np.float32)


def pencil(board: Storyboard) -> Look:
    """Graphite on paper: outlines and three layers of hatching."""
    height, width = board.height, board.width
    size = height / 720
    sheets = hatching(height, width, board.seed)
    ground = paper(height, width, board.seed, 0.05)
    tint = np.array([250, 246, 236], np.float32) / 255
    ground = np.ascontiguousarray(ground * tint, np.uint8)
    tones = np.arange(256, dtype=np.float64) / 255
    depths = [
        np.asarray(255 * np.clip((top - tones) / span, 0, 1) * dark, np.uint8)
        for top, span, dark in ((0.9, 0.5, 0.6), (0.62, 0.35, 0.75), (0.4, 0.3, 0.8))
    ]

    def look(frame: Frame, number: int) -> Frame:
        # warm colours are drawn darker than they shine, or an orange cat would be as white as the paper
        grey = np.asarray(cv2.transform(smoothed(frame, 2, 1, 24), _GRAPHITE), np.uint8)
        drawn = np.full((height, width), 255, np.uint8)
        for depth, sheet in zip(depths, sheets, strict=True):
            mark = cv2.multiply(cv2.LUT(grey, depth), sheet, scale=1 / 255)
            cv2.subtract(drawn, mark, dst=drawn)
        wash = cv2.convertScaleAbs(grey, alpha=0.22, beta=205)
        cv2.multiply(drawn, wash, dst=drawn, scale=1 / 255)
        cv2.multiply(drawn, lines(frame, 1.9 * size, 13, 2), dst=drawn, scale=1 / 255)
        result = wide(np.asarray(np.maximum(drawn, 34), np.uint8))
        times(result, ground)
        return result

    return look


def comic(board: Storyboard) -> Look:
    """Few flat colours, halftone in the shadows, bold ink."""
    height, width = board.height, board.width
    size = height / 720
    screen = dots(height, width, max(4.0, 7.0 * size), 0.42)
    matrix = saturated(1.45)
    flat_steps = steps(5, 0.3)
    inks = table(*[lambda tones: 0.07 + 0.95 * flat_steps(s_curve(tones**0.82, 0.25))] * 3)
    cream = np.asarray(vignette(height, width, 0.12) * (np.array([255, 250, 236]) / 255), np.uint8)

    def look(frame: Frame, number: int) -> Frame:
        flat = smoothed(frame, 2, 1, 34)
        toned = np.asarray(cv2.LUT(cv2.transform(flat, matrix), inks), np.uint8)
        grey = cv2.cvtColor(flat, cv2.COLOR_RGB2GRAY)
        # a dot grows with the darkness under it; its edge is a ramp, so that it never flips between frames
        shadow = cv2.subtract(cv2.convertScaleAbs(screen, alpha=0.62), grey)
        times(toned, wide(np.asarray(255 - np.minimum(cv2.convertScaleAbs(shadow, alpha=7), 92), np.uint8)))
        times(toned, wide(lines(frame, 1.9 * size, 14, 6)))
        times(toned, cream)
        return toned

    return look


def neon(board: Storyboard) -> Look:
    """A night of violet and indigo: all that is bright glows, and outlines are tubes of pink and cyan light."""
    height, width = board.height, board.width
    size = height / 720
    matrix = saturated(1.3)
    dusk = table(
        lambda t: 0.04 + 0.86 * t**1.05,
        lambda t: 0.01 + 0.72 * t**1.25,
        lambda t: 0.11 + 0.89 * t**0.78,
    )
    vivid = saturated(1.9)
    shade = vignette(height, width, 0.4)
    half = (width // 2, height // 2)
    tint = _tint(half)

    def look(frame: Frame, number: int) -> Frame:
        dark = np.asarray(cv2.LUT(cv2.transform(frame, matrix), dusk), np.uint8)
        small = cv2.resize(frame, half, interpolation=cv2.INTER_AREA)
        grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (0, 0), max(0.6, 0.9 * size))
        edge = cv2.addWeighted(
            cv2.convertScaleAbs(cv2.Sobel(grey, cv2.CV_16S, 1, 0)),
            0.8,
            cv2.convertScaleAbs(cv2.Sobel(grey, cv2.CV_16S, 0, 1)),
            0.8,
            -44,
        )
        tube = cv2.multiply(
            tint, wide(np.asarray(cv2.convertScaleAbs(edge, alpha=1.1), np.uint8)), scale=1 / 255
        )
        tiny = cv2.resize(small, (width // 8, height // 8), interpolation=cv2.INTER_AREA)
        bright = cv2.transform(cv2.subtract(tiny, np.full_like(tiny, 105)), vivid)
        rim = cv2.resize(tube, (width // 8, height // 8), interpolation=cv2.INTER_AREA)
        glow = cv2.GaussianBlur(cv2.addWeighted(bright, 1.2, rim, 1.0, 0), (0, 0), 4.0 * size)
        cv2.addWeighted(tube, 0.9, cv2.resize(glow, half, interpolation=cv2.INTER_LINEAR), 1.0, 0, dst=tube)
        cv2.add(dark, cv2.resize(tube, (width, height), interpolation=cv2.INTER_LINEAR), dst=dark)
        times(dark, shade)
        return dark

    return look


def _tint(size: tuple[int, int]) -> Frame:
    """Return the colours of the tubes, a picture of (width, height) from pink at the left to cyan at the right."""
    wide, high = size
    pink, cyan = np.array([255, 52, 170], np.float32), np.array([40, 215, 255], np.float32)
    across = np.linspace(0, 1, wide, dtype=np.float32)[None, :, None]
    down = np.linspace(-0.2, 0.2, high, dtype=np.float32)[:, None, None]
    return np.asarray(pink + (cyan - pink) * np.clip(across + down, 0, 1), np.uint8)


def pixel(board: Storyboard) -> Look:
    """Big square pixels in few colours, ordered dither."""
    rows = 180 if board.height <= board.width else 240
    cell = max(2, round(min(board.height, board.width) / rows))
    small = (-(-board.width // cell), -(-board.height // cell))
    bayer = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], np.float32) / 16 - 0.47
    levels = 9
    offset = np.tile(bayer, (-(-small[1] // 4), -(-small[0] // 4)))[: small[1], : small[0]] * (120 / levels)
    up = wide(np.clip(offset, 0, 255).astype(np.uint8))
    down = wide(np.clip(-offset, 0, 255).astype(np.uint8))
    quantum = table(*[lambda tones: np.round(s_curve(tones, 0.2) * levels) / levels] * 3)
    matrix = saturated(1.3)

    def look(frame: Frame, number: int) -> Frame:
        tiny = cv2.transform(cv2.resize(frame, small, interpolation=cv2.INTER_AREA), matrix)
        cv2.add(tiny, up, dst=tiny)
        cv2.subtract(tiny, down, dst=tiny)
        big = cv2.resize(
            cv2.LUT(tiny, quantum), (small[0] * cell, small[1] * cell), interpolation=cv2.INTER_NEAREST
        )
        return np.ascontiguousarray(big[: board.height, : board.width], np.uint8)

    return look
