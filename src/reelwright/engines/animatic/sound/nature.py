"""Sounds of the open air: each `(rng, length) -> stereo`, at the level at which it sits in a quiet mix."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reelwright.engines.animatic.sound.signal import (
    RATE,
    Mono,
    Samples,
    add,
    fade,
    glide,
    hiss,
    pan,
    phase_of,
    ring,
    samples_of,
    silence,
    single,
    texture,
    to_rms,
    wander,
)

_ROLLS = 2
"""Rolls of thunder that take turns."""


def _moved(noise: Samples, motion: Mono) -> Samples:
    return noise * motion[:, None]


def breeze(rng: np.random.Generator, length: int) -> Samples:
    """Soft moving air."""
    air = texture(rng, length, (30, -24), (90, 0), (300, -4), (900, -20), (3000, -38), (12000, -60))
    return to_rms(_moved(air, wander(rng, length, 0.6, 0.25, 1.0)), -36)


def leaves(rng: np.random.Generator, length: int) -> Samples:
    """Foliage that stirs now and then."""
    rustle = texture(rng, length, (400, -40), (2000, -8), (4500, 0), (9000, -12), (16000, -40))
    motion = wander(rng, length, 1.1, 0.0, 1.0) ** 2 * wander(rng, length, 9, 0.5, 1.0)
    return to_rms(_moved(rustle, motion), -44)


def wind(rng: np.random.Generator, length: int) -> Samples:
    """Wind in gusts: a low and a higher band that do not rise together."""
    low = texture(rng, length, (40, -20), (120, 0), (350, -6), (1200, -30), (6000, -60))
    high = texture(rng, length, (150, -40), (500, -4), (700, 0), (1000, -6), (3000, -40), (12000, -70))
    gusts = _moved(low, wander(rng, length, 0.7, 0.25, 1.0))
    gusts += 0.4 * _moved(high, wander(rng, length, 0.9, 0.0, 1.0) ** 2)
    return to_rms(gusts, -31)


def _droplets(rng: np.random.Generator, length: int, per_second: float, low: float, high: float) -> Samples:
    """Small drops: short rings at random pitches, places and times."""
    track = silence(length)
    drops = [
        pan(ring([pitch, pitch * 1.52], [1, 0.35], [0.006, 0.003], 1200), place)
        for pitch, place in zip(rng.uniform(low, high, 24), rng.uniform(-0.9, 0.9, 24), strict=True)
    ]
    for at in rng.integers(0, max(length, 1), int(per_second * length / RATE)):
        add(track, drops[int(rng.integers(24))], int(at), float(rng.uniform(0.15, 1.0)) ** 2)
    return track


def rain(rng: np.random.Generator, length: int) -> Samples:
    """Steady rain with drops close by."""
    curtain = texture(rng, length, (100, -26), (500, -12), (1500, -5), (4000, 0), (8000, -5), (16000, -18))
    curtain = _moved(curtain, wander(rng, length, 0.5, 0.8, 1.0))
    return to_rms(curtain, -34) + 0.02 * _droplets(rng, length, 45, 1500, 5200)


def rain_on_the_window(rng: np.random.Generator, length: int) -> Samples:
    """Rain heard from inside."""
    curtain = texture(rng, length, (60, -20), (250, 0), (700, -5), (1800, -20), (6000, -42))
    return to_rms(curtain, -38) + 0.012 * _droplets(rng, length, 16, 600, 1500)


def thunder(rng: np.random.Generator, length: int, strikes: Sequence[int]) -> Samples:
    """Thunder: a roll for each strike of lightning, from its sample on."""
    track = silence(length)
    rolls: list[Samples] = []
    for count, at in enumerate(strikes):
        if len(rolls) < _ROLLS:
            rolls.append(thunder_roll(rng))
        add(track, rolls[count % _ROLLS], at, 0.45 * float(rng.uniform(0.6, 1.0)))
    return track


def thunder_roll(rng: np.random.Generator) -> Samples:
    """One roll of thunder of some four seconds, peak about 1."""
    length = samples_of(4.2)
    rumble = texture(rng, length, (25, -10), (60, 0), (140, -8), (500, -26), (2000, -44), (8000, -70))
    crack = texture(rng, length, (100, -20), (300, 0), (900, -4), (2500, -16), (9000, -40))
    time = np.arange(length, dtype=np.float32) / np.float32(RATE)
    roll = wander(rng, length, 5, 0.3, 1.0) * np.exp(time / np.float32(-1.3)) * np.minimum(time / 0.12, 1)
    snap = wander(rng, length, 14, 0.1, 1.0) * np.exp(time / np.float32(-0.28)) * np.minimum(time / 0.03, 1)
    return fade(0.3 * _moved(rumble, roll) + 0.12 * _moved(crack, snap), 0, RATE)


def waves(rng: np.random.Generator, length: int) -> Samples:
    """Waves that run up a beach about every five seconds, over the sea's own low sound."""
    deep = texture(rng, length, (30, -14), (80, 0), (250, -6), (900, -22), (5000, -48))
    foam = texture(rng, length, (200, -30), (700, -8), (2500, 0), (6000, -6), (14000, -24))
    phase = phase_of(wander(rng, length, 0.4, 0.16, 0.24).astype(np.float64))
    phase += np.float32(2 * np.pi * rng.uniform(0, 1))
    swell = (0.5 - 0.5 * np.cos(phase)) ** 2
    wash = (0.5 - 0.5 * np.cos(phase - np.float32(2 * np.pi * 0.13))) ** 3
    moved = _moved(deep, single(0.35 + 0.65 * swell))
    return to_rms(moved + 0.55 * _moved(foam, single(0.06 + wash)), -31)


def open_sea(rng: np.random.Generator, length: int) -> Samples:
    """Slow swell, away from any shore, with water at the bow."""
    deep = texture(rng, length, (30, -14), (90, 0), (260, -5), (700, -16), (2500, -34), (9000, -56))
    lap = texture(rng, length, (250, -20), (600, 0), (1400, -6), (4000, -22), (12000, -44))
    moved = _moved(deep, wander(rng, length, 0.5, 0.35, 1.0))
    return to_rms(moved + 0.35 * _moved(lap, wander(rng, length, 1.6, 0.0, 1.0) ** 2), -32)


def underwater(rng: np.random.Generator, length: int) -> Samples:
    """The hush under water, with bubbles."""
    deep = texture(rng, length, (25, -10), (60, 0), (160, -6), (400, -24), (1500, -54))
    track = to_rms(_moved(deep, wander(rng, length, 0.5, 0.5, 1.0)), -31)
    at = samples_of(0.3)
    while at < length:
        place = float(rng.uniform(-0.8, 0.8))
        for _ in range(int(rng.integers(2, 7))):
            add(track, pan(bubble(rng), place), at, float(rng.uniform(0.01, 0.035)))
            at += samples_of(float(rng.uniform(0.05, 0.16)))
        at += samples_of(float(rng.uniform(0.7, 2.2)))
    return track


def bubble(rng: np.random.Generator) -> Mono:
    """One bubble: a short tone that rises as it shrinks."""
    start = float(rng.uniform(320, 900))
    length = samples_of(float(rng.uniform(0.05, 0.11)))
    tone = glide([start, start * 1.25, start * 1.9], length)
    return fade(tone * np.exp(-np.arange(length, dtype=np.float32) / (0.3 * length)), 96, 480)


def _phrase(rng: np.random.Generator) -> list[Mono]:
    """Return the notes of one bird: its pitch, glide and trill are its own."""
    centre, notes = float(rng.uniform(2300, 4300)), int(rng.integers(2, 6))
    rise, trill = float(rng.uniform(-0.25, 0.3)), bool(rng.random() < 0.35)
    song = []
    for note in range(notes):
        length = samples_of(float(rng.uniform(0.06, 0.16)))
        base = centre * (1 + 0.06 * note * np.sign(rise))
        curve = base * (1 + rise * np.sin(np.linspace(0, np.pi * 0.9, 24)))
        if trill:
            curve = curve * (1 + 0.05 * np.sin(np.linspace(0, 2 * np.pi * 5, 24)))
        song.append(fade(glide(curve, length), length // 3, length // 2))
    return song


def birds(rng: np.random.Generator, length: int, busy: float = 1.0) -> Samples:
    """Two or three birds that answer one another; `busy` is how often."""
    track = silence(length)
    singers = [(_phrase(rng), float(rng.uniform(-0.8, 0.8)), float(rng.uniform(0.3, 1.0))) for _ in range(3)]
    at = samples_of(float(rng.uniform(0.1, 0.8)))
    while at < length:
        song, place, near = singers[int(rng.integers(len(singers)))]
        moment = at
        for note in song:
            add(track, pan(note, place), moment, near * float(rng.uniform(0.7, 1.0)))
            moment += len(note) + samples_of(float(rng.uniform(0.02, 0.07)))
        at = moment + samples_of(float(rng.uniform(0.4, 1.9) / busy))
    return 0.022 * track


def far_birds(rng: np.random.Generator, length: int) -> Samples:
    """A bird now and then."""
    return 0.6 * birds(rng, length, 0.35)


def gulls(rng: np.random.Generator, length: int) -> Samples:
    """Gulls a good way off."""
    track = silence(length)
    at = samples_of(float(rng.uniform(0.5, 1.5)))
    while at < length:
        place, base = float(rng.uniform(-0.8, 0.8)), float(rng.uniform(850, 1150))
        for _ in range(int(rng.integers(2, 5))):
            cry = gull_cry(base)
            add(track, pan(cry, place), at)
            at += len(cry) + samples_of(float(rng.uniform(0.05, 0.12)))
        at += samples_of(float(rng.uniform(2.5, 5)))
    return 0.016 * track


def gull_cry(base: float) -> Mono:
    """One falling cry with a few harmonics."""
    length = samples_of(0.34)
    curve = np.array([0.85, 1.25, 1.2, 1.05, 0.9]) * base
    cry = glide(curve, length) + 0.5 * glide(curve * 2, length) + 0.25 * glide(curve * 3, length)
    return fade(cry.astype(np.float32, copy=False), samples_of(0.06), samples_of(0.18))


def crickets(rng: np.random.Generator, length: int) -> Samples:
    """A summer night: three crickets, each with its own pitch, place and pace."""
    track = silence(length)
    for place in (-0.7, 0.1, 0.75):
        pulse_length = samples_of(0.016)
        pulse = fade(
            glide([float(rng.uniform(3900, 4600))], pulse_length), pulse_length // 2, pulse_length // 2
        )
        chirp = np.zeros(samples_of(0.09), np.float32)
        for beat in range(3):
            add(chirp, pulse, samples_of(0.028 * beat), (0.6, 1.0, 0.8)[beat])
        at, pace = samples_of(float(rng.uniform(0, 0.5))), float(rng.uniform(0.32, 0.52))
        near = float(rng.uniform(0.4, 1.0))
        while at < length:
            add(track, pan(chirp, place), at, near * float(rng.uniform(0.85, 1.0)))
            at += samples_of(pace * float(rng.uniform(0.96, 1.05)))
    return 0.012 * track


def owl(rng: np.random.Generator, length: int) -> Samples:
    """An owl, once or twice."""
    track = silence(length)
    at = samples_of(float(rng.uniform(1.0, 2.0)))
    place = float(rng.uniform(-0.7, 0.7))
    while at < length:
        for wait, seconds in ((0.0, 0.22), (0.42, 0.16), (0.66, 0.42)):
            size = samples_of(seconds)
            hoot = glide([350, 390, 372], size) + 0.12 * glide([700, 780, 744], size)
            add(track, pan(fade(hoot, size // 3, size // 2), place), at + samples_of(wait))
        at += samples_of(float(rng.uniform(5, 8)))
    return 0.02 * track


def hush(rng: np.random.Generator, length: int) -> Samples:
    """The muffled air of a snowy day."""
    air = texture(rng, length, (40, -20), (150, 0), (400, -8), (1500, -30), (6000, -46), (14000, -60))
    return to_rms(_moved(air, wander(rng, length, 0.4, 0.6, 1.0)), -40)


def fire(rng: np.random.Generator, length: int) -> Samples:
    """A crackling fire."""
    glow = texture(rng, length, (40, -8), (120, 0), (500, -14), (2000, -28), (9000, -46))
    track = to_rms(_moved(glow, wander(rng, length, 3, 0.6, 1.0)), -38)
    snaps = [fade(hiss(rng, 500, (500, -10), (2500, 0), (9000, -10)), 4, 400) for _ in range(6)]
    for at in rng.integers(0, max(length, 1), int(9 * length / RATE)):
        crack = snaps[int(rng.integers(6))]
        add(track, pan(crack, float(rng.uniform(-0.5, 0.5))), int(at), 0.02 * float(rng.random()) ** 2)
    return track
