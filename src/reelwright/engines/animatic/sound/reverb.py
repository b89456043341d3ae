"""A room: convolution with noise that dies away, as diffuse reflections do."""

from __future__ import annotations

import cv2
import numpy as np

from reelwright.engines.animatic.sound.fourier import Rows, filtered, size_for, spectra
from reelwright.engines.animatic.sound.signal import RATE, Samples, samples_of

_WAIT = samples_of(0.012)
_RISE = samples_of(0.02)
_DARKENING = np.hanning(49).astype(np.float32)
_SMALLEST_BLOCK = 2**17


def _impulse(rng: np.random.Generator, seconds: float) -> Rows:
    """Return the answer of a room to a click, of shape (2, n) and unit energy: nothing, then noise that darkens as it falls."""
    length = samples_of(seconds)
    time = np.arange(length, dtype=np.float32) / np.float32(seconds * RATE)
    bright = rng.random((2, length), np.float32) - np.float32(0.5)
    dark = cv2.sepFilter2D(bright, -1, _DARKENING, np.ones(1, np.float32), borderType=cv2.BORDER_CONSTANT)
    fall = np.exp(np.float32(-6.9) * time)
    tail = bright * (np.float32(0.35) * np.exp(np.float32(-14) * time))
    tail += dark * (np.float32(0.3) * fall)
    tail[:, :_RISE] *= np.linspace(0, 1, _RISE, dtype=np.float32)
    # A constant taken off would stay when the noise is gone, and end in a step.
    tail -= tail.sum(axis=1, keepdims=True) / fall.sum() * fall
    tail *= np.float32(np.sqrt(2) / cv2.norm(tail))
    return np.pad(tail, ((0, 0), (_WAIT, 0)))


def reverb(sound: Samples, rng: np.random.Generator, seconds: float, wet: float) -> Samples:
    """Return the sound with its reverberation added, of the same length.

    seconds: time to fall by 60 dB. wet: energy of the reverberation against that of the sound, about 0.1 to 0.5.
    """
    impulse = _impulse(rng, seconds)
    taps = impulse.shape[1]
    size = max(size_for(2 * taps), _SMALLEST_BLOCK)
    step = size - taps
    response = spectra(np.pad(impulse, ((0, 0), (0, size - taps))) * np.float32(wet))
    result = sound.copy(order="F")
    for start in range(0, len(sound), step):
        block = np.zeros((2, size), np.float32)
        part = sound[start : start + step].T
        block[:, : part.shape[1]] = part
        stop = min(start + size, len(result))
        result[start:stop] += filtered(block, response)[:, : stop - start].T
    return result
