"""Several who stand in a circle."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

from reelwright.engines.animatic.duets import DuetKind
from reelwright.engines.animatic.stage.blend import Scratch
from reelwright.engines.animatic.stage.camera import Camera
from reelwright.engines.animatic.stage.canvas import Pixels
from reelwright.engines.animatic.stage.mover import Moment
from reelwright.engines.animatic.stage.partner import Partner
from reelwright.engines.animatic.stage.steps import Step


class Ring:
    """Several who stand in a circle, hand in hand, and go round; or close together, in each other's arms."""

    def __init__(self, kind: DuetKind, partners: Sequence[Partner]) -> None:
        self.partners, self._close = list(partners), kind is DuetKind.HUG
        leader = partners[0]
        for slot, partner in enumerate(partners):
            partner.together, partner.slot = self, slot
            partner.stand(0.0, leader.near + 0.0005 * slot, leader.tall, leader.place()[1])
            if slot:
                partner.guide = leader
                partner.keep_step_with(leader)

    def _turn(self, partner: Partner, moment: Moment) -> float:
        start = 2 * pi * (partner.slot + 0.25) / len(self.partners)
        return start if self._close else start + 2 * pi * 0.09 * moment.clock

    def step_of(self, partner: Partner, moment: Moment) -> tuple[float, Step]:
        """Return how far a partner is from its own place, in world units to the right, and what it does."""
        turn, leader = self._turn(partner, moment), self.partners[0]
        radius = (0.14 if self._close else 0.24) * leader.tall * len(self.partners) * max(0.6, partner.ratio)
        radius = max(radius, (0.3 if self._close else 0.5) * leader.tall)
        hop = abs(sin(moment.clock / partner.beat[1] * pi))
        sway = 3 * sin(moment.clock * 2 * pi * 0.36)
        if self._close:
            inward = -6 * cos(turn) * partner.side
            return radius * cos(turn), Step(
                near=0.05 * sin(turn), lean=inward + sway * partner.side, eyes=1.0
            )
        step = Step(
            near=0.17 * sin(turn),
            lift=0.05 * hop,
            lean=sway,
            tall=1 + 0.04 * (hop - 0.5),
            walks=0.6,
            reach=1.0,
            aim="sides",
        )
        return radius * cos(turn), step

    def target(self, partner: Partner, moment: Moment) -> tuple[float, float] | None:
        """Return nothing: in a ring, hands hang."""
        return None

    def draw(self, slot: int, frame: Pixels, camera: Camera, moment: Moment, scratch: Scratch) -> None:
        """Draw the partner that is `slot`-th from the farthest."""
        order = sorted(self.partners, key=lambda partner: sin(self._turn(partner, moment)))
        order[slot].draw_alone(frame, camera, moment, scratch)
