"""Sounds of things that are struck, shut, broken or switched: each `(rng) -> mono`, made of noise and dying rings."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.sound.foley import BRIGHT, SOFT, burst, empty, land, vary
from reelwright.engines.animatic.sound.instruments import CELESTA, note, stroke
from reelwright.engines.animatic.sound.signal import (
    RATE,
    Mono,
    add,
    envelope,
    fade,
    glide,
    ring,
    samples_of,
    smooth,
    to_peak,
)


def bell(rng: np.random.Generator) -> Mono:
    """A struck bell: hum, prime, tierce, quint, nominal."""
    base = 392 * vary(rng, 0.02)
    ratios = (0.5, 1.0, 1.19, 1.5, 2.0, 2.74, 4.07)
    sound = ring(
        [base * r for r in ratios],
        (0.5, 0.8, 0.5, 0.25, 0.6, 0.2, 0.08),
        (1.4, 1, 0.8, 0.6, 0.6, 0.3, 0.15),
        RATE * 3,
    )
    return fade(sound, 72, RATE)


def chime(rng: np.random.Generator) -> Mono:
    """Three small bells, rising."""
    sound = empty(1.8)
    for index, midi in enumerate((84, 88, 91)):
        add(sound, note(CELESTA, midi, 1.4), samples_of(0.11 * index), 0.7)
    return sound


def sparkle(rng: np.random.Generator) -> Mono:
    """A glitter of tiny bells."""
    sound = empty(1.5)
    for index, midi in enumerate((86, 88, 91, 93, 96, 98)):
        add(sound, note(CELESTA, midi, 1.0, 0.7), samples_of(0.075 * index), 0.5 + 0.05 * index)
    return fade(sound, 0, 4800)


def glass(rng: np.random.Generator) -> Mono:
    """Two glasses that meet."""
    pitches = [float(p) * vary(rng) for p in (2350, 3480, 5120, 6900)]
    return fade(ring(pitches, (1, 0.6, 0.3, 0.1), (0.22, 0.16, 0.1, 0.05), samples_of(0.9)), 24, 4800)


def ice(rng: np.random.Generator) -> Mono:
    """Ice cubes in a glass."""
    sound = empty(0.7)
    for at in (0.0, 0.09, 0.13, 0.27):
        pitches = [float(rng.uniform(2600, 3600)), float(rng.uniform(4300, 6200))]
        add(
            sound,
            ring(pitches, (1, 0.5), (0.045, 0.03), samples_of(0.3)),
            samples_of(at),
            float(rng.uniform(0.4, 1)),
        )
    return fade(sound, 24, 960)


def crash(rng: np.random.Generator) -> Mono:
    """Something breaks, kept polite: a thud and shards."""
    sound = empty(1.3)
    add(sound, land(rng), 0, 0.8)
    add(sound, to_peak(burst(rng, BRIGHT, (0, 0), (0.004, 1), (0.08, 0.3), (0.6, 0))), 0, 0.35)
    for at in rng.exponential(0.22, 16):
        shard = ring([float(rng.uniform(1800, 6000))], [1], [0.03], samples_of(0.15))
        add(sound, shard, samples_of(float(at)), float(rng.uniform(0.05, 0.25)))
    return fade(sound, 0, 2400)


def explosion(rng: np.random.Generator) -> Mono:
    """A distant boom."""
    sound = burst(
        rng, ((30, -4), (70, 0), (200, -8), (900, -24), (6000, -50)), (0, 0), (0.02, 1), (0.3, 0.5), (2, 0)
    )
    return fade(sound, 48, RATE)


def shutter(rng: np.random.Generator) -> Mono:
    """A camera's shutter: open, close."""
    sound = empty(0.2)
    for at, level in ((0.0, 1.0), (0.075, 0.7)):
        add(sound, to_peak(burst(rng, BRIGHT, (0, 1), (0.004, 0.5), (0.03, 0))), samples_of(at), level)
        add(sound, ring([950, 1700], [0.6, 0.3], [0.008, 0.005], samples_of(0.06)), samples_of(at), level)
    return sound


def door(rng: np.random.Generator) -> Mono:
    """A door that falls shut: latch and wood."""
    sound = empty(0.6)
    add(sound, ring([2100, 3300], [0.25, 0.12], [0.01, 0.006], samples_of(0.08)), 0)
    add(
        sound,
        ring([82, 143, 216, 330], [1, 0.6, 0.4, 0.2], [0.09, 0.06, 0.04, 0.03], samples_of(0.5)),
        samples_of(0.05),
    )
    add(sound, to_peak(burst(rng, SOFT, (0, 1), (0.05, 0.3), (0.2, 0))), samples_of(0.05), 0.6)
    return fade(sound, 24, 2400)


def knock(rng: np.random.Generator) -> Mono:
    """Three knocks on wood."""
    sound = empty(0.75)
    for at in (0.0, 0.2, 0.4):
        add(
            sound,
            ring([210 * vary(rng), 340, 620], [1, 0.5, 0.2], [0.03, 0.02, 0.01], samples_of(0.2)),
            samples_of(at),
        )
    return sound


def drum(rng: np.random.Generator) -> Mono:
    """One beat of a big drum."""
    return stroke("taiko").copy()


def pop(rng: np.random.Generator) -> Mono:
    """A cork, a bubble, a thing that appears."""
    length = samples_of(0.09)
    return fade(glide([320, 620, 900], length) * envelope(length, (0, 1), (0.09, 0)), 60, 480)


def horn(rng: np.random.Generator) -> Mono:
    """A car's horn, friendly."""
    length = samples_of(0.45)
    tone = sum(
        (glide([p], length) / (i + 1) for i, p in enumerate((392, 494, 784, 988))),
        np.zeros(length, np.float32),
    )
    return fade(smooth(tone.astype(np.float32), 16), 480, 2400)


def tick(rng: np.random.Generator) -> Mono:
    """One tick of a clock."""
    return ring([1900, 4300], [1, 0.4], [0.006, 0.003], samples_of(0.05))


def typing(rng: np.random.Generator) -> Mono:
    """A few keys of a keyboard."""
    sound = empty(0.7)
    for at in np.sort(rng.uniform(0, 0.6, 6)):
        add(sound, to_peak(burst(rng, BRIGHT, (0, 1), (0.004, 0.3), (0.02, 0))), samples_of(float(at)), 0.5)
        add(sound, ring([310 * vary(rng, 0.2)], [0.5], [0.012], samples_of(0.08)), samples_of(float(at)))
    return sound


def heartbeat(rng: np.random.Generator) -> Mono:
    """Lub-dub."""
    sound = empty(0.7)
    add(sound, stroke("pulse"), 0)
    add(sound, stroke("pulse"), samples_of(0.24), 0.7)
    return sound


def rattle(rng: np.random.Generator) -> Mono:
    """Something loose that is shaken."""
    sound = empty(0.4)
    for at in range(5):
        add(sound, stroke("shaker"), samples_of(0.075 * at), (0.6, 1.0, 0.8, 0.9, 0.5)[at])
    return sound
