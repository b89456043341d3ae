"""What a face shows of a feeling: laughing, crying, being amazed."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, pi, sin

import numpy as np

from reelwright.engines.animatic.stage.act import Act, Beat, keyed, smooth, squash, wag
from reelwright.engines.animatic.stage.blend import splat
from reelwright.engines.animatic.stage.canvas import Floats, Pixels, rgb
from reelwright.engines.animatic.stage.cues import ink

_TEAR, _SHINE, _RED, _GLOOM = rgb("7cc4f2"), rgb("f4fbff"), rgb("e2322f"), rgb("4a5a8c")
_FALLS = 1.5  # seconds that a tear takes from the eye to the chin


def laugh(now: Beat) -> Act:
    """Laugh in bursts: eyes shut, mouth wide, the whole body shaking; draw breath between."""
    at = now.clock % 2.8
    mirth = smooth(at / 0.2) * (1 - smooth((at - 2.1) / 0.35))
    shake = sin(at * 2 * pi * 4.2)
    wide, tall = squash(1 + mirth * (0.012 + 0.022 * shake) - 0.02 * (1 - mirth))
    return Act(
        wide=wide,
        tall=tall,
        lift=0.008 * mirth * abs(shake),
        turn=-4.5 * mirth + 1.6 * mirth * sin(at * 2 * pi * 0.9),
        stride=wag(now, 1.2),
        mouth=mirth * (0.74 + 0.22 * shake) + 0.12 * (1 - mirth),
        eyes=mirth,
    )


def cry(now: Beat) -> Act:
    """Cry: eyes nearly shut, the head low, sobs, and tears that run down."""
    at = now.clock % 2.4
    sob = keyed(
        at,
        (0.0, 0.0),
        (0.16, 1.0),
        (0.34, 0.35),
        (0.5, 0.9),
        (0.72, 0.25),
        (0.9, 0.55),
        (1.5, 0.0),
        (2.4, 0.0),
    )
    wide, tall = squash(0.985 + 0.022 * sob)
    return Act(
        wide=wide,
        tall=tall,
        lean=0.02 + 0.01 * sob,
        turn=4.0 + 1.4 * sin(now.clock * 2 * pi * 0.21),
        cue="tears",
        push=1.0,
        mouth=0.16 + 0.34 * sob,
        eyes=0.62 + 0.38 * sob,
    )


def gasp(now: Beat) -> Act:
    """Start with amazement: shrink, spring up, and stare open-mouthed; again after a while."""
    at = (now.clock + 0.15) % 4.4
    start = keyed(at, (0.25, 0.0), (0.42, -0.05), (0.6, 0.07), (0.85, 0.015), (3.4, 0.015), (4.0, 0.0))
    tremble = 0.004 * sin(at * 2 * pi * 9) * exp(-1.4 * max(0.0, at - 0.6)) * (at > 0.5)
    wide, tall = squash(1 + start + tremble)
    amazed = keyed(at, (0.3, 0.0), (0.55, 1.0), (3.3, 0.86), (3.9, 0.0))
    return Act(
        wide=wide,
        tall=tall,
        lift=0.05 * max(0.0, keyed(at, (0.42, 0.0), (0.6, 1.0), (0.85, 0.0))),
        turn=-3.0 * amazed,
        cue="amazed",
        push=amazed,
        mouth=0.78 * amazed,
        eyes=0.0,
    )


def draw_tears(
    frame: Pixels, eyes: Sequence[tuple[float, float]], reach: float, size: float, clock: float
) -> None:
    """Draw tears that well up under each eye and run down.

    eyes: where they are, in pixels. reach: how far down the cheeks go, in pixels. size: the width of an eye, in pixels.
    """
    spots: list[list[float]] = []
    alphas: list[float] = []
    for index, (x, y) in enumerate(eyes):
        for number in range(3):
            age = (clock / _FALLS + number / 3 + 0.19 * index) % 1
            run = max(0.0, (age - 0.22) / 0.78)
            alpha = smooth(age / 0.18) * (1 - smooth((age - 0.86) / 0.14))
            low = y + 0.5 * size + reach * run**1.5
            radius = max(1.0, size * (0.1 + 0.06 * smooth(age / 0.3)))
            for step in range(4):  # a drop is round below and thin above
                spots.append([x, low - step * 0.62 * radius, radius * (1 - 0.22 * step)])
                alphas.append(0.92 * alpha)
            spots.append([x - 0.25 * radius, low - 0.3 * radius, 0.36 * radius])
            alphas.append(-alpha)
    discs, level = np.array(spots), np.array(alphas)
    tones: Floats = np.where(level[:, None] < 0, _SHINE, _TEAR).astype(np.float32)
    splat(frame, discs, tones, np.abs(level))


def draw_amazement(frame: Pixels, head: Floats, size: float, wide: float, push: float) -> None:
    """Draw short strokes of light that burst from around a head, `push` 0..1 strong; `wide` is half its width in pixels."""
    if push < 0.05:
        return
    spots, reach = [], 0.06 * size * smooth(push)
    for angle in np.linspace(-2.5, -0.64, 5):
        way = np.array([np.cos(angle), np.sin(angle)])
        begin = head + np.array([0.0, 0.2 * size]) + way * [wide * 1.05 + 0.04 * size, 0.3 * size]
        spots += [
            [*(begin + way * reach * part), 0.011 * size * (1 - 0.5 * part)] for part in np.linspace(0, 1, 7)
        ]
    discs = np.array(spots)
    splat(frame, discs, _SHINE, np.full(len(discs), 0.9 * smooth(push)))


def draw_anger(
    frame: Pixels, head: Floats, size: float, wide: float, side: int, clock: float, push: float
) -> None:
    """Draw the cross of swollen veins of comics beside a head, and puffs of steam; arguments as of `draw_amazement`.

    side: where it is. clock: seconds.
    """
    beat = 0.8 + 0.2 * sin(clock * 2 * pi * 2.2)
    radius = 0.05 * size * beat
    middle = head + np.array([side * (0.72 * wide + 0.03 * size), 0.015 * size])
    lines = []
    for turn in np.arange(4) * pi / 2:
        way, across = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
        corner = middle + 0.32 * radius * (way + across)
        lines.append(np.stack([corner + 0.8 * radius * way, corner, corner + 0.8 * radius * across]))
    ink(frame, lines, _RED, max(1.5, 0.016 * size), 0.55 + 0.45 * push)
    for number in range(4):
        age, out = (clock * 0.9 + number / 2) % 1, 1 if number < 2 else -1
        at = head + np.array([out * (0.6 * wide + 0.13 * size * age), 0.1 * size - 0.05 * size * age])
        puff = np.array([[*at, size * (0.012 + 0.03 * age)]])
        splat(frame, puff, _SHINE, np.array([0.75 * push * (1 - age) * smooth(age / 0.15)]))


def draw_sweat(frame: Pixels, head: Floats, size: float, wide: float, side: int, clock: float) -> None:
    """Draw a drop of sweat that runs down beside the forehead; arguments as of `draw_anger`."""
    age = (clock / 1.9) % 1
    alpha = smooth(age / 0.2) * (1 - smooth((age - 0.8) / 0.2))
    x, y = head + np.array([side * 0.62 * wide, 0.05 * size + 0.07 * size * age**1.6])
    radius = max(1.2, 0.017 * size)
    spots = [[x, y - step * 0.6 * radius, radius * (1 - 0.22 * step)] for step in range(4)]
    splat(frame, np.array(spots), _TEAR, np.full(4, 0.95 * alpha))
    splat(frame, np.array([[x - 0.3 * radius, y, 0.35 * radius]]), _SHINE, np.array([alpha]))


def draw_gloom(frame: Pixels, head: Floats, size: float, wide: float, clock: float) -> None:
    """Draw the dark strokes of comics that hang over the head of somebody sad; arguments as of `draw_anger`."""
    at = np.linspace(-0.75, 0.75, 6)
    long = 0.05 + 0.02 * np.sin(np.arange(6) * 2.3 + clock * 1.4)
    lines = [
        head
        + np.array([[across * wide * 0.8, -0.075 * size], [across * wide * 0.8, (-0.075 + reach) * size]])
        for across, reach in zip(at, long, strict=True)
    ]
    ink(frame, lines, _GLOOM, max(1.2, 0.009 * size), 0.55)
