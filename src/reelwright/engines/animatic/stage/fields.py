"""Fields of one crop as far as one sees: wheat, rice, lavender, sunflowers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, Colour, Floats, Rng, fade, mix, rgb
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.outdoors import SNOW, backdrop, hills, swaying, tree_belt
from reelwright.engines.animatic.stage.props import blades, ground_gradient
from reelwright.engines.animatic.stage.scene import Kit, Scene, cells


@dataclass(frozen=True)
class Crop:
    """A crop: colours of its field and its stalks, its height in frame heights at nearness 1, stalks per frame height.

    heads: returns (shapes, colour) pairs to paint on the tips (n, 2), `size` being the height of the stalks there.
    """

    field: Colour
    stalk: Colour
    height: float
    density: float
    heads: Callable[[Rng, Floats, float], list[tuple[list[Floats], Colour]]]


def _oval(at: Floats, wide: float, tall: float, turn: float = 0.0) -> Floats:
    ring = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    flat = np.stack([np.cos(ring) * wide, np.sin(ring) * tall], 1)
    spin = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    return np.asarray(at + flat @ spin)


def _ears(tone: Colour) -> Callable[[Rng, Floats, float], list[tuple[list[Floats], Colour]]]:
    def heads(rng: Rng, tips: Floats, size: float) -> list[tuple[list[Floats], Colour]]:
        ears = [_oval(tip, 0.055 * size, 0.2 * size, float(rng.uniform(-0.4, 0.4))) for tip in tips]
        return [(ears[::2], tone), (ears[1::2], mix(tone, rgb("ffffff"), 0.2))]

    return heads


def _spikes(rng: Rng, tips: Floats, size: float) -> list[tuple[list[Floats], Colour]]:
    dark: list[Floats] = []
    bright: list[Floats] = []
    for tip in tips:
        for index in range(5):
            spot = tip + np.array([rng.uniform(-0.03, 0.03), (index - 1.5) * 0.11]) * size
            (dark if rng.uniform() < 0.5 else bright).append(
                _oval(spot, (0.05 + 0.012 * index) * size, 0.075 * size)
            )
    return [(dark, rgb("7a55b8")), (bright, rgb("a987e0"))]


def _discs(rng: Rng, tips: Floats, size: float) -> list[tuple[list[Floats], Colour]]:
    petals, hearts = [], []
    for tip in tips:
        radius = 0.17 * size * rng.uniform(0.85, 1.15)
        for angle in np.arange(0, 2 * np.pi, np.pi / 6) + rng.uniform(0, 0.5):
            way = np.array([np.cos(angle), np.sin(angle)])
            petals.append(_oval(tip + way * radius, radius * 0.55, radius * 0.24, float(-angle)))
        hearts.append(_oval(tip, radius * 0.72, radius * 0.72))
    return [(petals, rgb("ffc928")), (hearts, rgb("6b4320"))]


def _cups(rng: Rng, tips: Floats, size: float) -> list[tuple[list[Floats], Colour]]:
    tones = (rgb("e8433f"), rgb("f2b632"), rgb("ef7fb0"), rgb("f7f2ea"))
    cups: list[list[Floats]] = [[] for _ in tones]
    for tip in tips:
        own = cups[int(rng.integers(4))]
        for way in (-0.5, 0.0, 0.5):
            own.append(_oval(tip + np.array([way * 0.13, 0.02]) * size, 0.085 * size, 0.17 * size, way))
    return list(zip(cups, tones, strict=True))


def _leaves(rng: Rng, tips: Floats, size: float) -> list[tuple[list[Floats], Colour]]:
    leaves, grapes = [], []
    for tip in tips:
        for _ in range(7):
            spot = tip + rng.uniform(-0.4, 0.4, 2) * [size, 0.7 * size] + [0, 0.22 * size]
            leaves.append(_oval(spot, 0.17 * size, 0.13 * size, float(rng.uniform(-1, 1))))
        bunch = tip + np.array([rng.uniform(-0.3, 0.3), 0.5]) * size
        grapes += [
            _oval(bunch + np.array(at) * 0.06 * size, 0.045 * size, 0.045 * size)
            for at in ((-1, 0), (0, 0), (1, 0), (-0.5, 1), (0.5, 1), (0, 2))
        ]
    return [(leaves[::2], rgb("5f9a3c")), (leaves[1::2], rgb("7fb04a")), (grapes, rgb("6a3f8a"))]


CROPS = {
    "sunflowers": Crop(rgb("7f9a3c"), rgb("5f8f3a"), 0.15, 7, _discs),
    "lavender": Crop(rgb("8d79b5"), rgb("7f9a6a"), 0.1, 22, _spikes),
    "wheat": Crop(rgb("d8b355"), rgb("d2aa4a"), 0.11, 26, _ears(rgb("e3bb55"))),
    "vines": Crop(rgb("b08a58"), rgb("5f8f3a"), 0.17, 9, _leaves),
    "tulips": Crop(rgb("6f9a4a"), rgb("5f9a45"), 0.12, 15, _cups),
    "rice": Crop(rgb("93bf55"), rgb("86b848"), 0.09, 26, _ears(rgb("bccb62"))),
}


def crop_ground(kit: Kit, crop: Crop, horizon: float, eye: float, far: float) -> Layer:
    """Return the field with furrows that run to the horizon."""

    def paint(canvas: Canvas, light: Light) -> None:
        base = SNOW if kit.snowy else crop.field
        canvas.fill(ground_gradient(light, base, horizon, eye, far))
        near = np.array([far, 2.0])
        for offset, tone, wide in (
            (0.0, base * np.float32(0.72), 0.1),
            (0.16, mix(base, rgb("ffffff"), 0.12), 0.09),
        ):
            strips = []
            for x in np.arange(-12, 12, 0.32) + offset:
                edge = np.array([[x, near[0]], [x + wide, near[0]], [x + wide, near[1]], [x, near[1]]])
                strips.append(np.stack([edge[:, 0] * edge[:, 1], horizon + eye * edge[:, 1]], 1))
            canvas.polygons(strips, light.lit(tone, 0.7), 0.45)
        canvas.mottle(kit.rng("ground"), 0.08, 4, 20)

    return Layer(1.0, horizon + eye * far, 1.9, paint, ground=True, name="ground")


def crop_row(kit: Kit, crop: Crop, near: float, horizon: float, eye: float, share: float = 1.0) -> Layer:
    """Return a row of stalks with their heads around nearness `near`, `share` of their height, swaying."""
    key, foot, depth = kit.key(f"crop{near}"), horizon + eye * near, 0.05 * near
    size = crop.height * near * share

    def paint(canvas: Canvas, light: Light) -> None:
        lit = min(1.0, near)
        stalks, tips = [], []
        for x, rng in cells(canvas, key, crop.density / near, 0.1):
            tall = size * rng.uniform(0.8, 1.15, 3)
            feet = foot + depth * rng.uniform(-1, 1, 3)
            roots = x + rng.uniform(-0.5, 0.5, 3) * near / crop.density
            stalks += blades(rng, roots, feet, tall)
            tips.append(np.stack([roots[:1], feet[:1] - tall[:1]], 1))
        stalk = light.lit(SNOW if kit.snowy else crop.stalk, lit)
        top = foot - depth - size
        canvas.polygons(
            stalks, fade(top, mix(stalk, light.lit(light.sun, lit), 0.2), foot, stalk * np.float32(0.7))
        )
        for shapes, tone in crop.heads(np.random.default_rng(key), np.concatenate(tips), size):
            canvas.polygons(shapes, light.lit(mix(tone, SNOW, 0.7) if kit.snowy else tone, lit))

    return Layer(
        near, foot - depth - 1.7 * size, foot + depth + 0.01, paint, motion=swaying(kit, 0.03, near * 6),
        foot=foot, name="crop",
    )  # fmt: skip


def crop_field(kit: Kit, crop: Crop) -> Scene:
    """A field of one crop between hills and hedges."""
    horizon, eye = 0.54, 0.33
    layers = [
        *backdrop(kit, horizon),
        hills(kit, "far", 0.05, 0.46, 0.05, 1.3, rgb("7f9fb0"), horizon),
        tree_belt(kit, "wood", 0.16, horizon + 0.03, 8, 0.075, rgb("4d8a45"), 0.3),
        hills(kit, "close", 0.2, 0.555, 0.012, 1.5, SNOW if kit.snowy else crop.field, horizon + 0.05),
        crop_ground(kit, crop, horizon, eye, 0.14),
        *(crop_row(kit, crop, near, horizon, eye) for near in (0.3, 0.44, 0.64)),
        crop_row(kit, crop, 1.08, horizon, eye, 0.75),
        crop_row(kit, crop, 1.32, horizon, eye, 0.8),
    ]
    return Scene(tuple(layers), horizon, eye)
