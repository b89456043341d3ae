"""Who speaks in a shot: when the mouth opens for the words of a line, and when a hand underlines them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reelwright.engines.animatic.mouthing import mouth_of, sounded
from reelwright.engines.animatic.plan import Shot, SpokenLine, Storyboard, Subject
from reelwright.engines.animatic.stage.act import Speech, smooth
from reelwright.engines.animatic.voices import said_by, talkers

_RAISING: Final = 0.35
"""Seconds in which a hand goes up before a phrase, or down after it."""

_HELD: Final = 0.45
"""Seconds from the end of a line to the moment at which the hands begin to hang again."""


class Speaker:
    """Somebody of a shot with the lines that it says there; with none it listens."""

    def __init__(self, lines: list[SpokenLine], start: int, frames: int, fps: int) -> None:
        self._start, self._frames, self._fps = start, frames, fps
        self._lines = [(line.start, mouth_of(line), _phrases(line.text)) for line in lines]

    def at(self, share: float) -> Speech:
        """Return the moment at a share of the shot, 0 first frame to 1 last."""
        frame = self._start + share * max(0, self._frames - 1)
        for start, mouth, phrases in self._lines:
            last = start + len(mouth) - 1
            lead = (frame - start) / self._fps
            after = (frame - last) / self._fps
            voice = smooth(lead / _RAISING + 1) * (1 - smooth((after - _HELD) / _RAISING))
            if voice <= 0:
                continue
            place = min(1.0, max(0.0, (frame - start) / max(1, len(mouth))))
            number = max(index for index, begin in enumerate(phrases) if begin <= place)
            since = (place - phrases[number]) * len(mouth) / self._fps
            way = smooth(since / _RAISING) if number else 1.0
            spoken = mouth[round(frame) - start] if start <= round(frame) <= last else 0.0
            return Speech(spoken, voice, number, way)
        return Speech()


def speaker(board: Storyboard, shot: Shot, subject: Subject) -> Speaker | None:
    """Return the lines of a subject that is seen talking, or None for one that says nothing in words."""
    index = _index(shot.subjects, subject)
    heard = [
        line for line in board.lines if line.start < shot.end and line.end > shot.start and not line.narrated
    ]
    if not heard or index not in talkers(shot.subjects):
        return None
    return Speaker(said_by(index, shot.subjects, heard), shot.start, shot.frames, board.fps)


def _index(subjects: Sequence[Subject], subject: Subject) -> int:
    """Return which of a shot's subjects this is, whom the stage may have turned or parted from others like it, or -1."""
    if subject in subjects:
        return subjects.index(subject)
    own, *others = (replace(who, count=1, facing=1, moves=False) for who in (subject, *subjects))
    return others.index(own) if own in others else -1


def _phrases(text: str) -> list[float]:
    """Return where the phrases of a line begin, as shares of its time; the first begins at 0."""
    parts = sounded(text)
    whole = sum(part.length for part in parts)
    begins, at, phrase = [0.0], 0.0, 0
    for part in parts:
        if part.phrase > phrase:
            begins.append(at / whole)
            phrase = part.phrase
        at += part.length
    return begins
