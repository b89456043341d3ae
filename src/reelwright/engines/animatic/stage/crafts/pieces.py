"""What several kinds of work draw: hands, tables, steam, flames, splashes."""

from __future__ import annotations

from functools import partial
from math import cos, pi, radians, sin

import numpy as np

from reelwright.engines.animatic.stage.bench import Point, Prop, Sketch, painted_prop
from reelwright.engines.animatic.stage.canvas import Canvas, Colour, Floats, fade, rgb

WOOD, DEEP, INK, CREAM = rgb("b97b4a"), rgb("7c4a2c"), rgb("2b2438"), rgb("f7f1e6")
IVORY, GLOSS = rgb("f6f1e6"), rgb("5d5273")
SOIL, DARK_SOIL = rgb("8a5a38"), rgb("4a2e1e")
SAND, DARK_SAND = rgb("e8c98a"), rgb("a98650")
SNOW, SNOW_SHADE = rgb("ffffff"), rgb("c3d5ea")
STEEL, STEEL_SHADE = rgb("d6dbe6"), rgb("8d97ab")

_FINGERS = 5.0  # pixels: the fingers of a smaller hand would not be seen


def outline(*points: Point) -> Floats:
    """Return points, given upwards, as a canvas has them."""
    return np.array([(x, -y) for x, y in points])


def turned(point: Point, degrees: float) -> Point:
    """Return a point turned forward about the origin."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return point[0] * c + point[1] * s, point[1] * c - point[0] * s


def hand(sketch: Sketch, at: Point, size: float = 0.034) -> None:
    """Draw a fist that is before the thing it holds."""
    if sketch.skin is None:
        return
    shade = np.asarray(sketch.skin * np.float32(0.87), np.float32)
    sketch.spots(np.array([[at[0], at[1] - 0.1 * size, size, 0.92 * size]]), shade)
    sketch.spots(np.array([[at[0], at[1] + 0.08 * size, 0.92 * size, 0.82 * size]]), sketch.skin)
    if size * sketch.scale < _FINGERS:
        return
    # the fingers of a closed hand, and the thumb that lies across them
    tips = at[0] + np.array([-0.42, 0.02, 0.46]) * size
    creases = [[(x, at[1] - 0.66 * size), (x + 0.06 * size, at[1] - 0.02 * size)] for x in tips]
    sketch.lines(creases, shade, 0.16 * size)
    thumb = np.array([[at[0] - 0.3 * size, at[1] + 0.3 * size, 0.62 * size, 0.27 * size]])
    sketch.spots(thumb - np.array([0, 0.09 * size, 0, 0]), shade)
    sketch.spots(thumb, sketch.skin)


def stool(high: float) -> Prop:
    """Return a stool with a padded seat, `high` up to the seat."""

    def paint(canvas: Canvas) -> None:
        for leg in (-0.13, 0.11):
            canvas.rects(np.array([leg - 0.014, -high, leg + 0.014, 0.0]), INK)
        canvas.rects(np.array([-0.17, -high, 0.15, -high + 0.03]), INK)
        canvas.ellipses(np.array([-0.01, -high, 0.16, 0.022]), rgb("8c3b4a"))

    return painted_prop((-0.18, 0.0, 0.18, high + 0.03), paint)


def table(half: float, top: float, tone: Colour = WOOD, *, closed: bool = True) -> Prop:
    """Return a table that is seen a little from above, or a counter with a closed front."""

    def paint(canvas: Canvas) -> None:
        dark = np.asarray(tone * np.float32(0.62), np.float32)
        middle = np.asarray(tone * np.float32(0.82), np.float32)
        if closed:
            canvas.rects(
                np.array([-half + 0.03, -top + 0.05, half - 0.03, 0.0]), fade(-top, middle, 0.0, dark)
            )
            for door in (-0.5, 0.0, 0.5):
                left = door * (half - 0.05) * 1.28 - 0.3 * half
                box = outline(
                    (left, 0.05),
                    (left + 0.58 * half, 0.05),
                    (left + 0.58 * half, top - 0.09),
                    (left, top - 0.09),
                )
                canvas.strokes([np.vstack([box, box[:1]])], dark, 0.008, 0.7)
        else:
            for leg in (-half + 0.06, half - 0.06):
                canvas.rects(
                    np.array([leg - 0.022, -top + 0.04, leg + 0.022, 0.0]), fade(-top, middle, 0.0, dark)
                )
            canvas.rects(np.array([-half + 0.04, -top + 0.05, half - 0.04, -top + 0.1]), dark)
        canvas.polygons(
            [outline((-half, top - 0.065), (half, top - 0.065), (half - 0.05, top), (-half + 0.05, top))],
            tone,
        )
        canvas.rects(np.array([-half, -top + 0.06, half, -top + 0.088]), middle)

    return painted_prop((-half - 0.01, 0.0, half + 0.01, top + 0.01), paint)


def steam(sketch: Sketch, clock: float, at: Point, strength: float = 1.0, count: int = 3) -> None:
    """Draw wisps of steam that rise from a point."""
    for index in range(count):
        share = (clock / 1.9 + index / count) % 1.0
        x = at[0] + 0.03 * (index - (count - 1) / 2) + 0.02 * sin(2 * pi * share * 1.3 + index)
        shown = 0.5 * strength * min(1.0, 6 * share) * (1 - share)
        sketch.soft(
            (x, at[1] + 0.26 * share), 0.035 + 0.05 * share, 0.05 + 0.06 * share, rgb("ffffff"), shown
        )


def flame(sketch: Sketch, at: Point, size: float, clock: float, bent: float = 0.0, seed: float = 0.0) -> None:
    """Draw a small flame standing on a point; `bent` is how far its tip is blown ahead, in its heights."""
    if size < 0.004:
        return
    lick = 1 + 0.09 * sin(clock * 17 + seed * 5) + 0.05 * sin(clock * 29 + seed)
    x, y = at
    tip = (
        x + (bent + 0.06 * sin(clock * 11 + seed * 3)) * size,
        y + size * lick * (1 - 0.35 * min(1.0, abs(bent))),
    )
    sketch.soft(
        (x + 0.2 * bent * size, y + 0.45 * size), 1.7 * size, 1.7 * size, rgb("ffb84d"), 0.3, shining=True
    )
    for share, tone in ((1.0, "ff9a2e"), (0.62, "ffd75e"), (0.34, "fff6c9")):
        half = 0.3 * size * share
        top = (x + (tip[0] - x) * (0.35 + 0.65 * share), y + (tip[1] - y) * (0.3 + 0.7 * share))
        belly = 0.36 * size * share
        sketch.polygon(
            [(x - 0.5 * half, y), (x - half, y + 0.6 * belly), (x - 0.6 * half + 0.3 * bent * size * share, y + 1.5 * belly), top,
             (x + 0.7 * half + 0.3 * bent * size * share, y + 1.4 * belly), (x + half, y + 0.6 * belly), (x + 0.5 * half, y)],
            rgb(tone), shining=True,
        )  # fmt: skip


def smoke(sketch: Sketch, at: Point, since: float) -> None:
    """Draw the wisp that rises from a wick `since` seconds after its flame went out."""
    if not 0 < since < 1.8:
        return
    for index in range(5):
        share = since / 1.8 - 0.07 * index
        if share <= 0:
            continue
        x = at[0] + 0.035 * share * sin(6 * share + index)
        wide, tall = 0.012 + 0.03 * share, 0.016 + 0.028 * share
        sketch.soft(
            (x, at[1] + 0.22 * share), wide, tall, rgb("b9bcc6"), 0.8 * (1 - share) * (1 - since / 1.8)
        )


def fall(
    sketch: Sketch, top: Point, bottom: Point, thick: float, colour: Colour, start: float, end: float
) -> None:
    """Draw a stream from one point down to another, between `start` and `end` as shares of its way."""
    if end - start < 0.01:
        return
    shares = np.linspace(start, end, 9)
    # it shoots out, then falls straight
    xs = top[0] + (bottom[0] - top[0]) * (1 - (1 - shares) ** 2)
    ys = top[1] + (bottom[1] - top[1]) * shares**1.6
    widths = thick * (1 - 0.45 * shares)
    edges = [np.stack([xs - widths / 2, ys], 1), np.stack([xs + widths / 2, ys], 1)[::-1]]
    sketch.polygon(np.concatenate(edges), colour)
    sketch.polygon(
        np.concatenate([np.stack([xs - widths * 0.3, ys], 1), np.stack([xs - widths * 0.08, ys], 1)[::-1]]),
        rgb("ffffff"),
        0.45,
    )


def flying(
    sketch: Sketch, clock: float, at: Point, away: float, colours: tuple[Colour, ...], *, rate: float = 1.5,
    high: float = 0.3, size: float = 0.016, count: int = 10, strength: float = 1.0,
) -> None:  # fmt: skip
    """Draw what flies up from a point in a bow and falls `away` from it: soil, chips, crumbs."""
    index = np.arange(count)
    share = (clock * rate + index * 0.618) % 1.0
    spread = 0.55 + 0.75 * ((index * 0.754) % 1)
    x = at[0] + away * spread * share
    y = at[1] + high * spread * 4 * share * (1 - share)
    sizes = size * (0.6 + 0.7 * ((index * 0.37) % 1))
    for tone, colour in enumerate(colours):
        chosen = index % len(colours) == tone
        spots = np.stack([x, y, sizes, 0.85 * sizes], 1)[chosen]
        sketch.spots(spots, colour, strength)


def sparkle(sketch: Sketch, clock: float, at: Point, reach: float, strength: float) -> None:
    """Draw little stars around a point."""
    for index in range(7):
        turn = index * 2 * pi / 7 + 0.4
        away = reach * (0.55 + 0.45 * ((index * 0.618) % 1)) * (0.8 + 0.2 * sin(clock * 3 + index))
        x, y = at[0] + away * cos(turn), at[1] + away * sin(turn)
        size = 0.03 * (0.6 + 0.4 * sin(clock * 7 + index * 2))
        star = [
            (
                x + size * (1.0 if corner % 2 == 0 else 0.28) * cos(corner * pi / 4),
                y + size * (1.0 if corner % 2 == 0 else 0.28) * sin(corner * pi / 4),
            )
            for corner in range(8)
        ]
        sketch.polygon(star, rgb("ffe27a"), strength, shining=True)


_NOTE_TONES = (rgb("ff8a5c"), rgb("7a6cf0"), rgb("2fa8a0"))


class Notes:
    """Notes that rise from where the sound is."""

    def __init__(self) -> None:
        self._props = [
            painted_prop((-0.04, -0.03, 0.07, 0.1), partial(_paint_note, tone)) for tone in _NOTE_TONES
        ]

    def draw(self, sketch: Sketch, clock: float, ahead: float, up: float) -> None:
        """Draw them where they are now, from a point upwards."""
        for index, prop in enumerate(self._props):
            share = (clock / 2.4 + index / len(self._props)) % 1.0
            x = ahead + 0.05 * (index - 1) + 0.05 * sin(2 * pi * share + index)
            shown = min(1.0, 5 * share, 3 * (1 - share))
            # its flag is on the right, whichever way the player looks
            prop.draw(sketch, x, up + 0.34 * share, size=shown, drawn_left=sketch.side < 0)


def _paint_note(tone: Colour, canvas: Canvas) -> None:
    canvas.ellipses(np.array([0.0, 0.0, 0.026, 0.02]), tone)
    canvas.strokes([outline((0.023, 0.0), (0.023, 0.085), (0.058, 0.055))], tone, 0.011)
