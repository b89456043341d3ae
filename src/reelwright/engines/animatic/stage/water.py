"""Settings in and by water: sea, beach, underwater."""

from __future__ import annotations

from collections.abc import Callable
from math import pi, sin

import numpy as np

from reelwright.engines.animatic.plan import Weather
from reelwright.engines.animatic.stage.canvas import Canvas, Colour, Gradient, mix, rgb, wander
from reelwright.engines.animatic.stage.glints import Glints
from reelwright.engines.animatic.stage.layer import Layer, Shift
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.outdoors import backdrop, hills
from reelwright.engines.animatic.stage.scene import Kit, Scene, strewn

_DEEP, _SHALLOW, _FOAM = rgb("1f6fa8"), rgb("37a9c4"), rgb("eefaff")

SURGE = "surge"
"""What the features of a place hold where the waves themselves are what is shown."""
_SURGING = 2.6


def roughness(weather: Weather) -> float:
    """Return how high the waves go: 1 on a calm day."""
    return {Weather.STORM: 4.4, Weather.WIND: 2.2, Weather.RAIN: 1.3, Weather.FOG: 0.7}.get(weather, 1.0)


def rolling(near: float, swell: float, phase: float, way: float) -> Callable[[float], Shift]:
    """Return the motion of a row of waves: round and round like water itself, so that it never drifts away."""

    def motion(clock: float) -> Shift:
        turn = clock * 2 * pi * 0.23 + phase
        return Shift(
            dx=way * near * (0.035 + 0.015 * swell) * sin(turn),
            dy=swell * near * 0.012 * sin(turn + pi / 2) * 1.4,
        )

    return motion


def water_plane(kit: Kit, horizon: float, eye: float, colour: Colour) -> Layer:
    """Return the surface from the horizon on: the sky's colour far away, its own close by, with lines of light."""

    def paint(canvas: Canvas, light: Light) -> None:
        own = light.lit(colour, 0.9)
        far = mix(light.lit(colour, 0.3), light.horizon, 0.45)
        canvas.fill(
            Gradient(
                (
                    (horizon, far),
                    (horizon + 0.25 * eye, mix(own, light.middle, 0.3)),
                    (horizon + 1.2 * eye, own * np.float32(0.85)),
                )
            )
        )
        rng = kit.rng("water")
        points = strewn(canvas, rng, 900, horizon + 0.004, 1.0, 5.0)
        near = (points[:, 1] - horizon) / eye
        length = (0.012 + 0.07 * near) * rng.uniform(0.4, 1.6, len(near))
        dashes = np.stack(
            [
                points[:, 0],
                points[:, 1],
                length,
                np.maximum(0.0008, 0.004 * near * rng.uniform(0.4, 1, len(near))),
            ],
            1,
        )
        bright = rng.uniform(0, 1, len(near)) < 0.5
        canvas.ellipses(dashes[bright], mix(own, light.horizon, 0.75), 0.35)
        canvas.ellipses(dashes[~bright], own * np.float32(0.7), 0.3)

    return Layer(1.0, horizon, 1.9, paint, ground=True, name="ground")


def path_of_light(kit: Kit, horizon: float, eye: float, until: float) -> tuple[Glints, ...]:
    """Return the sun's or the moon's path on the water up to nearness `until`; clouds and rain leave none."""
    if kit.weather in (Weather.RAIN, Weather.STORM, Weather.FOG, Weather.SNOW):
        return ()
    x = kit.side * kit.aspect * 0.27
    near, far = (
        Glints(kit.rng(f"glints {low}"), horizon, eye, x, low, high)
        for low, high in ((0.55 * until, until), (0.05, 0.55 * until))
    )
    return far, near


def wave_row(kit: Kit, near: float, horizon: float, eye: float, colour: Colour, deep: float) -> Layer:
    """Return one row of waves at nearness `near`, opaque for `deep` world units below its crests."""
    key, level = kit.key(f"wave{near}"), horizon + eye * near
    rough = max(roughness(kit.weather), _SURGING if SURGE in kit.features else 0.0)
    length, height = (0.26 * near + 0.04) * (0.85 + 0.15 * rough), 0.020 * near * (0.5 + 0.5 * rough)

    def paint(canvas: Canvas, light: Light) -> None:
        rng = np.random.default_rng(key)
        xs = canvas.xs(0.005)
        slow = wander(rng, xs, length * 3.1, 2)
        phase = xs * (2 * pi / length) + slow * 1.2
        crest = np.abs(np.sin(phase / 2))  # round troughs, pointed crests
        ys = level + height * (1.3 * crest - 1) - 0.5 * height * slow
        own = light.lit(colour, 0.25 + 0.75 * min(1, near))
        top = mix(own, light.horizon, 0.32)
        canvas.ridge(
            xs,
            ys,
            Gradient(
                ((level - height, top), (level + 1.3 * height, own), (level + deep, own * np.float32(0.86)))
            ),
        )
        lip = np.clip(1 - crest * 1.5, 0, 1) * height * (0.22 + 0.1 * rough)
        foam = np.concatenate([np.stack([xs, ys], 1), np.stack([xs, ys + lip + 0.0012 * near], 1)[::-1]])
        canvas.polygons([foam], light.lit(_FOAM, 0.4 + 0.6 * min(1, near)), 0.75)
        for _ in range(int(20 * (canvas.right - canvas.left))):
            x, y = rng.uniform(canvas.left, canvas.right), level + rng.uniform(0.6, 3.0) * height
            canvas_dash = np.array([[x, y, length * rng.uniform(0.08, 0.25), 0.0015 * near]])
            canvas.ellipses(canvas_dash, top, 0.35)

    motion = rolling(near, rough, near * 11 + key % 5, 1 if key % 2 else -1)
    return Layer(near, level - height * 2.2, level + deep, paint, motion=motion, name="wave")


def sea(kit: Kit) -> Scene:
    """The open sea: rows of waves from the horizon to the lens."""
    horizon, eye = 0.5, 0.34
    rows = (0.14, 0.24, 0.37, 0.53, 0.72, 0.94, 1.2)
    tone = kit.tinged(_DEEP, 0.3)
    waves = [
        wave_row(
            kit,
            near,
            horizon,
            eye,
            mix(tone, _SHALLOW, 0.35 * (1 - near)),
            0.09 * near + 0.04 if near < 1.1 else 1.2,
        )
        for near in rows
    ]
    islands = hills(kit, "island", 0.04, 0.505, 0.055, 1.9, rgb("5f7f8f"), horizon)
    layers = [*backdrop(kit, horizon), islands, water_plane(kit, horizon, eye, tone), *waves]
    return Scene(
        tuple(layers),
        horizon,
        eye,
        bobbing=0.012 * roughness(kit.weather),
        sink=0.13,
        dusty=False,
        extras=path_of_light(kit, horizon, eye, 1.25),
    )
