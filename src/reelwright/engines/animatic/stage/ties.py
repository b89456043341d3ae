"""Performers with a place of their own that depends on another's: on a string, above, fallen out of a tree, among flowers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import sin

import cv2
import numpy as np

from reelwright.engines.animatic.plan import Action, Bond, BondKind, Shot, Storyboard, Subject
from reelwright.engines.animatic.stage.act import Act, smooth
from reelwright.engines.animatic.stage.blend import Scratch
from reelwright.engines.animatic.stage.camera import Camera, Matrix
from reelwright.engines.animatic.stage.canvas import Pixels
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.drawings import artwork
from reelwright.engines.animatic.stage.holding import hold
from reelwright.engines.animatic.stage.mover import Moment
from reelwright.engines.animatic.stage.scene import Scene

_KNOTS = {"kite": (-0.16, 0.55), "balloon": (-0.3, 0.03)}
_COLLAR = (0.3, 0.62)
_LINE = (74, 70, 82, 255)
_FALL = 3.2  # heights of its own from which a thing falls, as `acting` has it
_DIP = 0.2  # of its height by which one who flies over another may hang down before it
_GAP = 0.05  # heights of the frame over it
_SCENERY = 0.55  # depth from which a subject is scenery
_TRIES, _LEAST = 16, 0.7
_STAY = 1.7  # seconds from one flower to the next


class Tied(Performer):
    """One who is joined to `partners`, all of the subject that its bond names."""

    def __init__(
        self, subject: Subject, index: int, bond: Bond, partners: Sequence[Performer], shot: Shot, board: Storyboard,
        scene: Scene, aspect: float,
    ) -> None:  # fmt: skip
        self._partners, self._bond, self._number = partners, bond, index
        super().__init__(subject, index, shot, board, scene, aspect)
        self._partner = partners[index % len(partners)]
        self._side = self._partner.subject.facing or 1
        self._palm = (
            hold(self._partner, bond.x, low=not self.hanging) if bond.kind is BondKind.STRING else None
        )
        if bond.kind is BondKind.STRING and self.hanging:
            self._fly_on_string()
        elif bond.kind is BondKind.ABOVE and self.hanging:
            self._hang = 0.24 + self.tall / 2

    def _fly_on_string(self) -> None:
        """Stand in the air before whoever holds the string, and go along."""
        partner, kite = self._partner, self.subject.art == "kite"
        self._x = partner._x + self._side * (0.42 if kite else 0.16) * self._aspect**0.5 + 0.09 * self._number
        self._hang = (0.2 if kite else 0.36) + self.tall / 2 + 0.05 * (self._number % 2)
        self._travels, self._way = partner._travels, partner._way

    def fit(self, camera: Camera, moments: Sequence[Moment], aspect: float, height: int, width: int) -> None:
        """Fit it into the frame, and beside its partner, who has been fitted before."""
        if self._bond.kind is BondKind.STRING and self.hanging:
            self._fly_on_string()
            self.near = self._partner.near
        if self._bond.kind is BondKind.FROM:
            tree = self._partner
            self.near, self._x = tree.near + 0.01, tree._x + self._bond.x * tree.tall * (-1) ** self._number
        if self._bond.kind is BondKind.AMONG:
            self.near = max(flower.near for flower in self._partners) + 0.01
            return
        over = self._bond.kind is BondKind.ABOVE and self.hanging
        if over and self._partner.subject.depth >= _SCENERY:
            self._partner._x *= 0.4  # its way goes from one side of what it flies over to the other
            self._x = self._partner._x
        super().fit(camera, moments, aspect, height, width)
        if over:
            self._rise(camera, moments, aspect, height, width)

    def _rise(
        self, camera: Camera, moments: Sequence[Moment], aspect: float, height: int, width: int
    ) -> None:
        """Go up until what it flies over is seen under it; where there is no room for that, both are smaller."""
        least = _LEAST * self.tall
        partner, sketch = self._partner, artwork(self._partner.subject, 64)
        ratio = sketch.shape[1] / sketch.shape[0]
        looks = (*moments[::3], moments[-1])
        for _ in range(_TRIES):
            own = np.array([self.box(camera, moment, height, width, aspect) for moment in looks])
            other = np.array([partner.box(camera, moment, height, width, ratio) for moment in looks])
            lack = float((own[:, 3] - other[:, 1] - _DIP * (own[:, 3] - own[:, 1])).max()) / height
            room = float(own[:, 1].min()) / height - _GAP
            if lack <= 0.005:
                return
            self._hang -= min(lack, max(0.0, room))
            if lack > room and self.tall > least:
                self.tall, partner.tall = 0.96 * self.tall, 0.96 * partner.tall

    def act(self, moment: Moment) -> Act:
        """Return what it does now."""
        act = super().act(moment)
        if self._bond.kind is BondKind.FROM and not self.hanging:
            late = max(0.0, moment.clock - 0.7)  # it hangs on its branch at first
            act = super().act(replace(moment, clock=late - 0.3 if late == 0 else late))
            crown = self._bond.y * self._partner.tall / max(0.02, self.tall)
            return replace(act, lift=act.lift * crown / _FALL)
        if self._bond.kind is BondKind.STRING and self.hanging:
            sway = sin(1.1 * moment.clock + self._number)
            return replace(act, dx=act.dx + 0.16 * sway, turn=act.turn + 7 * sin(1.7 * moment.clock + 0.6))
        if self._bond.kind is BondKind.AMONG:
            return replace(act, spin=act.spin * self._heading(moment.clock), dx=0.0, turn=0.4 * act.turn)
        return act

    def unit(self, camera: Camera, moment: Moment, act: Act, height: int, width: int) -> Matrix:
        """Return the map to pixels from a box 1 high, origin at the feet, y up to -1."""
        unit = super().unit(camera, moment, act, height, width)
        if self._bond.kind is not BondKind.AMONG:
            return unit
        at = unit @ np.array([0.0, -0.4, 1.0])
        wanted = self._visited(camera, moment, height, width)
        size = float(np.hypot(unit[0, 1], unit[1, 1]))
        # at a flower beside the edge it would hang out of the frame
        half = min(0.45 * width, (0.5 * (self.sprite.aspect if self.sprite else 1.0) + 0.04) * size)
        wanted[0] = min(width - half, max(half, wanted[0]))
        bob = (0.12 * sin(7 * moment.clock) + 0.5 * act.lift) * size
        moved = unit.copy()
        moved[:2, 2] += wanted - at[:2] - np.array([0.0, bob])
        return moved

    def _leg(self, clock: float) -> tuple[int, int, float]:
        """Return the flowers it comes from and goes to, and how much of the way is done."""
        order = sorted(range(len(self._partners)), key=lambda index: self._partners[index]._x)
        tour = [order[(3 * step + self._number) % len(order)] for step in range(len(order))]
        if len(set(tour)) < len(tour):
            tour = order
        step, part = divmod(clock + 0.4 * self._number, _STAY)
        return (
            tour[int(step) % len(tour)],
            tour[(int(step) + 1) % len(tour)],
            smooth((part / _STAY - 0.3) / 0.7),
        )

    def _visited(self, camera: Camera, moment: Moment, height: int, width: int) -> Matrix:
        first, second, part = self._leg(moment.clock)
        points = []
        for index in (first, second):
            flower = self._partners[index]
            unit = flower.unit(camera, moment, flower.act(moment), height, width)
            points.append((unit @ np.array([0.0, -self._bond.y, 1.0]))[:2])
        arc = np.array([0.0, -0.1 * height * 4 * part * (1 - part)])
        return np.asarray(points[0] * (1 - part) + points[1] * part + arc)

    def _heading(self, clock: float) -> float:
        """Return the width's sign: it turns round while it is on a flower."""
        first, second, _ = self._leg(clock)
        _, third, _ = self._leg(clock + _STAY)
        now = 1 if self._partners[second]._x >= self._partners[first]._x else -1
        after = 1 if self._partners[third]._x >= self._partners[second]._x else -1
        part = ((clock + 0.4 * self._number) % _STAY) / _STAY
        turned = now + (after - now) * smooth((part - 0.88) / 0.24)
        before, _, _ = self._leg(max(0.0, clock - _STAY))
        came = 1 if self._partners[first]._x >= self._partners[before]._x else -1
        if part < 0.12 and clock > _STAY:
            turned = now + (came - now) * (1 - smooth((part + 0.12) / 0.24))
        return turned * (self.subject.facing or 1)

    def draw(self, frame: Pixels, camera: Camera, moment: Moment, scratch: Scratch) -> None:
        """Draw it, and the string from it to its partner's hand."""
        if self._bond.kind is BondKind.STRING and self.hanging:
            self._draw_string(frame, camera, moment)
        super().draw(frame, camera, moment, scratch)
        if self._bond.kind is BondKind.STRING and not self.hanging:  # a leash ends at the neck, not behind it
            self._draw_string(frame, camera, moment)

    def _draw_string(self, frame: Pixels, camera: Camera, moment: Moment) -> None:
        height, width = frame.shape[:2]
        partner = self._partner
        act = partner.act(moment)
        hers = partner.unit(camera, moment, act, height, width)
        own = self.unit(camera, moment, self.act(moment), height, width)
        x, y = self._palm or (self._bond.x * self._side, self._bond.y)
        hand = (hers @ np.array([x, partner.drop(act) - y, 1.0]))[:2]
        mirrored = -1 if self.sprite is not None and self.sprite.mirrored else 1
        across, up = _KNOTS.get(self.subject.art or "", _COLLAR)
        if not self.hanging:  # a collar: on the side where it looks
            across, mirrored = across * (self.subject.facing or 1), 1
        knot = (own @ np.array([across * mirrored, -up, 1.0]))[:2]
        share = np.linspace(0, 1, 14)[:, None]
        slack = 0.07 * float(np.linalg.norm(knot - hand)) * (1.0 if self.hanging else 1.6)
        path = hand * (1 - share) + knot * share + np.array([0.0, slack]) * 4 * share * (1 - share)
        points = [np.round(path * 16).astype(np.int32)]
        cv2.polylines(frame, points, False, _LINE, max(1, round(height / 420)), cv2.LINE_AA, 4)


def tied(
    subject: Subject, count: int, bond: Bond, partners: Sequence[Performer], shot: Shot, board: Storyboard, scene: Scene,
    aspect: float,
) -> list[Performer]:  # fmt: skip
    """Return the performers of a subject that depends on `partners`."""
    return [Tied(subject, index, bond, partners, shot, board, scene, aspect) for index in range(count)]


def is_tied(subject: Subject) -> bool:
    """Return whether a subject depends on another, yet has a place of its own."""
    kinds = (BondKind.STRING, BondKind.ABOVE, BondKind.FROM, BondKind.AMONG)
    still = subject.bond is not None and subject.bond.kind is BondKind.ABOVE and subject.action is Action.RISE
    return subject.bond is not None and subject.bond.kind in kinds and not still
