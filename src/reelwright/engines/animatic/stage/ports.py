"""Where journeys begin: a harbour and an airfield."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, fade, mix, rgb
from reelwright.engines.animatic.stage.layer import Layer, Painter
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.markings import across, strip
from reelwright.engines.animatic.stage.outdoors import SNOW, backdrop, grass_ground, hills
from reelwright.engines.animatic.stage.scene import Kit, Scene, cells, merged
from reelwright.engines.animatic.stage.water import path_of_light, water_plane, wave_row

_HOUSES = (rgb("e0a070"), rgb("d98d7a"), rgb("e8c48a"), rgb("a9c0a6"), rgb("8fb0c9"), rgb("f0e6d2"))


def _town(kit: Kit, quay: float) -> Painter:
    """Return the painter of the houses along a quay, whose edge is at world height `quay`."""

    def paint(canvas: Canvas, light: Light) -> None:
        for x, rng in cells(canvas, kit.key("houses"), 8, 0.2):
            wide, tall = rng.uniform(0.1, 0.15), rng.uniform(0.12, 0.24)
            wall = light.lit(_HOUSES[int(rng.integers(6))], 0.35)
            canvas.rects(
                np.array([x - wide / 2, quay - tall, x + wide / 2, quay]),
                fade(quay - tall, wall, quay, wall * np.float32(0.85)),
            )
            roof = np.array(
                [
                    [x - 0.56 * wide, quay - tall],
                    [x, quay - tall - 0.35 * wide],
                    [x + 0.56 * wide, quay - tall],
                ]
            )
            canvas.polygons([roof], SNOW * light.ambient if kit.snowy else light.lit(rgb("a8533f"), 0.35))
            panes = np.array(
                [
                    [x + dx - 0.011, y, x + dx + 0.011, y + 0.026]
                    for dx in (-0.028, 0.028)
                    for y in np.arange(quay - tall + 0.02, quay - 0.05, 0.05)
                ]
            )
            canvas.rects(panes, mix(light.lit(rgb("54708f"), 0.35), rgb("ffdf9e"), 0.9 * light.night))
        canvas.rects(
            np.array([canvas.left - 1, quay - 0.012, canvas.right + 1, quay + 0.02]),
            light.lit(rgb("8f8a80"), 0.4),
        )

    return paint


def _boats(kit: Kit, level: float) -> Painter:
    """Return the painter of moored boats, afloat at world height `level`."""

    def paint(canvas: Canvas, light: Light) -> None:
        for x, rng in cells(canvas, kit.key("boats"), 3.2, 0.3):
            size = rng.uniform(0.07, 0.11)
            hull = light.lit(
                (rgb("f4f1ea"), rgb("2f5f8f"), rgb("b8483c"), rgb("3f7f6a"))[int(rng.integers(4))], 0.5
            )
            canvas.polygons(
                [
                    np.array(
                        [
                            [x - size, level - 0.3 * size],
                            [x + 1.1 * size, level - 0.36 * size],
                            [x + 0.8 * size, level + 0.06 * size],
                            [x - 0.85 * size, level + 0.06 * size],
                        ]
                    )
                ],
                fade(level - 0.36 * size, hull, level, hull * np.float32(0.7)),
            )
            mast = light.lit(rgb("6a5240"), 0.5)
            canvas.strokes(
                [
                    np.array([[x, level - 0.3 * size], [x, level - 2.4 * size]]),
                    np.array([[x, level - 0.55 * size], [x + 0.8 * size, level - 0.6 * size]]),
                ],
                mast,
                0.006,
            )
            canvas.polygons(
                [
                    np.array(
                        [
                            [x + 0.05 * size, level - 0.66 * size],
                            [x + 0.75 * size, level - 0.7 * size],
                            [x + 0.72 * size, level - 0.6 * size],
                            [x + 0.05 * size, level - 0.57 * size],
                        ]
                    )
                ],
                light.lit(rgb("f2ead8"), 0.5),
            )
            canvas.ellipses(np.array([x, level + 0.1 * size, size, 0.09 * size]), hull * np.float32(0.6), 0.4)

    return paint


def harbour(kit: Kit) -> Scene:
    """A harbour: houses along the quay, moored boats, gentle water."""
    horizon, eye = 0.46, 0.38
    quay = horizon + eye * 0.1
    tone = kit.tinged(rgb("2f7f9f"), 0.3)

    layers = [
        *backdrop(kit, horizon),
        merged(
            0.09,
            hills(kit, "far", 0.05, 0.36, 0.06, 1.1, rgb("6f8f84"), quay),
            Layer(0.09, 0.1, quay + 0.02, _town(kit, quay), name="town"),
        ),
        water_plane(kit, horizon, eye, tone),
        Layer(
            0.3,
            horizon + eye * 0.3 - 0.3,
            horizon + eye * 0.3 + 0.04,
            _boats(kit, horizon + eye * 0.3),
            name="boats",
        ),
        *(
            wave_row(kit, near, horizon, eye, tone, 0.06 * near + 0.03 if near < 1.1 else 1.2)
            for near in (0.46, 0.68, 0.95, 1.22)
        ),
    ]
    return Scene(
        tuple(layers),
        horizon,
        eye,
        bobbing=0.007,
        sink=0.12,
        dusty=False,
        extras=path_of_light(kit, horizon, eye, 1.2),
    )


def _terminal(kit: Kit, foot: float) -> Painter:
    """Return the painter of a terminal and its tower, which stand at world height `foot`."""

    def paint(canvas: Canvas, light: Light) -> None:
        x = -kit.side * 0.34 * kit.aspect
        wall, glass = (
            light.lit(rgb("dfe4e8"), 0.3),
            mix(light.lit(rgb("7fa3bd"), 0.3), rgb("ffe3a8"), 0.7 * light.night),
        )
        canvas.rects(np.array([x - 0.4, foot - 0.09, x + 0.4, foot]), wall)
        canvas.rects(np.array([x - 0.39, foot - 0.07, x + 0.39, foot - 0.025]), glass)
        roof = np.linspace(-0.43, 0.43, 30)
        canvas.polygons(
            [
                np.concatenate(
                    [
                        np.stack([x + roof, foot - 0.09 - 0.03 * np.cos(roof * 3.4)], 1),
                        [[x + 0.43, foot - 0.085], [x - 0.43, foot - 0.085]],
                    ]
                )
            ],
            light.lit(rgb("aab6c0"), 0.3),
        )
        tower = x + kit.side * 0.56
        canvas.polygons(
            [
                np.array(
                    [
                        [tower - 0.02, foot],
                        [tower - 0.014, foot - 0.24],
                        [tower + 0.014, foot - 0.24],
                        [tower + 0.02, foot],
                    ]
                )
            ],
            wall * np.float32(0.94),
        )
        canvas.polygons(
            [
                np.array(
                    [
                        [tower - 0.025, foot - 0.235],
                        [tower - 0.042, foot - 0.29],
                        [tower + 0.042, foot - 0.29],
                        [tower + 0.025, foot - 0.235],
                    ]
                )
            ],
            glass,
        )
        canvas.rects(np.array([tower - 0.046, foot - 0.305, tower + 0.046, foot - 0.288]), wall)

    return paint


def _runway(kit: Kit, horizon: float, eye: float) -> Painter:
    """Return the painter of a runway in the grass."""

    def paint(canvas: Canvas, light: Light) -> None:
        grass_ground(kit, horizon, eye, rgb("8fae58"), 0.06).paint(canvas, light)
        tarmac = SNOW * np.float32(0.9) if kit.snowy else rgb("6a7079")
        canvas.rects(
            across(canvas, 0.42, 1.45, horizon, eye),
            fade(
                horizon + eye * 0.42,
                light.lit(tarmac, 0.5),
                horizon + eye * 1.4,
                light.lit(tarmac * np.float32(0.88), 1.0),
            ),
        )
        white = light.lit(rgb("f4f2ea"), 0.9)
        canvas.rects(
            np.array([across(canvas, low, low * 1.03, horizon, eye) for low in (0.46, 1.36)]), white, 0.9
        )
        dash = np.arange(np.floor(canvas.left / 0.6), canvas.right / 0.6 + 1) * 0.6
        canvas.polygons(
            [strip(x / 0.78, (x + 0.34) / 0.78, 0.76, 0.8, horizon, eye) for x in dash], white, 0.95
        )
        canvas.mottle(kit.rng("tarmac"), 0.05, 3, 10)

    return paint


def airfield(kit: Kit) -> Scene:
    """A runway before a terminal and a control tower."""
    horizon, eye = 0.56, 0.31

    layers = [
        *backdrop(kit, horizon),
        hills(kit, "far", 0.04, 0.52, 0.03, 1.3, rgb("7f9fb0"), horizon),
        Layer(0.1, horizon - 0.32, horizon + 0.015, _terminal(kit, horizon + 0.012), name="terminal"),
        Layer(1.0, horizon + eye * 0.03, 1.9, _runway(kit, horizon, eye), ground=True, name="ground"),
    ]
    return Scene(tuple(layers), horizon, eye, dusty=False)
