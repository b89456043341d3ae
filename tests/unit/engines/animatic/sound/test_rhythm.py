"""The beats of the caller's music, in frames of the video."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.support.film import sound_reference

from reelwright.engines.animatic.sound import heard_beats
from reelwright.engines.base import LocalMedia


def clicks(path: Path, bpm: int, seconds: int, first: float) -> LocalMedia:
    rate, sound = 44_100, np.zeros(seconds * 44_100)
    click = 0.7 * np.sin(np.arange(2000) / 7) * np.exp(-np.arange(2000) / 300)
    for at in np.arange(first, seconds - 0.1, 60 / bpm):
        sound[round(at * rate) :][: len(click)] += click
    return sound_reference(path, sound, seconds, rate)


@pytest.mark.parametrize("bpm", [96, 120, 144])
def test_every_beat_of_a_click_track_is_heard_within_a_frame(tmp_path: Path, bpm: int) -> None:
    beats = heard_beats((clicks(tmp_path / "clicks.wav", bpm, 10, 0.25),), 241, 24)
    assert len(beats) > 10
    for frame in beats:
        off = ((frame / 24 - 0.25) / (60 / bpm) + 0.5) % 1 - 0.5
        assert abs(off * 60 / bpm) <= 1 / 24


def test_a_short_track_is_heard_as_often_as_it_is_played(tmp_path: Path) -> None:
    beats = heard_beats((clicks(tmp_path / "clicks.wav", 120, 4, 0.25),), 361, 24)
    assert beats[-1] > 12 * 24
    assert all(0 <= frame < 361 for frame in beats)


def test_without_reference_sound_there_are_no_beats() -> None:
    assert heard_beats((), 121, 24) == ()
