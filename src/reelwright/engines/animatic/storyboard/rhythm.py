"""Cuts on the beat: where one medium gives way to the next when music plays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import Final

from reelwright.engines.animatic.plan import ShotSource, Transition
from reelwright.engines.animatic.storyboard.pictures import Take

_SHORTEST: Final = 6
"""Frames that a shot between two beats has at least: a quarter of a second can still be seen."""


def cut_on_beats(made: Sequence[Take], beats: Sequence[int]) -> list[Take]:
    """Return the takes with their free cuts moved to the nearest of `beats`, and made hard; without beats nothing changes.

    beats: frames of the whole video, rising. A cut that the prompt gives a time, or asks to be a dissolve, stays as it is.
    """
    shots = list(made)
    free = [index for index in range(1, len(shots)) if _is_free(shots[index - 1], shots[index])]
    if not free:
        return shots
    grid = _fine_enough(beats, min(take.passage.end - take.passage.start for take in shots))
    for index in free:
        before, after = shots[index - 1].passage, shots[index].passage
        reachable = [beat for beat in grid if before.start + _SHORTEST <= beat <= after.end - _SHORTEST]
        if not reachable:
            continue
        cut = min(reachable, key=lambda beat: abs(beat - after.start))
        shots[index - 1] = replace(shots[index - 1], passage=replace(before, end=cut))
        shots[index] = replace(shots[index], passage=replace(after, start=cut, transition=Transition.CUT))
    return shots


def tempo_of(beats: Sequence[int], fps: int) -> int | None:
    """Return the beats per minute of music whose beats fall on these frames; None for fewer than three beats."""
    if len(beats) < 3:
        return None
    tempo = round(60 * fps * (len(beats) - 1) / (beats[-1] - beats[0]))
    return min(max(tempo, 40), 200)


def even_beats(beats_per_minute: int, frames: int, fps: int) -> tuple[int, ...]:
    """Return the frames on which the beats of our own music fall: one on the first frame, and evenly from there."""
    beat = 60 * fps / beats_per_minute
    return tuple(round(number * beat) for number in range(int((frames - 1) / beat) + 1))


def _is_free(before: Take, after: Take) -> bool:
    """Return whether the frame of a cut was only shared out, so that music may move it."""
    if after.source is ShotSource.HOLD:
        return False
    if after.passage.at == before.passage.at:
        return True
    told = after.passage.timed or before.passage.told_end is not None
    return not told and after.passage.transition is Transition.CUT


def _fine_enough(beats: Sequence[int], shortest: int) -> list[int]:
    """Return the beats, with those between them (eighths, sixteenths) where shots are shorter than a beat."""
    grid = list(beats)
    while len(grid) > 1 and median(b - a for a, b in pairwise(grid)) > max(shortest, 2 * _SHORTEST - 1):
        grid = [*(frame for a, b in pairwise(grid) for frame in (a, (a + b) // 2)), grid[-1]]
    return grid
