"""Work over a flame: frying, and pancakes that are flipped."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from reelwright.engines.animatic.stage.act import keyed, smooth
from reelwright.engines.animatic.stage.bench import (
    Point,
    Sketch,
    artwork_prop,
    painted_prop,
)
from reelwright.engines.animatic.stage.canvas import Canvas, fade, mix, rgb
from reelwright.engines.animatic.stage.craft import Body, Now, Pose
from reelwright.engines.animatic.stage.crafts.counter import Counter
from reelwright.engines.animatic.stage.crafts.pieces import INK, flame, hand, outline, steam


def _paint_pan(canvas: Canvas) -> None:
    """Paint a pan with its middle at 0 and its handle ahead."""
    canvas.polygons([outline((0.16, 0.045), (0.4, 0.075), (0.4, 0.045), (0.16, 0.02))], rgb("5b3a2a"))
    canvas.polygons(
        [outline((-0.13, 0.0), (0.13, 0.0), (0.19, 0.06), (-0.19, 0.06))],
        fade(-0.06, rgb("5a5270"), 0.0, INK),
    )
    canvas.ellipses(np.array([0.0, -0.06, 0.19, 0.03]), rgb("6b6384"))
    canvas.ellipses(np.array([0.0, -0.058, 0.172, 0.024]), rgb("37304a"))


_PAN = 0.3
"""How far ahead a pan is: what flies out of it passes beside the head."""


class Fry(Counter):
    """Cooks in a pan over a flame; what is in it hops, or is a pancake that is flipped and caught."""

    half = 0.6
    _PERIOD = 2.3

    def __init__(self, body: Body, *, flips: bool = False, piece: str | None = None) -> None:
        super().__init__(body)
        self._pan, self._flips = painted_prop((-0.2, -0.01, 0.42, 0.1), _paint_pan), flips
        self._piece = artwork_prop(piece, 0.15, (0.0, 0.5)) if piece else None
        self.room = (0.63, 0.63, max(1.2, self.top + 0.84) if flips else 1.1)

    def _at(self, now: Now) -> Point:
        """Return where the pan is."""
        at = now.clock % self._PERIOD
        if self._flips:
            lift = keyed(
                at,
                (0.35, 0.0),
                (0.6, -0.03),
                (0.72, 0.11),
                (0.95, 0.02),
                (1.5, 0.03),
                (1.62, -0.02),
                (1.9, 0.0),
            )
            return _PAN, self.top + 0.1 + lift
        return _PAN + 0.02 * sin(now.clock * 9), self.top + 0.05 + 0.008 * abs(sin(now.clock * 9))

    def air(self, now: Now) -> float:
        """Return the share of its flight for which a pancake is in the air, 0 in the pan before and 1 after."""
        return float(np.clip((now.clock % self._PERIOD - 0.7) / 0.92, 0, 1))

    def pose(self, now: Now) -> Pose:
        """Return a hand at the pan's handle."""
        x, y = self._at(now)
        up = y - self.top
        return Pose(
            (x - 0.36, y + 0.06),
            (-0.26, self.top + 0.07),
            turn=-15 * up,
            lift=0.02 * max(0.0, up - 0.12),
            gait="stand",
        )

    def lay(self, sketch: Sketch, now: Now) -> None:
        """Draw the flame, the pan, and what is in it or over it."""
        x, y = self._at(now)
        foot = self.top - 0.03
        sketch.spots(np.array([[_PAN, foot + 0.004, 0.16, 0.022]]), INK)
        for index in range(5):
            flame(sketch, (_PAN - 0.08 + 0.04 * index, foot + 0.004), 0.05, now.clock, seed=index)
        self._pan.draw(sketch, x, y, drawn_left=True)
        share = self.air(now)
        if self._flips:
            self._pancake(sketch, now, share, (x, y + 0.068))
        else:
            self._food(sketch, now, (x, y + 0.06))
        hand(sketch, now.near)
        steam(sketch, now.clock, (x, y + 0.1), 0.7)

    def _pancake(self, sketch: Sketch, now: Now, share: float, pan: Point) -> None:
        high = 0.46 * 4 * share * (1 - share)
        turns = smooth(share) * 540
        flat = cos(turns * pi / 180)
        round_ = 0.145 + 0.012 * (share in (0.0, 1.0))
        over = int(now.clock // self._PERIOD) % 2 == 1
        baked = (flat < 0) != over
        tones = rgb("e9b566"), rgb("c47a32")
        thick = 0.026
        tilt = max(0.16, abs(flat)) if 0 < share < 1 else 0.16
        y = pan[1] + high
        face = tones[int(baked)]
        rim = rgb("a8622a")
        sketch.spots(np.array([[pan[0], y - thick / 2, round_, round_ * tilt]]), rim)
        sketch.spots(np.array([[pan[0], y + thick / 4, round_, round_ * tilt]]), face)
        sketch.spots(
            np.array([[pan[0], y + thick / 4, 0.72 * round_, 0.72 * round_ * tilt]]),
            mix(face, rgb("8f5220"), 0.25 if baked else 0.08),
        )
        if 0.05 < share < 0.95:
            for side in (-1, 1):
                curve = [(pan[0] + side * (0.19 + 0.02 * k), y - 0.07 + 0.045 * k) for k in range(3)]
                sketch.line(curve, rgb("ffffff"), 0.008, 0.55)

    def _food(self, sketch: Sketch, now: Now, pan: Point) -> None:
        if self._piece is not None:
            hop = 0.03 * abs(sin(now.clock * 4))
            self._piece.draw(sketch, pan[0], pan[1] + 0.03 + hop, turn=8 * sin(now.clock * 5))
            return
        tones = (rgb("6cbf4b"), rgb("ff8a3c"), rgb("e94f4f"), rgb("ffd95e"), rgb("c98a54"))
        index = np.arange(15)
        x = pan[0] + 0.13 * np.sin(index * 2.4 + 0.6 * np.sin(now.clock * 3 + index))
        y = pan[1] + 0.012 + 0.1 * np.maximum(0, np.sin(now.clock * 7 + index * 1.7)) ** 2 * ((index % 3) > 0)
        for tone, colour in enumerate(tones):
            chosen = index % len(tones) == tone
            sketch.spots(np.stack([x, y, np.full(15, 0.022), np.full(15, 0.017)], 1)[chosen], colour)
