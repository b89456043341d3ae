"""The effects of a video: cues of the storyboard and what its subjects do, placed and played."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reelwright.engines.animatic.plan import Storyboard
from reelwright.engines.animatic.sound.acting import Event, acted
from reelwright.engines.animatic.sound.library import SOUNDS, find_sound
from reelwright.engines.animatic.sound.reverb import reverb
from reelwright.engines.animatic.sound.signal import (
    Mono,
    Samples,
    add,
    from_decibels,
    pan,
    samples_of,
    silence,
    to_peak,
)

_TAKES = 3


def unknown_cues(board: Storyboard) -> tuple[str, ...]:
    """Return a warning for every cue that the library has no sound for."""
    missing = dict.fromkeys(cue.name for cue in board.cues if find_sound(cue.name) is None)
    return tuple(
        f"There is no sound called '{name}' in the sound library; it was left out." for name in missing
    )


def _cued(board: Storyboard) -> Iterator[tuple[int, Event]]:
    """Yield (frame, event) of the storyboard's cues."""
    for cue in board.cues:
        name = find_sound(cue.name)
        if name is not None and 0 <= cue.frame < board.frames:
            yield cue.frame, Event(name, 0.0)


def events(board: Storyboard) -> list[tuple[float, Event]]:
    """Return (second, event) of everything that is heard; a cue in a shot stands in for the same sound from its actions."""
    cued = list(_cued(board))
    found = [(frame / board.fps, event) for frame, event in cued]
    for shot in board.shots:
        by_cue = {event.name for frame, event in cued if shot.start <= frame < shot.end}
        found.extend(
            (shot.start / board.fps + event.second, event)
            for event in acted(shot, board.fps)
            if event.name not in by_cue
        )
    return found


def effects(board: Storyboard, length: int, rng: np.random.Generator) -> Samples:
    """Return all effects of a video of `length` samples, in one light room."""
    track = silence(length)
    heard = events(board)
    takes: dict[tuple[str, int], Mono] = {}
    for second, event in heard:
        take = (event.name, int(rng.integers(_TAKES)))
        if take not in takes:
            takes[take] = to_peak(SOUNDS[event.name].make(rng))
        # Nobody's feet keep time to the millisecond; sounds that overlap into one another must.
        jitter = 0 if SOUNDS[event.name].steady else samples_of(float(rng.uniform(0, 0.012)))
        gain = from_decibels(SOUNDS[event.name].level + event.level)
        add(track, pan(takes[take], event.place), samples_of(second) + jitter, gain)
    return reverb(track, rng, 0.9, 0.14) if heard else track
