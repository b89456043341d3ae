"""Duets that measure strength or skill, and those that go somewhere: fight, push, play, chase, lead, dance."""

from __future__ import annotations

from dataclasses import replace
from math import cos, pi, sin

from reelwright.engines.animatic.stage.act import keyed, smooth
from reelwright.engines.animatic.stage.steps import Count, Figure, Step, approach


def _strike(now: Count) -> tuple[int, float]:
    """Return who strikes now, and the seconds since the blow began."""
    period = 1.15
    turn, at = divmod(now.clock + 0.25, period)
    return int(turn) % 2, at


def fight(now: Count) -> Figure:
    """Lunge in turn; whoever is hit recoils."""
    who, at = _strike(now)
    hit = 0.5
    lunge = keyed(at, (0.0, 0.0), (0.28, -0.55), (hit - 0.06, 0.9), (hit, 1.0), (0.62, 0.8), (1.0, 0.0))
    after = at - hit
    knock = 0.0 if after < 0 else keyed(after, (0.0, 0.0), (0.09, 1.0), (0.3, 0.8), (0.62, 0.0))
    guard = 0.012 * sin(now.clock * 2 * pi * 2.1)
    striker = Step(
        ahead=-0.11 + 0.13 * lunge + guard,
        lean=13 * lunge,
        tall=1 - 0.05 * max(0.0, -lunge),
        reach=1.0,
        far=0.55 + 0.43 * max(0.0, lunge),
        high=1.08,
    )
    struck = Step(
        ahead=-0.11 - 0.12 * knock + guard,
        lean=-15 * knock,
        lift=0.06 * sin(pi * min(1, 2 * knock) / 2) * knock,
        eyes=knock,
        reach=1.0,
        far=0.55 - 0.1 * knock,
        high=1.08 - 0.3 * knock,
    )
    flash = 0.0 if not 0 <= after < 0.3 else 1 - after / 0.3
    pair = (striker, struck) if who == 0 else (struck, striker)
    return Figure(*pair, "flash", flash)


def play(now: Count) -> Figure:
    """Crouch and pounce, in turn; the other leaps back."""
    turn, at = divmod(now.clock + 0.2, 1.25)
    leap = min(1.0, max(0.0, (at - 0.35) / 0.4))
    crouch = keyed(at, (0.0, 0.0), (0.25, 1.0), (0.35, 0.0), (0.75, 0.0), (0.82, 0.7), (1.0, 0.0))
    near = keyed(at, (0.1, 0.0), (0.3, -0.25), (0.75, 1.0), (1.2, 0.0))
    back = min(1.0, max(0.0, (at - 0.6) / 0.35))
    away = keyed(at, (0.55, 0.0), (0.95, 1.0), (1.25, 0.0))
    one = Step(
        ahead=-0.16 + 0.14 * near, lift=0.16 * 4 * leap * (1 - leap), lean=8 * near, tall=1 - 0.14 * crouch, mouth=0.3,
    )  # fmt: skip
    other = Step(ahead=-0.16 - 0.1 * away, lift=0.1 * 4 * back * (1 - back), lean=-6 * away, mouth=0.3)
    return Figure(*((one, other) if int(turn) % 2 == 0 else (other, one)))


def push(now: Count) -> Figure:
    """Run up, lean into it and shove it along, stroke after stroke."""
    gap, steps = approach(now, 0.22, 0.2)
    shoved = max(0.0, now.share - 0.2) * now.seconds
    stroke = shoved % 0.9
    strain = smooth(stroke / 0.3) * (1 - smooth((stroke - 0.6) / 0.3)) if shoved else 0.0
    way = 0.15 * (shoved // 0.9 + smooth(stroke / 0.75))
    way = 0.8 * way / (0.8 + 0.3 * way)
    held = smooth((now.share - 0.14) / 0.1)
    one = Step(
        ahead=gap + 0.03 * held,
        lean=(9 + 6 * strain) * held,
        walks=max(steps, 0.8 * held),
        drift=way,
        reach=held,
        aim="touch",
        high=0.92,
        both=True,
    )
    other = Step(lean=-3 * strain, tall=1 - 0.015 * strain, drift=way)
    return Figure(one, other)


def tug(now: Count) -> Figure:
    """Lean back on one rope and give and take."""
    pull = 0.6 * sin(now.clock * 2 * pi * 0.31) + 0.4 * sin(now.clock * 2 * pi * 0.83 + 1)
    shiver = 0.6 * sin(now.clock * 2 * pi * 5.3)
    step = abs(sin(now.clock * 2 * pi * 0.83 + 1)) * 0.3
    one = Step(
        ahead=-0.42,
        lean=-15 + 5 * pull + shiver,
        drift=-0.13 * pull,
        walks=step,
        reach=1.0,
        far=0.93,
        high=0.8,
        both=True,
    )
    other = Step(
        ahead=-0.42,
        lean=-15 - 5 * pull - shiver,
        drift=-0.13 * pull,
        walks=step,
        reach=1.0,
        far=0.93,
        high=0.8,
        both=True,
    )
    return Figure(one, other, "rope", 1.0)


def catch(now: Count) -> Figure:
    """Throw it back and forth: who throws swings through, who catches gives way."""
    flight, hold = 0.95, 0.42
    period = flight + hold
    turn, at = divmod(now.clock + 0.15, period)
    swing = keyed(
        at, (0.0, 0.0), (hold - 0.16, -1.0), (hold + 0.04, 1.0), (hold + 0.3, 0.3), (hold + 0.6, 0.0)
    )
    late = at - hold - flight + 0.12
    take = keyed(at, (0.0, 1.0), (0.16, 0.4), (0.32, 0.0)) if late < 0 else smooth(late / 0.12)
    rises = take if late < 0 else 0.0
    thrower = Step(
        ahead=-0.5 + 0.03 * swing, lean=9 * swing - 4 * rises, tall=1 - 0.05 * max(rises, -swing, 0.0),
        reach=1.0, far=0.6 + 0.3 * max(0.0, swing), high=0.85 + 0.35 * abs(swing),
    )  # fmt: skip
    caught = take if late >= 0 else 0.0
    ready = 0.02 * abs(sin(now.clock * 2 * pi * 1.4))
    catcher = Step(
        ahead=-0.5,
        lean=3 * smooth(at / hold) * (1 - caught) - 4 * caught,
        lift=ready * smooth(at / hold) * (1 - caught),
        tall=1 - 0.05 * caught,
        reach=1.0,
        far=0.6 + 0.3 * smooth((at - hold) / 0.5) * (1 - caught),
        high=0.85,
    )
    way = min(1.0, max(0.0, (at - hold) / flight))
    forth = int(turn) % 2 == 0
    pair = (thrower, catcher) if forth else (catcher, thrower)
    return Figure(*pair, thing=way if forth else 1 - way, arc=0.42 * 4 * way * (1 - way))


def game(now: Count) -> Figure:
    """Think, then move a piece, in turn."""
    turn, at = divmod(now.clock + 0.4, 1.9)
    move = keyed(at, (0.3, 0.0), (0.75, 1.0), (1.0, 1.0), (1.5, 0.0))
    think = 1.6 * sin(now.clock * 2 * pi * 0.3)
    one, other = (
        Step(lean=-1 + think + 9 * move, ahead=0.04 * move, reach=move, far=0.85, high=0.72),
        Step(lean=-1 + think),
    )
    return Figure(*((one, other) if int(turn) % 2 == 0 else (other, one)))


def chase(now: Count) -> Figure:
    """Close in and fall back, both at full speed."""
    near = sin(now.clock * 2 * pi * 0.34 - 0.9) + 0.25 * sin(now.clock * 2 * pi * 0.9)
    return Figure(Step(ahead=-0.26 + 0.2 * near), Step(ahead=-0.1 * sin(now.clock * 2 * pi * 0.23 + 2)))


def race(now: Count) -> Figure:
    """Run side by side, now one in front and now the other."""
    lead = sin(now.clock * 2 * pi * 0.3 + 0.4)
    return Figure(Step(ahead=0.3 * lead, near=0.07), Step(ahead=0.3 * lead, near=-0.07))


def lead(now: Count) -> Figure:
    """Go ahead; the other comes after, a little slower and then quicker."""
    return Figure(Step(ahead=-0.14), Step(ahead=-0.14 - 0.05 * sin(now.clock * 2 * pi * 0.27)), "leash", 1.0)


def dance(now: Count) -> Figure:
    """Turn about a common centre on the beat, face to face."""
    count = now.clock / now.beat
    turn = 2 * pi * count / 8
    # quicker where they pass each other: the side view is what is to be seen
    turn -= 0.45 * sin(2 * turn) * 0.5
    bounce = abs(sin(count * pi))
    round_ = cos(turn)
    width = 0.55
    tilt = 5 * sin(count * pi)
    one = Step(
        ahead=-0.02 + width * (1 - round_) / 2,
        near=0.07 * sin(turn),
        spin=_turned(turn - 0.35),
        lift=0.05 * bounce,
        lean=tilt,
        tall=1 + 0.05 * (bounce - 0.5),
        reach=abs(round_),
        aim="meet",
        high=0.85,
    )
    # were both seen from the edge at once, there would be nobody
    return Figure(one, replace(one, near=-one.near, lean=-tilt, spin=_turned(turn + 0.35)))


def _turned(turn: float) -> float:
    """Return the width of one who turns round to face the other, quickly."""
    return min(1.0, max(-1.0, cos(turn) / 0.22))
