"""Sounds of work: each `(rng) -> mono`, made of noise and dying rings."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.sound.foley import AIRY, BRIGHT, SOFT, Curve, burst, empty, vary
from reelwright.engines.animatic.sound.signal import Mono, add, fade, ring, samples_of, to_peak

_BRISTLES: Curve = ((300, -34), (1500, -8), (3800, 0), (8000, -6), (15000, -24))
_FAT: Curve = ((400, -40), (2500, -12), (6000, 0), (11000, -4), (17000, -18))


def chop(rng: np.random.Generator) -> Mono:
    """A knife that goes through something crisp and meets the board."""
    sound = empty(0.16)
    add(sound, to_peak(burst(rng, BRIGHT, (0, 0.2), (0.012, 1), (0.03, 0))), 0, 0.3)
    board = ring([240 * vary(rng), 520, 980], [1, 0.55, 0.25], [0.022, 0.014, 0.008], samples_of(0.13))
    add(sound, board, samples_of(0.016))
    return fade(sound, 12, 480)


def clink(rng: np.random.Generator) -> Mono:
    """A spoon that touches a pot or a cup."""
    pitches = [float(pitch) * vary(rng, 0.03) for pitch in (1850, 3120, 4700)]
    return fade(ring(pitches, (1, 0.5, 0.25), (0.07, 0.05, 0.03), samples_of(0.3)), 24, 2400)


def scribble(rng: np.random.Generator) -> Mono:
    """A pen on paper: a few strokes."""
    sound = empty(0.5)
    for at in (0.0, 0.11, 0.2, 0.33):
        long = float(rng.uniform(0.06, 0.1))
        add(
            sound,
            to_peak(burst(rng, AIRY, (0, 0), (0.3 * long, 1), (long, 0))),
            samples_of(at),
            float(rng.uniform(0.6, 1)),
        )
    return sound


def sweep(rng: np.random.Generator) -> Mono:
    """One stroke of a broom, a mop or a brush."""
    return burst(rng, _BRISTLES, (0, 0), (0.12, 0.8), (0.26, 1), (0.5, 0))


def scrub(rng: np.random.Generator) -> Mono:
    """A wet sponge that goes there and back once."""
    sound = empty(0.6)
    for at, level in ((0.0, 1.0), (0.28, 0.8)):
        stroke = to_peak(burst(rng, AIRY, (0, 0), (0.08, 1), (0.24, 0)))
        add(sound, stroke, samples_of(at), level)
    return sound


def hammer(rng: np.random.Generator) -> Mono:
    """A hammer on a nail: steel, then wood."""
    sound = empty(0.3)
    add(
        sound,
        ring([2600 * vary(rng, 0.02), 4150, 6300], [0.6, 0.4, 0.2], [0.03, 0.02, 0.012], samples_of(0.25)),
        0,
    )
    add(sound, ring([150, 290, 470], [1, 0.6, 0.3], [0.035, 0.025, 0.015], samples_of(0.25)), 0)
    return fade(sound, 8, 1200)


def saw(rng: np.random.Generator) -> Mono:
    """One stroke of a saw: teeth that catch in wood."""
    long = 0.36
    sound = burst(
        rng,
        ((120, -20), (600, -4), (1800, 0), (5000, -10), (12000, -30)),
        (0, 0),
        (0.06, 1),
        (0.28, 0.8),
        (long, 0),
    )
    teeth = 0.55 + 0.45 * np.sin(2 * np.pi * 46 * np.arange(len(sound)) / samples_of(1.0))
    return (sound * teeth).astype(np.float32)


def spade(rng: np.random.Generator) -> Mono:
    """A spade that goes into the ground, and what slides off it."""
    sound = empty(0.6)
    add(sound, to_peak(burst(rng, SOFT, (0, 0), (0.02, 1), (0.16, 0))), 0)
    add(sound, to_peak(burst(rng, AIRY, (0, 0), (0.05, 1), (0.2, 0.4), (0.4, 0))), samples_of(0.14), 0.5)
    return sound


def frying(rng: np.random.Generator) -> Mono:
    """Hot fat: a hiss with spatters in it."""
    sound = burst(rng, _FAT, (0, 1), (1.2, 1))
    for at in np.sort(rng.uniform(0, 1.1, 14)):
        spatter = to_peak(burst(rng, BRIGHT, (0, 1), (0.003, 0.5), (0.02, 0)))
        add(
            sound,
            spatter,
            samples_of(float(at)),
            0.5 * float(np.abs(sound).max()) * float(rng.uniform(0.4, 1)),
        )
    return sound


def rustle(rng: np.random.Generator) -> Mono:
    """Paper: a page that turns, a wrapping that is torn open."""
    sound = empty(0.6)
    for at in np.sort(rng.uniform(0, 0.34, 5)):
        long = float(rng.uniform(0.05, 0.16))
        add(
            sound,
            to_peak(burst(rng, BRIGHT, (0, 0), (0.4 * long, 1), (long, 0))),
            samples_of(float(at)),
            float(rng.uniform(0.4, 1)),
        )
    return sound


def bounce(rng: np.random.Generator) -> Mono:
    """A rubber ball on the ground."""
    sound = ring([118 * vary(rng, 0.03), 205, 610], [1, 0.5, 0.16], [0.06, 0.04, 0.02], samples_of(0.3))
    add(sound, to_peak(burst(rng, SOFT, (0, 1), (0.01, 0.4), (0.04, 0))), 0, 0.3)
    return fade(sound, 12, 2400)


def pat(rng: np.random.Generator) -> Mono:
    """A hand that pats dough, sand or a ball."""
    sound = empty(0.16)
    add(sound, ring([170 * vary(rng), 300], [1, 0.4], [0.024, 0.016], samples_of(0.14)), 0, 0.8)
    add(sound, to_peak(burst(rng, SOFT, (0, 0.5), (0.006, 1), (0.06, 0))), 0, 0.7)
    return fade(sound, 12, 480)
