"""Actions that go somewhere: on legs, on wings, in water, on wheels, down and up."""

from __future__ import annotations

from dataclasses import replace
from math import cos, exp, pi, sin

from reelwright.engines.animatic.stage.act import Act, Beat, keyed, smooth, squash
from reelwright.engines.animatic.stage.gait import Gait, Stride
from reelwright.engines.animatic.stage.legs import RUN

_LONGEST: dict[Gait, float] = {"walk": 0.8, "run": 1.6}
"""Heights of a figure that it goes in one stride at most; beyond, its legs go faster."""


def _step(now: Beat, rate: float, hop: float, tilt: float, forward: float, squeeze: float) -> Act:
    stride = now.clock * pi * rate
    air = abs(sin(stride))
    start = smooth(now.clock / 0.35)
    wide, tall = squash(1 + squeeze * (air - 0.55) * start)
    return Act(
        lift=hop * air * start,
        turn=(tilt * sin(stride) + forward) * start,
        wide=wide,
        tall=tall,
        lean=0.02 * sin(stride - 0.6),
    )


def _pace(now: Beat, gait: Gait, rate: float) -> Act:
    """Return a walk or run of a figure whose legs carry it; `rate` is in strides per second, where nothing else is known."""
    step = min(_LONGEST[gait], now.pace / rate)
    # the legs go with the ground below them: a clock of their own would let the feet slide
    phase = 2 * pi * now.gone / step if step > 0.02 else now.clock * 2 * pi * rate
    stride = Stride(gait, phase, step=step if step > 0.02 else 0.0)
    start = smooth(now.clock / 0.35)
    if gait == "walk":
        return Act(
            turn=0.9 * sin(2 * phase + 0.6) * start,
            lean=0.008 * sin(2 * phase - 0.6),
            stride=stride,
        )
    # twice in a stride no foot is on the ground; in so short a flight a long body that leapt would jolt
    half = (phase / pi - 0.5) % 1.0
    flight = max(0.0, half / 2 - RUN.stance) / (0.5 - RUN.stance)
    air = 4 * flight * (1 - flight)
    wide, tall = squash(1 + 0.03 * (air - 0.5) * start)
    rock, forward = (4.0, 2.0) if now.four else (1.2, 5.0)
    return Act(
        lift=(0.022 if now.four else 0.055) * air * start,
        turn=(rock * sin(phase - 0.9) + forward) * start,
        wide=wide,
        tall=tall,
        stride=stride,
    )


def walk(now: Beat) -> Act:
    """Walk: legs in pairs, a small hop of the body."""
    if now.limbed:
        return _pace(now, "walk", 1.05)
    return _step(now, 2.1, 0.045, 3.4, 2.0, 0.035)


def run(now: Beat) -> Act:
    """Run: longer strides, the body leans into them."""
    if now.limbed:
        return _pace(now, "run", 1.75 if now.four else 1.4)
    return _step(now, 3.3, 0.13, 4.5, 8.0, 0.11)


def jump(now: Beat) -> Act:
    """Jump: crouch, leap, land, settle."""
    period = 1.35
    at = now.clock % period
    rise, land = 0.34, 0.95
    air = min(1.0, max(0.0, (at - rise) / (land - rise)))
    lift = 4 * air * (1 - air) * 0.52
    tall = keyed(
        at,
        (0.0, 1.0),
        (0.24, 0.76),
        (rise, 1.16),
        (0.62, 1.0),
        (land, 1.08),
        (land + 0.08, 0.78),
        (land + 0.22, 1.06),
        (period, 1.0),
    )
    # a ball may be flattened; people bend
    wide, tall = squash(1 + 0.5 * (tall - 1) if now.arms else tall)
    swing = keyed(at, (0.0, 0.12), (0.24, -0.1), (rise + 0.12, 1.0), (0.7, 0.8), (land, 0.35), (period, 0.12))
    arms = (128 * swing, 150 * swing)
    return Act(
        lift=lift,
        wide=wide,
        tall=tall,
        turn=6 * sin(air * pi * 2) * (0.5 if now.moving else 0.25),
        cue="land",
        push=max(0.0, 1 - abs(at - land - 0.1) / 0.25),
        stride=Stride("rest", 0.0, 0.0, left=arms, right=arms) if now.arms else None,
    )


def fly(now: Beat) -> Act:
    """Fly: beat the wings and ride up and down."""
    beat = now.clock * 2 * pi * 2.3
    flap = sin(beat)
    glide = 0.55 + 0.45 * sin(now.clock * 2 * pi * 0.21)
    swing = sin(now.clock * 2 * pi * 0.31)
    stretch = 0.0 if now.limbed else flap * glide
    return Act(
        lift=0.13 * swing - (0.03 * cos(beat - 0.5) * glide if now.limbed else -0.035 * stretch),
        dx=0.0 if now.moving else 0.22 * sin(now.clock * 2 * pi * 0.17),
        tall=1 + 0.13 * stretch,
        wide=1 - 0.02 * stretch,
        stride=Stride("fly", beat, 0.4 + 0.6 * glide),
        turn=-7 * cos(now.clock * 2 * pi * 0.31) - (3 if now.moving else 0),
    )


def swim(now: Beat) -> Act:
    """Swim: bend from nose to tail."""
    wave = now.clock * 2 * pi * 0.9
    return Act(
        lift=0.09 * sin(now.clock * 2 * pi * 0.27),
        dx=0.05 * sin(wave * 0.5) + (0.0 if now.moving else 0.2 * sin(now.clock * 2 * pi * 0.13)),
        wide=1 + 0.045 * sin(wave),
        tall=1 - 0.035 * sin(wave),
        lean=0.07 * sin(wave + 0.7),
        turn=4.5 * sin(wave * 0.5 + 0.4),
        cue="bubbles",
        push=1.0,
        stride=Stride("swim", wave * 1.5),
    )


def dive(act: Act, now: Beat) -> Act:
    """Return how somebody drawn upright swims under water: stretched out, kicking."""
    beat = now.clock * 2 * pi * 0.55
    return replace(
        act, turn=76 + 4 * sin(beat), wide=1.0, tall=1.0, lean=0.0, stride=Stride("walk", beat, 0.75)
    )


def fall(now: Beat) -> Act:
    """Fall from above, bounce and come to rest."""
    at = now.clock + 0.3
    if now.hanging:  # leaves, petals: flutters down through the shot
        return Act(lift=0.9 - 1.8 * now.share, dx=0.25 * sin(at * 2.4), turn=28 * sin(at * 2.4 + 0.9))
    drop, height = 0.85, 3.2
    if at < drop:
        at = max(0.0, at)
        return Act(lift=height * (1 - (at / drop) ** 2), turn=-14 * (1 - at / drop), tall=1.07, wide=0.96)
    after, lift, span, rise = at - drop, 0.0, 0.42, 0.22
    while span > 0.12:
        if after < span:
            part = after / span
            lift = 4 * part * (1 - part) * rise
            break
        after, span, rise = after - span, span * 0.62, rise * 0.36
    ring = exp(-(at - drop) * 4.5)
    wide, tall = squash(1 - 0.26 * ring * cos((at - drop) * 15))
    return Act(lift=lift, wide=wide, tall=tall, cue="land", push=max(0.0, 1 - (at - drop) / 0.4))


def float_(now: Beat) -> Act:
    """Float: hang and sway as nothing weighs anything."""
    return Act(
        lift=0.09 * sin(now.clock * 2 * pi * 0.19),
        dx=0.0 if now.moving else 0.07 * sin(now.clock * 2 * pi * 0.11),
        turn=5.5 * sin(now.clock * 2 * pi * 0.14 + 0.5),
        tall=1 + 0.012 * sin(now.clock * 2 * pi * 0.38),
    )


def drive(now: Beat) -> Act:
    """Drive: tremble with the road and lean back; what has four legs instead of wheels gallops."""
    if now.four and now.limbed:
        return run(now)
    rumble = sin(now.clock * 2 * pi * 5.1) * 0.5 + sin(now.clock * 2 * pi * 7.7 + 1) * 0.5
    settle = keyed(now.clock, (0.0, 0.0), (0.25, -2.5), (1.0, -0.6), (1.4, 0.0))
    wide, tall = squash(1 + 0.009 * rumble)
    return Act(
        lift=0.007 * (1 + rumble),
        turn=0.7 * rumble + settle,
        wide=wide,
        tall=tall,
        cue="drive",
        push=1.0,
        stride=Stride("roll", now.gone, step=now.pace),
    )


def rise(now: Beat) -> Act:
    """Rise out of the frame, faster and faster."""
    way = now.share if now.hanging else max(0.0, now.share - 0.12) / 0.88
    shiver = 0.006 * sin(now.clock * 2 * pi * 9) * (1 if not now.hanging and way < 0.2 else 0)
    lift = (-0.5 + 1.9 * (0.6 * way + 0.4 * way * way)) if now.hanging else 2.2 * way * way
    return Act(
        lift=lift,
        dx=shiver + (0.05 * sin(now.clock * 2 * pi * 0.16) if now.hanging else 0.0),
        turn=3.5 * sin(now.clock * 2 * pi * 0.19 + 0.5) if now.hanging else 0.0,
        cue="" if now.hanging else "land",
        push=max(0.0, 1 - way * 4),
    )


def approach(now: Beat) -> Act:
    """Come toward the camera."""
    step = walk(now)
    return Act(
        lift=step.lift,
        turn=step.turn * 0.8,
        wide=step.wide,
        tall=step.tall,
        lean=step.lean,
        stride=step.stride,
        near=-0.42 + 0.62 * (0.4 * now.share + 0.6 * smooth(now.share)),
    )
