"""Signs that are given with the arms: waving, cheering, clapping, pointing."""

from __future__ import annotations

from math import cos, pi, sin

from reelwright.engines.animatic.stage.act import Act, Beat, keyed, smooth, squash
from reelwright.engines.animatic.stage.gait import Stride
from reelwright.engines.animatic.stage.gestures import armed

_RAISED = (112.0, 168.0)
"""Degrees of upper arm and forearm of an arm that waves."""


def wave(now: Beat) -> Act:
    """Wave: raise an arm and wave it; who has none that moves leans from side to side."""
    if now.limbed:
        return _raised(now)
    at = now.clock % 2.6
    envelope = smooth(at / 0.3) * (1 - smooth((at - 1.7) / 0.4))
    swing = sin(at * 2 * pi * 2.2) * envelope
    wide, tall = squash(1 + keyed(at, (0, 0.0), (0.15, -0.06), (0.4, 0.05), (1.8, 0.03), (2.2, 0.0)))
    return Act(
        turn=7.5 * swing,
        lean=0.06 * swing,
        lift=0.02 * abs(swing),
        wide=wide,
        tall=tall,
        cue="wave",
        push=envelope,
    )


def _raised(now: Beat) -> Act:
    at = now.clock % 4.4  # long enough for one wave to fill a short clip
    up = smooth((at - 0.1) / 0.45) * (1 - smooth((at - 3.6) / 0.5))
    phase = at * 2 * pi * 1.9
    arm = (_RAISED[0] * up, (_RAISED[1] + 24 * sin(phase) * smooth((at - 0.4) / 0.3)) * up)
    return Act(
        turn=-1.2 * up,
        lean=0.006 * sin(phase) * up,
        tall=1 + 0.008 * up,
        stride=Stride("rest", phase, up, left=arm),
    )


def cheer(now: Beat) -> Act:
    """Cheer: hop with both arms up."""
    at = now.clock % 0.9
    hop = max(0.0, sin(at / 0.55 * pi)) if at < 0.55 else 0.0
    wide, tall = squash(1 + keyed(at, (0.0, -0.05), (0.14, 0.05), (0.5, 0.02), (0.62, -0.07), (0.9, -0.05)))
    up = smooth(now.clock / 0.4)
    swing = 14 * sin(now.clock * 2 * pi * 1.1)
    return Act(
        lift=0.1 * hop * up,
        wide=wide,
        tall=tall,
        turn=1.5 * sin(now.clock * 2 * pi * 0.55),
        cue="land" if not now.arms else "",
        push=max(0.0, 1 - abs(at - 0.6) / 0.15),
        stride=armed(now, (148 * up, (172 + swing) * up), (148 * up, (172 - swing) * up)),
    )


def clap(now: Beat) -> Act:
    """Clap: the hands meet before the chest."""
    up = smooth(now.clock / 0.35)
    apart = 0.5 - 0.5 * cos(now.clock * 2 * pi * 2.4)
    arm = ((10 + 16 * apart) * up, (-112 + 34 * apart) * up)
    wide, tall = squash(1 + 0.012 * apart)
    nod = 0.0 if now.arms else 4.0 * sin(now.clock * 2 * pi * 1.2)
    return Act(wide=wide, tall=tall, turn=nod, lift=0.01 * (1 - apart), stride=armed(now, arm, arm))


def point(now: Beat) -> Act:
    """Point: stretch an arm out to where one looks, and nod towards it."""
    out = smooth((now.clock - 0.15) / 0.4)
    nod = sin(now.clock * 2 * pi * 0.5)
    arm = (82 * out, (88 + 3 * nod) * out)
    side = now.side if now.side in now.arms else next(iter(now.arms), 0)
    stride = armed(now, arm if side < 0 else None, arm if side > 0 else None)
    return Act(
        turn=(2.0 if side else 7.0) * out + 0.8 * nod, lean=0.01 * out, tall=1 + 0.006 * nod, stride=stride
    )
