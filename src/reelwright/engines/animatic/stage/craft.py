"""A kind of work: how the body stands, where the hands are, and what is drawn behind and before whoever does it."""

from __future__ import annotations

from dataclasses import dataclass

from reelwright.engines.animatic.stage.act import smooth
from reelwright.engines.animatic.stage.bench import Point, Sketch
from reelwright.engines.animatic.stage.gait import Gait


@dataclass(frozen=True, slots=True)
class Body:
    """What a craft may know of the one who works, in its heights.

    ratio: width over height. aside: whether it is seen from the side. four: whether it goes on four legs. shoulder: height
    of the shoulder. reach: length of an arm. hands: how many arms it has. chin: how high its mouth is.
    """

    ratio: float
    aside: bool
    four: bool
    shoulder: float
    reach: float
    hands: int
    chin: float


@dataclass(frozen=True, slots=True)
class Pose:
    """How a worker is at one moment: where the hands are, as (ahead, up), None for an arm that hangs.

    turn: degrees it leans ahead. lift: off the ground. dx: to where it faces. gait: posture of the legs, and `bent` 0..1 how far
    they are in it. mouth, eyes: see
    `Act`. phase: of paws that work.
    """

    near: Point | None = None
    far: Point | None = None
    turn: float = 0.0
    lift: float = 0.0
    dx: float = 0.0
    gait: Gait = "stand"
    mouth: float = 0.0
    eyes: float = 0.0
    phase: float = 0.0
    bent: float = 1.0


@dataclass(frozen=True, slots=True)
class Now:
    """A moment of some work: seconds since its start, share of the shot, seconds of the shot, and where the hands are."""

    clock: float
    share: float
    seconds: float
    near: Point = (0.3, 0.5)
    far: Point = (0.3, 0.5)

    def way(self, start: float, end: float) -> float:
        """Return 0..1: how much is done of what goes on between two shares of the shot."""
        return smooth((self.share - start) / (end - start))


class Craft:
    """A kind of work. `room`: how far it takes room behind, ahead and up, in heights of the worker."""

    room: tuple[float, float, float] = (0.3, 0.6, 1.05)
    low: float = 0.0
    """How much of the worker may be below the frame, from its feet up: it is behind a counter; 0 where all is seen."""
    focus: tuple[float, float, float, float] | None = None
    """What a close-up shows: behind, ahead, and from which height to which; None where there is no closer view than the whole."""
    middle: float = 0.0
    """How far ahead the thing is that several work on together; 0 where each has a thing of its own."""

    def __init__(self, body: Body) -> None:
        self.body = body

    def pose(self, now: Now) -> Pose:
        """Return how the worker is."""
        return Pose()

    def behind(self, sketch: Sketch, now: Now) -> None:
        """Draw what is behind the worker."""

    def before(self, sketch: Sketch, now: Now) -> None:
        """Draw what is before the worker."""
