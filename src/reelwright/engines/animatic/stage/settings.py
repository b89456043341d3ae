"""Which painter makes which setting."""

from __future__ import annotations

from collections.abc import Callable

from reelwright.engines.animatic.plan import Setting
from reelwright.engines.animatic.stage import indoors, outdoors, town, water
from reelwright.engines.animatic.stage.scene import Kit, Scene

_SCENES: dict[Setting, Callable[[Kit], Scene]] = {
    Setting.MEADOW: outdoors.meadow,
    Setting.SEA: water.sea,
    Setting.CITY: town.city,
    Setting.STREET: town.street,
    Setting.ROOM: indoors.room,
    Setting.STUDIO: indoors.studio,
}


def scene_of(setting: Setting, kit: Kit) -> Scene:
    """Return the scene of a setting for the choices of a shot."""
    return _SCENES.get(setting, outdoors.meadow)(kit)
