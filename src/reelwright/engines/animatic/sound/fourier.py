"""Fourier transforms of single precision: OpenCV's take a tenth of NumPy's time.

Spectra are packed as OpenCV packs them, one row for each signal: float32 of shape (rows, n), the real part at 0, then real and
imaginary part of each frequency in turn, last the real part at half the rate. n is a power of two.
"""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.float32]


def size_for(length: int) -> int:
    """Return the smallest power of two that is at least `length`."""
    return 1 << max(length - 1, 0).bit_length()


def spectra(signals: Rows) -> Rows:
    """Return the packed spectrum of each row of shape (rows, n)."""
    return np.asarray(cv2.dft(signals, flags=cv2.DFT_ROWS), np.float32)


def signals(packed: Rows) -> Rows:
    """Return the signal of each packed spectrum."""
    return np.asarray(cv2.idft(packed, flags=cv2.DFT_ROWS | cv2.DFT_SCALE), np.float32)


def filtered(rows: Rows, response: Rows) -> Rows:
    """Return each row of shape (rows, n) convolved, in a circle of n samples, with what has the packed spectrum `response`.

    response: a row for each, or one of shape (1, n) for all.
    """
    if len(response) != len(rows):
        response = np.repeat(response, len(rows), axis=0)
    return signals(np.asarray(cv2.mulSpectrums(spectra(rows), response, cv2.DFT_ROWS), np.float32))


@lru_cache(maxsize=16)
def octaves(size: int) -> npt.NDArray[np.float32]:
    """Return the logarithm to base 2 of 1 to size / 2, the frequencies in cycles per `size` samples; read-only."""
    steps = np.log2(np.arange(1, size // 2 + 1)).astype(np.float32)
    steps.flags.writeable = False
    return steps
