"""Northern lights: curtains of green and violet that sway in the sky."""

from __future__ import annotations

from dataclasses import replace
from math import pi, sin

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, mix, noise, rgb, wander
from reelwright.engines.animatic.stage.layer import Layer, Shift
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.scene import Kit, Scene

_GREEN, _TEAL, _VIOLET = rgb("5dffa0"), rgb("3fd8d0"), rgb("b06bff")


def _curtain(kit: Kit, index: int, foot: float, tall: float, strength: float) -> Layer:
    """Return one curtain whose lower hem runs in folds about world height `foot`."""
    key, way = kit.key(f"aurora{index}"), 1 if index % 2 else -1

    def paint(canvas: Canvas, light: Light) -> None:
        rng = np.random.default_rng(key)
        _height, width = canvas.pixels.shape[:2]
        xs = canvas.left + (np.arange(width) + 0.5) / canvas.scale
        hem = foot + 0.09 * wander(rng, xs, 1.1, 3)
        reach = tall * (1 + 0.35 * wander(rng, xs, 0.5, 3))
        above = (hem[None] - canvas.ys()[:, None]) / reach[None]
        body = np.clip(above / 0.07, 0, 1) * np.clip(1 - above, 0, 1) ** 1.6
        rays = 0.62 + 0.5 * noise(rng, 1, width, 26 * (canvas.right - canvas.left), 1, 3)[0]
        folds = 0.6 + 0.55 * wander(rng, xs, 0.8, 2)
        alpha = np.clip(body * rays * folds, 0, 1) * strength * min(1.0, 1.2 * light.night)
        share = np.clip(above, 0, 1)[..., None]
        low, high = mix(_GREEN, _TEAL, 0.3 * index), _VIOLET
        tone = low * (1 - share) + high * share
        pixels = np.concatenate([tone * alpha[..., None], 0.85 * alpha[..., None] * 255], axis=2)
        canvas.pixels = np.minimum(pixels, np.maximum(pixels[..., 3:], 0)).astype(np.uint8)

    def motion(clock: float) -> Shift:
        turn = clock * 2 * pi * 0.07 + 2.1 * index
        return Shift(
            dx=way * (0.012 * clock + 0.05 * sin(turn)),
            dy=0.012 * sin(1.7 * turn),
            lean=0.2 * sin(1.3 * turn),
        )

    return Layer(
        0.0, foot - 1.6 * tall, foot + 0.12, paint, motion=motion, foot=foot, detail=0.3, name="clouds"
    )


def with_aurora(scene: Scene, kit: Kit) -> Scene:
    """Return a scene with northern lights in its sky."""
    far = _curtain(kit, 0, 0.36, 0.34, 1.0)
    near = _curtain(kit, 1, 0.24, 0.4, 1.3)
    return replace(scene, layers=(scene.layers[0], far, near, *scene.layers[1:]))
