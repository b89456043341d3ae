"""Finding the beat of a recording."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from reelwright.engines.animatic.sound.signal import RATE, Samples

_HOP = 512
_WINDOW = 2048
_SLOWEST, _FASTEST = 60, 180
_BANDS = np.geomspace(40, 12_000, 25)
_FAINTEST = 0.02
"""Onsets under this mean rise (natural log, over all bands) are no beat: the trembling of a held tone."""


def _onsets(sound: Samples) -> npt.NDArray[np.float64]:
    """Return how much the spectrum rises at every hop of 10.7 ms: half-wave rectified flux of 24 bands.

    Bands and not bins, so that a bass drum counts as much as a cymbal, which fills a hundred times as many bins.
    """
    mono = np.concatenate((np.zeros(_WINDOW // 2), sound.mean(axis=1), np.zeros(_WINDOW)))
    frames = np.lib.stride_tricks.sliding_window_view(mono, _WINDOW)[::_HOP] * np.hanning(_WINDOW)
    power = np.abs(np.fft.rfft(frames.astype(np.float32), axis=1)) ** 2
    edges = np.unique(np.round(_BANDS * _WINDOW / RATE).astype(int))
    bands = np.log1p(100 * np.sqrt(np.add.reduceat(power[:, : edges[-1]], edges[:-1], axis=1)) / _WINDOW * 4)
    bands[:, edges[:-1] * RATE / _WINDOW < 150] *= 2
    flux = np.maximum(np.diff(bands, axis=0), 0).mean(axis=1)
    return np.concatenate(([0.0], flux)).astype(np.float64)


def _period(onsets: npt.NDArray[np.float64]) -> float | None:
    """Return the beat's length in hops, by autocorrelation weighted towards 120 beats a minute; None when there is none."""
    centred = onsets - onsets.mean()
    size = 2 ** int(np.ceil(np.log2(2 * len(centred))))
    correlation = np.fft.irfft(np.abs(np.fft.rfft(centred, size)) ** 2)[: len(centred)]
    if correlation[0] <= 0:
        return None
    shortest, longest = (round(60 / bpm * RATE / _HOP) for bpm in (_FASTEST, _SLOWEST))
    lags = np.arange(shortest, min(longest, len(correlation) - 2) + 1)
    if len(lags) < 3:
        return None
    overlap = correlation[lags] / (1 - lags / len(centred)) / correlation[0]
    weight = np.exp(-0.5 * (np.log2(lags * _HOP / RATE * 2) / 0.9) ** 2)
    best = int(np.argmax(overlap * weight))
    if overlap[best] < 0.08:
        return None
    lag = int(lags[best])
    before, here, after = correlation[lag - 1 : lag + 2]
    bend = before - 2 * here + after
    return lag + (0.5 * (before - after) / bend if bend < 0 else 0.0)


def find_beats(sound: Samples) -> list[int]:
    """Return the sample positions of the beats, rising; empty for silence and for sounds without a pulse.

    sound: float32 of shape (n, 2) at 48 kHz. Onset energy, one tempo for the whole recording by autocorrelation, then
    dynamic programming that rewards onsets and steady steps (Ellis, "Beat tracking by dynamic programming", 2007).
    """
    if len(sound) < 2 * RATE:
        return []
    onsets = _onsets(sound)
    period = _period(onsets) if onsets.max() > _FAINTEST else None
    if period is None:
        return []
    strength = onsets / onsets.std()
    score, origin = strength.copy(), np.full(len(strength), -1)
    offsets = np.arange(-round(2 * period), -round(period / 2) + 1)
    penalty = -60 * np.log(-offsets / period) ** 2
    for now in range(len(strength)):
        valid = offsets + now >= 0
        if valid.any():
            candidates = score[now + offsets[valid]] + penalty[valid]
            best = int(np.argmax(candidates))
            if candidates[best] > 0:
                score[now] += candidates[best]
                origin[now] = now + offsets[valid][best]
    return [beat for beat in _trace(score, origin, period) if beat < len(sound)]


def _trace(score: npt.NDArray[np.float64], origin: npt.NDArray[np.int64], period: float) -> list[int]:
    """Follow the best chain of beats back from the end."""
    tail = max(len(score) - round(period), 0)
    hop = tail + int(np.argmax(score[tail:]))
    hops = []
    while hop >= 0:
        hops.append(hop)
        hop = int(origin[hop])
    return [hop * _HOP for hop in reversed(hops)]
