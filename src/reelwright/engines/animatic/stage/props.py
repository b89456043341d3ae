"""Shapes of plants and small things, as polygons in world units for `Canvas.polygons`."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.plan import Weather
from reelwright.engines.animatic.stage.canvas import Canvas, Colour, Floats, Gradient, Rng, fade, mix, rgb
from reelwright.engines.animatic.stage.light import Light

_SNOW = rgb("f4f8fc")
_TEETH = np.linspace(-1, 1, 7)  # across the foot of a tier of a fir tree
_SAG = np.array([0.1, -0.02, 0.1, -0.02, 0.1, -0.02, 0.1, -1.0])  # of that foot and its top, in its heights


def blades(rng: Rng, xs: Floats, ys: Floats, heights: Floats, lean: float = 0.0) -> list[Floats]:
    """Return one curved blade of grass for each foot (xs, ys)."""
    count = len(xs)
    bend = (rng.uniform(-0.35, 0.35, count) + lean) * heights
    wide = heights * rng.uniform(0.035, 0.06, count)
    middle, side = xs + bend * 0.35, wide * 0.7
    shapes = np.empty((count, 5, 2))
    shapes[..., 0] = np.stack([xs - wide, middle - side, xs + bend, middle + side, xs + wide], axis=1)
    low = ys - heights * 0.6
    shapes[..., 1] = np.stack([ys, low, ys - heights, low, ys], axis=1)
    return list(shapes)


def conifer(rng: Rng, x: float, foot: float, height: float) -> list[Floats]:
    """Return the tiers of a fir tree, from the bottom up."""
    tiers = int(rng.integers(4, 7))
    tall = height * 1.55 / tiers
    shapes: list[Floats] = []
    for tier in range(tiers):
        low = foot - height * (0.08 + 0.86 * tier / tiers)
        half = height * 0.25 * (1 - tier / (tiers + 0.6)) * rng.uniform(0.9, 1.1)
        across = np.append(_TEETH * half, rng.uniform(-0.01, 0.01) * height)
        shapes.append(np.stack([x + across, low + _SAG * tall], 1))
    return shapes


def paint_conifer(
    canvas: Canvas,
    light: Light,
    rng: Rng,
    x: float,
    foot: float,
    height: float,
    near: float,
    colour: Colour,
    snow: bool = False,
) -> None:
    """Paint a fir tree: trunk, dark tiers, a lit side, snow where it lies."""
    trunk = light.lit(rgb("5b4534"), near)
    canvas.rects(np.array([x - 0.02 * height, foot - 0.15 * height, x + 0.02 * height, foot]), trunk)
    shapes = conifer(rng, x, foot, height)
    green = light.lit(colour, near)
    canvas.polygons(
        shapes,
        fade(foot - height, mix(green, light.lit(light.sun, near), 0.18), foot, green * np.float32(0.72)),
    )
    lit = [np.concatenate([shape[:4] * [1, 1], shape[-1:]]) for shape in shapes]
    canvas.polygons(lit, mix(green, light.sun * light.ambient, 0.25), 0.3)
    if snow:
        caps = [np.stack([shape[-1] + (point - shape[-1]) * 0.55 for point in shape]) for shape in shapes]
        canvas.polygons(caps, light.lit(_SNOW, near), 0.9)


def paint_tree(
    canvas: Canvas,
    light: Light,
    rng: Rng,
    x: float,
    foot: float,
    height: float,
    near: float,
    colour: Colour,
    snow: bool = False,
) -> None:
    """Paint a leafy tree: trunk, a crown of discs with a lit upper side."""
    trunk = light.lit(rgb("6b4a35"), near)
    wide = 0.035 * height
    top = foot - 0.6 * height
    outline = np.array([[x - wide, foot], [x - wide * 0.5, top], [x + wide * 0.5, top], [x + wide, foot]])
    canvas.polygons([outline], fade(top, trunk, foot, trunk * np.float32(0.7)))
    count = 11
    turn = rng.uniform(0, 2 * np.pi, count)
    away = np.sqrt(rng.uniform(0.05, 1, count)) * 0.25 * height
    radius = height * rng.uniform(0.13, 0.2, count)
    crown = np.stack(
        [
            x + np.cos(turn) * away * 1.15,
            foot - 0.68 * height + np.sin(turn) * away * 0.8,
            radius,
            radius * 0.93,
        ],
        1,
    )
    green = light.lit(colour, near)
    deep, bright = green * np.float32(0.68), mix(green, light.lit(light.sun, near), 0.28)
    canvas.ellipses(crown, fade(foot - height, green, foot - 0.4 * height, deep), blur=0.004 * height)
    lit = crown * [1, 1, 0.68, 0.62] - [0, 0.045 * height, 0, 0]
    canvas.ellipses(
        lit,
        fade(foot - height, light.lit(_SNOW, near) if snow else bright, foot - 0.5 * height, green),
        0.75,
        blur=0.02 * height,
    )
    leaves = np.stack(
        [
            crown[:, 0] + rng.uniform(-0.1, 0.1, count) * height,
            crown[:, 1] - rng.uniform(-0.02, 0.1, count) * height,
        ],
        1,
    )
    dabs = np.concatenate([leaves, np.full((count, 2), 0.028 * height)], axis=1)
    canvas.ellipses(dabs, bright, 0.5, blur=0.006 * height)


def paint_bush(
    canvas: Canvas,
    light: Light,
    rng: Rng,
    x: float,
    foot: float,
    height: float,
    near: float,
    colour: Colour,
    snow: bool = False,
) -> None:
    """Paint a round bush standing on `foot`."""
    count = 7
    along = np.linspace(-1, 1, count)
    tall = height * (0.45 + 0.35 * (1 - np.abs(along))) * rng.uniform(0.85, 1.15, count)
    discs = np.stack(
        [x + along * height * 0.75, foot - tall * 0.45, np.full(count, 0.38 * height), tall * 0.55], 1
    )
    green = light.lit(colour, near)
    canvas.ellipses(
        discs,
        fade(foot - height, mix(green, light.lit(light.sun, near), 0.15), foot, green * np.float32(0.62)),
    )
    lit = discs * [1, 1, 0.6, 0.5] - [0, 0.1 * height, 0, 0]
    if snow:
        canvas.ellipses(lit - [0, 0.06 * height, 0, 0], light.lit(_SNOW, near), 0.95, blur=0.03 * height)
    else:
        canvas.ellipses(lit, mix(green, light.lit(light.sun, near), 0.3), 0.5, blur=0.05 * height)


def paint_rock(
    canvas: Canvas, light: Light, rng: Rng, x: float, foot: float, height: float, near: float, colour: Colour
) -> None:
    """Paint a boulder with a lit top."""
    turn = np.linspace(np.pi, 2 * np.pi, 9)
    radius = height * rng.uniform(0.85, 1.15, 9)
    outline = np.stack([x + np.cos(turn) * radius * 1.35, foot + np.sin(turn) * radius], 1)
    grey = light.lit(colour, near)
    canvas.polygons(
        [outline],
        fade(foot - height, mix(grey, light.lit(light.sun, near), 0.2), foot, grey * np.float32(0.6)),
    )
    top = outline[2:8] * [1, 1] + [0.0, 0.0]
    lower = (outline[3:7] - [x, foot]) * [0.8, 0.62] + [x, foot]
    canvas.polygons([np.concatenate([top, lower[::-1]])], mix(grey, light.lit(light.sun, near), 0.35), 0.55)


def paint_flowers(
    canvas: Canvas, light: Light, rng: Rng, points: Floats, sizes: Floats, near: float, colours: list[Colour]
) -> None:
    """Paint flower heads of five petals at `points`, in groups of the given colours."""
    group = rng.integers(0, len(colours), len(points))
    turn = np.linspace(0, 2 * np.pi, 5, endpoint=False) - np.pi / 2
    for index, colour in enumerate(colours):
        heads, size = points[group == index], sizes[group == index]
        if len(heads) == 0:
            continue
        petals = (
            heads[:, None, :]
            + np.stack([np.cos(turn), np.sin(turn) * 0.75], 1)[None] * size[:, None, None] * 0.55
        )
        spots = np.concatenate([petals.reshape(-1, 2), np.repeat(size, 5)[:, None] * [[0.42, 0.36]]], axis=1)
        canvas.ellipses(spots, light.lit(colour, near))
        eyes = np.concatenate([heads, size[:, None] * [[0.28, 0.24]]], axis=1)
        canvas.ellipses(eyes, light.lit(rgb("ffd75e"), near))


def paint_lamp(
    canvas: Canvas,
    light: Light,
    x: float,
    foot: float,
    height: float,
    near: float,
    weather: Weather = Weather.CLEAR,
) -> None:
    """Paint a street lamp; it shines when the light is dim, and fog glows far around it."""
    iron = light.lit(rgb("2f3542"), near)
    thick = 0.012 * height
    canvas.rects(
        np.array(
            [
                [x - thick, foot - height, x + thick, foot],
                [x - 4 * thick, foot - 3 * thick, x + 4 * thick, foot],
            ]
        ),
        iron,
    )
    low, high = foot - 0.92 * height, foot - 1.02 * height
    half, rim = 0.035 * height, 0.05 * height
    head = np.array([[x - half, high], [x + half, high], [x + rim, low], [x - rim, low]])
    glass = mix(light.lit(rgb("cfd8dc"), near), rgb("ffe9b0"), light.night)
    canvas.polygons([head], glass)
    canvas.rects(
        np.array([x - 0.05 * height, foot - 1.05 * height, x + 0.05 * height, foot - 1.02 * height]), iron
    )
    if light.night > 0.2:
        halo = light.night * 0.5
        canvas.ellipses(
            np.array([x, foot - 0.97 * height, 0.13 * height, 0.13 * height]),
            rgb("ffdf9a"),
            halo * 0.5,
            blur=0.06 * height,
        )
        if weather is Weather.FOG and near > 0.2:
            for reach, strength in ((0.46, 0.45), (0.18, 0.65)):
                glow = np.array([x, foot - 0.97 * height, 0.62 * reach * height, 0.62 * reach * height])
                canvas.ellipses(glow, rgb("ffe6b8"), strength * light.night, blur=0.4 * reach * height)


def ground_gradient(light: Light, colour: Colour, horizon: float, eye: float, far: float = 0.0) -> Gradient:
    """Return the colours of the ground from the horizon to the viewer: haze far away, deeper and more saturated close by."""
    stops = []
    for near in (far, 0.12, 0.3, 0.6, 1.0, 1.6):
        if near >= far:
            shade = np.float32(1.06 - 0.2 * near)
            stops.append((horizon + eye * near, light.lit(colour * shade, 0.1 + 0.9 * min(1, near))))
    return Gradient(tuple(stops))
