"""Kicking a thing: a run-up, a leg that swings through it, and its flight."""

from __future__ import annotations

from math import sin

from reelwright.engines.animatic.stage.act import keyed, smooth
from reelwright.engines.animatic.stage.handling import Flight, Handled, Layout, Spot, contact, swung, turned
from reelwright.engines.animatic.stage.steps import Count, Step

_RUN = 0.62  # heights of the run-up
_LOW, _LOFT = 0.12, 0.52  # tops of a flight without an aim: of what is heavy, of what is round


def kick(now: Count, set_: Layout) -> Handled:
    """Run up, swing a leg, and watch it go."""
    at, hit = now.clock, contact(now)
    ran = smooth((at - 0.1) / max(0.3, hit - 0.25))
    steps = ran * (1 - ran) * 4
    walks = min(1.0, 1.4 * steps) if at < hit else 0.0
    leg = swung(at, hit, -46.0, 62.0)
    knee = keyed(at, (hit - 0.6, 0.0), (hit - 0.16, -58.0), (hit, 0.0), (hit + 0.2, -4.0), (hit + 0.85, 0.0))
    stands = smooth((at - hit + 0.5) / 0.28) if set_.legs or set_.four else 0.0
    lunge = 0.0 if set_.legs else swung(at, hit, -0.06, 0.12)
    lean = swung(at, hit, 7.0 if set_.legs else -6.0, -9.0 if set_.legs else 14.0)
    foot = 0.14 + 0.5 * set_.body if set_.four else set_.foot if set_.legs else 0.5 * set_.body + 0.04
    start = foot + set_.wide / 2
    way = _flight(now, set_, start)
    ahead, up = way.at(at - hit)
    done = smooth((at - hit - way.seconds) / 0.3)
    cheer = done if set_.aim is not None and set_.arms else 0.0
    hop = abs(sin((at - hit) * 7.5)) * 0.05 * cheer
    arms = (
        (swung(at, hit, 38.0, -34.0, rest=12.0), swung(at, hit, 52.0, -12.0, rest=26.0)),
        (swung(at, hit, -40.0, 48.0, rest=8.0), swung(at, hit, -22.0, 70.0, rest=22.0)),
    )
    if cheer:
        arms = (
            (arms[0][0] + (114 - arms[0][0]) * cheer, arms[0][1] + (146 - arms[0][1]) * cheer),
            (arms[1][0] + (122 - arms[1][0]) * cheer, arms[1][1] + (152 - arms[1][1]) * cheer),
        )
    crouch = 0.03 * smooth((at - hit + 0.3) / 0.2) if at < hit else 0.03 * (1 - smooth((at - hit) / 0.2))
    step = Step(ahead=-_RUN * (1 - ran) + lunge, lean=lean, lift=hop, walks=walks, tall=1 - crouch)
    return Handled(
        step,
        Spot(ahead, up, (1.0 if set_.rolls else 1.2) * turned(ahead - start, set_.high)),
        legs=((leg, leg + knee, 0.0), (0.0, 0.0, 0.0)),
        own=stands,
        arms=arms if stands > 0 and set_.legs else (None, None),
        swell=1 + 0.02 * _billow(at - hit - way.seconds) if set_.aim else 1.0,
    )


def _billow(after: float) -> float:
    """Return how far a net gives way, `after` seconds of a hit."""
    return 0.0 if after < 0 else keyed(after, (0.0, 0.0), (0.08, 1.0), (0.3, 0.2), (0.6, 0.0))


def _flight(now: Count, set_: Layout, start: float) -> Flight:
    if set_.aim is not None:
        ahead, high = set_.aim
        return Flight((start, 0.0), (ahead, 0.0), 0.62, 0.45 * high, 0.0, (0.2, 0.06))
    end = max(start + 0.4, set_.room - 0.45 - set_.wide / 2)
    if not set_.rolls:
        return Flight(
            (start, 0.0), (start + 0.62 * (end - start), 0.0), 0.6, _LOW + 0.18, 0.38 * (end - start)
        )
    return Flight((start, 0.0), (start + 0.72 * (end - start), 0.0), 0.85, _LOFT, 0.28 * (end - start))
