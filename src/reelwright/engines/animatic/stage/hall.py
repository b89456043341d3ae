"""Settings made for showing: the studio and the theatre stage."""

from __future__ import annotations

from dataclasses import replace
from math import sin

import numpy as np

from reelwright.engines.animatic.stage.canvas import Canvas, Colour, Gradient, fade, mix, rgb
from reelwright.engines.animatic.stage.layer import Layer, Shift
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.marble import MARBLE, paint_marble
from reelwright.engines.animatic.stage.scene import Kit, Scene, cells


def studio(kit: Kit) -> Scene:
    """A seamless backdrop with a pool of light."""
    horizon, eye, back = 0.5, 0.36, 0.62
    join = horizon + eye * back
    base = kit.accent(0, rgb("b9c7d6"))

    def tones(light: Light) -> tuple[Colour, Colour, Colour]:
        dim = np.float32(1 - 0.55 * light.night)
        tone = base * dim * np.clip(light.ambient, 0.5, 1.05)
        return (
            mix(tone, rgb("ffffff"), 0.14) * np.float32(0.82),
            mix(tone, rgb("ffffff"), 0.38),
            tone * np.float32(0.92),
        )

    def paint_wall(canvas: Canvas, light: Light) -> None:
        top, bright, _ = tones(light)
        canvas.fill(Gradient(((-0.3, top * np.float32(0.8)), (0.25, top), (join, bright))))
        canvas.glow(0.0, 0.45, 0.75, bright, 0.22)
        for x, rng in cells(canvas, kit.key("bokeh"), 3.2, 0.2):
            spot = np.array([x, rng.uniform(0.02, 0.55), *[rng.uniform(0.02, 0.075)] * 2])
            tone = mix(kit.accent(1 + int(rng.integers(3)), rgb("ffffff")), rgb("ffffff"), 0.5)
            canvas.ellipses(spot, tone, rng.uniform(0.05, 0.16), blur=0.006)

    def paint_floor(canvas: Canvas, light: Light) -> None:
        _, bright, low = tones(light)
        if MARBLE in kit.features:
            paint_marble(canvas, light, kit, horizon, eye, back)
            return
        canvas.fill(
            Gradient(((join, bright), (join + 0.12, mix(bright, low, 0.4)), (1.15, low * np.float32(0.86))))
        )
        canvas.ellipses(
            np.array([0.0, horizon + eye * 0.98, 0.62, 0.11]),
            mix(bright, rgb("ffffff"), 0.5),
            0.45,
            blur=0.05,
        )

    layers = [
        Layer(0.35, -1.5, join + 0.05, paint_wall, name="wall"),
        Layer(1.0, join, 1.9, paint_floor, ground=True, name="ground"),
    ]
    return Scene(tuple(layers), horizon, eye, outdoors=False, disc=False, dusty=False, mirror=0.22)


def _spotlit(light: Light) -> Light:
    """Return the light of spotlights, whatever the time of day."""
    white = np.array([1.02, 1.0, 0.96], np.float32)
    return replace(light, ambient=white, sun=rgb("fff1c9"), glow=0.6, shadow=0.2, slant=0.0)


_VELVET, _PLANKS = rgb("a3202f"), rgb("8a5a3a")


class _Theatre:
    """The painters of a theatre stage."""

    horizon, eye, back = 0.5, 0.36, 0.55
    join = horizon + eye * back
    spot = horizon + eye * 0.95

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._velvet = kit.tinged(_VELVET, 0.7)
        self._beams = [rgb("fff1c9"), kit.accent(0, rgb("ffd1e6")), kit.accent(1, rgb("cfe4ff"))]

    def backdrop(self, canvas: Canvas, light: Light) -> None:
        canvas.fill(fade(0, rgb("16070c"), self.join, rgb("3a0f18")))
        left = np.floor(canvas.left / 0.07) * 0.07
        _folds(canvas, -1, self.join + 0.2, left, canvas.right, self._velvet * np.float32(0.42), 0.07)
        for x, tone in zip((-0.38, 0.0, 0.38), self._beams, strict=True):
            canvas.glow(x, 0.42, 0.5, tone, 0.30)

    def floor(self, canvas: Canvas, light: Light) -> None:
        tone = _PLANKS * np.float32(0.9)
        low, high = tone * np.float32(0.45), tone * np.float32(0.6)
        canvas.fill(Gradient(((self.join, low), (self.horizon + self.eye, tone), (1.3, high))))
        ends = np.array([self.back, 2.0])
        joints = [np.stack([x * ends, self.horizon + self.eye * ends], 1) for x in np.arange(-5, 5.1, 0.16)]
        canvas.strokes(joints, tone * np.float32(0.5), 0.0022, 0.6)
        canvas.mottle(self._kit.rng("planks"), 0.06, 5, 2)
        for x, colour in zip((-0.34, 0.0, 0.34), self._beams, strict=True):
            canvas.ellipses(np.array([x, self.spot, 0.3, 0.065]), mix(tone, colour, 0.75), 0.42, blur=0.018)

    def beam(self, index: int) -> Layer:
        top_x, foot_x, tone = (-0.55, 0.0, 0.55)[index], (-0.34, 0.0, 0.34)[index], self._beams[index]

        def paint(canvas: Canvas, light: Light) -> None:
            for wide, alpha in ((1.0, 0.09), (0.72, 0.08), (0.45, 0.07)):
                top, foot = [[top_x - 0.025, -0.12], [top_x + 0.025, -0.12]], 0.3 * wide
                shape = np.array([*top, [foot_x + foot, self.spot], [foot_x - foot, self.spot]])
                canvas.polygons([shape], tone, alpha, blur=0.008)

        def motion(clock: float) -> Shift:
            return Shift(lean=0.08 * sin(clock * 0.9 + index * 2.1))

        return Layer(
            0.97, -0.2, self.spot + 0.03, paint, motion=motion, foot=self.spot, detail=0.25, name="beam"
        )

    def wings(self, canvas: Canvas, light: Light) -> None:
        half = 0.5 * self._kit.aspect
        for side in (-1, 1):
            left, right = sorted((side * half * 0.86, side * (half + 0.6)))
            _folds(
                canvas,
                -0.6,
                self.horizon + self.eye * 0.9,
                left,
                right,
                self._velvet * np.float32(0.9),
                0.055,
            )

    def valance(self, canvas: Canvas, light: Light) -> None:
        first, last = np.floor((canvas.left - 0.3) / 0.36), np.ceil((canvas.right + 0.3) / 0.36)
        turn = np.linspace(0, np.pi, 17)
        cloth = fade(-0.05, self._velvet * np.float32(0.95), 0.13, self._velvet * np.float32(0.6))
        for x in np.arange(first, last) * 0.36:
            swag = np.stack([x + 0.18 - 0.19 * np.cos(turn), 0.055 + 0.075 * np.sin(turn)], 1)
            canvas.polygons([np.concatenate([[[x - 0.01, -0.6]], swag, [[x + 0.37, -0.6]]])], cloth)
            canvas.strokes([swag], rgb("e3b457"), 0.008)

    def audience(self, canvas: Canvas, light: Light) -> None:
        tone = rgb("12070b")
        for x, rng in cells(canvas, self._kit.key("audience"), 6.5, 0.2):
            y = 0.985 + rng.uniform(-0.012, 0.012)
            canvas.ellipses(np.array([[x, y, 0.036, 0.043], [x, y + 0.085, 0.075, 0.065]]), tone)
        canvas.ridge(canvas.xs(), np.full(len(canvas.xs()), 1.04), tone)


def _folds(
    canvas: Canvas, top: float, bottom: float, left: float, right: float, tone: Colour, width: float
) -> None:
    """Paint a curtain as lit and shaded folds `width` wide."""
    count = max(2, round((right - left) / width))
    starts, fold = np.linspace(left, right, count, endpoint=False), (right - left) / count
    for part, share in ((0.0, 0.62), (0.25, 1.0), (0.5, 1.12), (0.75, 0.84)):
        x = starts + fold * part
        edge = np.full(count, 1.0)
        canvas.rects(np.stack([x, edge * top, x + fold * 0.27, edge * bottom], 1), tone * np.float32(share))


def theatre(kit: Kit) -> Scene:
    """A theatre stage with curtains, spotlights and an audience."""
    house = _Theatre(kit)
    layers = [
        Layer(house.back, -1.5, house.join + 0.05, house.backdrop, name="wall"),
        Layer(1.0, house.join, 1.9, house.floor, ground=True, name="ground"),
        *(house.beam(index) for index in range(3)),
        Layer(0.99, -0.7, house.horizon + house.eye * 0.9, house.wings, name="wings"),
        Layer(0.99, -0.7, 0.15, house.valance, name="valance"),
        Layer(1.35, 0.93, 2.2, house.audience, blur=0.003, name="front"),
    ]
    return Scene(
        tuple(layers),
        house.horizon,
        house.eye,
        outdoors=False,
        disc=False,
        dusty=False,
        mirror=0.1,
        relit=_spotlit,
    )
