"""Work with plants: planting and watering."""

from __future__ import annotations

from math import pi, sin

import numpy as np

from reelwright.engines.animatic.stage.act import keyed
from reelwright.engines.animatic.stage.bench import (
    Sketch,
    artwork_prop,
    painted_prop,
)
from reelwright.engines.animatic.stage.canvas import Canvas, fade, rgb
from reelwright.engines.animatic.stage.craft import Body, Craft, Now, Pose
from reelwright.engines.animatic.stage.crafts.pieces import (
    DARK_SOIL,
    SOIL,
    STEEL_SHADE,
    hand,
    outline,
    turned,
)


class Plant(Craft):
    """Kneels and plants a seedling or a young tree: it is set in, earth is pressed around it, and it grows a little."""

    def __init__(self, body: Body, piece: str = "seedling") -> None:
        super().__init__(body)
        tree = piece in ("deciduous-tree", "evergreen-tree", "palm-tree", "christmas-tree", "cherry-blossom")
        self._tree = artwork_prop(piece, 0.62 if tree else 0.3)
        self._at = 0.44 + (0.4 * body.ratio if not body.hands else 0.0)
        self.room = (0.36, self._at + 0.34, 1.05)

    def pose(self, now: Now) -> Pose:
        """Return hands that set the plant in, then pat the earth."""
        down = now.way(0.1, 0.3)
        pat = max(0.0, sin(now.clock * 2 * pi * 1.4)) * now.way(0.34, 0.38)
        x = self._at
        near = (x - 0.07 - 0.02 * pat, 0.36 - 0.26 * down + 0.06 * pat)
        return Pose(near, (x + 0.03, near[1] + 0.03 - 0.05 * pat), turn=10 * down + 3, gait="kneel")

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the mound, the plant, and the hands at it."""
        down, grown = now.way(0.1, 0.3), now.way(0.4, 0.95)
        x = self._at
        sketch.spots(np.array([[x, 0.0, 0.2, 0.04]]), DARK_SOIL)
        self._tree.draw(
            sketch,
            x,
            0.22 * (1 - down) + 0.01,
            size=0.72 + 0.28 * grown,
            turn=3 * sin(now.clock * 2) * (1 - down),
        )
        mound = now.way(0.28, 0.55)
        outline_ = [
            (x - 0.19, -0.022),
            (x - 0.12, 0.012 + 0.03 * mound),
            (x, 0.02 + 0.045 * mound),
            (x + 0.12, 0.012 + 0.03 * mound),
            (x + 0.19, -0.022),
            (x, -0.04),
        ]
        sketch.polygon(outline_, SOIL, down)
        if self.body.hands:
            hand(sketch, now.near, 0.032)


def _paint_can(canvas: Canvas) -> None:
    """Paint a watering can that is held by its handle at (0, 0.2); its rose is at (0.27, 0.17)."""
    ring = np.array([[-0.1 * np.cos(a), -0.13 - 0.085 * np.sin(a)] for a in np.linspace(0, np.pi, 14)])
    canvas.strokes([ring], rgb("2f8f6a"), 0.02)
    canvas.polygons([outline((0.08, 0.03), (0.1, 0.07), (0.26, 0.19), (0.28, 0.16))], rgb("2f8f6a"))
    canvas.polygons([outline((0.235, 0.205), (0.3, 0.155), (0.285, 0.135), (0.22, 0.18))], STEEL_SHADE)
    canvas.polygons(
        [outline((-0.11, 0.0), (0.11, 0.0), (0.095, 0.15), (-0.095, 0.15))],
        fade(-0.15, rgb("5cc99a"), 0.0, rgb("2f8f6a")),
    )
    canvas.ellipses(np.array([0.0, -0.15, 0.095, 0.016]), rgb("247556"))


class Water(Craft):
    """Waters plants with a can: it tilts, drops fall, and they grow."""

    def __init__(self, body: Body, piece: str = "tulip", count: int = 3) -> None:
        super().__init__(body)
        self._can = painted_prop((-0.13, -0.01, 0.31, 0.24), _paint_can)
        self._plant = artwork_prop(piece, 0.3)
        self._count = max(1, min(4, count))
        self._at = 0.68
        self.room = (0.32, self._at + 0.14 * self._count, 1.06)

    def _tilt(self, now: Now) -> float:
        return 34 * keyed(now.share, (0.06, 0.0), (0.2, 1.0), (0.9, 1.0), (0.98, 0.4))

    def pose(self, now: Now) -> Pose:
        """Return hands that hold the can, and move it back and forth."""
        sway = 0.03 * sin(now.clock * 2.2)
        tilt = self._tilt(now) / 34
        near = (0.27 + sway, self.body.shoulder - 0.2 + 0.05 * tilt)
        return Pose(near, (near[0] - 0.05, near[1] - 0.06), turn=3 + 3 * tilt)

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the plants, the can and the water."""
        tilt = self._tilt(now)
        flowing = now.way(0.14, 0.22) * (1 - now.way(0.9, 0.96))
        at, size = now.near, 1.05
        grip = turned((0.0, 0.21 * size), tilt)
        foot = at[0] - grip[0], at[1] - grip[1]
        grown = 0.66 + 0.34 * now.way(0.25, 0.95)
        for index in range(self._count):
            across = self._at + 0.17 * (index - (self._count - 1) / 2)
            sketch.spots(np.array([[across, 0.0, 0.09, 0.018]]), DARK_SOIL, 0.6)
            self._plant.draw(
                sketch,
                across,
                -0.005,
                size=grown * (1.0 - 0.08 * (index % 2)),
                turn=2 * sin(now.clock * 1.7 + index),
            )
        self._can.draw(sketch, *foot, turn=tilt, size=size)
        rose = turned((0.28 * size, 0.16 * size), tilt)
        rose = foot[0] + rose[0], foot[1] + rose[1]
        if flowing > 0.02:
            drops = np.arange(26)
            share = (now.clock * 1.7 + drops * 0.618) % 1.0
            x = rose[0] + (0.05 + 0.2 * ((drops * 0.37) % 1)) * share
            y = rose[1] - 0.01 - (rose[1] - 0.03) * share**1.7
            sketch.spots(
                np.stack([x, y, np.full(26, 0.006), np.full(26, 0.014)], 1), rgb("8fd3f7"), 0.9 * flowing
            )
        hand(sketch, at, 0.03)
