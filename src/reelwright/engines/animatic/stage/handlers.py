"""The performers of all handlings of a shot: who does it, the thing, and where the thing goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import sin
from typing import Final

from reelwright.engines.animatic.handlings import WORKS, HandlingKind
from reelwright.engines.animatic.plan import Action, Shot, Storyboard, Subject
from reelwright.engines.animatic.stage.act import Act, smooth
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.gait import Stride
from reelwright.engines.animatic.stage.handler import Handler, Task
from reelwright.engines.animatic.stage.handling import contact
from reelwright.engines.animatic.stage.letting_go import table_ahead
from reelwright.engines.animatic.stage.mover import Moment
from reelwright.engines.animatic.stage.partner import Partner
from reelwright.engines.animatic.stage.scene import Scene
from reelwright.engines.animatic.stage.steps import Count
from reelwright.engines.animatic.stage.things import Aim, Thing
from reelwright.engines.animatic.stage.works import workers_of

_MOST: Final = 4
_AIMED: Final = (HandlingKind.KICK, HandlingKind.THROW, HandlingKind.ROLL, HandlingKind.SHOOT)
_AIM_AHEAD: Final = 1.25  # heights of the handler before an aim begins


class Fellow(Partner):
    """Another of the same: it goes along, or stands by and is glad of what it sees."""

    guide: Performer | None = None

    def act(self, moment: Moment) -> Act:
        """Return what it does now: who stands by stands on closed legs, and hops when the thing is on its way."""
        act = super().act(moment)
        if self._travels or self.subject.action is not Action.IDLE:
            return act
        seconds, _ = self.beat
        after = moment.clock - contact(Count(moment.clock, moment.share, seconds, 0.5)) - 0.37 * self.number
        hop = abs(sin(after * 6.5)) * smooth(after / 0.2) * (1 - smooth((after - 1.6) / 0.4))
        stride = Stride("stand", 0.0) if self._steps else act.stride
        return replace(act, lift=act.lift + 0.05 * hop, stride=stride)


def handlers_of(
    subjects: Sequence[Subject], shot: Shot, board: Storyboard, scene: Scene, aspect: float
) -> dict[int, list[Performer]]:
    """Return the performers of all who do something to a thing, of the things, and of their aims, by index of their subject."""
    made = workers_of(subjects, shot, board, scene, aspect)
    for index, subject in enumerate(subjects):
        handling = subject.handling
        if (
            handling is None
            or handling.kind in WORKS
            or index in made
            or handling.thing in made
            or subject.duet is not None
        ):
            continue
        handler = Handler(replace(subject, count=1), 0, shot, board, scene, aspect)
        thing = Thing(subjects[handling.thing], handler, shot, board, scene, aspect)
        aim = None
        if handling.to is not None:
            aim = Aim(subjects[handling.to], handler, shot, board, scene, aspect)
            aim.near = handler.near - 0.03
            if handling.kind is HandlingKind.KNOCK:
                ahead = table_ahead(handler.layout(subjects[handling.thing], None), aim.tall / handler.tall)
                aim._x = handler.place()[0] + handler.side * ahead * handler.tall
            least = handler.side * (_AIM_AHEAD * handler.tall + 0.3 * aim.tall)
            if handling.kind in _AIMED and abs(aim._x - handler.place()[0]) < abs(least):
                aim._x = handler.place()[0] + least  # in a narrow frame the ball would begin in the goal
            made[handling.to] = [aim]
        thing._x = handler.place()[0]
        task = Task(handling, handler, subjects[handling.thing], aim)
        handler.task = handler.together = thing.task = task
        handler.steps_up()
        thing.near = handler.near + 0.004
        thing.keep_step_with(handler)
        if aim is not None:
            aim.task = task
            aim.keep_step_with(handler)
        fellows = [
            _fellow(handler, slot, shot, board, scene, aspect)
            for slot in range(1, min(_MOST, max(1, subject.count)))
        ]
        made[index], made[handling.thing] = [handler, *fellows], [thing]
    return made


def _fellow(
    handler: Handler, slot: int, shot: Shot, board: Storyboard, scene: Scene, aspect: float
) -> Performer:
    """Return another of the same subject: it goes along, or stands by and watches."""
    fellow = Fellow(handler.subject, slot, shot, board, scene, aspect)
    x, hang = handler.place()
    goes = handler._travels
    ahead = 1 if handler.task.kind is HandlingKind.PULL else -1
    across = ahead * (0.1 + 0.42 * slot) if goes else (0.75, -0.45, 1.3)[slot - 1]
    across *= max(1.0, 1.15 * handler.ratio)  # those on four legs are longer than people are wide
    far = 0.02 * slot if goes else 0.16 + 0.05 * slot
    fellow.stand(
        x + handler.side * across * handler.tall, handler.near - far, handler.tall * (1 - 0.8 * far), hang
    )
    fellow.guide = handler
    fellow.keep_step_with(handler)
    return fellow
