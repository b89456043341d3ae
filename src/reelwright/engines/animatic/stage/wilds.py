"""Wild places: savanna, canyon, swamp, caves, terraced hillsides."""

from __future__ import annotations

import itertools
from math import sin

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, Rng, fade, mix, rgb, wander
from reelwright.engines.animatic.stage.lake import lilies, reeds, ripples, still_water
from reelwright.engines.animatic.stage.land import rocks, sand_ground
from reelwright.engines.animatic.stage.layer import Layer, Shift
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.outdoors import (
    backdrop,
    foreground_grass,
    grass_ground,
    grass_row,
    hills,
    swaying,
    tree_belt,
)
from reelwright.engines.animatic.stage.scene import Kit, Scene, cells, merged

_DRY = rgb("cfa94e")
_STRATA = (rgb("b5613a"), rgb("d08a55"), rgb("a24f35"), rgb("dba06a"), rgb("bd6f45"))


def _acacia(canvas: Canvas, light: Light, rng: Rng, x: float, foot: float, tall: float, near: float) -> None:
    """Paint a tree with a forked trunk and a flat crown."""
    bark, leaf = light.lit(rgb("5f4630"), near), light.lit(rgb("7c8a3a"), near)
    top = foot - 0.8 * tall
    lines = [np.array([[x, foot], [x + 0.02 * tall, foot - 0.4 * tall]])]
    lines += [
        np.array([[x + 0.02 * tall, foot - 0.38 * tall], [x + way * 0.34 * tall, top]])
        for way in (-1.0, 0.15, 1.0)
    ]
    canvas.strokes(lines, bark, 0.05 * tall)
    count = 9
    across = np.linspace(-0.62, 0.62, count) * tall
    crown = np.stack(
        [x + across, top - 0.05 * tall * (1 - (across / tall) ** 2) + rng.uniform(-0.02, 0.02, count) * tall,
         rng.uniform(0.16, 0.24, count) * tall, rng.uniform(0.06, 0.1, count) * tall], 1,
    )  # fmt: skip
    canvas.ellipses(
        crown,
        fade(
            top - 0.16 * tall,
            mix(leaf, light.lit(light.sun, near), 0.3),
            top + 0.08 * tall,
            leaf * np.float32(0.62),
        ),
    )


def acacias(kit: Kit, near: float, foot: float, density: float, height: float, gap: float = 0.0) -> Layer:
    """Return acacias standing on `foot`, none within `gap` of the middle."""
    key = kit.key(f"acacia{near}")

    def paint(canvas: Canvas, light: Light) -> None:
        for x, rng in cells(canvas, key, density, height):
            if abs(x) >= gap:
                _acacia(canvas, light, rng, x, foot, height * rng.uniform(0.75, 1.1), near)

    return Layer(
        near,
        foot - height * 1.3,
        foot + 0.02,
        paint,
        motion=swaying(kit, 0.006, near * 9),
        foot=foot,
        name="trees",
    )


def savanna(kit: Kit) -> Scene:
    """Dry grass to the horizon, acacias, blue hills."""
    horizon, eye = 0.55, 0.32
    grass = kit.tinged(_DRY, 0.2)
    layers = [
        *backdrop(kit, horizon),
        hills(kit, "far", 0.04, 0.5, 0.035, 1.6, rgb("8f93a8"), horizon),
        merged(
            0.12,
            hills(kit, "middle", 0.1, 0.535, 0.012, 1.3, grass * np.float32(0.9), horizon + 0.02),
            acacias(kit, 0.12, horizon + 0.02, 5, 0.07),
        ),
        acacias(kit, 0.24, horizon + eye * 0.22, 1.5, 0.17),
        grass_ground(kit, horizon, eye, grass, 0.12),
        acacias(kit, 0.5, horizon + eye * 0.5, 0.75, 0.46, 0.44 * kit.aspect / 1.78),
        *(grass_row(kit, near, horizon, eye, grass * np.float32(0.95), 0.0, 0.055) for near in (0.66, 1.02)),
        foreground_grass(kit, 1.3, 0.96, 0.1, grass, False),
    ]
    return Scene(tuple(layers), horizon, eye)


def _walls(kit: Kit, near: float, foot: float, gap: float, rise: float) -> Layer:
    """Return two walls of layered rock that leave a gap of half width `gap` in the middle."""
    key = kit.key(f"wall{near}")

    def paint(canvas: Canvas, light: Light) -> None:
        for side in (-1, 1):
            rng = np.random.default_rng([key, side + 1])
            depth = np.linspace(0, 1, 26)  # from the foot to the top
            ledge = np.repeat(rng.uniform(-0.5, 0.5, 7), 4)[:26] * 0.09
            edge = side * (gap + (0.16 * depth + ledge + 0.02 * rng.normal(0, 1, 26)) * rise)
            ys = foot - rise * depth
            out = canvas.left - 0.5 if side < 0 else canvas.right + 0.5
            shape = np.concatenate([np.stack([edge, ys], 1), [[out, ys[-1] - 0.1], [out, foot]]])
            canvas.polygons([shape], light.lit(_STRATA[0], near))
            bands = np.sort(rng.uniform(0, 1, 9))
            for index, (low, high) in enumerate(itertools.pairwise(bands)):
                cut = (depth >= low) & (depth <= high)
                if cut.sum() < 2:
                    continue
                inner, rows = edge[cut], ys[cut]
                strip = np.concatenate(
                    [np.stack([inner, rows], 1), [[out, rows[-1] - 0.02], [out, rows[0] - 0.02]]]
                )
                canvas.polygons([strip], light.lit(_STRATA[index % 5], near), 0.8)
            lit = kit.side * side < 0
            face = np.concatenate(
                [np.stack([edge, ys], 1), np.stack([edge + side * 0.1 * rise, ys], 1)[::-1]]
            )
            canvas.polygons(
                [face], light.lit(light.sun if lit else rgb("3a1f1a"), near), 0.25 if lit else 0.35, blur=0.01
            )

    return Layer(near, foot - rise - 0.15, foot + 0.01, paint, name="walls")


def canyon(kit: Kit) -> Scene:
    """A dry riverbed between walls of red rock."""
    horizon, eye = 0.56, 0.31
    wide = max(0.5, kit.aspect / 1.78)
    layers = [
        *backdrop(kit, horizon),
        _walls(kit, 0.06, horizon + 0.02, 0.1 * wide, 0.2),
        _walls(kit, 0.16, horizon + eye * 0.16, 0.2 * wide, 0.34),
        sand_ground(kit, horizon, eye, kit.tinged(rgb("d99a66"), 0.2), 0.14),
        _walls(kit, 0.3, horizon + eye * 0.3, 0.36 * wide, 0.5),
        _walls(kit, 0.52, horizon + eye * 0.52, 0.62 * wide, 0.85),
        rocks(kit, "stones", 0.62, horizon + eye * 0.62, 1.4, 0.05, rgb("b06a48"), 0.3 * wide),
        rocks(kit, "front", 1.3, 1.03, 0.9, 0.09, rgb("8f4f36"), 0.36 * wide),
    ]
    return Scene(tuple(layers), horizon, eye)


def _drowned(kit: Kit, near: float, foot: float, density: float, gap: float) -> Layer:
    """Return bare trunks that stand in the water, moss hanging from their branches."""
    key = kit.key(f"drowned{near}")

    def paint(canvas: Canvas, light: Light) -> None:
        bark, moss = light.lit(rgb("4f4636"), near), light.lit(rgb("6d7d4a"), near)
        for x, rng in cells(canvas, key, density, 0.4):
            if abs(x) < gap:
                continue
            thick, lean = 0.06 * near * rng.uniform(0.7, 1.3), rng.uniform(-0.05, 0.05)
            flare = np.array([-1.9, -0.7, -0.5, 0.5, 0.7, 1.9]) * thick
            ys = foot + np.array([0.012, -0.12 * near, -1.2, -1.2, -0.12 * near, 0.012])
            canvas.polygons(
                [np.stack([x + flare + [0, 0, lean, lean, 0, 0], ys], 1)],
                fade(foot - 0.7, bark, foot, bark * np.float32(0.6)),
            )
            for _ in range(3):
                level, way = foot - near * rng.uniform(0.3, 0.75), rng.choice([-1.0, 1.0])
                tip = np.array([x + way * 0.2 * near, level - 0.05 * near])
                canvas.strokes([np.array([[x, level], tip])], bark, 0.016 * near)
                beards = [
                    np.array(
                        [
                            tip * s + np.array([x, level]) * (1 - s),
                            tip * s + np.array([x, level]) * (1 - s) + [0, near * rng.uniform(0.06, 0.16)],
                        ]
                    )
                    for s in (0.4, 0.7, 1.0)
                ]
                canvas.strokes(beards, moss, 0.014 * near, 0.85)

    return Layer(near, foot - 1.2, foot + 0.02, paint, name="drowned")


def swamp(kit: Kit) -> Scene:
    """Dark water between drowned trees, duckweed and reeds."""
    horizon, eye = 0.5, 0.36
    half = kit.aspect / 2
    murky = Kit(
        kit.seed, kit.aspect, kit.weather, kit.wind, (rgb("4a6a3a"), rgb("55703f")), kit.side, kit.features
    )

    def weed(near: float, level: float) -> Layer:
        def paint(canvas: Canvas, light: Light) -> None:
            for x, rng in cells(canvas, kit.key(f"weed{near}"), 2.4, 0.3):
                spots = np.stack(
                    [
                        x + rng.normal(0, 0.12, 9) * near,
                        level + rng.normal(0, 0.012, 9) * near,
                        rng.uniform(0.02, 0.07, 9) * near,
                        rng.uniform(0.004, 0.009, 9) * near,
                    ],
                    1,
                )
                canvas.ellipses(spots, light.lit(rgb("86a545"), near), 0.75)

        return Layer(
            near,
            level - 0.05,
            level + 0.05,
            paint,
            motion=lambda clock: Shift(dx=0.006 * sin(clock * 0.6 + near)),
            name="weed",
        )

    layers = [
        *backdrop(kit, horizon),
        merged(
            0.1,
            tree_belt(kit, "back", 0.1, horizon + 0.01, 16, 0.3, rgb("4f6a48"), 0.1),
            tree_belt(kit, "wood", 0.2, horizon + 0.014, 12, 0.2, rgb("41603c"), 0.1),
        ),
        still_water(murky, horizon, eye),
        _drowned(kit, 0.3, horizon + eye * 0.3, 2.6, 0.0),
        _drowned(kit, 0.55, horizon + eye * 0.55, 1.1, 0.36 * half),
        ripples(kit, 0.7, horizon, eye, 5),
        weed(0.78, horizon + eye * 0.78),
        lilies(kit, 0.66, horizon + eye * 0.66, 0.5 * half),
        reeds(kit, 1.12, horizon + eye * 1.2, 0.66 * half, 0.26),
        _drowned(kit, 1.2, horizon + eye * 1.3, 0.5, 0.78 * half),
    ]
    layers[4:] = sorted(layers[4:], key=lambda layer: layer.near if not layer.ground else 0.0)
    return Scene(tuple(layers), horizon, eye, bobbing=0.003, sink=0.13, mirror=0.3, dusty=False)


def _steps(kit: Kit, near: float, level: float, rise: float, name: str) -> Layer:
    """Return a hillside of terraces: bands of water and green, one above the other."""
    key = kit.key(name)

    def paint(canvas: Canvas, light: Light) -> None:
        rng = np.random.default_rng(key)
        xs = canvas.xs()
        swell = wander(rng, xs, 1.5, 2)
        count = 7
        for index in range(count):
            share = index / count
            crest = level - rise * (1 - share) * (0.75 + 0.25 * swell) + 0.05 * rise * wander(rng, xs, 0.5, 3)
            water = mix(light.lit(rgb("8fb6c4"), near + 0.45), light.horizon, 0.35)
            green = light.lit(kit.leaf(rgb("6fa53f"), rng) if index % 2 else rgb("82b24a"), near + 0.45)
            canvas.ridge(xs, crest, light.lit(rgb("5f7f3a"), near + 0.45) * np.float32(0.8))
            canvas.ridge(xs, crest + 0.1 * rise / count, water)
            canvas.ridge(xs, crest + 0.52 * rise / count, green)
            canvas.ridge(xs, crest + 0.86 * rise / count, light.lit(rgb("8a7446"), near + 0.45), 0.55)

    return Layer(near, level - rise * 1.4, level + 0.3, paint, name=name)


def terraces(kit: Kit) -> Scene:
    """Rice terraces that climb the hills."""
    horizon, eye = 0.6, 0.28
    layers = [
        *backdrop(kit, horizon),
        hills(kit, "far", 0.04, 0.36, 0.1, 1.1, rgb("7f9fb0"), horizon),
        _steps(kit, 0.1, 0.6, 0.24, "upper"),
        _steps(kit, 0.2, 0.66, 0.2, "lower"),
        grass_ground(kit, horizon, eye, rgb("77a845"), 0.22),
        *(grass_row(kit, near, horizon, eye, rgb("86b848"), 0.1, 0.05) for near in (0.66, 1.02)),
        foreground_grass(kit, 1.3, 0.97, 0.08, rgb("86b848"), False),
    ]
    return Scene(tuple(layers), horizon, eye)
