"""Someone or something that another carries: on it, in it, in its hands, at its mouth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import cos, radians, sin

import numpy as np

from reelwright.engines.animatic import art
from reelwright.engines.animatic.plan import Action, Bond, BondKind, Shot, Storyboard, Subject
from reelwright.engines.animatic.stage.act import Act
from reelwright.engines.animatic.stage.blend import Scratch
from reelwright.engines.animatic.stage.camera import Camera, Matrix
from reelwright.engines.animatic.stage.canvas import Pixels
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.drawings import artwork, build_of, facing_of
from reelwright.engines.animatic.stage.gait import Stride
from reelwright.engines.animatic.stage.holding import hold
from reelwright.engines.animatic.stage.mover import GOING, Moment
from reelwright.engines.animatic.stage.scene import Scene

IN_HAND = frozenset({BondKind.HELD, BondKind.EATEN})
"""What is tied so is in the hands of whoever has it."""
_STEADY = frozenset({Action.IDLE, Action.FLOAT, Action.FLY, Action.DRIVE})
"""What is carried does none of it: it goes where its carrier goes."""
_BEHIND = {"umbrella": 0.01, "surfboard": 0.01}
"""Held things that are seen behind their holder."""
_HUNG = frozenset(
    {"handbag", "briefcase", "shopping-bags", "luggage", "red-paper-lantern", "bucket", "backpack"}
)
"""Held things that hang from a hand."""
_GRIPS = {
    "umbrella": (0.0, 0.3), "broom": (0.0, 0.45), "fishing-pole": (0.3, 0.1), "candle": (0.0, 0.15),
    "magic-wand": (-0.25, 0.15), "balloon": (-0.3, 0.02), "closed-umbrella": (0.0, 0.3), "violin": (0.0, 0.4),
}  # fmt: skip
"""Where the hand is on a thing, in heights of its picture from the middle of its foot; else `_GRIP`."""
_GRIP = (0.0, 0.3)
_CHAIRS = frozenset({"chair", "couch-and-lamp", "bench", "seat"})
"""What people sit on upright, their feet on the ground."""
_LAP = (14.0, -34.0)
"""Arms of who sits."""


class Bound(Performer):
    """Someone or something that another carries: it has no place of its own, and no shadow."""

    def __init__(
        self, subject: Subject, bond: Bond, carrier: Performer, shot: Shot, board: Storyboard, scene: Scene,
        aspect: float, shift: float = 0.0, number: int = 0,
    ) -> None:  # fmt: skip
        super().__init__(subject, number, shot, board, scene, aspect)
        self._bond, self._carrier, self._shift = bond, carrier, shift
        self.hanging = self._cut = self._travels = False
        self._way = 0.0
        sketch = artwork(subject, 64)
        self._ratio = sketch.shape[1] / sketch.shape[0]
        holder = artwork(carrier.subject, 64)
        self._slim = (
            holder.shape[1] < 0.6 * holder.shape[0]
        )  # a standing person: the mouth is nearer than a panda's
        self._share = subject.size / carrier.subject.size
        self._grip = _GRIPS.get(subject.art or "", (0.0, 0.5)) if bond.kind in IN_HAND else (0.0, 0.0)
        build = build_of(subject)
        self._sits = (
            bond.kind is BondKind.ON
            and carrier.subject.art in _CHAIRS
            and build is not None
            and bool(build.arms)
            and build.steps
            and (subject.art or "").endswith("-standing")
        )
        self._palm: tuple[float, float] | None = None
        if bond.kind is BondKind.HELD:
            low = subject.art in _HUNG
            self._palm = hold(carrier, bond.x, low=low)
            if self._palm is not None:
                self._grip = _GRIPS.get(subject.art or "", (0.0, 0.94) if low else _GRIP)
        elif bond.kind is BondKind.EATEN:
            hold(carrier, 1.0, meal=True)
            carrier.dines = True
        carrier.followers.append(self)

    @property
    def _mirror(self) -> int:
        who = self._carrier.subject
        return -1 if facing_of(who) * who.facing < 0 else 1

    def follow(self) -> None:
        """Stand as near as its carrier does, so that it is drawn just before or after it."""
        behind = self._bond.kind is BondKind.IN or (self.subject.art or "") in _BEHIND
        self.near = self._carrier.near + (-0.0005 if behind else 0.0005)

    def act(self, moment: Moment) -> Act:
        """Return what it does now; what is carried and does nothing keeps still."""
        if self.subject.action in _STEADY and (self._bond.kind in IN_HAND or not lives(self.subject)):
            return Act()
        act = super().act(moment)
        if self._sits:
            arms = act.stride or Stride("rest", 0.0)
            stride = Stride("chair", 0.0, left=arms.left or _LAP, right=arms.right or _LAP)
            return replace(act, lift=0.0, dx=0.0, near=0.0, turn=0.5 * act.turn, spin=1.0, stride=stride)
        return replace(act, lift=max(0.0, act.lift), dx=act.dx, near=0.0)

    @property
    def reaches(self) -> bool:
        """Whether its arms do something of their own: hands lie in the lap of who sits."""
        return self._sits or super().reaches

    @property
    def apart(self) -> frozenset[str]:
        """Which drawings of a part it needs."""
        return GOING | {"legs"} if self._sits else super().apart

    def unit(self, camera: Camera, moment: Moment, act: Act, height: int, width: int) -> Matrix:
        """Return the map to pixels from a box 1 high, origin at the feet, y up to -1."""
        borne = self._carrier.act(moment)
        base = self._carrier.unit(camera, moment, borne, height, width)
        size = float(np.hypot(base[0, 1], base[1, 1])) / max(0.2, borne.tall) * self._share * act.size
        x, y = self._joint(borne)
        at = base @ np.array([x, self._carrier.drop(borne) - y, 1.0])
        if self._carrier._cut and self._palm is None and self._bond.kind is BondKind.HELD:
            # half a figure holds it higher than its hand, which is below the frame
            at[1] -= min(0.9 * size, max(0.0, at[1] + self._grip[1] * size - 0.96 * height))
        side = self.subject.facing or 1
        angle = radians(act.turn * side + 0.6 * borne.turn * (self._carrier.subject.facing or 1))
        turn = np.array([[cos(angle), -sin(angle), 0], [sin(angle), cos(angle), 0], [0, 0, 1]])
        bend = np.array([[act.wide * act.spin, -act.lean * side, 0], [0, act.tall, 0], [0, 0, 1]])
        place = np.array(
            [
                [size, 0, at[0] + side * act.dx * size],
                [0, size, at[1] - act.lift * size],
                [0, 0, 1.0],
            ]
        )
        back = np.array([[1, 0, -self._grip[0]], [0, 1, self._grip[1]], [0, 0, 1]])
        return np.asarray(place @ turn @ bend @ back)

    def _joint(self, borne: Act) -> tuple[float, float]:
        """Return where on its carrier it is: food goes to the mouth and back."""
        bond = self._bond
        x, y = bond.x * self._mirror + self._shift, bond.y
        if self._palm is not None:
            return self._palm
        if bond.kind is BondKind.HELD:
            drawn = facing_of(self._carrier.subject) != 0 and bond.x < 0  # a mouth, where the artwork has it
            return bond.x * (self._mirror if drawn else self._carrier.subject.facing or 1), y
        if bond.kind is BondKind.EATEN:
            side = self._carrier.subject.facing or 1
            bite = min(1.0, max(0.0, borne.push)) if borne.cue == "eat" else 0.0
            reach = 0.5 * self._share * self._ratio
            wide = 0.45 if self._slim else 1.0
            return x + side * wide * (0.1 + 0.1 * (1 - bite) + 0.3 * reach), y - wide * (
                0.06 + 0.18 * (1 - bite)
            )
        return x, y

    def box(
        self, camera: Camera, moment: Moment, height: int, width: int, aspect: float
    ) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom of its picture in pixels."""
        return super().box(camera, moment, height, width, self._ratio)

    def fit(self, camera: Camera, moments: Sequence[Moment], aspect: float, height: int, width: int) -> None:
        """Leave the fitting to its carrier, whose box it is part of."""
        self.follow()

    def _float(self, frame: Pixels, camera: Camera, moment: Moment, unit: Matrix, scratch: Scratch) -> Pixels:
        """Let it be seen whole: its carrier is in the water, it is not."""
        return frame

    def _ground(
        self, frame: Pixels, camera: Camera, moment: Moment, act: Act, unit: Matrix, scratch: Scratch
    ) -> None:
        """Draw no shadow: the ground is not under it."""


def lives(subject: Subject) -> bool:
    """Return whether a subject is alive, or drawn as if it were."""
    return subject.art is not None and art.art_form(subject.art) != "thing"
