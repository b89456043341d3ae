"""The court of an old Chinese palace: a hall with golden roofs on a marble terrace, between red walls."""

from __future__ import annotations

import itertools

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, Colour, Floats, fade, mix, rgb
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.outdoors import SNOW, backdrop, hills, tree_belt
from reelwright.engines.animatic.stage.scene import Kit, Scene
from reelwright.engines.animatic.stage.town import paving

_HORIZON, _EYE = 0.5, 0.38
_RED, _GOLD, _MARBLE = rgb("b3352b"), rgb("e0a53a"), rgb("ece7dc")
_TIMBER, _EAVES, _GLOW = rgb("8f2a22"), rgb("2f6f76"), rgb("ffcf7a")


def _foot(near: float) -> float:
    return _HORIZON + _EYE * near


def palace(kit: Kit) -> Scene:
    """A paved court before a hall with two roofs, walls with tiled tops at both sides, lanterns that burn by night."""
    layers = [
        *backdrop(kit, _HORIZON),
        hills(kit, "far", 0.05, 0.47, 0.05, 0.9, SNOW if kit.snowy else rgb("6f8f86"), _HORIZON + 0.02),
        _hall_layer(kit, "behind", 0.16, 0.62, 1.5),
        paving(kit, _HORIZON, _EYE, rgb("b9b2a6"), 0.14, 0.34),
        _hall_layer(kit, "hall", 0.3, 1.0, 1.0),
        _walls(kit, 0.5),
        *_trees(kit, 0.62),
        _lanterns(kit, 0.82),
    ]
    return Scene(tuple(layers), _HORIZON, _EYE)


def _trees(kit: Kit, near: float) -> list[Layer]:
    """Return trees at both sides of the court in the seasons for which they are looked at."""
    if not {"blossom", "autumn"} & set(kit.features):
        return []
    gap = 0.36 * kit.aspect
    return [tree_belt(kit, "court", near, _foot(near), 3.2, 0.46, rgb("5c9a4a"), 0.0, gap)]


def _hall_layer(kit: Kit, name: str, near: float, tall: float, wide: float) -> Layer:
    """Return a hall on its terrace; `tall` and `wide` are shares of the size of the one in front."""
    foot, size = _foot(near), 0.43 * tall
    half = min(0.5, 0.3 * kit.aspect) * wide

    def paint(canvas: Canvas, light: Light) -> None:
        lit = [light.lit(tone, near) for tone in (_MARBLE, _RED, _TIMBER, _EAVES)]
        marble, red, timber, eaves = lit
        steps = [
            [-half * (1.34 - 0.1 * n), foot - 0.026 * (n + 1) * tall, half * (1.34 - 0.1 * n)]
            for n in range(3)
        ]
        for left, top, right in steps:
            canvas.rects(
                np.array([left, top, right, foot]),
                fade(top, mix(marble, light.sun, 0.12), foot, marble * np.float32(0.8)),
            )
        posts = [
            [x, top - 0.014, x + 0.006, top]
            for left, top, right in steps
            for x in np.linspace(left, right, 22)
        ]
        canvas.rects(np.array(posts), marble)
        ground = foot - 0.078 * tall
        eave = ground - 0.36 * size
        canvas.rects(np.array([-half, eave, half, ground]), fade(eave, red * np.float32(0.62), ground, red))
        bays = np.linspace(-half, half, 8)
        doors = [[a + 0.016, eave + 0.06 * size, b - 0.016, ground] for a, b in itertools.pairwise(bays)]
        canvas.rects(np.array(doors), timber * np.float32(0.7))
        if light.night > 0.2:
            canvas.rects(np.array(doors), _GLOW, 0.75 * light.night, blur=0.004)
        lattice = [
            np.array([[x, eave + 0.06 * size], [x, ground]])
            for a, b, c, d in doors
            for x in np.linspace(a, c, 5)
        ]
        canvas.strokes(lattice, timber, 0.004)
        canvas.rects(np.array([[x - 0.011, eave, x + 0.011, ground] for x in bays]), red * np.float32(1.05))
        canvas.rects(np.array([-half * 1.02, eave - 0.01, half * 1.02, eave + 0.045 * size]), eaves)
        _roof(canvas, light, kit, near, eave, half * 1.22, half * 0.8, 0.24 * size)
        upper = eave - 0.24 * size
        canvas.rects(
            np.array([-half * 0.74, upper - 0.1 * size, half * 0.74, upper + 0.01]), red * np.float32(0.8)
        )
        canvas.rects(np.array([-half * 0.75, upper - 0.1 * size, half * 0.75, upper - 0.06 * size]), eaves)
        _roof(canvas, light, kit, near, upper - 0.09 * size, half * 0.98, half * 0.56, 0.3 * size)

    return Layer(near, foot - 1.15 * size - 0.1, foot + 0.01, paint, name=name)


def _roof(
    canvas: Canvas, light: Light, kit: Kit, near: float, eave: float, low: float, high: float, rise: float
) -> None:
    """Paint a hipped roof: `low` and `high` are half its width at the eaves and at the ridge, the corners turn up."""
    gold = light.lit(_GOLD, near)
    top = SNOW * light.ambient if kit.snowy else mix(gold, light.sun, 0.25)
    outline = _slopes(eave, low, high, rise)
    canvas.polygons([outline], fade(eave - rise, top, eave + 0.02, gold * np.float32(0.72)))
    share = np.linspace(0, 1, 14)
    rows = [
        np.stack([x * (high + (low - high) * share**1.5), eave - rise + rise * share**0.8], 1)
        for x in np.linspace(-0.94, 0.94, 34)
    ]
    canvas.strokes(rows, gold * np.float32(0.66), 0.0028, 0.5)
    canvas.rects(
        np.array([-high - 0.012, eave - rise - 0.014, high + 0.012, eave - rise + 0.006]),
        gold * np.float32(0.8),
    )
    horns = [[side * (high + 0.012), eave - rise - 0.018, 0.012, 0.02] for side in (-1, 1)]
    canvas.ellipses(np.array(horns), gold * np.float32(0.8))


def _slopes(eave: float, low: float, high: float, rise: float) -> Floats:
    share = np.linspace(0, 1, 16)
    right = np.stack([high + (low - high) * share**1.5, eave - rise + rise * share**0.8], 1)
    tips = np.array([[low + 0.03, eave - 0.035], [low - 0.02, eave + 0.012]])
    under = np.array([[0.5 * low, eave + 0.02]])
    side = np.concatenate([right[:-1], tips, under])
    return np.concatenate([side, (side * [-1, 1])[::-1]])


def _walls(kit: Kit, near: float) -> Layer:
    """Return red walls with tiled tops, left and right of the court."""
    foot, tall = _foot(near), 0.27
    gap = min(0.62, 0.4 * kit.aspect)

    def paint(canvas: Canvas, light: Light) -> None:
        red, gold = light.lit(_RED, near), light.lit(_GOLD, near)
        for side in (-1, 1):
            left, right = sorted((side * gap, side * 6.0))
            top = foot - tall
            canvas.rects(
                np.array([left, top, right, foot]),
                fade(top, mix(red, light.sun, 0.1), foot, red * np.float32(0.72)),
            )
            canvas.rects(
                np.array([left, foot - 0.04, right, foot]), light.lit(_MARBLE * np.float32(0.8), near)
            )
            tiles = np.array(
                [
                    [left - 0.02, top],
                    [left + 0.02, top - 0.055],
                    [right - 0.02, top - 0.055],
                    [right + 0.02, top],
                ]
            )
            canvas.polygons([tiles], SNOW * light.ambient if kit.snowy else gold)
            first = max(left, canvas.left - 0.1)
            ribs = [
                np.array([[x, top - 0.05], [x, top]])
                for x in np.arange(np.floor(first / 0.03), canvas.right / 0.03) * 0.03
                if left <= x <= right
            ]
            canvas.strokes(ribs, gold * np.float32(0.66), 0.004, 0.7)
            canvas.rects(np.array([left, top, right, top + 0.014]), light.lit(_EAVES, near))

    return Layer(near, foot - tall - 0.08, foot + 0.01, paint, name="walls")


def _lanterns(kit: Kit, near: float) -> Layer:
    """Return a red lantern on a post at either side."""
    foot, x = _foot(near), min(0.78, 0.44 * kit.aspect)

    def paint(canvas: Canvas, light: Light) -> None:
        stone = light.lit(_MARBLE, near)
        for side in (-1, 1):
            _lantern(canvas, light, side * x, foot, near, stone)

    return Layer(near, foot - 0.95, foot + 0.01, paint, name="lanterns")


def _lantern(canvas: Canvas, light: Light, x: float, foot: float, near: float, stone: Colour) -> None:
    canvas.rects(
        np.array([[x - 0.03, foot - 0.05, x + 0.03, foot], [x - 0.01, foot - 0.46, x + 0.01, foot]]), stone
    )
    level = foot - 0.5
    red = mix(light.lit(rgb("d8362c"), near), rgb("ff5a3a"), 0.8 * light.night)
    if light.night > 0.2:
        canvas.ellipses(np.array([x, level, 0.16, 0.16]), _GLOW, 0.4 * light.night, blur=0.05)
    canvas.ellipses(np.array([x, level, 0.058, 0.052]), red)
    canvas.ellipses(np.array([x, level, 0.026, 0.05]), mix(red, _GLOW, 0.25 + 0.5 * light.night), 0.8)
    gold = light.lit(_GOLD, near)
    canvas.rects(
        np.array(
            [
                [x - 0.026, level - 0.06, x + 0.026, level - 0.046],
                [x - 0.026, level + 0.046, x + 0.026, level + 0.06],
            ]
        ),
        gold,
    )
    canvas.strokes(
        [np.array([[x + dx, level + 0.06], [x + dx, level + 0.1]]) for dx in (-0.012, 0, 0.012)], gold, 0.004
    )
