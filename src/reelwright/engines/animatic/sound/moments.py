"""When things are seen to happen: feet on the ground, wings that beat, lightning; in seconds of a shot's own clock.

The stage draws these moments (its `travels`, `gestures` and `weather`); tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from zlib import crc32

import numpy as np

from reelwright.engines.animatic.plan import Action, Setting, Shot, Storyboard, Subject, Weather
from reelwright.engines.animatic.stage.sprite import limbed

_SHELTERED: Final = frozenset(
    {Setting.ROOM, Setting.KITCHEN, Setting.STAGE, Setting.STUDIO, Setting.UNDERWATER, Setting.SPACE}
)


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
SHAKES: Final = Rhythm(1.8, (0.02, 0.42, 0.82))
FALLEN: Final = ((0.55, -3.0), (0.97, -9.0), (1.23, -15.0))
"""Seconds at which what falls meets the ground, and dB of each."""

FEET: Final = frozenset({Action.WALK, Action.APPROACH, Action.RUN, Action.DANCE})
"""Actions in which feet meet the ground."""


def feet(subject: Subject, beat: float) -> Rhythm:
    """Return when a foot of a subject meets the ground; beat: seconds of one of the music's, on which dancers land."""
    jointed = limbed(subject)
    match subject.action:
        case Action.DANCE:
            return Rhythm(beat, (beat,))
        case Action.RUN:
            # the body comes down once for each foot; a foot is there a little before it is lowest
            return Rhythm(0.5 / 1.75, (0.5 / 1.75 - 0.03,)) if jointed else Rhythm(1 / 3.3, (1 / 3.3,))
        case _:
            return Rhythm(0.5 / 1.05, (0.25 / 1.05,)) if jointed else Rhythm(1 / 2.1, (1 / 2.1,))


def clock_rate(shot: Shot) -> float:
    """Return the seconds of a shot's own clock that go by in a second of the video."""
    return min(2.0, shot.speed) * shot.frames / max(1, shot.frames - 1)


def strikes(board: Storyboard, shot: Shot) -> tuple[float, ...]:
    """Return the seconds from the start of a shot at which lightning strikes; none where there is none to see."""
    if shot.weather is not Weather.STORM or shot.setting in _SHELTERED:
        return ()
    rng = np.random.default_rng([board.seed % 2**63, shot.start])
    rng.uniform(size=2)
    rng = np.random.default_rng(crc32(f"{int(rng.integers(2**31))}/atmosphere".encode()))
    found, at, rate = [], float(rng.uniform(0.5, 1.1)), clock_rate(shot)
    while at < shot.frames / board.fps * rate:
        found.append(at / rate)
        at += float(rng.uniform(1.7, 2.9))
    return tuple(found)
