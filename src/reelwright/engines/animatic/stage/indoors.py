"""A room with a window, and what rooms are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, Colour, Gradient, fade, mix, rgb
from reelwright.engines.animatic.stage.hearth import Flames, fireplace
from reelwright.engines.animatic.stage.lamplight import indoor, lamplit
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.props import paint_bush, paint_tree
from reelwright.engines.animatic.stage.scene import Kit, Scene


def window(canvas: Canvas, light: Light, kit: Kit, x: float, top: float, wide: float, tall: float) -> None:
    """Paint a window with the weather outside, a frame and curtains."""
    bottom = top + tall
    view = Gradient(
        ((top, light.zenith), (top + 0.5 * tall, light.middle), (top + 0.8 * tall, light.horizon))
    )
    canvas.rects(np.array([x - wide / 2, top, x + wide / 2, bottom]), view)
    rng = kit.rng("window")
    for index in range(5):
        tree_x = x + (index / 4 - 0.5) * wide * 0.8
        paint_tree(
            canvas,
            light,
            rng,
            tree_x,
            bottom + 0.02,
            tall * rng.uniform(0.25, 0.4),
            0.35,
            rgb("5d9950"),
            kit.snowy,
        )
    white = indoor(light, rgb("f7f3ea"))
    bar = 0.012
    canvas.rects(
        np.array(
            [
                [x - wide / 2 - bar, top - bar, x + wide / 2 + bar, top + bar * 0.4],
                [x - wide / 2 - bar * 2, bottom - bar * 0.4, x + wide / 2 + bar * 2, bottom + bar * 1.6],
                [x - wide / 2 - bar, top, x - wide / 2 + bar * 0.4, bottom],
                [x + wide / 2 - bar * 0.4, top, x + wide / 2 + bar, bottom],
                [x - bar * 0.35, top, x + bar * 0.35, bottom],
                [x - wide / 2, top + tall * 0.42, x + wide / 2, top + tall * 0.42 + bar * 0.7],
            ]
        ),
        white,
    )
    cloth = indoor(light, kit.tinged(rgb("e7b59a"), 0.5))
    for side in (-1, 1):
        edge = x + side * (wide / 2 + 0.02)
        folds = np.linspace(0, 0.11, 5)
        for index in range(4):
            a, b = edge + side * (folds[index] - 0.03), edge + side * (folds[index + 1] - 0.03)
            shape = np.array(
                [
                    [a, top - 0.045],
                    [b, top - 0.045],
                    [b + side * 0.012, bottom + 0.09],
                    [a + side * 0.006, bottom + 0.09],
                ]
            )
            canvas.polygons([shape], cloth * np.float32(1.0 if index % 2 else 0.88))
    rod = indoor(light, rgb("8a6748"))
    canvas.rects(np.array([x - wide / 2 - 0.14, top - 0.055, x + wide / 2 + 0.14, top - 0.043]), rod)


def wall(
    kit: Kit, near: float, foot: float, colour: Colour, furnish: Callable[[Canvas, Light], None]
) -> Layer:
    """Return the back wall, standing on `foot`, with what `furnish(canvas, light)` hangs on it."""

    def paint(canvas: Canvas, light: Light) -> None:
        tone = indoor(light, colour)
        canvas.fill(fade(0.0, tone * np.float32(1.02), foot, tone * np.float32(0.9)))
        furnish(canvas, light)
        skirting = indoor(light, rgb("f4efe6"))
        canvas.rects(np.array([canvas.left - 1, foot - 0.035, canvas.right + 1, foot + 0.2]), skirting)
        canvas.rects(
            np.array([canvas.left - 1, foot - 0.006, canvas.right + 1, foot + 0.2]),
            skirting * np.float32(0.6),
            0.6,
        )

    return Layer(near, -1.5, foot + 0.03, paint, name="wall")


def boards(kit: Kit, horizon: float, eye: float, far: float, colour: Colour, sunlit: float | None) -> Layer:
    """Return a floor of boards in perspective; `sunlit` is where light from a window falls on it."""

    def paint(canvas: Canvas, light: Light) -> None:
        tone = indoor(light, colour)
        canvas.fill(fade(horizon + eye * far, mix(tone, light.haze, 0.12), 1.0, tone * np.float32(0.84)))
        ends = np.array([far, 2.0])
        lines = [np.stack([x * ends, horizon + eye * ends], 1) for x in np.arange(-5, 5.1, 0.19)]
        canvas.strokes(lines, tone * np.float32(0.72), 0.0022, 0.6)
        canvas.mottle(kit.rng("boards"), 0.07, 5, 2)
        if sunlit is not None and light.night < 0.8:
            patch = np.array([[-0.16, 0.62], [0.13, 0.62], [0.24, 0.98], [-0.08, 0.98]])
            spots = [
                np.stack([sunlit + x + patch[:, 0], horizon + eye * patch[:, 1]], 1) for x in (0.0, 0.34)
            ]
            canvas.polygons(
                spots,
                mix(tone, light.sun, 0.75),
                0.34 * (1 - light.night) * (0.4 + light.shadow * 2),
                blur=0.012,
            )

    return Layer(1.0, horizon + eye * far, 1.9, paint, ground=True, name="ground")


def with_rug(ground: Layer, kit: Kit, horizon: float, eye: float) -> Layer:
    """Return the floor with a rug: part of the floor, or it would lie over the feet of those who stand at its far edge."""

    def paint(canvas: Canvas, light: Light) -> None:
        ground.paint(canvas, light)
        base = indoor(light, kit.tinged(rgb("b5584f"), 0.6))
        for size, tone in (
            (1.0, base),
            (0.9, mix(base, rgb("ffffff"), 0.45)),
            (0.84, base),
            (0.5, mix(base, rgb("ffffff"), 0.3)),
            (0.44, base * np.float32(0.9)),
        ):
            canvas.ellipses(np.array([0.0, horizon + eye * 0.9, 0.62 * size, 0.095 * size]), tone)

    return replace(ground, paint=paint)


def room(kit: Kit) -> Scene:
    """A living room with a window."""
    horizon, eye, back = 0.46, 0.44, 0.58
    foot = horizon + eye * back
    burning = "fireplace" in kit.features
    glow = kit.side * (0.36 * min(1.2, kit.aspect) if kit.aspect > 1.1 else 0.06)

    def furnish(canvas: Canvas, light: Light) -> None:
        window(canvas, light, kit, glow, 0.12, 0.46, 0.36)
        if kit.aspect < 1.1 or burning:  # no room beside the window
            return
        frame_x = -glow * 0.9
        for index, (dx, y, wide, tall) in enumerate(
            ((-0.12, 0.2, 0.15, 0.19), (0.1, 0.17, 0.19, 0.14), (0.09, 0.35, 0.13, 0.1))
        ):
            x = frame_x + dx
            canvas.rects(
                np.array([x - wide / 2 + 0.006, y + 0.008, x + wide / 2 + 0.006, y + tall + 0.008]),
                indoor(light, rgb("7a6a58")),
                0.4,
                blur=0.006,
            )
            canvas.rects(np.array([x - wide / 2, y, x + wide / 2, y + tall]), indoor(light, rgb("5f4a3a")))
            art = kit.accent(index, [rgb("7fb7a8"), rgb("f0b45f"), rgb("d97f7a")][index])
            canvas.rects(
                np.array([x - wide / 2 + 0.01, y + 0.01, x + wide / 2 - 0.01, y + tall - 0.01]),
                fade(y, indoor(light, mix(art, rgb("ffffff"), 0.4)), y + tall, indoor(light, art)),
            )

    low, aside = horizon + eye * 0.64, -glow if kit.aspect > 1.1 else -kit.side * 0.12
    layers = [
        wall(kit, back, foot, kit.tinged(rgb("d9c9b4"), 0.25, 1), furnish),
        with_rug(boards(kit, horizon, eye, back, rgb("b98458"), glow * 0.7), kit, horizon, eye),
        fireplace(kit, 0.64, low, aside) if burning else furniture(kit, 0.64, low, -glow),
    ]
    extras = (Flames(kit, 0.64, low, aside),) if burning else ()
    return Scene(
        tuple(layers), horizon, eye, outdoors=False, disc=False, dusty=False, relit=lamplit, extras=extras
    )


def furniture(kit: Kit, near: float, foot: float, x: float) -> Layer:
    """Return a shelf with books, a lamp and a plant along the wall."""

    def paint(canvas: Canvas, light: Light) -> None:
        rng = kit.rng("furniture")
        wood = indoor(light, rgb("8d6444"))
        side = 1.0 if x >= 0 else -1.0
        left = x - 0.22
        canvas.rects(
            np.array([left, foot - 0.2, left + 0.44, foot - 0.01]),
            fade(foot - 0.2, wood * np.float32(1.1), foot, wood * np.float32(0.75)),
        )
        canvas.rects(
            np.array(
                [
                    [left + 0.02, foot - 0.18, left + 0.21, foot - 0.03],
                    [left + 0.23, foot - 0.18, left + 0.42, foot - 0.03],
                ]
            ),
            wood * np.float32(0.62),
        )
        spine = left + 0.03
        while spine < left + 0.4:
            wide = float(rng.uniform(0.012, 0.024))
            tone = [rgb("c9675c"), rgb("5f86a8"), rgb("d9a55a"), rgb("7a9a6c"), rgb("e6dcc8")][
                int(rng.integers(5))
            ]
            if not left + 0.2 < spine + wide < left + 0.24:
                canvas.rects(
                    np.array([spine, foot - rng.uniform(0.11, 0.145), spine + wide, foot - 0.03]),
                    indoor(light, tone),
                )
            spine += wide + 0.002
        lamp_x = left + 0.1
        canvas.rects(
            np.array([lamp_x - 0.006, foot - 0.3, lamp_x + 0.006, foot - 0.2]), indoor(light, rgb("4a4038"))
        )
        shade = np.array(
            [
                [lamp_x - 0.045, foot - 0.38],
                [lamp_x + 0.045, foot - 0.38],
                [lamp_x + 0.07, foot - 0.29],
                [lamp_x - 0.07, foot - 0.29],
            ]
        )
        if light.night > 0.2:
            canvas.ellipses(
                np.array([lamp_x, foot - 0.33, 0.22, 0.2]), rgb("ffcf87"), 0.4 * light.night, blur=0.07
            )
        canvas.polygons([shade], mix(indoor(light, rgb("f0e2c4")), rgb("fff0c4"), light.night))
        pot_x = x + side * 0.36
        paint_bush(canvas, lamplit(light), rng, pot_x, foot - 0.08, 0.2, 1.0, rgb("5b9457"))
        pot = np.array(
            [
                [pot_x - 0.06, foot - 0.11],
                [pot_x + 0.06, foot - 0.11],
                [pot_x + 0.045, foot + 0.01],
                [pot_x - 0.045, foot + 0.01],
            ]
        )
        canvas.polygons(
            [pot], fade(foot - 0.11, indoor(light, rgb("d98c62")), foot, indoor(light, rgb("a9623f")))
        )

    return Layer(near, foot - 0.6, foot + 0.04, paint, name="furniture")
