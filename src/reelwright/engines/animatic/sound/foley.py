"""Sounds of bodies, water, air and fire: each `(rng) -> mono`, made of noise and dying rings."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.sound.nature import bubble, thunder_roll
from reelwright.engines.animatic.sound.signal import (
    Mono,
    add,
    envelope,
    fade,
    glide,
    hiss,
    ring,
    samples_of,
    single,
    smooth,
    to_peak,
    wander,
)

Curve = tuple[tuple[float, float], ...]
SOFT: Curve = ((60, -12), (180, 0), (600, -12), (2500, -34), (9000, -56))
AIRY: Curve = ((200, -30), (700, -3), (1600, 0), (4000, -10), (12000, -32))
BRIGHT: Curve = ((500, -30), (2000, -6), (5000, 0), (10000, -8), (17000, -26))


def empty(seconds: float) -> Mono:
    return np.zeros(samples_of(seconds), np.float32)


def burst(rng: np.random.Generator, curve: Curve, *points: tuple[float, float]) -> Mono:
    """Return noise in the shape of an envelope that ends at the last point."""
    length = samples_of(points[-1][0])
    return fade(hiss(rng, length, *curve) * envelope(length, *points), 48, 480)


def vary(rng: np.random.Generator, spread: float = 0.06) -> float:
    return float(rng.uniform(1 - spread, 1 + spread))


def footstep(rng: np.random.Generator) -> Mono:
    """A soft sole: heel, then toe."""
    sound = empty(0.22)
    body = ring(
        [95 * vary(rng), 190 * vary(rng), 350 * vary(rng)],
        [0.8, 0.7, 0.45],
        [0.03, 0.022, 0.014],
        samples_of(0.15),
    )
    add(sound, body, 0)
    add(sound, to_peak(burst(rng, SOFT, (0, 0), (0.004, 1), (0.03, 0.25), (0.1, 0))), 0, 0.6)
    add(sound, to_peak(burst(rng, AIRY, (0, 0), (0.02, 1), (0.08, 0))), samples_of(0.06), 0.25)
    return sound


def crunch(rng: np.random.Generator) -> Mono:
    """A step in snow, sand or leaves: many small grains."""
    length = samples_of(0.2)
    grains = (rng.random(length // 40) ** 3).repeat(40)
    grains = np.pad(grains, (0, length - len(grains)))
    shape = envelope(length, (0, 0), (0.03, 1), (0.09, 0.5), (0.2, 0))
    return fade(hiss(rng, length, *AIRY) * smooth(grains.astype(np.float32), 60) * shape, 96, 960)


def hoof(rng: np.random.Generator) -> Mono:
    """One hoof on firm ground."""
    return fade(
        ring([420 * vary(rng), 690, 1130], [1, 0.5, 0.2], [0.018, 0.012, 0.008], samples_of(0.12)), 24, 960
    )


def jump(rng: np.random.Generator) -> Mono:
    """Up and away."""
    length = samples_of(0.3)
    rise = glide([210, 300, 430], length) * envelope(length, (0, 0), (0.04, 0.5), (0.3, 0))
    return fade(rise + 0.5 * to_peak(burst(rng, AIRY, (0, 0), (0.1, 1), (0.3, 0))), 240, 2400)


def land(rng: np.random.Generator) -> Mono:
    """Two feet on the ground."""
    sound = ring([72, 120, 190], [1, 0.5, 0.2], [0.07, 0.04, 0.03], samples_of(0.35))
    add(sound, to_peak(burst(rng, SOFT, (0, 0), (0.005, 1), (0.06, 0.2), (0.2, 0))), 0, 0.6)
    return fade(sound, 48, 2400)


def splash(rng: np.random.Generator) -> Mono:
    """Something that meets water: the slap, the spray, the bubbles."""
    sound = empty(0.9)
    add(sound, to_peak(burst(rng, AIRY, (0, 0), (0.015, 1), (0.12, 0.5), (0.35, 0.12), (0.9, 0))), 0, 0.7)
    add(sound, to_peak(burst(rng, SOFT, (0, 0), (0.02, 1), (0.25, 0))), 0, 0.5)
    for at in rng.uniform(0.1, 0.7, 9):
        add(sound, bubble(rng), samples_of(float(at)), 0.22)
    return sound


def paddle(rng: np.random.Generator) -> Mono:
    """A soft stroke through water."""
    sound = burst(
        rng, ((150, -20), (400, 0), (1200, -6), (4000, -22), (12000, -44)), (0, 0), (0.16, 1), (0.5, 0)
    )
    for at in rng.uniform(0.15, 0.4, 3):
        add(sound, bubble(rng), samples_of(float(at)), 0.5)
    return sound


def bubbles(rng: np.random.Generator) -> Mono:
    """A string of bubbles."""
    sound = empty(0.8)
    for at in np.sort(rng.uniform(0, 0.65, 7)):
        add(sound, bubble(rng), samples_of(float(at)), float(rng.uniform(0.5, 1)))
    return sound


def wings(rng: np.random.Generator) -> Mono:
    """One flap."""
    return burst(
        rng,
        ((100, -16), (300, 0), (800, -6), (2500, -22), (9000, -44)),
        (0, 0),
        (0.05, 1),
        (0.1, 0.3),
        (0.16, 0),
    )


def whoosh(rng: np.random.Generator) -> Mono:
    """Air that is pushed aside, from dark to bright and back."""
    length = samples_of(0.7)
    shape = np.sin(np.linspace(0, np.pi, length, dtype=np.float32))
    dark = hiss(rng, length, (120, -20), (350, 0), (900, -8), (3000, -32), (9000, -56))
    bright = hiss(rng, length, (400, -30), (1200, 0), (2500, -5), (6000, -24), (14000, -44))
    return fade(dark * shape**2 + 0.6 * bright * shape**5, 960, 4800)


def pour(rng: np.random.Generator) -> Mono:
    """Liquid into a glass that fills: a run of bubbles whose pitch climbs."""
    sound = 0.25 * to_peak(
        burst(rng, ((300, -20), (900, 0), (3000, -6), (9000, -22)), (0, 0), (0.15, 1), (1.2, 1), (1.5, 0))
    )
    for at in np.sort(rng.uniform(0, 1.35, 60)):
        size, pitch = samples_of(0.05), float(rng.uniform(380, 700)) * (1 + 0.7 * at)
        drop = glide([pitch, pitch * 1.2], size) * np.exp(-np.arange(size, dtype=np.float32) / (0.25 * size))
        add(sound, fade(drop, 96, 480), samples_of(float(at)), float(rng.uniform(0.1, 0.4)))
    return fade(sound, 960, 2400)


def bite(rng: np.random.Generator) -> Mono:
    """A crisp bite: a few snaps close together."""
    sound = empty(0.28)
    for at in np.sort(rng.uniform(0, 0.12, 9)):
        snap = to_peak(
            burst(rng, ((400, -14), (1500, 0), (4000, -4), (12000, -22)), (0, 1), (0.006, 0.5), (0.022, 0))
        )
        add(sound, snap, samples_of(float(at)), float(rng.uniform(0.3, 1)))
    add(sound, to_peak(burst(rng, SOFT, (0, 0), (0.02, 1), (0.12, 0))), 0, 0.4)
    return sound


def clap(rng: np.random.Generator) -> Mono:
    """One pair of hands."""
    return burst(
        rng,
        ((300, -18), (900, -2), (1500, 0), (4000, -10), (12000, -30)),
        (0, 0),
        (0.002, 1),
        (0.02, 0.25),
        (0.12, 0),
    )


def applause(rng: np.random.Generator) -> Mono:
    """A small audience that is pleased."""
    sound = empty(2.6)
    hands = [to_peak(clap(rng)) for _ in range(6)]
    for at in rng.uniform(0, 2.4, 150):
        add(sound, hands[int(rng.integers(6))], samples_of(float(at)), float(rng.uniform(0.1, 0.6)))
    return fade(sound, samples_of(0.3), samples_of(1.2))


def falling(rng: np.random.Generator) -> Mono:
    """A whistle that falls, as in a cartoon, but softly."""
    length = samples_of(0.6)
    return fade(
        glide([980, 820, 560, 330], length) * envelope(length, (0, 0.3), (0.2, 1), (0.6, 0.4)), 4800, 4800
    )


def breath(rng: np.random.Generator) -> Mono:
    """One slow breath of a sleeper, in and out."""
    sound = empty(2.6)
    inward = hiss(rng, samples_of(1.0), (200, -24), (600, -4), (1300, 0), (3500, -18), (12000, -44))
    outward = hiss(rng, samples_of(1.2), (150, -18), (400, 0), (900, -5), (2500, -22), (9000, -48))
    add(sound, fade(inward, samples_of(0.5), samples_of(0.4)), 0, 0.2)
    add(sound, fade(outward, samples_of(0.3), samples_of(0.8)), samples_of(1.2), 0.3)
    return sound


def thunder(rng: np.random.Generator) -> Mono:
    """One roll of thunder."""
    return single(thunder_roll(rng).mean(axis=1))


def crackle(rng: np.random.Generator) -> Mono:
    """A second of fire."""
    sound = empty(1.2)
    for at in rng.uniform(0, 1.1, 14):
        snap = to_peak(burst(rng, BRIGHT, (0, 1), (0.003, 0.4), (0.015, 0)))
        add(sound, snap, samples_of(float(at)), float(rng.random()) ** 2)
    glow = burst(rng, SOFT, (0, 0), (0.3, 1), (0.9, 1), (1.2, 0))
    return sound + 0.25 * to_peak(glow * wander(rng, len(glow), 6, 0.5, 1))
