"""One of several who act on each other."""

from __future__ import annotations

from dataclasses import replace
from math import cos, pi, radians, sin
from typing import Final, Protocol

import numpy as np

from reelwright.engines.animatic import art
from reelwright.engines.animatic.duets import DuetKind
from reelwright.engines.animatic.plan import Action, Shot, Storyboard, Subject
from reelwright.engines.animatic.stage.act import Act
from reelwright.engines.animatic.stage.blend import Scratch
from reelwright.engines.animatic.stage.camera import Camera, Matrix
from reelwright.engines.animatic.stage.canvas import Floats, Pixels
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.drawings import artwork, build_of, facing_of
from reelwright.engines.animatic.stage.gait import POSTURES, Stride
from reelwright.engines.animatic.stage.mover import Moment
from reelwright.engines.animatic.stage.reaching import Arm, arm_of, between
from reelwright.engines.animatic.stage.scene import Scene
from reelwright.engines.animatic.stage.steps import Step

_TRAVELLING = frozenset({Action.WALK, Action.RUN, Action.FLY, Action.SWIM, Action.DRIVE})


_SPREAD = (46.0, 70.0)  # degrees of both arms of one who has a neighbour at either hand
STANDING: Final = POSTURES["stand"]
_SHOVED = 0.15  # heights of its own that what is pushed rolls in a second, about


class Together(Protocol):
    """What a partner belongs to: it says where everybody is, and who is drawn first."""

    def step_of(self, partner: Partner, moment: Moment) -> tuple[float, Step]:
        """Return how far a partner is from its own place, in world units to the right, and what it does."""

    def target(self, partner: Partner, moment: Moment) -> tuple[float, float] | None:
        """Return what a partner's hand is to reach, in world units ahead of its middle and up from its foot, or None."""

    def draw(self, slot: int, frame: Pixels, camera: Camera, moment: Moment, scratch: Scratch) -> None:
        """Draw the partner that is `slot`-th from the farthest, and after the last what is seen where they touch."""


class Partner(Performer):
    """One of several who act on each other."""

    def __init__(
        self, subject: Subject, index: int, shot: Shot, board: Storyboard, scene: Scene, aspect: float
    ) -> None:
        super().__init__(subject, index, shot, board, scene, aspect)
        sketch = artwork(subject, 64)
        self.ratio = sketch.shape[1] / sketch.shape[0]
        self.together: Together | None = None
        self.slot = 0
        # who is seen from the front has no side view of legs to step with
        self._steps = self._limbed and facing_of(subject) != 0
        self.guide: Performer | None = None
        self._converses = any(who.duet and who.duet.kind is DuetKind.TALK for who in shot.subjects)

    @property
    def side(self) -> int:
        """Where it faces: -1 left, 1 right."""
        return self.subject.facing or 1

    @property
    def beat(self) -> tuple[float, float]:
        """The seconds of its shot, and those of a beat of the music."""
        return self._seconds, self._beat

    def stand(self, x: float, near: float, tall: float, hang: float) -> None:
        """Take a place: world x, nearness, height, and where it hangs if it is off the ground."""
        self._x, self.near, self.tall, self._hang = x, near, tall, hang

    def place(self) -> tuple[float, float]:
        """Return its world x and where it hangs."""
        return self._x, self._hang

    def travelled(self, share: float) -> float:
        """Return how far it has gone: as far as whom it goes with."""
        return self.guide.travelled(share) if self.guide else super().travelled(share)

    def act(self, moment: Moment) -> Act:
        """Return what it does now, on the beat that it shares with the others."""
        base = super().act(moment)
        if self.together is None:
            return base
        offset, step = self.together.step_of(self, moment)
        if self.speaker is not None:
            speech = self.speaker.at(moment.share)
            step = replace(step, mouth=speech.mouth)
            if self._converses:
                step = replace(step, lean=1.5 + 2.5 * speech.voice, reach=0.7 * speech.voice)
        going = self.subject.action in _TRAVELLING
        own = base if self._travels else replace(base, dx=0.0)
        if not going:
            own = replace(own, lift=0.0, spin=1.0, turn=0.3 * base.turn, mouth=0.0)
        if self.subject.action is Action.DANCE:
            own = Act(cue="notes", push=1.0)
        # a long body that leans as far as a tall one would stand on its nose
        lift, lean, stride = step.lift, step.lean * min(1.0, max(0.35, 0.7 / self.ratio)), own.stride
        phase = moment.clock * 2 * pi * 1.05
        # drawn in mid-stride, it would throw its legs apart in the moment in which it has arrived
        strides = (self.subject.art or "").endswith("-walking")
        if (step.walks > 0.02 or strides) and self._steps and not going:
            # at rest the phase would change nothing but that the pose of the frame before could not be kept
            stride = Stride("walk", phase if step.walks > 0 else 0.0, step.walks)
            if strides:  # as it is drawn, with its legs apart, it would stand frozen in the middle of a step
                stride = replace(stride, legs=(STANDING[0], STANDING[1]), own=1 - min(1.0, step.walks))
        elif step.walks > 0.02 and not going and not self.hanging:
            lift += 0.045 * abs(sin(phase)) * step.walks
            lean += 3.0 * sin(phase) * step.walks
        build = build_of(self.subject)
        if build is not None and build.wheels and not going:
            stride = Stride("roll", offset * self.side / self.tall, step=_SHOVED)
        return replace(
            own,
            dx=own.dx + offset * self.side / self.tall,
            lift=own.lift + lift,
            turn=own.turn + lean,
            tall=own.tall * step.tall,
            wide=own.wide * step.tall**-0.7,
            spin=step.spin,
            near=own.near + step.near,
            mouth=max(own.mouth, step.mouth),
            eyes=max(own.eyes, step.eyes),
            cue="" if own.cue == "talk" or (own.cue == "eat" and step.mouth < 0.25) else own.cue,
            stride=self._reaching(moment, step, stride, own.turn + lean),
        )

    def _reaching(self, moment: Moment, step: Step, stride: Stride | None, turn: float) -> Stride | None:
        """Return a stride with the arms that reach out; `turn` is how far the body leans, in degrees."""
        if self.together is None or step.reach < 0.01 or self.arm is None:
            return stride
        if step.aim == "sides":
            spread = None if facing_of(self.subject) else _SPREAD
            return replace(stride or Stride("rest", 0.0), left=spread, right=spread)
        point = self.together.target(self, moment)
        tilt, stride = radians(turn), stride or Stride("rest", 0.0)
        for arm in (
            self.arm,
            arm_of(self.subject.art or "", self.ratio, self.side, second=True) if step.both else None,
        ):
            if arm is None:
                continue
            if point is None:
                aim = arm.ahead + step.far * arm.length, arm.up * step.high
            else:  # the body leans: in its own heights, the point lies elsewhere
                x, y = point[0] / self.tall, point[1] / self.tall
                aim = x * cos(tilt) - y * sin(tilt), y * cos(tilt) + x * sin(tilt)
            bent = between(arm.rest, arm.bent(*aim), min(1.0, step.reach))
            stride = replace(stride, left=bent) if arm.near else replace(stride, right=bent)
        return stride

    def box(
        self, camera: Camera, moment: Moment, height: int, width: int, aspect: float
    ) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom of its picture in pixels, and of those that go with it."""
        return super().box(camera, moment, height, width, self.ratio)

    def point(
        self, camera: Camera, moment: Moment, height: int, width: int, ahead: float, up: float
    ) -> Floats:
        """Return a point of it in pixels: `ahead` to where it faces and `up` from its foot, in its heights."""
        unit: Matrix = self.unit(camera, moment, self.act(moment), height, width)
        return np.asarray((unit @ np.array([self.side * ahead, -up, 1.0]))[:2])

    @property
    def muzzle(self) -> tuple[float, float]:
        """Where its mouth is, in its heights ahead of its middle and up from its foot."""
        piece = self.subject.art or ""
        if piece.endswith(("-walking", "-running")):
            return 0.18, 0.85
        if piece.endswith("-fencing"):
            return 0.1, 0.85
        if facing_of(self.subject):
            return 0.46 * self.ratio, 0.72
        if art.art_group(piece) == "people" or not piece:
            return min(0.17, 0.45 * self.ratio), 0.72
        return 0.36 * self.ratio, 0.62

    @property
    def reaches(self) -> bool:
        """Whether its arms do something of their own."""
        return super().reaches or (self.arm is not None and self.subject.action not in _TRAVELLING)

    @property
    def arm(self) -> Arm | None:
        """The arm that it reaches ahead with, or None where its artwork has none."""
        return arm_of(self.subject.art or "", self.ratio, self.side)

    def hand(self, moment: Moment) -> tuple[float, float]:
        """Return where it holds something out, in its heights ahead of its middle and up from its foot."""
        arm, stride = self.arm, self.act(moment).stride
        if arm is not None and stride is not None:
            bent = stride.left if arm.near else stride.right
            if bent is not None:
                return arm.hand(bent)
        if self.subject.art and art.art_group(self.subject.art) == "animals":
            return self.muzzle
        going = (self.subject.art or "").endswith(("-walking", "-running"))
        return (0.47 * self.ratio, 0.5) if going else (0.42 * self.ratio, 0.44)

    def draw(self, frame: Pixels, camera: Camera, moment: Moment, scratch: Scratch) -> None:
        """Draw whoever of them is farther away first."""
        if self.together is None:
            super().draw(frame, camera, moment, scratch)
        else:
            self.together.draw(self.slot, frame, camera, moment, scratch)

    def draw_alone(self, frame: Pixels, camera: Camera, moment: Moment, scratch: Scratch) -> None:
        """Draw its shadow and its picture."""
        super().draw(frame, camera, moment, scratch)
