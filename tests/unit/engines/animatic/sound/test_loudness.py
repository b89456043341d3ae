"""Loudness and true peak, against an independent meter."""

from __future__ import annotations

import numpy as np
import pyloudnorm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.engines.animatic.sound.loudness import (
    CEILING,
    TARGET,
    limit,
    loudness,
    master,
    true_peak,
    without_offset,
)
from reelwright.media.frames import SAMPLE_RATE, Samples


def sine(hertz: float, seconds: float, level: float = 0.5) -> Samples:
    wave = level * np.sin(2 * np.pi * hertz * np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE)
    return np.stack((wave, wave), axis=1).astype(np.float32)


def noise(seed: int, seconds: float, level: float = 0.1) -> Samples:
    rng = np.random.default_rng(seed)
    return (level * rng.standard_normal((int(seconds * SAMPLE_RATE), 2))).astype(np.float32)


def test_a_sine_at_full_scale_in_one_ear_reads_as_the_standard_says() -> None:
    """BS.1770-4: a 997 Hz sine of 0 dBFS in one front channel is -3.01 LKFS."""
    sound = sine(997, 5, 1.0)
    sound[:, 1] = 0
    assert loudness(sound) == pytest.approx(-3.01, abs=0.02)


@pytest.mark.parametrize("hertz", [35, 100, 1000, 4000, 12000])
def test_loudness_agrees_with_an_independent_meter_at_every_pitch(hertz: float) -> None:
    sound = sine(hertz, 4)
    assert loudness(sound) == pytest.approx(
        pyloudnorm.Meter(SAMPLE_RATE).integrated_loudness(sound.astype(np.float64)), abs=0.1
    )


def test_quiet_stretches_are_gated_out_as_the_independent_meter_does() -> None:
    sound = np.concatenate((noise(1, 3, 0.2), noise(2, 4, 0.0005), noise(3, 3, 0.1)))
    assert loudness(sound) == pytest.approx(
        pyloudnorm.Meter(SAMPLE_RATE).integrated_loudness(sound.astype(np.float64)), abs=0.1
    )


def test_silence_has_no_loudness_and_no_peak() -> None:
    silence = np.zeros((SAMPLE_RATE, 2), np.float32)
    assert loudness(silence) == float("-inf")
    assert true_peak(silence) == float("-inf")
    assert not master(silence).any()


def test_a_peak_between_samples_is_found() -> None:
    """A sine at a quarter of the rate, sampled 45 degrees off its crests, peaks 3 dB above every sample."""
    wave = np.sin(np.pi / 2 * np.arange(4800) + np.pi / 4)
    wave *= np.hanning(4800)
    sound = np.stack((wave, wave), axis=1).astype(np.float32)
    assert np.abs(sound).max() == pytest.approx(np.sqrt(0.5), abs=1e-3)
    assert true_peak(sound) == pytest.approx(0.0, abs=0.05)


def test_the_limiter_leaves_a_quiet_sound_alone() -> None:
    sound = noise(4, 1, 0.05)
    assert limit(sound) is sound


@settings(max_examples=15)
@given(seed=st.integers(0, 10**6), level=st.floats(0.3, 8.0), bursts=st.integers(0, 5))
def test_the_limiter_keeps_every_true_peak_under_the_ceiling(seed: int, level: float, bursts: int) -> None:
    sound = noise(seed, 0.5, level)
    rng = np.random.default_rng(seed)
    for at in rng.integers(0, len(sound), bursts):
        sound[at] *= 20
    assert true_peak(limit(sound)) <= CEILING + 0.1


@pytest.mark.parametrize("level", [0.003, 0.01, 0.3, 2.0])
def test_mastering_brings_any_sound_to_the_target(level: float) -> None:
    sound = master(noise(5, 5, level) * np.linspace(0.1, 1, 5 * SAMPLE_RATE, dtype=np.float32)[:, None])
    measured = pyloudnorm.Meter(SAMPLE_RATE).integrated_loudness(sound.astype(np.float64))
    assert measured == pytest.approx(TARGET, abs=1)
    assert true_peak(sound) <= -1


def test_mastering_takes_a_constant_offset_out() -> None:
    sound = sine(440, 4, 0.3) + np.float32(0.4)
    assert np.abs(without_offset(sound).mean(axis=0)).max() < 1e-3
    assert np.abs(master(sound).mean(axis=0)).max() < 1e-3


def test_taking_the_offset_out_keeps_the_lowest_notes() -> None:
    low = sine(41, 3)
    kept = without_offset(low)[SAMPLE_RATE : 2 * SAMPLE_RATE]
    assert np.sqrt(np.mean(kept**2)) == pytest.approx(0.5 / np.sqrt(2), rel=0.2)


def test_the_hiss_of_a_silent_recording_is_not_raised_to_full_loudness() -> None:
    assert loudness(master(noise(6, 4, 0.0002))) < TARGET - 6
