"""The music bed: a short piece in the mood of the video, composed and played from the seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from reelwright.engines.animatic.sound import instruments as play
from reelwright.engines.animatic.sound.harmony import Chord, Note, arpeggio, chords, melody
from reelwright.engines.animatic.sound.instruments import Instrument, Pad
from reelwright.engines.animatic.sound.reverb import reverb
from reelwright.engines.animatic.sound.signal import (
    RATE,
    Samples,
    add,
    fade,
    pan,
    rms,
    samples_of,
    silence,
    to_rms,
)

Bar = tuple[tuple[str, float, float], ...]
"""One bar of drums: (stroke, beat, level)."""


_LEVEL = 0.055
"""RMS of a part or pad of level 1, before the reverberation."""


@dataclass(frozen=True, slots=True)
class Part:
    """Who plays what.

    notes: makes the notes from the chords, the mood, the tonic and the generator. level: of its RMS over the piece, linear.
    ring_beats: how long a note may sound.
    brightness: see `instruments.note`. place: -1 left to 1 right.
    """

    instrument: Instrument
    notes: Callable[[list[Chord], Mood, int, np.random.Generator], list[Note]]
    level: float
    ring_beats: float = 4.0
    brightness: float = 1.0
    place: float = 0.0


@dataclass(frozen=True, slots=True)
class Mood:
    """A way to write a piece: progressions are degrees from 0; colours are added to every chord (6 a seventh, 8 a ninth)."""

    scale: str
    progressions: tuple[tuple[int, ...], ...]
    colours: tuple[int, ...]
    pad: Pad
    pad_level: float
    parts: tuple[Part, ...]
    drums: Bar = ()
    swell: tuple[float, float] = (1.0, 1.0)
    room: float = 1.8
    wet: float = 0.3


def _broken(step: float, *shape: int, octave: int = 0) -> Callable[..., list[Note]]:
    return lambda plan, mood, tonic, rng: arpeggio(plan, step, shape, octave)


def _tune(*rhythms: tuple[float, ...], low: int = 67, high: int = 84) -> Callable[..., list[Note]]:
    def write(plan: list[Chord], mood: Mood, tonic: int, rng: np.random.Generator) -> list[Note]:
        rhythm = rhythms[int(rng.integers(len(rhythms)))]
        return melody(plan, rhythm, tonic, mood.scale, rng, low=low, high=high)

    return write


def _roots(*onsets: float, fifths: bool = False) -> Callable[..., list[Note]]:
    """Return a bass on the chord's root at the given beats of each bar, in turn with its fifth if asked."""

    def write(plan: list[Chord], mood: Mood, tonic: int, rng: np.random.Generator) -> list[Note]:
        notes = []
        for chord in plan:
            for index, onset in enumerate(beat for beat in onsets if beat < chord.beats):
                pitch = chord.tones[2] if fifths and index % 2 else chord.root
                midi = 36 + (pitch - 36) % 12
                notes.append(
                    Note(chord.start + onset, midi if midi < 46 else midi - 12, 1.0 if onset == 0 else 0.8)
                )
        return notes

    return write


def _pedal(step: float) -> Callable[..., list[Note]]:
    """Return a low repeated note on the key's tonic."""

    def write(plan: list[Chord], mood: Mood, tonic: int, rng: np.random.Generator) -> list[Note]:
        beats = plan[-1].start + plan[-1].beats
        midi = 38 + (tonic - 38) % 12
        return [Note(at * step, midi, (1.0, 0.55, 0.75, 0.55)[at % 4]) for at in range(int(beats / step))]

    return write


_EIGHTHS: Bar = tuple(("shaker", beat / 2, 0.5 if beat % 2 else 0.8) for beat in range(8))

MOODS: dict[str, Mood] = {
    "calm": Mood(
        "ionian",
        ((0, 5, 3, 4), (0, 2, 3, 3), (3, 0, 5, 4)),
        (8,),
        play.WARM,
        0.65,
        (
            Part(play.KALIMBA, _broken(1.0, 4, 2, 5, 3), 0.5, place=0.25),
            Part(play.FELT_PIANO, _tune((0.0, 2.5), (0.0, 1.5, 3.0)), 0.7, 5, 0.8, place=-0.2),
            Part(play.BASS, _roots(0.0), 0.5),
        ),
    ),
    "happy": Mood(
        "ionian",
        ((0, 4, 5, 3), (0, 3, 0, 4), (0, 5, 3, 4)),
        (),
        play.WARM,
        0.35,
        (
            Part(play.NYLON, _broken(0.5, 0, 2, 1, 2, 3, 2, 1, 2), 0.5, 2, 0.9, place=-0.3),
            Part(
                play.MARIMBA, _tune((0.0, 0.5, 1.5, 2.0, 3.0), (0.0, 1.0, 1.5, 2.5, 3.0)), 0.6, 2, place=0.3
            ),
            Part(play.PLUCKED_BASS, _roots(0.0, 1.5, 2.0), 0.5, 1.2),
        ),
        (
            ("kick", 0, 0.5),
            ("kick", 2, 0.5),
            ("snap", 1, 0.16),
            ("snap", 3, 0.16),
            *((n, b, v * 0.1) for n, b, v in _EIGHTHS),
        ),
        room=1.1,
        wet=0.18,
    ),
    "sad": Mood(
        "aeolian",
        ((0, 5, 2, 6), (0, 3, 5, 4), (0, 6, 5, 3)),
        (8,),
        play.STRINGS,
        0.5,
        (
            Part(play.FELT_PIANO, _broken(0.5, 0, 2, 3, 2), 0.6, 3, 0.7, place=-0.15),
            Part(play.FELT_PIANO, _tune((0.0, 2.0), (0.0, 1.5, 2.0)), 0.8, 5, 0.85, place=0.15),
            Part(play.BASS, _roots(0.0), 0.5),
        ),
        room=2.4,
        wet=0.36,
    ),
    "tense": Mood(
        "aeolian",
        ((0, 0, 5, 0), (0, 5, 0, 3)),
        (8,),
        play.DARK,
        0.7,
        (
            Part(play.SHORT_STRINGS, _pedal(0.5), 0.5, 0.45, 0.8),
            Part(play.CELESTA, _tune((0.0, 3.5), (1.0, 2.5), low=72, high=88), 0.3, 4, place=0.4),
            Part(play.BASS, _roots(0.0), 0.55),
        ),
        (
            ("pulse", 0, 0.7),
            ("pulse", 0.5, 0.4),
            ("pulse", 2, 0.7),
            ("pulse", 2.5, 0.4),
            ("brush", 3.5, 0.05),
        ),
        (0.75, 1.15),
        2.2,
        0.32,
    ),
    "epic": Mood(
        "aeolian",
        ((0, 5, 2, 6), (0, 3, 5, 6), (5, 6, 0, 0)),
        (),
        play.STRINGS,
        0.75,
        (
            Part(play.SHORT_STRINGS, _broken(0.5, 0, 0, 1, 0, 2, 0, 1, 0, octave=-1), 0.6, 0.5, place=-0.3),
            Part(play.SHORT_STRINGS, _broken(0.5, 2, 3, 2, 1), 0.35, 0.5, place=0.35),
            Part(play.BASS, _roots(0.0, 2.0), 0.6),
        ),
        (
            ("taiko", 0, 0.75),
            ("taiko", 1.5, 0.4),
            ("taiko", 2, 0.6),
            ("taiko", 3.5, 0.35),
            ("brush", 1, 0.05),
            ("brush", 3, 0.05),
        ),
        (0.7, 1.25),
        2.4,
        0.34,
    ),
    "playful": Mood(
        "mixolydian",
        ((0, 3, 0, 4), (0, 5, 3, 4), (0, 6, 3, 0)),
        (),
        play.GLASS,
        0.22,
        (
            Part(play.PIZZICATO, _broken(1.0, 1, 3), 0.5, 1, place=-0.35),
            Part(
                play.MARIMBA,
                _tune((0.0, 0.75, 1.0, 2.0, 2.75, 3.0), (0.0, 1.0, 1.75, 2.0, 3.0), low=72, high=88),
                0.65,
                1,
                place=0.25,
            ),
            Part(play.PLUCKED_BASS, _roots(0.0, 2.0, fifths=True), 0.6, 0.8),
        ),
        (
            ("block", 1, 0.14),
            ("block", 2.75, 0.09),
            ("block", 3, 0.14),
            ("kick", 0, 0.3),
            ("shaker", 1.5, 0.06),
            ("shaker", 3.5, 0.06),
        ),
        room=0.9,
        wet=0.16,
    ),
    "romantic": Mood(
        "ionian",
        ((0, 2, 5, 3), (1, 4, 0, 5), (0, 5, 1, 4)),
        (6,),
        play.STRINGS,
        0.5,
        (
            Part(play.FELT_PIANO, _broken(0.5, 0, 1, 2, 3, 4, 3, 2, 1), 0.6, 3, 0.75, place=-0.2),
            Part(play.FELT_PIANO, _tune((0.0, 1.5, 3.0), (0.0, 2.0, 2.5)), 0.85, 4, 0.95, place=0.1),
            Part(play.CELESTA, _tune((3.5,), (1.5,), low=79, high=91), 0.25, 4, place=0.5),
            Part(play.BASS, _roots(0.0), 0.5),
        ),
        (("brush", 1, 0.03), ("brush", 3, 0.03)),
        room=2.2,
    ),
}


def mood_of(name: str) -> Mood:
    """Return the mood of a name; calm for a name that nobody wrote music for."""
    return MOODS.get(name, MOODS["calm"])


def music(name: str, beats_per_minute: int, length: int, rng: np.random.Generator) -> Samples:
    """Return a piece of exactly `length` samples at RMS -26 dB that begins softly, ends on its home chord and dies away.

    name: a key of `MOODS`. beats_per_minute: kept exactly, the first beat at sample 0, so that cuts can sit on beats.
    """
    mood = mood_of(name)
    beat = RATE * 60 / min(max(beats_per_minute, 40), 200)
    tonic = int(rng.integers(12))
    progression = mood.progressions[int(rng.integers(len(mood.progressions)))]
    plan = chords(tonic, mood.scale, progression, mood.colours, length / beat)
    track = _held(mood, plan, beat, length, rng)
    for part in mood.parts:
        _play(track, part, part.notes(plan, mood, tonic, rng), beat)
    wet = reverb(track, rng, mood.room, mood.wet)
    _drum(wet, mood.drums, beat, length)
    if mood.swell != (1.0, 1.0):
        wet *= np.linspace(*mood.swell, length, dtype=np.float32)[:, None]
    return fade(to_rms(wet, -26), samples_of(0.05), min(samples_of(1.2), length // 4))


def _held(mood: Mood, plan: list[Chord], beat: float, length: int, rng: np.random.Generator) -> Samples:
    """Return the held chords, each grown out of the one before."""
    track = silence(length)
    overlap = min(samples_of(0.5), int(beat))
    for chord in plan:
        start, stop = round(chord.start * beat), round((chord.start + chord.beats) * beat)
        sound = play.pad(mood.pad, chord.voicing, stop - start + overlap, rng)
        add(track, fade(sound, overlap, overlap), start - overlap // 4, _LEVEL * mood.pad_level)
    return track


def _play(track: Samples, part: Part, notes: list[Note], beat: float) -> None:
    played = silence(len(track))
    for note in notes:
        seconds = part.ring_beats * beat / RATE
        sound = play.note(part.instrument, note.midi, seconds, part.brightness)
        spread = part.place + 0.15 * ((note.midi * 7) % 5 - 2) / 2
        add(played, pan(sound, spread), round(note.beat * beat), note.strength)
    level = rms(played)
    if level > 0:
        track += played * np.float32(part.level * _LEVEL / level)


def _drum(track: Samples, bar: Bar, beat: float, length: int) -> None:
    for first in range(0, int(length / beat) + 1, 4):
        for name, at, level in bar:
            place = {"shaker": 0.35, "snap": -0.15, "block": 0.4, "brush": -0.3}.get(name, 0.0)
            add(track, pan(play.stroke(name), place), round((first + at) * beat), 0.3 * level)
