"""The few operations on signals that every sound here is made of.

Mono signals are float32 of shape (n,), stereo ones float32 of shape (n, 2), both at 48 kHz. What is made here lies in memory
one ear after the other (Fortran order), where NumPy works on it several times as fast as on samples in turn. Every function
that draws random numbers takes its generator, so that the same generator gives the same sound.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from reelwright.engines.animatic.sound.fourier import Rows, octaves, signals, size_for
from reelwright.media.frames import SAMPLE_RATE
from reelwright.media.frames import Samples as Samples

RATE = SAMPLE_RATE
"""Samples per second of all audio."""

Mono = npt.NDArray[np.float32]

_TEXTURE_SAMPLES = 2**17
"""Noise repeats after 2.7 s: too long for an ear to notice in a texture, and one FFT does for any length."""

_RING_COLUMNS = 256
_NOTHING = np.zeros((0, 0), np.float32)


def samples_of(seconds: float) -> int:
    """Return the whole number of samples in `seconds`."""
    return round(seconds * RATE)


def single(values: npt.ArrayLike) -> npt.NDArray[np.float32]:
    """Return an array in single precision, the input itself where it is so already."""
    return np.asarray(values, np.float32)


def from_decibels(level: float) -> float:
    """Return the linear gain of a level in dB."""
    return float(10 ** (level / 20))


def silence(length: int) -> Samples:
    """Return `length` stereo samples of nothing."""
    return np.zeros((2, length), np.float32).T


def add(track: npt.NDArray[np.float32], sound: npt.NDArray[np.float32], at: int, gain: float = 1.0) -> None:
    """Add `sound` to `track` in place from sample `at`; what lies outside the track is cut off."""
    start, stop = max(at, 0), min(at + len(sound), len(track))
    if start < stop:
        track[start:stop] += np.float32(gain) * sound[start - at : stop - at]


def pan(sound: Mono, position: float) -> Samples:
    """Place a mono sound between left (-1) and right (1) at equal power."""
    angle = (min(max(position, -1.0), 1.0) + 1) * np.pi / 4
    return (np.array([[np.cos(angle)], [np.sin(angle)]], np.float32) * sound).T


def rms(sound: npt.NDArray[np.float32]) -> float:
    """Return the root mean square over all samples and channels."""
    return float(cv2.norm(sound.ravel(order="K")) / np.sqrt(sound.size)) if sound.size else 0.0


def to_rms(sound: npt.NDArray[np.float32], decibels: float) -> npt.NDArray[np.float32]:
    """Scale a sound to an RMS level in dB of full scale; silence stays silence."""
    level = rms(sound)
    return sound * np.float32(from_decibels(decibels) / level) if level > 1e-9 else sound


def highest(sound: npt.NDArray[np.float32]) -> float:
    """Return the largest distance of a sample from 0."""
    return max(float(sound.max(initial=0.0)), -float(sound.min(initial=0.0)))


def to_peak(sound: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Scale a sound to a peak of full scale; silence stays silence."""
    peak = highest(sound)
    return sound * np.float32(1 / peak) if peak > 1e-9 else sound


def ramp(length: int) -> Mono:
    """Return a raised-cosine rise from 0 to 1 over `length` samples."""
    return single(0.5 - 0.5 * np.cos(np.linspace(0, np.pi, length, dtype=np.float32)))


def fade(sound: npt.NDArray[np.float32], begin: int, end: int) -> npt.NDArray[np.float32]:
    """Fade a sound in over `begin` and out over `end` samples, in place; returns it."""
    begin, end = min(begin, len(sound)), min(end, len(sound))
    shape = (-1,) + (1,) * (sound.ndim - 1)
    if begin:
        sound[:begin] *= ramp(begin).reshape(shape)
    if end:
        sound[len(sound) - end :] *= ramp(end)[::-1].reshape(shape)
    return sound


def envelope(length: int, *points: tuple[float, float]) -> Mono:
    """Return straight lines through (second, level) points, held at both ends."""
    times = np.array([point[0] for point in points]) * RATE
    return np.interp(np.arange(length), times, [point[1] for point in points]).astype(np.float32)


def wander(rng: np.random.Generator, length: int, per_second: float, low: float, high: float) -> Mono:
    """Return a slow random curve between `low` and `high` with about `per_second` turns a second."""
    turns = rng.uniform(low, high, int(length / RATE * per_second) + 3)
    positions = np.arange(0, length + 480, 480) / RATE * per_second + rng.uniform(0, 1)
    whole = np.minimum(positions.astype(int), len(turns) - 2)
    part = positions - whole
    eased = part * part * (3 - 2 * part)
    coarse = turns[whole] * (1 - eased) + turns[whole + 1] * eased
    nodes, between = single(coarse), np.arange(480, dtype=np.float32) / 480
    return single(nodes[:-1, None] + np.diff(nodes)[:, None] * between).reshape(-1)[:length]


def _noise(rng: np.random.Generator, channels: int, size: int, curve: Sequence[tuple[float, float]]) -> Rows:
    """Return noise of shape (channels, size), a power of two, that follows a curve of (hertz, dB) points and has no DC."""
    # Evenly spread numbers take a fifth of the time of normal ones; the transform adds so many up that the noise is normal.
    draws = rng.random((2, channels, size // 2), np.float32) - np.float32(0.5)
    packed = np.zeros((channels, size), np.float32)
    shape = _shape(size, curve)
    packed[:, 1::2] = draws[0] * shape
    packed[:, 2::2] = draws[1, :, :-1] * shape[:-1]
    return signals(packed)


def _shape(size: int, curve: Sequence[tuple[float, float]]) -> Mono:
    """Return the linear gain of each frequency of `size` samples but 0: straight from point to point in octaves and dB."""
    pitches = octaves(size)
    knots = np.log2([hertz * size / RATE for hertz, _ in curve])
    exponents = np.array([level for _, level in curve]) * (np.log2(10) / 20)
    shape = np.full(len(pitches), exponents[0], np.float32)
    edges = np.searchsorted(pitches, knots.astype(np.float32))
    for index in range(len(curve) - 1):
        low, high = edges[index], edges[index + 1]
        slope = (exponents[index + 1] - exponents[index]) / (knots[index + 1] - knots[index])
        shape[low:high] = (pitches[low:high] - np.float32(knots[index])) * np.float32(slope) + exponents[
            index
        ]
    shape[edges[-1] :] = exponents[-1]
    return np.exp2(shape)


def texture(rng: np.random.Generator, length: int, *curve: tuple[float, float]) -> Samples:
    """Return stereo noise of RMS 1 whose spectrum runs through (hertz, dB) points; it has no DC and no seam."""
    return repeated(wide(_noise(rng, 2, _TEXTURE_SAMPLES, curve)), length)


def wide(ears: npt.NDArray[np.float32]) -> Samples:
    """Return two unrelated signals of shape (2, n) as one stereo signal of RMS 1 that surrounds the listener.

    Ears wholly apart sound like two radios and lose 3 dB on a phone's one speaker, so each gets half of the other.
    """
    sound = ears + np.float32(0.5) * ears[::-1]
    sound *= np.float32(1 / rms(sound))
    return sound.T


def repeated(loop: Samples, length: int) -> Samples:
    """Return a seamless loop again and again up to `length` samples."""
    return np.tile(loop.T, -(-length // len(loop)))[:, :length].T if length > len(loop) else loop[:length]


def hiss(rng: np.random.Generator, length: int, *curve: tuple[float, float]) -> Mono:
    """Return short mono noise of RMS 1 with a spectrum as in `texture`: for effects of up to a few seconds."""
    noise = _noise(rng, 1, size_for(max(length, 64)), curve)[0, :length]
    return noise * np.float32(1 / rms(noise))


def ring(frequencies: Sequence[float], levels: Sequence[float], decays: Sequence[float], length: int) -> Mono:
    """Return the sum of sine waves that start at 0 and die away exponentially.

    frequencies: hertz. levels: linear. decays: seconds to fall by 8.7 dB (1/e). Partials above 18 kHz are left out.
    One matrix product: sample 256·r + c of a decaying wave is the product of a row and a column factor.
    """
    heard = [index for index, frequency in enumerate(frequencies) if frequency < 18_000]
    if not heard or not length:
        return np.zeros(length, np.float32)
    turn = np.array([2 * np.pi * frequencies[i] / RATE for i in heard])
    fall = np.array([-1 / (decays[i] * RATE) for i in heard])
    start = np.arange(0, length, _RING_COLUMNS)[:, None]
    step = np.arange(_RING_COLUMNS)
    size = np.exp(start * fall) * np.array([levels[i] for i in heard])
    left = np.concatenate((size * np.sin(start * turn), size * np.cos(start * turn)), axis=1)
    size = np.exp(fall[:, None] * step)
    right = np.concatenate((size * np.cos(turn[:, None] * step), size * np.sin(turn[:, None] * step)))
    return product(single(left), single(right)).reshape(-1)[:length]


def product(left: Rows, right: Rows) -> Rows:
    """Return the matrix product of two arrays of two dimensions."""
    # cv2.gemm, not @: BLAS would wake its threads for these small products, at twice the CPU.
    return single(cv2.gemm(left, right, 1, _NOTHING, 0))


def glide(frequencies: npt.ArrayLike, length: int) -> Mono:
    """Return a sine wave whose frequency runs through equally spaced values in hertz."""
    values = np.atleast_1d(np.asarray(frequencies, np.float64))
    knots = np.linspace(0, max(length - 1, 1), len(values))
    return np.sin(phase_of(np.interp(np.arange(length), knots, values)))


def phase_of(hertz: npt.NDArray[np.float64]) -> Mono:
    """Return the phase in radians of a wave with a frequency at each sample, less its whole turns."""
    turns = np.cumsum(hertz / RATE)
    turns -= np.floor(turns)
    return single(turns) * np.float32(2 * np.pi)


def smooth(sound: Mono, width: int) -> Mono:
    """Return a moving average over `width` samples, as if the first and the last sample went on for ever."""
    return single(cv2.blur(sound[None], (width, 1), borderType=cv2.BORDER_REPLICATE)[0])
