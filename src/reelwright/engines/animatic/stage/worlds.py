"""The ground of other worlds: Mars under its dusty sky."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, Colour, Gradient, fade, mix, rgb, wander
from reelwright.engines.animatic.stage.land import rocks, sand_ground
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.scene import Kit, Scene

_HORIZON, _EYE = 0.56, 0.33
_RUST, _DUST = rgb("b5532f"), rgb("e3a878")


def mars(kit: Kit) -> Scene:
    """Red sand and stones before table mountains; a small pale sun in a sky of dust."""
    layers = [
        _sky(kit),
        _mesas(kit, "far", 0.06, 0.15, rgb("a8624a")),
        _mesas(kit, "close", 0.14, 0.1, rgb("8f4630")),
        sand_ground(kit, _HORIZON, _EYE, _RUST, 0.1),
        rocks(kit, "stones", 0.5, _HORIZON + _EYE * 0.5, 2.2, 0.06, rgb("8a4a34")),
        rocks(kit, "boulders", 0.8, _HORIZON + _EYE * 0.8, 1.1, 0.1, rgb("7d402c")),
    ]
    return Scene(tuple(layers), _HORIZON, _EYE, disc=False)


def _sky(kit: Kit) -> Layer:
    def paint(canvas: Canvas, light: Light) -> None:
        dim = np.float32(1 - 0.72 * light.night)
        tones = [rgb(tone) * dim for tone in ("9c6a52", "d29a70", "f0cfa4")]
        canvas.fill(Gradient(((-0.3, tones[0]), (0.2, tones[1]), (_HORIZON, tones[2]))))
        x = kit.side * 0.3 * kit.aspect
        canvas.glow(x, 0.17, 0.4, rgb("fff4dc"), 0.5 * float(dim))
        canvas.ellipses(np.array([x, 0.17, 0.022, 0.022]), mix(rgb("fffaf0"), tones[2], 0.1), blur=0.002)
        canvas.ellipses(np.array([-x, 0.1, 0.016, 0.013]), tones[0] * np.float32(1.12), 0.9)

    return Layer(0.0, -1.5, _HORIZON + 0.1, paint, name="sky")


def _mesas(kit: Kit, name: str, near: float, rise: float, tone: Colour) -> Layer:
    """Return table mountains: a wandering line whose heights are drawn together to flat tops."""

    def paint(canvas: Canvas, light: Light) -> None:
        xs = canvas.xs()
        level = wander(kit.rng(name), xs, 1.1, 4)
        flat = np.clip(2.6 * level, -0.6, 1) * 0.5 + 0.25 * np.clip(5 * (level - 0.55), 0, 1)
        ys = _HORIZON - 0.02 - rise * (0.3 + flat)
        body = light.lit(tone, near)
        haze = mix(body, _DUST * np.float32(1 - 0.7 * light.night), 0.75 - 2.4 * near)
        canvas.ridge(
            xs, ys, fade(_HORIZON - rise, mix(haze, light.sun, 0.12), _HORIZON + 0.02, mix(haze, _DUST, 0.3))
        )

    return Layer(near, _HORIZON - 1.6 * rise, _HORIZON + 0.06, paint, name=name)
