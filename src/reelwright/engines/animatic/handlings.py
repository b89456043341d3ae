"""What one subject does to a thing, as the storyboard says it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class HandlingKind(StrEnum):
    """How a subject acts on a thing."""

    KICK = "kick"
    """Runs up and kicks it: it flies or rolls away."""
    THROW = "throw"
    """Draws an arm back and throws it: it flies on an arc, glides, or goes straight."""
    HIT = "hit"
    """Swings a club, a racket or a bat at it."""
    SHOOT = "shoot"
    """Leaps and throws it at a hoop."""
    ROLL = "roll"
    """Sends it along the ground, with a hand, a paw or the nose."""
    KNOCK = "knock"
    """Pushes it over the edge of a table: it falls, and may break."""
    DROP = "drop"
    """Lets it fall out of the hand."""
    RELEASE = "release"
    """Lets go of it, and it rises or flies away."""
    LIFT = "lift"
    """Brings it up from the ground over the head."""
    CATCH = "catch"
    """Takes it out of the air."""
    PULL = "pull"
    """Walks ahead of it and has it by a rope, a pole or a handle."""
    PUSH = "push"
    """Walks behind it, with both hands on it."""
    MUSIC = "music"
    """Plays an instrument."""
    BLOW_OUT = "blow_out"
    """Blows out candles."""
    LIGHT = "light"
    """Lights a candle or a lantern."""
    POUR = "pour"
    STIR = "stir"
    FLIP = "flip"
    """Throws a pancake up out of the pan and catches it."""
    FRY = "fry"
    CUT = "cut"
    KNEAD = "knead"
    DECORATE = "decorate"
    """Puts cream on a cake."""
    PAINT = "paint"
    """Paints a picture at an easel."""
    WRITE = "write"
    TYPE = "type"
    PHOTOGRAPH = "photograph"
    READ = "read"
    KNIT = "knit"
    """Knits or sews."""
    BUILD = "build"
    """Builds a snowman, a sandcastle, a tower of blocks."""
    DIG = "dig"
    PLANT = "plant"
    """Plants a flag, a tree, a seedling."""
    WATER = "water"
    SWEEP = "sweep"
    """Sweeps, mops or vacuums."""
    WASH = "wash"
    MEND = "mend"
    HAMMER = "hammer"
    """Hammers or saws wood."""
    OPEN = "open"
    CLOSE = "close"
    JUGGLE = "juggle"
    DRIBBLE = "dribble"
    """Bounces a ball on the ground with a hand."""
    PICK_UP = "pick_up"
    PUT_DOWN = "put_down"


@dataclass(frozen=True, slots=True)
class Handling:
    """What a subject does to a thing: `thing` is that one's index among the subjects of the shot.

    to: the index of where the thing goes, or of what it is done at (a goal, a table), or of what comes out of it, or None.
    manner: what the thing is and how it is done, in words of the stage: ``piano``, ``milk`` into ``coffee``.
    """

    kind: HandlingKind
    thing: int
    to: int | None = None
    manner: tuple[str, ...] = ()


WORKS = frozenset(
    {
        HandlingKind.MUSIC,
        HandlingKind.BLOW_OUT,
        HandlingKind.LIGHT,
        HandlingKind.POUR,
        HandlingKind.STIR,
        HandlingKind.FLIP,
        HandlingKind.FRY,
        HandlingKind.CUT,
        HandlingKind.KNEAD,
        HandlingKind.DECORATE,
        HandlingKind.PAINT,
        HandlingKind.WRITE,
        HandlingKind.TYPE,
        HandlingKind.PHOTOGRAPH,
        HandlingKind.READ,
        HandlingKind.KNIT,
        HandlingKind.BUILD,
        HandlingKind.DIG,
        HandlingKind.PLANT,
        HandlingKind.WATER,
        HandlingKind.SWEEP,
        HandlingKind.WASH,
        HandlingKind.MEND,
        HandlingKind.HAMMER,
        HandlingKind.OPEN,
        HandlingKind.CLOSE,
        HandlingKind.JUGGLE,
        HandlingKind.DRIBBLE,
        HandlingKind.PICK_UP,
        HandlingKind.PUT_DOWN,
    }
)
"""Work at a thing, which is drawn with whoever works at it; all else moves the thing or sends it away."""
