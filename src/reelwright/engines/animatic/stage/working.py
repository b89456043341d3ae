"""Somebody at work on a thing: where the hands are, how the body stands, and what is drawn behind and before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import cos, pi, radians, sin

import numpy as np

from reelwright.engines.animatic import art
from reelwright.engines.animatic.plan import Shot, Storyboard, Subject
from reelwright.engines.animatic.stage.act import Act
from reelwright.engines.animatic.stage.bench import Point, Sketch
from reelwright.engines.animatic.stage.blend import Scratch, bounds
from reelwright.engines.animatic.stage.camera import Camera
from reelwright.engines.animatic.stage.canvas import Colour, Pixels, rgb
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.craft import Body, Craft, Now, Pose
from reelwright.engines.animatic.stage.drawings import artwork, build_of, facing_of
from reelwright.engines.animatic.stage.gait import Bent, Gait, Stride
from reelwright.engines.animatic.stage.mover import Moment
from reelwright.engines.animatic.stage.reaching import Arm, arm_of
from reelwright.engines.animatic.stage.scene import Scene
from reelwright.engines.animatic.stage.sprite import Sprite

_NEAR_BY = 0.9  # heights of the frame that are seen of one who is seen from near
_ASIDE = 0.02  # of the frame's width: who stands farther from the middle has others beside
_CLOSE = 0.67  # heights of the frame from which on a worker is seen in a close-up
_SKIN = "ffc83d"
_GLOVES = {"astronaut": "d3cde6", "robot": "e8407a"}
_ARMLESS = 0.62, 0.36  # height of the shoulder and reach of who has no arms that move


@dataclass(frozen=True, slots=True)
class Hand:
    """An arm of a worker; `sign` is 1 where its own ahead is that of the worker, else -1."""

    arm: Arm
    sign: int


def body_of(subject: Subject) -> Body:
    """Return what a craft may know of a subject."""
    sketch, piece = artwork(subject, 64), subject.art or ""
    ratio = sketch.shape[1] / sketch.shape[0]
    hands = _hands(piece, ratio, subject.facing or 1)
    build = build_of(subject)
    shoulder, reach = (hands[0].arm.up, hands[0].arm.length) if hands else _ARMLESS
    people = not piece or art.art_group(piece) in ("people", "fantasy")
    return Body(
        ratio,
        facing_of(subject) != 0,
        bool(build and build.four),
        shoulder,
        reach,
        len(hands),
        min(0.84, shoulder + 0.09) if people and hands else 0.62,
    )


def _skin(subject: Subject) -> Colour | None:
    """Return the colour of the fist of a person that is drawn before what it holds."""
    piece = subject.art or ""
    if piece and art.art_group(piece) not in ("people", "fantasy"):
        return None
    glove = next((tone for who, tone in _GLOVES.items() if who in piece), None)
    return rgb(glove or dict(subject.look).get("skin", _SKIN).lstrip("#"))


def _hands(piece: str, ratio: float, side: int) -> list[Hand]:
    if not piece:
        return []
    if facing := art.art_facing(piece):
        both = [(arm_of(piece, ratio, side), 1), (arm_of(piece, ratio, facing, second=True), 1)]
    else:
        both = [(arm_of(piece, ratio, side), 1), (arm_of(piece, ratio, -side), -1)]
    return [Hand(arm, sign) for arm, sign in both if arm is not None]


class Worker(Performer):
    """One who works on a thing; `craft` says how, and draws the thing."""

    def __init__(
        self, subject: Subject, index: int, craft: Craft, shot: Shot, board: Storyboard, scene: Scene, aspect: float
    ) -> None:  # fmt: skip
        super().__init__(subject, index, shot, board, scene, aspect)
        self.craft = craft
        self._travels, self._way, self._passed = False, 0.0, False
        self._hand_list = _hands(subject.art or "", craft.body.ratio, self.side)
        self._late, self._nearby = 0.37 * index, False
        self._done: tuple[Moment, Sprite | None, Act] | None = None
        self._view = (craft.room[0], craft.room[1], 0.0, craft.room[2])
        close = craft.focus if subject.size >= _CLOSE else None
        alone = subject.count == 1 and abs(subject.place - 0.5) < _ASIDE
        if (craft.low or close) and alone and not self.hanging:
            self._view = close or (craft.room[0], craft.room[1], craft.low, craft.room[2])
            self._cut, self.near = True, (1.03 - scene.horizon) / scene.eye
            self.tall = _NEAR_BY / (self._view[3] - self._view[2])
            self._drop = self._view[2] * self.tall
            self._nearby = True
        if index == 0 or not craft.middle:
            behind, ahead, _ = craft.room
            # in the middle of the frame is what is done, not who does it
            self._x -= 0.5 * (ahead - behind) * self.side * self.tall

    @property
    def side(self) -> int:
        """Where it faces: -1 left, 1 right."""
        return self.subject.facing or 1

    @property
    def reaches(self) -> bool:
        """Whether its arms do something of their own."""
        return bool(self._hand_list)

    def beside(self, first: Worker, slot: int) -> None:
        """Stand at the thing that another works on: on its other side, or behind that one."""
        middle = first._x + first.side * first.craft.middle * first.tall
        away = self.craft.middle + (0.0 if slot < 2 else 0.24)
        self._x = middle - self.side * away * first.tall
        self.near, self.tall = first.near - 0.004 - 0.05 * (slot // 2), first.tall * 0.97

    def _now(self, moment: Moment) -> Now:
        return Now(moment.clock + self._late, moment.share, self._seconds)

    def act(self, moment: Moment) -> Act:
        """Return what it does now."""
        # drawing asks three times in a frame; before there is a picture, nobody knows how low a pose is
        if self._done is None or self._done[0] is not moment or self._done[1] is not self.sprite:
            self._done = (moment, self.sprite, self._work(moment))
        return self._done[2]

    def _work(self, moment: Moment) -> Act:
        pose = self.craft.pose(self._now(moment))
        body = self.craft.body
        gait: Gait = pose.gait if body.aside and not body.four else "paw" if body.four else "rest"
        size = pose.bent if not body.four or pose.phase else 0.0
        stride = Stride(gait, pose.phase, size)
        for hand, aim in zip(self._hand_list, (pose.near, pose.far), strict=False):
            bent = hand.arm.rest if aim is None else self._bent(hand, aim, pose, stride)
            stride = replace(stride, left=bent) if hand.arm.near else replace(stride, right=bent)
        said = self.speaker.at(moment.share).mouth if self.speaker else 0.0
        # who has no arms that move nods at least
        sway = 0.0 if self._hand_list or body.four else sin(moment.clock * 2 * pi * 0.9)
        return Act(
            dx=pose.dx, lift=pose.lift + 0.02 * abs(sway), turn=pose.turn + 3 * sway, mouth=max(pose.mouth, said),
            eyes=pose.eyes, stride=stride,
        )  # fmt: skip

    def _sunk(self, stride: Stride) -> float:
        return self.sprite.drop(stride) if self.sprite else 0.0

    def _bent(self, hand: Hand, aim: Point, pose: Pose, stride: Stride) -> Bent:
        tilt = radians(pose.turn)
        x, y = aim[0] - pose.dx, aim[1] - pose.lift
        x, y = x * cos(tilt) - y * sin(tilt), y * cos(tilt) + x * sin(tilt)
        elbow = -1 if self.craft.body.aside or hand.sign * x > hand.arm.ahead + 0.06 else 1
        return hand.arm.bent(hand.sign * x, y + self._sunk(stride), elbow=elbow)

    def now(self, moment: Moment, act: Act) -> Now:
        """Return the moment with the places of the hands; one who has one hand has both in it."""
        places: list[Point] = []
        tilt, stride = radians(act.turn), act.stride
        for hand in self._hand_list:
            bent = (stride.left if hand.arm.near else stride.right) if stride else None
            x, y = hand.arm.hand(bent or hand.arm.rest)
            x, y = hand.sign * x, y - (self._sunk(stride) if stride else 0.0)
            places.append((act.dx + x * cos(tilt) + y * sin(tilt), act.lift + y * cos(tilt) - x * sin(tilt)))
        if not places:
            body = self.craft.body
            ahead = 0.5 * body.ratio if body.aside else 0.36 * body.ratio
            up = (0.3 if body.four else 0.42) + act.lift
            places = [(ahead, up)] if body.aside else [(ahead, up), (-ahead, up)]
        return replace(self._now(moment), near=places[0], far=places[-1])

    def box(
        self, camera: Camera, moment: Moment, height: int, width: int, aspect: float
    ) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom in pixels of it, of its things, and of those who work along."""
        self._keep_step()
        behind, ahead, low, up = self._view
        left, right = (-behind, ahead) if self.side > 0 else (-ahead, behind)
        (x, y), scale = self._origin(camera, moment, height, width)
        place = np.array([[scale, 0, x], [0, scale, y], [0, 0, 1.0]])
        box = bounds(place @ np.array([[right - left, 0, left], [0, up - low, -up], [0, 0, 1]]), 1, 1)
        boxes = [box, *(other.box(camera, moment, height, width, aspect) for other in self.followers)]
        return (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )

    def fit(self, camera: Camera, moments: Sequence[Moment], aspect: float, height: int, width: int) -> None:
        """Move and shrink it until nothing is cut off; behind a counter, what is below the work need not be seen."""
        if self._leader is not None:
            self._keep_step()
            return
        rim = 0.02 * height
        for _ in range(30):
            boxes = np.array([self.box(camera, moment, height, width, aspect) for moment in moments])
            left, top = rim - boxes[:, 0].min(), rim - boxes[:, 1].min()
            right, bottom = boxes[:, 2].max() - (width - rim), boxes[:, 3].max() - (height - rim)
            if self._nearby:  # the counter goes on below the frame
                bottom -= rim
            if max(left, right, top, bottom) <= 1:
                break
            if top + bottom > 0 or left + right > 0:
                self.tall *= 0.95
            self._x += 0.8 * (max(left, 0.0) - max(right, 0.0)) / height
            self._shift((max(top, 0.0) - max(bottom, 0.0)) / height)

    def _shift(self, down: float) -> None:
        """Go down or up by a share of the frame, in the way in which it can."""
        if self._nearby:
            self._drop += 0.8 * down
        elif self.hanging:
            self._hang += 0.8 * down
        elif down < 0:
            self.near -= 0.03
        else:
            self.tall *= max(0.85, 1 - 1.1 * down / max(self.tall, 0.1))

    def _origin(self, camera: Camera, moment: Moment, height: int, width: int) -> tuple[Point, float]:
        """Return the pixels of the point between its feet, and of its height."""
        plate = camera.plate(moment.pose, self.near, height, width)
        size = float(plate[0, 0])
        x = size * self._x + float(plate[0, 2])
        y = size * self.foot(self.near, moment) + float(plate[1, 2])
        return (x, y), size * self.tall

    def draw(self, frame: Pixels, camera: Camera, moment: Moment, scratch: Scratch) -> None:
        """Draw it with its things behind and before it."""
        if self.sprite is None:
            return
        at, scale = self._origin(camera, moment, *frame.shape[:2])
        sketch = Sketch(frame, at, scale, self.side, moment.light, scratch, _skin(self.subject))
        now = self.now(moment, self.act(moment))
        self.craft.behind(sketch, now)
        super().draw(frame, camera, moment, scratch)
        self.craft.before(sketch, now)
