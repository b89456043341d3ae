"""Close-ups of a part: which part a passage is about, and where it lies in the picture of who has it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reelwright.engines.animatic.art import art_face, art_facing, close_art
from reelwright.engines.animatic.plan import Action, Focus, Subject
from reelwright.engines.animatic.storyboard.relations import geometry

_OF_PART: Final = (
    r"(?:\bclose-?\s?ups?|\bmacro|\bdetail|\bzoom\w*|\bfocus\w*|\bpush\w* in)\b[^.;,]{0,30}?(?:%s)"
)
_PART_OF: Final = (
    r"(?:%s)[^。；，,.]{0,4}(?:的)?(?:大?特写|\bclose-?\s?up)|(?:大?特写|近景)[^。；]{0,8}(?:%s)"
)
_EYE_SPAN, _MOUTH_SPAN, _FACE_SPAN = 0.36, 0.42, 0.86
_LIVING: Final = ("eye", "mouth", "nose", "face", "foot")


def part_of(text: str) -> str | None:
    """Return the part that a passage shows in close-up (eye, mouth, wheel…), or None."""
    for part, words in geometry()["part"]["word"].items():
        if re.search(_OF_PART % words, text) or re.search(_PART_OF % (words, words), text):
            return str(part)
    return None


def focused(subjects: Sequence[Subject], part: str | None) -> tuple[Subject, ...]:
    """Return the subjects of a shot that shows one part: the lead alone, with the part in focus; all of them if there is none."""
    lead = next((subject for subject in subjects if subject.art), None)
    if part is None or lead is None or lead.art == part:  # a wheel by itself is no part of anything
        return tuple(subjects)
    art = close_art(lead.art or "") if part in ("eye", "mouth", "nose", "face") else lead.art or ""
    shown = replace(
        lead,
        art=art,
        count=1,
        focus=_focus(art, part),
        bond=None,
        duet=None,
        handling=None,
        moves=False,
        airborne=False,
        place=0.5,
    )
    return (replace(shown, action=Action.IDLE) if lead.action in _STILL else shown,)


_STILL: Final = frozenset(
    {Action.APPROACH, Action.SPIN, Action.FALL, Action.GROW, Action.RISE, Action.JUMP, Action.DANCE}
)


def _focus(art: str, part: str) -> Focus:
    """Return where a part lies in a piece: by its known face, by the table, else where such a part usually is."""
    face, table = art_face(art), geometry()["part"][part]
    if face is not None and art not in table and part in _LIVING[:4]:
        left, right, row, _, _ = face.eyes
        x, top, _, drop = face.mouth
        if part == "eye":
            return Focus(left, row, _EYE_SPAN)
        if part == "face":
            return Focus((left + right) / 2, (row + top) / 2, min(_FACE_SPAN, 3.4 * (top - row) + 0.3))
        return Focus(x, top if part == "nose" else top + 0.3 * drop, _MOUTH_SPAN)
    x, y, span = table.get(art, table["any"])
    known = art in table
    if not known and art_facing(art) == 0 and part in _LIVING[:4]:
        x, y, span = 0.5, 0.4, 0.6  # a face that looks at the viewer
    return Focus(1 - x if not known and art_facing(art) > 0 else x, y, span)
