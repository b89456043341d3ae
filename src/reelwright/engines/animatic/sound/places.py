"""Sounds of built and made-up places: each `(rng, length) -> stereo`, at the level at which it sits in a quiet mix."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.sound.signal import (
    Samples,
    add,
    envelope,
    fade,
    glide,
    pan,
    ring,
    samples_of,
    silence,
    smooth,
    texture,
    to_rms,
    wander,
)


def city_hum(rng: np.random.Generator, length: int) -> Samples:
    """A town from afar."""
    hum = texture(rng, length, (30, -10), (70, 0), (160, -5), (500, -18), (1500, -32), (6000, -56))
    return to_rms(hum * wander(rng, length, 0.5, 0.7, 1.0)[:, None], -35)


def traffic(rng: np.random.Generator, length: int) -> Samples:
    """Cars that pass from one side to the other, one about every two seconds."""
    tyres = texture(rng, length, (60, -14), (200, -2), (700, 0), (1500, -6), (4000, -22), (12000, -48))[:, 0]
    track = silence(length)
    at = samples_of(-0.8)
    while at < length:
        size = samples_of(float(rng.uniform(2.2, 3.4)))
        shape = np.sin(np.linspace(0, np.pi, size, dtype=np.float32)) ** 3
        side = rng.choice([-1, 1]) * np.linspace(-0.9, 0.9, size, dtype=np.float32)
        angle = (side + 1) * np.float32(np.pi / 4)
        start, stop = max(at, 0), min(at + size, length)
        if start < stop:
            heard = slice(start - at, stop - at)
            loud = np.float32(rng.uniform(0.4, 1.0)) * shape[heard] * tyres[start:stop]
            track[start:stop, 0] += loud * np.cos(angle[heard])
            track[start:stop, 1] += loud * np.sin(angle[heard])
        at += samples_of(float(rng.uniform(1.4, 3.2)))
    return 0.016 * track


def horns(rng: np.random.Generator, length: int) -> Samples:
    """A car's horn, far off, once in a while."""
    track = silence(length)
    at = samples_of(float(rng.uniform(1.2, 2.8)))
    while at < length:
        base, size = float(rng.uniform(330, 420)), samples_of(float(rng.uniform(0.16, 0.42)))
        tone = glide([base], size) + glide([base * 1.26], size) + 0.2 * glide([base * 2], size)
        add(track, pan(fade(smooth(tone, 24), 900, 3000), float(rng.uniform(-0.9, 0.9))), at)
        at += samples_of(float(rng.uniform(3.5, 7)))
    return 0.006 * track


def murmur(rng: np.random.Generator, length: int) -> Samples:
    """Many people who talk quietly: bands of the voice, each with its own syllables."""
    track = silence(length)
    for centre in (260.0, 420.0, 640.0, 1100.0):
        band = texture(
            rng,
            length,
            (centre / 3, -40),
            (centre * 0.8, -3),
            (centre, 0),
            (centre * 1.3, -4),
            (centre * 4, -44),
        )
        syllables = wander(rng, length, 4.5, 0.0, 1.0) * wander(rng, length, 0.8, 0.3, 1.0)
        track += band * np.float32(260 / centre) * syllables[:, None]
    return to_rms(track, -38)


def room_tone(rng: np.random.Generator, length: int) -> Samples:
    """The air of a quiet room."""
    return to_rms(
        texture(rng, length, (30, -12), (80, 0), (250, -8), (900, -24), (4000, -48), (12000, -66)), -46
    )


def clock(rng: np.random.Generator, length: int) -> Samples:
    """A clock on the wall."""
    ticks = [
        pan(ring([pitch, pitch * 2.3], [1, 0.4], [0.006, 0.003], 1600), -0.4) for pitch in (1900.0, 1500.0)
    ]
    track = silence(length)
    for count, at in enumerate(range(samples_of(float(rng.uniform(0.1, 0.6))), length, samples_of(0.5))):
        add(track, ticks[count % 2], at)
    return 0.008 * track


def fridge(rng: np.random.Generator, length: int) -> Samples:
    """The hum of a fridge, in tune with nothing and barely there."""
    tone = ring([100, 200, 300], [1, 0.4, 0.15], [1e4, 1e4, 1e4], length)
    return pan(0.003 * fade(tone, 4800, 4800), 0.3)


def simmer(rng: np.random.Generator, length: int) -> Samples:
    """A pot on the stove."""
    steam = texture(rng, length, (300, -26), (1500, -6), (4000, 0), (9000, -8), (16000, -30))
    track = to_rms(steam, -50)
    at = 0
    while at < length:
        pitch, size = float(rng.uniform(240, 620)), samples_of(0.07)
        blob = glide([pitch, pitch * 1.5], size) * np.exp(-np.arange(size, dtype=np.float32) / (0.25 * size))
        add(
            track,
            pan(fade(blob, 200, 600), float(rng.uniform(-0.1, 0.5))),
            at,
            0.006 * float(rng.uniform(0.3, 1)),
        )
        at += samples_of(float(rng.exponential(0.09)) + 0.02)
    return track


def audience(rng: np.random.Generator, length: int) -> Samples:
    """A full house that settles down after a few seconds."""
    return murmur(rng, length) * envelope(length, (0, 1), (1, 0.95), (4, 0.35))[:, None]


def space(rng: np.random.Generator, length: int) -> Samples:
    """A slow drone of fifths and a shimmer far above."""
    track = silence(length)
    for ratio, level in ((1.0, 1.0), (1.5, 0.6), (2.0, 0.4), (3.0, 0.12)):
        for ear in (0, 1):
            pitch = 55 * ratio * (1 + 0.0025 * float(rng.uniform(-1, 1)))
            tone = ring([pitch], [level], [1e4], length)
            track[:, ear] += tone * wander(rng, length, 0.5, 0.5, 1.0)
    air = texture(rng, length, (1500, -40), (4000, -6), (6500, 0), (10000, -10), (18000, -40))
    shimmer = to_rms(air * (wander(rng, length, 0.8, 0, 1) ** 2)[:, None], -52)
    return fade(to_rms(track, -34) + shimmer, 2400, 2400)


def foghorn(rng: np.random.Generator, length: int) -> Samples:
    """A ship in the fog."""
    size = samples_of(1.8)
    tone = glide([98, 96], size) + 0.5 * glide([196, 192], size) + 0.2 * glide([294, 288], size)
    track = silence(length)
    for at in range(samples_of(float(rng.uniform(0.8, 1.6))), length, samples_of(7)):
        add(track, pan(fade(tone, 7200, 24000), 0.4), at)
    return 0.012 * track
