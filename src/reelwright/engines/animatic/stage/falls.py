"""A waterfall: cliffs, a pool below them, and the water that comes down, drawn anew in every frame."""

from __future__ import annotations

import numpy as np

from reelwright.engines.animatic.stage.blend import Scratch, lay, shine
from reelwright.engines.animatic.stage.camera import Camera
from reelwright.engines.animatic.stage.canvas import Canvas, Pixels, fade, mix, noise, rgb, wander
from reelwright.engines.animatic.stage.extras import Now
from reelwright.engines.animatic.stage.lake import bank, lilies, ripples, still_water
from reelwright.engines.animatic.stage.land import range_of
from reelwright.engines.animatic.stage.layer import Layer
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.outdoors import SNOW, backdrop, tree_belt
from reelwright.engines.animatic.stage.props import paint_bush
from reelwright.engines.animatic.stage.scene import Kit, Scene, cells, merged

_NEAR, _HALF, _LIP = 0.22, 0.13, 0.17  # of the fall: nearness, half its width, world height of its upper edge
_PACE = 0.55  # frame heights that the water falls in a second


def cliffs(kit: Kit, foot: float) -> Layer:
    """Return a wall of rock with a notch in the middle, through which the water comes."""

    def paint(canvas: Canvas, light: Light) -> None:
        rng = kit.rng("cliff")
        xs = canvas.xs(0.006)
        notch = np.exp(-((xs / (_HALF * 1.25)) ** 6))
        ys = 0.1 + 0.05 * wander(rng, xs, 0.7, 4) + 0.1 * np.clip(np.abs(xs) - 0.5, 0, 2)
        ys = ys * (1 - notch) + (_LIP - 0.012) * notch
        tone = light.lit(kit.tinged(rgb("7f8a8c"), 0.15), _NEAR + 0.25)
        # down to its foot and no further: a layer that is solid at its lower edge is drawn on to the frame's
        wall = np.concatenate([np.stack([xs, ys], 1), [[xs[-1], foot], [xs[0], foot]]])
        canvas.polygons([wall], fade(0.05, mix(tone, light.sun, 0.12), foot, tone * np.float32(0.7)))
        for x, own in cells(canvas, kit.key("ledge"), 9, 0.3):
            top = float(np.interp(x, xs, ys)) + own.uniform(0.02, 0.3)
            wide, tall = own.uniform(0.05, 0.13), own.uniform(0.05, 0.2)
            block = np.array(
                [[x, top], [x + wide, top + 0.02], [x + wide * 0.9, top + tall], [x + 0.01, top + tall]]
            )
            canvas.polygons([block], tone * np.float32(own.choice([0.86, 0.92, 1.07])), 0.6, blur=0.002)
        canvas.rects(
            np.array([-_HALF * 1.04, _LIP - 0.004, _HALF * 1.04, foot]), tone * np.float32(0.66), blur=0.006
        )
        green = SNOW if kit.snowy else rgb("5f9a48")
        for x, own in cells(canvas, kit.key("moss"), 11, 0.3):
            if abs(x) > _HALF * 1.3:
                top = float(np.interp(x, xs, ys)) + 0.012
                paint_bush(
                    canvas, light, own, x, top, own.uniform(0.03, 0.07), _NEAR + 0.2, kit.leaf(green, own)
                )
        stones = [
            [x, foot + 0.002, own.uniform(0.03, 0.07), own.uniform(0.015, 0.035)]
            for x, own in cells(canvas, kit.key("stones"), 10, 0.2)
            if abs(x) > _HALF * 0.9
        ]
        canvas.ellipses(np.array(stones), fade(foot - 0.03, tone, foot + 0.02, tone * np.float32(0.55)))

    return Layer(_NEAR, -0.2, foot + 0.06, paint, name="cliff")


class Falling:
    """The water between the lip and the pool, and the spray where it meets the pool."""

    near = _NEAR + 0.01

    def __init__(self, kit: Kit, foot: float) -> None:
        self._kit, self._foot = kit, foot
        self._sheet: Pixels | None = None
        self._spray: Pixels | None = None
        self._light: Light | None = None

    def draw(self, frame: Pixels, camera: Camera, moment: Now, scratch: Scratch) -> None:
        """Draw the water of a moment."""
        height, width = frame.shape[:2]
        light = moment.light
        if (
            self._sheet is None
            or self._light is None
            or np.abs(self._light.ambient - light.ambient).max() > 0.03
        ):
            self._sheet, self._light = self._paint(height, light), light
        plate = camera.plate(moment.pose, _NEAR, height, width)
        rows = round((self._foot - _LIP) * height)
        start = rows - round(moment.clock * _PACE * height) % rows
        picture = self._sheet[start : start + rows]
        corner = plate @ np.array([-_HALF, _LIP, 1.0])
        size = float(plate[0, 0]) / height
        lay(frame, picture, np.array([[size, 0, corner[0]], [0, size, corner[1]], [0, 0, 1]]), scratch)
        if self._spray is None:
            reach = round(0.17 * height)
            grid = np.linspace(-1, 1, 2 * reach, dtype=np.float32)
            fall = np.clip(1 - np.sqrt(grid[None] ** 2 + (2.2 * grid[:, None]) ** 2), 0, 1) ** 1.5
            self._spray = np.asarray(fall[..., None] * np.array([120, 128, 132, 0], np.float32), np.uint8)
        reach = self._spray.shape[0] // 2
        for index in range(3):
            swell = 0.5 + 0.3 * np.sin(moment.clock * (1.7 + 0.6 * index) + 2 * index)
            at = plate @ np.array([(index - 1) * 0.6 * _HALF, self._foot - 0.012, 1.0])
            strength = float(swell) * (1 - 0.6 * light.night)
            shine(frame, self._spray, round(float(at[0])) - reach, round(float(at[1])) - reach, strength)

    def _paint(self, height: int, light: Light) -> Pixels:
        """Return the streaks of the water, twice one below the other, so that any part as high as the fall can be cut out."""
        rows, columns = round((self._foot - _LIP) * height), round(2 * _HALF * height)
        rng = self._kit.rng("fall")
        streaks = noise(rng, rows, columns, 26, 2.2, 3)
        share = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
        # the end fades into what the beginning shows, or a seam would run down with the water
        blend = np.clip((share - 0.7) / 0.3, 0, 1)
        streaks = streaks * (1 - blend) + np.roll(streaks[::-1], 1, axis=0) * blend
        level = np.clip(0.55 + 0.75 * streaks, 0, 1)[..., None]
        water = light.lit(rgb("8fc7dc"), 0.6) * (1 - level) + light.lit(rgb("f6fcff"), 0.75) * level
        edge = np.clip((1 - np.abs(np.linspace(-1, 1, columns))) * 9, 0, 1)[None, :, None]
        alpha = edge * 0.96
        sheet = np.concatenate([water * alpha, np.broadcast_to(alpha * 255, (rows, columns, 1))], axis=2)
        once = np.asarray(np.clip(sheet, 0, 255), np.uint8)
        return np.ascontiguousarray(np.concatenate([once, once, once[:2]]))


def waterfall(kit: Kit) -> Scene:
    """A waterfall between cliffs, seen over its pool."""
    horizon, eye = 0.5, 0.36
    foot = horizon + eye * _NEAR
    layers = [
        *backdrop(kit, horizon),
        merged(
            0.06,
            range_of(kit, "far", 0.03, horizon, 0.42, 0.6, rgb("7d8fae"), 0.5),
            tree_belt(kit, "firs", 0.16, 0.24, 14, 0.14, rgb("3a6b52"), 0.8),
        ),
        still_water(kit, horizon, eye),
        cliffs(kit, foot),
        ripples(kit, 0.42, horizon, eye, 12),
        lilies(kit, 0.62, horizon + eye * 0.62, 0.28 * kit.aspect),
        bank(kit, 1.3, 0.975),
    ]
    return Scene(
        tuple(layers),
        horizon,
        eye,
        bobbing=0.003,
        sink=0.08,
        mirror=0.4,
        dusty=False,
        extras=(Falling(kit, foot),),
    )
