"""What the hands hold: cameras, books, needles; and what they pick up."""

from __future__ import annotations

from math import pi, sin

import numpy as np

from reelwright.engines.animatic.stage.act import keyed, smooth
from reelwright.engines.animatic.stage.bench import (
    Point,
    Sketch,
    artwork_prop,
    painted_prop,
    prop_of,
)
from reelwright.engines.animatic.stage.canvas import Canvas, mix, rgb
from reelwright.engines.animatic.stage.craft import Body, Craft, Now, Pose
from reelwright.engines.animatic.stage.crafts.pieces import CREAM, INK, STEEL, hand, outline, sparkle


class Shoot(Craft):
    """Takes photographs: the camera goes to the eye, and flashes."""

    room = (0.36, 0.5, 1.08)

    def __init__(self, body: Body, *, phone: bool = False) -> None:
        super().__init__(body)
        self.focus = (0.3, 0.34, body.shoulder - 0.36, body.shoulder + 0.3)
        self._phone = phone
        self._camera = artwork_prop("mobile-phone" if phone else "camera", 0.17, (0.0, 0.5))

    def _place(self, now: Now) -> Point:
        up = now.way(0.04, 0.2)
        if self._phone:  # held out, to be in the picture oneself
            return 0.2 + 0.16 * up, self.body.shoulder - 0.3 + 0.42 * up
        ahead = 0.27 if self.body.aside else 0.0
        return ahead + 0.02 * (1 - up), self.body.shoulder - 0.2 + (0.32 if self.body.aside else 0.27) * up

    def flash(self, now: Now) -> float:
        """Return how bright the flash is."""
        at = (now.clock - 0.3 * now.seconds) % 1.5
        return max(0.0, 1 - at / 0.28) if now.share > 0.3 else 0.0

    def pose(self, now: Now) -> Pose:
        """Return hands that hold the camera."""
        x, y = self._place(now)
        if self._phone:
            return Pose((x, y - 0.05), None, turn=2 * sin(now.clock * 1.2))
        if self.body.aside:
            return Pose((x - 0.02, y - 0.04), (x + 0.03, y - 0.06), turn=2 * sin(now.clock * 1.2))
        return Pose((x + 0.12, y - 0.03), (x - 0.12, y - 0.03), turn=2 * sin(now.clock * 1.2))

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the camera and its flash."""
        x, y = self._place(now)
        wide = 0.62 if self.body.aside else 1.0
        self._camera.draw(sketch, x, y, wide=wide)
        for at in (now.near,) if self._phone else (now.near, now.far):
            hand(sketch, at, 0.03)
        bright = self.flash(now)
        if bright > 0:
            at = (x + (0.06 if self.body.aside else 0.05), y + 0.05)
            sketch.soft(at, 0.34, 0.34, rgb("ffffff"), 0.85 * bright, shining=True)
            sparkle(sketch, 0.0, at, 0.12, bright)


def _paint_book(canvas: Canvas) -> None:
    canvas.polygons(
        [outline((-0.19, 0.01), (0.0, -0.015), (0.19, 0.01), (0.19, 0.23), (0.0, 0.205), (-0.19, 0.23))],
        rgb("2f7fd8"),
    )
    canvas.polygons([outline((-0.175, 0.025), (0.0, 0.0), (0.0, 0.205), (-0.175, 0.23))], CREAM)
    canvas.polygons([outline((0.175, 0.025), (0.0, 0.0), (0.0, 0.205), (0.175, 0.23))], rgb("fffaf0"))
    for line in range(5):
        y = 0.06 + 0.03 * line
        for side in (-1, 1):
            canvas.strokes(
                [outline((side * 0.03, y - 0.012), (side * 0.15, y + 0.006))], rgb("b9ad9c"), 0.006
            )


class Read(Craft):
    """Reads a book, and turns its pages."""

    room = (0.36, 0.42, 1.06)
    _PERIOD = 2.4

    def __init__(self, body: Body, kind: str = "book") -> None:
        super().__init__(body)
        self.focus = (0.3, 0.34, body.shoulder - 0.36, body.shoulder + 0.3)
        self._book = (
            artwork_prop(kind, 0.28, (0.0, 0.2))
            if kind in ("newspaper", "world-map")
            else painted_prop((-0.2, -0.03, 0.2, 0.25), _paint_book)
        )
        self._pages = kind == "book"

    def page(self, now: Now) -> float:
        """Return how far the page is turned, 0..1; 0 while nothing turns."""
        at = self._since(now)
        return smooth(at / 0.7) if 0 < at < 0.7 else 0.0

    def _since(self, now: Now) -> float:
        """Return the seconds since a page began to turn, below 0 before."""
        return (now.clock % self._PERIOD) - self._PERIOD + 1.2 if self._pages else -1.0

    def _place(self) -> Point:
        return (0.26 if self.body.aside else 0.0), self.body.shoulder - 0.2

    def pose(self, now: Now) -> Pose:
        """Return hands that hold the book; one goes over with the page."""
        x, y = self._place()
        over = keyed(self._since(now), (0.0, 0.0), (0.7, 1.0), (1.2, 0.0))
        if self.body.aside:
            return Pose(
                (x + 0.1 - 0.2 * over, y + 0.02 + 0.1 * sin(pi * over)),
                (x - 0.06, y - 0.01),
                turn=3 * sin(now.clock * 0.9),
                gait="stand",
            )
        near = (0.17 - 0.3 * over, y + 0.05 + 0.13 * sin(pi * over))
        return Pose(near, (-0.17, y + 0.05), turn=1.5 * sin(now.clock * 0.9))

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the book, the page that turns, and the hands."""
        x, y = self._place()
        wide = 0.72 if self.body.aside else 1.0
        self._book.draw(sketch, x, y - 0.02, wide=wide)
        over = self.page(now)
        if over > 0:
            tip, lift = 0.175 * (1 - 2 * over) * wide, 0.07 * sin(pi * over)
            sketch.polygon(
                [(x, y - 0.02), (x + tip, y + 0.005 + lift), (x + tip, y + 0.21 + lift), (x, y + 0.185)],
                rgb("fffdf7"),
            )
            sketch.line([(x + tip, y + 0.005 + lift), (x + tip, y + 0.21 + lift)], rgb("d9cfbe"), 0.005)
        for at in (now.far, now.near):
            hand(sketch, at, 0.03)


class Knit(Craft):
    """Knits with two needles: what is knitted grows; or sews, with a needle that goes up and down."""

    room = (0.38, 0.38, 1.06)

    def __init__(self, body: Body, *, sews: bool = False) -> None:
        super().__init__(body)
        self.focus = (0.3, 0.34, body.shoulder - 0.36, body.shoulder + 0.3)
        self._sews = sews
        self._yarn = artwork_prop("yarn", 0.17)

    def pose(self, now: Now) -> Pose:
        """Return hands that work against each other."""
        beat = now.clock * 2 * pi * 1.5
        y = self.body.shoulder - 0.16
        if self._sews:
            pull = 0.5 + 0.5 * sin(beat * 0.5)
            return Pose((0.09 + 0.08 * pull, y + 0.02 + 0.16 * pull), (-0.1, y), turn=sin(beat * 0.2))
        return Pose(
            (0.1 + 0.014 * sin(beat), y + 0.018 * sin(beat)),
            (-0.1 - 0.014 * sin(beat), y - 0.018 * sin(beat)),
            turn=sin(beat * 0.2),
        )

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the cloth, the needles and the yarn."""
        y, near, far = self.body.shoulder - 0.16, now.near, now.far
        tone = rgb("e4574f")
        long = 0.03 + 0.16 * now.share if not self._sews else 0.16
        half = 0.085
        sketch.polygon(
            [(-half, y + 0.02), (half, y + 0.02), (half + 0.01, y - long), (-half - 0.01, y - long)], tone
        )
        for row in range(int(long / 0.03)):
            sketch.line(
                [(-half, y - 0.03 * row), (half, y - 0.03 * row)], mix(tone, rgb("ffffff"), 0.35), 0.006
            )
        if self._sews:
            sketch.line([(0.02, y - 0.04), near], rgb("e5383b"), 0.005)
            sketch.line([(near[0] - 0.02, near[1] - 0.05), (near[0], near[1])], STEEL, 0.009)
        else:
            for at, side in ((near, -1), (far, 1)):
                sketch.line([at, (at[0] + side * 0.2, y + 0.07)], rgb("e2b877"), 0.012)
            self._yarn.draw(sketch, 0.3, 0.0)
            sag = [
                (0.3 + (near[0] - 0.3) * share, 0.13 + (near[1] - 0.13) * share - 0.06 * sin(pi * share))
                for share in np.linspace(0, 1, 9)
            ]
            sketch.line(sag, rgb("2f7fd8"), 0.006)
        for at in (far, near):
            hand(sketch, at, 0.03)


class Lift(Craft):
    """Picks a thing up from the ground, or puts it down there."""

    def __init__(self, body: Body, piece: str | None, name: str, tall: float, *, down: bool = False) -> None:
        super().__init__(body)
        self._tall, self._down = min(0.4, tall), down
        self._thing = prop_of(piece, name, self._tall, (0.0, 0.5))
        self._at = 0.42 + (0.3 * body.ratio if not body.hands else 0.0)
        self.room = (0.34, self._at + 0.3, 1.06)

    def _held(self, now: Now) -> tuple[float, float]:
        """Return how far down the hand is, and whether the thing is in it."""
        share = 1 - now.share if self._down else now.share
        deep = keyed(share, (0.1, 0.0), (0.36, 1.0), (0.46, 1.0), (0.74, 0.0))
        return deep, 1.0 if share > 0.41 else 0.0

    def pose(self, now: Now) -> Pose:
        """Return a body that bends down to the thing."""
        deep, held = self._held(now)
        low, start = 0.5 * self._tall + 0.02, self.body.shoulder - (0.12 if held else 0.34)
        x, y = self._at - 0.1 * (1 - deep), start + (low - start) * deep
        return Pose((x, y), (x - 0.03, y - 0.02), turn=4 + 18 * deep, gait="kneel", bent=0.15 + 0.85 * deep)

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw the thing on the ground or in the hand."""
        _, held = self._held(now)
        x, y = (now.near[0] + 0.03, now.near[1]) if held else (self._at + 0.03, 0.5 * self._tall)
        if not held:
            sketch.soft((x, 0.0), 0.45 * self._tall, 0.02, INK, 0.4)
        self._thing.draw(sketch, x, y)
        hand(sketch, now.near, 0.03)
