"""Artwork in another colour: a blue car from the red one, with its shading, windows and tyres as they were."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

_REACH: Final = 38.0
"""Degrees of hue around the main one that count as the same paint."""
_NEAR_ENOUGH: Final = 16.0
_GREY: Final = 0.22
"""Saturation below this is no colour."""
_BINS: Final = 36
_SPREAD: Final = 0.45
"""How much of the paint's own play of hues stays: purple's would make a red umbrella brown."""


def dye(piece: NDArray[np.uint8], colour: tuple[int, int, int]) -> NDArray[np.uint8]:
    """Return a piece whose main paint has another colour.

    piece: premultiplied RGBA. colour: red, green, blue. The main paint is the hue, or the grey, that covers most of the
    piece; everything else stays. Already in about that colour, it comes back as it is.
    """
    alpha = piece[..., 3].astype(np.float32)
    straight = np.clip(piece[..., :3] / np.maximum(alpha, 1)[..., None], 0, 1).astype(np.float32)
    hue, saturation, value = np.moveaxis(
        np.asarray(cv2.cvtColor(straight, cv2.COLOR_RGB2HSV), np.float32), 2, 0
    )
    paint, main = _main_paint(hue, saturation, value, alpha)
    wanted = np.array(colour, np.float32).reshape(1, 1, 3) / 255
    to_hue, to_saturation, to_value = (float(x) for x in cv2.cvtColor(wanted, cv2.COLOR_RGB2HSV)[0, 0])
    level, vivid = (float(np.average(plane, weights=paint + 1e-6)) for plane in (value, saturation))
    if (
        main is not None
        and _apart(np.float32(main), to_hue) < _NEAR_ENOUGH
        and abs(to_saturation - vivid) < 0.2
    ):
        return piece
    new_saturation, new_value = _relit(
        saturation, value, level, vivid, (to_saturation, to_value), grey=main is None
    )
    new_hue = np.full_like(hue, to_hue) if main is None else np.mod(to_hue + _SPREAD * _turn(hue, main), 360)
    dyed = cv2.cvtColor(cv2.merge([new_hue, new_saturation, new_value]), cv2.COLOR_HSV2RGB)
    mixed = straight + (dyed - straight) * paint[..., None]
    premultiplied = np.minimum(np.rint(mixed * alpha[..., None]), alpha[..., None])
    return np.ascontiguousarray(np.concatenate([premultiplied, alpha[..., None]], axis=2).astype(np.uint8))


def _main_paint(
    hue: NDArray[np.float32],
    saturation: NDArray[np.float32],
    value: NDArray[np.float32],
    alpha: NDArray[np.float32],
) -> tuple[NDArray[np.float32], float | None]:
    """Return how much each pixel has of the main paint, 0 to 1, and its hue in degrees, or None for grey."""
    ink = alpha / 255
    coloured = ink * np.clip((saturation - _GREY) / 0.1, 0, 1)
    # Near-black lines and eyes are no paint, or a white rabbit would have grey ones.
    grey = ink * (1 - np.clip((saturation - _GREY) / 0.1, 0, 1)) * np.clip((value - 0.3) / 0.1, 0, 1)
    votes, _ = np.histogram(hue, bins=_BINS, range=(0, 360), weights=coloured * (0.3 + saturation))
    smooth = votes + np.roll(votes, 1) + np.roll(votes, -1)
    main = (int(np.argmax(smooth)) + 0.5) * 360 / _BINS
    near = coloured * np.clip((_REACH + 8 - _apart(hue, main)) / 8, 0, 1)
    if float(grey.sum()) > 1.3 * float(near.sum()):
        return np.asarray(grey / np.maximum(ink, 1e-3), np.float32), None
    return np.asarray(np.clip(near / np.maximum(ink, 1e-3), 0, 1), np.float32), main


def _turn(hue: NDArray[np.float32], other: float) -> NDArray[np.float32]:
    """Return hues as degrees from another one, -180 to 180."""
    return np.asarray(np.mod(hue - other + 180, 360) - 180, np.float32)


def _apart(hue: NDArray[np.float32] | np.float32, other: float) -> NDArray[np.float32]:
    """Return the distance of hues in degrees, the short way round."""
    return np.asarray(np.abs(np.mod(hue - other + 180, 360) - 180), np.float32)


def _relit(
    saturation: NDArray[np.float32],
    value: NDArray[np.float32],
    level: float,
    vivid: float,
    wanted: tuple[float, float],
    *,
    grey: bool,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return saturation and value of the dyed paint: the wanted colour, with the lights and shades of the old one."""
    to_saturation, to_value = wanted
    shade = value - level
    if to_saturation <= _GREY:
        spread = 0.6 if to_value > 0.5 else 0.45
        return np.full_like(saturation, 0.04), np.clip(to_value * 0.93 + shade * spread + 0.02, 0, 1).astype(
            np.float32
        )
    if grey:
        return np.full_like(saturation, to_saturation * 0.8), np.clip(to_value + shade * 0.8, 0, 1).astype(
            np.float32
        )
    ratio = 0.5 + 0.5 * to_saturation / 0.75
    return np.clip(saturation * ratio, 0, 1), np.clip(value + 0.5 * (to_value - level), 0, 1).astype(
        np.float32
    )
