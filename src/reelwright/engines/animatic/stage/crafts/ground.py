"""Work on the ground: digging holes."""

from __future__ import annotations

from math import pi, sin

import numpy as np

from reelwright.engines.animatic.stage.act import keyed
from reelwright.engines.animatic.stage.bench import (
    Sketch,
    artwork_prop,
    painted_prop,
)
from reelwright.engines.animatic.stage.canvas import Canvas, Colour, fade, mix, rgb
from reelwright.engines.animatic.stage.craft import Body, Craft, Now, Pose
from reelwright.engines.animatic.stage.crafts.pieces import (
    DARK_SAND,
    DARK_SOIL,
    DEEP,
    INK,
    SAND,
    SNOW,
    SNOW_SHADE,
    SOIL,
    STEEL,
    STEEL_SHADE,
    flying,
    hand,
    outline,
    sparkle,
    turned,
)


def _paint_spade(canvas: Canvas) -> None:
    """Paint a spade that stands on its blade."""
    canvas.polygons(
        [outline((-0.015, 0.16), (0.015, 0.16), (0.013, 0.62), (-0.013, 0.62))],
        fade(-0.62, rgb("c08a52"), -0.16, DEEP),
    )
    canvas.strokes([outline((-0.05, 0.64), (0.05, 0.64))], DEEP, 0.026)
    canvas.polygons(
        [outline((-0.06, 0.19), (0.06, 0.19), (0.062, 0.07), (0.0, 0.0), (-0.062, 0.07))],
        fade(-0.19, STEEL, 0.0, STEEL_SHADE),
    )


class Dig(Craft):
    """Digs: the hole deepens and soil flies; then what was in it comes up, if the prompt says that something is found."""

    def __init__(
        self, body: Body, *, sandy: bool = False, snowy: bool = False, found: str | None = None
    ) -> None:
        super().__init__(body)
        self._tones: tuple[Colour, Colour] = (SAND, DARK_SAND) if sandy else (SOIL, DARK_SOIL)
        if snowy:
            self._tones = (SNOW, SNOW_SHADE)
        self._find = artwork_prop(found, 0.24 if body.hands else 0.3, (0.0, 0.5)) if found else None
        self._spade = painted_prop((-0.07, 0.0, 0.07, 0.68), _paint_spade)
        self._paws = body.four or not body.hands
        self._at = 0.52 if not self._paws else 0.5 * body.ratio + 0.02
        self._end = 0.62 if found else 0.95
        self.room = (max(0.42, 0.5 * body.ratio + 0.25 if self._paws else 0.42), self._at + 0.4, 1.15)

    def _scoop(self, now: Now) -> float:
        return (now.clock / 1.15) % 1.0

    def deep(self, now: Now) -> float:
        """Return how far the hole is dug, 0..1."""
        return float(np.clip(now.share / self._end, 0.08, 1))

    def _up(self, now: Now) -> float:
        return now.way(self._end + 0.04, self._end + 0.16) if self._find else 0.0

    def pose(self, now: Now) -> Pose:
        """Return a body that digs with a spade, or with its paws; and then is glad of what it found."""
        up = self._up(now)
        if self._paws:
            beat, busy = now.clock * 2 * pi * 2.6, 1 - now.way(self._end, self._end + 0.04)
            hop = 0.05 * abs(sin(now.clock * 7)) * up
            return Pose(turn=(7.0 + 1.5 * sin(beat)) * busy, lift=hop, gait="paw", phase=beat, bent=busy)
        swing = keyed(self._scoop(now), (0.0, 0.0), (0.3, 1.0), (0.45, 0.9), (0.7, -0.35), (1.0, 0.0))
        x, y = 0.31 + 0.05 * swing, self.body.shoulder - 0.32 - 0.1 * swing
        turn, done = 9 + 9 * swing, now.way(self._end, self._end + 0.06)
        aim = (self._at * (1 - 0.4 * up), 0.12 + (self.body.shoulder + 0.14) * up)
        at = (x + (aim[0] - x) * done, y + (aim[1] - y) * done)
        turn += (14 * (1 - up) - turn) * done
        off = 0.14 * (1 - done)
        return Pose(at, (at[0] - 0.06, at[1] + off), turn=turn, lift=0.03 * abs(sin(now.clock * 7)) * up)

    def behind(self, sketch: Sketch, now: Now) -> None:
        """Draw the hole, and the heap behind it."""
        deep = self.deep(now)
        tone, dark = self._tones
        x, wide = self._at + 0.06, 0.2 + 0.1 * deep
        heap = -0.5 * self.body.ratio - 0.02 if self._paws else self._at + 0.36
        size = 0.05 + 0.13 * deep
        pile = [
            (heap - 1.4 * size, -0.01),
            (heap - 0.7 * size, 0.62 * size),
            (heap, size),
            (heap + 0.75 * size, 0.6 * size),
            (heap + 1.4 * size, -0.01),
        ]
        sketch.polygon(pile, mix(tone, dark, 0.35))
        sketch.polygon(
            [
                (heap - 0.9 * size, 0.1 * size),
                (heap - 0.2 * size, 0.85 * size),
                (heap + 0.3 * size, 0.5 * size),
                (heap, 0.05),
            ],
            tone,
            0.8,
        )
        sketch.spots(np.array([[x, 0.0, 1.12 * wide, 0.2 * wide + 0.012]]), mix(tone, dark, 0.2))
        sketch.spots(np.array([[x, -0.006, wide, 0.17 * wide]]), mix(dark, INK, 0.5 * deep))

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the spade, the soil that flies, and what comes up."""
        up, busy = self._up(now), now.share < self._end
        tone, dark = self._tones
        at = self._at + 0.06
        if busy and self._paws:
            flying(
                sketch,
                now.clock,
                (at - 0.06, 0.05),
                -0.75 * self.body.ratio - 0.1,
                (tone, dark),
                rate=1.6,
                high=0.3,
                size=0.024,
                count=14,
            )
        elif busy:
            scoop = self._scoop(now)
            x, y = now.near
            tilt = keyed(scoop, (0.0, -12.0), (0.3, -4.0), (0.5, -30.0), (0.75, -62.0), (1.0, -12.0))
            off = turned((0.0, 0.36), tilt)
            blade = x - off[0], y - off[1]
            blade = blade[0], max(-0.05, blade[1])
            self._spade.draw(sketch, blade[0], blade[1], turn=tilt)
            if 0.36 < scoop < 0.72:
                sketch.spots(np.array([[blade[0] + 0.01, blade[1] + 0.1, 0.05, 0.04]]), tone)
            hand(sketch, now.near, 0.03)
            hand(sketch, now.far, 0.03)
            thrown = np.clip((scoop - 0.68) / 0.32, 0, 1)
            if 0 < thrown < 1:
                index = np.arange(9)
                spread = 0.7 + 0.6 * ((index * 0.618) % 1)
                px = blade[0] + 0.12 * spread * thrown
                py = blade[1] + 0.12 + 0.9 * spread * thrown * (0.5 - thrown)
                sketch.spots(
                    np.stack([px, np.maximum(py, 0.0), np.full(9, 0.018), np.full(9, 0.015)], 1), tone
                )
        lip = np.linspace(pi, 2 * pi, 14)
        wide = 0.2 + 0.1 * self.deep(now)
        if self._find is not None and up > 0:
            x = at + (now.near[0] - at) * up if self.body.hands else at
            y = (
                -0.1 + (now.near[1] + 0.16) * up
                if self.body.hands
                else -0.1 + 0.62 * up + 0.02 * sin(now.clock * 5)
            )
            sparkle(sketch, now.clock, (x, y), 0.24, up)
            self._find.draw(sketch, x, y, turn=8 * sin(now.clock * 4), size=0.6 + 0.4 * up)
            if up < 0.5:
                edge = np.stack([at + 1.12 * wide * np.cos(lip), (0.2 * wide + 0.012) * np.sin(lip)], 1)
                inner = np.stack([at + wide * np.cos(lip), -0.006 + 0.17 * wide * np.sin(lip)], 1)[::-1]
                sketch.polygon(np.concatenate([edge, inner]), mix(tone, dark, 0.2))
