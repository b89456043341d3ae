"""The performers of all duets of a shot."""

from __future__ import annotations

from collections.abc import Sequence

from reelwright.engines.animatic.plan import Shot, Storyboard, Subject
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.pair import Pair
from reelwright.engines.animatic.stage.partner import Partner
from reelwright.engines.animatic.stage.passing import Passed
from reelwright.engines.animatic.stage.ring import Ring
from reelwright.engines.animatic.stage.scene import Scene

_MOST = 7


def partners_of(
    subjects: Sequence[Subject], shot: Shot, board: Storyboard, scene: Scene, aspect: float
) -> dict[int, list[Performer]]:
    """Return the performers of all who are in a duet, and of what goes between them, by index of their subject."""
    made: dict[int, list[Performer]] = {}
    for index, subject in enumerate(subjects):
        duet = subject.duet
        if duet is None or index in made or duet.to in made:
            continue
        if duet.to == index:
            ring = [
                Partner(subject, slot, shot, board, scene, aspect)
                for slot in range(min(_MOST, subject.count))
            ]
            Ring(duet.kind, ring)
            made[index] = list(ring)
            continue
        ones, others = (
            [
                Partner(subjects[each], slot, shot, board, scene, aspect)
                for slot in range(min(_MOST, subjects[each].count))
            ]
            for each in (index, duet.to)
        )
        pair = Pair(duet, ones[0], others[0], ones[0] if index < duet.to else others[0])
        pair.backed(ones[0], ones[1:])
        pair.backed(others[0], others[1:])
        made[index], made[duet.to] = list(ones), list(others)
        if duet.thing is not None:
            made[duet.thing] = [Passed(subjects[duet.thing], pair, shot, board, scene, aspect)]
    return made
