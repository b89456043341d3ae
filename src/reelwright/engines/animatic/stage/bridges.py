"""Bridges over a river: one of stone from bank to bank, and the planks and the railing of one that somebody stands on."""

from __future__ import annotations

from math import pi

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, fade, mix, rgb
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.outdoors import SNOW
from reelwright.engines.animatic.stage.scene import Kit

_WATER = rgb("3f93ad")


def stone_bridge(kit: Kit, near: float, foot: float, middle: float, half: float) -> Layer:
    """Return a stone bridge of three arches from bank to bank."""
    rise = 0.36 * near

    def paint(canvas: Canvas, light: Light) -> None:
        tone = light.lit(kit.tinged(rgb("b3a692"), 0.3), near + 0.35)
        xs = np.linspace(-1.75, 1.75, 80)
        deck = foot - rise * (0.62 + 0.38 * np.cos(np.clip(xs / 1.75, -1, 1) * pi / 2))
        wall = np.concatenate(
            [
                np.stack([middle + xs * half, deck], 1),
                [[middle + 1.75 * half, foot + 0.012], [middle - 1.75 * half, foot + 0.012]],
            ]
        )
        canvas.polygons([wall], fade(foot - rise, mix(tone, light.sun, 0.15), foot, tone * np.float32(0.75)))
        arc = np.linspace(0, pi, 30)
        for centre, wide, tall in ((0.0, 0.42, 0.72), (-0.88, 0.3, 0.5), (0.88, 0.3, 0.5)):
            shape = np.stack(
                [middle + half * (centre + wide * np.cos(arc)), foot + 0.014 - rise * tall * np.sin(arc)], 1
            )
            canvas.polygons([shape], mix(light.lit(_WATER, 0.5), light.horizon, 0.35) * np.float32(0.62))
            canvas.strokes([shape], tone * np.float32(0.66), 0.016 * near)
        edge = np.stack([middle + xs * half, deck], 1)
        canvas.strokes([edge], mix(tone, light.sun, 0.25), 0.03 * near)
        canvas.strokes([edge + np.array([0, 0.03 * near])], tone * np.float32(0.7), 0.01 * near)

    return Layer(near, foot - rise * 1.15, foot + 0.02, paint, name="bridge")


def railing(kit: Kit, near: float, foot: float) -> Layer:
    """Return the wooden railing of a bridge, along the picture."""
    tall = 0.2 * near

    def paint(canvas: Canvas, light: Light) -> None:
        tone = light.lit(SNOW if kit.snowy else kit.tinged(rgb("8a5a3a"), 0.3), min(1.0, near))
        posts = np.arange(np.floor(canvas.left / near * 4), canvas.right / near * 4 + 1) / 4 * near
        bars = [
            [canvas.left, foot - level * tall, canvas.right, foot - (level - 0.13) * tall]
            for level in (1.0, 0.6)
        ]
        canvas.rects(
            np.array(bars), fade(foot - tall, mix(tone, light.sun, 0.2), foot, tone * np.float32(0.7))
        )
        stand = np.stack(
            [
                posts - 0.016 * near,
                np.full_like(posts, foot - 1.12 * tall),
                posts + 0.016 * near,
                np.full_like(posts, foot),
            ],
            1,
        )
        canvas.rects(stand, fade(foot - tall, tone, foot, tone * np.float32(0.6)))

    return Layer(near, foot - 1.2 * tall, foot + 0.01, paint, name="rail")


def paint_planks(canvas: Canvas, light: Light, kit: Kit, horizon: float, eye: float) -> None:
    """Paint the deck of a wooden bridge from side to side."""
    tone = light.lit(SNOW if kit.snowy else kit.tinged(rgb("a9774c"), 0.3), 0.9)
    top, bottom = horizon + eye * 0.62, canvas.bottom
    canvas.rects(
        np.array([canvas.left, top, canvas.right, bottom]),
        fade(top, tone * np.float32(0.85), horizon + eye * 1.1, tone),
    )
    seams = np.arange(np.floor(canvas.left / 0.62 * 6), canvas.right / 0.62 * 6 + 1) / 6
    low = (bottom - horizon) / eye
    canvas.strokes(
        [np.array([[x * 0.62, top], [x * low, bottom]]) for x in seams], tone * np.float32(0.66), 0.005
    )
