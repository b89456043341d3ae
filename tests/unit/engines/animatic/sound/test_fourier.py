"""Transforms and rooms."""

from __future__ import annotations

import numpy as np
import pytest

from reelwright.engines.animatic.sound.fourier import filtered, signals, size_for, spectra
from reelwright.engines.animatic.sound.reverb import reverb
from reelwright.engines.animatic.sound.signal import RATE, rms, silence


def rows(count: int, size: int) -> np.ndarray:
    return np.random.default_rng(3).standard_normal((count, size), np.float32)


@pytest.mark.parametrize("size", [64, 4096])
def test_a_packed_spectrum_holds_what_the_plain_one_does(size: int) -> None:
    given = rows(2, size)
    packed, plain = spectra(given), np.fft.rfft(given)
    assert packed[:, 0] == pytest.approx(plain[:, 0].real, abs=1e-3)
    assert packed[:, 1::2] == pytest.approx(plain[:, 1:].real, abs=1e-3)
    assert packed[:, 2::2] == pytest.approx(plain[:, 1:-1].imag, abs=1e-3)
    assert signals(packed) == pytest.approx(given, abs=1e-5)


def test_one_filter_serves_every_row() -> None:
    given, later = rows(3, 256), np.zeros((1, 256), np.float32)
    later[0, 5] = 2
    assert filtered(given, spectra(later)) == pytest.approx(2 * np.roll(given, 5, axis=1), abs=1e-4)


def test_sizes_are_the_next_power_of_two() -> None:
    assert [size_for(length) for length in (1, 2, 3, 64, 65)] == [1, 2, 4, 64, 128]


@pytest.mark.parametrize("seconds", [0.9, 2.4])
def test_a_room_dies_away_by_sixty_decibels_in_its_time(seconds: float) -> None:
    click = silence(4 * RATE)
    click[0] = 1
    tail = reverb(click, np.random.default_rng(1), seconds, 0.3)
    begin, end = (rms(tail[int(at * RATE) :][: RATE // 20]) for at in (0.05 * seconds, 0.85 * seconds))
    assert 20 * np.log10(begin / end) == pytest.approx(48, abs=5)
    assert not np.abs(tail[int((seconds + 0.02) * RATE) :]).max() > 1e-5
    assert np.sum(tail[RATE // 100 :] ** 2) / 2 == pytest.approx(0.3**2, rel=0.02)


def test_a_room_answers_alike_wherever_a_sound_lies_in_the_video() -> None:
    """Long sounds are worked on in blocks; nothing is lost or doubled where two of them meet."""
    clicks = silence(9 * RATE)
    clicks[[0, 5 * RATE]] = 1
    tail = reverb(clicks, np.random.default_rng(1), 0.9, 0.3)
    assert tail[5 * RATE : 8 * RATE] == pytest.approx(tail[: 3 * RATE], abs=1e-5)
