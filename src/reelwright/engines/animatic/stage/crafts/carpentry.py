"""Hammering and sawing."""

from __future__ import annotations

from math import pi, sin

from reelwright.engines.animatic.stage.act import keyed
from reelwright.engines.animatic.stage.bench import (
    Sketch,
    artwork_prop,
)
from reelwright.engines.animatic.stage.canvas import rgb
from reelwright.engines.animatic.stage.craft import Body, Craft, Now, Pose
from reelwright.engines.animatic.stage.crafts.pieces import (
    INK,
    STEEL,
    STEEL_SHADE,
    flying,
    hand,
    sparkle,
    table,
)


class Hammer(Craft):
    """Hammers a nail into wood, or saws it: chips fly."""

    def __init__(self, body: Body, kind: str = "hammer") -> None:
        super().__init__(body)
        self._kind, self._at = kind, 0.54
        self._top = max(0.24, body.shoulder - 0.36)
        self._table = table(0.3, self._top, closed=False)
        self._tool = {
            "saw": artwork_prop("carpentry-saw", 0.34, (0.36, 0.14)),
            "screwdriver": artwork_prop("screwdriver", 0.26, (0.25, 0.2)),
            "wrench": artwork_prop("wrench", 0.28, (0.35, 0.15)),
        }.get(kind, artwork_prop("hammer", 0.3, (0.42, 0.06)))
        self.room = (0.36, self._at + 0.34, 1.12)

    def _beat(self, now: Now) -> float:
        return (now.clock * 1.35) % 1.0

    def _raised(self, now: Now) -> float:
        return keyed(
            self._beat(now), (0.0, 0.0), (0.5, 1.0), (0.62, 1.0), (0.74, -0.04), (0.8, 0.04), (0.86, 0.0)
        )

    def pose(self, now: Now) -> Pose:
        """Return a hand that strikes, or goes back and forth."""
        foot = self._top + 0.05
        if self._kind != "hammer":
            sway = sin(now.clock * 2 * pi * 1.1)
            return Pose(
                (0.28 + 0.07 * sway, foot + 0.08 - 0.03 * sway),
                (self._at + 0.02, foot + 0.02),
                turn=7 + 2.5 * sway,
            )
        up = self._raised(now)
        return Pose(
            (0.3 - 0.06 * up, foot + 0.1 + 0.26 * up), (self._at - 0.12, foot + 0.03), turn=8 - 7 * up
        )

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the bench with its wood, the tool, and chips."""
        foot, x = self._top - 0.035, self._at
        self._table.draw(sketch, x, 0.0)
        sketch.polygon(
            [(x - 0.24, foot), (x + 0.26, foot), (x + 0.26, foot + 0.06), (x - 0.24, foot + 0.06)],
            rgb("e2b877"),
        )
        sketch.polygon(
            [
                (x - 0.24, foot + 0.045),
                (x + 0.26, foot + 0.045),
                (x + 0.26, foot + 0.06),
                (x - 0.24, foot + 0.06),
            ],
            rgb("f4d39a"),
        )
        at = now.near
        if self._kind == "hammer":
            strikes = min(6, int(now.clock * 1.35 + 0.28))
            nail = 0.085 - 0.012 * strikes
            sketch.line([(x - 0.02, foot + 0.055), (x - 0.02, foot + 0.055 + nail)], STEEL_SHADE, 0.012)
            sketch.line([(x - 0.036, foot + 0.055 + nail), (x - 0.004, foot + 0.055 + nail)], STEEL, 0.012)
            up = self._raised(now)
            self._tool.draw(sketch, *at, turn=46 - 62 * up, drawn_left=True)
            if 0.72 < self._beat(now) < 0.86:
                sparkle(sketch, now.clock, (x - 0.02, foot + 0.09 + nail / 2), 0.08, 0.9)
        else:
            self._tool.draw(sketch, *at, turn=40, drawn_left=True)
            if self._kind == "saw":
                cut = 0.055 * now.way(0.0, 1.0)
                sketch.line([(x - 0.04, foot + 0.06), (x - 0.04, foot + 0.06 - cut)], INK, 0.008)
                flying(
                    sketch,
                    now.clock,
                    (x - 0.04, foot + 0.02),
                    0.09,
                    (rgb("f4d39a"), rgb("d9a861")),
                    rate=2.0,
                    high=0.05,
                    size=0.009,
                    count=10,
                )
            else:
                sparkle(sketch, now.clock, (at[0] + 0.18, at[1] - 0.08), 0.06, 0.5)
        hand(sketch, at, 0.032)
