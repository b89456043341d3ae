"""What a picture shows where its subject was: the colours around it, with the grain of what is beside it."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.engines.animatic.warp import Field
from reelwright.media.frames import Frame

_SMALL: Final = 256
"""Width at which colours are spread into the hole and its edge is looked for; what is finer comes from beside it."""

_GRAIN: Final = 2.0
"""Pixels at that width up to which detail is grain."""

_LIVELY, _STRONG = 1.8, 9.0
"""Detail is grain up to 7 levels on average; from 16 on it belongs to things."""

Signed = NDArray[np.int16]


def filled(picture: Frame, alpha: NDArray[np.uint8]) -> Frame:
    """Return `picture` with the subject that `alpha` covers filled in.

    Colours are drawn smoothly from all around; the grain of the ground is mirrored at the edge of the hole, or the strip that a
    moving subject uncovers would be a blurred halo.
    """
    height, width = picture.shape[:2]
    size = (_SMALL, max(8, round(_SMALL * height / width)))
    hole = cv2.dilate(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA), np.ones((7, 7), np.uint8))
    known = (hole < 8).astype(np.float32)
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    share = np.asarray(cv2.resize(cv2.GaussianBlur(hole, (0, 0), 1.2), (width, height)), np.uint8)
    result = picture.copy()
    left, top, across, down = cv2.boundingRect(share)
    if not across or not known.any():
        return result
    part = np.s_[top : top + down, left : left + across]
    fill = cv2.resize(_spread(small, known).astype(np.uint8), (width, height))[part]
    textured = cv2.add(fill, _mirrored_grain(picture, small, known, part), dtype=cv2.CV_8U)
    weight = cv2.merge([share[part]] * 3)
    kept = cv2.multiply(picture[part], cv2.bitwise_not(weight), scale=1 / 255)
    cv2.add(kept, cv2.multiply(textured, weight, scale=1 / 255), dst=result[part])
    return result


def _mirrored_grain(
    picture: Frame, small: NDArray[np.float32], known: Field, part: tuple[slice, slice]
) -> Signed:
    """Return what `part` of the picture has beyond its soft colours, each point of the hole seen mirrored at its edge.

    small: the picture, and known: 1 outside the hole, both at `_SMALL`.
    """
    height, width = picture.shape[:2]
    rows, columns = known.shape
    weight = np.maximum(cv2.GaussianBlur(known, (0, 0), _GRAIN), 1e-3)[..., None]
    soft = (cv2.GaussianBlur(small * known[..., None], (0, 0), _GRAIN) / weight).astype(np.uint8)
    x, y = (cv2.resize(way, (width, height))[part] for way in _mirror(known))
    to_x, to_y = width / columns, height / rows
    seen = cv2.remap(picture, (x + 0.5) * to_x - 0.5, (y + 0.5) * to_y - 0.5, cv2.INTER_NEAREST)
    # Beyond the picture's edge nothing is known: half of the last pixel would draw a line there.
    calm = cv2.remap(soft, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    there = cv2.remap(known, x, y, cv2.INTER_NEAREST)
    grain = np.asarray(cv2.subtract(seen, calm, dtype=cv2.CV_16S), np.int16)
    grain[there == 0] = 0
    # What is beside the hole may be a thing with edges of its own: mirrored, it would lie there in shards.
    strong = np.asarray(cv2.blur(np.abs(grain).astype(np.float32), (15, 15)).max(axis=2), np.float32)
    calmed = np.clip(_LIVELY - strong / _STRONG, 0, 1)
    return np.asarray(grain * calmed[..., None], np.int16)


def _mirror(known: Field) -> tuple[Field, Field]:
    """Return x and y of where each point is seen: itself where it is known, else mirrored at the nearest point that is."""
    gap = (known == 0).astype(np.uint8)
    _, labels = cv2.distanceTransformWithLabels(gap, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    rows, columns = np.nonzero(gap == 0)
    at = np.zeros((int(labels.max()) + 1, 2), np.float32)
    at[labels[rows, columns]] = np.stack((columns, rows), axis=1)
    y, x = np.mgrid[0 : gap.shape[0], 0 : gap.shape[1]].astype(np.float32)
    nearest = at[labels]
    return 2 * nearest[..., 0] - x, 2 * nearest[..., 1] - y


def _spread(colours: NDArray[np.float32], known: Field) -> NDArray[np.float32]:
    """Return `colours` with those that aren't known taken from ever wider surroundings.

    The pull-push of Gortler et al., "The Lumigraph" (1996).
    """
    if min(known.shape) <= 4 or known.min() > 0.5:
        whole = (colours * known[..., None]).sum(axis=(0, 1)) / max(float(known.sum()), 1e-3)
        return np.where(known[..., None] > 0.5, colours, whole).astype(np.float32)
    weight = cv2.pyrDown(known)
    mean = cv2.pyrDown(colours * known[..., None]) / np.maximum(weight, 1e-3)[..., None]
    wider = _spread(np.asarray(mean, np.float32), np.asarray(np.minimum(weight * 2, 1), np.float32))
    up = cv2.resize(wider, known.shape[::-1], interpolation=cv2.INTER_CUBIC)
    mixed = colours * known[..., None] + up * (1 - known[..., None])
    return np.clip(mixed, 0, 255).astype(np.float32)
