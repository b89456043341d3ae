"""Settings among trees: forest and park."""

from __future__ import annotations

from functools import partial

import numpy as np

from reelwright.engines.animatic.plan import Weather
from reelwright.engines.animatic.stage.canvas import Canvas, Colour, Floats, fade, mix, rgb
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
    swaying,
    tree_belt,
)
from reelwright.engines.animatic.stage.props import paint_bush, paint_lamp
from reelwright.engines.animatic.stage.scene import Kit, Scene, cells, merged, overlaid
from reelwright.engines.animatic.stage.town import skyline
from reelwright.engines.animatic.stage.trees import evergreen, paint_boughs

_FIR, _LEAF = rgb("3c7350"), rgb("4f9440")


def trunks(kit: Kit, name: str, near: float, foot: float, density: float, width: float, gap: float) -> Layer:
    """Return tall trunks that leave the frame at the top, with a canopy of leaves up there."""
    key = kit.key(name)

    def paint(canvas: Canvas, light: Light) -> None:
        bark = light.lit(rgb("6a4b38"), near)
        for x, rng in cells(canvas, key, density, 0.4):
            if abs(x) < gap:
                continue
            leaf = light.lit(SNOW if kit.snowy else kit.leaf(rgb("3f7d3f"), rng), near)
            wide = width * rng.uniform(0.7, 1.3)
            lean = rng.uniform(-0.04, 0.04)
            half = wide * np.array([-0.9, -0.5, -0.4, 0.4, 0.5, 0.9])
            top = np.array([0, 0, lean, lean, 0, 0])
            shape = np.stack(
                [x + half + top, [foot + 0.005, foot - 0.07, -0.7, -0.7, foot - 0.07, foot + 0.005]], 1
            )
            canvas.polygons(
                [shape], fade(0.1, mix(bark, light.lit(light.sun, near), 0.1), foot, bark * np.float32(0.72))
            )
            lit = shape.copy()
            lit[3:, 0] -= wide * np.array([0.5, 0.62, 1.1])
            canvas.polygons([lit], mix(bark, light.sun, 0.35), 0.35)
            if evergreen(kit, 0.1) > 0.5:
                levels = np.linspace(-0.3, 0.1, 5)
                paint_boughs(canvas, light, rng, x, levels, 0.16 + 0.14 * near, near, kit.snowy)
                continue
            count = 14
            low, high = [-0.24, -0.16, 0.05, 0.04], [0.24, 0.14, 0.11, 0.075]
            crown = rng.uniform(low, high, (count, 4)) + np.array([x, 0, 0, 0])
            canvas.ellipses(crown, fade(-0.15, leaf * np.float32(0.6), 0.2, leaf), blur=0.002)
            glints = crown[::2] * [1, 1, 0.5, 0.45] + [0.0, 0.012, 0, 0]
            canvas.ellipses(glints, mix(leaf, light.sun, 0.4), 0.5, blur=0.008)

    return Layer(near, -0.75, foot + 0.02, paint, motion=swaying(kit, 0.005, near * 5), foot=foot, name=name)


def shafts(kit: Kit, horizon: float) -> Layer:
    """Return slanting beams of light between the trees."""

    def paint(canvas: Canvas, light: Light) -> None:
        strength = 0.17 * (1 - light.night) * min(1.0, 0.35 + light.shadow * 2.5)
        for x, rng in cells(canvas, kit.key("shafts"), 0.7, 0.6):
            wide, slant = rng.uniform(0.03, 0.1), kit.side * -0.28
            shape = np.array(
                [
                    [x, -0.3],
                    [x + wide, -0.3],
                    [x + wide * 1.9 + slant, horizon + 0.22],
                    [x + slant, horizon + 0.22],
                ]
            )
            canvas.polygons(
                [shape], mix(light.sun, light.haze, 0.2), strength * rng.uniform(0.4, 1), blur=0.02
            )

    return Layer(0.45, -0.35, horizon + 0.3, paint, detail=0.25, name="shafts")


def forest(kit: Kit) -> Scene:
    """A clearing between tall trees, beams of light falling in."""
    horizon, eye = 0.55, 0.32
    floor = rgb("5f8f43")
    front = trunks(kit, "trunks", 0.4, horizon + eye * 0.4, 2.6, 0.028, 0.2 * kit.aspect / 1.78)
    sunny = kit.weather in (Weather.CLEAR, Weather.WIND)
    layers = [
        *backdrop(kit, horizon)[:2],  # leaves hide the nearer clouds
        merged(
            0.18,
            hills(kit, "far", 0.05, 0.47, 0.05, 0.9, rgb("6f9a88"), horizon + 0.04),
            tree_belt(kit, "back", 0.06, horizon, 11, 0.26, _FIR, 0.9),
            tree_belt(kit, "middle", 0.16, horizon + 0.02, 9, 0.33, _FIR, 0.85),
            tree_belt(kit, "inner", 0.26, horizon + 0.045, 6.5, 0.42, _LEAF, 0.6),
            hills(
                kit,
                "bank",
                0.22,
                horizon + 0.035,
                0.012,
                0.5,
                SNOW if kit.snowy else floor * np.float32(0.9),
                horizon + 0.06,
            ),
        ),
        grass_ground(kit, horizon, eye, floor, 0.2),
        overlaid(front, shafts(kit, horizon)) if sunny else front,
        trunks(kit, "close", 0.62, horizon + eye * 0.62, 1.5, 0.05, 0.46 * kit.aspect / 1.78),
        grass_row(kit, 0.9, horizon, eye, floor, 0.45, 0.045),
        undergrowth(kit, 1.3, 0.97),
    ]
    return Scene(tuple(layers), horizon, eye)


def undergrowth(kit: Kit, near: float, level: float) -> Layer:
    """Return ferns and leaves close to the lens, out of focus, at the left and right."""

    def paint(canvas: Canvas, light: Light) -> None:
        tone = light.lit(SNOW if kit.snowy else rgb("2f5f34"), 1.0)
        edge = 0.32 * kit.aspect
        for x, rng in cells(canvas, kit.key("fern"), 5, 0.5):
            reach = 0.05 + 0.14 * min(1.0, max(0.0, (abs(x) - edge) / 0.4))
            for _ in range(5):
                turn, long = rng.uniform(-1.1, 1.1), reach * rng.uniform(0.7, 1.3)
                along = np.linspace(0, 1, 7)[:, None]
                spine = (
                    np.array([x, level + 0.06])
                    + along * [np.sin(turn) * long, -np.cos(turn) * long]
                    + along**2 * [0, 0.35 * abs(turn) * long]
                )
                half = (np.sin(np.pi * np.clip(along, 0.03, 0.99)) * 0.012) * [1, 0.6]
                canvas.polygons(
                    [np.concatenate([spine - half, (spine + half)[::-1]])],
                    mix(tone, light.lit(light.sun, 1), 0.12 * rng.uniform()),
                )
        canvas.ridge(canvas.xs(), level + 0.045 + 0.01 * np.sin(canvas.xs() * 8), tone * np.float32(0.85))

    return Layer(
        near, level - 0.3, 2.2, paint, motion=swaying(kit, 0.03, near), foot=level, blur=0.0035, name="front"
    )


def path(kit: Kit, horizon: float, eye: float, far: float) -> Layer:
    """Return a meadow with a sandy path that winds away."""
    meadow = grass_ground(kit, horizon, eye, GRASS, far)

    def paint(canvas: Canvas, light: Light) -> None:
        meadow.paint(canvas, light)
        near = np.linspace(far, 3.0, 90)
        middle = _bend(kit, near)
        sand = rgb("e8d7b0") if not kit.snowy else rgb("dfe6ee")
        for wide, tone, alpha in ((0.32, sand * np.float32(0.78), 0.5), (0.29, sand, 1.0)):
            left = np.stack([middle * near - wide * near, horizon + eye * near], 1)
            right = np.stack([middle * near + wide * near, horizon + eye * near], 1)
            canvas.polygons(
                [np.concatenate([left, right[::-1]])],
                fade(horizon, light.lit(tone, 0.3), 1.0, light.lit(tone, 0.9)),
                alpha,
            )
        canvas.mottle(kit.rng("path"), 0.03, 9, 30)

    return Layer(1.0, horizon + eye * far, 1.9, paint, ground=True, name="ground")


def _bend(kit: Kit, near: Floats) -> Floats:
    """Return where the middle of the path is, as shares of nearness."""
    return np.asarray(0.05 * np.sin(2.2 / near) + 0.12 * kit.side * (near - 0.9))


def _on_path(kit: Kit, near: float, x: float) -> bool:
    """Return whether a place at nearness `near` is on the path."""
    return abs(x / near - float(_bend(kit, np.array(near)))) < 0.33


def park(kit: Kit) -> Scene:
    """Lawns, a winding path, lamps and benches, the town behind the trees."""
    horizon, eye = 0.56, 0.31
    layers = [
        *backdrop(kit, horizon),
        skyline(kit, "town", 0.05, horizon, 9, 0.06, 0.2),
        merged(
            0.17,
            tree_belt(kit, "back", 0.14, horizon + 0.015, 9, 0.15, _LEAF, 0.1),
            hills(kit, "lawn", 0.2, 0.565, 0.012, 1.4, SNOW if kit.snowy else rgb("7dbb52"), horizon + 0.04),
        ),
        path(kit, horizon, eye, 0.14),
        furniture(kit, 0.42, horizon + eye * 0.42),
        tree_belt(
            kit, "trees", 0.55, horizon + eye * 0.55, 1.4, 0.5, rgb("59a045"), 0.0, 0.5 * kit.aspect / 1.78
        ),
        *(
            grass_row(kit, near, horizon, eye, GRASS, 0.25, 0.022, partial(_on_path, kit, near))
            for near in (0.7, 1.08)
        ),
        foreground_grass(kit, 1.3, 0.965, 0.06, rgb("5f9f3d"), True, partial(_on_path, kit, 1.3)),
    ]
    return Scene(tuple(layers), horizon, eye)


def furniture(kit: Kit, near: float, foot: float) -> Layer:
    """Return lamps, benches and bushes beside the path."""

    def paint(canvas: Canvas, light: Light) -> None:
        wood, iron = light.lit(rgb("9a6b45"), near), light.lit(rgb("39424a"), near)
        for index in range(int(np.floor(canvas.left / 0.62)) - 1, int(np.ceil(canvas.right / 0.62)) + 1):
            x = (index + 0.5) * 0.62
            paint_lamp(canvas, light, x, foot, 0.27, near)
            _bench(canvas, x + 0.17, foot + 0.004, wood, iron)
            rng = np.random.default_rng([kit.key("bush"), index + 1000])
            paint_bush(
                canvas,
                light,
                rng,
                x - 0.16,
                foot + 0.002,
                0.075 * rng.uniform(0.8, 1.3),
                near,
                rgb("4a8a3f"),
                kit.snowy,
            )

    return Layer(near, foot - 0.35, foot + 0.02, paint, name="furniture")


def _bench(canvas: Canvas, x: float, foot: float, wood: Colour, iron: Colour) -> None:
    canvas.rects(
        np.array([[x - 0.05, foot - 0.03, x - 0.042, foot], [x + 0.042, foot - 0.03, x + 0.05, foot]]), iron
    )
    canvas.rects(np.array([x - 0.062, foot - 0.035, x + 0.062, foot - 0.027]), wood)
    canvas.rects(
        np.array(
            [
                [x - 0.062, foot - 0.068, x + 0.062, foot - 0.059],
                [x - 0.062, foot - 0.055, x + 0.062, foot - 0.046],
            ]
        ),
        wood * np.float32(0.9),
    )
