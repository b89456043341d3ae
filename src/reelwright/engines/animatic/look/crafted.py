"""Styles that are a craft of their own: ink wash, woodblock print, clay, low-poly."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.engines.animatic.look.grade import Look, s_curve, saturated, table, vignette
from reelwright.engines.animatic.look.painted import lines, smoothed, steps, times, wide
from reelwright.engines.animatic.look.paper import paper, rough
from reelwright.engines.animatic.plan import Storyboard
from reelwright.media.frames import Frame

_NO_MAP: Final = np.empty((0, 0), np.int16)  # nearest sampling needs no second map
_RICE_PAPER: Final = np.array([247, 241, 226]) / 255
_MULBERRY: Final = np.array([246, 233, 205]) / 255
_INDIGO: Final = np.array([24, 34, 66], np.float32)


def ink(board: Storyboard) -> Look:
    """Ink washes on rice paper: nearly without colour, with wet edges, dry brush lines and mist below."""
    height, width = board.height, board.width
    size = height / 720
    grey = np.array([0.22, 0.4, 0.38, 0])
    matrix = (0.84 * np.stack([grey] * 3) + 0.16 * np.eye(3, 4)).astype(np.float32)
    wash = table(*[lambda tones: 0.08 + 0.98 * s_curve(tones**0.85, 0.8)] * 3)
    sheet = np.ascontiguousarray(paper(height, width, board.seed, 0.05) * _RICE_PAPER, np.uint8)
    bleed = _bleeding(height, width, board.seed, 5.0 * size)
    dry = np.clip(30 + 190 * rough(height, width, board.seed + 8, 0.02, 3), 0, 135).astype(np.uint8)
    mist = wide(np.asarray(_mist(height, width, board.seed), np.uint8))

    def look(frame: Frame, number: int) -> Frame:
        flat = smoothed(frame, 3, 2, 40)
        toned = cv2.LUT(cv2.transform(flat, matrix), wash)
        wet = cv2.blur(np.asarray(cv2.remap(toned, bleed, _NO_MAP, cv2.INTER_NEAREST)), (3, 3))
        result = np.asarray(cv2.add(wet, mist), np.uint8)
        stroke = lines(frame, 2.6 * size, 9, 6)
        # where the brush runs dry, the paper shows through a line
        times(result, wide(np.asarray(np.maximum(stroke, dry), np.uint8)))
        times(result, sheet)
        return result

    return look


def _bleeding(height: int, width: int, seed: int, far: float) -> NDArray[np.int16]:
    """Return a map for `cv2.remap` that frays edges by up to `far` pixels, as wet paper does."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    x += np.float32(far) * rough(height, width, seed + 3, 0.03, 3)
    y += np.float32(far) * rough(height, width, seed + 4, 0.03, 3)
    x, y = np.clip(x, 0, width - 1), np.clip(y, 0, height - 1)
    return np.asarray(cv2.convertMaps(x, y, cv2.CV_16SC2, nninterpolation=True)[0], np.int16)


def _mist(height: int, width: int, seed: int) -> NDArray[np.float64]:
    """Return the bare paper that drifts across the middle and the foot of a wash, 0..255."""
    level = np.linspace(0, 1, height)[:, None]
    bands = 28 * np.exp(-(((level - 0.58) / 0.16) ** 2)) + 50 * np.clip((level - 0.84) / 0.16, 0, 1)
    return np.asarray(bands * (0.7 + 0.5 * rough(height, width, seed + 5, 0.3, 3)).clip(0, 1.3))


def ukiyoe(board: Storyboard) -> Look:
    """A woodblock print: flat inks on warm paper, indigo outlines, a shaded band along the top."""
    height, width = board.height, board.width
    size = height / 720
    matrix = saturated(0.92)
    flat_steps = steps(5, 0.35)
    inks = table(
        lambda t: 0.1 + 0.86 * (0.25 * t + 0.75 * flat_steps(t**0.86)),
        lambda t: 0.12 + 0.84 * (0.25 * t + 0.75 * flat_steps(t**0.86)),
        lambda t: 0.2 + 0.68 * (0.25 * t + 0.75 * flat_steps(t**0.92)),
    )
    grain = 1 - 0.05 * np.clip(cv2.blur(rough(height, width, board.seed, 0.012, 2), (61, 1)) * 3, 0, 1)
    fibres = paper(height, width, board.seed + 1, 0.05) * grain[..., None] * _MULBERRY
    band = np.clip(1 - np.linspace(0, 1, height) / 0.22, 0, 1)[:, None, None] ** 1.3
    shade = 1 - band * (1 - np.array([0.32, 0.42, 0.66]))
    sheet = np.ascontiguousarray(fibres * shade, np.uint8)
    outline = np.asarray(
        [np.linspace(tone, 255, 256) for tone in _INDIGO], np.float32
    ).T[None].astype(np.uint8)  # fmt: skip

    def look(frame: Frame, number: int) -> Frame:
        flat = smoothed(frame, 2, 2, 40)
        result = np.asarray(cv2.LUT(cv2.transform(flat, matrix), inks), np.uint8)
        drawn = wide(lines(frame, 1.7 * size, 16, 5))
        times(result, np.asarray(cv2.LUT(drawn, outline), np.uint8))
        times(result, sheet)
        return result

    return look


def clay(board: Storyboard) -> Look:
    """Modelled in clay: rounded edges lit from the upper left, matt colours, the marks of fingers."""
    height, width = board.height, board.width
    size = height / 720
    matrix = saturated(1.12)
    curve = table(*[lambda tones: 0.04 + 0.93 * s_curve(tones, 0.2)] * 3)
    prints = rough(height, width, board.seed, 0.05, 3)
    relief = cv2.Sobel(prints, cv2.CV_32F, 1, 0, ksize=3) + cv2.Sobel(prints, cv2.CV_32F, 0, 1, ksize=3)
    marks = wide(np.asarray(np.clip(200 + 11 * relief / max(0.2, size), 170, 232), np.uint8))
    times(marks, vignette(height, width, 0.25))
    reach = max(1, round(2 * size))

    def look(frame: Frame, number: int) -> Frame:
        flat = smoothed(frame, 3, 2, 46)
        toned = np.asarray(cv2.LUT(cv2.transform(flat, matrix), curve), np.uint8)
        height_of = cv2.blur(cv2.cvtColor(flat, cv2.COLOR_RGB2GRAY), (2 * reach + 3, 2 * reach + 3))
        above = np.roll(height_of, (reach, reach), (0, 1))
        lit = cv2.subtract(height_of, above)
        dark = cv2.subtract(above, height_of)
        cv2.add(toned, wide(np.minimum(lit, 70).astype(np.uint8)), dst=toned)
        cv2.subtract(toned, wide(np.minimum(dark, 80).astype(np.uint8)), dst=toned)
        cv2.multiply(toned, marks, dst=toned, scale=1 / 200)
        return toned

    return look


def lowpoly(board: Storyboard) -> Look:
    """Everything in flat triangles, each a little lighter or darker than the next."""
    height, width = board.height, board.width
    source, facets = _triangles(height, width, board.seed)
    matrix = saturated(1.2)
    curve = table(*[lambda tones: s_curve(tones, 0.15)] * 3)

    def look(frame: Frame, number: int) -> Frame:
        # a facet takes the mean of its place, not one pixel: edges that cross it would make it flicker
        mean = cv2.blur(frame, (2 * (height // 90) + 1, 2 * (height // 90) + 1))
        result = np.asarray(cv2.LUT(cv2.transform(mean, matrix), curve), np.uint8)
        result = np.asarray(cv2.remap(result, source, _NO_MAP, cv2.INTER_NEAREST), np.uint8)
        cv2.multiply(result, facets, dst=result, scale=1 / 200)
        return result

    return look


def _triangles(height: int, width: int, seed: int) -> tuple[NDArray[np.int16], Frame]:
    """Return where each pixel of a net of triangles takes its colour from, and a picture to multiply by, in which 200 is even."""
    rng = np.random.default_rng(seed)
    side = max(6.0, height / 34)
    rows, columns = int(height / side) + 3, int(width / side) + 3
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float64)
    points = np.stack([(x - 0.75 + 0.5 * (y % 2)) * side, (y - 0.75) * side], 2)
    points += rng.uniform(-0.3, 0.3, points.shape) * side
    upper, lower = points[:-1], points[1:]
    one = np.stack([upper[:, :-1], upper[:, 1:], lower[:, :-1]], 2)
    other = np.stack([upper[:, 1:], lower[:, 1:], lower[:, :-1]], 2)
    shapes = np.concatenate([one.reshape(-1, 3, 2), other.reshape(-1, 3, 2)])
    ids = np.zeros((height, width), np.int32)
    for index, shape in enumerate(np.round(shapes).astype(np.int32)):
        cv2.fillConvexPoly(ids, shape, index)
    centres = shapes.mean(axis=1)[ids]
    source = np.stack([centres[..., 0].clip(0, width - 1), centres[..., 1].clip(0, height - 1)], 2)
    level = (200 + rng.uniform(-13, 13, len(shapes)))[ids]
    return np.round(source).astype(np.int16), wide(np.asarray(level, np.uint8))
