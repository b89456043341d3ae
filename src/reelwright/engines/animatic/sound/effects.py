"""The effects of a video: cues of the storyboard and what its subjects do, placed and played."""

from __future__ import annotations

from collections import Counter
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
_NEAR = 0.45
_SERIES = {
    "footstep": 0.5,
    "crunch": 0.5,
    "hoof": 0.3,
    "wings": 0.36,
    "heartbeat": 0.9,
    "tick": 0.5,
    "fire": 1.0,
}
"""Seconds between the sounds of one cue, for sounds that nobody means just once."""


def unknown_cues(board: Storyboard) -> tuple[str, ...]:
    """Return a warning for every cue that the library has no sound for."""
    missing = dict.fromkeys(cue.name for cue in board.cues if find_sound(cue.name) is None)
    return tuple(
        f"There is no sound called '{name}' in the sound library; it was left out." for name in missing
    )


def _cued(board: Storyboard) -> Iterator[tuple[float, Event]]:
    """Yield (second, event) of the storyboard's cues: one sound each, but several steps, beats or ticks."""
    for cue in board.cues:
        name = find_sound(cue.name)
        if name is not None and 0 <= cue.frame < board.frames:
            period = _SERIES.get(name)
            for count in range(4 if period else 1):
                yield cue.frame / board.fps + count * (period or 0.0), Event(name, 0.0)


def events(board: Storyboard) -> list[tuple[float, Event]]:
    """Return (second, event) of everything that is heard.

    A cue stands in for the same sound of an action: near it for what an action repeats, in the whole shot for the rest.
    """
    found = list(_cued(board))
    cued = [(second, event.name) for second, event in found]
    for shot in board.shots:
        start, acts = shot.start / board.fps, list(acted(shot, board.fps))
        repeated = Counter(event.name for event in acts)
        for event in acts:
            second = start + event.second
            reach = _NEAR if repeated[event.name] > 1 else shot.frames / board.fps
            if not any(name == event.name and abs(at - second) < reach for at, name in cued):
                found.append((second, event))
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
