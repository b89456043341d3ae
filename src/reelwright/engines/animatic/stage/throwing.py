"""Sending a thing through the air: thrown, hit, shot at a hoop, rolled; and caught."""

from __future__ import annotations

from math import cos, pi, radians, sin

from reelwright.engines.animatic.handlings import HandlingKind
from reelwright.engines.animatic.stage.act import keyed, smooth
from reelwright.engines.animatic.stage.gait import Bent
from reelwright.engines.animatic.stage.handling import Flight, Handled, Layout, Spot, contact, turned
from reelwright.engines.animatic.stage.steps import Count, Step

_GLIDES = frozenset({"paper-airplane", "flying-disc", "airplane", "feather"})
_STRAIGHT = frozenset({"throwing-dart", "dagger"})
_COMING = 0.8  # seconds for which a ball is seen to come that is hit
_BEYOND = 0.7  # heights beyond the frame's edge from which it comes
SINKS = 1.0
"""Seconds after which what is thrown into water is in it."""
_FAR_OUT = 0.4  # nearness that it loses on its way out
_REST: Bent = (4.0, 16.0)
_BACK: Bent = (205.0, 255.0)
"""An arm drawn back over the shoulder: it comes forward above the head, not below."""
_LET_GO: Bent = (118.0, 112.0)
_THROUGH: Bent = (42.0, 50.0)
_LOW_BACK: Bent = (-66.0, -58.0)
_LOW_GO: Bent = (24.0, 26.0)
_LOW_THROUGH: Bent = (86.0, 98.0)
_HIGH: Bent = (150.0, 168.0)
_RIM = 0.735  # height of a hoop's rim, in its own heights
_TOOLS = {
    "golf-ball": "club", "softball": "racket", "tennis": "racket", "badminton": "racket", "ping-pong": "racket",
    "baseball": "bat", "hockey-puck": "stick",
}  # fmt: skip


def _over(at: float, *keys: tuple[float, Bent]) -> Bent:
    """Return an arm on its way through (second, pose) keys."""
    return keyed(at, *((when, pose[0]) for when, pose in keys)), keyed(
        at, *((when, pose[1]) for when, pose in keys)
    )


def _leaning(point: tuple[float, float], lean: float) -> tuple[float, float]:
    """Return where a point is of somebody who leans so many degrees about the foot."""
    turn, (x, y) = radians(lean), point
    return x * cos(turn) + y * sin(turn), y * cos(turn) - x * sin(turn)


def _hand(set_: Layout, arm: Bent, lean: float = 0.0) -> tuple[float, float]:
    return _leaning(set_.arm.hand(arm) if set_.arm else set_.hand, lean)


def throw(now: Count, set_: Layout) -> Handled:
    """Draw the arm back, step forward and let go."""
    at, hit = now.clock, contact(now)
    arm = _over(
        at,
        (hit - 0.85, _REST),
        (hit - 0.3, _BACK),
        (hit, _LET_GO),
        (hit + 0.22, _THROUGH),
        (hit + 0.9, _REST),
    )
    other = keyed(at, (hit - 0.8, 8.0), (hit - 0.3, 74.0), (hit + 0.1, -24.0), (hit + 0.8, 6.0))
    lean = keyed(
        at, (hit - 0.85, 0.0), (hit - 0.3, -9.0), (hit + 0.1, 11.0), (hit + 0.35, 9.0), (hit + 0.9, 0.0)
    )
    ahead = keyed(at, (hit - 0.85, 0.0), (hit - 0.3, -0.05), (hit + 0.12, 0.1))
    x, y = _hand(set_, _LET_GO, 8.0)
    start = (x + 0.08, y - set_.high / 2)
    spot = _sent(now, set_, start, at - hit)
    return Handled(
        Step(ahead=ahead, lean=lean),
        spot,
        arms=(arm, (other, other + 14)) if set_.arms else (None, None),
        swell=1 + 0.05 * _shiver(at - hit - 0.5) if set_.aim else 1.0,
        mark="splash" if spot.hidden else "",
        push=max(0.0, at - hit - SINKS),
    )


def _shiver(after: float) -> float:
    return 0.0 if after < 0 else sin(after * 30) * 2 ** (-after / 0.12)


def _sent(now: Count, set_: Layout, start: tuple[float, float], after: float) -> Spot:
    """Return where a thrown thing is, `after` seconds of leaving the hand; before that it is in the hand."""
    held = 1 - smooth(after / 0.1)
    if set_.water and set_.aim is None and set_.art not in _GLIDES:
        return _into_water(set_, start, after, held)
    if set_.aim is not None:
        ahead, high = set_.aim
        end = (ahead - 0.1, 0.62 * high)
        way = Flight(start, end, 0.5, 0.06, bounces=())
        x, y = way.at(after)
        return Spot(x, y, -4.0 + 8 * min(1.0, max(0.0, after / 0.5)), held=held)
    edge = max(start[0] + 0.5, set_.room - set_.wide)
    if set_.art in _GLIDES:
        return _glide(now, set_, start, edge, after, held)
    if set_.art in _STRAIGHT:
        x, y = Flight(start, (edge, start[1] - 0.1), 0.5, 0.03, bounces=()).at(after)
        return Spot(x, y, 0.0, held=held)
    way = Flight(start, (start[0] + 0.78 * (edge - start[0]), 0.0), 0.95, 0.3, 0.2 * (edge - start[0]))
    x, y = way.at(after)
    spin = turned(x - start[0], set_.high) if set_.rolls else 300.0 * smooth(after / 1.3)
    return Spot(x, y, spin, held=held)


def _into_water(set_: Layout, start: tuple[float, float], after: float, held: float) -> Spot:
    """Return where a thing is that is thrown out over the water, away from the viewer, and goes down with a splash."""
    way = min(1.0, max(0.0, after / SINKS))
    x, y = Flight(start, (start[0] + 0.45 * (set_.room - start[0]), 0.0), SINKS, 0.35, bounces=()).at(after)
    return Spot(x, y, 200 * way, near=0.004 - _FAR_OUT * way, held=held, hidden=after > SINKS)


def _glide(
    now: Count, set_: Layout, start: tuple[float, float], edge: float, after: float, held: float
) -> Spot:
    """Return where something is that the air carries: up a little, then in a long wave down, for as long as the shot lasts."""
    long = max(1.2, 0.92 * (now.seconds - contact(now)))
    way = min(1.0, max(0.0, after / long))
    fast = 1 - (1 - way) ** 1.7
    x = start[0] + (edge - start[0]) * fast
    lift = 0.5 * sin(pi * min(1.0, way * 1.25)) + 0.05 * sin(way * 2 * pi * 2.2)
    y = start[1] + lift - 0.5 * way * way * start[1]
    slope = 0.0 if after <= 0 else -26 * cos(pi * min(1.0, way * 1.25)) * (1 - 0.4 * way)
    return Spot(x, y, 0.0 if set_.art == "flying-disc" else slope, held=held)


def roll(now: Count, set_: Layout) -> Handled:
    """Swing an arm low and let it run along the ground; who has no arm gives it a push with a paw or the nose."""
    at, hit = now.clock, contact(now)
    low = keyed(at, (hit - 0.9, 0.0), (hit - 0.35, 1.0), (hit + 0.2, 1.0), (hit + 0.8, 0.0))
    if set_.arms:
        arm = _over(
            at,
            (hit - 0.9, _REST),
            (hit - 0.3, _LOW_BACK),
            (hit, _LOW_GO),
            (hit + 0.2, _LOW_THROUGH),
            (hit + 0.9, _REST),
        )
        lean, step = 26 * low, 0.12 * low
        x, _ = _hand(set_, _LOW_GO, 26.0)
        start, held = x + 0.16, 1 - smooth((at - hit + 0.02) / 0.16)
        legs, own = (
            ((26.0 * low, -4.0 * low, 0.0), (-22.0 * low, -46.0 * low, 0.0)),
            1.0 if set_.legs else 0.0,
        )
        arms: tuple[Bent | None, Bent | None] = (arm, (-10.0 - 24 * low, 10.0 - 10 * low))
    else:
        paw = keyed(
            at, (hit - 0.6, 0.0), (hit - 0.25, -18.0), (hit, 44.0), (hit + 0.12, 52.0), (hit + 0.6, 0.0)
        )
        lean, step = (
            6 * low,
            keyed(at, (hit - 0.7, 0.0), (hit - 0.2, -0.08), (hit + 0.05, 0.08), (hit + 0.8, 0.0)),
        )
        start, held = 0.5 * set_.body + set_.wide / 2 + 0.04, 0.0
        ramp = keyed(at, (hit - 0.7, 0.0), (hit - 0.35, 1.0), (hit + 0.3, 1.0), (hit + 0.7, 0.0))
        legs, own = ((paw, paw, 0.0), (0.0, 0.0, 0.0)), ramp if set_.four else 0.0
        arms = (None, None)
    end = max(start + 0.5, set_.room - set_.wide) if set_.aim is None else set_.aim[0] + 0.1
    long = 1.7 if set_.aim is None else 0.9
    way = min(1.0, max(0.0, (at - hit) / long))
    gone = (1 - (1 - way) ** 1.8) if set_.aim is None else way
    x = start + (end - start) * gone
    fallen = smooth((at - hit - 0.82) / 0.3) if set_.aim is not None else 0.0
    return Handled(
        Step(ahead=step, lean=lean),
        Spot(x, 0.0, turned(x - start, set_.high), held=held, hidden=set_.aim is not None and way >= 1),
        legs=legs,
        own=own,
        arms=arms,
        tilt=74 * fallen,
    )


def hit(now: Count, set_: Layout) -> Handled:
    """Swing a club, a racket or a bat through it, and watch it fly."""
    at, when = now.clock, contact(now)
    tool = _TOOLS.get(set_.art, "bat")
    low = tool in ("club", "stick")
    back = (-78.0, -92.0) if low else (170.0, 215.0)
    touch: Bent = (14.0, 12.0) if low else (74.0, 82.0)
    through: Bent = (120.0, 150.0) if low else (30.0, 30.0)
    swing = _over(
        at,
        (when - 1.1, touch),
        (when - 0.4, back),
        (when - 0.16, back),
        (when, touch),
        (when + 0.2, through),
        (when + 1.0, touch),
    )
    lean = keyed(
        at, (when - 1.0, 8.0 if low else 0.0), (when - 0.3, -4.0), (when + 0.05, 10.0), (when + 1.0, 4.0)
    )
    x, y = _hand(set_, touch, 10.0)
    angle = swing[1] + (8.0 if low else 4.0)
    reach = {"club": 0.34, "stick": 0.34, "racket": 0.3, "bat": 0.34}[tool]
    spot_x = x + (0.12 if low else reach)
    base = (spot_x, 0.0 if low else y - set_.high / 2)
    edge = max(base[0] + 0.6, set_.room - set_.wide)
    if low:
        rise = 0.75 if tool == "club" else 0.02
        way = Flight(base, (base[0] + 0.8 * (edge - base[0]), 0.0), 1.0, rise, 0.2 * (edge - base[0]))
        place = way.at(at - when)
    elif at < when:  # it comes flying, or is tossed up
        place = Flight((edge + _BEYOND, y + 0.1), base, _COMING, 0.1, bounces=()).at(at - when + _COMING)
    else:
        way = Flight(base, (base[0] + 0.9 * (edge - base[0]), 0.0), 0.9, 0.45, 0.1 * (edge - base[0]))
        place = way.at(at - when)
    return Handled(
        Step(lean=lean),
        Spot(
            *place,
            turned(place[0] - base[0], max(0.1, set_.high)) / 3,
            gone=not low and at < when,
            hidden=not low and at < when - _COMING,
        ),
        arms=(swing, swing),
        mark=tool if set_.arms else "",
        push=angle,
    )


def shoot(now: Count, set_: Layout) -> Handled:
    """Crouch, leap, and throw it in a high arc through the hoop."""
    at, when = now.clock, contact(now)
    crouch = keyed(at, (when - 0.7, 0.0), (when - 0.32, 1.0), (when - 0.12, 0.0))
    leap = max(0.0, 1 - ((at - when) / 0.3) ** 2)
    arm = _over(
        at,
        (0.0, (40.0, 110.0)),
        (when - 0.32, (52.0, 128.0)),
        (when, _HIGH),
        (when + 0.5, (130.0, 120.0)),
        (when + 1.0, _REST),
    )
    x, y = _hand(set_, _HIGH)
    start = (x + 0.04, y + 0.1)
    ahead, high = set_.aim or (set_.room - 0.3, 1.7)
    rim = (ahead - 0.17 * high * 0.5, _RIM * high - set_.high / 2)
    after = at - when
    if after < 0.95:
        place = Flight(start, rim, 0.95, 0.42, bounces=()).at(after)
    else:
        late = after - 0.95
        drop = min(1.0, late / 0.52)
        place = (rim[0], rim[1] * (1 - drop * drop))
        if drop >= 1:
            bounce = Flight((rim[0], 0.0), (rim[0] - 0.2, 0.0), 0.55, 0.3, -0.2, (0.3, 0.1))
            place = bounce.at(late - 0.52)
    joy = smooth((after - 1.1) / 0.25) * set_.arms
    both = (arm[0] + (114 - arm[0]) * joy, arm[1] + (146 - arm[1]) * joy)
    return Handled(
        Step(lift=0.2 * leap + 0.05 * abs(sin(after * 7)) * joy, tall=1 - 0.1 * crouch),
        Spot(*place, -turned(place[0] - start[0], set_.high) / 2, held=1 - smooth(after / 0.1)),
        arms=(both, both) if set_.arms else (None, None),
        swell=1.0,
    )


def catch(now: Count, set_: Layout) -> Handled:
    """Look up, reach out, and take it out of the air."""
    at, when = now.clock, contact(now, HandlingKind.CATCH)
    arm = _over(
        at,
        (when - 1.0, _REST),
        (when - 0.3, (112.0, 122.0)),
        (when, (100.0, 120.0)),
        (when + 0.2, (62.0, 96.0)),
        (when + 0.9, (46.0, 104.0)),
    )
    end = _hand(set_, (100.0, 120.0))
    begin = (end[0] + 0.45, end[1] + 1.5)
    x, y = Flight(begin, (end[0], end[1] - set_.high / 2), 0.8, 0.1, bounces=()).at(at - when + 0.8)
    give = keyed(at, (when, 0.0), (when + 0.12, 1.0), (when + 0.5, 0.0))
    hop = max(0.0, 1 - ((at - when) / 0.26) ** 2) * 0.06
    turn = turned(x - begin[0], max(0.1, set_.high)) / 2 if set_.rolls else 0.0
    return Handled(
        Step(
            lean=-5 * smooth((at - when + 0.8) / 0.4) + 5 * smooth((at - when) / 0.4),
            lift=hop,
            tall=1 - 0.04 * give,
        ),
        Spot(x, y, turn, held=smooth((at - when + 0.04) / 0.1), gone=at < when - 0.3, hidden=at < when - 0.8),
        arms=(arm, arm) if set_.arms else (None, None),
    )
