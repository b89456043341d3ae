"""A street in perspective between rows of houses."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, Rng, fade, mix, rgb
from reelwright.engines.animatic.stage.citylights import Sign, signs
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.outdoors import backdrop
from reelwright.engines.animatic.stage.props import paint_lamp
from reelwright.engines.animatic.stage.scene import Kit, Scene
from reelwright.engines.animatic.stage.town import paving, skyline, windows
from reelwright.engines.animatic.stage.winter import paint_cap

_LAMPS = 0.9  # where lamps stand beside the middle of the road, in frame heights where subjects stand
_HOUSES = [
    rgb("e0a070"),
    rgb("d98d7a"),
    rgb("e8c48a"),
    rgb("a9c0a6"),
    rgb("8fb0c9"),
    rgb("d7b2c0"),
    rgb("c9bfae"),
]


def house_row(kit: Kit, side: float, near: float, horizon: float, eye: float, offset: float) -> Layer:
    """Return the fronts of houses on one side of a street at nearness `near`."""
    key = kit.key(f"house{side}{near}")
    foot = horizon + eye * near

    def paint(canvas: Canvas, light: Light) -> None:
        rng = np.random.default_rng(key)
        tall = near * rng.uniform(0.95, 1.35)
        wide = near * 0.75
        inner = side * offset * near
        left, right = (inner, inner + wide) if side > 0 else (inner - wide, inner)
        tone = light.lit(kit.tinged(_HOUSES[int(rng.integers(len(_HOUSES)))], 0.2), min(1, near + 0.12))
        top = foot - tall
        canvas.rects(
            np.array([left, top, right, foot]),
            fade(top, mix(tone, light.lit(light.sun, near), 0.16), foot, tone * np.float32(0.8)),
        )
        canvas.rects(
            np.array([left - 0.01 * near, top - 0.03 * near, right + 0.01 * near, top + 0.012 * near]),
            tone * np.float32(0.7),
        )
        floors = int(rng.integers(4, 6))
        shop = foot - 0.3 * near
        windows(
            canvas,
            light,
            rng,
            np.array([left + 0.04 * near, top + 0.04 * near, right - 0.04 * near, shop - 0.06 * near]),
            near,
            floors,
            4,
            0.66,
        )
        _shop(canvas, light, rng, left, right, shop, foot, near, kit)
        if kit.snowy:
            own = kit.rng(f"snow{side}{near}")
            paint_cap(
                canvas,
                light,
                own,
                left - 0.01 * near,
                right + 0.01 * near,
                top - 0.03 * near,
                0.06 * near,
                near,
            )
            paint_cap(
                canvas,
                light,
                own,
                left + 0.01 * near,
                right - 0.01 * near,
                shop - 0.05 * near,
                0.04 * near,
                near,
            )
        if near > 0.15:
            paint_lamp(canvas, light, side * _LAMPS * near, foot + 0.004, 0.62 * near, near, kit.weather)

    return Layer(near, foot - near * 1.5, foot + 0.01, paint, name="house")


def _shop(
    canvas: Canvas,
    light: Light,
    rng: Rng,
    left: float,
    right: float,
    top: float,
    foot: float,
    near: float,
    kit: Kit,
) -> None:
    glass = mix(light.lit(rgb("5a7488"), near), rgb("ffdf9e"), 0.85 * light.night)
    panes = np.array(
        [
            [left + 0.05 * near, top + 0.03 * near, left + 0.42 * near, foot - 0.04 * near],
            [left + 0.5 * near, top + 0.03 * near, right - 0.05 * near, foot],
        ]
    )
    canvas.rects(panes, fade(top, mix(glass, rgb("ffffff"), 0.2), foot, glass))
    awning = [rgb("d9534f"), rgb("3f8f7a"), rgb("3b6fb0"), rgb("d99a3a")][int(rng.integers(4))]
    edge = np.linspace(left + 0.02 * near, right - 0.02 * near, 9)
    stripes = [
        np.array(
            [[a, top - 0.06 * near], [b, top - 0.06 * near], [b, top + 0.035 * near], [a, top + 0.035 * near]]
        )
        for a, b in pairwise(edge)
    ]
    canvas.polygons(stripes[::2], light.lit(kit.tinged(awning, 0.4), near))
    canvas.polygons(stripes[1::2], light.lit(rgb("f5f0e6"), near))


def street(kit: Kit, *, road: bool = True) -> Scene:
    """A street in perspective between rows of houses; without a road it is paved for those on foot."""
    horizon, eye = 0.55, 0.34
    rows = (0.12, 0.18, 0.27, 0.42, 0.68)
    offset = max(0.62, 0.86 * min(1.0, kit.aspect / 1.5))
    houses = [house_row(kit, side, near, horizon, eye, offset + 0.3) for near in rows for side in (-1.0, 1.0)]
    layers = [
        *backdrop(kit, horizon),
        skyline(kit, "far", 0.05, horizon + 0.01, 10, 0.05, 0.2),
        paving(kit, horizon, eye, rgb("a9a39b"), 0.06, 0.34, road=road),
        *houses,
    ]
    neon = signs(kit, _boards(kit, rows[1:], horizon, eye, offset + 0.3)) if "neon" in kit.features else ()
    return Scene(tuple(layers), horizon, eye, mirror=0.16 if kit.wet else 0.0, extras=neon)


def _boards(kit: Kit, rows: tuple[float, ...], horizon: float, eye: float, offset: float) -> list[Sign]:
    """Return signs that hang at the fronts of the houses, over the pavement."""
    rng, boards = kit.rng("boards"), []
    for near in rows:
        for side in (-1.0, 1.0):
            wide, tall = 0.15 * near, 0.5 * near * rng.uniform(0.8, 1.2)
            inner = side * offset * near - (wide if side > 0 else 0.0) + side * 0.02 * near
            top = horizon + eye * near - (0.88 + 0.1 * rng.uniform()) * near
            mirror = horizon + eye * near if kit.wet else None
            boards.append(Sign(inner, top, wide, tall, near, rgb("ffffff"), mirror))
            awning = side * offset * near + side * 0.36 * near - 0.24 * near
            low = horizon + eye * near - 0.37 * near
            boards.append(Sign(awning, low, 0.48 * near, 0.12 * near, near, rgb("ffffff"), mirror))
    return boards
