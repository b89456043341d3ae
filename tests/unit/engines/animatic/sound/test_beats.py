"""Finding the beat."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from reelwright.engines.animatic.sound import find_beats
from reelwright.engines.animatic.sound.instruments import stroke
from reelwright.engines.animatic.sound.music import music
from reelwright.engines.animatic.sound.signal import RATE, add, pan, silence
from reelwright.media.frames import Samples


def drums(bpm: float, seconds: int, first: float = 0.3) -> Samples:
    track = silence(seconds * RATE)
    step = 60 / bpm
    for beat in range(int((seconds - first) / step)):
        add(track, pan(stroke("kick"), 0), round((first + beat * step) * RATE))
        add(track, pan(stroke("shaker"), 0), round((first + (beat + 0.5) * step) * RATE), 0.2)
    return track


def tempo(beats: list[int]) -> float:
    """Return beats per minute, by the median step."""
    return 60 * RATE / float(np.median(np.diff(beats)))


@pytest.mark.parametrize("bpm", [72, 93, 120, 140])
def test_the_beats_of_a_drum_are_found_where_they_are(bpm: float) -> None:
    beats = find_beats(drums(bpm, 10))
    assert tempo(beats) == pytest.approx(bpm, rel=0.03)
    step = 60 / bpm
    for beat in beats[1:-1]:
        off = ((beat / RATE - 0.3) / step + 0.5) % 1 - 0.5
        assert abs(off * step) < 0.04


def test_beats_rise_and_lie_in_the_sound() -> None:
    sound = drums(100, 6)
    beats = find_beats(sound)
    assert all(before < after for before, after in pairwise(beats))
    assert beats[0] >= 0
    assert beats[-1] < len(sound)


def test_our_own_music_keeps_the_tempo_it_was_asked_for() -> None:
    beats = find_beats(music("happy", 112, 10 * RATE, np.random.default_rng(1)))
    found = tempo(beats)
    assert any(found == pytest.approx(112 * ratio, rel=0.04) for ratio in (0.5, 1, 2))


@pytest.mark.parametrize("sound", [silence(5 * RATE), silence(100), silence(0)])
def test_silence_has_no_beat(sound: Samples) -> None:
    assert find_beats(sound) == []


def test_a_held_tone_has_no_beat() -> None:
    wave = 0.3 * np.sin(2 * np.pi * 220 * np.arange(6 * RATE) / RATE)
    wave *= np.minimum(1, np.minimum(np.arange(6 * RATE), np.arange(6 * RATE)[::-1]) / RATE)
    assert len(find_beats(np.stack((wave, wave), axis=1).astype(np.float32))) < 3
