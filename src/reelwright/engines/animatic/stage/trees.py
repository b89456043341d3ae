"""Which trees grow in a place; bare ones in the snow, and the boughs of pines that hang in from above."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, Colour, Floats, Rng, fade, mix, rgb
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.props import paint_conifer, paint_tree
from reelwright.engines.animatic.stage.scene import Kit

_SNOW, _BOUGH = rgb("f4f8fc"), rgb("33654a")
_PINES = "pines"
"""What the features of a place hold where only conifers grow."""
_WINTRY = 0.7  # share of conifers in a wood under snow, at least


def evergreen(kit: Kit, share: float) -> float:
    """Return the share of conifers among the trees of a place that has `share` of them in summer."""
    if _PINES in kit.features:
        return 1.0
    return max(share, _WINTRY) if kit.snowy and share > 0 else share


def plant(
    kit: Kit,
    canvas: Canvas,
    light: Light,
    rng: Rng,
    at: tuple[float, float],
    height: float,
    near: float,
    colour: Colour,
    share: float,
) -> None:
    """Paint one tree that stands `at` x and y, a conifer for a `share` of them, as the season and the weather have it."""
    if rng.uniform() < evergreen(kit, share):
        paint_conifer(canvas, light, rng, *at, height, near, colour, kit.snowy)
        return
    tone = kit.leaf(colour, rng)
    if kit.snowy and tone is colour:
        paint_bare_tree(canvas, light, rng, *at, height, near)
    else:
        paint_tree(canvas, light, rng, *at, height, near, tone, kit.snowy)


def paint_bare_tree(
    canvas: Canvas, light: Light, rng: Rng, x: float, foot: float, height: float, near: float
) -> None:
    """Paint a tree without leaves, snow along its boughs."""
    bark = light.lit(rgb("6b5547"), near)
    limbs: list[tuple[Floats, float]] = []
    root = np.array([x, foot])

    def grow(start: Floats, turn: float, long: float, depth: int) -> None:
        end = start + long * np.array([np.sin(turn), -np.cos(turn)])
        bow = (start + end) / 2 + 0.06 * long * np.array([np.cos(turn), np.sin(turn)]) * rng.uniform(-1, 1)
        limbs.append((np.stack([start, bow, end]), depth))
        if depth == 3:
            return
        for side in (-1, 1):
            grow(end, turn * 0.7 + side * rng.uniform(0.25, 0.6), long * rng.uniform(0.6, 0.78), depth + 1)
        if depth < 2:
            grow(bow, turn + rng.choice([-1, 1]) * rng.uniform(0.6, 0.9), long * 0.55, depth + 2)

    grow(root, rng.uniform(-0.08, 0.08), 0.4 * height, 0)
    tone = fade(foot - height, mix(bark, light.haze, 0.25), foot, bark * np.float32(0.8))
    for depth, wide in enumerate((0.034, 0.02, 0.012, 0.007)):
        canvas.strokes([line for line, at in limbs if at == depth], tone, wide * height)
    crests = [line[1:] - [0, 0.006 * height] for line, at in limbs if at > 0]
    canvas.strokes(crests, light.lit(_SNOW, near), 0.007 * height, 0.9)


def paint_boughs(
    canvas: Canvas, light: Light, rng: Rng, x: float, levels: Floats, reach: float, near: float, snow: bool
) -> None:
    """Paint the boughs of a tall conifer, `reach` long, that hang down at `levels` on both sides of its trunk at `x`."""
    green = light.lit(_BOUGH, near)
    for level in levels + rng.uniform(-0.02, 0.02, len(levels)):
        for side in (-1.0, 1.0):
            long = reach * float(rng.uniform(0.7, 1.15))
            along = np.linspace(0, 1, 7)
            spine = np.stack([x + side * long * along, level + 0.03 * along + 0.16 * long * along**2], 1)
            deep = 0.075 * (1 - 0.75 * along)
            fringe = spine + np.stack([np.zeros(7), deep * np.where(np.arange(7) % 2, 0.45, 1.0)], 1)
            shape = np.concatenate([spine, fringe[::-1]])
            canvas.polygons([shape], fade(level, green, level + 0.1, green * np.float32(0.6)))
            upper = np.concatenate([spine, (spine + np.stack([np.zeros(7), 0.35 * deep], 1))[::-1]])
            if snow:
                canvas.polygons([upper - [0, 0.004]], light.lit(_SNOW, near), 0.95)
            else:
                canvas.polygons([upper], mix(green, light.lit(light.sun, near), 0.25), 0.6)
