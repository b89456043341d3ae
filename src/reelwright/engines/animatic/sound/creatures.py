"""Voices of animals and the hum of machines: each `(rng) -> mono` of peak about 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from reelwright.engines.animatic.sound.signal import (
    RATE,
    Mono,
    add,
    envelope,
    fade,
    glide,
    hiss,
    phase_of,
    samples_of,
    single,
    to_peak,
    wander,
)

SIGH: Final = 1.4
"""Seconds of a yawn before its sigh."""


def voiced(
    pitches: Sequence[float], formants: Sequence[tuple[float, float]], seconds: float, *, harmonics: int = 16
) -> Mono:
    """Return a throat: a pitch that runs through `pitches` (hertz), its harmonics shaped by two moving formants.

    formants: (first, second) in hertz, equally spaced in time.
    """
    length = samples_of(seconds)
    along = np.linspace(0, 1, length)
    curve = _through(pitches, along)
    first = single(_through([pair[0] for pair in formants], along))
    second = single(_through([pair[1] for pair in formants], along))
    pitch, phase = single(curve), phase_of(curve)
    sound = np.zeros(length, np.float32)
    for order in range(1, harmonics + 1):
        height = np.float32(order) * pitch
        shape = np.exp(-(((height - first) / np.float32(260)) ** 2))
        shape += np.float32(0.5) * np.exp(-(((height - second) / np.float32(420)) ** 2))
        shape += np.float32(0.03)
        shape *= np.sin(np.float32(order) * phase)
        shape *= height < 9000
        sound += np.float32(order**-0.4) * shape
    return to_peak(sound)


def _through(values: Sequence[float], along: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.interp(along, np.linspace(0, 1, len(values)), values)


def meow(rng: np.random.Generator) -> Mono:
    """A cat that would like something."""
    base = float(rng.uniform(0.92, 1.12))
    pitches = [base * p for p in (520, 690, 720, 640, 520)]
    sound = voiced(pitches, ((600, 1900), (950, 2300), (1000, 2000), (800, 1500), (550, 1200)), 0.62)
    return fade(sound, samples_of(0.1), samples_of(0.25))


def purr(rng: np.random.Generator) -> Mono:
    """A second and a half of purring: 26 soft pulses a second, stronger out than in."""
    length = samples_of(1.5)
    time = np.arange(length) / RATE
    pulses = (0.5 + 0.5 * np.sin(2 * np.pi * 26 * time)) ** 3
    throat = hiss(rng, length, (60, -14), (130, 0), (320, -6), (900, -22), (4000, -48))
    return fade((throat * pulses).astype(np.float32), samples_of(0.3), samples_of(0.5))


def bark(rng: np.random.Generator) -> Mono:
    """A small friendly dog: one bark."""
    base = float(rng.uniform(0.9, 1.1))
    sound = voiced([base * p for p in (300, 470, 420, 260)], ((600, 1300), (900, 1700), (700, 1400)), 0.19)
    rasp = hiss(rng, len(sound), (300, -16), (800, 0), (1800, -4), (5000, -22), (12000, -44))
    shape = envelope(len(sound), (0, 0), (0.015, 1), (0.1, 0.6), (0.19, 0))
    return fade((sound + 0.08 * rasp) * shape, 240, 1200)


def barks(rng: np.random.Generator) -> Mono:
    """Two barks."""
    sound = np.zeros(samples_of(0.65), np.float32)
    add(sound, bark(rng), 0)
    add(sound, bark(rng), samples_of(0.34), 0.85)
    return sound


def chirp(rng: np.random.Generator) -> Mono:
    """Three notes of a small bird."""
    sound = np.zeros(samples_of(0.5), np.float32)
    base = float(rng.uniform(2600, 3600))
    for index, ratio in enumerate((1.0, 1.18, 0.94)):
        length = samples_of(0.1)
        add(
            sound,
            fade(glide([base * ratio, base * ratio * 1.2, base * ratio * 0.95], length), 900, 2400),
            samples_of(0.15 * index),
        )
    return sound


def moo(rng: np.random.Generator) -> Mono:
    """A cow, across the field."""
    return fade(
        voiced((130, 165, 160, 120), ((300, 700), (480, 900), (420, 800)), 1.2),
        samples_of(0.2),
        samples_of(0.4),
    )


def quack(rng: np.random.Generator) -> Mono:
    """Two quacks."""
    sound = np.zeros(samples_of(0.5), np.float32)
    for at in (0.0, 0.24):
        one = voiced((310, 290, 240), ((900, 1900), (1000, 2100), (700, 1700)), 0.16, harmonics=20)
        add(sound, fade(one, 480, 3000), samples_of(at))
    return sound


def yawn(rng: np.random.Generator) -> Mono:
    """A yawn: a long breath in, and a sigh that falls."""
    sigh = voiced((260, 300, 220, 150), ((500, 900), (800, 1250), (700, 1150), (400, 800)), 1.1)
    air = hiss(rng, samples_of(SIGH + 0.1), (200, -24), (700, 0), (1800, -6), (5000, -26), (12000, -48))
    sound = np.zeros(samples_of(SIGH + 1.2), np.float32)
    add(sound, fade(to_peak(air), samples_of(0.9), samples_of(0.3)), 0, 0.15)
    add(sound, fade(sigh, samples_of(0.25), samples_of(0.6)), samples_of(SIGH), 0.6)
    return sound


def howl(rng: np.random.Generator) -> Mono:
    """A wolf far away."""
    sound = voiced((310, 480, 520, 510, 400), ((500, 900), (650, 1000), (600, 950)), 1.9, harmonics=6)
    return fade(sound, samples_of(0.3), samples_of(0.8))


def engine(rng: np.random.Generator) -> Mono:
    """Two seconds of a motor at an easy pace, made to overlap with itself."""
    length = samples_of(2.0)
    phase = phase_of(52 * wander(rng, length, 1.0, 0.97, 1.03).astype(np.float64))
    hum = sum(
        (np.sin(order * phase) / np.float32(order**1.1) for order in (1, 2, 3, 4, 6)),
        np.zeros(length, np.float32),
    )
    road = hiss(rng, length, (60, -10), (180, 0), (600, -10), (2500, -30), (9000, -56))
    return fade(np.float32(0.3) * hum + np.float32(0.25) * road, samples_of(0.5), samples_of(0.5))


def jet(rng: np.random.Generator) -> Mono:
    """Two seconds of a rocket or an aeroplane, made to overlap with itself."""
    length = samples_of(2.0)
    air = hiss(rng, length, (40, -6), (120, 0), (400, -3), (1200, -12), (4000, -30), (12000, -52))
    return fade(air * wander(rng, length, 5, 0.8, 1.0), samples_of(0.5), samples_of(0.5))


def train(rng: np.random.Generator) -> Mono:
    """Two seconds of wheels over the joints of a track."""
    sound = 0.25 * to_peak(jet(rng))
    for at in (0.0, 0.16, 1.0, 1.16):
        clack = hiss(rng, samples_of(0.1), (150, -8), (500, 0), (1500, -12), (6000, -36))
        add(
            sound,
            fade(clack * envelope(len(clack), (0, 1), (0.03, 0.3), (0.1, 0)), 48, 480),
            samples_of(at),
            0.12,
        )
    return sound
