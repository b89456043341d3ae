"""The music bed: harmony, tune and sound."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.engines.animatic.sound import instruments
from reelwright.engines.animatic.sound.harmony import SCALES, arpeggio, chords, melody
from reelwright.engines.animatic.sound.music import MOODS, music
from reelwright.engines.animatic.sound.signal import RATE
from reelwright.media.frames import Samples


def piece(mood: str, seed: int = 1, seconds: int = 5, bpm: int = 90) -> Samples:
    return music(mood, bpm, seconds * RATE, np.random.default_rng(seed))


def centroid(sound: Samples) -> float:
    power = np.abs(np.fft.rfft(sound.mean(axis=1))) ** 2
    return float((power * np.fft.rfftfreq(len(sound), 1 / RATE)).sum() / power.sum())


@settings(max_examples=40)
@given(
    mood=st.sampled_from(sorted(MOODS)),
    which=st.integers(0, 1),
    tonic=st.integers(0, 11),
    beats=st.floats(3, 60),
)
def test_chords_fill_the_piece_stay_in_the_key_and_end_at_home(
    mood: str, which: int, tonic: int, beats: float
) -> None:
    style = MOODS[mood]
    plan = chords(tonic, style.scale, style.progressions[which], style.colours, beats)
    assert plan[0].start == 0
    assert all(one.start + one.beats == pytest.approx(two.start) for one, two in pairwise(plan))
    assert plan[-1].start + plan[-1].beats == pytest.approx(beats)
    key = {(tonic + step) % 12 for step in SCALES[style.scale]}
    assert all(midi % 12 in key for chord in plan for midi in chord.voicing)
    assert len(plan) == 1 or plan[-1].root == tonic


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("tonic", [0, 5, 10])
def test_voices_move_by_small_steps(mood: str, tonic: int) -> None:
    style = MOODS[mood]
    for progression in style.progressions:
        plan = chords(tonic, style.scale, progression, style.colours, 32)
        for one, two in pairwise(plan):
            moves = [abs(after - before) for before, after in zip(one.voicing, two.voicing, strict=True)]
            assert max(moves) <= 7
            assert sum(moves) / len(moves) <= 4.5


def test_tunes_stay_in_the_key_and_end_before_the_piece_does() -> None:
    plan = chords(2, "ionian", (0, 4, 5, 3), (), 16)
    notes = melody(plan, (0.0, 1.5, 3.0), 2, "ionian", np.random.default_rng(1))
    assert all((note.midi - 2) % 12 in SCALES["ionian"] for note in notes)
    assert all(abs(after.midi - before.midi) <= 9 for before, after in pairwise(notes))
    assert max(note.beat for note in notes) < 16


def test_broken_chords_are_made_of_the_chord() -> None:
    plan = chords(0, "aeolian", (0, 5), (8,), 8)
    for note in arpeggio(plan, 0.5, (0, 2, 5, 3)):
        chord = next(chord for chord in reversed(plan) if chord.start <= note.beat)
        assert note.midi % 12 in chord.tones


@pytest.mark.parametrize("seconds", [1, 4, 15])
def test_a_piece_is_exactly_as_long_as_asked(seconds: int) -> None:
    assert piece("calm", seconds=seconds).shape == (seconds * RATE, 2)


def test_moods_differ_from_one_another() -> None:
    pieces = {mood: piece(mood) for mood in MOODS}
    for one, two in combinations(MOODS, 2):
        likeness = np.corrcoef(pieces[one][:, 0], pieces[two][:, 0])[0, 1]
        assert abs(likeness) < 0.7, (one, two)


def test_a_calm_piece_is_steadier_than_a_playful_one() -> None:
    def unsteadiness(sound: Samples) -> float:
        levels = np.sqrt(np.mean(sound[: len(sound) // 2400 * 2400].reshape(-1, 2400, 2) ** 2, axis=(1, 2)))
        return float(levels[4:-24].std() / levels[4:-24].mean())

    assert unsteadiness(piece("playful", bpm=120)) > 1.5 * unsteadiness(piece("calm", bpm=72))


@pytest.mark.parametrize("mood", MOODS)
def test_no_mood_is_harsh(mood: str) -> None:
    """Next to nothing of the energy lies above 5 kHz, and the balance point is where voices are warm."""
    sound = piece(mood)
    power = np.abs(np.fft.rfft(sound.mean(axis=1))) ** 2
    hertz = np.fft.rfftfreq(len(sound), 1 / RATE)
    assert power[hertz > 5000].sum() < 0.03 * power.sum()
    assert 80 < centroid(sound) < 900


def test_the_two_ears_hear_different_things_but_add_up_on_one_speaker() -> None:
    sound = piece("romantic")
    likeness = np.corrcoef(sound.T)[0, 1]
    assert 0.1 < likeness < 0.95


def test_a_note_is_in_tune() -> None:
    sound = instruments.note(instruments.FELT_PIANO, 69, 1.0)
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 2**18))
    assert np.argmax(spectrum) * RATE / 2**18 == pytest.approx(440, abs=1.5)


def test_shared_notes_cannot_be_changed_by_accident() -> None:
    with pytest.raises(ValueError, match="read-only"):
        instruments.note(instruments.MARIMBA, 72, 0.5)[0] = 1
