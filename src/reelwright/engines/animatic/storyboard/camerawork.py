"""What the camera does: phrases of the lexicon, and sentences about a camera."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from tomllib import loads
from typing import Final

from reelwright.engines.animatic.plan import CameraMove
from reelwright.engines.animatic.storyboard.lexicon import Hit
from reelwright.engines.animatic.storyboard.reading import Reading

_MIRRORED: Final = {
    CameraMove.PAN_RIGHT: CameraMove.PAN_LEFT,
    CameraMove.TRUCK_RIGHT: CameraMove.TRUCK_LEFT,
    CameraMove.PAN_LEFT: CameraMove.PAN_RIGHT,
    CameraMove.TRUCK_LEFT: CameraMove.TRUCK_RIGHT,
}
_BARE: Final = re.compile(
    r"\b(?:pans?|panning|tracks?|tracking|trucks?|slow pan|tracking shot|whip[- ]?pan)\b|摇|移"
)
_PLAIN: Final = (CameraMove.HANDHELD, CameraMove.POV, CameraMove.STATIC)
"""How a camera is held, rather than where it goes."""
_WHO: Final = (
    r"\b(?:camera|drone|shot|lens|gimbal|viewpoint|we)\s+(?:(?:\w+ly|then|now|also|is|will|starts?|starting|begins?|beginning|to"
    r"|continues?|in one take|smooth|slow)\s+){0,4}"
)
_WHO_CHINESE: Final = r"(?:镜头|摄像机|摄影机|画面|无人机)[^，。；,;:：]{0,9}?"
_LEFT: Final = re.compile(
    r"^[^.;。；]{0,40}?(?:\b(?:left|leftwards?)\b(?! to right)|向左|往左|左(?:移|摇|侧)|右(?:到|向|往)左)"
)
_FROM_LEFT: Final = re.compile(r"from (?:the )?left to|从左")
_WINDOW: Final = 60


def camera_of(reading: Reading) -> CameraMove | None:
    """Return the first camera move that a passage names; a bare pan takes its way from the words around it."""
    hits = [hit for hit in reading.hits if hit.value("camera")]
    told = _told(reading.text)
    going = [hit for hit in hits if CameraMove(hit.value("camera") or "") not in _PLAIN]
    held = [hit for hit in hits if hit.value("camera") == CameraMove.POV.value]
    if held and going and going[0].text.startswith("fl"):
        return CameraMove.POV  # through the eyes of whoever flies through
    if told is not None and (not going or told[0] < going[0].start):
        return told[1]
    if not hits:
        return None
    chosen = going[0] if going else hits[0]
    move = CameraMove(chosen.value("camera") or "")
    side = _side_near(reading, chosen, reading.hits)
    if move in _MIRRORED and _BARE.search(chosen.text) and side:
        wanted = "left" if side == "leftward" else "right"
        return move if move.value.endswith(wanted) else _MIRRORED[move]
    return move


def _told(text: str) -> tuple[int, CameraMove] | None:
    """Return where a text first tells what a camera does, and what that is; how it is held counts for less."""
    found: list[tuple[bool, int, int, CameraMove]] = []
    for order, (move, pattern) in enumerate(_patterns()):
        if match := pattern.search(text):
            found.append((move in _PLAIN, match.start(), order, _turned(move, text, match)))
    return (min(found)[1], min(found)[3]) if found else None


def _turned(move: CameraMove, text: str, match: re.Match[str]) -> CameraMove:
    if move not in (CameraMove.PAN_RIGHT, CameraMove.TRUCK_RIGHT):
        return move
    around = text[match.start() : match.end() + _WINDOW]
    return _MIRRORED[move] if _LEFT.match(around) and not _FROM_LEFT.search(around) else move


@cache
def _patterns() -> tuple[tuple[CameraMove, re.Pattern[str]], ...]:
    table = loads(files(__package__).joinpath("data/camera.toml").read_text("utf-8"))
    return tuple(
        (
            CameraMove(move),
            re.compile("|".join(_written(words) for words in listed)),
        )
        for move, listed in table["moves"].items()
    )


def _written(words: str) -> str:
    return words.replace("CAMERA", _WHO).replace("镜头(", f"{_WHO_CHINESE}(")


def _side_near(reading: Reading, hit: Hit, hits: Sequence[Hit]) -> str | None:
    for other in hits:
        side = other.value("side")
        if (
            side in ("leftward", "rightward")
            and abs(other.start - hit.end) < 40
            and reading.sentence_of(other.start) == reading.sentence_of(hit.start)
        ):
            return side
    return None
