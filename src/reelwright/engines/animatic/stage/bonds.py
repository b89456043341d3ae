"""Performers that are joined to another: on it, in its hands, at its mouth."""

from __future__ import annotations

from collections.abc import Sequence

from reelwright.engines.animatic.plan import Action, Bond, BondKind, Setting, Shot, Storyboard, Subject
from reelwright.engines.animatic.stage.ascent import Riser, ascends
from reelwright.engines.animatic.stage.borne import IN_HAND, Bound, lives
from reelwright.engines.animatic.stage.breath import Breath
from reelwright.engines.animatic.stage.cast import Performer
from reelwright.engines.animatic.stage.closeup import CloseUp
from reelwright.engines.animatic.stage.drawings import artwork
from reelwright.engines.animatic.stage.duets import partners_of
from reelwright.engines.animatic.stage.fireworks import Fireworks, bursts
from reelwright.engines.animatic.stage.handlers import handlers_of
from reelwright.engines.animatic.stage.launch import Rocket, launches
from reelwright.engines.animatic.stage.mover import MOST_OF_ONE
from reelwright.engines.animatic.stage.planet import Planet, is_world
from reelwright.engines.animatic.stage.scene import Scene
from reelwright.engines.animatic.stage.tabletop import Table, is_ground, side_by_side
from reelwright.engines.animatic.stage.ties import is_tied, tied


def bound(
    cast: Sequence[Performer], shot: Shot, board: Storyboard, scene: Scene, aspect: float
) -> list[Performer]:
    """Return the cast with everyone who is joined to another in that one's charge, carriers before what they carry."""
    paired = {
        **handlers_of(shot.subjects, shot, board, scene, aspect),
        **partners_of(shot.subjects, shot, board, scene, aspect),
    }
    joined = {
        index
        for index, subject in enumerate(shot.subjects)
        if index not in paired and (_attached(subject) or is_tied(subject))
    }
    found = {
        index: paired[index] if index in paired else _free(subject, cast, shot, board, scene, aspect)
        for index, subject in enumerate(shot.subjects)
        if index not in joined
    }
    for _ in range(len(joined)):
        for index in sorted(joined - found.keys()):
            subject = shot.subjects[index]
            if subject.bond and (others := found.get(subject.bond.to)):
                make = _hung if _attached(subject) else _tied
                found[index] = make(subject, subject.bond, others, shot, board, scene, aspect)
    for index in joined - found.keys():  # joined to what is not there: it stands for itself
        found[index] = [performer for performer in cast if performer.subject is shot.subjects[index]]
    for index, performers in found.items():
        if index not in joined and index not in paired and _stays(shot.subjects[index]):
            for performer in performers[1:]:
                performer.keep_step_with(performers[0])
    staged = [performer for performers in found.values() for performer in performers]
    for carrier in staged:
        if isinstance(carrier, Table):
            _lay_out([other for other in carrier.followers if isinstance(other, Bound)])
        else:
            _seat([other for other in carrier.followers if isinstance(other, Bound)])
        carrier.rigid = any(isinstance(other, Bound) for other in carrier.followers) and not lives(
            carrier.subject
        )
    return staged


def _seat(others: Sequence[Bound]) -> None:
    """Seat those side by side who have one place on the same carrier, or one would hide the other."""
    seated = [other for other in others if other._bond.kind in (BondKind.ON, BondKind.IN)]
    places = {other._bond.x for other in seated}
    if len({id(other.subject) for other in seated}) > 1 and len(places) == 1:
        _lay_out(seated)
        holder = artwork(seated[0]._carrier.subject, 64)
        inside = 0.3 if seated[0]._bond.kind is BondKind.IN else 0.47
        room = max(0.06, inside * holder.shape[1] / holder.shape[0] - abs(seated[0]._bond.x))
        close = min(1.0, room / max(abs(other._shift) for other in seated))
        for other in seated:  # in a small boat they sit close together, and nobody beside it
            other._shift *= close


def _lay_out(laid: Sequence[Bound]) -> None:
    """Lay things side by side on the table that carries them."""
    for other, across in zip(
        laid, side_by_side([other._share * other._ratio for other in laid]), strict=True
    ):
        other._shift = across


def _stays(subject: Subject) -> bool:
    """Return whether several of a subject stay together, wherever they go."""
    return subject.count > 1 and subject.action not in (Action.FALL, Action.RISE, Action.APPROACH)


def _free(
    subject: Subject, cast: Sequence[Performer], shot: Shot, board: Storyboard, scene: Scene, aspect: float
) -> list[Performer]:
    """Return the performers of a subject that depends on no other."""
    if subject.focus is not None:
        return [CloseUp(subject, subject.focus, shot, board, scene, aspect)]
    if shot.setting is Setting.SPACE and is_world(subject) and len(shot.subjects) > 1:
        return [Planet(subject, 0, shot, board, scene, aspect)]
    if bursts(subject, shot, scene):
        return [Fireworks(subject, 0, shot, board, scene, aspect)]
    if launches(subject) and scene.floor and not scene.drift:
        return [Rocket(subject, 0, shot, board, scene, aspect)]
    if subject.action is Action.RISE and ascends(shot, scene):
        return [
            Riser(subject, index, shot, board, scene, aspect)
            for index in range(min(MOST_OF_ONE, max(1, subject.count)))
        ]
    if is_ground(subject, shot):
        return [Table(subject, 0, shot, board, scene, aspect)]
    return [performer for performer in cast if performer.subject is subject]


def _tied(
    subject: Subject, bond: Bond, others: Sequence[Performer], shot: Shot, board: Storyboard, scene: Scene, aspect: float
) -> list[Performer]:  # fmt: skip
    return tied(subject, min(7, max(1, subject.count)), bond, others, shot, board, scene, aspect)


def _attached(subject: Subject) -> bool:
    kinds = (BondKind.ON, BondKind.IN, BondKind.HELD, BondKind.EATEN, BondKind.BREATHED)
    return subject.bond is not None and subject.bond.kind in kinds


def _hung(
    subject: Subject, bond: Bond, carriers: Sequence[Performer], shot: Shot, board: Storyboard, scene: Scene, aspect: float
) -> list[Performer]:  # fmt: skip
    """Return one performer for each holder; those who share a seat sit side by side."""
    if bond.kind is BondKind.BREATHED:
        return [Breath(subject, bond, carrier, shot, board, scene, aspect) for carrier in carriers]
    if bond.kind in IN_HAND:
        return [Bound(subject, bond, carrier, shot, board, scene, aspect) for carrier in carriers]
    count = min(7, max(1, subject.count))
    sketch = artwork(subject, 64)
    step = 0.9 * subject.size / carriers[0].subject.size * sketch.shape[1] / sketch.shape[0]
    shifts = [step * (slot - (count - 1) / 2) for slot in range(count)]
    return [
        Bound(subject, bond, carriers[0], shot, board, scene, aspect, shift, number)
        for number, shift in enumerate(shifts)
    ]
