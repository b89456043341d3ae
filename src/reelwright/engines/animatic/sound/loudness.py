"""Loudness and true peak after ITU-R BS.1770-4, and the last stage of every mix.

Everything here works on the whole sound of one video at once: at most 15 s, 5.8 MB.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from reelwright.engines.animatic.sound.fourier import Rows, filtered, spectra
from reelwright.engines.animatic.sound.signal import (
    RATE,
    Samples,
    from_decibels,
    highest,
    product,
    single,
    smooth,
)

TARGET = -16.0
"""Integrated loudness of every result, in LUFS."""

CEILING = -1.5
"""True peak of every result in dB: half a dB below the promise of -1, because lossy coding moves peaks."""

MOST_GAIN = 40.0
"""No sound is raised by more dB than this: what is 56 LUFS down is the hiss of a silent recording."""

_TAPS = 4096
_BLOCK = 2**14
_STEP = RATE // 10
_CHUNK = 64
_REACH = 12


def _biquad(
    b: tuple[float, ...], a: tuple[float, ...], x: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    y = np.zeros_like(x)
    x1 = x2 = y1 = y2 = 0.0
    for index, value in enumerate(x):
        out = b[0] * value + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2
        x2, x1, y2, y1 = x1, value, y1, out
        y[index] = out
    return y


@lru_cache(maxsize=1)
def _k_weighting() -> Rows:
    """Return the packed spectrum of the K-weighting filter's impulse response; coefficients from BS.1770-4, tables 1 and 2."""
    click = np.zeros(_TAPS)
    click[0] = 1
    shelf = _biquad(
        (1.53512485958697, -2.69169618940638, 1.19839281085285), (-1.69065929318241, 0.73248077421585), click
    )
    response = _biquad((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621), shelf)
    return spectra(single(np.pad(response, (0, _BLOCK - _TAPS)))[None])


def _k_weighted(channel: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Filter one channel, by overlap-save."""
    step = _BLOCK - _TAPS
    count = -(-len(channel) // step)
    padded = np.zeros((count - 1) * step + _BLOCK, np.float32)
    padded[_TAPS : _TAPS + len(channel)] = channel
    frames = np.ascontiguousarray(np.lib.stride_tricks.sliding_window_view(padded, _BLOCK)[::step])
    return filtered(frames, _k_weighting())[:, _TAPS:].reshape(-1)[: len(channel)]


def loudness(sound: Samples) -> float:
    """Return the integrated, gated loudness in LUFS; minus infinity for silence.

    A sound shorter than one gating block of 400 ms counts as one block.
    """
    if len(sound) < 4 * _STEP:
        sound = np.concatenate((sound, np.zeros((4 * _STEP - len(sound), 2), np.float32)))
    steps = len(sound) // _STEP
    energy = np.zeros(steps)
    for ear in (0, 1):
        weighted = _k_weighted(np.ascontiguousarray(sound[:, ear]))[: steps * _STEP].reshape(steps, _STEP)
        energy += np.einsum("ij,ij->i", weighted, weighted, dtype=np.float64)
    blocks = np.convolve(energy, np.ones(4), "valid") / (4 * _STEP)
    blocks = blocks[blocks > 10 ** ((-70 + 0.691) / 10)]
    if not len(blocks):
        return float("-inf")
    blocks = blocks[blocks > blocks.mean() / 10]
    return float(-0.691 + 10 * np.log10(blocks.mean()))


@lru_cache(maxsize=1)
def _interpolation() -> npt.NDArray[np.float32]:
    """Return the matrix that takes a chunk and its surroundings to three values between samples each (windowed sinc)."""
    wanted = _REACH + (np.arange(_CHUNK)[:, None] + np.array([0.25, 0.5, 0.75])).ravel()
    distance = wanted[None, :] - np.arange(_CHUNK + 2 * _REACH)[:, None]
    window = np.where(np.abs(distance) < _REACH, np.cos(np.pi * distance / (2 * _REACH)) ** 2, 0)
    return single(np.sinc(distance) * window)


def _chunk_peaks(sound: Samples, above: float) -> npt.NDArray[np.float32]:
    """Return the true peak of each chunk of 64 samples; exact where the plain peak is above half of `above`."""
    count = -(-len(sound) // _CHUNK)
    padded = np.zeros((2, count * _CHUNK + 2 * _REACH), np.float32)
    padded[:, _REACH : _REACH + len(sound)] = sound.T
    body = np.abs(padded[:, _REACH : _REACH + count * _CHUNK]).reshape(2, count, _CHUNK)
    peaks = body.max(axis=(0, 2))
    loud = np.flatnonzero(peaks > above / 2)
    if len(loud):
        span = _CHUNK + 2 * _REACH
        windows = np.lib.stride_tricks.sliding_window_view(padded, span, axis=1)[:, loud * _CHUNK]
        between = np.abs(product(windows.reshape(-1, span), _interpolation())).max(axis=1)
        peaks[loud] = np.maximum(peaks[loud], between.reshape(2, -1).max(axis=0))
    return single(peaks)


def true_peak(sound: Samples) -> float:
    """Return the true peak in dB of full scale, at four times oversampling; minus infinity for silence."""
    sample_peak = highest(sound)
    if sample_peak == 0:
        return float("-inf")
    return float(20 * np.log10(_chunk_peaks(sound, sample_peak).max()))


def limit(sound: Samples, ceiling: float = CEILING) -> Samples:
    """Return the sound with its gain lowered around every true peak above `ceiling` dB, some 5 ms to either side."""
    top = from_decibels(ceiling)
    needed = np.minimum(1.0, top / np.maximum(_chunk_peaks(sound, top), 1e-9))
    if needed.min() >= 1:
        return sound
    reach = 4
    lowest = np.lib.stride_tricks.sliding_window_view(np.pad(needed, reach, mode="edge"), 2 * reach + 1).min(
        axis=1
    )
    # The smoothing window is narrower than the minimum's, so no smoothed gain is above what a neighbour needs.
    window = np.hanning(2 * reach + 1)[1:-1]
    gain = np.convolve(np.pad(lowest, reach - 1, mode="edge"), window / window.sum(), "valid")
    centres = np.arange(len(gain)) * _CHUNK + _CHUNK / 2
    curve = np.interp(np.arange(len(sound)), centres, gain).astype(np.float32)
    return sound * curve[:, None]


def without_offset(sound: Samples) -> Samples:
    """Return the sound less its moving average over 100 ms: takes out DC, leaves everything from 20 Hz up."""
    width = RATE // 10
    if len(sound) <= width:
        return single(sound - sound.mean(axis=0, keepdims=True))
    return np.stack([ear - smooth(ear, width) for ear in np.ascontiguousarray(sound.T)]).T


def soften(sound: Samples) -> Samples:
    """Return the sound with peaks above about -6 dB rounded off, as tape does."""
    result = sound * np.float32(0.9)
    np.tanh(result, out=result)
    result /= np.float32(0.9)
    return result


def master(sound: Samples) -> Samples:
    """Return the sound at the target loudness, its true peak under the ceiling; silence stays silence."""
    sound = without_offset(sound)
    result = sound
    gain = 0.0
    for _ in range(3):
        measured = loudness(result)
        if measured == float("-inf") or abs(measured - TARGET) < 0.3:
            break
        gain = min(gain + TARGET - measured, MOST_GAIN)
        result = limit(soften(sound * np.float32(from_decibels(gain))))
    return limit(result)
