"""Chords, their voices and a tune over them: notes as numbers, no sound yet."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np

SCALES = {
    "ionian": (0, 2, 4, 5, 7, 9, 11),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "aeolian": (0, 2, 3, 5, 7, 8, 10),
}

_LOWEST, _HIGHEST, _CENTRE = 52, 76, 63


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord from beat `start` for `beats` beats; root and tones are pitch classes, voicing MIDI notes from low to high."""

    start: float
    beats: float
    root: int
    tones: tuple[int, ...]
    voicing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """One note of a tune: beats from the start, MIDI number, loudness from 0 to 1."""

    beat: float
    midi: int
    strength: float


def _tones(tonic: int, scale: tuple[int, ...], degree: int, colours: tuple[int, ...]) -> tuple[int, ...]:
    """Return the pitch classes of a chord in thirds on a degree (from 0); colours are further steps, 6 a seventh, 8 a ninth."""
    return tuple((tonic + scale[(degree + step) % 7]) % 12 for step in (0, 2, 4, *colours))


def _voice(tones: tuple[int, ...], before: tuple[int, ...] | None) -> tuple[int, ...]:
    """Return the voicing that moves least from the one before, in open position without narrow clusters."""
    choices = [[midi for midi in range(_LOWEST, _HIGHEST + 1) if midi % 12 == tone] for tone in tones]
    best: tuple[float, tuple[int, ...]] | None = None
    for choice in product(*choices):
        voicing = tuple(sorted(choice))
        crowded = sum(4 for low, high in pairwise(voicing) if high - low < 2)
        wide = sum(max(high - low - 9, 0) for low, high in pairwise(voicing))
        drift = abs(sum(voicing) / len(voicing) - _CENTRE)
        if before is not None and len(before) == len(voicing):
            move = sum(abs(new - old) for new, old in zip(voicing, before, strict=True)) + 0.5 * drift
        else:
            move = 2 * drift
        cost = move + crowded + wide
        if best is None or (cost, voicing) < best:
            best = (cost, voicing)
    assert best is not None
    return best[1]


def chords(
    tonic: int, scale: str, degrees: tuple[int, ...], colours: tuple[int, ...], beats: float
) -> list[Chord]:
    """Return the chords of a piece of `beats` beats: one a bar, or two a bar in a piece of under four; it ends at home.

    tonic: pitch class. degrees: the progression, from 0, repeated. colours: see `_tones`.
    """
    length = 4.0 if beats >= 14 else 2.0
    count = max(round(beats / length), 1)
    plan = [degrees[index % len(degrees)] for index in range(count)]
    if count > 1:
        plan[-1] = 0
    if count > 2 and plan[-2] == 0:
        plan[-2] = next(degree for degree in reversed(degrees) if degree)
    result: list[Chord] = []
    for index, degree in enumerate(plan):
        tones = _tones(tonic, SCALES[scale], degree, colours)
        voicing = _voice(tones, result[-1].voicing if result else None)
        end = beats if index + 1 == count else (index + 1) * length
        result.append(Chord(index * length, end - index * length, tones[0], tones, voicing))
    return result


def chord_at(plan: list[Chord], beat: float) -> Chord:
    """Return the chord that sounds at a beat."""
    return next((chord for chord in reversed(plan) if chord.start <= beat), plan[0])


def arpeggio(plan: list[Chord], step: float, shape: tuple[int, ...], octave: int = 0) -> list[Note]:
    """Return broken chords: every `step` beats the next voice of `shape`; a number past the voices is an octave up."""
    notes = []
    for chord in plan:
        for index in range(int(np.ceil(chord.beats / step - 1e-9))):
            octaves, voice = divmod(shape[index % len(shape)], len(chord.voicing))
            midi = chord.voicing[voice] + 12 * (octaves + octave)
            notes.append(Note(chord.start + index * step, midi, 1.0 if index % 4 == 0 else 0.7))
    return notes


def melody(
    plan: list[Chord],
    rhythm: tuple[float, ...],
    tonic: int,
    scale: str,
    rng: np.random.Generator,
    *,
    low: int = 67,
    high: int = 84,
) -> list[Note]:
    """Return a tune in a repeated rhythm: chord notes on the beat, small steps between, every fourth bar a rest at its end.

    rhythm: onsets within a bar of four beats.
    """
    ladder = [midi for midi in range(low, high + 1) if (midi - tonic) % 12 in SCALES[scale]]
    place = len(ladder) // 2
    contour = [int(step) for step in rng.choice([-2, -1, -1, 0, 1, 1, 2], size=len(rhythm))]
    total = plan[-1].start + plan[-1].beats
    notes: list[Note] = []
    for bar in range(int(np.ceil(total / 4))):
        phrase = rhythm if bar % 4 != 3 else rhythm[: max(len(rhythm) - 1, 1)]
        for index, onset in enumerate(phrase):
            beat = bar * 4 + onset
            if beat >= total - 0.5:
                break
            step = contour[index] if bar % 2 == 0 else -contour[index]
            place = min(max(place + step, 0), len(ladder) - 1)
            if onset == int(onset):
                place = _nearest(ladder, place, chord_at(plan, beat).tones)
            notes.append(Note(beat, ladder[place], 1.0 if onset == 0 else 0.8))
    return notes


def _nearest(ladder: list[int], place: int, tones: tuple[int, ...]) -> int:
    """Return the step of the ladder nearest to `place` that belongs to a chord's root, third or fifth."""
    return min(
        (index for index, midi in enumerate(ladder) if midi % 12 in tones[:3]),
        key=lambda index: (abs(index - place), index),
        default=place,
    )
