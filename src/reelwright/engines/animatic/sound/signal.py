"""The few operations on signals that every sound here is made of.

Mono signals are float32 of shape (n,), stereo ones float32 of shape (n, 2), both at 48 kHz. Every function that draws
random numbers takes its generator, so that the same generator gives the same sound.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from reelwright.media.frames import SAMPLE_RATE
from reelwright.media.frames import Samples as Samples

RATE = SAMPLE_RATE
"""Samples per second of all audio."""

Mono = npt.NDArray[np.float32]

_TEXTURE_SAMPLES = 2**17
"""Noise repeats after 2.7 s: too long for an ear to notice in a texture, and one FFT does for any length."""

_RING_COLUMNS = 256


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
    return np.zeros((length, 2), np.float32)


def add(track: npt.NDArray[np.float32], sound: npt.NDArray[np.float32], at: int, gain: float = 1.0) -> None:
    """Add `sound` to `track` in place from sample `at`; what lies outside the track is cut off."""
    start, stop = max(at, 0), min(at + len(sound), len(track))
    if start < stop:
        track[start:stop] += np.float32(gain) * sound[start - at : stop - at]


def pan(sound: Mono, position: float) -> Samples:
    """Place a mono sound between left (-1) and right (1) at equal power."""
    angle = (min(max(position, -1.0), 1.0) + 1) * np.pi / 4
    return np.outer(sound, np.array([np.cos(angle), np.sin(angle)], np.float32))


def rms(sound: npt.NDArray[np.float32]) -> float:
    """Return the root mean square over all samples and channels."""
    return float(np.sqrt(np.mean(np.square(sound), dtype=np.float64))) if sound.size else 0.0


def to_rms(sound: npt.NDArray[np.float32], decibels: float) -> npt.NDArray[np.float32]:
    """Scale a sound to an RMS level in dB of full scale; silence stays silence."""
    level = rms(sound)
    return sound * np.float32(from_decibels(decibels) / level) if level > 1e-9 else sound


def to_peak(sound: npt.NDArray[np.float32], decibels: float = 0.0) -> npt.NDArray[np.float32]:
    """Scale a sound to a peak level in dB of full scale; silence stays silence."""
    peak = float(np.max(np.abs(sound), initial=0.0))
    return sound * np.float32(from_decibels(decibels) / peak) if peak > 1e-9 else sound


def ramp(length: int) -> Mono:
    """Return a raised-cosine rise from 0 to 1 over `length` samples."""
    return (0.5 - 0.5 * np.cos(np.linspace(0, np.pi, length, dtype=np.float32))).astype(
        np.float32, copy=False
    )


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


def _spectrum(
    rng: np.random.Generator, channels: int, size: int, curve: Sequence[tuple[float, float]]
) -> npt.NDArray[np.complex64]:
    """Return random spectra of `size` samples that follow a curve of (hertz, dB) points and have no DC."""
    frequencies = np.fft.rfftfreq(size, 1 / RATE)[1:]
    hertz, levels = np.log2([point[0] for point in curve]), [point[1] for point in curve]
    shape = single(10 ** (np.interp(np.log2(frequencies), hertz, levels) / 20))
    draws = rng.standard_normal((2, channels, len(frequencies)), np.float32)
    spectrum = np.zeros((channels, len(frequencies) + 1), np.complex64)
    spectrum[:, 1:] = (draws[0] + 1j * draws[1]) * shape
    return spectrum


def texture(rng: np.random.Generator, length: int, *curve: tuple[float, float]) -> Samples:
    """Return stereo noise of RMS 1 whose spectrum runs through (hertz, dB) points; it has no DC and no seam."""
    noise = single(np.fft.irfft(_spectrum(rng, 2, _TEXTURE_SAMPLES, curve), axis=1))
    return repeated(wide(noise), length)


def wide(ears: npt.NDArray[np.float32]) -> Samples:
    """Return two unrelated signals of shape (2, n) as one stereo signal of RMS 1 that surrounds the listener.

    Ears wholly apart sound like two radios and lose 3 dB on a phone's one speaker, so each gets half of the other.
    """
    sound = np.stack((ears[0] + 0.5 * ears[1], ears[1] + 0.5 * ears[0]), axis=1)
    return sound * np.float32(1 / rms(sound))


def repeated(loop: Samples, length: int) -> Samples:
    """Return a seamless loop again and again up to `length` samples."""
    return np.tile(loop, (-(-length // len(loop)), 1))[:length]


def hiss(rng: np.random.Generator, length: int, *curve: tuple[float, float]) -> Mono:
    """Return short mono noise of RMS 1 with a spectrum as in `texture`: for effects of up to a few seconds."""
    size = 2 ** int(np.ceil(np.log2(max(length, 64))))
    noise = single(np.fft.irfft(_spectrum(rng, 1, size, curve)[0]))[:length]
    return noise * np.float32(1 / rms(noise))


def ring(frequencies: Sequence[float], levels: Sequence[float], decays: Sequence[float], length: int) -> Mono:
    """Return the sum of sine waves that start at 0 and die away exponentially.

    frequencies: hertz. levels: linear. decays: seconds to fall by 8.7 dB (1/e). Partials above 18 kHz are left out.
    One matrix product: sample 256·r + c of a decaying wave is the product of a row and a column factor.
    """
    heard = [index for index, frequency in enumerate(frequencies) if frequency < 18_000]
    pole = np.array([complex(-1 / decays[i], 2 * np.pi * frequencies[i]) for i in heard]) / RATE
    rows = -(-length // _RING_COLUMNS)
    starts = np.exp(np.outer(np.arange(rows) * _RING_COLUMNS, pole)) * np.array(
        [-1j * levels[i] for i in heard]
    )
    steps = np.exp(np.outer(pole, np.arange(_RING_COLUMNS)))
    left = np.concatenate((starts.real, -starts.imag), axis=1).astype(np.float32)
    right = np.concatenate((steps.real, steps.imag), axis=0).astype(np.float32)
    # einsum, not @: BLAS would wake its threads for these small products, at twice the CPU.
    return single(np.einsum("rk,kc->rc", left, right)).reshape(-1)[:length]


def glide(frequencies: npt.ArrayLike, length: int) -> Mono:
    """Return a sine wave whose frequency runs through equally spaced values in hertz."""
    values = np.atleast_1d(np.asarray(frequencies, np.float64))
    curve = np.interp(np.linspace(0, 1, length), np.linspace(0, 1, len(values)), values)
    return np.sin(2 * np.pi * np.cumsum(curve) / RATE).astype(np.float32)


def smooth(sound: Mono, width: int) -> Mono:
    """Return a moving average over `width` samples, as if the first and the last sample went on for ever."""
    before = width // 2
    sums = np.cumsum(np.pad(sound, (before + 1, width - before - 1), mode="edge"), dtype=np.float64)
    return single((sums[width:] - sums[:-width]) / width)
