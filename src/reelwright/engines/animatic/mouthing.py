"""When a mouth is open: a spoken line, frame by frame, from its letters or from the voice that was heard."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import pi, sin
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reelwright.engines.animatic.plan import SpokenLine

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SYLLABLE: Final = re.compile(r"[aeiouy]+", re.IGNORECASE)
_SILENT_E: Final = re.compile(r"[^aeiouy]e$", re.IGNORECASE)
_WIDE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_STOP: Final = re.compile(r"[.!?…。！？;；]")
_COMMA: Final = re.compile(r"[,:，、：—–]")
_OPEN: Final = {"a": 1.0, "o": 0.85, "e": 0.7, "i": 0.55, "u": 0.5, "y": 0.5}
_OTHERS: Final = (0.9, 0.6, 0.75)
"""How wide syllables are whose vowels are not known, in turn: always the same would look like a fish."""

_GAP, _BREATH, _REST = 0.12, 0.9, 1.6
"""Pauses after a word, a comma and a sentence, in syllables."""

_PARTED: Final = 0.12
"""How far lips are parted between two syllables: shut, the drawn mouth would flash up for a frame."""

_LOUD: Final = 90
_QUIET: Final = 0.08


@dataclass(frozen=True, slots=True)
class Sounded:
    """A part of a line: its length in syllables, how wide it opens the mouth (0 in a pause), and the phrase it belongs to."""

    length: float
    opening: float
    phrase: int


def sounded(text: str) -> tuple[Sounded, ...]:
    """Return the syllables and pauses of a line, in order; a line without words has none."""
    parts: list[Sounded] = []
    words = list(_WORD.finditer(text))
    phrase = 0
    for number, word in enumerate(words):
        parts.extend(Sounded(1.0, width, phrase) for width in _widths(word[0], number))
        after = text[word.end() : words[number + 1].start()] if number + 1 < len(words) else ""
        pause = _REST if _STOP.search(after) else _BREATH if _COMMA.search(after) else _GAP
        if number + 1 < len(words) and not (_WIDE.search(word[0]) and pause == _GAP):
            parts.append(Sounded(pause, 0.0, phrase))
        phrase += pause > _GAP
    return tuple(parts)


def _widths(word: str, number: int) -> Iterator[float]:
    """Yield how wide each syllable of a word opens the mouth."""
    if _WIDE.search(word) or word.isdigit():
        yield from (_OTHERS[(number + index) % 3] for index in range(len(word)))
        return
    core = word[:-1] if _SILENT_E.search(word) and len(_SYLLABLE.findall(word)) > 1 else word
    vowels = _SYLLABLE.findall(core)
    if vowels:
        yield from (_OPEN[vowel[0].lower()] for vowel in vowels)
    else:  # another alphabet, or letters that are read out
        yield from (_OTHERS[(number + index) % 3] for index in range(max(1, len(word) // 2)))


def openings(text: str, frames: int) -> tuple[float, ...]:
    """Return how far a mouth is open in each of `frames` frames in which it says a line, 0 shut to 1 wide open."""
    parts = sounded(text)
    if not parts or frames <= 0:
        return (0.0,) * max(0, frames)
    ends = np.cumsum([part.length for part in parts])
    places = (np.arange(frames) + 0.5) / frames * ends[-1]
    at = np.minimum(np.searchsorted(ends, places, side="right"), len(parts) - 1)
    levels = [
        _level(parts[index], 1 - (ends[index] - place) / parts[index].length)
        for index, place in zip(at, places, strict=True)
    ]
    return tuple(float(level) for level in _soft(np.array(levels)))


def _level(part: Sounded, share: float) -> float:
    if part.length <= _GAP:
        return _PARTED
    return _PARTED + (part.opening - _PARTED) * sin(pi * share) if part.opening else 0.0


def _soft(levels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return levels without leaps: no mouth goes from shut to wide open within a frame."""
    return np.convolve(np.pad(levels, 1), (0.25, 0.5, 0.25), mode="valid")


def heard(sound: NDArray[np.float32], rate: int, fps: int) -> tuple[float, ...]:
    """Return how far a mouth is open in each frame of a voice: mono `sound`, `rate` samples a second."""
    step = rate / fps
    edges = np.append(np.arange(0, len(sound), step), len(sound)).astype(int)
    loud = np.array(
        [np.sqrt(np.mean(sound[left:right] ** 2)) for left, right in pairwise(edges) if right > left]
    )
    if not len(loud) or (top := float(np.percentile(loud, _LOUD))) <= 0:
        return (0.0,) * len(loud)
    level = np.clip(loud / top, 0, 1)
    open_ = np.where(level < _QUIET, 0.0, _PARTED + (1 - _PARTED) * level**0.8)
    return tuple(float(value) for value in _soft(open_))


def mouth_of(line: SpokenLine) -> Sequence[float]:
    """Return how far the mouth of whoever says a line is open, in each frame from its start on."""
    return line.mouth or openings(line.text, line.end - line.start)
