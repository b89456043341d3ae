"""A lake or pond: still water that mirrors the far shore, reeds and lily pads near the lens."""

from __future__ import annotations

from dataclasses import replace
from math import pi, sin

import cv2
import numpy as np

from reelwright.engines.animatic.plan import Weather
from reelwright.engines.animatic.stage.blend import over
from reelwright.engines.animatic.stage.canvas import Canvas, Gradient, fade, mix, noise, rgb, wander
from reelwright.engines.animatic.stage.layer import Layer, Shift
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.outdoors import (
    GRASS,
    SNOW,
    backdrop,
    grass_row,
    hills,
    swaying,
    tree_belt,
)
from reelwright.engines.animatic.stage.props import blades
from reelwright.engines.animatic.stage.scene import Kit, Scene, cells, merged, strewn
from reelwright.engines.animatic.stage.water import path_of_light

_WATER, _REED = rgb("3f8fa6"), rgb("6f9a45")
_SHORE = 0.012  # how far below the horizon the far shore meets the water


def still_water(kit: Kit, horizon: float, eye: float) -> Layer:
    """Return the surface: the sky upside down far away, its own colour close by, a few streaks of wind."""

    def paint(canvas: Canvas, light: Light) -> None:
        own = light.lit(kit.tinged(_WATER, 0.3), 0.9)
        canvas.fill(
            Gradient(
                (
                    (horizon, mix(own, light.horizon, 0.72)),
                    (horizon + 0.35 * eye, mix(own, light.middle, 0.5)),
                    (horizon + 1.3 * eye, mix(own * np.float32(0.8), light.zenith, 0.3)),
                )
            )
        )
        rng = kit.rng("water")
        points = strewn(canvas, rng, 260, horizon + 0.02, 1.1, 5.0)
        near = (points[:, 1] - horizon) / eye
        size = np.stack(
            [(0.02 + 0.09 * near) * rng.uniform(0.4, 1.6, len(near)), 0.0012 + 0.0022 * near], axis=1
        )
        streaks = np.concatenate([points, size], axis=1)
        bright = rng.uniform(0, 1, len(near)) < 0.5
        canvas.ellipses(streaks[bright], mix(own, light.horizon, 0.8), 0.22)
        canvas.ellipses(streaks[~bright], own * np.float32(0.7), 0.2)

    return Layer(1.0, horizon + _SHORE, 1.9, paint, ground=True, name="ground")


def mirrored(kit: Kit, shore: float, reach: float, layer: Layer) -> Layer:
    """Return a far layer upside down below world height `shore`, broken by ripples and lost after `reach`."""

    def paint(canvas: Canvas, light: Light) -> None:
        stretch = 0.85  # what is mirrored looks a little shorter
        upright = Canvas(
            canvas.left, shore - (canvas.bottom - shore) / stretch, canvas.right, shore, canvas.scale
        )
        layer.paint(upright, light)
        height, width = canvas.pixels.shape[:2]
        first = round((shore - canvas.top) * canvas.scale)
        if first >= height:
            return
        flipped = cv2.resize(upright.pixels[::-1], (width, height - first), interpolation=cv2.INTER_AREA)
        rows = flipped.shape[0]
        depth = (np.arange(rows, dtype=np.float32) + 0.5) / canvas.scale
        rng = kit.rng("mirror")
        jitter = noise(rng, rows, 1, 2, max(4, rows / 5), 2) * (0.002 + 0.05 * depth)[:, None] * canvas.scale
        xs = np.arange(width, dtype=np.float32)[None] + jitter
        ys = np.broadcast_to(np.arange(rows, dtype=np.float32)[:, None], xs.shape)
        shaken = cv2.remap(
            flipped, xs.astype(np.float32), np.ascontiguousarray(ys), cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )  # fmt: skip
        cover = np.clip(1 - depth / reach, 0, 1) ** 0.8 * 0.85
        cover *= 1 - 0.35 * np.clip(noise(rng, rows, 1, 2, max(4, rows / 4), 2)[:, 0], 0, 1)
        faint = (shaken * cover[:, None, None]).astype(np.uint8)
        # a camera that looks down may not see the shore itself
        over(canvas.pixels, np.ascontiguousarray(faint[max(0, -first) :]), 0, max(0, first))

    def motion(clock: float) -> Shift:
        return Shift(dx=0.0025 * sin(clock * 1.1), lean=0.012 * sin(clock * 1.7))

    return Layer(layer.near, shore, shore + reach, paint, motion=motion, foot=shore, name="mirror")


def ripples(kit: Kit, near: float, horizon: float, eye: float, count: float) -> Layer:
    """Return thin lines of light around nearness `near` that glide over the water and back."""
    key, level = kit.key(f"ripple{near}"), horizon + eye * near

    def paint(canvas: Canvas, light: Light) -> None:
        tone = mix(light.horizon, light.sun, 0.3)
        lines = []
        for x, rng in cells(canvas, key, count, 0.3):
            y = level + 0.14 * eye * near * rng.uniform(-1, 1)
            long = 0.13 * near * rng.uniform(0.4, 1.3)
            along = np.linspace(-1, 1, 9)
            lines.append(np.stack([x + along * long, y + 0.005 * near * along**2], axis=1))
        canvas.strokes(lines, tone, 0.0028 * near, 0.4)

    rough = 2.0 if kit.weather in (Weather.WIND, Weather.STORM) else 1.0
    way = 1 if key % 2 else -1

    def motion(clock: float) -> Shift:
        turn = clock * 2 * pi * 0.11 * rough + near * 9
        return Shift(dx=way * 0.05 * near * sin(turn), dy=0.004 * near * rough * sin(2 * turn))

    return Layer(
        near, level - 0.16 * eye * near, level + 0.17 * eye * near, paint, motion=motion, name="wave"
    )


def reeds(kit: Kit, near: float, foot: float, gap: float, height: float) -> Layer:
    """Return reeds and bulrushes that stand in the water at both sides, swaying."""
    key = kit.key("reeds")

    def paint(canvas: Canvas, light: Light) -> None:
        base = mix(_REED, SNOW, 0.45) if kit.snowy else _REED
        tone = light.lit(base, near)
        shapes, stems, heads = [], [], []
        for x, rng in cells(canvas, key, 26, 0.2):
            away = (abs(x) - gap) / 0.25 + 0.25 * np.sin(x * 11)
            if away < 0:
                continue
            tall = height * min(1.0, 0.45 + 0.5 * away) * rng.uniform(0.6, 1.2, 3)
            shapes += blades(rng, x + rng.uniform(-0.02, 0.02, 3), np.full(3, foot), tall)
            if rng.uniform() < 0.3:
                lean = rng.uniform(-0.03, 0.03)
                top = foot - float(tall.max()) * 1.1
                stems.append(np.array([[x, foot], [x + lean, top]]))
                heads.append([x + lean * 0.9, top + 0.02, 0.006, 0.022])
        canvas.polygons(shapes, fade(foot - height, mix(tone, light.sun, 0.25), foot, tone * np.float32(0.5)))
        canvas.strokes(stems, tone * np.float32(0.7), 0.003)
        if heads:
            canvas.ellipses(np.array(heads), light.lit(rgb("6b4226"), near))

    return Layer(
        near,
        foot - height * 1.4,
        foot + 0.01,
        paint,
        motion=swaying(kit, 0.04, 3.0),
        foot=foot,
        name="reeds",
    )


def lilies(kit: Kit, near: float, level: float, gap: float) -> Layer:
    """Return lily pads and their flowers, which ride on the water."""
    key = kit.key("lilies")

    def paint(canvas: Canvas, light: Light) -> None:
        green, petal = light.lit(rgb("5d9a58"), near), light.lit(kit.tinged(rgb("ffd9ea"), 0.5), near)
        for x, rng in cells(canvas, key, 5.5, 0.2):
            if abs(x) < gap or rng.uniform() < 0.25:
                continue
            size, y = 0.045 * near * rng.uniform(0.6, 1.2), level + 0.03 * near * rng.uniform(-1, 1)
            pad = np.array([x, y, size, size * 0.26])
            canvas.ellipses(pad + np.array([0, 0.004, 0, 0]), green * np.float32(0.5), 0.6)
            canvas.ellipses(pad, green)
            canvas.ellipses(pad * [1, 1, 0.6, 0.5], mix(green, light.sun, 0.2), 0.5, blur=0.003)
            if rng.uniform() < 0.4 and not kit.snowy:
                turn = np.linspace(-1, 1, 5)[:, None]
                petals = np.array([x, y - 0.2 * size, 0.12 * size, 0.3 * size]) + turn * [0.3 * size, 0, 0, 0]
                petals[:, 1] += 0.12 * size * np.abs(turn[:, 0])
                canvas.ellipses(petals, petal)

    def motion(clock: float) -> Shift:
        return Shift(dx=0.004 * sin(clock * 0.8), dy=0.003 * sin(clock * 1.3))

    return Layer(near, level - 0.07, level + 0.06, paint, motion=motion, name="lilies")


def bank(kit: Kit, near: float, level: float) -> Layer:
    """Return the grassy edge of the near shore, low in the middle, out of focus."""

    def paint(canvas: Canvas, light: Light) -> None:
        tone = light.lit(SNOW if kit.snowy else rgb("4f7d3a"), 1.0)
        rng = kit.rng("bank")
        xs = canvas.xs()
        rise = np.clip((np.abs(xs) - 0.2 * kit.aspect) / (0.3 * kit.aspect), 0, 1)
        ys = level + 0.055 - 0.06 * rise + 0.004 * np.sin(xs * 9)
        roots = xs[::2] + rng.uniform(-0.01, 0.01, len(xs[::2]))
        tall = (0.02 + 0.06 * rise[::2]) * rng.uniform(0.5, 1.2, len(roots))
        canvas.polygons(blades(rng, roots, ys[::2] + 0.01, tall), mix(tone, light.lit(light.sun, 1), 0.25))
        canvas.ridge(xs, ys, fade(level, tone, level + 0.1, tone * np.float32(0.6)))

    return Layer(
        near, level - 0.13, 2.2, paint, motion=swaying(kit, 0.03, 1.0), foot=level + 0.05, blur=0.002,
        name="front",
    )  # fmt: skip


def far_shore(kit: Kit, horizon: float) -> Layer:
    """Return hills and woods beyond the water, as one layer."""
    shore = horizon + _SHORE
    snow = kit.snowy
    return merged(
        0.08,
        hills(kit, "peaks", 0.03, horizon - 0.14, 0.085, 1.1, rgb("7391a8"), shore),
        hills(kit, "far", 0.07, horizon - 0.065, 0.045, 0.9, SNOW if snow else rgb("6c9a7c"), shore),
        tree_belt(kit, "back", 0.1, shore - 0.012, 30, 0.085, rgb("3f7a52"), 0.75),
        tree_belt(kit, "wood", 0.24, shore - 0.004, 17, 0.105, rgb("4d8a45"), 0.4),
        hills(kit, "meadow", 0.34, shore - 0.008, 0.004, 0.8, SNOW if snow else rgb("6f9a48"), shore),
    )


def lake(kit: Kit) -> Scene:
    """Still water between wooded shores, reeds and lilies close by."""
    horizon, eye = 0.5, 0.36
    shore = horizon + _SHORE
    beyond = far_shore(kit, horizon)
    mirror = [mirrored(kit, shore, 0.24, beyond)] if kit.weather is not Weather.STORM else []
    half = kit.aspect / 2
    layers = [
        *backdrop(kit, horizon),
        beyond,
        still_water(kit, horizon, eye),
        *mirror,
        ripples(kit, 0.42, horizon, eye, 9),
        lilies(kit, 0.6, horizon + eye * 0.6, 0.45 * half),
        ripples(kit, 0.95, horizon, eye, 4.5),
        reeds(kit, 1.12, horizon + eye * 1.2, 0.72 * half, 0.24),
        bank(kit, 1.3, 0.975),
    ]
    return Scene(
        tuple(layers),
        horizon,
        eye,
        bobbing=0.003,
        sink=0.11,
        mirror=0.5,
        dusty=False,
        extras=path_of_light(kit, horizon, eye, 1.1),
    )


def _meadow_shore(kit: Kit, horizon: float, eye: float, edge: float) -> Layer:
    """Return the water, and the grass of the near shore from nearness `edge` on."""
    water = still_water(kit, horizon, eye)

    def paint(canvas: Canvas, light: Light) -> None:
        water.paint(canvas, light)
        rng, xs = kit.rng("shore"), canvas.xs(0.02)
        ys = horizon + eye * edge + 0.014 * wander(rng, xs, 1.3, 3)
        earth = mix(rgb("8a6a48"), SNOW, 0.5) if kit.snowy else rgb("8a6a48")
        canvas.ridge(xs, ys - 0.012, mix(light.horizon, rgb("ffffff"), 0.3), 0.5)
        canvas.ridge(xs, ys - 0.006, light.lit(earth, 0.8))
        grass = SNOW if kit.snowy else GRASS
        low = horizon + eye * 1.4
        canvas.ridge(
            xs,
            ys + 0.008,
            fade(horizon + eye * edge, light.lit(grass, 0.75), low, light.lit(grass * np.float32(0.8), 1.0)),
        )
        roots = np.repeat(xs, 2) + rng.normal(0, 0.01, 2 * len(xs))
        tufts = blades(rng, roots, np.repeat(ys, 2) + 0.012, 0.03 * rng.uniform(0.5, 1.3, len(roots)))
        canvas.polygons(tufts, light.lit(grass * np.float32(0.9), 0.8))

    return replace(water, paint=paint)


def lakeside(kit: Kit) -> Scene:
    """The grassy shore of a lake, woods and hills far across the water."""
    horizon, eye, edge = 0.48, 0.4, 0.62
    shore = horizon + _SHORE
    beyond = far_shore(kit, horizon)
    mirror = [mirrored(kit, shore, 0.2, beyond)] if kit.weather is not Weather.STORM else []
    layers = [
        *backdrop(kit, horizon),
        beyond,
        _meadow_shore(kit, horizon, eye, edge),
        *mirror,
        ripples(kit, 0.36, horizon, eye, 9),
        grass_row(kit, 0.86, horizon, eye, GRASS, 0.8),
        bank(kit, 1.3, 0.99),
    ]
    return Scene(tuple(layers), horizon, eye)
