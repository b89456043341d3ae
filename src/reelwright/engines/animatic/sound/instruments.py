"""Instruments: what a note, a chord and a stroke of each sound like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from reelwright.engines.animatic.sound.fourier import signals
from reelwright.engines.animatic.sound.signal import (
    RATE,
    Mono,
    Samples,
    envelope,
    fade,
    glide,
    hiss,
    repeated,
    ring,
    samples_of,
    to_peak,
    wide,
)

_PAD_SAMPLES = 2**17


def hertz(midi: float) -> float:
    """Return the frequency of a MIDI note number, A4 = 69 = 440 Hz."""
    return float(440 * 2 ** ((midi - 69) / 12))


@dataclass(frozen=True, slots=True)
class Instrument:
    """A struck or plucked instrument: a sum of dying partials.

    ratios, levels, decays: of each partial; decays in seconds at middle C, shorter above and longer below.
    attack: seconds of onset. knock: level of the soft noise of the stroke.
    """

    ratios: tuple[float, ...]
    levels: tuple[float, ...]
    decays: tuple[float, ...]
    attack: float = 0.003
    knock: float = 0.0


def _string(
    partials: int,
    slope: float,
    longest: float,
    *,
    stiffness: float = 0,
    point: float = 0,
    attack: float = 0.004,
    knock: float = 0,
) -> Instrument:
    """Return a string: `point` is where it is plucked (a fraction of its length; 0: everywhere alike)."""
    orders = range(1, partials + 1)
    plucked = [abs(np.sin(np.pi * order * point)) if point else 1.0 for order in orders]
    return Instrument(
        ratios=tuple(order * float(np.sqrt(1 + stiffness * order * order)) for order in orders),
        levels=tuple(float(pluck) * order**-slope for order, pluck in zip(orders, plucked, strict=True)),
        decays=tuple(longest * order**-0.75 for order in orders),
        attack=attack,
        knock=knock,
    )


FELT_PIANO = _string(9, 1.75, 1.1, stiffness=0.0004, attack=0.008, knock=0.05)
NYLON = _string(12, 1.25, 0.75, point=0.23)
PIZZICATO = _string(10, 1.4, 0.2, point=0.3)
KALIMBA = Instrument((1, 2.01, 5.4), (1, 0.18, 0.1), (0.9, 0.3, 0.06), knock=0.03)
MARIMBA = Instrument((1, 3.93, 9.2), (1, 0.22, 0.05), (0.38, 0.09, 0.03), knock=0.04)
CELESTA = Instrument((1, 2.76, 4.0, 5.4), (1, 0.16, 0.12, 0.05), (1.2, 0.4, 0.25, 0.1))
BASS = Instrument((1, 2, 3, 4), (1, 0.5, 0.2, 0.06), (1.6, 0.9, 0.5, 0.3), attack=0.012)
PLUCKED_BASS = Instrument((1, 2, 3, 4), (1, 0.45, 0.18, 0.08), (0.7, 0.35, 0.2, 0.1), attack=0.006)
SHORT_STRINGS = Instrument(
    tuple(range(1, 11)), tuple(order**-1.3 for order in range(1, 11)), (0.22,) * 10, attack=0.03
)


@lru_cache(maxsize=64)
def note(instrument: Instrument, midi: int, seconds: float, brightness: float = 1.0) -> Mono:
    """Return one note of peak 1, damped after `seconds`; brightness below 1 softens the upper partials.

    The array is shared: add it to a track, never change it.
    """
    frequency = hertz(midi)
    stretch = min((261.6 / frequency) ** 0.5, 1.5)
    decays = [decay * stretch for decay in instrument.decays]
    length = samples_of(min(seconds, 6 * max(decays)))
    levels = [level * brightness**index for index, level in enumerate(instrument.levels)]
    sound = ring([ratio * frequency for ratio in instrument.ratios], levels, decays, length)
    if instrument.knock:
        size = min(samples_of(0.03), length)
        stroke = hiss(np.random.default_rng(midi), size, (80, -8), (300, 0), (1200, -14), (6000, -50))
        sound[:size] += instrument.knock * stroke * np.linspace(1, 0, size, dtype=np.float32) ** 2
    sound = to_peak(fade(sound, samples_of(instrument.attack), samples_of(0.06)))
    sound.flags.writeable = False
    return sound


@dataclass(frozen=True, slots=True)
class Pad:
    """A held chord: slope in powers of the harmonic's number, width of each harmonic in cents, where the top fades, in hertz."""

    slope: float
    cents: float
    top: float


WARM = Pad(2.0, 22, 2200)
GLASS = Pad(2.6, 14, 3200)
STRINGS = Pad(1.45, 30, 3600)
DARK = Pad(1.8, 34, 1100)


def pad(colour: Pad, pitches: Sequence[int], length: int, rng: np.random.Generator) -> Samples:
    """Return a chord of RMS 1 that never repeats audibly: each harmonic is a narrow band of random phases.

    After Paul Nasca's PADsynth: one inverse FFT an ear makes a seamless loop of 2.7 s of the whole chord.
    """
    step = RATE / _PAD_SAMPLES
    levels = np.zeros(_PAD_SAMPLES // 2, np.float32)
    top = 0
    for place, midi in enumerate(pitches):
        base = hertz(midi)
        orders = np.arange(1, max(int(2 * colour.top / base), 1) + 1)
        centres = base * orders
        widths = np.maximum(centres * (2 ** (colour.cents / 1200) - 1), 0.6)
        heights = (1.0 if place else 1.2) * orders**-colour.slope / np.sqrt(widths)
        heights *= np.exp(-((centres / colour.top) ** 2))
        for centre, width, height in zip(centres / step, widths / step, heights, strict=True):
            low, high = int(centre - 3 * width), int(centre + 3 * width) + 2
            bins = np.arange(low - centre, high - centre, dtype=np.float32)[: high - low] / np.float32(width)
            levels[low:high] += np.float32(height) * np.exp(-bins * bins)
            top = max(top, high)
    phases = rng.random((2, len(levels) + 1), np.float32)[:, 1:top] * np.float32(2 * np.pi)
    packed = np.zeros((2, _PAD_SAMPLES), np.float32)
    packed[:, 1 : 2 * top - 2 : 2] = levels[1:top] * np.cos(phases)
    packed[:, 2 : 2 * top - 1 : 2] = levels[1:top] * np.sin(phases)
    return repeated(wide(signals(packed)), length)


@lru_cache(maxsize=32)
def stroke(name: str) -> Mono:
    """Return one stroke of a drum, of peak 1: ``kick``, ``taiko``, ``shaker``, ``snap``, ``block``, ``brush`` or ``pulse``.

    The array is shared: add it to a track, never change it.
    """
    rng = np.random.default_rng(len(name) * 7919)
    sound = to_peak(_STROKES[name](rng))
    sound.flags.writeable = False
    return sound


def _kick(rng: np.random.Generator) -> Mono:
    size = samples_of(0.28)
    body = glide([120, 62, 52, 48, 46], size) * envelope(size, (0, 1), (0.05, 0.6), (0.28, 0))
    return fade(body, 60, 2400)


def _taiko(rng: np.random.Generator) -> Mono:
    size = samples_of(0.9)
    skin = ring([68, 108, 152, 201], [1, 0.5, 0.3, 0.2], [0.24, 0.13, 0.09, 0.06], size)
    slap = hiss(rng, size, (60, -6), (200, 0), (900, -16), (5000, -44)) * envelope(
        size, (0, 0.35), (0.06, 0.06), (0.2, 0)
    )
    return fade(skin + slap, 120, 4800)


def _shaker(rng: np.random.Generator) -> Mono:
    size = samples_of(0.09)
    grain = hiss(rng, size, (1500, -30), (5000, -4), (8000, 0), (14000, -12))
    return fade(grain * envelope(size, (0, 0), (0.025, 1), (0.09, 0)), 240, 1200)


def _snap(rng: np.random.Generator) -> Mono:
    size = samples_of(0.14)
    grain = hiss(rng, size, (500, -24), (1400, 0), (2600, -2), (7000, -18), (14000, -34))
    return fade(grain * envelope(size, (0, 0), (0.002, 1), (0.018, 0.3), (0.14, 0)), 48, 1200)


def _block(rng: np.random.Generator) -> Mono:
    return fade(ring([820, 1310, 2120], [1, 0.4, 0.15], [0.03, 0.018, 0.01], samples_of(0.16)), 24, 1200)


def _brush(rng: np.random.Generator) -> Mono:
    size = samples_of(0.2)
    grain = hiss(rng, size, (600, -22), (2500, -4), (5000, 0), (11000, -10), (17000, -30))
    return fade(grain * envelope(size, (0, 0), (0.03, 1), (0.2, 0)), 480, 2400)


def _pulse(rng: np.random.Generator) -> Mono:
    size = samples_of(0.3)
    return fade(ring([52, 79], [1, 0.3], [0.09, 0.05], size), 300, 3000)


_STROKES = {
    "kick": _kick,
    "taiko": _taiko,
    "shaker": _shaker,
    "snap": _snap,
    "block": _block,
    "brush": _brush,
    "pulse": _pulse,
}
