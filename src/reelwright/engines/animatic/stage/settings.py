"""Which painter makes which setting."""

from __future__ import annotations

from collections.abc import Callable

from reelwright.engines.animatic.art import art_form
from reelwright.engines.animatic.plan import CameraMove, Setting, Shot, Subject
from reelwright.engines.animatic.stage import (
    beyond,
    coast,
    deep,
    hall,
    indoors,
    kitchens,
    lake,
    land,
    outdoors,
    street,
    town,
    walks,
    water,
    woods,
)
from reelwright.engines.animatic.stage.scene import Kit, Scene

_SCENES: dict[Setting, Callable[[Kit], Scene]] = {
    Setting.MEADOW: outdoors.meadow,
    Setting.FOREST: woods.forest,
    Setting.MOUNTAINS: land.mountains,
    Setting.DESERT: land.desert,
    Setting.BEACH: coast.beach,
    Setting.SEA: water.sea,
    Setting.LAKE: lake.lake,
    Setting.UNDERWATER: deep.underwater,
    Setting.CITY: town.city,
    Setting.STREET: street.street,
    Setting.PARK: woods.park,
    Setting.ROOM: indoors.room,
    Setting.KITCHEN: kitchens.kitchen,
    Setting.STAGE: hall.theatre,
    Setting.SPACE: beyond.space,
    Setting.SKY: beyond.above_clouds,
    Setting.SNOWFIELD: land.snowfield,
    Setting.STUDIO: hall.studio,
}

_WALKS: dict[Setting, Callable[[Kit], Scene]] = {
    Setting.FOREST: walks.forest_walk,
    Setting.PARK: walks.country_walk,
    Setting.MEADOW: walks.country_walk,
}


def scene_of(shot: Shot, kit: Kit) -> Scene:
    """Return the scene of a shot for the choices of its kit."""
    if shot.setting is Setting.SPACE and all(subject.airborne for subject in shot.subjects):
        return beyond.open_space(kit)
    if shot.setting is Setting.MOUNTAINS and shot.subjects and all(who.airborne for who in shot.subjects):
        return land.aerial(kit)
    if shot.camera is CameraMove.POV and shot.setting in _WALKS:
        return _WALKS[shot.setting](kit)
    if shot.setting is Setting.KITCHEN and all(_thing(subject) for subject in shot.subjects):
        return kitchens.counter(kit)
    return _SCENES[shot.setting](kit)


def _thing(subject: Subject) -> bool:
    return subject.art is None or art_form(subject.art) == "thing"
