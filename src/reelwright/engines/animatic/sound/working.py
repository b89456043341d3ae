"""What is heard of somebody at work, at the moments at which the stage shows it: see its crafts for the rhythms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from reelwright.engines.animatic.handlings import Handling, HandlingKind
from reelwright.engines.animatic.sound.moments import Rhythm


@dataclass(frozen=True, slots=True)
class Toil:
    """A sound of work: its name, its rhythm in seconds of the shot's clock, dB, and between which shares of the shot it is heard.

    late: the share of the shot after which the rhythm begins, for what begins with a move that lasts as long as the shot lets it.
    """

    name: str
    rhythm: Rhythm
    level: float = 0.0
    first: float = 0.0
    last: float = 0.96
    late: float = 0.0


def _once(name: str, share: float, level: float = 0.0) -> Toil:
    return Toil(name, Rhythm(1e6, (0.0,)), level, share, 1.0, late=share)


_TOILS: Final[dict[HandlingKind, tuple[Toil, ...]]] = {
    HandlingKind.CUT: (Toil("chop", Rhythm(1 / 1.8, (0.25 / 1.8,)), -3.0),),
    HandlingKind.KNEAD: (Toil("pat", Rhythm(1 / 0.8, (0.2, 0.82)), -4.0),),
    HandlingKind.POUR: (Toil("pour", Rhythm(0.9, (0.0,)), 0.0, 0.24, 0.84, late=0.24),),
    HandlingKind.STIR: (Toil("clink", Rhythm(1 / 0.7, (0.36, 1.07)), -4.0),),
    HandlingKind.FRY: (Toil("frying", Rhythm(1.1, (0.0,)), 0.0),),
    HandlingKind.FLIP: (Toil("frying", Rhythm(1.1, (0.0,)), -2.0),),
    HandlingKind.WRITE: (Toil("scribble", Rhythm(0.75, (0.1,))),),
    HandlingKind.TYPE: (Toil("typing", Rhythm(0.7, (0.0,))),),
    HandlingKind.PAINT: (Toil("sweep", Rhythm(1.3, (0.2,)), -14.0),),
    HandlingKind.PHOTOGRAPH: (Toil("shutter", Rhythm(1.5, (0.0,)), -3.0, 0.3, 0.98, late=0.3),),
    HandlingKind.READ: (Toil("rustle", Rhythm(2.6, (1.4,)), -8.0),),
    HandlingKind.KNIT: (Toil("tick", Rhythm(1 / 1.5, (0.1, 0.43)), -8.0),),
    HandlingKind.BUILD: (Toil("pat", Rhythm(1 / 1.4, (0.18,)), -4.0, 0.04, 0.82),),
    HandlingKind.DIG: (Toil("spade", Rhythm(1.15, (0.78,))),),
    HandlingKind.PLANT: (Toil("pat", Rhythm(1 / 1.4, (0.18,)), -3.0, 0.34, 0.9),),
    HandlingKind.WATER: (Toil("pour", Rhythm(0.9, (0.0,)), -5.0, 0.2, 0.88, late=0.2),),
    HandlingKind.SWEEP: (Toil("sweep", Rhythm(1 / 0.75, (0.05,)), -1.0),),
    HandlingKind.WASH: (Toil("scrub", Rhythm(1 / 0.9, (0.1,)), 0.0, 0.0, 0.84), _once("splash", 0.02, -6.0)),
    HandlingKind.MEND: (Toil("tick", Rhythm(1 / 0.9, (0.1, 0.25, 0.4)), 0.0, 0.0, 0.9),),
    HandlingKind.HAMMER: (Toil("hammer", Rhythm(1 / 1.35, (0.74 / 1.35,))),),
    HandlingKind.OPEN: (_once("rustle", 0.12), _once("pop", 0.4)),
    HandlingKind.CLOSE: (_once("whoosh", 0.5, -4.0),),
    HandlingKind.BLOW_OUT: (_once("breath", 0.3, 8.0),),
    HandlingKind.LIGHT: (_once("rustle", 0.4, -6.0), Toil("fire", Rhythm(1.0, (0.0,)), -8.0, 0.46, 0.98, late=0.46)),
    HandlingKind.JUGGLE: (Toil("pat", Rhythm(0.275, (0.237,)), -9.0),),
    HandlingKind.DRIBBLE: (Toil("bounce", Rhythm(0.72, (0.36,))),),
    HandlingKind.PUT_DOWN: (_once("pat", 0.6),),
}  # fmt: skip
_OTHERWISE: Final[dict[tuple[HandlingKind, str], tuple[Toil, ...]]] = {
    (HandlingKind.HAMMER, "saw"): (Toil("saw", Rhythm(1 / 1.1, (0.0, 0.45))),),
    (HandlingKind.OPEN, "door"): (_once("door", 0.3),),
    (HandlingKind.OPEN, "umbrella"): (_once("whoosh", 0.3), _once("pop", 0.4, -4.0)),
    (HandlingKind.OPEN, "chest"): (_once("door", 0.26, -4.0), _once("sparkle", 0.45)),
    (HandlingKind.PLANT, "flag"): (_once("land", 0.31),),
    (HandlingKind.BUILD, "snowman"): (Toil("crunch", Rhythm(1 / 1.5, (0.2,)), -4.0, 0.04, 0.82),),
    (HandlingKind.BUILD, "blocks"): (Toil("chop", Rhythm(0.9, (0.8,)), -6.0, 0.0, 0.9),),
    (HandlingKind.SWEEP, "vacuum"): (Toil("engine", Rhythm(1.5, (0.0,)), 2.0),),
    (HandlingKind.MUSIC, "drums"): (),
}  # fmt: skip
"""What is heard where a word of the manner says that it is done otherwise."""


def toiled(handling: Handling, seconds: float) -> Iterator[tuple[str, float, float]]:
    """Yield (sound, second of the shot's clock, dB) of somebody's work in a shot of so many seconds."""
    told = next(
        (_OTHERWISE[handling.kind, word] for word in handling.manner if (handling.kind, word) in _OTHERWISE),
        None,
    )
    for toil in told if told is not None else _TOILS.get(handling.kind, ()):
        for count, moment in enumerate(toil.rhythm.moments(seconds)):
            at = moment + toil.late * seconds
            if toil.first * seconds <= at <= toil.last * seconds:
                yield toil.name, at, toil.level - (1.5 if count % 2 else 0.0)
