"""When things are seen to happen: feet on the ground, wings that beat, lightning; in seconds of a shot's own clock.

The stage draws these moments (its `travels`, `gestures` and `weather`); tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import pi
from typing import Final

import numpy as np

from reelwright.engines.animatic.plan import Action, CameraMove, Shot, Storyboard, Subject, Weather
from reelwright.engines.animatic.stage.act import Beat
from reelwright.engines.animatic.stage.acting import perform
from reelwright.engines.animatic.stage.air import ATMOSPHERE
from reelwright.engines.animatic.stage.drawings import build_of, limbed
from reelwright.engines.animatic.stage.framing import kit_of
from reelwright.engines.animatic.stage.mover import pace_of
from reelwright.engines.animatic.stage.settings import scene_of
from reelwright.engines.animatic.stage.weather import strikes


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Moments that come again every `period` seconds."""

    period: float
    within: tuple[float, ...]

    def moments(self, length: float) -> Iterator[float]:
        """Yield the moments of the first `length` seconds, rising."""
        start = 0.0
        while start < length:
            yield from (start + at for at in self.within if start + at < length)
            start += self.period


LEAPS: Final = Rhythm(1.35, (0.34,))
LANDINGS: Final = Rhythm(1.35, (0.95,))
WINGS: Final = Rhythm(1 / 2.3, (0.5 / 2.3,))
"""The middle of each stroke down."""
STROKES: Final = Rhythm(1 / 0.9, (0.154,))
TURNS: Final = Rhythm(0.5 / 0.42, (0.25 / 0.42,))
"""Seen from the edge, where a turn about the upright axis is fastest."""
YAWNS: Final = Rhythm(5.6, (2.05,))
"""When the breath goes out again."""
BITES: Final = Rhythm(1.5, (0.36, 0.62))
BREATHS: Final = Rhythm(1 / 0.24, (0.5 / 0.24,))
"""When the breath of a sleeper begins to go out."""
CLAPS: Final = Rhythm(1 / 2.4, (1 / 2.4,))
HOPS: Final = Rhythm(0.9, (0.55,))
SHAKES: Final = Rhythm(1.8, (0.02, 0.42, 0.82))
FALLEN: Final = ((0.55, -3.0), (0.97, -9.0), (1.23, -15.0))
"""Seconds at which what falls meets the ground, and dB of each."""

FEET: Final = frozenset({Action.WALK, Action.APPROACH, Action.RUN, Action.DANCE})
"""Actions in which feet meet the ground."""


def footfalls(shot: Shot, subject: Subject, fps: int, beat: float) -> list[float]:
    """Return when a foot of a subject meets the ground; beat: seconds of one of the music's, on which dancers land."""
    length = shot.frames / fps * pace_of(shot)
    moments = np.array(list(_feet(subject, beat).moments(length)))
    if limbed(subject) and _goes(shot, subject):
        # legs go with the ground below them, and who sets out and arrives goes slower there
        shares = np.linspace(0, 1, 65)
        gone = 0.86 * shares + 0.14 * shares * shares * (3 - 2 * shares)
        moments = length * np.interp(moments / length, gone, shares)
    return [float(moment) for moment in moments]


def _feet(subject: Subject, beat: float) -> Rhythm:
    if subject.action is Action.DANCE:
        return Rhythm(beat, (beat,))
    build = build_of(subject)
    if build is None or not limbed(subject):
        rate = 3.3 if subject.action is Action.RUN else 2.1
        return Rhythm(1 / rate, (1 / rate,))
    second = Beat(1.0, 0.0, 1.0, beat, moving=False, hanging=False, limbed=True, four=build.four)
    stride = perform(subject.action, second).stride
    rate = stride.phase / (2 * pi) if stride else 1.0
    return Rhythm(0.5 / rate, (0.25 / rate,))


def _goes(shot: Shot, subject: Subject) -> bool:
    followed = shot.camera is CameraMove.FOLLOW and subject.action in (Action.WALK, Action.RUN)
    return subject.facing != 0 and subject.action is not Action.DANCE and (subject.moves or followed)


def clock_rate(shot: Shot) -> float:
    """Return the seconds of a shot's own clock that go by in a second of the video."""
    return pace_of(shot) * shot.frames / max(1, shot.frames - 1)


def flashes(board: Storyboard, shot: Shot) -> tuple[float, ...]:
    """Return the seconds from the start of a shot, as it is drawn, at which lightning is seen."""
    if shot.weather is not Weather.STORM:
        return ()
    kit = kit_of(board, shot)
    if not scene_of(shot, kit).outdoors:
        return ()
    rate = clock_rate(shot)
    times = strikes(kit.rng(ATMOSPHERE), shot.frames / board.fps * pace_of(shot))
    return tuple(time / rate for time in times)
