"""The track under a train, wherever it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from reelwright.engines.animatic.plan import Setting
from reelwright.engines.animatic.stage.canvas import Canvas, fade, mix, rgb
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.scene import Kit, Scene, cells, merged

_TRAINS = frozenset(
    {"locomotive", "train", "railway-car", "high-speed-train", "bullet-train", "light-rail", "tram-car"}
)
_PAVED = (Setting.CITY, Setting.STREET)
_LAID = (Setting.STUDIO, Setting.SPACE, Setting.SKY, Setting.SEA, Setting.LAKE, Setting.UNDERWATER)
VIADUCT = "viaduct"
"""What the features of a place hold where its track runs over arches."""
_GRASS = ("row", "front")  # what would grow into the air between the arches
_SLEEPERS = 9  # to a world unit


def with_track(scene: Scene, cast: Sequence[Performer], setting: Setting, kit: Kit) -> Scene:
    """Return the scene with a track under the first train that stands on its ground, unless it has rails of its own."""
    if "station" in kit.features or setting in _LAID or not scene.floor or scene.sink:
        return scene
    train = next(
        (who for who in cast if type(who) is Performer and who.subject.art in _TRAINS and not who.hanging),
        None,
    )
    if train is None:
        return scene
    layer = _track(kit, train.near - 0.001, scene.horizon + scene.eye * train.near, paved=setting in _PAVED)
    index = next((i for i, other in enumerate(scene.layers) if other.ground), -1) + 1
    while index < len(scene.layers) and scene.layers[index].near < layer.near:
        index += 1
    if VIADUCT in kit.features:
        layer = merged(layer.near, _viaduct(kit, layer.near, scene.horizon + scene.eye * train.near), layer)
        near = [other for other in scene.layers[index:] if other.name not in _GRASS]
        return replace(scene, layers=(*scene.layers[:index], layer, *near))
    return replace(scene, layers=(*scene.layers[:index], layer, *scene.layers[index:]))


def _viaduct(kit: Kit, near: float, foot: float) -> Layer:
    """Return stone arches under a track, through which the country behind is seen."""
    span, pier, top = 0.46 * near, 0.1 * near, foot + 0.03

    def paint(canvas: Canvas, light: Light) -> None:
        stone = light.lit(rgb("a89a86"), near)
        first = int(np.floor(canvas.left / span)) - 1
        low = canvas.bottom + 0.2
        for index in range(first, int(np.ceil(canvas.right / span)) + 1):
            x, half = index * span, (span - pier) / 2
            bow = np.linspace(np.pi, 0, 22)
            crown = top + 0.05 * near + half
            arch = np.stack([x + pier / 2 + half + half * np.cos(bow), crown - half * np.sin(bow)], 1)
            wall = np.concatenate(
                [
                    [[x - pier / 2, top], [x + span - pier / 2, top]],
                    [[x + span - pier / 2, low], arch[-1] * [1, 0] + [0, low]],
                    arch[::-1],
                    [arch[0] * [1, 0] + [0, low], [x - pier / 2, low]],
                ]
            )
            canvas.polygons(
                [wall], fade(top, mix(stone, light.haze, 0.1), foot + 0.35, stone * np.float32(0.72))
            )
            canvas.strokes([arch], stone * np.float32(0.6), 0.012 * near, 0.8)
            rows = np.arange(top + 0.03, top + 0.4, 0.035)
            joints = [np.array([[x - pier / 2, y], [x + pier / 2, y]]) for y in rows]
            canvas.strokes(joints, stone * np.float32(0.72), 0.002, 0.6)
        rail = np.array([canvas.left - 0.1, top - 0.012, canvas.right + 0.1, top + 0.018])
        canvas.rects(
            rail, fade(top - 0.012, mix(stone, rgb("ffffff"), 0.25), top + 0.018, stone * np.float32(0.8))
        )

    return Layer(near, top - 0.02, 2.0, paint, name="viaduct")


def _track(kit: Kit, near: float, foot: float, *, paved: bool) -> Layer:
    """Return rails on sleepers and gravel, or sunk into a pavement, seen from the side."""
    key = kit.key("track")

    def paint(canvas: Canvas, light: Light) -> None:
        left, right = canvas.left - 0.1, canvas.right + 0.1
        steel = mix(light.lit(rgb("8b9097"), near), light.lit(light.sun, near), 0.25)
        if not paved:
            stone = light.lit(rgb("a79d90"), near)
            xs = canvas.xs(0.02)
            rough = 0.003 * np.sin(47 * xs) + 0.003 * np.sin(31 * xs + 1)
            bed = np.concatenate(
                [np.stack([xs, foot - 0.026 + rough], 1), np.stack([xs, foot + 0.034 + rough], 1)[::-1]]
            )
            canvas.polygons([bed], fade(foot - 0.03, stone, foot + 0.035, stone * np.float32(0.72)))
            spots = [
                [x, foot + rng.uniform(-0.02, 0.026), *rng.uniform(0.003, 0.006, 2)]
                for x, rng in cells(canvas, key, 40, 0.1)
            ]
            canvas.ellipses(np.array(spots), stone * np.float32(0.6), 0.6)
            wood = light.lit(rgb("6b4a34"), near)
            canvas.polygons(
                [
                    np.array(
                        [
                            [x + 0.008, foot - 0.02],
                            [x + 0.034, foot - 0.02],
                            [x + 0.03, foot + 0.022],
                            [x, foot + 0.022],
                        ]
                    )
                    for x in np.arange(np.floor(left * _SLEEPERS), right * _SLEEPERS) / _SLEEPERS
                ],
                fade(foot - 0.02, wood * np.float32(0.8), foot + 0.02, wood),
            )
        for level, thick in ((foot - 0.013, 0.004), (foot + 0.003, 0.007)):
            canvas.rects(np.array([left, level - thick / 2, right, level + thick / 2]), steel)
            low = np.array([left, level + thick / 2, right, level + thick])
            canvas.rects(low, steel * np.float32(0.5))

    return Layer(near, foot - 0.05, foot + 0.06, paint, name="track")
