"""Cliffs by the sea, and the spray of waves that break on them."""

from __future__ import annotations

from dataclasses import replace
from math import pi

import numpy as np

from reelwright.engines.animatic.stage.blend import Scratch, splat
from reelwright.engines.animatic.stage.camera import Camera
from reelwright.engines.animatic.stage.canvas import Canvas, Floats, Pixels, fade, mix, rgb, wander
from reelwright.engines.animatic.stage.extras import Now
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.scene import Kit, Scene
from reelwright.engines.animatic.stage.water import roughness

CLIFFS = "cliffs"
"""What the features of a sea or a beach hold where rocks rise from the water."""
_NEAR = 0.56
_STONE, _MOSS, _FOAM = rgb("6f6a68"), rgb("5f8a4a"), rgb("f4fbff")
_EVERY = 2.6  # seconds from one breaker to the next
_DROPS = 90


def with_cliffs(scene: Scene, kit: Kit) -> Scene:
    """Return a scene by the sea with a cliff at the side that the sun does not stand on, and breakers at its foot."""
    foot = scene.horizon + scene.eye * _NEAR
    edge = _edge(kit, foot)
    layer = _cliff(kit, foot, edge)
    index = next(i for i, other in enumerate(scene.layers) if other.near > _NEAR and not other.ground)
    layers = (*scene.layers[:index], layer, *scene.layers[index:])
    return replace(scene, layers=layers, extras=(*scene.extras, Breakers(kit, edge, foot)))


def _edge(kit: Kit, foot: float) -> Floats:
    """Return the outline (n, 2) of the cliff towards the open sea, from its top down to the water."""
    rng = kit.rng("cliff")
    share = np.linspace(0, 1, 26)
    reach = 0.5 * kit.aspect
    out = -kit.side * (reach * (0.42 - 0.5 * share**1.6)) + 0.035 * wander(rng, share, 0.3, 3)
    return np.stack([out, 0.13 + (foot - 0.13) * share], 1)


def _cliff(kit: Kit, foot: float, edge: Floats) -> Layer:
    def paint(canvas: Canvas, light: Light) -> None:
        rng = kit.rng("strata")
        far = -kit.side * (0.5 * kit.aspect + 1.2)
        stone = light.lit(_STONE, _NEAR)
        body = np.concatenate([[[far, edge[0, 1] - 0.05]], edge, [[far, foot]]])
        canvas.polygons(
            [body], fade(0.1, mix(stone, light.lit(light.sun, _NEAR), 0.16), foot, stone * np.float32(0.55))
        )
        for index in range(3, 24, 2):
            start = edge[index]
            long = float(rng.uniform(0.25, 0.9))
            xs = np.linspace(0, 1, 12)
            line = start + np.stack([-kit.side * long * xs, 0.02 * np.sin(7 * xs + index) - 0.03 * xs], 1)
            low = line + np.array([0, rng.uniform(0.008, 0.03)])
            shade = np.concatenate([line, low[::-1]])
            canvas.polygons([shade], stone * np.float32(rng.uniform(0.5, 0.78)), 0.7)
        for index in range(2, 24):
            at = edge[index] - [kit.side * float(rng.uniform(0.02, 0.6)), 0]
            tall, wide = rng.uniform(0.05, 0.14), rng.uniform(0.01, 0.035)
            facet = at + np.array([[0, 0], [wide, 0.3 * tall], [0.6 * wide, tall], [-0.5 * wide, 0.7 * tall]])
            bright = mix(stone, light.lit(light.sun, _NEAR), 0.3) if index % 2 else stone * np.float32(0.6)
            canvas.polygons([facet], bright, 0.5)
        top = np.array(
            [[far, edge[0, 1] - 0.07], [edge[0, 0], edge[0, 1] - 0.02], edge[1], edge[0] + [0, 0.02]]
        )
        grass = np.concatenate([top, [[far, edge[0, 1]]]])
        canvas.polygons([grass], light.lit(rgb("eef4fa") if kit.snowy else _MOSS, _NEAR))
        foam = np.stack([np.linspace(edge[-1, 0], far, 30), np.full(30, foot)], 1)
        foam[:, 1] += 0.008 * wander(rng, foam[:, 0], 0.3, 3)
        canvas.strokes([foam], light.lit(_FOAM, 0.8), 0.022, 0.75, blur=0.006)

    return Layer(_NEAR, 0.0, foot + 0.03, paint, name="cliff")


class Breakers:
    """Spray that is thrown up where waves meet the rock, again and again."""

    def __init__(self, kit: Kit, edge: Floats, foot: float) -> None:
        self.near = _NEAR + 0.01
        rng = kit.rng("spray")
        self._x = float(edge[-1, 0])
        self._foot, self._side, self._room = foot, kit.side, kit.aspect
        self._force = 0.55 + 0.2 * min(4.4, max(roughness(kit.weather), 2.6))
        self._seeds = rng.uniform(0, 1, (_DROPS, 4))

    def draw(self, frame: Pixels, camera: Camera, moment: Now, scratch: Scratch) -> None:
        """Draw the spray of a moment."""
        height, width = frame.shape[:2]
        plate = camera.plate(moment.pose, self.near, height, width)
        tone = mix(moment.light.lit(_FOAM, 0.9), _FOAM, 0.35)
        for burst in range(2):
            age = (moment.clock / _EVERY + 0.5 * burst + 0.25) % 1.0
            if age > 0.62:
                continue
            way = age / 0.62
            late, angle, speed, size = self._seeds.T
            go = np.clip((way - 0.15 * late) / 0.85, 0, 1)
            turn = -pi / 2 + self._side * (angle - 0.35) * 1.3
            reach = self._force * (0.16 + 0.2 * speed)
            x = (
                self._x
                + self._side * self._room * (0.0 - 0.11 * burst)
                + np.cos(turn) * reach * go
                + 0.12 * (late - 0.5)
            )
            y = self._foot + np.sin(turn) * reach * (2.6 * go - 2.6 * go**2) + 0.02 * burst
            radius = plate[0, 0] * (0.003 + 0.011 * size**2) * (0.5 + 1.1 * go)
            at = (plate @ np.stack([x, y, np.ones(len(x))]))[:2].T
            alpha = np.where(go > 0, 0.6 * np.sin(pi * np.clip(go * 0.9 + 0.1, 0, 1)), 0.0)
            splat(frame, np.hstack([at, radius[:, None]]), tone, alpha)
