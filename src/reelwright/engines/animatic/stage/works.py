"""The performers of all work of a shot: who works at what, with the craft that draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reelwright.engines.animatic import art
from reelwright.engines.animatic.handlings import WORKS
from reelwright.engines.animatic.plan import Shot, Storyboard, Subject
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.crafting import Job, craft_of
from reelwright.engines.animatic.stage.scene import Scene
from reelwright.engines.animatic.stage.working import Worker, body_of

_MOST: Final = 4


def workers_of(
    subjects: Sequence[Subject], shot: Shot, board: Storyboard, scene: Scene, aspect: float
) -> dict[int, list[Performer]]:
    """Return the performers of all who work at something, by index of their subject; the thing is drawn with them."""
    made: dict[int, list[Performer]] = {}
    first: dict[int, Worker] = {}
    for index, subject in enumerate(subjects):
        handling = subject.handling
        if handling is None or handling.kind not in WORKS or subject.duet is not None:
            continue
        workers: list[Worker] = []
        for slot in range(min(_MOST, max(1, subject.count))):
            lead = first.get(handling.thing)
            one = _turned(subject, lead, slot)
            craft = craft_of(Job(handling, tuple(subjects), body_of(one), shot.setting, draws=lead is None))
            worker = Worker(one, slot, craft, shot, board, scene, aspect)
            if lead is None:
                first[handling.thing] = worker
            elif craft.middle:
                worker.beside(lead, slot)
                worker.keep_step_with(lead)
            workers.append(worker)
        made[index] = list(workers)
        made[handling.thing] = []
        if handling.to is not None:
            made[handling.to] = []
    return made


def _turned(subject: Subject, lead: Worker | None, slot: int) -> Subject:
    """Return a worker that faces the thing; who has one arm that moves works on the side where it is."""
    facing = subject.facing or 1
    if lead is not None and lead.craft.middle:
        facing = -lead.side if slot % 2 or lead.subject.name != subject.name else lead.side
    if (
        subject.art
        and not art.art_facing(subject.art)
        and (build := art.art_build(subject.art))
        and len(build.arms) == 1
    ):
        facing = build.arms[0]
    return replace(subject, facing=facing, moves=False)
