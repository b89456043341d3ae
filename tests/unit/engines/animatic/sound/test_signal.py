"""The operations that every sound is made of."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.engines.animatic.sound.signal import (
    RATE,
    add,
    fade,
    hiss,
    pan,
    ring,
    rms,
    samples_of,
    silence,
    smooth,
    texture,
    to_peak,
    to_rms,
    wander,
)


@given(at=st.integers(-50, 150), size=st.integers(0, 80))
def test_what_lies_outside_a_track_is_cut_off(at: int, size: int) -> None:
    track = np.zeros(100, np.float32)
    add(track, np.ones(size, np.float32), at)
    assert track.sum() == max(0, min(at + size, 100) - max(at, 0))


@given(place=st.floats(-2, 2))
def test_panning_keeps_the_power(place: float) -> None:
    sound = pan(np.ones(10, np.float32), place)
    assert np.sum(sound[0] ** 2) == pytest.approx(1, abs=1e-5)
    assert (sound[0, 1] >= sound[0, 0]) == (place >= 0) or abs(place) < 1e-6


def test_a_ring_is_the_sine_that_it_is_defined_as() -> None:
    time = np.arange(5000) / RATE
    expected = 0.7 * np.exp(-time / 0.05) * np.sin(2 * np.pi * 440 * time)
    assert np.abs(ring([440], [0.7], [0.05], 5000) - expected).max() < 1e-4


def test_partials_that_would_alias_are_left_out() -> None:
    assert not ring([30_000], [1], [1], 100).any()


def test_a_texture_follows_its_curve_and_has_no_seam() -> None:
    noise = texture(np.random.default_rng(1), 6 * RATE, (100, 0), (1000, 0), (4000, -40))
    power = np.abs(np.fft.rfft(noise[: 2**17, 0])) ** 2
    hertz = np.fft.rfftfreq(2**17, 1 / RATE)
    low = power[(hertz > 200) & (hertz < 900)].mean()
    high = power[(hertz > 5000) & (hertz < 9000)].mean()
    assert 10 * np.log10(high / low) == pytest.approx(-40, abs=1)
    assert rms(noise) == pytest.approx(1, abs=0.02)
    seam = np.abs(np.diff(noise[2**17 - 3 : 2**17 + 3], axis=0)).max()
    assert seam <= np.abs(np.diff(noise, axis=0)).max()


@pytest.mark.parametrize("length", [1, 63, 5000])
def test_noise_is_as_long_as_asked(length: int) -> None:
    assert len(hiss(np.random.default_rng(1), length, (100, 0), (1000, 0))) == length


def test_silence_stays_silence_when_scaled() -> None:
    assert not to_rms(silence(10), -10).any()
    assert not to_peak(silence(10)).any()
    assert rms(silence(0)) == 0


def test_a_fade_goes_to_zero_at_both_ends_and_leaves_the_middle() -> None:
    sound = fade(np.ones(100, np.float32), 10, 500)
    assert sound[0] == 0
    assert sound[-1] == pytest.approx(0, abs=1e-6)
    assert fade(np.ones(100, np.float32), 10, 20)[50] == 1


def test_a_wandering_curve_stays_within_its_bounds_and_never_jumps() -> None:
    curve = wander(np.random.default_rng(1), 3 * RATE, 2, 0.2, 0.8)
    assert 0.2 <= curve.min() < curve.max() <= 0.8 + 1e-6
    assert np.abs(np.diff(curve)).max() < 1e-3


@pytest.mark.parametrize("width", [1, 2, 5, 8, 400])
def test_smoothing_keeps_length_and_constants(width: int) -> None:
    assert smooth(np.full(100, 0.5, np.float32), width) == pytest.approx(np.full(100, 0.5), abs=1e-6)
    middle = smooth(np.eye(1, 801, 400, dtype=np.float32)[0], width)
    assert middle.sum() == pytest.approx(1, abs=1e-4)
    assert middle[400] == pytest.approx(1 / width)


def test_seconds_become_whole_samples() -> None:
    assert samples_of(0.1) == 4800
