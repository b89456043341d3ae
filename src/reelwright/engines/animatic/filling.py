"""What a picture shows where its subject was: the colours around it, with the grain of what is beside it."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.engines.animatic.warp import Field
from reelwright.media.frames import Frame

_SMALL: Final = 256
"""Width at which colours are spread into the hole; what is finer comes from beside it."""

_FINEST: Final = 1280
"""Width at which the grain is taken: at a large plate's own width it would need a quarter of a gigabyte."""


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
    fill = cv2.resize(_spread(small, known), (width, height), interpolation=cv2.INTER_LINEAR)
    fine = _no_wider(picture)
    gap = (cv2.resize(hole, fine.shape[1::-1], interpolation=cv2.INTER_LINEAR) >= 8).astype(np.uint8)
    grain = cv2.resize(_mirrored_grain(fine, gap), (width, height), interpolation=cv2.INTER_LINEAR)
    textured = np.clip(cv2.add(fill, grain), 0, 255).astype(np.uint8)
    share = cv2.resize(cv2.GaussianBlur(hole, (0, 0), 1.2), (width, height)).astype(np.float32) / 255
    return np.asarray(cv2.blendLinear(picture, textured, 1 - share, share), np.uint8)


def _no_wider(picture: Frame) -> Frame:
    """Return the picture, reduced to `_FINEST`."""
    scale = _FINEST / picture.shape[1]
    if scale >= 1:
        return picture
    return np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def _mirrored_grain(picture: Frame, gap: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return what the picture has beyond its soft colours, (height, width, 3), each point of `gap` seen mirrored at its edge."""
    height, width = gap.shape
    ground = (1 - gap).astype(np.float32)
    sigma = 2.0 * width / _SMALL
    weight = cv2.GaussianBlur(ground, (0, 0), sigma)
    colours = picture.astype(np.float32)
    soft = cv2.GaussianBlur(colours * ground[..., None], (0, 0), sigma) / np.maximum(weight, 1e-3)[..., None]
    grain = (colours - soft) * ground[..., None]
    if not gap.any() or gap.all():
        return np.zeros_like(grain)
    _, labels = cv2.distanceTransformWithLabels(gap, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    rows, columns = np.nonzero(gap == 0)
    at = np.zeros((int(labels.max()) + 1, 2), np.float32)
    at[labels[rows, columns]] = np.stack((columns, rows), axis=1)
    nearest = at[labels]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    mirrored = cv2.remap(grain, 2 * nearest[..., 0] - x, 2 * nearest[..., 1] - y, cv2.INTER_NEAREST)
    return np.asarray(mirrored, np.float32)


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
