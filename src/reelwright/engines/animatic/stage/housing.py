"""Houses and trees of the artwork as the hour and the weather have them: windows lit at night, snow on roofs and boughs."""

from __future__ import annotations

import cv2
import numpy as np

from reelwright.engines.animatic.art import art_group
from reelwright.engines.animatic.plan import Subject
from reelwright.engines.animatic.stage.canvas import Pixels
from reelwright.engines.animatic.stage.light import Light

_GLASS = ((93, 115, 95), (117, 255, 255))
"""The least and the most of hue (0..179), saturation and value of a window pane."""
_DARK = 0.25  # from this much night on somebody is at home
_FLAME = (255, 214, 128)
_SNOW, _SHADE = (246, 250, 255), (196, 212, 232)
_GREEN = ((36, 60, 40), (85, 255, 255))
_DEEP = 0.05  # heights of the picture: how thick snow lies


def panes(subject: Subject, picture: Pixels) -> Pixels | None:
    """Return where a building, premultiplied RGBA, has window panes, 8 bits (height, width), or None where it has none."""
    if subject.art is None or art_group(subject.art) != "places":
        return None
    found = np.asarray(cv2.inRange(_hues(picture), *_bounds(_GLASS)), np.uint8)
    found[picture[..., 3] < 250] = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(found)
    # what reaches the outline is a flag or the sky behind, not a pane
    outside = cv2.dilate(np.asarray(picture[..., 3] < 128, np.uint8), np.ones((5, 5), np.uint8))
    at_edge = np.unique(labels[outside > 0])
    small = 0.0008 * found.size
    kept = [
        label for label in range(1, count) if label not in at_edge and stats[label, cv2.CC_STAT_AREA] > small
    ]
    if not kept:
        return None
    return np.asarray(cv2.GaussianBlur(np.isin(labels, kept).astype(np.uint8) * 255, (3, 3), 0), np.uint8)


def with_lamps(lit: Pixels, glass: Pixels, light: Light) -> Pixels:
    """Return a picture in a light with lamps behind its panes `glass`, as bright as it is dark outside."""
    if light.night < _DARK:
        return lit
    reach = 0.02 * lit.shape[0]
    halo = cv2.GaussianBlur(glass, (0, 0), max(1.0, reach))
    glow = cv2.merge(
        [cv2.convertScaleAbs(halo, alpha=0.5 * light.night * level / 255) for level in (255, 170, 70)]
    )
    shone = lit.copy()
    shone[..., :3] = np.minimum(cv2.add(lit[..., :3], glow), lit[..., 3:])
    share = (glass.astype(np.float32) * np.float32(0.95 * light.night / 255))[..., None]
    tall = np.linspace(1.0, 0.86, lit.shape[0], dtype=np.float32)[:, None, None]
    flame = np.array(_FLAME, np.float32) * tall
    shone[..., :3] = (shone[..., :3] + (flame - shone[..., :3]) * share).astype(np.uint8)
    return shone


def snowed(subject: Subject, picture: Pixels) -> Pixels:
    """Return a building or a plant, premultiplied RGBA, with snow on what faces upwards and on what grows around it."""
    if subject.art is None or art_group(subject.art) not in ("places", "plants"):
        return picture
    height, width = picture.shape[:2]
    alpha = np.asarray(picture[..., 3], np.uint8)
    reach = max(2, round(_DEEP * height))
    white = picture.copy()
    if art_group(subject.art) == "places":
        green = cv2.inRange(_hues(picture), *_bounds(_GREEN)).astype(np.float32) / 255
        bright = (
            cv2.cvtColor(np.ascontiguousarray(picture[..., :3]), cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
        )
        ground = (
            np.array(_SHADE, np.float32)
            + (np.array(_SNOW, np.float32) - _SHADE) * np.clip(1.6 * bright - 0.4, 0, 1)[..., None]
        )
        share = cv2.GaussianBlur(green, (0, 0), 1.0)[..., None]
        ground *= (alpha.astype(np.float32) / 255)[..., None]
        white[..., :3] = (white[..., :3] + (ground - white[..., :3]) * share).astype(np.uint8)
    across = np.arange(width) / height
    deep = reach * (0.75 + 0.25 * np.sin(23 * across) * np.sin(9 * across + 1))
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    above = cv2.remap(alpha, columns, rows - deep[None].astype(np.float32), cv2.INTER_LINEAR)
    cap = cv2.subtract(alpha, np.asarray(above, np.uint8)).astype(np.float32)[..., None] / 255
    cap = cap * np.clip((picture[..., 3:].astype(np.float32) - 60) / 120, 0, 1)
    white[..., :3] = (white[..., :3] + (np.array(_SNOW, np.float32) - white[..., :3]) * cap).astype(np.uint8)
    return np.minimum(white, white[..., 3:])


def _hues(picture: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(picture[..., :3]), cv2.COLOR_RGB2HSV), np.uint8)


def _bounds(pair: tuple[tuple[int, int, int], tuple[int, int, int]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array(pair[0], np.uint8), np.array(pair[1], np.uint8)
