"""Letting a thing go, or bringing it up: knocked off a table, dropped, released, lifted."""

from __future__ import annotations

from math import pi, sin

from reelwright.engines.animatic.handlings import HandlingKind
from reelwright.engines.animatic.stage.act import keyed, smooth
from reelwright.engines.animatic.stage.handling import Handled, Layout, Spot, contact
from reelwright.engines.animatic.stage.steps import Count, Step

BRITTLE = frozenset(
    {
        "drinking-glass", "glass-of-milk", "wine-glass", "cocktail-glass", "tumbler-glass", "amphora", "hot-beverage", "egg",
        "teacup-without-handle", "teapot", "light-bulb", "potted-plant", "sake", "clinking-glasses", "perfume-bottle", "beer-mug",
    }
)  # fmt: skip
"""What breaks when it falls."""
_TOP = 0.9  # height at which things stand on a table, in its heights
_PULL = 5.6  # heights of the handler a second that a fall gains in a second, about


def _fall(after: float, high: float) -> float:
    """Return how far something has fallen from `high`, at most to the ground."""
    return min(high, _PULL * max(0.0, after) ** 2 / 2)


def _landed(after: float, high: float) -> float:
    """Return the seconds since something that fell from `high` lies on the ground."""
    return after - float((2 * high / _PULL) ** 0.5)


def knock(now: Count, set_: Layout) -> Handled:
    """Reach for it, and push it over the edge; who is small sits on the table for that."""
    at, when = now.clock, contact(now)
    middle, tall = set_.aim or (0.4, 0.8)
    top = _TOP * tall
    up = top if set_.four or not set_.arms else 0.0
    edge = middle + _half(set_, tall)
    start = edge - 0.6 * set_.wide - 0.02
    low = set_.body * 0.5
    paw = keyed(
        at, (when - 0.7, 0.0), (when - 0.3, 62.0), (when - 0.12, 40.0), (when + 0.06, 74.0), (when + 0.5, 0.0)
    )
    reach = smooth((at - when + 0.6) / 0.45) * (1 - smooth((at - when - 0.3) / 0.4))
    after = at - when
    slid = smooth(after / 0.22)
    fell = _fall(after - 0.16, top)
    x = start + (edge + 0.35 * set_.wide - start) * slid + 0.5 * max(0.0, min(after - 0.16, 0.6)) * (fell > 0)
    late = _landed(after - 0.16, top)
    broken = late > 0 and set_.art in BRITTLE
    turn = min(90.0, 170.0 * max(0.0, after - 0.05))
    lies = smooth(late / 0.12) * (set_.high - set_.wide) / 2 if not broken else 0.0
    hop = 0.1 * max(0.0, sin(pi * min(1.0, max(0.0, late) / 0.3))) if not broken else 0.0
    touch = (start - set_.wide / 2, top + 0.45 * set_.high)
    ahead = 0.0 if up == 0 else max(0.0, start - set_.wide / 2 - low - 0.03) * smooth((at - 0.1) / 0.7)
    return Handled(
        Step(
            ahead=ahead + 0.03 * reach, lift=up, lean=(5.0 if up else 8.0) * reach, reach=reach, aim="touch",
            eyes=0.0,
        ),
        Spot(x, top - fell + hop - lies, turn, hidden=broken),
        hand=(touch[0] + 0.1 * slid, touch[1]) if set_.arms else None,
        legs=((paw, paw * 1.1, 0.0), (0.0, 0.0, 0.0)),
        own=keyed(at, (when - 0.8, 0.0), (when - 0.4, 1.0), (when + 0.3, 1.0), (when + 0.7, 0.0)) if set_.four else 0.0,
        swell=_narrow(set_),
        mark="shards" if broken else "",
        push=max(0.0, late),
    )  # fmt: skip


def _narrow(set_: Layout) -> float:
    """Return how wide a table is drawn: somebody who stands beside it must reach over it."""
    return 1.0 if set_.four or not set_.arms else 0.5


def _half(set_: Layout, tall: float) -> float:
    return 1.02 * tall * _narrow(set_)


def table_ahead(set_: Layout, tall: float) -> float:
    """Return how far ahead of the handler the middle of a table of that height is."""
    return 0.55 * tall if set_.four or not set_.arms else 0.12 + _half(set_, tall)


def drop(now: Count, set_: Layout) -> Handled:
    """Hold it out, and let it slip."""
    at, when = now.clock, contact(now)
    # what is taller than a hand is high stands on the ground, and tips over
    start = (set_.hand[0] * 0.86, max(0.0, set_.hand[1] - 0.12 - set_.high / 2))
    fell = _fall(at - when, start[1])
    late = _landed(at - when, start[1])
    broken = late > 0 and set_.art in BRITTLE
    shock = keyed(at, (when + 0.2, 0.0), (when + 0.45, 1.0))
    out = smooth(at / 0.3)
    raised = (96.0 * shock, 150.0 * shock)
    arm = (66.0 * out * (1 - shock) + raised[0], 96.0 * out * (1 - shock) + raised[1])
    rest = smooth(late / 0.12) * (set_.high - set_.wide) / 2 if late > 0 and not set_.rolls else 0.0
    hop = 0.12 * sin(pi * min(1.0, max(0.0, late) / 0.32)) if late > 0 and not broken else 0.0
    turn = 90 * smooth((at - when) / 0.5) if not set_.rolls else 0.0
    return Handled(
        Step(lean=6 * shock, lift=0.03 * max(0.0, sin(pi * min(1.0, max(0.0, at - when - 0.25) / 0.3)))),
        Spot(
            start[0], start[1] - fell + hop - rest, turn, held=1 - smooth((at - when) / 0.08), hidden=broken
        ),
        arms=(arm, (raised[0], raised[1])) if set_.arms else (None, None),
        mark="shards" if broken else "",
        push=max(0.0, late),
    )


def release(now: Count, set_: Layout) -> Handled:
    """Raise it in both hands, and let it go up and away."""
    at, when = now.clock, contact(now, HandlingKind.RELEASE)
    up = smooth(at / max(0.4, when - 0.1))
    arm = (46.0 + 84 * up, 112.0 + 34 * up)
    if set_.arm is not None:
        x, y = set_.arm.hand((130.0, 146.0))
    else:
        x, y = set_.hand
    after = max(0.0, at - when)
    long = max(1.5, now.seconds - when)
    rise = after * after * 0.16 if after < 1 else 0.16 + 0.32 * (after - 1)
    sway = sin(after * 1.9) * 0.1 * smooth(after / 1.2)
    return Handled(
        Step(lean=-3 * up),
        Spot(
            x + 0.02 + sway + 0.22 * smooth(after / long), y - 0.1 * set_.high + rise, 5 * sin(after * 1.9) * smooth(after / 1.2),
            held=1 - smooth(after / 0.15), grip=(0.0, 0.08), gone=after > 0.8,
        ),
        arms=(arm, arm) if set_.arms else (None, None),
    )  # fmt: skip


def lift(now: Count, set_: Layout) -> Handled:
    """Bend down, take it, and bring it up over the head, where it trembles."""
    at, when = now.clock, contact(now, HandlingKind.LIFT)
    down = keyed(at, (0.1, 0.0), (when - 0.1, 1.0), (when + 0.35, 0.25), (when + 0.9, 0.0))
    up = keyed(at, (when, 0.0), (when + 0.5, 0.42), (when + 0.85, 0.42), (when + 1.4, 1.0))
    shiver = 0.006 * sin(at * 2 * pi * 4.5) * smooth((at - when - 1.3) / 0.2)
    top = (set_.hand[1] + 0.24 if set_.arms else 1.0) - set_.high * 0.2
    ahead = 0.5 * set_.wide if set_.wide < 0.5 else 0.12
    x = (0.16 + 0.5 * ahead) * (1 - up) + 0.04
    y = top * up + shiver
    return Handled(
        Step(
            lean=16 * down * (1 - up),
            tall=1 - 0.12 * down,
            reach=smooth(at / max(0.3, when - 0.1)),
            aim="touch",
            both=True,
        ),
        Spot(x, y),
        hand=(x, y + min(0.35 * set_.high, 0.12)),
    )
