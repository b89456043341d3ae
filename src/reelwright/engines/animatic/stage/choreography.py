"""Which steps belong to which duet."""

from __future__ import annotations

from collections.abc import Callable

from reelwright.engines.animatic.duets import DuetKind
from reelwright.engines.animatic.stage import contests, embraces
from reelwright.engines.animatic.stage.steps import Count, Figure

_FIGURES: dict[DuetKind, Callable[[Count], Figure]] = {
    DuetKind.HUG: embraces.hug,
    DuetKind.KISS: embraces.kiss,
    DuetKind.FIGHT: contests.fight,
    DuetKind.SHAKE_HANDS: embraces.shake_hands,
    DuetKind.HIGH_FIVE: embraces.high_five,
    DuetKind.HOLD_HANDS: embraces.hold_hands,
    DuetKind.LEAD: contests.lead,
    DuetKind.DANCE: contests.dance,
    DuetKind.CHASE: contests.chase,
    DuetKind.RACE: contests.race,
    DuetKind.GIVE: embraces.give,
    DuetKind.FEED: embraces.feed,
    DuetKind.PET: embraces.pet,
    DuetKind.CATCH: contests.catch,
    DuetKind.PUSH: contests.push,
    DuetKind.TUG: contests.tug,
    DuetKind.GAME: contests.game,
    DuetKind.PLAY: contests.play,
    DuetKind.TALK: embraces.talk,
}


def figure(kind: DuetKind, now: Count) -> Figure:
    """Return what both of a duet do at a moment."""
    return _FIGURES[kind](now)
