"""Mount Fuji on the horizon of whatever lies before it."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, Floats, fade, mix, rgb, wander
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.scene import Kit, Scene

_NEAR, _RISE, _SNOWLINE = 0.03, 0.36, 0.58
_SKY = ("sky", "clouds", "overcast")


def with_fuji(scene: Scene, kit: Kit) -> tuple[Layer, ...]:
    """Return the layers of a scene with Mount Fuji behind all but the sky."""
    far = next(
        (index for index, layer in enumerate(scene.layers) if layer.name not in _SKY), len(scene.layers)
    )
    return (*scene.layers[:far], _mountain(kit, scene.horizon), *scene.layers[far:])


def _slope(away: Floats) -> Floats:
    """Return how high the mountain is, 0..1, so far from its middle, in halves of its foot: steep above, flat below."""
    return np.asarray(np.minimum(0.97, 1.06 * np.maximum(0.0, 1 - np.abs(away)) ** 1.9))


def _mountain(kit: Kit, horizon: float) -> Layer:
    half = min(1.1, 0.62 * kit.aspect)
    middle = -kit.side * 0.12 * kit.aspect

    def paint(canvas: Canvas, light: Light) -> None:
        xs = np.linspace(middle - half, middle + half, 240)
        away = (xs - middle) / half
        crest = _slope(away) + 0.006 * wander(kit.rng("rim"), xs, 0.06, 2) * (np.abs(away) < 0.16)
        ys = horizon + 0.01 - _RISE * crest
        rock = light.lit(rgb("5a6f9c"), 0.62)
        foot = mix(rock, light.haze, 0.65)
        canvas.ridge(xs, ys, fade(horizon - _RISE, rock, horizon + 0.01, foot))
        snow = mix(light.lit(rgb("fbfcff"), 0.7), light.sun, 0.1)
        tongues = wander(kit.rng("snow"), xs, 0.16, 3)
        line = horizon + 0.01 - _RISE * (_SNOWLINE + 0.12 * tongues)
        upper = ys < line
        if upper.any():
            outline = np.concatenate(
                [np.stack([xs, ys], 1)[upper], np.stack([xs, np.maximum(ys, line)], 1)[upper][::-1]]
            )
            canvas.polygons([outline], snow)
            shade = upper & (kit.side * away < 0)
            if shade.any():
                dark = np.concatenate(
                    [np.stack([xs, ys], 1)[shade], np.stack([xs, np.maximum(ys, line)], 1)[shade][::-1]]
                )
                canvas.polygons([dark], mix(rock, snow, 0.5), 0.45, blur=0.012)

    return Layer(_NEAR, horizon - _RISE - 0.03, horizon + 0.03, paint, name="fuji")
