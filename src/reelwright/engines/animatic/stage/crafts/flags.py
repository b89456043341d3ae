"""A flag that is planted."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from reelwright.engines.animatic.stage.act import keyed
from reelwright.engines.animatic.stage.bench import (
    Point,
    Sketch,
)
from reelwright.engines.animatic.stage.canvas import mix, rgb
from reelwright.engines.animatic.stage.craft import Body, Craft, Now, Pose
from reelwright.engines.animatic.stage.crafts.pieces import INK, STEEL, STEEL_SHADE, hand


class Flag(Craft):
    """Plants a flag: rams the pole into the ground, the flag unfurls and waves."""

    def __init__(self, body: Body, colour: str = "e5383b", *, calm: bool = False) -> None:
        super().__init__(body)
        self._colour, self._calm = rgb(colour), calm
        self._at = (0.34 if body.aside else 0.36) + (0.4 * body.ratio if not body.hands else 0.0)
        self.room = (0.32, self._at + 0.6, 1.46)

    def foot(self, now: Now) -> float:
        """Return how high the foot of the pole is: it goes up, then into the ground."""
        return keyed(now.share, (0.06, 0.1), (0.22, 0.26), (0.32, -0.03), (0.34, -0.05), (1.0, -0.05))

    def pose(self, now: Now) -> Pose:
        """Return hands at the pole; when it stands, one arm goes up."""
        low = self.foot(now)
        held = 1 - now.way(0.5, 0.6)
        grip = self.body.shoulder - 0.16 + 0.8 * min(low, 0.1)
        near = (self._at - 0.01, grip)
        glad = (0.16 + 0.03 * sin(now.clock * 9), self.body.shoulder + 0.3)
        far = (self._at - 0.02, grip - 0.1) if held > 0.5 else None
        at = (near[0] + (glad[0] - near[0]) * (1 - held), near[1] + (glad[1] - near[1]) * (1 - held))
        turn = keyed(now.share, (0.1, 0.0), (0.22, -5.0), (0.32, 8.0), (0.46, 4.0), (0.56, 0.0))
        return Pose(at, far, turn=turn, lift=0.02 * max(0.0, sin(now.clock * 6)) * (1 - held))

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the pole, the flag and the dust at its foot."""
        low = self.foot(now)
        sway = keyed(now.share, (0.31, 0.0), (0.335, 0.02), (0.37, -0.012), (0.41, 0.006), (0.46, 0.0))
        top = (self._at + sway, low + 1.18)
        foot = max(0.0, low)
        sketch.soft((self._at, 0.0), 0.1, 0.024, INK, 0.4 * now.way(0.28, 0.33))
        sketch.line([(self._at, foot), top], STEEL_SHADE, 0.024)
        sketch.line([(self._at - 0.004, foot), (top[0] - 0.004, top[1])], STEEL, 0.01)
        sketch.spots(np.array([[*top, 0.02, 0.02]]), rgb("f4cf5c"))
        self._cloth(sketch, now, top)
        if self.body.hands and now.share < 0.55:
            hand(sketch, now.near, 0.03)
        dust = now.way(0.31, 0.34) * (1 - now.way(0.4, 0.52))
        if dust > 0.02:
            away = 0.12 * now.way(0.31, 0.5)
            for side in (-1, 1):
                at = self._at + side * away, 0.025 + 0.3 * away
                sketch.soft(at, 0.08 + 0.3 * away, 0.05 + 0.18 * away, rgb("cfc6bb"), 0.7 * dust)

    def _cloth(self, sketch: Sketch, now: Now, top: Point) -> None:
        out = 0.25 + 0.75 * now.way(0.34, 0.52)
        shares = np.linspace(0, 1, 13)
        wave = 0.028 * np.sin(shares * 7 - now.clock * (2.4 if self._calm else 6)) * shares * out
        xs = top[0] + 0.5 * out * shares
        hang = 0.3 * (1 - out) * shares**1.4
        upper = np.stack([xs, top[1] - 0.03 + wave - hang], 1)
        lower = np.stack([xs, top[1] - 0.33 + 1.15 * wave - 0.55 * hang], 1)
        sketch.polygon(np.concatenate([upper, lower[::-1]]), self._colour)
        for start in (2, 6, 10):
            fold = np.concatenate([upper[start : start + 2], lower[start : start + 2][::-1]])
            sketch.polygon(fold, mix(self._colour, rgb("000000"), 0.16), 0.7)
        middle = (upper[5] + lower[6]) / 2
        points = [
            (
                middle[0] + (0.075 if corner % 2 == 0 else 0.032) * out * sin(corner * pi / 5),
                middle[1] + (0.075 if corner % 2 == 0 else 0.032) * cos(corner * pi / 5),
            )
            for corner in range(10)
        ]
        sketch.polygon(points, rgb("ffe27a"))
