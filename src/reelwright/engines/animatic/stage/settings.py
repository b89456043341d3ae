"""Which painter makes which setting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from reelwright.engines.animatic.art import art_form
from reelwright.engines.animatic.plan import CameraMove, Setting, Shot, Subject
from reelwright.engines.animatic.stage import (
    beyond,
    coast,
    deep,
    falls,
    fields,
    groves,
    hall,
    indoors,
    kitchens,
    lake,
    land,
    outdoors,
    river,
    street,
    town,
    walks,
    water,
    woods,
)
from reelwright.engines.animatic.stage.canvas import rgb
from reelwright.engines.animatic.stage.petals import Petals
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

_RIVERS = (Setting.LAKE, Setting.MEADOW, Setting.PARK, Setting.FOREST, Setting.MOUNTAINS, Setting.CITY)
_GROVES: dict[str, Callable[[Kit], Scene]] = {"bamboo": groves.bamboo, "jungle": groves.jungle}
_SMALL = (
    "mouse",
    "hamster",
    "rat",
    "snail",
    "baby-chick",
    "honeybee",
    "fly",
    "lady-beetle",
    "ant",
    "spider",
    "beetle",
)
"""Animals that would be lost on a floor; in a kitchen they are seen on its counter."""
_FALLING = {
    "blossom": (rgb("f9c3d6"), rgb("fde3ec"), rgb("f5a8c4")),
    "autumn": (rgb("d9772b"), rgb("e0a83a"), rgb("b8452f"), rgb("c98a3a")),
}


def scene_of(shot: Shot, kit: Kit) -> Scene:
    """Return the scene of a shot for the choices of its kit."""
    scene = _painter(shot)(kit)
    falling = [tones for feature, tones in _FALLING.items() if feature in kit.features]
    if falling and scene.outdoors and not scene.wet and not scene.drift:
        return replace(scene, extras=(*scene.extras, Petals(kit, falling[0])))
    return scene


def _painter(shot: Shot) -> Callable[[Kit], Scene]:
    flying = all(subject.airborne for subject in shot.subjects)
    if shot.setting is Setting.SPACE and flying:
        return beyond.open_space
    if shot.setting is Setting.MOUNTAINS and flying and shot.subjects:
        return land.aerial
    for feature, painter in _GROVES.items():
        if feature in shot.features and shot.setting is Setting.FOREST:
            return painter
    if "waterfall" in shot.features and shot.setting in (Setting.MOUNTAINS, Setting.FOREST, Setting.LAKE):
        return falls.waterfall
    rivers = (
        _RIVERS
        if {"river", "deck"} & set(shot.features)
        else (Setting.LAKE,)
        if "bridge" in shot.features
        else ()
    )
    if shot.setting in rivers:
        return river.river_for(shot.subjects)
    for feature, crop in fields.CROPS.items():
        if feature in shot.features and shot.setting is Setting.MEADOW:
            return partial(fields.crop_field, crop=crop)
    if shot.camera is CameraMove.POV and shot.setting in _WALKS:
        return _WALKS[shot.setting]
    if "tabletop" in shot.features:
        return kitchens.counter if shot.setting is Setting.KITCHEN else kitchens.table_top
    if shot.setting is Setting.KITCHEN and all(_thing(subject) for subject in shot.subjects):
        return kitchens.counter
    return _SCENES[shot.setting]


def _thing(subject: Subject) -> bool:
    return subject.art is None or art_form(subject.art) == "thing" or subject.art.startswith(_SMALL)
