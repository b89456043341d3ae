"""Settings off the ground: space and the sky above the clouds."""

from __future__ import annotations

import cv2
import numpy as np

from reelwright.engines.animatic.stage.canvas import (
    Canvas,
    Colour,
    Floats,
    Gradient,
    Pixels,
    fade,
    mix,
    noise,
    rgb,
    wander,
)
from reelwright.engines.animatic.stage.layer import Layer, Shift
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.scene import Kit, Scene, cells
from reelwright.engines.animatic.stage.sky import cloud_layer, sky_layer, weather_clouds


def _stars(canvas: Canvas, seed: int, density: float, size: float) -> None:
    for x, rng in cells(canvas, seed, 10, 0):
        count = int(density)
        points = np.stack([x + rng.uniform(-0.05, 0.05, count), rng.uniform(-0.6, 1.6, count)], 1)
        radius = np.minimum(0.004, (rng.pareto(2.6, count) * 0.0006 + 0.0006) * size)
        bright = rng.uniform(0, 1, count) < 0.5
        spots = np.concatenate([points, radius[:, None], radius[:, None]], 1)
        canvas.ellipses(spots[bright], rgb("ffffff"), 0.95)
        canvas.ellipses(spots[~bright], rgb("c5d6ff"), 0.6)


def nebula(kit: Kit) -> Layer:
    """Return deep space: coloured clouds of gas and stars."""

    def paint(canvas: Canvas, light: Light) -> None:
        canvas.fill(Gradient(((-0.3, rgb("070920")), (0.5, rgb("120f33")), (1.3, rgb("0a0b26")))))
        rng = kit.rng("nebula")
        height, width = max(8, canvas.height // 8), max(8, canvas.width // 8)
        span = canvas.right - canvas.left
        glow = np.zeros((height, width, 4), np.float32)
        for tone in (kit.accent(0, rgb("7a3fc4")), kit.accent(1, rgb("2a6fd0")), rgb("d0508f")):
            gas = np.clip(noise(rng, height, width, 1.6 * span, 2.4, 4) * 1.5 - 0.05, 0, 1) ** 1.5
            glow[..., :3] += gas[..., None] * tone * np.float32(0.62)
        wide = cv2.resize(glow, (canvas.width, canvas.height), interpolation=cv2.INTER_CUBIC)
        wide = wide + rng.uniform(0, 1, (canvas.height, canvas.width, 1))
        canvas.pixels[...] = np.clip(canvas.pixels + wide, 0, 255).astype(np.uint8)
        _stars(canvas, kit.key("stars"), 26, 1.0)

    return Layer(0.0, -1.5, 2.5, paint, name="sky")


def near_stars(kit: Kit) -> Layer:
    """Return brighter stars that move against the others."""

    def paint(canvas: Canvas, light: Light) -> None:
        _stars(canvas, kit.key("near stars"), 4, 1.9)
        for x, rng in cells(canvas, kit.key("flares"), 1.4):
            at, long = np.array([x, rng.uniform(0.02, 0.8)]), rng.uniform(0.012, 0.028)
            canvas.strokes(
                [at + np.array([[-long, 0], [long, 0]]), at + np.array([[0, -long], [0, long]])],
                rgb("ffffff"),
                0.0012,
                0.55,
                blur=0.0008,
            )
            canvas.ellipses(np.array([*at, 0.0035, 0.0035]), rgb("ffffff"), blur=0.0008)

    return Layer(0.07, -0.6, 1.6, paint, name="stars")


def planet(
    kit: Kit, name: str, near: float, x: float, y: float, radius: float, tone: Colour, ring: Colour | None
) -> Layer:
    """Return a planet with bands, a lit side and, maybe, a ring."""

    def paint(canvas: Canvas, light: Light) -> None:
        if ring is not None:
            canvas.strokes(
                [_ring(x, y, radius, np.pi, 2 * np.pi)], ring * np.float32(0.7), radius * 0.16, 0.8
            )
        disc = Canvas(x - radius * 1.1, y - radius * 1.1, x + radius * 1.1, y + radius * 1.1, canvas.scale)
        disc.ellipses(np.array([x, y, radius, radius]), tone)
        hull = disc.pixels[..., 3].copy()
        rng = kit.rng(name)
        for level in np.linspace(-0.85, 0.85, 9):
            band = np.array(
                [
                    x + rng.uniform(-0.1, 0.1) * radius,
                    y + level * radius,
                    radius * 1.3,
                    radius * rng.uniform(0.04, 0.12),
                ]
            )
            disc.ellipses(
                band,
                mix(tone, [rgb("ffffff"), rgb("20164a")][int(rng.integers(2))], 0.3),
                0.5,
                blur=radius * 0.02,
            )
        _shade(disc, hull, x + kit.side * radius * 0.45, y - radius * 0.4, radius)
        _paste(canvas, disc)
        if ring is not None:
            canvas.strokes([_ring(x, y, radius, 0, np.pi)], ring, radius * 0.16, 0.85)

    return Layer(near, y - radius * 1.9, y + radius * 1.9, paint, name=name)


def _ring(x: float, y: float, radius: float, start: float, end: float) -> Floats:
    turn = np.linspace(start, end, 60)
    across, down = np.cos(turn) * radius * 1.75, np.sin(turn) * radius * 0.36
    return np.stack([x + across * 0.96 + down * 0.28, y + down * 0.96 - across * 0.28], 1)


def _shade(disc: Canvas, hull: Pixels, x: float, y: float, radius: float) -> None:
    xs = disc.left + (np.arange(disc.width) + 0.5) / disc.scale
    ys = disc.ys()
    away = np.sqrt((xs[None] - x) ** 2 + (ys[:, None] - y) ** 2) / radius
    level = np.clip(1.18 - 0.62 * away**1.4, 0.1, 1.15).astype(np.float32)
    shaded = disc.pixels[..., :3] * level[..., None]
    disc.pixels[..., :3] = np.minimum(shaded, hull[..., None]).astype(np.uint8)
    disc.pixels[..., :3] = (disc.pixels[..., :3] * (hull[..., None] / np.float32(255))).astype(np.uint8)
    disc.pixels[..., 3] = hull


def _paste(canvas: Canvas, part: Canvas) -> None:
    left, top = round((part.left - canvas.left) * canvas.scale), round((part.top - canvas.top) * canvas.scale)
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(canvas.width, left + part.width), min(canvas.height, top + part.height)
    if x0 >= x1 or y0 >= y1:
        return
    source = part.pixels[y0 - top : y1 - top, x0 - left : x1 - left].astype(np.float32)
    region = canvas.pixels[y0:y1, x0:x1]
    region[...] = (source + region * (1 - source[..., 3:] / 255)).astype(np.uint8)


def moonscape(kit: Kit, horizon: float, eye: float) -> list[Layer]:
    """Return the grey ground of a moon with craters."""
    dust = rgb("a9a7b4")

    def paint_ridge(canvas: Canvas, light: Light) -> None:
        xs = canvas.xs()
        ys = horizon - 0.012 - 0.03 * np.abs(wander(kit.rng("ridge"), xs, 0.9, 4))
        canvas.ridge(xs, ys, fade(horizon - 0.06, rgb("7d7c90"), horizon + 0.05, rgb("5a5a70")))

    def paint(canvas: Canvas, light: Light) -> None:
        rng = kit.rng("moon")
        canvas.fill(fade(horizon, rgb("77768a"), 1.15, dust))
        canvas.mottle(rng, 0.10, 3, 16)
        for x, draw in cells(canvas, kit.key("craters"), 5, 0.3):
            near = draw.uniform(0.18, 1.35)
            wide = draw.uniform(0.02, 0.07) * near
            spot = np.array([x * near, horizon + eye * near, wide, wide * 0.3])
            canvas.ellipses(
                spot + np.array([-0.1 * wide, -0.04 * wide, 0, 0]), mix(dust, rgb("ffffff"), 0.35)
            )
            canvas.ellipses(spot, rgb("66657a"))
            canvas.ellipses(spot * [1, 1, 0.88, 0.75] + [0.06 * wide, 0.08 * wide, 0, 0], rgb("8f8e9f"))

    return [
        Layer(0.12, horizon - 0.08, horizon + 0.06, paint_ridge, name="ridge"),
        Layer(1.0, horizon + eye * 0.1, 1.9, paint, ground=True, name="ground"),
    ]


def space(kit: Kit) -> Scene:
    """Stars, gas and planets over the ground of a moon."""
    horizon, eye = 0.72, 0.24
    wide = min(0.62, 0.36 * kit.aspect)
    layers = [
        nebula(kit),
        near_stars(kit),
        planet(kit, "giant", 0.1, kit.side * wide, 0.24, 0.15, kit.tinged(rgb("e0a06a"), 0.5), rgb("e9d3ae")),
        planet(kit, "small", 0.16, -kit.side * wide * 1.05, 0.15, 0.05, rgb("6fb5d8"), None),
        *moonscape(kit, horizon, eye),
    ]
    return Scene(tuple(layers), horizon, eye, outdoors=False, disc=False)


def open_space(kit: Kit) -> Scene:
    """Space without any ground, for what flies in it."""
    scene = space(kit)
    layers = [layer for layer in scene.layers if layer.name not in ("ridge", "ground")]
    layers.append(planet(kit, "close", 0.3, -kit.side * 0.3, 1.42, 0.62, rgb("3f7fd0"), None))
    return Scene(tuple(layers), 0.5, 0.3, outdoors=False, disc=False, floor=False, drift=True)


def above_clouds(kit: Kit) -> Scene:
    """The open sky over a sea of clouds."""
    horizon, eye = 0.74, 0.3
    wind = kit.wind * 1.5

    def bank(index: int, near: float, level: float, size: float) -> Layer:
        key = kit.key(f"bank{index}")

        def paint(canvas: Canvas, light: Light) -> None:
            bright = mix(light.haze, light.cloud, 0.5 + 0.5 * near)
            dark = mix(light.haze, light.cloud_shade, 0.4 + 0.5 * near)
            body = Gradient(
                (
                    (level - size, bright),
                    (level + 0.2 * size, mix(bright, dark, 0.45)),
                    (level + 1.4 * size, dark),
                )
            )
            discs, lit = [], []
            for x, rng in cells(canvas, key, 2.1 / size, size * 2):
                radius = size * rng.uniform(0.35, 0.8)
                y = level + size * rng.uniform(-0.15, 0.4)
                discs.append([x, y, radius * 1.25, radius])
                lit.append([x + kit.side * radius * 0.25, y - radius * 0.25, radius * 0.8, radius * 0.6])
            canvas.ridge(canvas.xs(), np.full(len(canvas.xs()), level + 0.3 * size), body)
            canvas.ellipses(np.array(discs), body, blur=0.02 * size)
            canvas.ellipses(np.array(lit), mix(bright, light.sun, 0.3), 0.4, blur=0.08 * size)

        return Layer(
            near,
            level - size * 1.3,
            2.2,
            paint,
            motion=lambda clock: Shift(dx=wind * (0.4 + near) * clock),
            name="clouds",
        )

    layers = [
        sky_layer(kit.key("sky"), horizon + 0.06),
        *weather_clouds(kit.key("clouds"), kit.weather, horizon, wind, kit.side)[:1],
        cloud_layer(kit.key("tall"), 0.12, 0.22, 0.6, 0.8, 0.17, wind * 1.2, 0.92, kit.side),
        bank(0, 0.15, 0.76, 0.05),
        bank(1, 0.3, 0.81, 0.08),
        bank(2, 0.55, 0.88, 0.12),
        bank(3, 1.25, 1.0, 0.2),
    ]
    return Scene(tuple(layers), horizon, eye, floor=False)
