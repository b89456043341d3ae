"""Woods of their own kind: bamboo and jungle."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reelwright.engines.animatic.stage.canvas import Canvas, Colour, Floats, Rng, fade, mix, rgb
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.outdoors import (
    SNOW,
    backdrop,
    grass_ground,
    grass_row,
    hills,
    swaying,
    tree_belt,
)
from reelwright.engines.animatic.stage.scene import Kit, Scene, cells, merged, overlaid
from reelwright.engines.animatic.stage.woods import shafts, trunks, undergrowth

_CULM, _BAMBOO_LEAF = rgb("7fae4a"), rgb("69a544")
_JUNGLE = rgb("2f7a3d")
_RIB = np.linspace(0, 1, 8)[:, None]  # a leaf's points from its root to its tip
_BLADE = np.sin(np.pi * np.clip(_RIB, 0.02, 0.99)) ** 0.8  # half its width there


def blade_leaves(roots: Floats, angles: Floats, long: Floats, wide: Floats, droop: float) -> Floats:
    """Return pointed leaves (n, points, 2) that grow from `roots` (n, 2) at `angles` and bend down by `droop`."""
    ahead = np.stack([np.cos(angles), np.sin(angles)], axis=1)[:, None]
    long = long[:, None, None]
    ribs = roots[:, None] + _RIB * ahead * long + _RIB**2 * [0, droop] * long
    halves = _BLADE * wide[:, None, None] * (ahead[..., ::-1] * [-1, 1])
    return np.concatenate([ribs - halves, (ribs + halves)[:, ::-1]], axis=1)


def culms(kit: Kit, near: float, foot: float, density: float, width: float, gap: float) -> Layer:
    """Return stems of bamboo that leave the frame at the top, with joints and sprays of leaves."""
    key = kit.key(f"culm{near}")

    def paint(canvas: Canvas, light: Light) -> None:
        for x, rng in cells(canvas, key, density, 0.3):
            if abs(x) >= gap:
                _culm(canvas, light, rng, x, foot, width * rng.uniform(0.7, 1.25), near, kit.snowy)

    return Layer(
        near, -0.6, foot + 0.02, paint, motion=swaying(kit, 0.006, near * 5), foot=foot, name="culms"
    )


def _culm(
    canvas: Canvas, light: Light, rng: Rng, x: float, foot: float, wide: float, near: float, snowy: bool
) -> None:
    tone = light.lit(mix(_CULM, rgb("c9c46a"), float(rng.uniform(0, 0.35))), near)
    lean = float(rng.normal(0, 0.035))
    top = -0.6
    step = wide * rng.uniform(5.5, 7.5)
    joints = np.arange(foot, top, -step)
    middle = x + lean * ((foot - joints) / (foot - top)) ** 1.5
    above = x + lean * ((foot - joints + step) / (foot - top)) ** 1.5
    shapes = np.stack(
        [
            np.stack([middle - wide / 2, joints - 0.06 * step], axis=1),
            np.stack([above - wide * 0.46, joints - 0.96 * step], axis=1),
            np.stack([above + wide * 0.46, joints - 0.96 * step], axis=1),
            np.stack([middle + wide / 2, joints - 0.06 * step], axis=1),
        ],
        axis=1,
    )
    canvas.polygons(list(shapes), tone * np.float32(0.8))
    canvas.polygons(list(_narrowed(shapes, 0.0, 0.62)), tone)
    close = wide > 0.02  # of a stem far off, neither the shine nor every leaf is seen
    if close:
        canvas.polygons(list(_narrowed(shapes, 0.12, 0.3)), mix(tone, light.sun, 0.35), 0.7)
    ends = np.stack([middle - wide * 0.58, joints, middle + wide * 0.58, joints], axis=1)
    canvas.strokes(list(ends.reshape(-1, 2, 2)), mix(tone, rgb("e9e6b0"), 0.35), max(0.002, 0.2 * wide))
    green = light.lit(SNOW if snowy else _BAMBOO_LEAF, near)
    twigs, leaves = _sprays(rng, joints, middle, joints < 0.42 * foot + 0.08, wide, 3 if close else 1)
    canvas.strokes(twigs, tone * np.float32(0.8), 0.12 * wide + 0.0012)
    canvas.polygons(leaves[::2], green * np.float32(0.78))
    canvas.polygons(leaves[1::2], mix(green, light.sun, 0.14))


def _sprays(
    rng: Rng, joints: Floats, middle: Floats, leafy: NDArray[np.bool_], wide: float, count: int
) -> tuple[list[Floats], list[Floats]]:
    """Return the twigs at the leafy joints of a stem, at (`middle`, `joints`), and the leaves on them, `count` at a spot."""
    twigs: list[Floats] = []
    leaves: list[tuple[float, float, float, float]] = []
    for across, level in zip(middle[leafy].tolist(), joints[leafy].tolist(), strict=True):
        if rng.uniform() < 0.75:
            side = int(rng.choice([-1, 1]))
            end, tip = across + side * wide * 5 * rng.uniform(0.6, 1.2), level - wide * 2.2
            twigs.append(np.array([[across, level], [end, tip]]))
            for share in (0.45, 0.7, 1.0):
                root = (across + (end - across) * share, level + (tip - level) * share)
                leaves += [
                    (*root, turn if side > 0 else np.pi - turn, wide * rng.uniform(3, 4.6))
                    for turn in rng.uniform(0.1, 0.9, count).tolist()
                ]
    if not leaves:
        return twigs, []
    found = np.array(leaves)
    blades = blade_leaves(found[:, :2], found[:, 2], found[:, 3], np.full(len(found), wide * 0.34), 0.35)
    return twigs, list(blades)


def _narrowed(shapes: Floats, left: float, right: float) -> Floats:
    """Return the parts of a stem's sections (n, 4, 2) between two shares of their width."""
    start, across = shapes[:, :2], shapes[:, :1:-1] - shapes[:, :2]
    return np.concatenate([start + across * left, (start + across * right)[:, ::-1]], axis=1)


def bamboo(kit: Kit) -> Scene:
    """A clearing in a bamboo forest."""
    horizon, eye = 0.55, 0.32
    floor = rgb("7f9a4c")
    back = mix(_BAMBOO_LEAF, rgb("c4d98a"), 0.3)
    layers = [
        *backdrop(kit, horizon)[:2],
        merged(
            0.16,
            hills(kit, "far", 0.05, 0.36, 0.05, 0.9, mix(back, rgb("ffffff"), 0.15), horizon + 0.04),
            culms(kit, 0.05, horizon + 0.01, 26, 0.012, 0.0),
            culms(kit, 0.16, horizon + 0.03, 17, 0.017, 0.0),
            hills(
                kit, "bank", 0.22, horizon + 0.035, 0.012, 0.5, SNOW if kit.snowy else floor, horizon + 0.06
            ),
        ),
        grass_ground(kit, horizon, eye, floor, 0.2),
        overlaid(
            culms(kit, 0.4, horizon + eye * 0.4, 5.5, 0.024, 0.16 * kit.aspect / 1.78), shafts(kit, horizon)
        ),
        culms(kit, 0.62, horizon + eye * 0.62, 3.4, 0.036, 0.44 * kit.aspect / 1.78),
        grass_row(kit, 0.9, horizon, eye, floor, 0.1, 0.04),
        undergrowth(kit, 1.3, 0.97),
    ]
    return Scene(tuple(layers), horizon, eye)


def lianas(kit: Kit, near: float) -> Layer:
    """Return lianas that hang down from the crowns, with leaves and some flowers."""

    def paint(canvas: Canvas, light: Light) -> None:
        vine, leaf = light.lit(rgb("4a6a35"), near), light.lit(_JUNGLE, near)
        for x, rng in cells(canvas, kit.key("liana"), 2.6, 0.4):
            reach, low = rng.uniform(0.15, 0.4) * rng.choice([-1, 1]), rng.uniform(0.1, 0.36)
            share = np.linspace(0, 1, 18)
            line = np.stack([x + reach * share, -0.15 + (low + 0.15) * np.sin(np.pi * share) ** 0.8], 1)
            canvas.strokes([line], vine, 0.006)
            count = len(line) - 4
            long, wide = np.full(count, 0.045), np.full(count, 0.012)
            leaves = list(blade_leaves(line[2:-2], rng.uniform(0.6, 2.5, count), long, wide, 0.3))
            canvas.polygons(leaves[::2], leaf * np.float32(0.8))
            canvas.polygons(leaves[1::2], mix(leaf, light.sun, 0.18))
            if rng.uniform() < 0.5:
                spots = np.concatenate([line[7:11], np.full((4, 2), 0.012)], 1)
                canvas.ellipses(spots, light.lit(kit.tinged(rgb("e8527f"), 0.5), near))

    return Layer(near, -0.6, 0.5, paint, name="lianas")


def broad_leaves(kit: Kit, near: float, level: float) -> Layer:
    """Return big leaves close to the lens, out of focus, at the left and right."""

    def paint(canvas: Canvas, light: Light) -> None:
        tone = light.lit(mix(_JUNGLE, rgb("1d4f30"), 0.4), 1.0)
        edge = 0.3 * kit.aspect
        for x, rng in cells(canvas, kit.key("broad"), 4.5, 0.5):
            size = 0.06 + 0.24 * min(1.0, max(0.0, (abs(x) - edge) / 0.35))
            for turn in np.linspace(-2.5, -0.65, 5) + rng.uniform(-0.12, 0.12, 5):
                long = size * rng.uniform(0.8, 1.25)
                own = mix(tone, light.lit(light.sun, 1), 0.16 * float(rng.uniform()))
                root, size_of = np.array([[x, level + 0.06]]), np.array([long])
                (leaf,) = blade_leaves(root, np.array([turn]), size_of, 0.2 * size_of, 0.45)
                canvas.polygons(
                    [leaf], fade(level - size, mix(own, light.sun, 0.12), level + 0.06, own * np.float32(0.6))
                )
                canvas.strokes([(leaf[:8] + leaf[:7:-1]) / 2], own * np.float32(1.25), 0.003)
        canvas.ridge(canvas.xs(), level + 0.045 + 0.01 * np.sin(canvas.xs() * 8), tone * np.float32(0.7))

    return Layer(
        near, level - 0.36, 2.2, paint, motion=swaying(kit, 0.03, near), foot=level, blur=0.003, name="front"
    )


def jungle(kit: Kit) -> Scene:
    """A clearing in a rain forest: mighty trunks, lianas, big leaves."""
    horizon, eye = 0.55, 0.32
    floor: Colour = rgb("4f8540")
    layers = [
        *backdrop(kit, horizon)[:2],
        merged(
            0.18,
            hills(kit, "far", 0.05, 0.4, 0.06, 0.7, rgb("5f9a80"), horizon + 0.04),
            tree_belt(kit, "back", 0.08, horizon, 12, 0.4, rgb("3f8a5c"), 0.0),
            tree_belt(kit, "inner", 0.24, horizon + 0.04, 7, 0.46, _JUNGLE, 0.0),
            hills(kit, "bank", 0.22, horizon + 0.03, 0.02, 0.3, floor * np.float32(0.85), horizon + 0.06),
        ),
        grass_ground(kit, horizon, eye, floor, 0.2),
        overlaid(
            trunks(kit, "trunks", 0.4, horizon + eye * 0.4, 1.7, 0.04, 0.22 * kit.aspect / 1.78),
            shafts(kit, horizon),
        ),
        merged(
            0.62,
            trunks(kit, "close", 0.62, horizon + eye * 0.62, 1.2, 0.07, 0.5 * kit.aspect / 1.78),
            lianas(kit, 0.62),
        ),
        grass_row(kit, 0.9, horizon, eye, floor, 0.3, 0.055),
        broad_leaves(kit, 1.3, 0.97),
    ]
    return Scene(tuple(layers), horizon, eye)
