"""Duets of the kind: hug, kiss, shake hands, give, feed, stroke, talk."""

from __future__ import annotations

from dataclasses import replace
from math import exp, pi, sin

from reelwright.engines.animatic.stage.act import keyed, smooth
from reelwright.engines.animatic.stage.steps import Count, Figure, Step, approach


def hug(now: Count) -> Figure:
    """Come together, hold each other and sway."""
    gap, steps = approach(now, 0.4, 0.32)
    held = smooth((now.share - 0.26) / 0.1)
    sway = 3.2 * sin((now.clock) * 2 * pi * 0.36) * held
    squeeze = 0.035 * held * exp(-max(0.0, now.share - 0.34) * 9)
    both = Step(
        ahead=gap, tall=1 - squeeze, walks=steps, eyes=smooth((now.share - 0.36) / 0.05),
        reach=smooth((now.share - 0.27) / 0.1), aim="over", high=0.95, both=True,
    )  # fmt: skip
    hearts = smooth((now.share - 0.4) / 0.1)
    return Figure(replace(both, lean=held + sway), replace(both, lean=held - sway), "hearts", hearts)


def kiss(now: Count) -> Figure:
    """Come near, lean in until the heads touch, and part again."""
    gap, steps = approach(now, 0.3, 0.3)
    close = keyed(now.share, (0.32, 0.0), (0.44, 1.0), (0.74, 1.0), (0.84, 0.35), (1.0, 0.35))
    bend = 7.0 * close
    shut = smooth((close - 0.7) / 0.3)
    one = Step(
        ahead=gap - 0.05 * (1 - close),
        lean=bend,
        walks=steps,
        eyes=shut,
        reach=0.9 * close,
        aim="over",
        high=0.78,
        both=True,
    )
    return Figure(one, one, "hearts", smooth((now.share - 0.42) / 0.08))


def shake_hands(now: Count) -> Figure:
    """Step up, shake three times, step back a little."""
    gap, steps = approach(now, 0.32, 0.3)
    at = (now.share - 0.32) * now.seconds
    held = smooth(at / 0.15) * (1 - smooth((at - 2.1) / 0.4))
    pump = sin(at * 2 * pi * 1.9) * held
    back = smooth((at - 2.2) / 0.4)
    both = Step(
        ahead=gap + 0.02 * held - 0.08 * back,
        lean=3 * held + 1.5 * pump,
        lift=0.012 * (1 + pump) * held,
        walks=steps,
        reach=smooth((now.share - 0.27) / 0.06) * (1 - back),
        aim="meet",
        high=0.72 + 0.05 * pump,
    )
    return Figure(both, both)


def high_five(now: Count) -> Figure:
    """Crouch, leap and meet in the air, again and again."""
    period = 1.7
    at = (now.clock + 0.7) % period
    air = min(1.0, max(0.0, (at - 0.55) / 0.6))
    lift = 4 * air * (1 - air) * 0.2
    tall = keyed(
        at, (0.0, 1.0), (0.28, 1.0), (0.48, 0.86), (0.66, 1.08), (1.1, 1.04), (1.22, 0.87), (1.45, 1.0)
    )
    close = keyed(at, (0.3, 0.0), (0.85, 1.0), (0.95, 1.0), (1.5, 0.0))
    both = Step(
        ahead=-0.16 * (1 - close) + 0.02 * close,
        lift=lift,
        tall=tall,
        lean=2 * close,
        mouth=0.4 * close,
        reach=close,
        aim="meet",
        high=1.28,
    )
    after = at - 0.85
    return Figure(both, both, "flash", 1 - after / 0.35 if 0 <= after < 0.35 else 0.0)


def hold_hands(now: Count) -> Figure:
    """Stand or go hand in hand, in step."""
    sway = sin(now.clock * 2 * pi * 0.42)
    one = Step(ahead=0.03, lean=2.4 * sway, lift=0.012 * abs(sway), reach=1.0, aim="meet", high=0.58)
    return Figure(one, replace(one, lean=-2.4 * sway))


def give(now: Count) -> Figure:
    """Step up, hand it over, and be glad of it."""
    gap, steps = approach(now, 0.3, 0.3)
    reach = keyed(now.share, (0.3, 0.0), (0.42, 1.0), (0.54, 1.0), (0.66, 0.0))
    glad = max(0.0, now.share - 0.62) * now.seconds
    hop = abs(sin(glad * 2 * pi * 1.1)) * (1 - smooth((glad - 0.9) / 0.4)) if glad else 0.0
    giver = Step(
        ahead=gap - 0.16 + 0.06 * reach,
        lean=8 * reach,
        walks=steps,
        reach=1 - smooth((now.share - 0.6) / 0.1),
        far=0.6 + 0.36 * reach,
    )
    taker = Step(
        ahead=-0.16 + 0.06 * reach,
        lean=5 * reach,
        lift=0.07 * hop,
        reach=smooth((now.share - 0.34) / 0.1),
        far=0.6 + 0.36 * reach,
        tall=1 + 0.04 * hop,
        mouth=0.5 * min(1.0, glad * 3),
    )
    way = smooth((now.share - 0.42) / 0.14)
    hearts = smooth((now.share - 0.64) / 0.1)
    return Figure(giver, taker, "hearts", 0.7 * hearts, thing=way, arc=0.16 * sin(pi * way))


def feed(now: Count) -> Figure:
    """Hold it out; it is eaten in three bites; and once more in a long shot."""
    cycle = now.seconds / max(1, round(now.seconds / 5))
    at = (now.clock % cycle) / cycle
    out = keyed(at, (0.05, 0.0), (0.28, 1.0), (0.8, 1.0), (0.95, 0.0))
    taken = keyed(at, (0.0, 0.0), (0.2, 0.2), (0.34, 1.0), (0.8, 1.0), (0.9, 0.0))
    bite = (at - 0.34) * cycle
    chews = smooth(bite / 0.15) * (1 - smooth((bite - 0.5 * cycle) / 0.2))
    opens = 0.6 * smooth((at - 0.24) / 0.1) * (1 - smooth(bite / 0.15))
    gape = opens + chews * (0.15 + 0.75 * sin(bite * 2 * pi * 0.95) ** 2)
    feeder = Step(ahead=-0.16 + 0.06 * out, lean=7 * out, reach=1.0, far=0.6 + 0.36 * out)
    eater = Step(
        ahead=-0.16 + 0.07 * taken,
        lean=6 * taken + 3 * gape * chews,
        tall=1 - 0.03 * gape,
        mouth=gape,
    )
    done = (
        smooth(bite / 0.15) * 0.33 + smooth((bite - 0.55) / 0.15) * 0.33 + smooth((bite - 1.1) / 0.15) * 0.34
    )
    return Figure(
        feeder,
        eater,
        thing=smooth((at - 0.1) / 0.22),
        arc=0.05 * sin(pi * out) * (1 - taken),
        eaten=done if bite > 0 else 0.0,
    )


def pet(now: Count) -> Figure:
    """Bend down and stroke; the other leans into the hand."""
    gap, steps = approach(now, 0.22, 0.22)
    held = smooth((now.share - 0.2) / 0.12)
    stroke = sin(now.clock * 2 * pi * 0.7) * held
    hand = Step(
        ahead=gap + (0.05 + 0.025 * stroke) * held,
        lean=(9 + 2.5 * stroke) * held,
        tall=1 - 0.07 * held,
        walks=steps,
        reach=held,
        aim="touch",
        high=0.8 + 0.04 * stroke,
    )
    pet = Step(
        ahead=0.03 * held, lean=(4 + 3 * stroke) * held, tall=1 - (0.04 + 0.03 * stroke) * held, eyes=held
    )
    return Figure(hand, pet, "hearts", 0.8 * smooth((now.share - 0.34) / 0.1))


def talk(now: Count) -> Figure:
    """Speak in turn; the other nods."""
    turn, at = divmod(now.clock, 1.6)
    speaks = smooth(at / 0.3) * (1 - smooth((at - 1.2) / 0.25))
    syllable = sin(now.clock * 2 * pi * 2.15) ** 2 * (0.75 + 0.25 * sin(now.clock * 5.3))
    one = Step(
        lean=1.5 + 2.5 * speaks, tall=1 + 0.03 * (syllable - 0.3) * speaks, mouth=(0.11 + 0.53 * syllable) * speaks,
        reach=0.7 * speaks, far=0.66, high=0.78 + 0.06 * syllable,
    )  # fmt: skip

    other = Step(lean=1.5 + 1.6 * sin(now.clock * 2 * pi * 1.1) * speaks)
    return Figure(*((one, other) if int(turn) % 2 == 0 else (other, one)))
