"""The effects of a video: cues of the storyboard and what its subjects do, placed and played."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from reelwright.engines.animatic.dissolves import lapped
from reelwright.engines.animatic.plan import Storyboard
from reelwright.engines.animatic.sound.acting import Event, acted
from reelwright.engines.animatic.sound.library import SOUNDS, find_sound
from reelwright.engines.animatic.sound.moments import flashes
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
"""Seconds within which a cue stands in for one of an action's repeated sounds."""
_BESIDE = 0.6
"""Seconds within which a sound that is seen stands in for a cue."""
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

_FEET = frozenset({"footstep", "crunch", "hoof"})
_SEEN = frozenset({"land", "wings"})
_IMPACTS = frozenset({"crash", "glass", "splash"})
_FAR = 1.6
"""Seconds from which on a landing that is seen is not the one that a cue means."""


def unknown_cues(board: Storyboard) -> tuple[str, ...]:
    """Return a warning for every cue that the library has no sound for."""
    missing = dict.fromkeys(cue.name for cue in board.cues if find_sound(cue.name) is None)
    return tuple(
        f"There is no sound called '{name}' in the sound library; it was left out." for name in missing
    )


def _cued(board: Storyboard) -> Iterator[tuple[float, Event]]:
    """Yield (second, event) of the storyboard's cues: one sound each, but several steps, beats or ticks."""
    lightning = any(flashes(board, lap.shot) for lap in lapped(board.shots))
    for cue in board.cues:
        name = find_sound(cue.name)
        if name == "thunder" and lightning:
            continue  # the ambience thunders when lightning is seen
        if name is not None and 0 <= cue.frame < board.frames:
            period = _SERIES.get(name)
            for count in range(4 if period else 1):
                yield cue.frame / board.fps + count * (period or 0.0), Event(name, 0.0)


def _shown(name: str, second: float, acts: list[tuple[float, Event]]) -> bool:
    """Return whether the picture shows near that moment what a cue names: then it is heard when it is seen."""
    names = _FEET if name in _FEET else {name} & _SEEN
    return any(event.name in names and abs(at - second) < _BESIDE for at, event in acts)


def events(board: Storyboard) -> list[tuple[float, Event]]:
    """Return (second, event) of everything that is heard.

    A cue stands in for the same sound of an action: near it for what an action repeats, in the whole shot for the rest.
    Feet, wings and landings that are seen stand in for their cues; a splash or a crash falls on a landing.
    """
    scenes = [
        (shot, [(shot.start / board.fps + event.second, event) for event in acts])
        for shot in (lap.shot for lap in lapped(board.shots))
        for acts in [list(acted(shot, board.fps, board.beats_per_minute))]
    ]
    seen = [act for _, acts in scenes for act in acts]
    landings = [second for second, event in seen if event.name == "land"]
    found = [
        (_landing(second, landings) if event.name in _IMPACTS else second, event)
        for second, event in _cued(board)
        if not _shown(event.name, second, seen)
    ]
    cued = [(second, event.name) for second, event in found]
    for shot, acts in scenes:
        repeated = Counter(event.name for _, event in acts)
        for second, event in acts:
            reach = _NEAR if repeated[event.name] > 1 else shot.frames / board.fps
            instead = any(name == event.name and abs(at - second) < reach for at, name in cued)
            if not instead and (second, event.name) not in {(at, "land") for at, _ in cued}:
                found.append((second, event))
    return found


def _landing(second: float, landings: list[float]) -> float:
    """Return the landing that is seen near that moment, or the moment itself."""
    nearest = min(landings, key=lambda at: abs(at - second), default=second)
    return nearest if abs(nearest - second) < _FAR else second


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
