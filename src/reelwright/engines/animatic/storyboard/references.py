"""Mentions of reference media in a prompt: `image 1`, `@video2`, `the second picture`, `图片1`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reelwright.domain.request import MediaKind
from reelwright.engines.animatic.storyboard.text import BLANK

_ORDINALS: Final = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
_KINDS: Final = {
    MediaKind.IMAGE: r"images?|pictures?|photos?|pics?|img|图片|图像|照片|图",
    MediaKind.VIDEO: r"videos?|clips?|footage|视频|影片",
    MediaKind.AUDIO: r"audios?|audio track|sound track|soundtrack|music track|音频|音乐|音轨",
}
_NUMBER: Final = r"[1-9]|one|two|three|four|five|[一二两三四五六七八九]"
_ORDER: Final = r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|1st|2nd|3rd|4th|5th"


def _pattern(nouns: str) -> re.Pattern[str]:
    return re.compile(
        rf"[@\[<【]{{0,2}}(?:reference\s|参考)?(?<![a-z])(?:{nouns})\s?(?:#|no\.?\s?"
        rf"|number\s)?(?P<after>{_NUMBER})(?![\w.]*\d|\w*[a-z])[\]>】]?"
        rf"|(?<!\d\s)(?<!\d-)\b(?:the\s)?(?P<before>{_ORDER})\s(?:reference\s)?(?:{nouns})\b"
        rf"|第(?P<zh>[一二三四五六七八九1-9])[张个段幅](?:参考)?(?:{nouns})"
    )


_MENTIONS: Final = {kind: _pattern(nouns) for kind, nouns in _KINDS.items()}

_FREEZE: Final = re.compile(
    r"\bfreez(?:e|es|ing)\b|\bfreeze[- ]frame\b|\bfrozen\b(?=.{0,20}(?:frame|image|picture))"
    r"|\b(?:final|last|end(?:ing)?)\s(?:frame|shot)\s(?:is|holds?|stays?|rests?|freezes?|on)\b"
    r"|\bends?\s(?:with|on)\s(?:a\s)?(?:still|freeze|image|picture)|定格|尾帧|最后一帧|画面静止|结尾.{0,4}(?:停在|为)"
)
_MOTION: Final = re.compile(
    r"\b(?:motion|motions|movement|movements|moves|action|actions|gestures?|pose|poses"
    r"|choreography|rhythm|dance|dances|dancing|imitat\w+|mimic\w*|copy\w*|follow(?:s"
    r"|ing)?\sthe\s(?:reference|video|moves)|drive[ns]?|driving|perform\w*)\b"
    r"|动作|舞蹈|舞步|跳舞|模仿|运动|姿势|动态|驱动|复刻|节奏|迁移"
)
_RESTYLE: Final = re.compile(
    r"\b(?:convert|restyle|transform|turn|change|redraw|repaint|render)\b.{0,40}\b(?:style"
    r"|video|into|to)\b|\bstyle transfer\b|\bin the style of\b|转换|转为|变成|转绘|风格化|换成|改成"
)
_PERSPECTIVE: Final = re.compile(
    r"\b(?:perspective|camera (?:movement|work|move|motion|language)|viewpoint|point of view"
    r"|pov|first[- ]person|composition|pacing|editing)\b|视角|运镜|镜头语言|机位|构图|节奏剪辑|第一人称"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A reference medium named in the text: its kind, its number from 1, and where it stands."""

    kind: MediaKind
    number: int
    start: int
    end: int


def find_mentions(folded: str) -> list[Mention]:
    """Return every mention of a reference medium, in order."""
    found = []
    for kind, pattern in _MENTIONS.items():
        for match in pattern.finditer(folded):
            word = match["after"] or match["before"] or match["zh"]
            number = int(word) if word.isdigit() else _ORDINALS[word]
            found.append(Mention(kind, number, match.start(), match.end()))
    return sorted(found, key=lambda mention: mention.start)


def without_mentions(folded: str, mentions: Sequence[Mention]) -> str:
    """Return the text with every mention blanked out: `image 1` is not a thing in the picture."""
    letters = list(folded)
    for mention in mentions:
        letters[mention.start : mention.end] = BLANK * (mention.end - mention.start)
    return "".join(letters)


def freezes(folded: str) -> int | None:
    """Return where a text asks for the picture to stand still, or None."""
    match = _FREEZE.search(folded)
    return match.start() if match else None


def wants_motion(folded: str) -> bool:
    """Return whether a text asks for a picture to move as a video does."""
    return _MOTION.search(folded) is not None


def wants_restyle(folded: str) -> bool:
    """Return whether a text asks for a video in another style."""
    return _RESTYLE.search(folded) is not None


def wants_perspective(folded: str) -> bool:
    """Return whether a text asks for the camera work of a video, rather than for its movement."""
    return _PERSPECTIVE.search(folded) is not None
