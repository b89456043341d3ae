"""From a prompt to its passages: which part of the text is for which frames."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from typing import Final

from reelwright.engines.animatic.plan import Transition
from reelwright.engines.animatic.storyboard.beats import beats
from reelwright.engines.animatic.storyboard.text import BLANK

MOST_SHOTS: Final = 24
_DIGITS: Final = {character: number for number, character in enumerate("零一二三四五六七八九十")} | {"两": 2}

_NUMBER: Final = r"\d{1,3}(?:\.\d{1,3})?|[零一二两三四五六七八九十]{1,3}"
_CLOCK: Final = r"\d{1,2}:\d{2}(?:[.:]\d{1,3})?"
_DASH: Final = r"\s{0,3}(?:-|–|—|~|～|to|至|到|and)\s{0,3}"
_SECONDS: Final = r"(?:seconds?|secs?|s\b|秒钟?)"
_SPAN: Final = re.compile(
    rf"[\[(（【]?(?:\bfrom\s|\bbetween\s|第|从)?\s?(?:(?P<clock_from>{_CLOCK}){_DASH}(?P<clock_to>{_CLOCK})"
    rf"|\b(?:seconds?|secs?)\s(?P<after_from>{_NUMBER}){_DASH}(?P<after_to>{_NUMBER})"
    rf"|(?P<from>{_NUMBER})\s?{_SECONDS}?{_DASH}(?P<to>{_NUMBER})\s?{_SECONDS})[\])）】]?\s{{0,2}}[:：,，、-]?"
)
_POINT: Final = re.compile(
    rf"(?:\b(?:at|after)\s(?:the\s)?(?P<at>{_NUMBER})\s?{_SECONDS}(?:\smark)?"
    rf"|\bfirst\s(?P<first>{_NUMBER}|two|three|four|five)\s?{_SECONDS}|前(?P<zh_first>{_NUMBER})秒"
    rf"|\b(?:last|final)\s(?P<last>{_NUMBER}|two|three|four|five)\s?{_SECONDS}"
    rf"|[最]?后(?P<zh_last>{_NUMBER})秒|第(?P<zh_at>{_NUMBER})秒)\s?[:：,，]?"
)
_WORDS: Final = {"two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0}
_MARK: Final = re.compile(
    r"[\[(（【]?(?:\b(?:shot|scene|clip|cut)\s?#?(?:\d{1,2}|one|two|three|four|five)\b"
    r"|(?:镜头|分镜|场景|画面)\s?[一二三四五六七八九十\d]{1,2}|第[一二三四五六七八九十\d]{1,2}个?(?:镜头|幕|场|镜|个画面))"
    r"(?:\s?[\])）】]\s?[:：]?|\s?[:：.\-–—,，][\])）】]?|(?=\s?[(（][^()（）\n]{1,24}[)）]\s?[:：\-–—]))"
    r"|(?:^|(?<=\n)|(?<=[.!?:]\s))(?:int|ext)\.\s"
    r"|(?=[\[【(](?:extreme\s)?(?:wide|medium|close-?\s?up|long|full|establishing|insert|aerial|特写|近景|中景|全景|远景)(?:\s?(?:shot|镜头))?[\])】])"
)
_CUT: Final = re.compile(
    r"\b(?:(?:then |and |the camera |scene |we |quick |hard |smash |it )?(?P<cut>cuts? to"
    r"|jump cut to|switch(?:es)? to|smash cut)"
    r"|(?P<dissolve>dissolves? (?:in)?to|fades? (?:in)?to|cross-?fades? to"
    r"|transitions? (?:in)?to|morphs? into a new scene))\b:?"
    r"|(?P<zh_cut>镜头切换[到至]?|画面切换[到至]?|切换[到至]|切[到至]|镜头一转|画面一转|镜头转[到向])"
    r"|(?P<zh_dissolve>画面渐变[到为]|淡入|叠化[到至]?|过渡到|转场[到至]?)"
)
_THEN: Final = re.compile(
    r"(?:[,.;]\s?|\band\s)(?:then|next|after that|afterwards|finally|suddenly|a moment later|meanwhile)\b,?"
    r"|[,，。；;]\s?(?:然后|接着|随后|之后|最后|突然|紧接着|忽然|后来)[,，]?"
)


_LABEL: Final = re.compile(
    r"^\W*(?:scene|script|screenplay|prompt|storyboard|shots?|shot list|场景|脚本|分镜|提示词)\W*$"
)
"""What stands before the first shot and is only a title of the list."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the prompt and the frames that it is for.

    at, until: place of its text in the prompt. start, end: frames. timed: whether the prompt gives its time.
    marked: whether the prompt asks for a new shot here, rather than for another action in the same one.
    told_end: the frame at which the prompt lets it end, where it says so.
    """

    at: int
    until: int
    start: int = 0
    end: int = 0
    transition: Transition = Transition.CUT
    timed: bool = False
    marked: bool = False
    told_end: int | None = None


@dataclass(frozen=True, slots=True)
class _Mark:
    """A place where the text names a time or a new shot; seconds are None where it gives none, and negative from the end."""

    at: int
    until: int
    start: float | None = None
    end: float | None = None
    transition: Transition = Transition.CUT
    marked: bool = True


def split_passages(folded: str, frames: int, fps: int, *, soft: bool) -> tuple[list[Passage], list[str]]:
    """Return the passages of a prompt, which cover all frames in order, and warnings.

    folded: the prompt, folded, quotes blanked out. soft: whether `then` begins a new passage, too.
    """
    marks = _marks(folded, soft=soft)
    seconds = frames / fps
    warnings: list[str] = []
    passages = _passages(folded, marks, frames, fps)
    beyond = [
        mark
        for mark in marks
        if mark.start is not None and (mark.start >= seconds or (mark.end or 0) > seconds + 0.5)
    ]
    if beyond:
        warnings.append(
            f"The prompt times shots beyond the video's {round(seconds)} seconds; they were clipped to it."
        )
    placed = _placed(passages, frames, fps)
    if any(
        later.timed and earlier.timed and later.start < earlier.end for earlier, later in pairwise(placed)
    ):
        warnings.append(
            "The prompt times some shots over each other; each was cut off where the next one starts."
        )
    return _without_gaps(placed, frames, fps), warnings


def _marks(folded: str, *, soft: bool) -> list[_Mark]:
    marks = [*_spans(folded), *_points(folded)]
    marks += [_Mark(match.start(), match.end()) for match in _MARK.finditer(folded)]
    for match in _CUT.finditer(folded):
        dissolve = match["dissolve"] or match["zh_dissolve"]
        marks.append(
            _Mark(match.start(), match.end(), transition=Transition.DISSOLVE if dissolve else Transition.CUT)
        )
    if soft and not marks:
        marks += [_Mark(at, at, marked=False) for at in beats(folded)]
    if soft:
        marks += [_Mark(match.start(), match.end(), marked=False) for match in _THEN.finditer(folded)]
    return _merged(sorted(marks, key=lambda mark: (mark.at, -mark.until)), folded)


def _merged(marks: Sequence[_Mark], folded: str) -> list[_Mark]:
    """Join marks with no words between them: `Shot 2 (3-5s): cut to` is one mark."""
    merged: list[_Mark] = []
    for mark in marks:
        if merged and len(re.findall(r"\w+", folded[merged[-1].until : mark.at])) == 0:
            last = merged.pop()
            timed = last if last.start is not None or last.end is not None else mark
            transition = mark.transition if mark.transition is Transition.DISSOLVE else last.transition
            joined = replace(timed, at=last.at, until=max(last.until, mark.until), transition=transition)
            merged.append(replace(joined, marked=last.marked or mark.marked))
        else:
            merged.append(mark)
    return merged


def _spans(folded: str) -> Iterator[_Mark]:
    for match in _SPAN.finditer(folded):
        if match["clock_from"]:
            start, end = _clock(match["clock_from"]), _clock(match["clock_to"])
        else:
            start = _number(match["from"] or match["after_from"])
            end = _number(match["to"] or match["after_to"])
        if end > start:
            yield _Mark(match.start(), match.end(), start, end)


def _points(folded: str) -> Iterator[_Mark]:
    for match in _POINT.finditer(folded):
        if first := match["first"] or match["zh_first"]:
            yield _Mark(match.start(), match.end(), 0.0, _number(first))
        elif last := match["last"] or match["zh_last"]:
            yield _Mark(match.start(), match.end(), -_number(last))
        else:
            yield _Mark(match.start(), match.end(), _number(match["at"] or match["zh_at"]))


def _clock(text: str) -> float:
    minutes, seconds = text.split(":")[:2]
    return int(minutes) * 60 + float(seconds)


def _number(text: str) -> float:
    if text in _WORDS:
        return _WORDS[text]
    if text[0].isdigit():
        return float(text)
    if text[0] == "十":
        return 10.0 + sum(_DIGITS[digit] for digit in text[1:2])
    tens, _, ones = text.partition("十")
    if "十" in text:
        return 10.0 * _DIGITS[tens[0]] + (_DIGITS[ones[0]] if ones else 0)
    return float(_DIGITS[text[0]])


@dataclass(frozen=True, slots=True)
class _Draft:
    """A passage whose frames are known only as far as the prompt gives them."""

    passage: Passage
    start: int | None
    end: int | None


def _passages(folded: str, marks: Sequence[_Mark], frames: int, fps: int) -> list[_Draft]:
    """Return what lies before the first mark, and each mark with the text up to the next."""
    drafts: list[_Draft] = []
    head = marks[0].at if marks else len(folded)
    opening = _LABEL.sub("", folded[:head])
    opens_at = marks[0].start if marks else None
    if not marks or (_has_words(opening) and opens_at != 0):
        drafts.append(_Draft(Passage(0, head), 0, None))
    for mark, following in zip_longest(marks, marks[1:]):
        until = following.at if following else len(folded)
        start = (
            None
            if mark.start is None
            else round((mark.start if mark.start >= 0 else frames / fps + mark.start) * fps)
        )
        end = None if mark.end is None else round(mark.end * fps)
        if not _has_words(folded[mark.until : until]) and start is None:
            continue
        passage = Passage(
            mark.until, until, transition=mark.transition, timed=start is not None, marked=mark.marked
        )
        drafts.append(_Draft(passage, None if start is None else max(0, start), end))
    return drafts or [_Draft(Passage(0, len(folded)), 0, None)]


def _has_words(text: str) -> bool:
    return any(character.isalnum() or character == BLANK for character in text)


def _placed(drafts: Sequence[_Draft], frames: int, fps: int) -> list[Passage]:
    """Give every draft its frames: those without a time share what lies between their neighbours evenly."""
    room = max(1, min(MOST_SHOTS, frames * 2 // fps))
    kept = [draft for draft in drafts if draft.start is None or draft.start < frames][:room]
    if all(draft.start is not None for draft in kept):
        kept.sort(key=lambda draft: draft.start or 0)
    if not kept:
        return [replace(drafts[0].passage, start=0, end=frames, timed=False)]
    starts = _starts([draft.start for draft in kept], [draft.end for draft in kept], frames)
    placed = []
    for draft, start, following in zip(kept, starts, [*starts[1:], frames], strict=True):
        end = draft.end if draft.end is not None and draft.passage.timed else following
        placed.append(replace(draft.passage, start=start, end=min(end, frames), told_end=draft.end))
    return placed


def _starts(starts: Sequence[int | None], ends: Sequence[int | None], frames: int) -> list[int]:
    """Fill in the starts that are not given."""
    known: list[int | None] = list(starts)
    known[0] = known[0] or 0
    for index in range(1, len(known)):
        if known[index] is None and ends[index - 1] is not None:
            known[index] = min(ends[index - 1] or 0, frames)
    at = 0
    while at < len(known):
        following = next(
            (index for index in range(at + 1, len(known)) if known[index] is not None), len(known)
        )
        low = known[at] or 0
        high = frames if following == len(known) else known[following] or frames
        for index in range(at + 1, following):
            known[index] = low + max(0, high - low) * (index - at) // (following - at)
        at = following
    return [start or 0 for start in known]


def _without_gaps(placed: Sequence[Passage], frames: int, fps: int) -> list[Passage]:
    """Let each passage last until the next one starts; a passage left with under a quarter of a second goes."""
    least = max(1, fps // 4)
    kept: list[Passage] = []
    for passage in placed:
        if kept and passage.start - kept[-1].start < least:
            continue
        if frames - passage.start < least and kept:
            continue
        kept.append(passage)
    bounds = [0, *(passage.start for passage in kept[1:]), frames]
    return [
        replace(passage, start=bounds[index], end=bounds[index + 1]) for index, passage in enumerate(kept)
    ]
