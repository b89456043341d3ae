"""The whole sound of a video."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pyloudnorm
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reelwright.engines.animatic.plan import (
    Action,
    Setting,
    Shot,
    SoundCue,
    Storyboard,
    Subject,
    TimeOfDay,
    Weather,
)
from reelwright.engines.animatic.sound import make_sound
from reelwright.engines.animatic.sound.library import sound_names
from reelwright.engines.animatic.sound.loudness import true_peak
from reelwright.engines.animatic.sound.music import MOODS
from reelwright.media.frames import SAMPLE_RATE, Samples, samples_in


def board(frames: int = 121, **changes: object) -> Storyboard:
    shot = Shot(0, frames, "a meadow", setting=Setting.MEADOW)
    plain = Storyboard("a meadow", 7, 1280, 720, 24, frames, (shot,), generate_audio=True)
    return replace(plain, **changes)  # type: ignore[arg-type]


def sound_of(storyboard: Storyboard) -> Samples:
    blocks, _ = make_sound(storyboard, ())
    assert blocks is not None
    return np.concatenate(list(blocks))


def lufs(sound: Samples) -> float:
    return float(pyloudnorm.Meter(SAMPLE_RATE).integrated_loudness(sound.astype(np.float64)))


def test_there_is_no_audio_stream_when_no_sound_is_wanted() -> None:
    assert make_sound(board(generate_audio=False), ()) == (None, ())


@pytest.mark.parametrize("frames", [97, 121, 361])
def test_the_sound_lasts_exactly_as_long_as_the_frames(frames: int) -> None:
    assert len(sound_of(board(frames))) == frames * 2000


def test_blocks_are_stereo_single_precision_and_contiguous() -> None:
    blocks, _ = make_sound(board(), ())
    assert blocks is not None
    for block in blocks:
        assert block.dtype == np.float32
        assert block.ndim == 2
        assert block.shape[1] == 2
        assert block.flags.c_contiguous


def test_the_same_storyboard_gives_the_same_sound() -> None:
    assert np.array_equal(sound_of(board()), sound_of(board()))


def test_another_seed_gives_another_sound() -> None:
    assert not np.array_equal(sound_of(board()), sound_of(board(seed=8)))


@pytest.mark.parametrize("mood", MOODS)
def test_every_mood_meets_the_loudness_and_peak_of_the_house(mood: str) -> None:
    sound = sound_of(board(mood=mood))
    assert lufs(sound) == pytest.approx(-16, abs=1)
    assert true_peak(sound) <= -1


@pytest.mark.parametrize("setting", Setting)
def test_every_place_sounds_clean(setting: Setting) -> None:
    """No click (a jump from one sample to the next), no offset, a soft start and end."""
    sound = sound_of(board(97, shots=(Shot(0, 97, "", setting=setting),)))
    assert np.isfinite(sound).all()
    assert np.abs(np.diff(sound, axis=0)).max() < 0.25
    assert np.abs(sound.mean(axis=0)).max() < 1e-3
    assert np.abs(sound[0]).max() < 1e-3
    assert np.abs(sound[-1]).max() < 1e-3


@st.composite
def storyboards(draw: st.DrawFn) -> Storyboard:
    frames = draw(st.integers(24, 200))
    cuts = sorted({0, frames, *draw(st.lists(st.integers(1, frames - 1), max_size=3))})
    shots = tuple(
        Shot(
            start,
            end,
            "",
            setting=draw(st.sampled_from(Setting)),
            weather=draw(st.sampled_from(Weather)),
            time=draw(st.sampled_from(TimeOfDay)),
            speed=draw(st.sampled_from([0.5, 1.0, 4.0])),
            freeze_from=draw(st.none() | st.integers(start, end)),
            subjects=tuple(
                Subject(name, None, action, moves=True, place=draw(st.floats(-0.5, 1.5)))
                for name, action in draw(
                    st.lists(
                        st.tuples(st.sampled_from(["cat", "马", "car", "?"]), st.sampled_from(Action)),
                        max_size=3,
                    )
                )
            ),
        )
        for start, end in pairwise(cuts)
    )
    cue = st.builds(SoundCue, st.sampled_from(sorted(sound_names())), st.integers(0, frames + 10))
    return Storyboard(
        "",
        draw(st.integers(0, 2**32 - 1)),
        640,
        360,
        24,
        frames,
        shots,
        mood=draw(st.sampled_from([*MOODS, "unheard of"])),
        beats_per_minute=draw(st.integers(30, 240)),
        cues=tuple(draw(st.lists(cue, max_size=4))),
        generate_audio=True,
    )


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(storyboard=storyboards())
def test_any_storyboard_gives_a_sound_of_its_length_and_loudness(storyboard: Storyboard) -> None:
    sound = sound_of(storyboard)
    assert len(sound) == samples_in(storyboard.frames, storyboard.fps)
    assert np.isfinite(sound).all()
    assert true_peak(sound) <= -1
    assert lufs(sound) == pytest.approx(-16, abs=1)
