"""The performers of a shot, drawn: shadow, reflection, picture and the marks around it."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np

from reelwright.engines.animatic.stage.act import Act
from reelwright.engines.animatic.stage.acting import blink
from reelwright.engines.animatic.stage.afloat import draw_mirrored, draw_rings
from reelwright.engines.animatic.stage.bearing import MARKS
from reelwright.engines.animatic.stage.blend import Scratch
from reelwright.engines.animatic.stage.camera import Camera, Matrix
from reelwright.engines.animatic.stage.canvas import Floats, Pixels
from reelwright.engines.animatic.stage.cues import Surroundings, draw_cue
from reelwright.engines.animatic.stage.face import Expression
from reelwright.engines.animatic.stage.feelings import (
    draw_amazement,
    draw_anger,
    draw_gloom,
    draw_sweat,
    draw_tears,
)
from reelwright.engines.animatic.stage.headlights import draw_beam, has_headlights
from reelwright.engines.animatic.stage.mover import Moment, Mover
from reelwright.engines.animatic.stage.shadows import Footing, shade_ground
from reelwright.engines.animatic.stage.sprite import Sprite

_FELT = frozenset({"tears", "amazed", "anger", "sweat", "gloom"})
_FAINT = 0.6  # strength of the mark of a feeling beside somebody who does something
_NO_SHADOW = 1.5  # heights of what flies above the ground from which on no shadow is seen under it


class Performer(Mover):
    """One drawn figure; subjects with a count above one become several."""

    fineness = 1.2  # heights of the frame at which its picture is drawn at most

    sprite: Sprite | None = None

    @cached_property
    def _headlights(self) -> bool:
        return has_headlights(self.subject)

    def stage(self, sprite: Sprite) -> None:
        """Give it its picture."""
        self.sprite = sprite

    def drop(self, act: Act) -> float:
        """Return how far down it is drawn in this act, in its heights, so that its lowest foot is on the ground."""
        return self.sprite.drop(act.stride) if self.sprite else 0.0

    def draw(self, frame: Pixels, camera: Camera, moment: Moment, scratch: Scratch) -> None:
        """Draw shadow, reflection and picture."""
        if self.sprite is None:
            return
        height, width = frame.shape[:2]
        act = self.act(moment)
        unit = self.unit(camera, moment, act, height, width)
        if self._scene.floor and not self._scene.drift and not self._cut and not self._scene.sink:
            self._ground(frame, camera, moment, act, unit, scratch)
        eyes = max(act.eyes, blink(moment.clock + self._blinks))
        if self._scene.sink and self._scene.mirror and not self.hanging:
            frame = self._float(frame, camera, moment, unit, scratch)
        shown = Expression(min(1.0, act.mouth), eyes)
        self.sprite.draw(frame, unit, scratch, moment.light_share, shown, act.stride)
        if not act.cue and self.subject.feeling is not None:  # whatever it does, one sees how it feels
            act = replace(act, cue=MARKS[self.subject.feeling], push=_FAINT)
        if self._headlights:
            draw_beam(frame, unit, self.sprite.aspect, self.subject.facing or 1, moment.light.night)
        if act.cue and act.push > 0:
            self._cue(frame, moment, act, unit)

    def _cue(self, frame: Pixels, moment: Moment, act: Act, unit: Matrix) -> None:
        if self.sprite is None:
            return
        # who sits is drawn farther down
        head, foot = (unit @ np.array([0.0, level, 1.0]) for level in (self.drop(act) - 1.0, 0.0))
        size = float(np.hypot(unit[0, 1], unit[1, 1]))
        around = Surroundings(self._travels, self._scene.dusty and not self.hanging, self._scene.wet)
        wide = size * self.sprite.aspect / 2
        if act.cue in _FELT:
            self._feel(frame, moment, act, unit, head[:2])
            return
        mouth = self.sprite.mouth_at(unit)
        if mouth is not None and act.cue in ("yawn", "talk") and mouth[2] > 9:
            return  # the mouth itself is seen
        draw_cue(
            frame, act, head[:2], foot[:2], size, wide, self._mark_side, moment.clock + self._phase, around
        )

    def _feel(self, frame: Pixels, moment: Moment, act: Act, unit: Matrix, head: Floats) -> None:
        """Draw the tears or the amazement of a face."""
        if self.sprite is None:
            return
        size = float(np.hypot(unit[0, 1], unit[1, 1]))
        eyes, mouth = self.sprite.eyes_at(unit), self.sprite.mouth_at(unit)
        half, clock = size * self.sprite.aspect / 2, moment.clock + self._phase
        if act.cue == "amazed":
            draw_amazement(frame, head, size, half, act.push)
        elif act.cue == "anger":
            draw_anger(frame, head, size, half, self._mark_side, clock, act.push)
        elif act.cue == "sweat":
            draw_sweat(frame, head, size, half, self._mark_side, clock)
        elif act.cue == "gloom":
            draw_gloom(frame, head, size, half, clock)
        elif mouth is not None and eyes:
            wide = abs(eyes[1][0] - eyes[0][0]) * 0.5
            reach = 1.5 * abs(mouth[1] - eyes[0][1])
            draw_tears(frame, eyes, reach, wide, clock)

    def _float(self, frame: Pixels, camera: Camera, moment: Moment, unit: Matrix, scratch: Scratch) -> Pixels:
        """Draw its reflection and the rings around it; return the part of the frame that is above the waterline."""
        height, width = frame.shape[:2]
        line = self._scene.horizon + self._scene.eye * self.near
        row = float((camera.plate(moment.pose, self.near, height, width) @ np.array([0.0, line, 1.0]))[1])
        if self.sprite is None or row < 1:
            return frame
        clock = moment.clock + self._phase
        draw_mirrored(frame, self.sprite, unit, row, clock, self._scene.mirror, scratch)
        half = 0.42 * self.sprite.aspect * float(np.hypot(unit[0, 0], unit[1, 0]))
        draw_rings(frame, float(unit[0, 2]), row, half, clock, moment.light.horizon, self._travels)
        return frame[: round(row)]

    def _ground(
        self, frame: Pixels, camera: Camera, moment: Moment, act: Act, unit: Matrix, scratch: Scratch
    ) -> None:
        sprite = self.sprite
        if sprite is None:
            return
        near, lift = self.nearness(act), max(0.0, act.lift)
        foot = self._scene.horizon + self._scene.eye * near
        if self.hanging:
            lift += max(0.0, foot - self.foot(near, moment)) / self.tall
            if lift > _NO_SHADOW:
                return
        plate = camera.plate(moment.pose, near, *frame.shape[:2])
        size = plate[0, 0] * self.tall * act.size * near / self.near
        touch = plate @ np.array(
            [
                self._x + self.travelled(moment.share) + (self.subject.facing or 1) * act.dx * self.tall,
                foot,
                1.0,
            ]
        )
        if self._scene.mirror > 0 and not self.hanging:
            flip = unit.copy()
            flip[:2, 1] = -flip[:2, 1]
            flip[1, 2] = touch[1] + (touch[1] - unit[1, 2])
            sprite.reflect(frame, flip, scratch, self._scene.mirror, act.stride)
        at = Footing(float(touch[0]), float(touch[1]), float(size), lift, self.hanging)
        shade_ground(frame, sprite, at, act, moment.light, scratch)
