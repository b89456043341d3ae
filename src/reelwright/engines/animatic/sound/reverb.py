"""A room: convolution with noise that dies away, as diffuse reflections do."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.sound.signal import RATE, Samples, samples_of, single

_BLOCK = 2**16


def _impulse(rng: np.random.Generator, seconds: float) -> Samples:
    """Return the answer of a room to a click, of unit energy: 12 ms of nothing, then noise that darkens as it falls."""
    length = samples_of(seconds)
    time = np.arange(length) / RATE
    bright = rng.standard_normal((length, 2), np.float32)
    dark = np.stack([np.convolve(bright[:, ear], np.hanning(49), "same") for ear in (0, 1)], axis=1)
    bright_fall = np.exp(-time * 14 / seconds)[:, None]
    dark_fall = np.exp(-time * 6.9 / seconds)[:, None]
    tail = 0.35 * bright * bright_fall + 0.3 * dark * dark_fall
    tail[: samples_of(0.02)] *= np.linspace(0, 1, samples_of(0.02))[:, None]
    tail -= tail.mean(axis=0)
    response = np.concatenate((np.zeros((samples_of(0.012), 2)), tail))
    return single(response / np.sqrt(np.mean(np.sum(response**2, axis=0))))


def reverb(sound: Samples, rng: np.random.Generator, seconds: float, wet: float) -> Samples:
    """Return the sound with its reverberation added, of the same length.

    seconds: time to fall by 60 dB. wet: energy of the reverberation against that of the sound, about 0.1 to 0.5.
    """
    response = _impulse(rng, seconds)
    size = 2 * _BLOCK if len(response) > _BLOCK // 2 else _BLOCK
    step = size - len(response) + 1
    spectrum = np.fft.rfft(response, size, axis=0)
    result = sound.copy()
    for start in range(0, len(sound), step):
        block = sound[start : start + step]
        echo = np.fft.irfft(np.fft.rfft(block, size, axis=0) * spectrum, size, axis=0)
        stop = min(start + size, len(result))
        result[start:stop] += np.float32(wet) * echo[: stop - start].astype(np.float32)
    return result
