"""Whose voice it is: what words say about who speaks, and who of a shot says a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from reelwright.engines.animatic.duets import DuetKind
from reelwright.engines.animatic.plan import Action, SpokenLine, Subject

_MEN: Final = re.compile(
    r"(?:\b(?:man|men|boy|guy|he|his|father|dad|grandfather|grandpa|king|prince|gentleman"
    r"|husband|uncle|brother|wizard|male|mr)\b|男|爸|父|爷|先生|国王|王子|叔|他|哥|弟)"
)
_WOMEN: Final = re.compile(
    r"(?:\b(?:woman|women|girl|lady|she|her|mother|mom|mum|grandmother|grandma|queen|princess"
    r"|wife|aunt|sister|witch|female|mrs|ms)\b|女|妈|母|奶|小姐|公主|阿姨|她|姐|妹|姑娘)"
)


def voice_of(words: str) -> str:
    """Return ``male`` or ``female`` for the first in `words`, folded, of whom that is known, else ``any``."""
    man, woman = _MEN.search(words), _WOMEN.search(words)
    if man and (not woman or man.start() < woman.start()):
        return "male"
    return "female" if woman else "any"


def speaker_of(voice: str, names: Sequence[str], by: str = "") -> int:
    """Return which of those named, folded, says a line: whom `by`, the word before its verb, names; else whom the voice fits."""
    named = [number for number, name in enumerate(names) if by and _is_named(name, by)]
    if named:
        return named[0]
    known = [voice_of(name) for name in names]
    return next((known.index(fit) for fit in (voice, "any") if fit in known and voice != "any"), 0)


def _is_named(name: str, by: str) -> bool:
    """Return whether a word, or a run of letters without blanks between words, names somebody."""
    return name in by if not by.isascii() else name.split()[-1:] == [by]


def talkers(subjects: Sequence[Subject]) -> list[int]:
    """Return which subjects of a shot are seen talking."""
    partners = {who.duet.to for who in subjects if who.duet and who.duet.kind is DuetKind.TALK}
    return [
        index
        for index, who in enumerate(subjects)
        if who.action is Action.TALK or index in partners or (who.duet and who.duet.kind is DuetKind.TALK)
    ]


def said_by(index: int, subjects: Sequence[Subject], lines: Sequence[SpokenLine]) -> list[SpokenLine]:
    """Return those of `lines` that subject `index` says."""
    who = talkers(subjects)
    names = [subjects[number].name.lower() for number in who]
    return [
        line
        for line in lines
        if who and not line.narrated and who[speaker_of(line.voice, names, line.by)] == index
    ]
