"""What a place sounds like: setting, weather and time of day, from the first frame to the last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from reelwright.engines.animatic.dissolves import lapped
from reelwright.engines.animatic.plan import Setting, Shot, Storyboard, TimeOfDay, Weather
from reelwright.engines.animatic.sound import nature, places
from reelwright.engines.animatic.sound.moments import flashes
from reelwright.engines.animatic.sound.signal import RATE, Samples, add, fade, samples_of, silence

Layer = Callable[[np.random.Generator, int], Samples]

_DAY: dict[Setting, tuple[Layer, ...]] = {
    Setting.MEADOW: (nature.breeze, nature.birds),
    Setting.FOREST: (nature.breeze, nature.leaves, nature.birds),
    Setting.MOUNTAINS: (nature.wind, nature.far_birds),
    Setting.DESERT: (nature.wind,),
    Setting.BEACH: (nature.waves, nature.gulls),
    Setting.SEA: (nature.open_sea, nature.gulls),
    Setting.LAKE: (nature.breeze, nature.far_birds),
    Setting.UNDERWATER: (nature.underwater,),
    Setting.CITY: (places.city_hum, places.traffic, places.horns),
    Setting.STREET: (places.city_hum, places.traffic, places.murmur),
    Setting.PARK: (nature.breeze, nature.leaves, nature.birds, places.city_hum),
    Setting.ROOM: (places.room_tone, places.clock),
    Setting.KITCHEN: (places.room_tone, places.fridge, places.simmer),
    Setting.STAGE: (places.room_tone, places.audience),
    Setting.SPACE: (places.space,),
    Setting.SKY: (nature.wind,),
    Setting.SNOWFIELD: (nature.hush,),
    Setting.STUDIO: (places.room_tone,),
}

_NIGHT: dict[Setting, tuple[Layer, ...]] = {
    Setting.MEADOW: (nature.breeze, nature.crickets),
    Setting.FOREST: (nature.breeze, nature.leaves, nature.crickets, nature.owl),
    Setting.MOUNTAINS: (nature.wind, nature.owl),
    Setting.DESERT: (nature.breeze, nature.crickets),
    Setting.BEACH: (nature.waves, nature.crickets),
    Setting.SEA: (nature.open_sea,),
    Setting.LAKE: (nature.breeze, nature.crickets, nature.owl),
    Setting.PARK: (nature.breeze, nature.crickets, places.city_hum),
    Setting.STREET: (places.city_hum, places.traffic),
}

_INDOORS = frozenset({Setting.ROOM, Setting.KITCHEN, Setting.STAGE, Setting.STUDIO})
_NO_WEATHER = frozenset({Setting.UNDERWATER, Setting.SPACE})
_SINGERS = frozenset({nature.birds, nature.far_birds, nature.gulls, nature.crickets, nature.owl})
_CROSSFADE = samples_of(0.3)


@dataclass(frozen=True, slots=True)
class Place:
    """What decides the ambience of a stretch of the video."""

    setting: Setting
    weather: Weather
    night: bool


def place_of(shot: Shot) -> Place:
    """Return where a shot plays, as far as an ear can tell."""
    return Place(shot.setting, shot.weather, shot.time is TimeOfDay.NIGHT)


def layers_of(place: Place) -> tuple[Layer, ...]:
    """Return the layers that make the sound of a place."""
    by_day = _DAY[place.setting]
    layers = _NIGHT.get(place.setting, by_day) if place.night else by_day
    if place.setting in _NO_WEATHER:
        return layers
    if place.setting in _INDOORS:
        wet = place.weather in {Weather.RAIN, Weather.STORM}
        return (*layers, nature.rain_on_the_window) if wet else layers
    return _in_weather(layers, place)


def _in_weather(layers: tuple[Layer, ...], place: Place) -> tuple[Layer, ...]:
    sheltered = tuple(layer for layer in layers if layer not in _SINGERS)
    calm = tuple(layer for layer in sheltered if layer not in {nature.breeze, nature.wind})
    match place.weather:
        case Weather.RAIN:
            return (*sheltered, nature.rain)
        case Weather.STORM:
            return (*calm, nature.wind, nature.rain)
        case Weather.WIND:
            return (*calm, nature.wind)
        case Weather.SNOW:
            return (*calm, nature.hush)
        case Weather.FOG if place.setting in {Setting.SEA, Setting.BEACH}:
            return (*sheltered, places.foghorn)
        case _:
            return layers


def ambience(board: Storyboard, length: int, rng: np.random.Generator) -> Samples:
    """Return the ambience of a whole video of `length` samples; shots that play in one place share one sound."""
    track = silence(length)
    stretches: list[tuple[Place, int]] = []
    for shot in board.shots:
        place = place_of(shot)
        if not stretches or stretches[-1][0] != place:
            stretches.append((place, shot.start * length // board.frames))
    for index, (place, start) in enumerate(stretches):
        last = index + 1 == len(stretches)
        stop = length if last else min(stretches[index + 1][1] + _CROSSFADE, length)
        for layer in layers_of(place):
            add(track, fade(layer(rng, stop - start), _CROSSFADE, 0 if last else _CROSSFADE), start)
    seen = [
        (lap.shot.start / board.fps + second) * RATE
        for lap in lapped(board.shots)
        for second in flashes(board, lap.shot)
    ]
    if seen:
        track += nature.thunder(rng, length, [round(at) for at in seen])
    return track
