"""What places sound like."""

from __future__ import annotations

import numpy as np
import pytest

from reelwright.engines.animatic.plan import Setting, Shot, Storyboard, TimeOfDay, Weather
from reelwright.engines.animatic.sound import nature, places
from reelwright.engines.animatic.sound.ambience import Place, ambience, layers_of
from reelwright.engines.animatic.sound.signal import RATE
from reelwright.media.frames import Samples


def sound_of(*shots: Shot, seed: int = 1) -> Samples:
    frames = shots[-1].end
    board = Storyboard("", 1, 640, 360, 24, frames, shots)
    return ambience(board, frames * 2000, np.random.default_rng(seed))


def share_above(sound: Samples, hertz: float) -> float:
    power = np.abs(np.fft.rfft(sound.mean(axis=1))) ** 2
    return float(power[np.fft.rfftfreq(len(sound), 1 / RATE) > hertz].sum() / power.sum())


@pytest.mark.parametrize("setting", Setting)
@pytest.mark.parametrize("weather", [Weather.CLEAR, Weather.STORM])
@pytest.mark.parametrize("night", [False, True])
def test_every_place_has_a_sound_at_any_time_in_any_weather(
    setting: Setting, weather: Weather, night: bool
) -> None:
    layers = layers_of(Place(setting, weather, night))
    assert layers
    assert len(set(layers)) == len(layers)


@pytest.mark.parametrize("layer", sorted({layer for s in Setting for w in Weather for n in (True, False)
                                          for layer in layers_of(Place(s, w, n))}, key=lambda layer: layer.__name__))  # fmt: skip
@pytest.mark.parametrize("length", [1, 999, 3 * RATE])
def test_every_layer_is_as_long_as_asked_quiet_and_clean(layer: object, length: int) -> None:
    sound = layer(np.random.default_rng(2), length)  # type: ignore[operator]
    assert sound.shape == (length, 2)
    assert np.isfinite(sound).all()
    assert np.abs(sound).max() < 0.7
    assert length < RATE or 0 < np.sqrt(np.mean(sound**2)) < 0.1


def test_birds_sing_by_day_and_crickets_by_night() -> None:
    assert nature.birds in layers_of(Place(Setting.MEADOW, Weather.CLEAR, False))
    assert nature.birds not in layers_of(Place(Setting.MEADOW, Weather.CLEAR, True))
    assert nature.crickets in layers_of(Place(Setting.MEADOW, Weather.CLEAR, True))


def test_nobody_sings_in_the_rain_and_no_rain_falls_in_space() -> None:
    assert nature.birds not in layers_of(Place(Setting.FOREST, Weather.RAIN, False))
    assert layers_of(Place(Setting.SPACE, Weather.STORM, False)) == (places.space,)


def test_rain_is_muffled_indoors() -> None:
    outside = sound_of(Shot(0, 96, "", setting=Setting.STREET, weather=Weather.RAIN))
    inside = sound_of(Shot(0, 96, "", setting=Setting.ROOM, weather=Weather.RAIN))
    assert share_above(inside, 2000) < 0.3 * share_above(outside, 2000)


def test_shots_in_one_place_share_one_unbroken_sound() -> None:
    cut = (Shot(0, 48, "", setting=Setting.BEACH), Shot(48, 96, "", setting=Setting.BEACH))
    assert np.array_equal(sound_of(*cut), sound_of(Shot(0, 96, "", setting=Setting.BEACH)))


def test_a_cut_to_another_place_is_heard_at_the_cut() -> None:
    sound = sound_of(
        Shot(0, 72, "", setting=Setting.STUDIO),
        Shot(72, 144, "", setting=Setting.STREET, weather=Weather.RAIN, time=TimeOfDay.NIGHT),
    )
    before, after = sound[RATE : 3 * RATE - 4800], sound[4 * RATE :]
    assert np.sqrt(np.mean(after**2)) > 2 * np.sqrt(np.mean(before**2))
    cut = sound[72 * 2000 - 100 : 72 * 2000 + 400]
    assert np.abs(np.diff(cut, axis=0)).max() < 0.01
