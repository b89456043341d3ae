"""Guesses how near things in a picture are, and what stands out where nobody knows: enough for a few per cent of parallax.

What stands out is what differs in colour from the border of the picture (a subject rarely touches all four edges) and lies
towards the middle. The ground rises into the distance, so lower is nearer. Both maps are blurred until no line can bend visibly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from reelwright.engines.animatic.warp import Field
from reelwright.media.frames import Frame

_WIDTH: Final = 96

_FACE: Final = 0.2
"""The share of a subject above its focus: closing in on the middle of a portrait would cut off its head."""


@dataclass(frozen=True, slots=True, eq=False)
class Depth:
    """What was guessed, as small maps (rows, columns) that cover the picture.

    nearness: 0 far to 1 near. subject: 0 background to 1 subject. focus: what the camera looks at, (x, y) as fractions.
    """

    nearness: Field
    subject: Field
    focus: tuple[float, float]


def guess_depth(picture: Frame, subject: Field | None = None) -> Depth:
    """Return the guess for `picture`; takes about a millisecond.

    subject: a small map over the picture of what stands out, 0 to 1, where it is known; guessed otherwise.
    """
    rows = max(8, round(_WIDTH * picture.shape[0] / picture.shape[1]))
    known = _salience(picture, rows) if subject is None else cv2.resize(subject, (_WIDTH, rows))
    x = np.linspace(-1, 1, _WIDTH, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, rows, dtype=np.float32)[:, None]
    soft = np.asarray(_blur(np.asarray(known, np.float32), 0.03) * _inside(x) * _inside(y), np.float32)
    nearness = np.clip(0.325 * (y + 1) + 0.45 * soft, 0, 1)
    return Depth(_blur(nearness, 0.04), soft, _focus(soft, rows, _WIDTH))


def _salience(picture: Frame, rows: int) -> Field:
    small = cv2.resize(picture, (_WIDTH, rows), interpolation=cv2.INTER_AREA)
    lab = np.asarray(cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)
    distance = np.min([_unlike(lab, edge) for edge in _edges(lab)], axis=0)
    x = np.linspace(-1, 1, _WIDTH, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, rows, dtype=np.float32)[:, None]
    middle = np.exp(-(x * x + (y - 0.1) ** 2) / 0.45).astype(np.float32)
    blurred = _blur(distance.astype(np.float32) * middle, 0.06)
    low, high = np.percentile(blurred, (30, 98))
    return np.asarray(np.clip((blurred - low) / max(float(high - low), 1e-3), 0, 1), np.float32)


def _inside(place: Field) -> Field:
    """Return 0 at both edges, 1 from a twelfth of the way in: a subject that moves must not pull the picture's edge into view."""
    return np.asarray(np.clip((1 - np.abs(place)) * 6, 0, 1), np.float32)


def _edges(lab: Field) -> list[Field]:
    """Return the colours along the upper edge and along each side; the lower edge often belongs to the subject."""
    band = max(2, lab.shape[0] // 12)
    return [lab[:band].reshape(-1, 3), lab[:, :band].reshape(-1, 3), lab[:, -band:].reshape(-1, 3)]


def _unlike(lab: Field, edge: Field) -> Field:
    """Return how many standard deviations of `edge` each colour is from its mean, never dividing by almost nothing."""
    spread = np.maximum(edge.std(axis=0), 6)
    return np.asarray(np.sqrt((((lab - edge.mean(axis=0)) / spread) ** 2).mean(axis=2)), np.float32)


def _focus(subject: Field, rows: int, columns: int) -> tuple[float, float]:
    """Return where the camera looks: the middle of the subject from side to side, its upper part, where a face would be."""
    weight = subject.astype(np.float64) ** 2
    total = float(weight.sum())
    if total < 1e-3:
        return 0.5, 0.5
    x = float((weight.sum(axis=0) * (np.arange(columns) + 0.5)).sum()) / total / columns
    y = float(np.searchsorted(np.cumsum(weight.sum(axis=1)), _FACE * total)) / rows
    return min(max(x, 0.25), 0.75), min(max(y, 0.25), 0.75)


def _blur(values: Field, sigma: float) -> Field:
    """Blur by a Gaussian of `sigma` as a fraction of the width."""
    blurred = cv2.GaussianBlur(values, (0, 0), sigma * values.shape[1], borderType=cv2.BORDER_REPLICATE)
    return np.asarray(blurred, np.float32)
