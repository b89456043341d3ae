"""What is heard when somebody does something to a thing, at the moments at which the stage shows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reelwright.engines.animatic.handlings import HandlingKind
from reelwright.engines.animatic.plan import Shot, Subject
from reelwright.engines.animatic.sound.working import toiled
from reelwright.engines.animatic.stage.handling import contact
from reelwright.engines.animatic.stage.letting_go import BRITTLE
from reelwright.engines.animatic.stage.steps import Count

_HEARD: Final[dict[HandlingKind, tuple[tuple[str, float, float], ...]]] = {
    HandlingKind.KICK: (("land", 0.0, 0.0), ("land", 0.75, -9.0)),
    HandlingKind.THROW: (("whoosh", -0.12, 0.0), ("land", 0.95, -10.0)),
    HandlingKind.HIT: (("whoosh", -0.25, -4.0), ("knock", 0.0, -4.0)),
    HandlingKind.SHOOT: (("jump", -0.2, 0.0), ("whoosh", 0.95, -5.0), ("land", 1.47, -5.0)),
    HandlingKind.DROP: (("land", 0.42, -3.0),),
    HandlingKind.KNOCK: (("land", 0.66, -3.0),),
    HandlingKind.CATCH: (("clap", 0.0, -7.0),),
    HandlingKind.RELEASE: (("whoosh", 0.1, -6.0),),
}
"""Sounds, the seconds after the contact at which they are heard, and dB."""
_BROKEN: Final = frozenset({HandlingKind.DROP, HandlingKind.KNOCK})
_SILENT: Final = frozenset({"paper-airplane", "feather", "flying-disc", "balloon", "throwing-dart"})
"""What nobody hears land."""


def handled(subject: Subject, shot: Shot, fps: int, rate: float) -> Iterator[tuple[str, float, float]]:
    """Yield (sound, second of the shot, dB) of what a subject does to a thing.

    rate: how many seconds of the shot's own clock go by in one of the video.
    """
    handling = subject.handling
    if handling is None:
        return
    seconds = shot.frames / fps * rate
    yield from ((name, moment / rate, level) for name, moment, level in toiled(handling, seconds))
    art = shot.subjects[handling.thing].art or ""
    for name, after, level in _HEARD.get(handling.kind, ()):
        moment = contact(Count(0.0, 0.0, seconds, 0.5), handling.kind) + after
        if name == "land" and art in _SILENT:
            continue
        broken = handling.kind in _BROKEN and art in BRITTLE
        yield ("glass", moment / rate, 4.0) if broken else (name, max(0.0, moment / rate), level)
