"""A road through open country: under the vehicle that drives along it, or away to the horizon where none does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from reelwright.engines.animatic.art import art_group
from reelwright.engines.animatic.plan import Setting
from reelwright.engines.animatic.stage.canvas import Canvas, Floats, fade, mix, rgb
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.scene import Kit, Scene

ROAD = "road"
"""What the features of a place hold where a road runs through it."""
_OPEN = frozenset(
    {
        Setting.MEADOW,
        Setting.FOREST,
        Setting.MOUNTAINS,
        Setting.DESERT,
        Setting.BEACH,
        Setting.SNOWFIELD,
        Setting.PARK,
        Setting.LAKE,
    }
)
_ASPHALT, _PAINT, _VERGE = rgb("565b66"), rgb("f2ecd8"), rgb("8d877c")
_GRASS = "row"
_BACK, _FRONT = 0.1, 0.115  # world heights of the road behind and before the wheels, at nearness 1
_DASH = 0.34  # world units from one dash to the next, at nearness 1


def with_road(scene: Scene, cast: Sequence[Performer], setting: Setting, kit: Kit) -> Scene:
    """Return the scene with a road, where its place has one: across the picture under who goes along it, else to the horizon."""
    if ROAD not in kit.features or setting not in _OPEN or not scene.floor or scene.sink:
        return scene
    grounds = [i for i, other in enumerate(scene.layers) if other.ground]
    if not grounds:
        return scene
    ground = grounds[-1]
    along = [who for who in cast if not who.hanging and _goes_along(who)]
    if not along:
        layers = list(scene.layers)
        layers[ground] = _away(layers[ground], kit, scene.horizon, scene.eye)
        return replace(scene, layers=tuple(_mown(layers, 0.3, 1.2)))
    near = min(who.near for who in along)
    layer = _across(kit, near - 0.002, scene.horizon + scene.eye * near)
    index = ground + 1
    while index < len(scene.layers) and scene.layers[index].near < layer.near:
        index += 1
    layers = [*scene.layers[:index], layer, *scene.layers[index:]]
    return replace(scene, layers=tuple(_mown(layers, near - 0.2, near + 0.35)))


def _mown(layers: Sequence[Layer], far: float, close: float) -> list[Layer]:
    """Return the layers without the rows of grass that would grow out of the road."""
    return [layer for layer in layers if layer.name != _GRASS or not far < layer.near < close]


def _goes_along(who: Performer) -> bool:
    """Return whether somebody is on a road for its own sake: a vehicle, or whoever travels."""
    return who._travels or (who.subject.art is not None and art_group(who.subject.art) == "vehicles")


def _across(kit: Kit, near: float, foot: float) -> Layer:
    """Return a road seen from the side, with a dashed line along its middle."""
    top, bottom = foot - _BACK * near, foot + _FRONT * near

    def paint(canvas: Canvas, light: Light) -> None:
        left, right = canvas.left - 0.1, canvas.right + 0.1
        tar = light.lit(mix(_ASPHALT, rgb("e8eef4"), 0.55) if kit.snowy else _ASPHALT, near)
        verge = light.lit(rgb("dfe7ee") if kit.snowy else _VERGE, near)
        canvas.rects(
            np.array([left, top - 0.012 * near, right, bottom + 0.016 * near]), verge, 0.85, blur=0.003
        )
        canvas.rects(
            np.array([left, top, right, bottom]),
            fade(top, mix(tar, light.haze, 0.18), bottom, tar * np.float32(0.88)),
        )
        white = light.lit(_PAINT, near)
        for level, thick in ((top + 0.012 * near, 0.004), (bottom - 0.014 * near, 0.006)):
            canvas.rects(np.array([left, level, right, level + thick * near]), white, 0.75)
        step, middle = _DASH * near, foot - 0.035 * near
        starts = np.arange(np.floor(left / step), np.ceil(right / step)) * step
        dashes = [
            np.array(
                [
                    [x, middle + 0.004 * near],
                    [x + 0.008 * near, middle - 0.004 * near],
                    [x + 0.5 * step, middle - 0.004 * near],
                    [x + 0.5 * step - 0.008 * near, middle + 0.004 * near],
                ]
            )
            for x in starts
        ]
        canvas.polygons(dashes, white, 0.9)

    return Layer(near, top - 0.03, bottom + 0.03, paint, name="road")


def _away(ground: Layer, kit: Kit, horizon: float, eye: float) -> Layer:
    """Return a ground with a road that winds away over it."""

    def paint(canvas: Canvas, light: Light) -> None:
        ground.paint(canvas, light)
        far = max(0.03, (ground.top - horizon) / eye)
        near = np.geomspace(far, 3.0, 120)
        middle = 0.1 * np.sin(1.1 / near) * np.minimum(1, 0.35 / near) + 0.05 * kit.side
        tar = mix(_ASPHALT, rgb("e8eef4"), 0.55) if kit.snowy else _ASPHALT

        def band(left: float, right: float, part: slice = slice(None)) -> Floats:
            level = horizon + eye * near[part]
            one = np.stack([(middle[part] + left) * near[part], level], 1)
            other = np.stack([(middle[part] + right) * near[part], level], 1)
            return np.concatenate([one, other[::-1]])

        canvas.polygons([band(-0.49, 0.49)], light.lit(_VERGE, 0.7), 0.6)
        canvas.polygons(
            [band(-0.44, 0.44)], fade(horizon, light.lit(tar, 0.15), horizon + eye, light.lit(tar, 0.9))
        )
        white = light.lit(_PAINT, 0.9)
        canvas.polygons([band(-0.41, -0.39), band(0.39, 0.41)], white, 0.7)
        away = 1 / near
        dashed = [
            band(-0.014, 0.014, slice(int(hits[0]), int(hits[-1]) + 1))
            for start in np.arange(0.4, 1 / far, 0.9)
            if len(hits := np.flatnonzero((away > start) & (away < start + 0.45))) > 1
        ]
        canvas.polygons(dashed, white, 0.9)

    return replace(ground, paint=paint)
