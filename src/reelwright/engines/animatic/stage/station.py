"""Stations: rails along a platform under a roof, or under ground between tiled walls."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, fade, mix, rgb
from reelwright.engines.animatic.stage.lamplight import indoor, lamplit
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.outdoors import SNOW, backdrop, hills, tree_belt
from reelwright.engines.animatic.stage.scene import Kit, Scene

_HORIZON, _EYE = 0.46, 0.44
_POSTERS = (rgb("e0664f"), rgb("4f8fc0"), rgb("f0b94f"), rgb("6fae7a"), rgb("b06fb0"))


def _level(near: float) -> float:
    return _HORIZON + _EYE * near


def _across(canvas: Canvas, low: float, high: float) -> list[float]:
    return [canvas.left - 1, _level(low), canvas.right + 1, _level(high)]


def _floor(kit: Kit, far: float, bed: tuple[float, float], *, under: bool) -> Layer:
    """Return the platform, and the bed of the rails between two nearnesses."""

    def paint(canvas: Canvas, light: Light) -> None:
        def lit(colour: str, near: float = 0.9) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
            tone = rgb(colour)
            return np.asarray(indoor(light, tone) if under else light.lit(tone, near))

        stone = lit("cdc9c2")
        canvas.fill(fade(_level(far), stone, _level(1.3), stone * np.float32(0.84)))
        joints = [
            np.stack([x * np.array([far, 1.9]), _HORIZON + _EYE * np.array([far, 1.9])], 1)
            for x in np.arange(-9, 9.1) * 0.3
        ]
        canvas.strokes(joints, stone * np.float32(0.8), 0.003, 0.6)
        low, high = bed
        canvas.rects(
            np.array(_across(canvas, low, high)),
            fade(_level(low), lit("6a645e", 0.5), _level(high), lit("4c4845")),
        )
        ties = np.arange(np.floor(canvas.left / 0.14), canvas.right / 0.14 + 1) * 0.14
        rows = np.array([low + 0.2 * (high - low), low + 0.8 * (high - low)])
        beams = [np.stack([x * rows, _HORIZON + _EYE * rows], 1) for x in ties / rows.mean()]
        canvas.strokes(beams, lit("7d5b42", 0.7), 0.022 * high, 0.9)
        rails = [
            _across(canvas, low + part * (high - low), low + part * (high - low) + 0.018 * high)
            for part in (0.28, 0.68)
        ]
        canvas.rects(np.array(rails), mix(lit("8f969e"), rgb("ffffff"), 0.3))
        edge = 0.045 * high
        sides = [_across(canvas, high, high + edge), _across(canvas, high + 2 * edge, high + 3.2 * edge)]
        canvas.rects(np.array(sides[:1]), lit("efece4"))
        canvas.rects(np.array(sides[1:]), lit("e8b93a"))
        if low > far + 0.02:
            canvas.rects(np.array(_across(canvas, low - 0.02, low)), lit("efece4"))

    return Layer(1.0, _level(far), 1.9, paint, ground=True, name="ground")


def _tiles(kit: Kit, near: float) -> Layer:
    """Return the wall of a station under ground: tiles, posters, a line of lamps."""
    foot = _level(near)

    def paint(canvas: Canvas, light: Light) -> None:
        tile = indoor(light, kit.tinged(rgb("e4ebe8"), 0.2))
        canvas.fill(fade(-0.1, tile * np.float32(0.8), foot, tile))
        across = np.arange(np.floor(canvas.left / 0.06), canvas.right / 0.06 + 1) * 0.06
        canvas.strokes([np.array([[x, -1.0], [x, foot]]) for x in across], tile * np.float32(0.88), 0.0022)
        canvas.strokes(
            [np.array([[canvas.left, y], [canvas.right, y]]) for y in np.arange(0.02, foot, 0.03)],
            tile * np.float32(0.88),
            0.0022,
        )
        canvas.rects(
            np.array([canvas.left - 1, 0.15, canvas.right + 1, 0.19]),
            indoor(light, kit.accent(0, rgb("2f7fb8"))),
        )
        rng = kit.rng("posters")
        for x in np.arange(np.floor(canvas.left / 0.5), canvas.right / 0.5 + 1) * 0.5 + 0.2:
            canvas.rects(np.array([x - 0.1, 0.25, x + 0.1, 0.51]), indoor(light, rgb("4a4f55")))
            tone = indoor(light, _POSTERS[int(rng.integers(5))])
            canvas.rects(
                np.array([x - 0.09, 0.26, x + 0.09, 0.5]),
                fade(0.26, mix(tone, rgb("ffffff"), 0.35), 0.5, tone),
            )
            canvas.ellipses(
                np.array([x + rng.uniform(-0.03, 0.03), 0.36, 0.05, 0.05]), mix(tone, rgb("ffffff"), 0.6)
            )
        canvas.rects(
            np.array([canvas.left - 1, 0.05, canvas.right + 1, 0.075]), rgb("fdfdf6"), 0.95, blur=0.006
        )

    return Layer(near, -1.5, foot + 0.03, paint, name="wall")


def _roof(kit: Kit, near: float, foot: float) -> Layer:
    """Return the roof over a platform on its pillars, a clock hanging from it, benches below."""

    def paint(canvas: Canvas, light: Light) -> None:
        iron, wood = light.lit(kit.tinged(rgb("3f6b6a"), 0.3), near), light.lit(rgb("a9744a"), near)
        top = foot - 0.95 * near
        canvas.rects(
            np.array([canvas.left - 1, top - 0.05, canvas.right + 1, top + 0.03]),
            fade(
                top - 0.05,
                SNOW * light.ambient if kit.snowy else light.lit(rgb("8a4f42"), near),
                top + 0.03,
                iron,
            ),
        )
        step = 0.7
        for index, x in enumerate(
            np.arange(np.floor(canvas.left / step), canvas.right / step + 1) * step + 0.35
        ):
            canvas.rects(np.array([x - 0.016 * near, top, x + 0.016 * near, foot]), iron)
            bow = np.linspace(0, np.pi / 2, 9)
            for way in (-1, 1):
                canvas.strokes(
                    [np.stack([x + way * 0.14 * (1 - np.cos(bow)), top + 0.14 * (1 - np.sin(bow))], 1)],
                    iron,
                    0.012,
                )
            seat = x + 0.35
            if index % 2:
                canvas.rects(
                    np.array(
                        [
                            [seat - 0.14, foot - 0.085, seat + 0.14, foot - 0.068],
                            [seat - 0.14, foot - 0.15, seat + 0.14, foot - 0.1],
                            [seat - 0.12, foot - 0.07, seat - 0.105, foot],
                            [seat + 0.105, foot - 0.07, seat + 0.12, foot],
                        ]
                    ),
                    wood,
                )
            else:
                canvas.ellipses(np.array([seat, top + 0.13, 0.05, 0.05]), iron)
                canvas.ellipses(
                    np.array([seat, top + 0.13, 0.042, 0.042]),
                    mix(light.lit(rgb("f7f3e6"), near), rgb("fff3c9"), light.night),
                )
                canvas.strokes(
                    [
                        np.array([[seat, top + 0.13], [seat, top + 0.1]]),
                        np.array([[seat, top + 0.13], [seat + 0.02, top + 0.14]]),
                        np.array([[seat, top], [seat, top + 0.08]]),
                    ],
                    iron,
                    0.005,
                )

    return Layer(near, foot - near - 0.1, foot + 0.01, paint, name="roof")


def station(kit: Kit, *, train: bool = False) -> Scene:
    """A platform; with a train the rails lie before it, else beyond it. Under ground where the prompt says so."""
    under = "subway" in kit.features
    bed = (0.82, 1.12) if train else (0.44, 0.6)
    far = 0.44 if not train or under else 0.3
    floor = _floor(kit, far, bed, under=under)
    if under:
        layers = (_tiles(kit, far), floor)
        return Scene(
            layers, _HORIZON, _EYE, outdoors=False, disc=False, dusty=False, relit=lamplit, mirror=0.1
        )
    snow = kit.snowy
    behind = [
        *backdrop(kit, _HORIZON),
        hills(kit, "far", 0.05, 0.4, 0.04, 1.2, rgb("7f9fb0"), _HORIZON),
        tree_belt(kit, "wood", 0.18, _level(0.24), 9, 0.15, rgb("4d8a45"), 0.3),
        hills(kit, "bank", 0.28, _level(0.2), 0.01, 1.2, SNOW if snow else rgb("78a84a"), _level(0.32)),
    ]
    return Scene(
        (*behind, floor, _roof(kit, 0.62 if not train else 0.55, _level(0.66 if not train else 0.56))),
        _HORIZON,
        _EYE,
        dusty=False,
    )
