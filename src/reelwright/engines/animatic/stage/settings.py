"""Which painter makes which setting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from reelwright.engines.animatic.art import art_form, art_group
from reelwright.engines.animatic.plan import CameraMove, Setting, Shot, Subject
from reelwright.engines.animatic.stage import (
    beyond,
    canopy,
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
from reelwright.engines.animatic.stage.aurora import with_aurora
from reelwright.engines.animatic.stage.canvas import rgb
from reelwright.engines.animatic.stage.cliffs import CLIFFS, with_cliffs
from reelwright.engines.animatic.stage.fuji import with_fuji
from reelwright.engines.animatic.stage.petals import Petals
from reelwright.engines.animatic.stage.places import place_of
from reelwright.engines.animatic.stage.playground import with_playground
from reelwright.engines.animatic.stage.scene import Kit, Scene
from reelwright.engines.animatic.stage.windmill import with_windmill

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
_ON_LEGS = ("-standing", "-walking", "-running", "-lotus-position")
_FROM_ABOVE = (CameraMove.CRANE_UP, CameraMove.CRANE_DOWN)
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
    if "windmill" in kit.features and scene.outdoors and scene.floor and not scene.sink:
        layers, sails = with_windmill(scene, kit)
        scene = replace(scene, layers=layers, extras=(*scene.extras, sails))
    if "playground" in kit.features and shot.setting is Setting.PARK:
        layers, swing = with_playground(scene, kit)
        scene = replace(scene, layers=layers, extras=(*scene.extras, swing))
    if CLIFFS in kit.features and shot.setting in (Setting.SEA, Setting.BEACH):
        scene = with_cliffs(scene, kit)
    if "fuji" in kit.features and scene.outdoors and not scene.drift and not scene.wet:
        scene = replace(scene, layers=with_fuji(scene, kit))
    if "aurora" in kit.features and scene.outdoors and not scene.drift:
        scene = with_aurora(scene, kit)
    falling = [tones for feature, tones in _FALLING.items() if feature in kit.features]
    if falling and scene.outdoors and not scene.wet and not scene.drift:
        return replace(scene, extras=(*scene.extras, Petals(kit, falling[0])))
    return scene


def _painter(shot: Shot) -> Callable[[Kit], Scene]:
    for choice in (_close, place_of, _by_water, _aloft, _grown, _walked):
        painter = choice(shot)
        if painter is not None:
            return painter
    return _SCENES[shot.setting]


def _close(shot: Shot) -> Callable[[Kit], Scene] | None:
    """Return the table or the counter on which small things are seen."""
    if "marble" in shot.features and shot.setting is Setting.STUDIO:
        return hall.studio
    if "tabletop" in shot.features and shot.setting is not Setting.KITCHEN:
        return kitchens.table_top
    small = shot.setting is Setting.KITCHEN and all(_thing(subject) for subject in shot.subjects)
    return kitchens.counter if small or "tabletop" in shot.features else None


def _aloft(shot: Shot) -> Callable[[Kit], Scene] | None:
    """Return the place as it is seen where nobody stands on the ground."""
    if not all(subject.airborne for subject in shot.subjects):
        return None
    if shot.setting is Setting.SPACE:
        return beyond.open_space
    if shot.setting is Setting.FOREST and shot.camera in _FROM_ABOVE:
        return canopy.treetops
    return land.aerial if shot.setting is Setting.MOUNTAINS and shot.subjects else None


def _by_water(shot: Shot) -> Callable[[Kit], Scene] | None:
    """Return a waterfall, a river, or the shore of a lake."""
    if "waterfall" in shot.features and shot.setting in (Setting.MOUNTAINS, Setting.FOREST, Setting.LAKE):
        return falls.waterfall
    flows = {"river", "wading", "deck"} & set(shot.features)
    rivers = _RIVERS if flows else (Setting.LAKE,) if "bridge" in shot.features else ()
    if shot.setting in rivers:
        return river.river_for(shot.subjects, wading="wading" in shot.features)
    wet = any(river.on_water(subject) for subject in shot.subjects)
    ashore = ("lakeside" in shot.features or _on_foot(shot)) and not wet
    return lake.lakeside if shot.setting is Setting.LAKE and ashore else None


def _on_foot(shot: Shot) -> bool:
    """Return whether the lead of a shot by water stands on legs or roots that would be drowned in it."""
    lead = next((subject for subject in shot.subjects if subject.bond is None and not subject.airborne), None)
    if lead is None or lead.art is None or river.on_water(lead):
        return False
    return lead.art.endswith(_ON_LEGS) or art_group(lead.art) in ("places", "plants")


def _grown(shot: Shot) -> Callable[[Kit], Scene] | None:
    """Return a grove or a field of one crop."""
    for feature in shot.features:
        if shot.setting is Setting.FOREST and feature in _GROVES:
            return _GROVES[feature]
        if shot.setting is Setting.MEADOW and feature in fields.CROPS:
            return partial(fields.crop_field, crop=fields.CROPS[feature])
    return None


def _walked(shot: Shot) -> Callable[[Kit], Scene] | None:
    """Return a place as it is seen by who walks through it."""
    return _WALKS.get(shot.setting) if shot.camera is CameraMove.POV else None


def _thing(subject: Subject) -> bool:
    return subject.art is None or art_form(subject.art) == "thing" or subject.art.startswith(_SMALL)
