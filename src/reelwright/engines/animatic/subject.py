"""Finds the subject of a picture: what a person would cut out of it.

By U²-Net's small variant, in OpenCV; see models/PROVENANCE.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.engines.animatic.warp import Field
from reelwright.media.frames import Frame

_GLANCE, _LOOK = 160, 240
"""Sides at which the picture is looked at: U²-Net was trained at 320, but a glance takes 0.06 s of a core where that takes 0.4,
and is as good for most pictures; a closer look (0.2 s) follows only where it left doubt."""

_OUTLINE: Final = "1959"
"""The network's best output; the others, at which it was trained, need not be computed."""

_MEAN: Final = (0.485, 0.456, 0.406)
_SPREAD: Final = (0.229, 0.224, 0.225)
_PART: Final = 0.3
SURE: Final = 0.8
_DOUBT: Final = 0.35
"""Below this a glance found nothing that a closer look would."""


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """mask: how far each point belongs to the subject, 0 to 1, a small map over the picture. sureness: of its inside, 0 to 1."""

    mask: Field
    sureness: float


def closer(picture: Frame, first: Subject | None) -> Subject | None:
    """Return what a closer look finds, where what was found at `first` leaves doubt and that is surer."""
    if first is None or not _DOUBT < first.sureness < SURE:
        return first
    second = look(picture)
    return second if second and second.sureness > first.sureness else first


def glance(picture: Frame) -> Field:
    """Return how far each point of `picture` stands out, 0 to 1, a small square map; 0.06 s of a core."""
    return _seen(picture, _GLANCE, _glancing())


def look(picture: Frame, side: int = _LOOK) -> Subject | None:
    """Return the subject of `picture` from a closer look, or None without one; 0.2 s of a core at the usual side."""
    # Its 200 MB of working memory are given back at once.
    return outlined(_seen(picture, side, _load()))


def _seen(picture: Frame, side: int, network: cv2.dnn.Net) -> Field:
    small = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA).astype(np.float32)
    small = (small / max(float(small.max()), 1.0) - _MEAN) / _SPREAD
    network.setInput(np.ascontiguousarray(small.transpose(2, 0, 1)[None], np.float32))
    # The network's memory is its own: the next picture would be written over this one.
    return np.asarray(np.array(network.forward(_OUTLINE), np.float32)[0, 0], np.float32)


def outlined(mask: Field) -> Subject | None:
    """Return the main thing of what was seen, or None without one."""
    whole = _main_part(mask)
    if not whole.any():
        return None
    inner = cv2.erode(whole, np.ones((5, 5), np.uint8)) > 0
    sureness = float(mask[inner].mean()) if inner.any() else 0.0
    # Doubt inside the outline would be a hole in the cut-out, and what lies apart from it would move along.
    mask = np.where(inner, np.maximum(mask, 0.95), mask)
    near = cv2.dilate(whole, np.ones((5, 5), np.uint8)) > 0
    return Subject(np.where(near, mask, 0).astype(np.float32), sureness)


def _main_part(mask: Field) -> NDArray[np.uint8]:
    """Return 1 inside the outline of the largest part of `mask`, and of others that belong to it."""
    outlines, _ = cv2.findContours(
        (mask > _PART).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE
    )
    whole: NDArray[np.uint8] = np.zeros(mask.shape, np.uint8)
    if outlines:
        main = max(outlines, key=cv2.contourArea)
        together = [outline for outline in outlines if _belongs(outline, main, mask.shape[0])]
        cv2.drawContours(whole, together, -1, (1,), cv2.FILLED)
    return whole


def _belongs(outline: cv2.typing.MatLike, main: cv2.typing.MatLike, side: int) -> bool:
    """Return whether a part moves with the main one: a piece of it, as large as it, or somebody beside it.

    A tree in the distance stands out as well as the cat before it, and would grow with the cat as that comes nearer.
    """
    share = cv2.contourArea(outline) / max(cv2.contourArea(main), 1)
    left, top, width, height = cv2.boundingRect(outline)
    main_left, main_top, main_width, main_height = cv2.boundingRect(main)
    across = max(left - main_left - main_width, main_left - left - width)
    down = max(top - main_top - main_height, main_top - top - height)
    touching = max(across, down) <= 0.02 * side
    beside = abs(top + height - main_top - main_height) <= 0.06 * side
    return share > 0.7 or (share > 0.25 and (touching or beside))


@cache
def _glancing() -> cv2.dnn.Net:
    return _load()


def _load() -> cv2.dnn.Net:
    """Return the network; it plans its memory for the first input it sees, so each size needs its own."""
    with as_file(files("reelwright.engines.animatic").joinpath("models", "u2netp.onnx")) as path:
        # OpenCV's newer engine has no Winograd convolution and takes 1.7 times as long for the same numbers.
        return cv2.dnn.readNetFromONNX(str(path), cv2.dnn.ENGINE_CLASSIC)
