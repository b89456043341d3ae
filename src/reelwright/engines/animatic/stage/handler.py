"""Whoever does something to a thing, and what is done at each moment."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from reelwright.engines.animatic.handlings import Handling, HandlingKind
from reelwright.engines.animatic.plan import Setting, Shot, Storyboard, Subject
from reelwright.engines.animatic.stage.act import Act
from reelwright.engines.animatic.stage.blend import Scratch
from reelwright.engines.animatic.stage.camera import Camera
from reelwright.engines.animatic.stage.canvas import Pixels
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.drawings import artwork, build_of, facing_of
from reelwright.engines.animatic.stage.gait import Bent, Stride
from reelwright.engines.animatic.stage.handling import Handle, Handled, Layout
from reelwright.engines.animatic.stage.kicking import kick
from reelwright.engines.animatic.stage.legs import Angles
from reelwright.engines.animatic.stage.letting_go import drop, knock, lift, release
from reelwright.engines.animatic.stage.mover import GOING, Moment
from reelwright.engines.animatic.stage.partner import STANDING, Partner
from reelwright.engines.animatic.stage.scene import Scene
from reelwright.engines.animatic.stage.shoving import pull, push
from reelwright.engines.animatic.stage.steps import Count, Step
from reelwright.engines.animatic.stage.throwing import catch, hit, roll, shoot, throw
from reelwright.engines.animatic.stage.tools import TOOLS, draw_rope, draw_tool

HANDLES: Final[dict[HandlingKind, Handle]] = {
    HandlingKind.KICK: kick,
    HandlingKind.THROW: throw,
    HandlingKind.HIT: hit,
    HandlingKind.SHOOT: shoot,
    HandlingKind.ROLL: roll,
    HandlingKind.KNOCK: knock,
    HandlingKind.DROP: drop,
    HandlingKind.RELEASE: release,
    HandlingKind.LIFT: lift,
    HandlingKind.CATCH: catch,
    HandlingKind.PULL: pull,
    HandlingKind.PUSH: push,
}
_WATERS: Final = (Setting.LAKE, Setting.SEA, Setting.BEACH)
_ROUND: Final = frozenset(
    {
        "soccer-ball", "basketball", "baseball", "softball", "volleyball", "tennis", "pool-8-ball", "yarn", "snowball",
        "red-apple", "green-apple", "tangerine", "coin", "melon", "watermelon", "wheel", "bowling-ball", "golf-ball", "globe",
        "wood", "oil-drum", "egg", "coconut", "jack-o-lantern",
    }
)  # fmt: skip
_LEG, _SHORT_LEG = 0.3, 0.2  # heights ahead at which a leg meets what it kicks
_EDGE: Final = (
    0.41  # of the frame's width, from its middle: further out, a camera that comes near would lose a thing
)


_Legs = tuple[Angles, Angles]


def _between(one: _Legs, other: _Legs, share: float) -> _Legs:
    """Return legs on their way from one posture to another, each as far as both tell of its joints."""
    near, far = (
        tuple(first + (second - first) * share for first, second in zip(*legs, strict=False))
        for legs in zip(one, other, strict=True)
    )
    return near, far


def _outwards(arm: Bent | None) -> Bent | None:
    """Return an arm of somebody seen from the front for one that swings forward and back: it keeps the balance."""
    return arm and (8 + 0.5 * abs(arm[0]), 4 + 0.6 * abs(arm[1]))


class Handler(Partner):
    """Whoever does something to a thing."""

    task: Task

    def __init__(
        self, subject: Subject, index: int, shot: Shot, board: Storyboard, scene: Scene, aspect: float
    ) -> None:
        super().__init__(subject, index, shot, board, scene, aspect)
        self._water = shot.setting in _WATERS and scene.floor and not scene.sink
        build = build_of(subject)
        self._fronted = build is not None and bool(build.drawings) and not self.hanging
        """Whether it is seen from the front and has legs that are drawn from the side."""

    @property
    def apart(self) -> frozenset[str]:
        """Which drawings of a part it needs: who kicks swings a leg that is drawn from the side."""
        kicks = self._fronted and self.task.kind is HandlingKind.KICK
        return GOING | {"leg"} if kicks else super().apart

    def act(self, moment: Moment) -> Act:
        """Return what it does now, with the legs and arms that do something of their own."""
        act, now = super().act(moment), self.task.now(moment)
        # from the first frame on: to be taken apart into limbs for a moment would make it flicker
        legs = now.legs if self._limbed else None
        if legs is None and now.arms == (None, None):
            return act
        stride = act.stride or Stride("rest", 0.0, 0.0)
        if legs is not None:
            size = stride.size if stride.gait in ("walk", "run") else 0.0
            gait = stride.gait if stride.gait in ("walk", "run") else "walk"
            stands = stride.own if stride.legs is not None else 0.0
            legs = _between(STANDING, legs, now.own) if stands else legs
            stride = replace(stride, gait=gait, size=max(size, 0.0), legs=legs, own=max(stands, now.own))
        near, far = (_outwards(arm) for arm in now.arms) if self._fronted else now.arms
        return replace(act, stride=replace(stride, left=near or stride.left, right=far or stride.right))

    def steps_up(self) -> None:
        """Let it run up on its legs, where they are drawn for what it does."""
        self._steps = self._steps or "leg" in self.apart

    @property
    def reaches(self) -> bool:
        """Whether its arms do something of their own: they do, whether it walks or stands."""
        return super().reaches or self.arm is not None

    def layout(self, thing: Subject, aim: Performer | None) -> Layout:
        """Return what stays the same of its handling."""
        sketch = artwork(thing, 64)
        high = thing.size / self.subject.size
        arm, build = self.arm, build_of(self.subject)
        side_view = facing_of(self.subject) != 0 and build is not None
        to_edge = (_EDGE * self._aspect - self.side * self._x) / self.tall
        goal = None
        if aim is not None:
            goal = (self.side * (aim._x - self._x) / self.tall, aim.tall / self.tall)
        return Layout(
            high=high,
            wide=high * sketch.shape[1] / sketch.shape[0],
            body=self.ratio,
            hand=(arm.ahead + 0.9 * arm.length, arm.up) if arm else self.muzzle,
            room=max(0.9, to_edge),
            aim=goal,
            legs=(side_view or self._fronted) and build is not None and not build.four and build.steps,
            foot=_SHORT_LEG if self._fronted else _LEG,
            four=side_view and build is not None and build.four,
            arm=arm,
            rolls=thing.art in _ROUND,
            art=thing.art or "",
            water=self._water,
        )

    @property
    def going(self) -> float:
        """How many of its heights it walks in the whole shot."""
        return abs(self._way) / self.tall


class Task:
    """A handling as it is staged; says where everybody in it is."""

    def __init__(self, handling: Handling, handler: Handler, thing: Subject, aim: Performer | None) -> None:
        self.kind, self.handler, self.thing, self.aim = handling.kind, handler, thing, aim
        self._handle = HANDLES[handling.kind]
        # were the room measured anew, whoever is made smaller would send the thing farther, and be made smaller still
        self._layout = handler.layout(thing, aim)
        self._last: tuple[Moment, Handled] | None = None

    def now(self, moment: Moment) -> Handled:
        """Return what is done at a moment."""
        if self._last is None or self._last[0] is not moment:
            seconds, beat = self.handler.beat
            count = Count(moment.clock, moment.share, seconds, beat)
            self._last = (moment, self._handle(count, replace(self._layout, going=self.handler.going)))
        return self._last[1]

    def step_of(self, partner: Partner, moment: Moment) -> tuple[float, Step]:
        """Return how far the handler is from its own place, in world units to the right, and what it does."""
        step = self.now(moment).step
        return partner.side * partner.tall * (step.ahead + step.drift), step

    def target(self, partner: Partner, moment: Moment) -> tuple[float, float] | None:
        """Return what the handler's hand is to reach, in world units ahead of its middle and up from its foot, or None."""
        now = self.now(moment)
        if now.hand is None or now.step.aim != "touch":
            return None
        return (now.hand[0] - now.step.ahead) * partner.tall, now.hand[1] * partner.tall

    def draw(self, slot: int, frame: Pixels, camera: Camera, moment: Moment, scratch: Scratch) -> None:
        """Draw the handler, and what is in its hand."""
        self.handler.draw_alone(frame, camera, moment, scratch)
        now, who = self.now(moment), self.handler
        if now.mark not in TOOLS and now.mark != "rope":
            return
        height, width = frame.shape[:2]
        held = (0.2 * who.ratio, 0.5) if now.mark == "rope" and who.arm is None else who.hand(moment)
        hand, size = who.point(camera, moment, height, width, *held), who.tall * height
        if now.mark == "rope":
            at = (now.spot.ahead + 0.5 * self._layout.wide - now.step.ahead, 0.4 * self._layout.high)
            draw_rope(frame, hand, who.point(camera, moment, height, width, *at), size)
        else:
            draw_tool(frame, now.mark, hand, now.push, who.side, size)
