"""A slab of marble: what precious things are shown on."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, fade, mix, rgb, wander
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.scene import Kit

MARBLE = "marble"
"""What the features of a place hold where things lie on marble."""
_DARK = 90.0  # the mean of a palette's first colour below which the stone is black


def paint_marble(canvas: Canvas, light: Light, kit: Kit, horizon: float, eye: float, back: float) -> None:
    """Paint the plane from nearness `back` to the viewer as marble, white or, where the palette is dark, black."""
    black = bool(kit.palette) and float(kit.palette[0].mean()) < _DARK
    dim = np.float32(1 - 0.5 * light.night)
    stone, vein = (rgb("26262c"), rgb("a8a29a")) if black else (rgb("f3f1ee"), rgb("8f949d"))
    stone, vein = stone * dim, vein * dim
    far = horizon + eye * back
    canvas.fill(fade(far, mix(stone, rgb("ffffff"), 0.1), 1.15, stone * np.float32(0.86)))
    rng = kit.rng("marble")
    near = np.linspace(back, 1.6, 60)
    for _ in range(16):
        start, slope = rng.uniform(-1.8, 1.8), rng.uniform(-1.1, 1.1)
        across = start + slope * (near - back) + 0.09 * wander(rng, near, 0.5, 4)
        line = np.stack([across * near, horizon + eye * near], 1)
        wide = float(rng.uniform(0.003, 0.012))
        canvas.strokes([line], vein, 3 * wide, 0.16, blur=0.02)
        canvas.strokes([line], vein, 0.25 * wide, float(rng.uniform(0.25, 0.6)), blur=0.0015)
    edge = np.array([canvas.left - 1, far - 0.004, canvas.right + 1, far + 0.006])
    canvas.rects(edge, mix(stone, rgb("ffffff"), 0.6), 0.8, blur=0.003)
    canvas.ellipses(np.array([0.0, horizon + eye * 0.98, 0.7, 0.12]), rgb("ffffff"), 0.12, blur=0.06)
