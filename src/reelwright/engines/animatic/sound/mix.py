"""The whole sound of a video: bed or music and ambience, effects, speech; balanced, mastered and handed out in blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from reelwright.engines.animatic.mouthing import heard
from reelwright.engines.animatic.plan import Storyboard
from reelwright.engines.animatic.sound.ambience import ambience
from reelwright.engines.animatic.sound.bed import bed, bed_media
from reelwright.engines.animatic.sound.effects import effects, unknown_cues
from reelwright.engines.animatic.sound.loudness import master
from reelwright.engines.animatic.sound.music import music
from reelwright.engines.animatic.sound.signal import (
    RATE,
    Mono,
    Samples,
    add,
    fade,
    from_decibels,
    samples_of,
    smooth,
    to_rms,
)
from reelwright.engines.animatic.sound.speech import Spoken, speak
from reelwright.engines.base import LocalMedia
from reelwright.media.frames import samples_in

Speech: TypeAlias = tuple[tuple[Spoken, ...], tuple[str, ...]]
"""The lines that were said, and warnings in sentences for the caller."""

_BLOCK = 9600
_DUCK = -10.0
_SPEECH_LEVEL = -19.0


def make_sound(
    board: Storyboard, media: tuple[LocalMedia, ...], speech: Speech | None = None
) -> tuple[Iterator[Samples] | None, tuple[str, ...]]:
    """Return the sound of a video as float32 blocks of shape (n, 2) at 48 kHz, and warnings in sentences for the caller.

    The blocks last exactly as long as the video's frames; None stands for a video without an audio stream: no reference
    sound, and none to be made. Speech is made at once, because only then it is known what could not be said; the rest
    when the first block is asked for. One whole sound is held: at most 15 s, 5.8 MB, and a few times that while it is
    made. The same board gives the same sound. speech: the board's lines, when they have been said already.

    Raises MediaError, from the iterator, when a reference sound cannot be read.
    """
    beds = bed_media(board, media)
    if not beds and not board.generate_audio:
        return None, ()
    length = samples_in(board.frames, board.fps)
    if not board.generate_audio:
        return _blocks(board, beds, (), length), ()
    spoken, warnings = speech or say_lines(board)
    return _blocks(board, beds, spoken, length), (*warnings, *unknown_cues(board))


def say_lines(board: Storyboard) -> Speech:
    """Return the lines of a board as sound, and warnings about those that could not be said; nothing where no sound is made."""
    if not board.generate_audio:
        return (), ()
    cuts = [shot.end for shot in board.shots]
    return speak(board.lines, board.fps, samples_in(board.frames, board.fps), cuts=cuts)


def mouthed(board: Storyboard, spoken: Sequence[Spoken]) -> Storyboard:
    """Return a board whose lines know how far a mouth is open that says them, as their voices were heard."""
    voices = {voice.start: voice.sound for voice in spoken}
    lines = [
        replace(line, mouth=heard(voices[start], RATE, board.fps))
        if (start := line.start * RATE // board.fps) in voices
        else line
        for line in board.lines
    ]
    return replace(board, lines=tuple(lines))


def _blocks(
    board: Storyboard, beds: Sequence[LocalMedia], spoken: Sequence[Spoken], length: int
) -> Iterator[Samples]:
    sound = _mix(board, beds, spoken, length)
    for start in range(0, length, _BLOCK):
        yield np.ascontiguousarray(sound[start : start + _BLOCK])


def _generator(board: Storyboard, stem: int) -> np.random.Generator:
    """Return a stem's own generator, so that a change to one stem leaves the others as they were."""
    return np.random.default_rng([board.seed, stem])


def _mix(board: Storyboard, beds: Sequence[LocalMedia], spoken: Sequence[Spoken], length: int) -> Samples:
    if beds:
        track = to_rms(bed(beds, length), -22)
    else:
        track = music(board.mood, board.beats_per_minute, length, _generator(board, 1))
        track += ambience(board, length, _generator(board, 2))
    if board.generate_audio:
        track += effects(board, length, _generator(board, 3))
    if spoken:
        track *= _ducking(spoken, length)[:, None]
        for line in spoken:
            add(track, np.repeat(to_rms(line.sound, _SPEECH_LEVEL)[:, None], 2, axis=1), line.start)
    return master(fade(track, samples_of(0.005), min(samples_of(0.4), length // 4)))


def _ducking(spoken: Sequence[Spoken], length: int) -> Mono:
    """Return the gain of everything else: lowered from 0.2 s before each line until 0.2 s after, with soft edges."""
    gain = np.ones(length, np.float32)
    margin = samples_of(0.2)
    for line in spoken:
        gain[max(line.start - margin, 0) : line.start + len(line.sound) + margin] = from_decibels(_DUCK)
    return smooth(gain, samples_of(0.3))
