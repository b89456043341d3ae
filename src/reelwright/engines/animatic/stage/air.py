"""Everything between the scene and the lens: the weather, and the small lights and specks of a place."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.plan import Setting, TimeOfDay, Weather
from reelwright.engines.animatic.stage.blend import splat
from reelwright.engines.animatic.stage.canvas import Pixels, Rng, mix, rgb
from reelwright.engines.animatic.stage.mover import Moment
from reelwright.engines.animatic.stage.scene import Kit, Scene
from reelwright.engines.animatic.stage.weather import Leaves, Lightning, Rain, Snow

ATMOSPHERE = "atmosphere"
"""The name under which a kit gives the weather of a shot its random numbers."""
_GREEN_PLACES = (Setting.MEADOW, Setting.FOREST, Setting.PARK, Setting.MOUNTAINS)


class Motes:
    """Small lights and specks that belong to a place."""

    def __init__(self, rng: Rng, height: int, width: int, setting: Setting, time: TimeOfDay) -> None:
        self._height, self._width, self._kind = height, width, _motes_of(setting, time)
        count = {"fireflies": 26, "bubbles": 34, "dust": 30, "glitter": 24}.get(self._kind, 0)
        self._seeds = rng.uniform(0, 1, (count, 5))

    def draw(self, frame: Pixels, moment: Moment) -> None:
        """Draw the specks of a moment."""
        if not self._kind:
            return
        clock, (a, b, c, d, e) = moment.clock, self._seeds.T
        height = self._height
        room = self._width / height
        if self._kind == "bubbles":
            x = a * room + 0.012 * np.sin(clock * (1.5 + c) + d * 6.3)
            y = (b * 1.1 - clock * (0.07 + 0.1 * c)) % 1.1 - 0.05
            radius = (0.0022 + 0.0065 * e**2) * height
            ring = np.stack([x * height, y * height, radius], 1)
            splat(frame, ring, rgb("d5f6fa"), np.full(len(a), 0.34))
            splat(
                frame,
                ring * [1, 1, 0.35] - (radius * 0.35)[:, None] * [1, 1, 0],
                rgb("ffffff"),
                np.full(len(a), 0.8),
            )
            return
        x = (
            a * room
            + 0.05 * np.sin(clock * (0.2 + 0.3 * c) + d * 6.3)
            - moment.pose.truck * 0.7
            - moment.pose.pan
        )
        y = 0.1 + 0.8 * b + 0.04 * np.sin(clock * (0.3 + 0.3 * d) + c * 6.3)
        twinkle = 0.5 + 0.5 * np.sin(clock * (1.2 + 1.6 * e) + d * 6.3)
        spots = np.stack([x % room, y, np.zeros(len(a))], 1) * height
        if self._kind == "fireflies":
            spots[:, 1] = (0.42 + 0.5 * b) * height + 0.03 * height * np.sin(clock * (0.5 + d) + c * 6.3)
            splat(frame, spots + np.array([0, 0, 0.011 * height]), rgb("e8f58a"), 0.22 * twinkle**2)
            splat(frame, spots + np.array([0, 0, 0.0022 * height]), rgb("fbffd0"), twinkle**2)
            return
        size = (0.0011 + 0.0014 * e) * height
        splat(
            frame,
            spots + np.stack([0 * a, 0 * a, size], 1),
            mix(moment.light.sun, rgb("ffffff"), 0.5),
            0.42 * twinkle,
        )


def _motes_of(setting: Setting, time: TimeOfDay) -> str:
    if setting is Setting.UNDERWATER:
        return "bubbles"
    if setting in _GREEN_PLACES and time in (TimeOfDay.DUSK, TimeOfDay.NIGHT):
        return "fireflies"
    if setting in (Setting.FOREST, Setting.STAGE, Setting.ROOM) or (
        setting in _GREEN_PLACES and time is TimeOfDay.GOLDEN
    ):
        return "dust"
    return ""


class Atmosphere:
    """All of it for one shot."""

    def __init__(
        self,
        kit: Kit,
        scene: Scene,
        setting: Setting,
        time: TimeOfDay,
        seconds: float,
        height: int,
        width: int,
    ) -> None:
        rng = kit.rng(ATMOSPHERE)
        weather = kit.weather if scene.outdoors else Weather.CLEAR
        way = 1.0 if kit.wind >= 0 else -1.0
        self._parts: list[Rain | Snow | Leaves | Motes] = []
        self._lightning = (
            Lightning(rng, height, width, seconds, scene.horizon) if weather is Weather.STORM else None
        )
        if weather in (Weather.RAIN, Weather.STORM):
            heavy, slant = (1.0, 0.12) if weather is Weather.RAIN else (1.5, 0.3)
            self._parts.append(Rain(rng, height, width, heavy, slant * way, scene))
        elif weather is Weather.SNOW:
            self._parts.append(Snow(rng, height, width, 1.0, 0.03 * way))
        elif weather is Weather.WIND:
            self._parts.append(Leaves(rng, height, width, kit.wind))
        if weather in (Weather.CLEAR, Weather.CLOUDY):
            self._parts.append(Motes(rng, height, width, setting, time))

    def draw_behind(self, frame: Pixels, moment: Moment) -> None:
        """Draw what belongs to the sky."""
        if self._lightning:
            self._lightning.draw_bolt(frame, moment)

    def draw_front(self, frame: Pixels, moment: Moment) -> None:
        """Draw what is between the scene and the lens."""
        for part in self._parts:
            part.draw(frame, moment)
        if self._lightning:
            self._lightning.draw_flash(frame, moment)
