"""The figures of a shot in the world of the stage: where they stand, how they move through it, what fits the frame."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from math import cos, pi, radians, sin

import numpy as np

from reelwright.engines.animatic.art import art_group
from reelwright.engines.animatic.plan import Action, CameraMove, Shot, Storyboard, Subject
from reelwright.engines.animatic.stage import travels
from reelwright.engines.animatic.stage.act import Act, Beat, smooth
from reelwright.engines.animatic.stage.acting import perform
from reelwright.engines.animatic.stage.afloat import BEFORE_WAVE, BOBBING, draught
from reelwright.engines.animatic.stage.arms import Grip, holding
from reelwright.engines.animatic.stage.bearing import bear, shows
from reelwright.engines.animatic.stage.camera import Camera, Matrix, Pose
from reelwright.engines.animatic.stage.drawings import artwork, build_of, cut_off, facing_of, limbed
from reelwright.engines.animatic.stage.gestures import dine
from reelwright.engines.animatic.stage.light import Light
from reelwright.engines.animatic.stage.scene import Scene
from reelwright.engines.animatic.stage.speaking import speaker

_NEAR_REFERENCE = 0.92  # nearness of a subject at depth 0.3: there `size` is exact
_SPEEDS = {
    Action.RUN: 0.34,
    Action.DRIVE: 0.36,
    Action.FLY: 0.24,
    Action.SWIM: 0.15,
    Action.WALK: 0.15,
    Action.JUMP: 0.14,
}
_GOES = {Action.WALK, Action.RUN, Action.DRIVE}
_WITH_FACE = {Action.YAWN, Action.EAT, Action.TALK, Action.LAUGH, Action.CRY, Action.GASP}
_WITH_ARMS = {Action.CHEER, Action.CLAP, Action.POINT, Action.DANCE, Action.JUMP}
_ON_LEGS = {Action.WALK, Action.RUN}
GOING = frozenset({"body", "arms", "cape"})
"""The parts that are drawn by themselves of somebody seen from the front who goes, besides its legs."""
_FRAME_MARGIN = 0.03
_HEADROOM = 0.055
_FLAT = frozenset(
    {"coin", "optical-disk", "dvd", "flying-disc", "playing-card", "sports-medal", "1st-place-medal", "fan"}
)
_DEPTH = 0.3  # how much narrower a solid thing is from its side
_KEPT_ACTS = 128  # moments
MOST_OF_ONE = 14


@dataclass(frozen=True)
class Moment:
    """What all performers share in one frame: clock in seconds, share of the shot, camera, and the share of the second light."""

    clock: float
    share: float
    pose: Pose
    light: Light
    light_share: float


def nearness(depth: float) -> float:
    """Return the nearness of a subject at `depth` (0 near to 1 far)."""
    return float(np.interp(depth, [0, 0.3, 1], [1.14, _NEAR_REFERENCE, 0.38]))


def pace_of(shot: Shot) -> float:
    """Return how many seconds the figures of a shot live in one of the video."""
    # above double speed only the sky and the light run on: legs and leaves would flicker
    return min(2.0, shot.speed)


class Mover:
    """Where a figure stands, how it goes through a shot and what it does there."""

    def __init__(
        self, subject: Subject, index: int, shot: Shot, board: Storyboard, scene: Scene, aspect: float
    ) -> None:
        self.subject, self.number, self._scene, self._aspect = subject, index, scene, aspect
        self._seconds = shot.frames / board.fps * pace_of(shot)
        self._beat = 60 / board.beats_per_minute
        rng = np.random.default_rng([board.seed, shot.start, index, sum(map(ord, subject.name))])
        self.hanging = subject.airborne or scene.drift or not scene.floor
        self._cut = cut_off(subject) and not self.hanging
        self._frontal = subject.action in _WITH_FACE and facing_of(subject) == 0
        self._drop = self._spread = 0.0
        self._pick_place(rng, index)
        late = -0.45 * index if subject.action is Action.FALL else float(rng.uniform(0, 2.5))
        self._phase = late if index else 0.0
        self._blinks = float(rng.uniform(0, 6))
        self._travels = subject.moves or (subject.action in _GOES and shot.camera is CameraMove.FOLLOW)
        self._passed = shot.camera is CameraMove.FOLLOW and not self._travels and not self._cut
        self._pick_way(shot)
        self._mark_side = subject.facing or 1
        self.followers: list[Mover] = []
        self.rigid = self.dines = False
        self._leader: tuple[Mover, float, float, float] | None = None
        self._limbed = limbed(subject)
        build = build_of(subject)
        self._arms, self._four = (build.arms, build.four) if build else ((), False)
        self.speaker = speaker(board, shot, subject)
        self.grip: Grip | None = None
        self._acts: dict[Hashable, Act] = {}
        group = art_group(subject.art) if subject.art else ""
        upright = subject.art is not None and subject.art.endswith("-walking")
        self._dives = scene.wet and subject.action is Action.SWIM and upright
        self._solid = group in ("objects", "food") and subject.art not in _FLAT

    def _pick_place(self, rng: np.random.Generator, index: int) -> None:
        subject, count = self.subject, min(MOST_OF_ONE, max(1, self.subject.count))
        self.near = nearness(subject.depth)
        self.tall = subject.size * self.near / _NEAR_REFERENCE / (1.0 if count < 3 else (count / 2) ** 0.38)
        self._x = (subject.place - 0.5) * self._aspect * 0.86
        self._hang = (
            float(np.clip(0.60 - 0.30 * self.tall - 0.16 * (subject.depth - 0.3), 0.3, 0.68)) + self.tall / 2
        )
        if self._cut:  # a half figure: a medium shot, its cut below the frame
            self.near = (1.03 - self._scene.horizon) / self._scene.eye + 0.02 * index
            self.tall = max(0.58, subject.size) / (1.0 if count == 1 else 1.15)
        if count > 1:
            self.tall = min(self.tall, 0.95 * self._aspect / (1 + 0.62 * (min(count, 6) - 1)))
            sketch = artwork(subject, 64)
            wide = max(0.95, 1.05 * sketch.shape[1] / sketch.shape[0])
            self._spread = spread = min(self._aspect * 0.84, self.tall * wide * count)
            slot = (index + 0.5) / count - 0.5
            self._x = self._x * 0.4 + spread * slot + float(rng.uniform(-0.1, 0.1)) * spread / count
            row = ((index * 0.618) % 1 - 0.5) * (0.12 if count < 3 else 0.34)
            self.near = self.near if self._cut else float(np.clip(self.near + row, 0.35, 1.16))
            self.tall *= (1 + row / _NEAR_REFERENCE) * float(rng.uniform(0.93, 1.07))
            self._hang += float(rng.uniform(-0.16, 0.16)) if count > 2 else 0.1 * (index - 0.5)
        if self._scene.sink and not self._scene.mirror and not self.hanging:
            self.near = min(self.near, BEFORE_WAVE)

    def _pick_way(self, shot: Shot) -> None:
        subject = self.subject
        way = _SPEEDS.get(subject.action, 0.1) * self._seconds * (0.7 + 0.3 * self._aspect)
        limit = 6.0 if shot.camera is CameraMove.FOLLOW else 0.62 * self._aspect
        if self._spread and shot.camera is not CameraMove.FOLLOW:
            # with no room left before the frame's edge they would all be pushed to one place
            limit = min(limit, max(0.18, 0.94 * self._aspect - self._spread - 0.4 * self.tall))
        self._way = min(way, limit) * subject.facing if self._travels else 0.0

    def travelled(self, share: float) -> float:
        """Return how far it has gone at `share` of the shot, in world units, measured from the middle of its way."""
        soft = 0.86 * share + 0.14 * smooth(share)
        return self._way * (soft - 0.5)

    @property
    def reaches(self) -> bool:
        """Whether its arms do something of their own."""
        action, armed = self.subject.action, bool(self._arms)
        return (
            self.grip is not None
            or (self.subject.feeling is not None and armed and shows(action))
            or ((action in _WITH_ARMS or (action is Action.TALK and self.speaker is not None)) and armed)
            or (action is Action.WAVE and self._limbed)
        )

    @property
    def apart(self) -> frozenset[str]:
        """Which drawings of a part it needs, where its picture hides that part: see `Build.drawings`."""
        if self.subject.action in _ON_LEGS:
            return GOING | {"leg"}
        if self.subject.action is Action.APPROACH:
            return GOING | {"legs"}
        return frozenset({"still", "arms"}) if self.reaches else frozenset()

    def act(self, moment: Moment) -> Act:
        """Return what it does now; a sofa that a cat sleeps on keeps still."""
        if self.rigid and self.subject.action is Action.IDLE:
            return Act()
        # to fit it and to choose its picture, the same moments are looked at again and again
        key = (moment.clock, moment.share, self.tall, self._way, self.dines)
        if key not in self._acts:
            if len(self._acts) >= _KEPT_ACTS:
                self._acts.clear()
            self._acts[key] = self._act(moment)
        return self._acts[key]

    def take(self, grip: Grip) -> None:
        """Hold something from now on."""
        self.grip = grip
        self._acts.clear()

    def _act(self, moment: Moment) -> Act:
        clock = moment.clock + self._phase
        pace = abs(self._way) / self._seconds / self.tall
        gone = abs(self.travelled(moment.share) - self.travelled(0)) / self.tall + self._phase * pace
        beat = Beat(
            clock, moment.share, self._seconds, self._beat, self._travels, self.hanging, self._limbed, pace, gone, self._arms,
            self.subject.facing or 1, self._four, self.speaker.at(moment.share) if self.speaker else None,
            self._cut,
        )  # fmt: skip
        act = perform(self.subject.action, beat)
        if self._dives:
            act = travels.dive(act, beat)
        if self.dines and self.subject.action is Action.TALK:
            act = dine(act, beat)
        if self.subject.feeling is not None:
            act = bear(act, self.subject.feeling, self.subject.action, beat)
        if self.grip is not None:
            act = replace(act, stride=holding(act, self.grip))
        if self._cut or (self._scene.sink and self.subject.action is Action.FLOAT):
            # half a figure that leaps would come up from below the frame, a boat out of the water
            return replace(act, lift=act.lift * (0.25 if self._cut else BOBBING))
        if self.subject.action is Action.RISE and self.hanging:  # small things rise as far as large ones
            return replace(act, lift=act.lift * float(np.clip(0.36 / self.tall, 0.5, 1.6)))
        return replace(act, turn=act.turn * 0.4) if self._frontal else act

    def nearness(self, act: Act) -> float:
        """Return how near it is in this act."""
        return self.near if self._cut else min(1.25, max(0.3, self.near + act.near))

    def unit(self, camera: Camera, moment: Moment, act: Act, height: int, width: int) -> Matrix:
        """Return the map to pixels from a box 1 high, origin at the feet, y up to -1."""
        near = self.nearness(act)
        tall = self.tall * act.size * near / self.near
        plate = camera.plate(moment.pose, near, height, width)
        side = self.subject.facing or 1
        x = self._x + self.travelled(moment.share) + side * act.dx * tall
        y = self.foot(near, moment) - act.lift * tall
        pivot = -0.5 if self.hanging or abs(act.turn) > 30 else 0.0
        angle = radians(act.turn) * side
        spin = act.spin if self.subject.art else abs(act.spin)  # the words on a card never stand mirrored
        if (
            self._solid
        ):  # seen from the side a bottle is hardly narrower, and its label is not seen from behind
            spin = 1 - _DEPTH * (1 - spin * spin)
        spin = spin if abs(spin) > 0.06 else (0.06 if spin >= 0 else -0.06)
        # plate @ place and size @ turn @ bend, about the pivot, in plain numbers: five small products cost more than the drawing
        turn, tilt, wide, lean = cos(angle), sin(angle), act.wide * spin, -act.lean * side
        scale, size = float(plate[0, 0]), float(plate[0, 0]) * tall
        a, b = size * wide * turn, size * (lean * turn - act.tall * tilt)
        d, e = size * wide * tilt, size * (lean * tilt + act.tall * turn)
        across = scale * x + float(plate[0, 2]) - b * pivot
        down = scale * (y + pivot * tall) + float(plate[1, 2]) - e * pivot
        return np.array([[a, b, across], [d, e, down], [0, 0, 1]])

    def foot(self, near: float, moment: Moment) -> float:
        """Return the world height of its feet."""
        if self.hanging:
            return self._hang
        stands = self.subject.art is not None and art_group(self.subject.art) == "places"
        swell = (
            0.0
            if stands
            else self._scene.bobbing * sin(moment.clock * 2 * pi * 0.28 + self._x * 3 + near * 4)
        )
        return (
            self._scene.horizon
            + self._scene.eye * near
            + swell
            + draught(self.subject.art, self._scene.sink) * self.tall
            + self._drop
        )

    def box(
        self, camera: Camera, moment: Moment, height: int, width: int, aspect: float
    ) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom in pixels of its picture and of all that it carries."""
        self._keep_step()
        (a, b, x), (d, e, y), _ = self.unit(camera, moment, self.act(moment), height, width).tolist()
        wide, high = abs(a) * aspect / 2, abs(d) * aspect / 2
        own = (
            x - wide - max(0.0, b),
            y - high - max(0.0, e),
            x + wide - min(0.0, b),
            y + high - min(0.0, e),
        )
        if not self.followers:
            return own
        boxes = [own, *(other.box(camera, moment, height, width, aspect) for other in self.followers)]
        return (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )

    def keep_step_with(self, leader: Mover) -> None:
        """Let a leader be fitted for the whole group: one by one, all would be moved to the same place."""
        self._leader = (
            leader,
            (self._x - leader._x) / leader.tall,
            self.tall / leader.tall,
            self.near - leader.near,
        )
        self._leader_hang = self._hang - leader._hang
        leader.followers.append(self)

    def _keep_step(self) -> None:
        if self._leader is not None:
            leader, across, tall, near = self._leader
            self._x, self.tall = leader._x + across * leader.tall, tall * leader.tall
            self.near, self._hang = leader.near + near, leader._hang + self._leader_hang
            if self._travels and leader._travels:  # one that went on alone would walk into the next
                self._way = leader._way

    def fit(self, camera: Camera, moments: Sequence[Moment], aspect: float, height: int, width: int) -> None:
        """Move and shrink it until nothing is cut off at any of the moments.

        What falls comes in from above, and half a figure ends below the frame: those edges are meant to be crossed.
        """
        if self._leader is not None:
            self._keep_step()
            return
        rim = _FRAME_MARGIN * height
        boxes = np.zeros((1, 4))
        for _ in range(30):
            boxes = np.array([self.box(camera, moment, height, width, aspect) for moment in moments])
            left, top = rim - boxes[:, 0].min(), _HEADROOM * height - boxes[:, 1].min()
            right, bottom = boxes[:, 2].max() - (width - rim), boxes[:, 3].max() - (height - rim)
            if not self.hanging:  # what is under water need not be in sight
                bottom -= draught(self.subject.art, self._scene.sink) * self.tall * height
            if self._passed:  # in sight all the time it would have to be as small as a doll
                left = right = -1.0
            if self.subject.action in (Action.FALL, Action.RISE):
                top, bottom = -1.0, -1.0 if self.hanging else bottom
            if self._cut:
                gap = max(0.0, height + 2 - boxes[:, 3].min()) / height
                self._drop += gap
                self.tall += 0.6 * gap  # a tilting camera would else begin or end with a head alone
                bottom = -1.0
            if max(left, right, top, bottom) <= 0.5:
                break
            room = width - 2 * rim
            own, allowed = float((boxes[:, 2] - boxes[:, 0]).max()), room * (0.72 if self._way else 1)
            if own > allowed:
                self.tall *= 0.98 * allowed / own
            elif boxes[:, 2].max() - boxes[:, 0].min() > room and not self._passed:
                self._settle(float(boxes[-1, 0] - boxes[0, 0]) / height)
            else:
                self._adjust(left, right, top, bottom, height)
        room_for_marks = 0.35 * self.tall * height
        ahead = width - boxes[:, 2].max() if self._mark_side > 0 else boxes[:, 0].min()
        behind = boxes[:, 0].min() if self._mark_side > 0 else width - boxes[:, 2].max()
        if not self._travels and ahead < room_for_marks < behind:
            self._mark_side = -self._mark_side

    def _settle(self, drift: float) -> None:
        """Go less far, or be smaller, when the way through the frame is too long; `drift` is that way, in frame heights.

        Half a figure that shrank would end as a doll at the lower edge: it goes along with a camera that goes past it.
        """
        if self._cut and self.tall < 0.55:
            self._way -= 0.3 * drift
        elif abs(self._way) > 0.02:
            self._way *= 0.75
        else:
            self._way = 0.0
            self.tall *= 0.95

    def _adjust(self, left: float, right: float, top: float, bottom: float, height: int) -> None:
        self._x += (max(left, 0) - max(right, 0)) / height
        if top > 0 and (bottom > 0 or not self.hanging):
            self.tall *= max(0.8, 1 - 1.1 * top / height / max(self.tall, 0.1))
        elif self.hanging:
            self._hang += (max(top, 0) - max(bottom, 0)) / height * 0.9
        elif bottom > 0:
            self.near -= 0.04
