"""Wide settings: mountains, desert, snowfield."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.plan import Weather
from reelwright.engines.animatic.stage.canvas import Canvas, Colour, Floats, Rng, fade, mix, rgb, wander
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.outdoors import (
    GRASS,
    SNOW,
    backdrop,
    foreground_grass,
    grass_ground,
    grass_row,
    hills,
    tree_belt,
)
from reelwright.engines.animatic.stage.props import ground_gradient, paint_rock
from reelwright.engines.animatic.stage.scene import Kit, Scene, cells, merged, strewn


def _crests(rng: Rng, xs: Floats, length: float) -> Floats:
    """Return a jagged ridge over `xs`, range about 0..1: folded waves, sharp at the top."""
    total = np.zeros_like(xs)
    for octave in range(6):
        phase = rng.uniform(0, 2 * np.pi)
        fold = 1 - np.abs(np.sin(xs * np.pi / length * 1.9**octave + phase))
        total += fold * 0.48**octave
    return total / 1.6


def _smoothed(values: Floats, reach: int) -> Floats:
    """Return the mean of each value and `reach` others on both sides."""
    window = np.ones(2 * reach + 1) / (2 * reach + 1)
    return np.asarray(np.convolve(np.pad(values, reach, mode="edge"), window, mode="valid"))


def range_of(
    kit: Kit,
    name: str,
    near: float,
    foot: float,
    rise: float,
    length: float,
    colour: Colour,
    snow: float,
    lost: float = 0.45,
) -> Layer:
    """Return a range of peaks, lit from the sun's side, white above the share `snow` of their height.

    lost: how far its foot is lost in haze, 0..1.
    """

    key = kit.key(name)

    def paint(canvas: Canvas, light: Light) -> None:
        rng = np.random.default_rng(key)
        xs = canvas.xs(0.004)
        ridge = _crests(rng, xs, length)
        ys = foot - rise * ridge
        tone = light.lit(colour, near)
        canvas.ridge(
            xs,
            ys,
            fade(foot - rise, mix(tone, light.lit(light.sun, near), 0.1), foot, mix(tone, light.haze, lost)),
        )
        slope = np.gradient(_smoothed(ys, round(13 * length)), xs)
        shade = slope * kit.side < 0  # the flank turned away from the sun
        drop = rise * (0.25 + 0.35 * ridge) * (0.8 + 0.2 * wander(rng, xs, 0.05, 3))
        # smooth, or every notch of the crest would hang a drip of shade into the slope
        below = _smoothed(np.where(shade, drop, 0), round(16 * length))
        _flanks(canvas, xs, ys, ys + below, tone * np.float32(0.66), 0.5)
        if snow < 1:
            white = light.lit(SNOW, near)
            line = foot - rise * (snow + 0.07 * wander(rng, xs, 0.06, 4))
            cap = np.maximum(ys, np.minimum(line, ys + 0.5 * rise))
            _flanks(canvas, xs, ys, cap, mix(white, light.lit(light.sun, near), 0.15), 0.95)
            _flanks(canvas, xs, ys, np.where(shade, cap, ys), mix(white, tone, 0.5), 0.6)

    # beyond its foot there is nothing but haze, which hides where the next range begins
    return Layer(near, foot - rise * 1.25, foot + (0.05 if near < 0.07 else 0.9), paint, name=name)


def _flanks(canvas: Canvas, xs: Floats, upper: Floats, lower: Floats, tone: Colour, alpha: float) -> None:
    outline = np.concatenate([np.stack([xs, upper], 1), np.stack([xs, lower], 1)[::-1]])
    canvas.polygons([outline], tone, alpha, blur=0.0012)


def mountains(kit: Kit) -> Scene:
    """Snowy peaks behind fir woods and an alpine meadow."""
    horizon, eye = 0.58, 0.29
    layers = [
        *backdrop(kit, horizon),
        merged(
            0.04,
            range_of(kit, "far", 0.02, horizon, 0.36, 0.55, rgb("7d8fae"), 0.42),
            range_of(kit, "middle", 0.06, horizon + 0.01, 0.28, 0.42, rgb("5f7793"), 0.6),
        ),
        merged(
            0.2,
            hills(
                kit, "foothills", 0.12, 0.545, 0.04, 0.8, SNOW if kit.snowy else rgb("5c8a66"), horizon + 0.01
            ),
            tree_belt(kit, "firs", 0.2, 0.585, 12, 0.1, rgb("3a6b52"), 1.0),
            hills(
                kit, "slope", 0.24, 0.585, 0.015, 1.1, SNOW if kit.snowy else rgb("76a64e"), horizon + 0.04
            ),
        ),
        grass_ground(kit, horizon, eye, rgb("79a94e"), 0.16),
        rocks(kit, "stones", 0.5, horizon + eye * 0.5, 1.6, 0.05, rgb("8d929c")),
        tree_belt(
            kit, "pines", 0.55, horizon + eye * 0.55, 2.2, 0.4, rgb("35694c"), 1.0, 0.52 * kit.aspect / 1.78
        ),
        *(grass_row(kit, near, horizon, eye, GRASS, 0.6, 0.03) for near in (0.7, 1.06)),
        foreground_grass(kit, 1.3, 0.97, 0.06, rgb("6a9c45"), True),
    ]
    return Scene(tuple(layers), horizon, eye)


def aerial(kit: Kit) -> Scene:
    """Peaks seen from the height at which birds fly: range behind range down into the valleys, mist between them."""
    horizon, eye = 0.36, 0.62
    stone = (rgb("6b819c"), rgb("62798f"), rgb("5d7480"), rgb("54695f"))
    ranges = [
        range_of(kit, f"range{near}", near, horizon + eye * near + 0.1, rise, length, colour, snow, 0.75)
        for near, rise, length, colour, snow in (
            (0.16, 0.24, 0.4, stone[0], 0.62),
            (0.34, 0.28, 0.5, stone[1], 0.66),
            (0.62, 0.34, 0.75, stone[2], 0.74),
            (1.0, 0.42, 1.25, stone[3], 0.86),
        )
    ]

    def paint(canvas: Canvas, light: Light) -> None:
        canvas.fill(fade(horizon, light.haze, 1.2, mix(light.lit(rgb("55705f"), 0.6), light.haze, 0.5)))

    layers = [
        *backdrop(kit, horizon),
        range_of(kit, "far", 0.02, horizon + 0.06, 0.27, 0.45, rgb("7d8fae"), 0.5, 1.0),
        Layer(1.0, horizon + 0.055, 1.9, paint, ground=True, name="ground"),
        range_of(kit, "middle", 0.07, horizon + 0.08, 0.22, 0.36, rgb("6f85a3"), 0.55, 0.8),
        *ranges,
    ]
    return Scene(tuple(layers), horizon, eye, floor=False, dusty=False)


def rocks(
    kit: Kit,
    name: str,
    near: float,
    foot: float,
    density: float,
    height: float,
    colour: Colour,
    gap: float = 0.0,
) -> Layer:
    """Return boulders standing on `foot`."""
    key = kit.key(name)

    def paint(canvas: Canvas, light: Light) -> None:
        for x, rng in cells(canvas, key, density, height * 2):
            if abs(x) < gap:
                continue
            tall = height * rng.uniform(0.4, 1.3)
            paint_rock(canvas, light, rng, x, foot, tall, min(1, near), colour)
            paint_rock(canvas, light, rng, x + tall * 1.4, foot + 0.004, tall * 0.5, min(1, near), colour)

    return Layer(near, foot - height * 1.8, foot + 0.02, paint, name=name)


def dunes(
    kit: Kit, name: str, near: float, level: float, rise: float, length: float, colour: Colour, foot: float
) -> Layer:
    """Return a ridge of sand with a sharp crest: one side in the light, the other in the shade."""
    key = kit.key(name)

    def paint(canvas: Canvas, light: Light) -> None:
        rng = np.random.default_rng(key)
        xs = canvas.xs()
        ys = level - rise * wander(rng, xs, length, 2)
        tone = light.lit(colour, near)
        canvas.ridge(
            xs, ys, fade(level - rise, mix(tone, light.lit(light.sun, near), 0.22), foot + 0.06, tone)
        )
        low = ys + (0.35 + 0.25 * wander(rng, xs, length * 0.7, 2)) * (foot - level + rise)
        shade = np.clip(np.gradient(ys, xs) * -kit.side * 4, 0, 1)
        _flanks(canvas, xs, ys, ys + (low - ys) * shade, tone * np.float32(0.72), 0.55)
        for index in range(4):
            ripple = ys + 0.02 * near + (index + 0.6) * 0.045 * near + 0.006 * wander(rng, xs, 0.3, 2)
            canvas.strokes([np.stack([xs, ripple], 1)], tone * np.float32(0.84), 0.0016, 0.35)

    return Layer(near, level - rise * 1.4, foot + 0.05, paint, name=name)


def sand_ground(kit: Kit, horizon: float, eye: float, colour: Colour, far: float) -> Layer:
    """Return sand with wind ripples in perspective."""

    def paint(canvas: Canvas, light: Light) -> None:
        rng = kit.rng("sand")
        canvas.fill(ground_gradient(light, colour, horizon, eye, far))
        canvas.mottle(rng, 0.07, 1.2, 7)
        xs = canvas.xs(0.03)
        shade, shine = (
            light.lit(colour * np.float32(0.8), 0.8),
            mix(light.lit(colour, 0.8), light.lit(light.sun, 0.9), 0.35),
        )
        for near in np.geomspace(max(far, 0.2), 1.9, 34):
            y = horizon + eye * near + 0.012 * near * wander(rng, xs, 0.9 * near, 3)
            canvas.strokes([np.stack([xs, y], 1)], shade, 0.0028 * near, 0.35)
            canvas.strokes([np.stack([xs, y + 0.004 * near], 1)], shine, 0.0022 * near, 0.35)

    return Layer(1.0, horizon + eye * far, 1.9, paint, ground=True, name="ground")


def cacti(kit: Kit, near: float, foot: float, density: float, height: float, gap: float) -> Layer:
    """Return saguaro cacti standing on `foot`."""
    key = kit.key(f"cacti{near}")

    def paint(canvas: Canvas, light: Light) -> None:
        tone = light.lit(rgb("4f8a57"), near)
        for x, rng in cells(canvas, key, density, height):
            if abs(x) < gap:
                continue
            tall = height * rng.uniform(0.6, 1.15)
            limbs = [np.array([[x, foot], [x, foot - tall]])]
            for side in (-1, 1):
                at, out = foot - tall * rng.uniform(0.35, 0.6), side * tall * 0.17
                limbs.append(
                    np.array(
                        [
                            [x, at],
                            [x + out * 0.8, at],
                            [x + out, at - 0.03 * tall],
                            [x + out, at - tall * rng.uniform(0.2, 0.35)],
                        ]
                    )
                )
            thick = tall * 0.1
            canvas.strokes(limbs[:1], tone, thick)
            canvas.strokes(limbs[1:], tone, thick * 0.75)
            caps = [
                [*limb[-1], (thick if index == 0 else thick * 0.75) / 2] for index, limb in enumerate(limbs)
            ]
            canvas.ellipses(np.array([[cx, cy, r, r] for cx, cy, r in caps]), tone)
            lit = [limb + np.array([kit.side * thick * 0.25, 0]) for limb in limbs]
            canvas.strokes(lit, mix(tone, light.sun, 0.3), thick * 0.22, 0.6)

    return Layer(near, foot - height * 1.4, foot + 0.02, paint, name="cacti")


def desert(kit: Kit) -> Scene:
    """Dunes under a hot sky, table mountains far off, cacti."""
    horizon, eye = 0.54, 0.33
    sand = kit.tinged(rgb("e9b872"), 0.3)
    mesa = range_of(kit, "mesa", 0.03, horizon, 0.1, 0.8, rgb("b98a72"), 1.0)
    layers = [
        *backdrop(kit, horizon),
        merged(0.05, mesa, dunes(kit, "far", 0.07, 0.52, 0.03, 0.9, sand, horizon)),
        dunes(kit, "middle", 0.16, 0.535, 0.04, 1.3, sand, horizon + 0.03),
        dunes(kit, "close", 0.26, 0.575, 0.035, 1.9, sand * np.float32(0.97), horizon + 0.07),
        sand_ground(kit, horizon, eye, sand, 0.2),
        cacti(kit, 0.4, horizon + eye * 0.4, 1.6, 0.2, 0.25),
        rocks(kit, "stones", 0.6, horizon + eye * 0.6, 1.3, 0.045, rgb("b07f5c"), 0.3),
        cacti(kit, 0.66, horizon + eye * 0.66, 0.8, 0.42, 0.5 * kit.aspect / 1.78),
        rocks(kit, "front", 1.3, 1.03, 0.9, 0.09, rgb("9a6a48"), 0.36 * kit.aspect / 1.78),
    ]
    return Scene(tuple(layers), horizon, eye)


def snowfield(kit: Kit) -> Scene:
    """Snow, drifts, firs and peaks."""
    white = Kit(kit.seed, kit.aspect, Weather.SNOW, kit.wind, kit.palette, kit.side)
    horizon, eye = 0.57, 0.3

    def paint(canvas: Canvas, light: Light) -> None:
        rng = kit.rng("snow")
        canvas.fill(ground_gradient(light, SNOW, horizon, eye, 0.16))
        canvas.mottle(rng, 0.05, 1.3, 8)
        xs = canvas.xs(0.03)
        blue = light.lit(rgb("c3d5ea"), 0.8)
        for near in (0.3, 0.46, 0.68, 0.95, 1.3):
            y = horizon + eye * near + 0.02 * near * wander(rng, xs, 1.2 * near, 3)
            canvas.strokes([np.stack([xs, y], 1)], blue, 0.02 * near, 0.35, blur=0.008 * near)
        sparkles = strewn(canvas, rng, 60, horizon + eye * 0.3, 1.1)
        canvas.ellipses(
            np.concatenate([sparkles, np.full((len(sparkles), 2), 0.0013)], 1), rgb("ffffff"), 0.7
        )

    layers = [
        *backdrop(kit, horizon),
        range_of(kit, "far", 0.03, horizon, 0.27, 0.6, rgb("8fa3bf"), 0.25),
        hills(kit, "hills", 0.1, 0.54, 0.03, 0.9, SNOW, horizon),
        tree_belt(white, "firs", 0.17, 0.57, 10, 0.1, rgb("4f7a68"), 1.0),
        hills(kit, "slope", 0.24, 0.575, 0.015, 1.2, SNOW, horizon + 0.04),
        Layer(1.0, horizon + eye * 0.16, 1.9, paint, ground=True, name="ground"),
        tree_belt(
            white, "close", 0.5, horizon + eye * 0.5, 1.9, 0.4, rgb("3f6b5a"), 1.0, 0.48 * kit.aspect / 1.78
        ),
        foreground_grass(white, 1.3, 0.985, 0.03, SNOW, False),
    ]
    return Scene(tuple(layers), horizon, eye)
