"""Actions on the spot: with the face, the arms, the whole body."""

from __future__ import annotations

from dataclasses import replace
from math import cos, exp, pi, sin

from reelwright.engines.animatic.stage.act import Act, Beat, Speech, keyed, smooth, squash, wag
from reelwright.engines.animatic.stage.gait import Bent, Stride


def idle(now: Beat) -> Act:
    """Breathe, and shift the weight now and then."""
    if now.half:
        return _half(now)
    at = now.clock % 4.6  # now and then it perks up
    perk = keyed(at, (2.4, 0.0), (2.55, -0.035), (2.75, 0.05), (3.0, -0.012), (3.2, 0.0))
    wide, tall = squash(1 + 0.014 * sin(now.clock * 2 * pi * 0.33) + perk)
    sway = sin(now.clock * 2 * pi * 0.16)
    return Act(
        wide=wide,
        tall=tall,
        lean=0.014 * sway,
        turn=0.9 * sway,
        lift=0.02 * sin(now.clock * 2) if now.hanging else 0.0,
        stride=wag(now),
    )


def _half(now: Beat) -> Act:
    """Breathe, turn to one side and to the other, and bow the head now and then: half a figure is seen from near."""
    at = now.clock % 5.2
    bow = keyed(at, (1.1, 0.0), (1.7, 1.0), (2.3, 0.85), (3.0, 0.0))
    look = sin(now.clock * 2 * pi * 0.19)
    wide, tall = squash(1 + 0.016 * sin(now.clock * 2 * pi * 0.31) - 0.05 * bow)
    return Act(
        lean=0.022 * look,
        turn=0.9 * look + 1.2 * bow,
        wide=wide * (1 - 0.035 * look * look),
        tall=tall,
        stride=wag(now),
    )


def dance(now: Beat) -> Act:
    """Dance on the beat."""
    count = now.clock / now.beat
    hit = count % 1
    side = sin(count * pi)
    bounce = abs(sin(count * pi))
    wide, tall = squash(1 + 0.10 * (bounce - 0.5) - 0.05 * exp(-hit * 9))
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
        stride=armed(now, _swung(-side, bounce), _swung(side, bounce)) if now.arms else None,
    )


def _swung(up: float, bounce: float) -> Bent:
    """Return an arm of a dancer: one is up (`up` 1) while the other is down."""
    return 62 + 44 * up, 96 + 62 * up + 12 * bounce


def spin(now: Beat) -> Act:
    """Turn about the upright axis."""
    angle = now.clock * 2 * pi * 0.42
    if now.hanging:
        return Act(turn=angle * 180 / pi, lift=0.03 * sin(now.clock * 2))
    return Act(spin=cos(angle), lift=0.015 * (1 - cos(angle * 2)), tall=1 + 0.012 * cos(angle * 2))


def sleep(now: Beat) -> Act:
    """Sleep: slow breath, eyes shut."""
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


def yawn(now: Beat) -> Act:
    """Yawn once: draw breath, open wide, settle."""
    period, yawn = 5.6, 4.2  # once in a short clip, and a rest after it
    at = (now.clock + 0.2) % period
    breathe = keyed(
        at, (0.0, 0.0), (0.45, -0.05), (1.7, 0.15), (2.35, 0.16), (2.95, -0.07), (3.5, 0.015), (period, 0.0)
    )
    back = keyed(at, (0.3, 0.0), (1.7, -7.0), (2.4, -7.5), (3.0, 4.0), (3.7, 0.0))
    tremble = 0.006 * sin(at * 2 * pi * 7) * smooth((at - 1.5) / 0.3) * (1 - smooth((at - 2.2) / 0.3))
    wide, tall = squash(1 + breathe + tremble)
    # the mouth gapes while the breath goes in, trembles at its widest, and closes in a chew
    gape = keyed(at, (0.35, 0.0), (0.8, 0.3), (1.7, 1.0), (2.45, 1.0), (3.0, 0.08), (3.2, 0.16), (3.45, 0.0))
    return Act(
        wide=wide,
        tall=tall,
        turn=back,
        cue="yawn",
        stride=wag(now, 0.3, 0.5),
        push=min(1.0, at / yawn),
        mouth=gape + tremble * 6,
        eyes=keyed(at, (0.6, 0.0), (1.3, 1.0), (2.75, 1.0), (3.25, 0.0)),
    )


def eat(now: Beat) -> Act:
    """Eat: bite and chew."""
    at = now.clock % 1.5
    bite = keyed(
        at, (0.0, 0.0), (0.18, -0.25), (0.36, 1.0), (0.5, 0.75), (0.62, 1.0), (0.85, 0.0), (1.5, 0.0)
    )
    chew = 0.022 * sin(at * 2 * pi * 3.4) * smooth((at - 0.8) / 0.1) * (1 - smooth((at - 1.35) / 0.15))
    wide, tall = squash(1 - 0.035 * max(0.0, bite) + chew)
    munch = (
        (0.11 + 0.21 * sin((at - 0.8) * 2 * pi * 1.7) ** 2)
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
        stride=wag(now, 0.9),
        push=max(0.0, bite),
        mouth=max(gape, munch),
    )


def dine(said: Act, now: Beat) -> Act:
    """Eat between the lines that are `said` in an act: the more silent it is, the more of a bite is seen."""
    silent = 1 - (now.speech.voice if now.speech else 0.0)
    if silent <= 0:
        return said
    bite = eat(now)
    return replace(
        said,
        turn=said.turn + silent * bite.turn,
        lean=said.lean + silent * bite.lean,
        cue="eat",
        push=silent * bite.push,
        mouth=max(said.mouth, silent * bite.mouth),
    )


def talk(now: Beat) -> Act:
    """Talk: the mouth opens and shuts, the head nods; who has lines says them."""
    if now.speech is not None:
        return _say(now, now.speech)
    phrase = now.clock % 2.4
    speaking = smooth(phrase / 0.2) * (1 - smooth((phrase - 1.75) / 0.25))
    syllable = sin(now.clock * 2 * pi * 2.15) ** 2 * (0.75 + 0.25 * sin(now.clock * 5.3))
    wide, tall = squash(1 + 0.018 * (syllable - 0.3) * speaking)
    return Act(
        wide=wide,
        tall=tall,
        turn=2.8 * sin(now.clock * 2 * pi * 0.55) * speaking,
        lift=0.004 * syllable * speaking,
        cue="talk",
        stride=wag(now),
        push=speaking,
        # between two syllables lips part a little: shut, the drawn mouth would flash up for a frame
        mouth=(0.11 + 0.53 * syllable) * speaking,
    )


_HANDS = ((0, 1), (1, 0), (1, 1))
"""Which hands, left and right, underline the phrases of a line, in turn."""


def _say(now: Beat, speech: Speech) -> Act:
    """Say a line, or listen: the mouth goes with the words, a hand goes up with each phrase."""
    wide, tall = squash(
        1
        + 0.014 * sin(now.clock * 2 * pi * 0.33) * (1 - speech.voice)
        + 0.02 * (speech.mouth - 0.3) * speech.voice
    )
    last, this = (_HANDS[(speech.phrase + way) % 3] for way in (-1, 0))
    stress = 9 * sin(now.clock * 2 * pi * 1.15) + 10 * speech.mouth
    left, right = (
        (before + (after - before) * speech.way) * speech.voice
        for before, after in zip(last, this, strict=True)
    )
    return Act(
        wide=wide,
        tall=tall,
        lean=0.012 * sin(now.clock * 2 * pi * 0.21),
        turn=(1.6 * sin(now.clock * 2 * pi * 0.45) + 1.2 * (right - left)) * (0.3 + 0.7 * speech.voice),
        cue="talk",
        push=min(1.0, 2 * speech.mouth),
        mouth=speech.mouth,
        stride=armed(now, _raised_hand(left, stress), _raised_hand(right, stress)),
    )


def _raised_hand(up: float, stress: float) -> Bent | None:
    """Return an arm with an open hand before the body, `up` 0 hanging to 1; None where it just hangs."""
    return (17 * up, (116 + stress) * up) if up > 0.01 else None


def grow(now: Beat) -> Act:
    """Grow from small to full size."""
    way = smooth(now.share / 0.82)
    surge = 0.02 * sin(now.clock * 2 * pi * 0.9) * (1 - way)
    settle = 0.035 * exp(-max(0.0, now.share - 0.82) * 14) * sin(max(0.0, now.share - 0.82) * 55)
    wide, tall = squash(1 + surge * 2 + settle)
    return Act(size=0.22 + 0.78 * way, wide=wide, tall=tall)


def shake(now: Beat) -> Act:
    """Shake from side to side."""
    at = now.clock % 1.8
    envelope = smooth(at / 0.15) * (1 - smooth((at - 1.05) / 0.3))
    rattle = sin(now.clock * 2 * pi * 8.5) * envelope
    return Act(
        dx=0.022 * rattle,
        turn=3.4 * sin(now.clock * 2 * pi * 8.5 + 0.8) * envelope,
        tall=1 - 0.015 * envelope,
    )


def armed(now: Beat, left: Bent | None, right: Bent | None) -> Stride:
    """Return arms of one's own; who has none wags a tail."""
    return replace(wag(now), left=left, right=right) if now.arms else wag(now)
