"""How subjects act: each action as a function of time that bends and moves one flat picture.

The old rules of animation do the work: anticipation before a move, squash and stretch that keep the volume, follow-through after.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import cos, exp, pi, sin

from reelwright.engines.animatic.plan import Action
from reelwright.engines.animatic.stage.gait import Gait, Stride


@dataclass(frozen=True, slots=True)
class Beat:
    """A moment of one performer: `clock` in its own seconds, `share` 0..1 of the shot, `beat` seconds per beat of the music.

    moving: whether it travels. hanging: whether it is off the ground. limbed: whether its picture has limbs that move.
    """

    clock: float
    share: float
    seconds: float
    beat: float
    moving: bool
    hanging: bool
    limbed: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """What a performer does to its picture, in heights of the performer.

    dx: sideways, towards where it faces. lift: off the ground. wide, tall: scale. turn: degrees, positive leans towards
    where it faces. lean: the head's shift towards where it faces, feet fixed. spin: width multiplier -1..1 of a turn about
    the upright axis. size: growth of the whole. near: change of nearness. cue: what is drawn beside it, and `push` 0..1 its
    strength. mouth: 0 as drawn to 1 wide open. eyes: 0 as drawn to 1 shut. stride: where its limbs are, if they move.
    """

    dx: float = 0.0
    lift: float = 0.0
    wide: float = 1.0
    tall: float = 1.0
    turn: float = 0.0
    lean: float = 0.0
    spin: float = 1.0
    size: float = 1.0
    near: float = 0.0
    cue: str = ""
    push: float = 0.0
    mouth: float = 0.0
    eyes: float = 0.0
    stride: Stride | None = None


def smooth(share: float) -> float:
    """Return 0..1 with a gentle start and end."""
    share = min(1.0, max(0.0, share))
    return share * share * (3 - 2 * share)


def keyed(at: float, *keys: tuple[float, float]) -> float:
    """Return the value at `at` on a path of (time, value) keys with gentle passages between them."""
    if at <= keys[0][0]:
        return keys[0][1]
    for (start, first), (end, last) in pairwise(keys):
        if at < end:
            return first + (last - first) * smooth((at - start) / (end - start))
    return keys[-1][1]


def _squash(tall: float) -> tuple[float, float]:
    """Return (wide, tall) that keep the volume."""
    return tall**-0.7, tall


def _wag(now: Beat, rate: float = 0.55, size: float = 0.7) -> Stride:
    """Return a tail that wags `rate` times a second while the rest stands still."""
    return Stride("rest", now.clock * 2 * pi * rate, size)


def _idle(now: Beat) -> Act:
    at = now.clock % 4.6  # now and then it perks up
    perk = keyed(at, (2.4, 0.0), (2.55, -0.035), (2.75, 0.05), (3.0, -0.012), (3.2, 0.0))
    wide, tall = _squash(1 + 0.014 * sin(now.clock * 2 * pi * 0.33) + perk)
    sway = sin(now.clock * 2 * pi * 0.16)
    return Act(
        wide=wide,
        tall=tall,
        lean=0.014 * sway,
        turn=0.9 * sway,
        lift=0.02 * sin(now.clock * 2) if now.hanging else 0.0,
        stride=_wag(now),
    )


def _step(now: Beat, rate: float, hop: float, tilt: float, forward: float, squeeze: float) -> Act:
    stride = now.clock * pi * rate
    air = abs(sin(stride))
    start = smooth(now.clock / 0.35)
    wide, tall = _squash(1 + squeeze * (air - 0.55) * start)
    return Act(
        lift=hop * air * start,
        turn=(tilt * sin(stride) + forward) * start,
        wide=wide,
        tall=tall,
        lean=0.02 * sin(stride - 0.6),
    )


def _pace(now: Beat, gait: Gait, rate: float) -> Act:
    """Return a walk or run of a figure whose legs carry it; `rate` is in strides per second."""
    phase = now.clock * 2 * pi * rate
    start = smooth(now.clock / 0.35)
    if gait == "walk":
        return Act(
            turn=0.9 * sin(2 * phase + 0.6) * start,
            lean=0.008 * sin(2 * phase - 0.6),
            stride=Stride(gait, phase, start),
        )
    air = 0.5 - 0.5 * cos(
        2 * phase
    )  # off the ground where the legs are stretched and where they are gathered
    wide, tall = _squash(1 + 0.04 * (air - 0.5) * start)
    return Act(
        lift=0.07 * air * start,
        turn=(3.5 * sin(phase - 0.9) + 2.0) * start,
        wide=wide,
        tall=tall,
        stride=Stride(gait, phase, start),
    )


def _walk(now: Beat) -> Act:
    if now.limbed:
        return _pace(now, "walk", 1.05)
    return _step(now, 2.1, 0.045, 3.4, 2.0, 0.035)


def _run(now: Beat) -> Act:
    if now.limbed:
        return _pace(now, "run", 1.75)
    return _step(now, 3.3, 0.13, 4.5, 8.0, 0.11)


def _jump(now: Beat) -> Act:
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
    wide, tall = _squash(tall)
    return Act(
        lift=lift,
        wide=wide,
        tall=tall,
        turn=6 * sin(air * pi * 2) * (0.5 if now.moving else 0.25),
        cue="land",
        push=max(0.0, 1 - abs(at - land - 0.1) / 0.25),
    )


def _fly(now: Beat) -> Act:
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


def _swim(now: Beat) -> Act:
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


def _dance(now: Beat) -> Act:
    count = now.clock / now.beat
    hit = count % 1
    side = sin(count * pi)
    bounce = abs(sin(count * pi))
    wide, tall = _squash(1 + 0.10 * (bounce - 0.5) - 0.05 * exp(-hit * 9))
    turn_at = (count + 0.25) % 8
    spin = cos(pi * smooth((turn_at - 3.5) / 0.9) + pi * smooth((turn_at - 7.1) / 0.9))
    return Act(
        dx=0.12 * side,
        lift=0.09 * bounce,
        turn=10 * side,
        lean=0.05 * sin(count * pi - 0.7),
        wide=wide,
        tall=tall,
        spin=spin,
        cue="notes",
        push=1.0,
    )


def _spin(now: Beat) -> Act:
    angle = now.clock * 2 * pi * 0.42
    if now.hanging:
        return Act(turn=angle * 180 / pi, lift=0.03 * sin(now.clock * 2))
    return Act(spin=cos(angle), lift=0.015 * (1 - cos(angle * 2)), tall=1 + 0.012 * cos(angle * 2))


def _sleep(now: Beat) -> Act:
    breath = sin(now.clock * 2 * pi * 0.24 - pi / 2)
    deep = breath + 0.18 * sin(now.clock * 4 * pi * 0.24)
    return Act(
        tall=0.955 + 0.032 * deep,
        wide=1.02 - 0.014 * deep,
        turn=3.0,
        cue="sleep",
        push=1.0,
        mouth=0.1,
        eyes=1.0,
    )


def _wave(now: Beat) -> Act:
    at = now.clock % 2.6
    envelope = smooth(at / 0.3) * (1 - smooth((at - 1.7) / 0.4))
    swing = sin(at * 2 * pi * 2.2) * envelope
    wide, tall = _squash(1 + keyed(at, (0, 0.0), (0.15, -0.06), (0.4, 0.05), (1.8, 0.03), (2.2, 0.0)))
    return Act(
        turn=7.5 * swing,
        lean=0.06 * swing,
        lift=0.02 * abs(swing),
        wide=wide,
        tall=tall,
        cue="wave",
        push=envelope,
    )


def _yawn(now: Beat) -> Act:
    period, yawn = 5.6, 4.2  # once in a short clip, and a rest after it
    at = (now.clock + 0.2) % period
    breathe = keyed(
        at, (0.0, 0.0), (0.45, -0.05), (1.7, 0.15), (2.35, 0.16), (2.95, -0.07), (3.5, 0.015), (period, 0.0)
    )
    back = keyed(at, (0.3, 0.0), (1.7, -7.0), (2.4, -7.5), (3.0, 4.0), (3.7, 0.0))
    tremble = 0.006 * sin(at * 2 * pi * 7) * smooth((at - 1.5) / 0.3) * (1 - smooth((at - 2.2) / 0.3))
    wide, tall = _squash(1 + breathe + tremble)
    # the mouth gapes while the breath goes in, trembles at its widest, and closes in a chew
    gape = keyed(at, (0.35, 0.0), (0.8, 0.3), (1.7, 1.0), (2.45, 1.0), (3.0, 0.08), (3.2, 0.16), (3.45, 0.0))
    return Act(
        wide=wide,
        tall=tall,
        turn=back,
        cue="yawn",
        stride=_wag(now, 0.3, 0.5),
        push=min(1.0, at / yawn),
        mouth=gape + tremble * 6,
        eyes=keyed(at, (0.6, 0.0), (1.3, 1.0), (2.75, 1.0), (3.25, 0.0)),
    )


def _eat(now: Beat) -> Act:
    at = now.clock % 1.5
    bite = keyed(
        at, (0.0, 0.0), (0.18, -0.25), (0.36, 1.0), (0.5, 0.75), (0.62, 1.0), (0.85, 0.0), (1.5, 0.0)
    )
    chew = 0.022 * sin(at * 2 * pi * 3.4) * smooth((at - 0.8) / 0.1) * (1 - smooth((at - 1.35) / 0.15))
    wide, tall = _squash(1 - 0.035 * max(0.0, bite) + chew)
    munch = (
        0.32
        * abs(sin((at - 0.8) * 2 * pi * 1.7))
        * smooth((at - 0.8) / 0.1)
        * (1 - smooth((at - 1.35) / 0.1))
    )
    gape = keyed(at, (0.0, 0.0), (0.2, 0.8), (0.36, 0.15), (0.5, 0.6), (0.62, 0.1), (0.8, 0.0))
    return Act(
        turn=9 * bite,
        lean=0.03 * bite,
        wide=wide,
        tall=tall,
        cue="eat",
        stride=_wag(now, 0.9),
        push=max(0.0, bite),
        mouth=max(gape, munch),
    )


def _fall(now: Beat) -> Act:
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
    wide, tall = _squash(1 - 0.26 * ring * cos((at - drop) * 15))
    return Act(lift=lift, wide=wide, tall=tall, cue="land", push=max(0.0, 1 - (at - drop) / 0.4))


def _float(now: Beat) -> Act:
    return Act(
        lift=0.09 * sin(now.clock * 2 * pi * 0.19),
        dx=0.0 if now.moving else 0.07 * sin(now.clock * 2 * pi * 0.11),
        turn=5.5 * sin(now.clock * 2 * pi * 0.14 + 0.5),
        tall=1 + 0.012 * sin(now.clock * 2 * pi * 0.38),
    )


def _drive(now: Beat) -> Act:
    rumble = sin(now.clock * 2 * pi * 5.1) * 0.5 + sin(now.clock * 2 * pi * 7.7 + 1) * 0.5
    settle = keyed(now.clock, (0.0, 0.0), (0.25, -2.5), (1.0, -0.6), (1.4, 0.0))
    wide, tall = _squash(1 + 0.009 * rumble)
    return Act(
        lift=0.007 * (1 + rumble),
        turn=0.7 * rumble + settle,
        wide=wide,
        tall=tall,
        cue="drive",
        push=1.0,
        stride=Stride("roll", now.clock * 2 * pi * 0.9),
    )


def _talk(now: Beat) -> Act:
    phrase = now.clock % 2.4
    speaking = smooth(phrase / 0.2) * (1 - smooth((phrase - 1.75) / 0.25))
    syllable = abs(sin(now.clock * 2 * pi * 2.15)) * (0.65 + 0.35 * sin(now.clock * 5.3))
    wide, tall = _squash(1 + 0.035 * (syllable - 0.3) * speaking)
    return Act(
        wide=wide,
        tall=tall,
        turn=2.8 * sin(now.clock * 2 * pi * 0.55) * speaking,
        lift=0.012 * syllable * speaking,
        cue="talk",
        stride=_wag(now),
        push=speaking,
        mouth=0.62 * syllable * speaking,
    )


def _grow(now: Beat) -> Act:
    way = smooth(now.share / 0.82)
    surge = 0.02 * sin(now.clock * 2 * pi * 0.9) * (1 - way)
    settle = 0.035 * exp(-max(0.0, now.share - 0.82) * 14) * sin(max(0.0, now.share - 0.82) * 55)
    wide, tall = _squash(1 + surge * 2 + settle)
    return Act(size=0.22 + 0.78 * way, wide=wide, tall=tall)


def _rise(now: Beat) -> Act:
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


def _shake(now: Beat) -> Act:
    at = now.clock % 1.8
    envelope = smooth(at / 0.15) * (1 - smooth((at - 1.05) / 0.3))
    rattle = sin(now.clock * 2 * pi * 8.5) * envelope
    return Act(
        dx=0.022 * rattle,
        turn=3.4 * sin(now.clock * 2 * pi * 8.5 + 0.8) * envelope,
        tall=1 - 0.015 * envelope,
    )


def _approach(now: Beat) -> Act:
    step = _walk(now)
    return Act(
        lift=step.lift,
        turn=step.turn * 0.8,
        wide=step.wide,
        tall=step.tall,
        lean=step.lean,
        stride=step.stride,
        near=-0.42 + 0.62 * (0.4 * now.share + 0.6 * smooth(now.share)),
    )


_ACTS: dict[Action, Callable[[Beat], Act]] = {
    Action.IDLE: _idle, Action.WALK: _walk, Action.RUN: _run, Action.JUMP: _jump, Action.FLY: _fly, Action.SWIM: _swim,
    Action.DANCE: _dance, Action.SPIN: _spin, Action.SLEEP: _sleep, Action.WAVE: _wave, Action.YAWN: _yawn, Action.EAT: _eat,
    Action.FALL: _fall, Action.FLOAT: _float, Action.DRIVE: _drive, Action.TALK: _talk, Action.GROW: _grow,
    Action.RISE: _rise, Action.SHAKE: _shake, Action.APPROACH: _approach,
}  # fmt: skip


def blink(clock: float) -> float:
    """Return how far the eyes of someone awake are shut: a blink every few seconds, now and then a double one."""
    at = clock % 6.1
    times = (1.3, 3.9, 4.25)
    return max(max(0.0, 1 - abs(at - time) / 0.1) for time in times)


def perform(action: Action, now: Beat) -> Act:
    """Return what a performer of `action` does at a moment."""
    return _ACTS[action](now)
