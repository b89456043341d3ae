"""What is handled, and where it goes: both have their places from whoever handles it."""

from __future__ import annotations

from functools import cached_property
from math import pi
from typing import Final

import numpy as np

from reelwright.engines.animatic.plan import Shot, Storyboard, Subject
from reelwright.engines.animatic.stage.act import Act
from reelwright.engines.animatic.stage.blend import Scratch
from reelwright.engines.animatic.stage.camera import Camera, Matrix
from reelwright.engines.animatic.stage.canvas import Colour, Pixels
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.drawings import artwork, build_of
from reelwright.engines.animatic.stage.gait import Stride
from reelwright.engines.animatic.stage.handler import Handler, Task
from reelwright.engines.animatic.stage.mover import Moment
from reelwright.engines.animatic.stage.scene import Scene
from reelwright.engines.animatic.stage.tools import draw_shards, draw_splash

_FLAPS: Final = 3.2  # beats of its wings in a second


class Follower(Performer):
    """What has its place from whoever handles it."""

    def __init__(
        self, subject: Subject, handler: Handler, shot: Shot, board: Storyboard, scene: Scene, aspect: float
    ) -> None:
        super().__init__(subject, 0, shot, board, scene, aspect)
        self._handler, self._cut, self._travels, self._way = handler, False, False, 0.0
        self._side = handler.side
        self.hanging = handler.hanging
        self.near = handler.near
        sketch = artwork(subject, 64)
        self._ratio = sketch.shape[1] / sketch.shape[0]
        self.tall = subject.size / handler.subject.size * handler.tall

    def box(
        self, camera: Camera, moment: Moment, height: int, width: int, aspect: float
    ) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom of its picture in pixels."""
        return super().box(camera, moment, height, width, self._ratio)


class Thing(Follower):
    """What is handled."""

    task: Task

    def travelled(self, share: float) -> float:
        """Return how far it has gone with whoever handles it."""
        return self._handler.travelled(share)

    def act(self, moment: Moment) -> Act:
        """Return where it is now, in its own heights from the handler's place."""
        spot = self.task.now(moment).spot
        scale = self._handler.tall / self.tall
        build = build_of(self.subject)
        stride = None
        if build is not None and build.wheels:
            stride = Stride("roll", spot.rolled * scale, step=0.15)
        elif build is not None and build.flies and spot.held < 1 and spot.up > 0:
            stride = Stride("fly", moment.clock * 2 * pi * _FLAPS)
        # turned by less than a little it would turn about its foot, by more about its middle
        turn = spot.turn % 360 + 360 if spot.turn else 0.0
        return Act(
            dx=self._side * (self.subject.facing or 1) * spot.ahead * scale,
            lift=spot.up * scale,
            turn=turn * self._side * (self.subject.facing or 1),
            size=spot.size,
            tall=spot.tall,
            near=spot.near,
            stride=stride,
        )

    def unit(self, camera: Camera, moment: Moment, act: Act, height: int, width: int) -> Matrix:
        """Return the map to pixels from a box 1 high, origin at the feet, y up to -1."""
        unit = super().unit(camera, moment, act, height, width)
        spot = self.task.now(moment).spot
        if spot.held <= 0:
            return unit
        hand = self._handler.point(camera, moment, height, width, *self._handler.hand(moment))
        across, up = spot.grip
        grip = (unit @ np.array([self._side * across, -up, 1.0]))[:2]
        moved = unit.copy()
        moved[:2, 2] += spot.held * (hand - grip)
        return moved

    def box(
        self, camera: Camera, moment: Moment, height: int, width: int, aspect: float
    ) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom of its picture in pixels; of what may leave the frame, a point that is in it."""
        self._keep_step()
        spot = self.task.now(moment).spot
        if spot.gone or spot.hidden:
            x, y = self._handler.point(camera, moment, height, width, 0.0, 0.5)
            return float(x), float(y), float(x), float(y)
        return super().box(camera, moment, height, width, aspect)

    def draw(self, frame: Pixels, camera: Camera, moment: Moment, scratch: Scratch) -> None:
        """Draw it, unless it is not to be seen, or what is left of it."""
        now = self.task.now(moment)
        if not now.spot.hidden:
            super().draw(frame, camera, moment, scratch)
        elif now.mark in ("shards", "splash"):
            height, width = frame.shape[:2]
            unit = self.unit(camera, moment, self.act(moment), height, width)
            at, size = (unit @ np.array([0.0, 0.0, 1.0]))[:2], self._handler.tall * height
            if now.mark == "shards":
                draw_shards(frame, at, size, now.push, self._tone)
            else:
                draw_splash(frame, at, size * (1 + now.spot.near), now.push)

    @cached_property
    def _tone(self) -> Colour:
        """The colour of its pieces: that of most of its picture."""
        picture = artwork(self.subject, 96)
        solid = picture[picture[..., 3] > 160][:, :3]
        return np.asarray(np.median(solid, axis=0) if len(solid) else np.full(3, 200.0), np.float32)


class Aim(Follower):
    """Where the thing goes, or what it is taken from."""

    task: Task

    def act(self, moment: Moment) -> Act:
        """Return how it stands, and gives way."""
        now = self.task.now(moment)
        return Act(wide=now.swell, turn=now.tilt * self._handler.side * (self.subject.facing or 1))
