"""Skirts and the tails of coats of somebody who walks: cloth from the waist that the knees push."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from reelwright.engines.animatic.stage.canvas import Floats, Pixels

_FLARE = 0.2  # of a thigh: how far the hem stands off the outer knee
_HIPS = 0.6  # of a thigh: half the width of the hem at least
_ABOVE = 0.5  # of a thigh: how far above the hips the cloth begins
_BAND = (0.6, 0.25)  # of a thigh above the waist: between them its colour is taken


def cloth_of(body: Pixels, hip: Floats, thigh: float) -> tuple[Floats, Floats] | None:
    """Return the waist, its left and right end (2, 2) in pixels, and the colour (3,) of a body above it; None where none is.

    body: premultiplied RGBA, without limbs. hip: x and y. thigh: its length in pixels.
    """
    row = round(float(hip[1] - _ABOVE * thigh))
    high, low = (row - max(1, round(share * thigh)) for share in _BAND)
    if high < 0 or row >= body.shape[0]:
        return None
    solid = np.flatnonzero(body[row, :, 3] > 200)
    near = solid[np.abs(solid - hip[0]) < 1.2 * thigh]
    if len(near) < 3:
        return None
    band = body[high : low + 1, near[0] : near[-1] + 1].reshape(-1, 4)
    solid_band = band[band[:, 3] > 200][:, :3]
    if not len(solid_band):
        return None
    tone = np.median(solid_band, axis=0)
    return np.array([[near[0], row], [near[-1] + 1, row]], float), np.asarray(tone, float)


def paint_skirt(
    canvas: Pixels, waist: Floats, tone: Floats, hips: Sequence[Floats], knees: Sequence[Floats], hem: float
) -> tuple[float, float, float, float]:
    """Paint a skirt over the thighs, in place; return the box that it covers: left, top, right, bottom in pixels.

    canvas: premultiplied RGBA. hem: how far down it reaches, in thighs.
    """
    ends = [hip + (knee - hip) * hem for hip, knee in zip(hips, knees, strict=True)]
    thigh = float(np.mean([np.hypot(*(knee - hip)) for hip, knee in zip(hips, knees, strict=True)]))
    left, right = (
        np.array(sorted(ends, key=lambda end: side * end[0])[0]) - [side * _FLARE * thigh, 0]
        for side in (1, -1)
    )
    middle = float(np.mean([hip[0] for hip in hips]))
    left[0] = min(left[0], middle - _HIPS * thigh)
    right[0] = max(right[0], middle + _HIPS * thigh)
    # cloth hangs: it is not drawn up as far as a knee that is lifted
    low = max(left[1], right[1])
    left[1], right[1] = low - 0.35 * (low - left[1]), low - 0.35 * (low - right[1])
    share = np.linspace(0, 1, 9)[:, None]
    bulge = np.sin(np.pi * share) * np.array([0, 0.09 * thigh])
    hang = left + (right - left) * share + bulge
    side_of = np.sin(np.pi * share[1:-1]) * np.array([0.07 * thigh, 0])
    back = waist[0] + (left - waist[0]) * share[1:-1] - side_of
    front = right + (waist[1] - right) * share[1:-1] + side_of
    shape = np.concatenate([waist[:1], back, hang, front, waist[1:]])
    _fill(canvas, shape, tone)
    for start, end, wide in ((0.0, 0.26, 0.80), (0.44, 0.52, 0.87), (0.68, 0.74, 0.87)):
        top = waist[0] + (waist[1] - waist[0]) * np.array([[start], [0.5 * (start + end)]])
        foot = np.stack([_along(hang, end), _along(hang, start)])
        edge = np.concatenate([back, hang[:1]]) if start == 0 else np.zeros((0, 2))
        _fill(canvas, np.concatenate([top[1:], foot[:1], foot[1:], edge[::-1], top[:1]]), tone * wide)
    low_edge = np.concatenate([hang, (hang - [0, 0.07 * thigh])[::-1]])
    _fill(canvas, low_edge, tone * 0.9)
    return (
        float(shape[:, 0].min()),
        float(shape[:, 1].min()),
        float(shape[:, 0].max()),
        float(shape[:, 1].max()),
    )


def _along(line: Floats, share: float) -> Floats:
    at = share * (len(line) - 1)
    first = min(int(at), len(line) - 2)
    return np.asarray(line[first] + (line[first + 1] - line[first]) * (at - first))


def _fill(canvas: Pixels, shape: Floats, tone: Floats) -> None:
    colour = [*(float(level) for level in tone), 255.0]
    cv2.fillPoly(canvas, [np.round(shape * 16).astype(np.int32)], colour, cv2.LINE_AA, 4)
