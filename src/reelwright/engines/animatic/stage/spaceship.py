"""Inside a spaceship: round windows full of stars, consoles with screens and buttons."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, fade, rgb
from reelwright.engines.animatic.stage.interiors import FOOT, Interior, boxes, floor_level
from reelwright.engines.animatic.stage.lamplight import indoor
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.scene import Kit


def _spaceship(canvas: Canvas, light: Light, kit: Kit) -> None:
    rng = kit.rng("hull")
    for x in np.arange(np.floor(canvas.left / 0.62), canvas.right / 0.62 + 1) * 0.62:
        boxes(
            canvas,
            light,
            [[x + 0.012, -0.2, x + 0.608, 0.08], [x + 0.012, 0.52, x + 0.608, FOOT]],
            rgb("5c6b86"),
        )
        canvas.rects(
            np.array([[x + 0.05, 0.595, x + 0.3, 0.606], [x + 0.06, 0.03, x + 0.5, 0.045]]),
            rgb("6fe3ff"),
            0.9,
            blur=0.003,
        )
        ring = np.array([x + 0.31, 0.3, 0.2, 0.2])
        canvas.ellipses(ring, indoor(light, rgb("8b9ab5")))
        canvas.ellipses(ring * [1, 1, 0.86, 0.86], fade(0.1, rgb("060a24"), 0.5, rgb("1a1f52")))
        stars = np.concatenate(
            [
                ring[:2] + rng.uniform(-0.11, 0.11, (26, 2)),
                np.repeat(rng.uniform(0.0012, 0.0034, (26, 1)), 2, 1),
            ],
            1,
        )
        canvas.ellipses(stars, rgb("ffffff"), 0.9)
    at = np.array([kit.side * 0.31, 0.36])
    canvas.ellipses(
        np.array([*at, 0.09, 0.09]), fade(at[1] - 0.09, rgb("6fb6e8"), at[1] + 0.09, rgb("27508f"))
    )
    canvas.ellipses(np.array([at[0] + 0.02, at[1] - 0.03, 0.05, 0.018]), rgb("e8f6ff"), 0.6, blur=0.006)


def _consoles(kit: Kit) -> list[Layer]:
    """Return desks with screens and buttons along the hull."""
    near, foot = 0.64, floor_level(0.64)

    def paint(canvas: Canvas, light: Light) -> None:
        rng = kit.rng("buttons")
        for x in np.arange(np.floor(canvas.left / 1.1), canvas.right / 1.1 + 1) * 1.1 + kit.side * 0.5:
            desk = np.array(
                [
                    [x - 0.3, foot - 0.17],
                    [x + 0.3, foot - 0.17],
                    [x + 0.36, foot - 0.1],
                    [x + 0.32, foot],
                    [x - 0.32, foot],
                    [x - 0.36, foot - 0.1],
                ]
            )
            canvas.polygons(
                [desk], fade(foot - 0.17, indoor(light, rgb("7f8fae")), foot, indoor(light, rgb("3d4965")))
            )
            canvas.rects(
                np.array(
                    [
                        [x - 0.24, foot - 0.3, x - 0.03, foot - 0.18],
                        [x + 0.03, foot - 0.3, x + 0.24, foot - 0.18],
                    ]
                ),
                rgb("123a52"),
            )
            wave = np.linspace(x - 0.22, x - 0.05, 20)
            canvas.strokes(
                [np.stack([wave, foot - 0.24 + 0.03 * np.sin(wave * 60)], 1)], rgb("66f0c8"), 0.005
            )
            canvas.ellipses(np.array([x + 0.135, foot - 0.24, 0.04, 0.04]), rgb("ffb24a"), 0.7)
            tones = [rgb("ff6b5f"), rgb("5ff0a0"), rgb("ffd75f"), rgb("6fb6ff")]
            for index, across in enumerate(np.arange(-0.27, 0.28, 0.06)):
                canvas.ellipses(
                    np.array([x + across, foot - 0.13, 0.012, 0.009]),
                    tones[int(rng.integers(4))],
                    1.0 if index % 3 else 0.6,
                )

    return [Layer(near, foot - 0.32, foot + 0.02, paint, name="console")]


SPACESHIP = Interior(rgb("46536e"), rgb("5f6b80"), _spaceship, _consoles, 0.16)
