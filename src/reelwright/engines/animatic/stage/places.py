"""Places of their own: which painter shows the library, the canyon, the harbour that a prompt names."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reelwright.engines.animatic.plan import Setting, Shot
from reelwright.engines.animatic.stage import (
    abstracts,
    beyond,
    caves,
    greatwall,
    interiors,
    laboratory,
    leaf,
    palace,
    ports,
    spaceship,
    sports,
    station,
    venues,
    wilds,
    worlds,
)
from reelwright.engines.animatic.stage.river import on_water
from reelwright.engines.animatic.stage.scene import Kit, Scene

_PLACES: dict[str, tuple[Setting, Callable[[Kit], Scene]]] = {
    "ink": (Setting.STUDIO, abstracts.ink_in_water),
    "particles": (Setting.STUDIO, abstracts.particles),
    "shapes": (Setting.STUDIO, abstracts.shapes),
    "mars": (Setting.SPACE, worlds.mars),
    "surface": (Setting.SPACE, beyond.space),
    "greatwall": (Setting.MOUNTAINS, greatwall.great_wall),
    "leaf": (Setting.MEADOW, leaf.leaf),
    "palace": (Setting.PARK, palace.palace),
    "savanna": (Setting.MEADOW, wilds.savanna),
    "terraces": (Setting.MEADOW, wilds.terraces),
    "canyon": (Setting.MOUNTAINS, wilds.canyon),
    "swamp": (Setting.FOREST, wilds.swamp),
    "cave": (Setting.MOUNTAINS, caves.cave),
    "ice-cave": (Setting.SNOWFIELD, caves.cave),
    "stadium": (Setting.PARK, sports.stadium),
    "pool": (Setting.PARK, sports.pool),
    "harbour": (Setting.SEA, ports.harbour),
    "airfield": (Setting.STREET, ports.airfield),
    "market": (Setting.STREET, venues.market),
    "rooftop": (Setting.CITY, venues.rooftop),
    "station": (Setting.STREET, station.station),
    "subway": (Setting.STREET, station.station),
    "spaceship": (Setting.ROOM, partial(interiors.interior, kind=spaceship.SPACESHIP)),
    "laboratory": (Setting.ROOM, partial(interiors.interior, kind=laboratory.LABORATORY)),
    **{
        name: (Setting.ROOM, partial(interiors.interior, kind=kind))
        for name, kind in interiors.INTERIORS.items()
    },
}
"""By feature: the setting that it makes special, and how it looks."""

_TRAINS = (
    "locomotive",
    "high-speed-train",
    "tram-car",
    "metro",
    "train",
    "station",
    "monorail",
    "light-rail",
    "bullet-train",
)


def place_of(shot: Shot) -> Callable[[Kit], Scene] | None:
    """Return the painter of what is special about the place of a shot, or None."""
    for feature in shot.features:
        setting, painter = _PLACES.get(feature, (None, None))
        if painter is not None and setting is shot.setting:
            return _turned(shot, feature) or painter
    return None


def _turned(shot: Shot, feature: str) -> Callable[[Kit], Scene] | None:
    """Return a place from the side that its subjects ask for: a pool with those who swim in it, the rails with their train."""
    if feature == "leaf" and not shot.subjects:
        return partial(leaf.leaf, alone=True)
    if feature == "pool" and any(on_water(subject) for subject in shot.subjects):
        return partial(sports.pool, swimming=True)
    if feature in ("station", "subway") and any(subject.art in _TRAINS for subject in shot.subjects):
        return partial(station.station, train=True)
    return None
