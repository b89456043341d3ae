"""A windmill whose sails turn."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from reelwright.engines.animatic.stage.blend import Scratch, lay
from reelwright.engines.animatic.stage.camera import Camera
from reelwright.engines.animatic.stage.canvas import Canvas, Pixels, fade, mix, rgb
from reelwright.engines.animatic.stage.extras import Now, Repainted
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.outdoors import SNOW
from reelwright.engines.animatic.stage.scene import Kit, Scene

_NEAR, _TALL, _SAIL = 0.5, 0.46, 0.22  # nearness, heights of the tower and of a sail in world units
_PACE = 0.75  # radians in a second, in calm air


def _place(kit: Kit, scene: Scene) -> tuple[float, float]:
    """Return where the windmill stands."""
    return 0.2 * kit.side * kit.aspect, scene.horizon + scene.eye * _NEAR


def _tower(kit: Kit, scene: Scene) -> Layer:
    x, foot = _place(kit, scene)

    def paint(canvas: Canvas, light: Light) -> None:
        wall = light.lit(kit.tinged(rgb("efe4d0"), 0.2), 0.6)
        top = foot - 0.86 * _TALL
        body = np.array([[x - 0.115, foot], [x - 0.07, top], [x + 0.07, top], [x + 0.115, foot]])
        canvas.polygons([body], fade(top, mix(wall, light.sun, 0.15), foot, wall * np.float32(0.82)))
        shade = body.copy()
        shade[:2, 0] += np.array([0.17, 0.1]) if kit.side < 0 else 0.0
        shade[2:, 0] -= np.array([0.1, 0.17]) if kit.side > 0 else 0.0
        canvas.polygons([shade], wall * np.float32(0.62), 0.35, blur=0.01)
        bow = np.linspace(np.pi, 0, 20)
        cap = np.stack([x + 0.085 * np.cos(bow), top + 0.005 - 0.1 * np.sin(bow)], 1)
        canvas.polygons([cap], SNOW * light.ambient if kit.snowy else light.lit(rgb("9a4f3d"), 0.6))
        glass = mix(light.lit(rgb("4d6478"), 0.6), rgb("ffdf9e"), 0.9 * light.night)
        canvas.rects(
            np.array(
                [
                    [x - 0.018, foot - 0.3, x + 0.018, foot - 0.25],
                    [x - 0.018, foot - 0.2, x + 0.018, foot - 0.15],
                ]
            ),
            glass,
        )
        canvas.rects(np.array([x - 0.028, foot - 0.09, x + 0.028, foot]), light.lit(rgb("7a4f35"), 0.6))

    return Layer(_NEAR, foot - _TALL - 0.08, foot + 0.01, paint, name="windmill")


class Sails:
    """Four sails about the hub of a windmill."""

    near = _NEAR + 0.002

    def __init__(self, kit: Kit, scene: Scene) -> None:
        self._x, foot = _place(kit, scene)
        self._y, self._kit = foot - 0.86 * _TALL, kit
        self._pace = _PACE * min(3.0, kit.gust)
        self._picture = Repainted(self._paint)

    def draw(self, frame: Pixels, camera: Camera, moment: Now, scratch: Scratch) -> None:
        """Draw the sails as far turned as they are at a moment."""
        height, width = frame.shape[:2]
        picture = self._picture.of(height, moment.light)
        plate = camera.plate(moment.pose, _NEAR, height, width)
        hub = plate @ np.array([self._x, self._y, 1.0])
        scale = float(plate[0, 0]) * 2 * _SAIL * 1.06 / picture.shape[0]
        angle, middle = moment.clock * self._pace, picture.shape[0] / 2
        a, b = scale * cos(angle), scale * sin(angle)
        turn = np.array(
            [[a, -b, hub[0] - (a - b) * middle], [b, a, hub[1] - (a + b) * middle], [0.0, 0.0, 1.0]]
        )
        lay(frame, picture, turn, scratch)

    def _paint(self, height: int, light: Light) -> Pixels:
        reach = _SAIL * 1.06
        canvas = Canvas(-reach, -reach, reach, reach, height * 1.1)
        wood, cloth = light.lit(rgb("6a4a34"), 0.7), light.lit(rgb("fbf6ea"), 0.7)
        for index in range(4):
            angle = index * pi / 2 + 0.3
            along, aside = np.array([cos(angle), sin(angle)]), np.array([-sin(angle), cos(angle)])
            near, far = 0.24 * _SAIL, _SAIL
            wide = aside * 0.24 * _SAIL
            sheet = np.array([along * near, along * far, along * far + wide, along * near + wide])
            canvas.polygons([sheet], cloth)
            bars = [
                np.array([along * at, along * at + aside * 0.24 * _SAIL]) for at in np.linspace(near, far, 7)
            ]
            bars += [
                np.array([along * near + aside * way, along * far + aside * way])
                for way in (0.12 * _SAIL, 0.24 * _SAIL)
            ]
            canvas.strokes(bars, wood, 0.004)
            canvas.strokes([np.array([[0.0, 0.0], along * far])], wood, 0.011)
        canvas.ellipses(np.array([0.0, 0.0, 0.018, 0.018]), wood * np.float32(0.8))
        return canvas.pixels


def with_windmill(scene: Scene, kit: Kit) -> tuple[tuple[Layer, ...], Sails]:
    """Return the layers of a scene with a windmill among them, and its sails."""
    ground = next(index for index, layer in enumerate(scene.layers) if layer.ground)
    standing = sorted((*scene.layers[ground + 1 :], _tower(kit, scene)), key=lambda layer: layer.near)
    return (*scene.layers[: ground + 1], *standing), Sails(kit, scene)
