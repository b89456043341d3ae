"""What a playground has: a slide, and a swing that swings by itself."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from reelwright.engines.animatic.stage.blend import Scratch, lay
from reelwright.engines.animatic.stage.camera import Camera
from reelwright.engines.animatic.stage.canvas import Canvas, Pixels, fade, mix, rgb
from reelwright.engines.animatic.stage.extras import Now, Repainted
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.scene import Kit, Scene

_NEAR, _ROPE = 0.6, 0.26  # nearness; length of a swing's ropes in world units
_RATE, _REACH = 0.42, 0.5  # swings in a second, and how far they go, in radians


def _middles(kit: Kit) -> tuple[float, float]:
    """Return where the slide and the swing stand."""
    return 0.3 * kit.side * kit.aspect, -0.3 * kit.side * kit.aspect


def _frames(kit: Kit, scene: Scene) -> Layer:
    foot = scene.horizon + scene.eye * _NEAR
    slide, swing = _middles(kit)

    def paint(canvas: Canvas, light: Light) -> None:
        red, blue, yellow = (
            light.lit(kit.tinged(rgb(tone), 0.2), 0.8) for tone in ("e0493f", "2f7fc8", "f2b93a")
        )
        way = -kit.side
        top = foot - 0.26
        rails = [np.array([[slide + dx, foot], [slide + dx, top - 0.1]]) for dx in (-0.05, 0.05)]
        canvas.strokes(rails, blue, 0.014)
        rungs = [np.array([[slide - 0.05, y], [slide + 0.05, y]]) for y in np.linspace(foot - 0.04, top, 6)]
        canvas.strokes(rungs, blue * np.float32(0.8), 0.008)
        canvas.polygons(
            [np.array([[slide - 0.09, top - 0.1], [slide, top - 0.18], [slide + 0.09, top - 0.1]])], yellow
        )
        bow = np.linspace(0, 1, 14)
        chute = np.stack(
            [slide + way * (0.05 + 0.3 * bow), top + (foot - 0.03 - top) * (3 * bow**2 - 2 * bow**3)], 1
        )
        sheet = np.concatenate([chute, (chute + np.array([0.0, 0.035]))[::-1]])
        canvas.polygons([sheet], fade(top, mix(red, light.sun, 0.2), foot, red * np.float32(0.85)))
        canvas.strokes([chute], mix(red, rgb("ffffff"), 0.35), 0.012)
        beam = foot - 0.34
        legs = [
            np.array([[swing + side * 0.2, beam], [swing + side * 0.2 + lean, foot]])
            for side in (-1, 1)
            for lean in (-0.06, 0.06)
        ]
        canvas.strokes(legs, light.lit(rgb("8a5a3a"), 0.8), 0.014)
        canvas.strokes(
            [np.array([[swing - 0.21, beam], [swing + 0.21, beam]])], light.lit(rgb("9a6a44"), 0.8), 0.018
        )

    return Layer(_NEAR, foot - 0.48, foot + 0.015, paint, name="playground")


class Swing:
    """An empty swing that goes back and forth below its beam."""

    near = _NEAR + 0.002

    def __init__(self, kit: Kit, scene: Scene) -> None:
        self._x, self._y = _middles(kit)[1], scene.horizon + scene.eye * _NEAR - 0.34
        self._picture = Repainted(self._paint)

    def draw(self, frame: Pixels, camera: Camera, moment: Now, scratch: Scratch) -> None:
        """Draw the swing as it hangs at a moment."""
        height, width = frame.shape[:2]
        picture = self._picture.of(height, moment.light)
        plate = camera.plate(moment.pose, _NEAR, height, width)
        hook = plate @ np.array([self._x, self._y, 1.0])
        scale = float(plate[0, 0]) * 1.12 * _ROPE / picture.shape[0]
        angle = _REACH * sin(2 * pi * _RATE * moment.clock)
        a, b = scale * cos(angle), scale * sin(angle)
        middle = picture.shape[1] / 2
        turn = np.array(
            [[a, -b, hook[0] - a * middle], [b * 0.4, a, hook[1] - 0.4 * b * middle], [0.0, 0.0, 1.0]]
        )
        lay(frame, picture, turn, scratch)

    def _paint(self, height: int, light: Light) -> Pixels:
        canvas = Canvas(-0.1, 0.0, 0.1, 1.12 * _ROPE, height * 1.1)
        ropes = [np.array([[dx, 0.0], [dx, _ROPE]]) for dx in (-0.06, 0.06)]
        canvas.strokes(ropes, light.lit(rgb("6a6f78"), 0.8), 0.006)
        canvas.rects(np.array([-0.075, _ROPE - 0.008, 0.075, _ROPE + 0.012]), light.lit(rgb("e0493f"), 0.8))
        return canvas.pixels


def with_playground(scene: Scene, kit: Kit) -> tuple[tuple[Layer, ...], Swing]:
    """Return the layers of a scene with a slide and the frame of a swing among them, and the swing."""
    ground = next(index for index, layer in enumerate(scene.layers) if layer.ground)
    standing = sorted((*scene.layers[ground + 1 :], _frames(kit, scene)), key=lambda layer: layer.near)
    return (*scene.layers[: ground + 1], *standing), Swing(kit, scene)
