"""Whoever needs both hands puts down what its trade is drawn with: a cook the spoon, a farmer the fork."""

from __future__ import annotations

from dataclasses import replace

from reelwright.engines.animatic import art
from reelwright.engines.animatic.plan import BondKind, Shot, Subject

_IN_HAND = frozenset({BondKind.HELD, BondKind.EATEN, BondKind.STRING})


def with_free_hands(shot: Shot) -> Shot:
    """Return a shot in which all who work, act with another or hold something have both hands free."""
    held = {subject.bond.to for subject in shot.subjects if subject.bond and subject.bond.kind in _IN_HAND}
    partners = {subject.duet.to for subject in shot.subjects if subject.duet}
    busy = held | partners

    def freed(index: int, subject: Subject) -> Subject:
        needed = index in busy or subject.handling is not None or subject.duet is not None
        return replace(subject, art=art.empty_handed(subject.art)) if needed and subject.art else subject

    return replace(shot, subjects=tuple(freed(index, who) for index, who in enumerate(shot.subjects)))
