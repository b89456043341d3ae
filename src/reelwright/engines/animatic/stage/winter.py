"""Snow in a street: on the road between the tracks of wheels, in heaps along the kerbs, on roofs and awnings."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, Floats, Rng, fade, mix, rgb, wander
from reelwright.engines.animatic.stage.light import Light

_SNOW, _BLUE, _SLUSH = rgb("f2f6fb"), rgb("b9cbe2"), rgb("a3acb9")
_KERB = 0.8  # where the heaps lie, in frame heights beside the middle where subjects stand
_TRACKS = (-0.52, -0.24, 0.24, 0.52)


def paint_snowy_road(canvas: Canvas, light: Light, rng: Rng, horizon: float, eye: float, far: float) -> None:
    """Paint a street under snow: white all over, wheel tracks down the middle, heaps at both sides."""
    canvas.fill(
        fade(
            horizon + eye * far,
            light.lit(_SNOW, 0.3),
            horizon + eye * 1.3,
            light.lit(_SNOW * np.float32(0.94), 1.0),
        )
    )
    canvas.mottle(rng, 0.05, 2.4, 10)
    away = np.linspace(1 / 1.9, 1 / max(far, 0.08), 70)
    near = 1 / away
    level = horizon + eye * near

    def band(x: float, half: float) -> Floats:
        sway = 0.018 * np.sin(away * 1.7 + 5 * x)
        left, right = ((x + sway + side * half) * near for side in (-1, 1))
        return np.concatenate([np.stack([left, level], 1), np.stack([right, level], 1)[::-1]])

    shade = fade(horizon, light.lit(_SNOW, 0.2), horizon + eye, light.lit(_BLUE, 0.9))
    canvas.polygons([band(0.0, 0.76)], shade, 0.4, blur=0.004)
    slush = fade(horizon, light.lit(_BLUE, 0.2), horizon + eye, light.lit(_SLUSH, 0.9))
    canvas.polygons([band(x, 0.06) for x in _TRACKS], slush, 0.8, blur=0.003)
    canvas.polygons(
        [band(x, 0.022) for x in _TRACKS], light.lit(_SLUSH * np.float32(0.72), 0.9), 0.55, blur=0.002
    )
    _heaps(canvas, light, rng, horizon, eye, near)


def _heaps(canvas: Canvas, light: Light, rng: Rng, horizon: float, eye: float, near: Floats) -> None:
    """Paint the snow that was cleared from the road, a low wall along both kerbs."""
    level = horizon + eye * near
    for side in (-1.0, 1.0):
        rise = (0.1 + 0.03 * wander(rng, 1 / near, 0.9, 3)) * near
        inner, outer = side * _KERB * near, side * (_KERB + 0.2) * near
        foot = np.stack([inner, level], 1)
        crest = np.stack([(inner + outer) / 2, level - rise], 1)
        back = np.stack([outer, level], 1)
        canvas.polygons([np.concatenate([crest, back[::-1]])], light.lit(_SNOW, 0.9))
        front = fade(horizon, light.lit(_BLUE, 0.3), horizon + eye, light.lit(mix(_BLUE, _SNOW, 0.35), 1.0))
        canvas.polygons([np.concatenate([crest, foot[::-1]])], front, blur=0.002)
        canvas.strokes([crest], mix(light.lit(_SNOW, 1.0), light.sun, 0.2), 0.012, 0.8)


def paint_cap(
    canvas: Canvas, light: Light, rng: Rng, left: float, right: float, top: float, deep: float, near: float
) -> None:
    """Paint a cushion of snow `deep` world units thick on an edge at world height `top`."""
    xs = np.linspace(left, right, 24)
    swell = np.sqrt(np.clip(1 - np.abs(np.linspace(-1, 1, 24)) ** 6, 0, 1))
    upper = top - deep * swell * (0.85 + 0.2 * wander(rng, xs, 0.4 * (right - left), 2))
    lower = top + 0.3 * deep * np.clip(wander(rng, xs, 0.3 * (right - left), 3), -0.2, 1)
    white = light.lit(_SNOW, near)
    shape = np.concatenate([np.stack([xs, upper], 1), np.stack([xs, lower], 1)[::-1]])
    canvas.polygons(
        [shape], fade(top - deep, mix(white, light.sun, 0.15), top + 0.3 * deep, light.lit(_BLUE, near))
    )
