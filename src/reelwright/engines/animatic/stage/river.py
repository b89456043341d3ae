"""A river: it comes winding out of the hills between its banks and flows past the camera, which stands on the near one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import pi, sin

import numpy as np

from reelwright.engines.animatic.plan import Subject
from reelwright.engines.animatic.stage.bridges import paint_planks, railing, stone_bridge
from reelwright.engines.animatic.stage.canvas import Canvas, Colour, Floats, Gradient, fade, mix, rgb, wander
from reelwright.engines.animatic.stage.lake import bank, reeds
from reelwright.engines.animatic.stage.land import range_of
from reelwright.engines.animatic.stage.layer import Layer, Shift
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.outdoors import GRASS, SNOW, backdrop, grass_row, hills, tree_belt
from reelwright.engines.animatic.stage.props import blades, ground_gradient, paint_rock
from reelwright.engines.animatic.stage.scene import Kit, Scene, cells, merged, strewn
from reelwright.engines.animatic.stage.town import skyline

_HORIZON, _EYE = 0.43, 0.44
_WATER, _EARTH, _FOAM = rgb("3f93ad"), rgb("8a6a48"), rgb("f0faff")
_HALF = 0.5  # of the winding arm: half its width on the ground, in frame heights where subjects stand
_PACE = 0.2  # frame heights that the water flows in a second where subjects stand
_SWIMMERS = frozenset(
    {
        "duck", "swan", "goose", "beaver", "otter", "canoe", "person-rowing-boat", "man-rowing-boat", "woman-rowing-boat",
        "sailboat", "motor-boat", "speedboat", "ferry", "passenger-ship", "ship", "fish", "tropical-fish", "crocodile",
        "hippopotamus", "person-swimming", "man-swimming", "woman-swimming", "lotus", "dragon-boat",
    }
)  # fmt: skip


def on_water(subject: Subject) -> bool:
    """Return whether a subject of a river is in it rather than beside it."""
    return subject.art in _SWIMMERS or subject.action.value in ("swim", "float")


def _level(near: float) -> float:
    return _HORIZON + _EYE * near


class _Course:
    """Where the water is, in world units: between two shores across the picture, and in an arm that winds up to the hills."""

    def __init__(self, kit: Kit, far: float, close: float) -> None:
        self._kit, self.far, self.close = kit, far, close
        self.middle = 0.1 * kit.side * min(1.0, kit.aspect)
        self.half = _HALF * min(1.0, 0.45 + 0.4 * kit.aspect)

    def shore(self, xs: Floats, name: str, near: float) -> Floats:
        """Return the world heights of a shore around nearness `near`."""
        swing = 0.035 if name == "far" else 0.015
        return _level(near) + _EYE * swing * wander(self._kit.rng(name), xs, 1.4, 3)

    def arm(self, wider: float = 0.0) -> Floats:
        """Return the outline (n, 2) of the winding arm, `wider` than it is by a share."""
        near = np.geomspace(self.far * 1.06, 0.035, 60)
        turn = np.log(self.far / near) * 2.6
        centre = self.middle + self._kit.side * (0.34 * np.sin(turn) + 0.12 * turn) * near * min(
            1.2, self._kit.aspect
        )
        flare = 1 + 0.9 * np.clip((near / self.far - 0.8) / 0.26, 0, 1) ** 2
        half = self.half * near * flare * (1 + wider) + 0.002
        left, right = (np.stack([centre + way * half, _HORIZON + _EYE * near], 1) for way in (-1, 1))
        return np.concatenate([left, right[::-1]])

    def band(self, xs: Floats, grown: float = 0.0) -> Floats:
        """Return the outline (n, 2) of the water that flows across the picture."""
        upper = self.shore(xs, "far", self.far) - grown
        lower = self.shore(xs, "near", self.close) + 1.6 * grown
        return np.concatenate([np.stack([xs, upper], 1), np.stack([xs, lower], 1)[::-1]])


def _ground(kit: Kit, course: _Course) -> Layer:
    """Return the plane: grass, and the river in its bed."""

    def paint(canvas: Canvas, light: Light) -> None:
        rng, xs = kit.rng("ground"), canvas.xs(0.02)
        grass = SNOW if kit.snowy else kit.leaf(GRASS, rng) if "autumn" in kit.features else GRASS
        canvas.fill(ground_gradient(light, grass, _HORIZON, _EYE, 0.06))
        canvas.mottle(rng, 0.09, 1.6, 9)
        earth = mix(_EARTH, SNOW, 0.45) if kit.snowy else _EARTH
        bed = fade(_HORIZON, light.lit(earth, 0.25), _level(1.0), light.lit(earth, 0.9))
        canvas.polygons([course.arm(0.1), course.band(xs, 0.012)], bed, blur=0.002)
        _water(canvas, light, kit, course, xs)
        _tufts(canvas, light, kit, course, xs, grass)
        if "deck" in kit.features:
            paint_planks(canvas, light, kit, _HORIZON, _EYE)

    return Layer(1.0, _level(0.03), 1.9, paint, ground=True, name="ground")


def _water(canvas: Canvas, light: Light, kit: Kit, course: _Course, xs: Floats) -> None:
    own = light.lit(kit.tinged(_WATER, 0.25), 0.9)
    shade = mix(own * np.float32(0.62), light.lit(rgb("3f6a4a"), 0.6), 0.4)
    surface = Gradient(
        (
            (_HORIZON, mix(own, light.horizon, 0.75)),
            (_level(course.far * 0.9), mix(own, light.horizon, 0.5)),
            (_level(course.far) + 0.012, mix(own, shade, 0.45)),
            (_level(course.far) + 0.07, mix(own, light.middle, 0.45)),
            (_level(1.15), mix(own * np.float32(0.82), light.zenith, 0.25)),
        )
    )
    canvas.polygons([course.arm(), course.band(xs)], surface)
    # the light on the water follows its way: up the arm, and across the picture
    arm, lines = course.arm(), []
    left, right = arm[: len(arm) // 2], arm[len(arm) // 2 :][::-1]
    rng = kit.rng("flow")
    for share in rng.uniform(0.12, 0.88, 9):
        first = int(rng.integers(0, 24))
        lines.append((left * (1 - share) + right * share)[first : first + 30])
    canvas.strokes(lines, mix(own, _FOAM, 0.6), 0.0025, 0.4)
    for points, tone, alpha in (
        (240, mix(own, light.horizon, 0.85), 0.26),
        (200, own * np.float32(0.68), 0.24),
    ):
        spots = strewn(canvas, rng, points, _level(course.far) + 0.02, _level(course.close), 6.0)
        near = (spots[:, 1] - _HORIZON) / _EYE
        long = (0.02 + 0.09 * near) * rng.uniform(0.4, 1.5, len(near))
        canvas.ellipses(np.concatenate([spots, np.stack([long, 0.0012 + 0.0022 * near], 1)], 1), tone, alpha)
    edges = [np.stack([xs, course.shore(xs, "far", course.far) + 0.004], 1)]
    canvas.strokes(
        edges,
        mix(own, _FOAM, 0.7),
        0.003,
        0.5,
    )
    canvas.strokes(
        [np.stack([xs, course.shore(xs, "near", course.close) - 0.004], 1)], _FOAM * light.ambient, 0.006, 0.4
    )


def _tufts(canvas: Canvas, light: Light, kit: Kit, course: _Course, xs: Floats, grass: Colour) -> None:
    """Paint the grass that hangs over the far shore and over both sides of the arm."""
    rng, arm = kit.rng("tufts"), course.arm(0.1)
    far = np.stack([xs, course.shore(xs, "far", course.far) - 0.008], 1)
    outline = arm[np.abs(arm[:, 1] - _level(0.2)) < _EYE * 0.19]
    blocked = np.abs(far[:, 0] - arm[[0, -1], 0].mean()) < abs(arm[0, 0] - arm[-1, 0]) / 2
    roots = np.concatenate([far[~blocked], outline])
    roots = np.repeat(roots, 3, axis=0) + rng.normal(0, 1, (3 * len(roots), 2)) * [0.012, 0.001]
    near = (roots[:, 1] - _HORIZON) / _EYE
    tall = 0.05 * near * rng.uniform(0.5, 1.3, len(near))
    tone = light.lit(grass * np.float32(0.93), 0.5)
    canvas.polygons(blades(rng, roots[:, 0], roots[:, 1] + 0.004, tall), tone * np.float32(0.9), 0.9)


def _current(kit: Kit, near: float, count: float) -> Layer:
    """Return lines of light around nearness `near` that the river carries along."""
    key, level = kit.key(f"current{near}"), _level(near)

    def paint(canvas: Canvas, light: Light) -> None:
        tone, lines = mix(light.horizon, _FOAM * light.ambient, 0.6), []
        for x, rng in cells(canvas, key, count, 0.4):
            y = level + 0.13 * _EYE * near * rng.uniform(-1, 1)
            long = 0.15 * near * rng.uniform(0.35, 1.3)
            along = np.linspace(-1, 1, 13)
            bend = 0.007 * near * np.sin(along * rng.uniform(2, 4) + rng.uniform(0, 6))
            lines.append(np.stack([x + along * long, y + bend], 1))
        canvas.strokes(lines[::2], tone, 0.0045 * near, 0.55)
        canvas.strokes(lines[1::2], tone, 0.0026 * near, 0.4)

    way = 1 if kit.wind >= 0 else -1

    def motion(clock: float) -> Shift:
        return Shift(dx=way * _PACE * near * clock, dy=0.003 * near * sin(clock * 2 * pi * 0.3 + near * 9))

    return Layer(
        near, level - 0.17 * _EYE * near, level + 0.17 * _EYE * near, paint, motion=motion, name="wave"
    )


def _stones(kit: Kit, near: float, density: float, height: float, gap: float) -> Layer:
    """Return stones that stand out of the water, white foam around them."""
    key, foot = kit.key(f"stones{near}"), _level(near)

    def paint(canvas: Canvas, light: Light) -> None:
        for x, rng in cells(canvas, key, density, height * 2):
            if abs(x) < gap:
                continue
            tall, spot = height * rng.uniform(0.5, 1.2), foot + 0.02 * near * rng.uniform(-1, 1)
            foam = np.array(
                [
                    [x + 0.3 * tall, spot, 1.5 * tall, 0.16 * tall],
                    [x + 0.9 * tall, spot + 0.004, 1.3 * tall, 0.1 * tall],
                ]
            )
            canvas.ellipses(foam, light.lit(_FOAM, near), 0.65, blur=0.002)
            paint_rock(canvas, light, rng, x, spot, tall, min(1, near), rgb("8b9096"))

    return Layer(near, foot - height * 1.8, foot + 0.04, paint, name="stones")


def _beyond(kit: Kit, course: _Course) -> list[Layer]:
    """Return what stands beyond the far shore: hills and trees, peaks in the mountains, houses in a town."""
    snow, half = kit.snowy, course.half
    if "town" in kit.features:
        return [
            hills(kit, "far", 0.05, 0.415, 0.02, 1.3, rgb("7f9fb0"), _HORIZON),
            skyline(kit, "towers", 0.1, _HORIZON + 0.03, 9, 0.08, 0.3),
            tree_belt(kit, "quay", 0.3, _level(0.3), 6, 0.1, rgb("4d8a45"), 0.1, half * 0.3 + 0.06),
        ]
    green = SNOW if snow else rgb("7fae5a")
    fir = 0.85 if "peaks" in kit.features else 0.35
    distant = (
        range_of(kit, "peaks", 0.03, _HORIZON, 0.32, 0.55, rgb("6f86a3"), 0.5)
        if "peaks" in kit.features
        else hills(kit, "far", 0.05, 0.36, 0.055, 1.3, rgb("7f9fb0"), _HORIZON)
    )
    woods = 15 if "woods" in kit.features else 7
    return [
        distant,
        merged(
            0.08,
            hills(kit, "middle", 0.08, 0.40, 0.035, 1.0, green, _HORIZON + 0.01),
            tree_belt(kit, "back", 0.1, _level(0.05), woods * 1.5, 0.07, rgb("47804f"), fir, 0.03),
        ),
        tree_belt(kit, "wood", 0.2, _level(0.19), woods * 0.8, 0.14, rgb("4d8a45"), fir, half * 0.2 + 0.12),
        tree_belt(
            kit, "trees", 0.4, _level(0.39), 0.25 * woods + 0.9, 0.33, rgb("4f9440"), fir, half * 0.4 + 0.14
        ),
    ]


def river(kit: Kit, *, ashore: bool = False) -> Scene:
    """A river seen from its bank; ashore: the subjects stand on the bank instead of being in the water."""
    ashore = ashore or "deck" in kit.features
    course = _Course(kit, 0.34, 0.64) if ashore else _Course(kit, 0.47, 1.08)
    wide = kit.aspect / 1.78
    before, ground = _beyond(kit, course), _ground(kit, course)
    rows = (0.4, 0.52) if ashore else (0.55, 0.68, 0.84, 1.01)
    middle = [_current(kit, near, 4.2 / near) for near in rows]
    if "bridge" in kit.features:
        middle.insert(
            0,
            stone_bridge(
                kit,
                course.far * 0.86,
                _level(course.far * 0.86),
                course.middle,
                course.half * course.far * 0.95,
            ),
        )
    if "deck" in kit.features:
        edge: list[Layer] = [
            railing(kit, 0.64, _level(0.64) + 0.004),
        ]
    elif ashore:
        edge = [
            _stones(kit, 0.46, 1.6, 0.03, 0.0),
            *(grass_row(kit, near, _HORIZON, _EYE, GRASS, 0.8) for near in (0.76, 1.02)),
            bank(kit, 1.3, 0.99),
        ]
    else:
        edge = [
            _stones(kit, 0.58, 1.3, 0.05, 0.3 * wide),
            _stones(kit, 1.04, 0.9, 0.07, 0.62 * wide),
            reeds(kit, 1.1, _level(1.17), 0.74 * kit.aspect / 2, 0.17),
            bank(kit, 1.3, 0.945),
        ]
    standing = sorted([*before, *middle, *edge], key=lambda layer: layer.near)
    far = [layer for layer in standing if layer in before]
    rest = [layer for layer in standing if layer not in before]
    layers = [*backdrop(kit, _HORIZON), *far, ground, *rest]
    if ashore:
        return Scene(tuple(layers), _HORIZON, _EYE)
    return Scene(tuple(layers), _HORIZON, _EYE, bobbing=0.005, sink=0.11, mirror=0.4, dusty=False)


def river_for(subjects: Sequence[Subject], *, wading: bool = False) -> Callable[[Kit], Scene]:
    """Return the painter of the river for those who are in it, or beside it; wading: whoever they are, they are in it."""
    dry = bool(subjects) and not wading and not any(on_water(subject) for subject in subjects)
    return partial(river, ashore=dry)
