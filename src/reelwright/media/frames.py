"""The two shapes in which pictures and sound move through the program."""

from __future__ import annotations

from fractions import Fraction
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Frame: TypeAlias = NDArray[np.uint8]
"""One picture: (height, width, 3), RGB, full range sRGB, C-contiguous."""

Samples: TypeAlias = NDArray[np.float32]
"""A stretch of sound: (samples, 2), 48,000 Hz, -1 to 1."""

SAMPLE_RATE: Final = 48_000


def samples_in(frames: int, fps: int) -> int:
    """Return how many samples last as long as `frames` frames, rounded to the nearest."""
    return round(Fraction(frames * SAMPLE_RATE, fps))
