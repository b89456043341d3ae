"""Caves: arches of rock or of ice one behind the other, daylight at the mouth."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, Colour, fade, mix, rgb, wander
from reelwright.engines.animatic.stage.land import rocks
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.outdoors import (
    SNOW,
    backdrop,
    hills,
)
from reelwright.engines.animatic.stage.scene import Kit, Scene


def _arch(kit: Kit, near: float, half: float, top: float, stone: Colour) -> Layer:
    """Return a wall of rock with an opening of half width `half` whose roof is at world height `top`."""
    key, foot = kit.key(f"arch{near}"), 0.56 + 0.3 * near

    def paint(canvas: Canvas, light: Light) -> None:
        rng = np.random.default_rng(key)
        angle = np.linspace(0, np.pi, 70)
        rough = 1 + 0.1 * wander(rng, angle, 0.7, 4)
        hole = np.stack(
            [-half * rough * np.cos(angle), foot - (foot - top) * rough * np.sin(angle) ** 0.7], 1
        )
        for x in rng.uniform(-0.7, 0.7, 7) * half:  # stalactites
            at = int(np.argmin(np.abs(hole[:, 0] - x)))
            hole[at, 1] += (foot - top) * rng.uniform(0.08, 0.22)
        tone = light.lit(stone, 1.0) * np.float32(1.05 - 0.6 * near)
        far = np.array(
            [
                [canvas.right + 1, foot + 0.4],
                [canvas.right + 1, -2.0],
                [canvas.left - 1, -2.0],
                [canvas.left - 1, foot + 0.4],
            ]
        )
        low = np.array([[hole[-1, 0], foot + 0.4]])
        rim = np.concatenate([[[hole[0, 0], foot + 0.4]], hole, low, far])
        canvas.polygons([rim], fade(top - 0.2, tone * np.float32(0.6), foot, tone))
        canvas.strokes([hole], mix(tone, light.sun, 0.4), 0.012, 0.6)
        for _ in range(int(26 * (canvas.right - canvas.left))):
            x, y = rng.uniform(canvas.left, canvas.right), rng.uniform(-0.3, foot)
            if abs(x) > half * 1.15 or y < top - 0.03:
                size = rng.uniform(0.03, 0.09)
                facet = np.array(
                    [
                        [x, y],
                        [x + size, y + 0.3 * size],
                        [x + 0.7 * size, y + size],
                        [x - 0.2 * size, y + 0.8 * size],
                    ]
                )
                canvas.polygons([facet], tone * np.float32(rng.choice([0.82, 0.9, 1.12])), 0.6, blur=0.003)

    return Layer(near, -1.5, foot + 0.04, paint, name="arch")


def cave(kit: Kit) -> Scene:
    """Inside a cave, or one of ice: arches of rock, daylight at its mouth."""
    horizon, eye = 0.56, 0.3
    icy = "ice-cave" in kit.features
    stone, floor = (rgb("8fc4e6"), rgb("cfe6f5")) if icy else (rgb("7d7068"), rgb("8a7c70"))
    wide = max(0.46, kit.aspect / 1.78)

    def paint(canvas: Canvas, light: Light) -> None:
        rng = kit.rng("cave floor")
        tone = light.lit(floor, 0.9)
        canvas.fill(fade(horizon, mix(tone, light.horizon, 0.5), horizon + eye, tone * np.float32(0.6)))
        canvas.mottle(rng, 0.12, 3, 16)
        canvas.ellipses(np.array([0.0, horizon + 0.05, 0.4 * wide, 0.07]), light.horizon, 0.35, blur=0.04)

    layers = [
        *backdrop(kit, horizon),
        hills(kit, "far", 0.06, 0.5, 0.05, 0.8, SNOW if icy or kit.snowy else rgb("7f9f6a"), horizon + 0.03),
        Layer(1.0, horizon + eye * 0.14, 1.9, paint, ground=True, name="ground"),
        _arch(kit, 0.2, 0.3 * wide, 0.26, stone),
        _arch(kit, 0.5, 0.56 * wide, 0.14, stone),
        rocks(kit, "stones", 0.74, horizon + eye * 0.74, 1.5, 0.05, stone * np.float32(0.75), 0.34 * wide),
        _arch(kit, 1.25, 1.05 * wide, -0.04, stone),
    ]
    return Scene(tuple(layers), horizon, eye, mirror=0.22 if icy else 0.0, dusty=not icy)
