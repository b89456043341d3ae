"""Speech: the lines of the storyboard, by the best voice that this machine has."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.engines.animatic.plan import SpokenLine
from reelwright.engines.animatic.sound.espeak import Espeak, find_program
from reelwright.engines.animatic.sound.kokoro import Kokoro, is_installed
from reelwright.engines.animatic.sound.signal import RATE, Mono, fade, samples_of
from reelwright.engines.animatic.sound.voice import NoVoice, Voice, language_of

FASTEST = 1.25
"""A line that does not fit is spoken faster by at most this factor."""

_TAIL = samples_of(0.15)
_FADE = samples_of(0.25)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A spoken line: the sample at which it starts and its sound."""

    start: int
    sound: Mono


def installed_voices() -> tuple[Voice, ...]:
    """Return the voices that this machine has, best first."""
    program = find_program()
    natural: tuple[Voice, ...] = (Kokoro(),) if is_installed() else ()
    return (*natural, Espeak(program)) if program else natural


def speak(
    lines: Sequence[SpokenLine],
    fps: int,
    length: int,
    voices: Sequence[Voice] | None = None,
    cuts: Sequence[int] = (),
) -> tuple[tuple[Spoken, ...], tuple[str, ...]]:
    """Return the lines as sound, and warnings about those that could not be said, or not to their end.

    length: samples of the video. voices: in order of preference; by default those installed here. cuts: frames at which a
    shot ends. A line may use the time up to the next line or the end of the video; it is spoken up to 1.25 times as fast to
    fit, and then cut. It is spoken faster, too, where it then ends with its shot; else it runs on over the cut.
    """
    if not lines:
        return (), ()
    voices = installed_voices() if voices is None else voices
    spoken: list[Spoken] = []
    warnings: list[str] = []
    for index, line in enumerate(lines):
        start = line.start * RATE // fps
        following = [other.start * RATE // fps for other in lines[index + 1 :] if other.start > line.start]
        room = min([length, *following]) - start - _TAIL
        shot = min((cut * RATE // fps - start for cut in cuts if cut > line.start), default=room)
        sound = _say(line, room, min(shot, room), voices) if room > 0 else None
        if room <= 0:
            warnings.append(f"There was no time left in the video to say '{_short(line.text)}'.")
        elif sound is None:
            warnings.append(_sorry(line, voices))
        elif len(sound) > room:
            spoken.append(Spoken(start, fade(sound[:room].copy(), 0, _FADE)))
            warnings.append(
                f"The line '{_short(line.text)}' is too long for its place in the video and was cut off."
            )
        else:
            spoken.append(Spoken(start, sound))
    return tuple(spoken), tuple(dict.fromkeys(warnings))


def _say(line: SpokenLine, room: int, shot: int, voices: Sequence[Voice]) -> Mono | None:
    """Return the line by the first voice that can say it, faster when it must be; None when no voice can.

    room: samples that it must not exceed. shot: those that it should not, if a faster pace helps.
    """
    for voice in voices:
        if language_of(line.text) not in voice.languages:
            continue
        try:
            sound = voice.say(line.text, line.voice, 1.0)
            pace = (
                len(sound) / shot * 1.02 if len(sound) <= shot * FASTEST / 1.02 else len(sound) / room * 1.02
            )
            if pace > 1.02:
                sound = voice.say(line.text, line.voice, min(pace, FASTEST))
        except NoVoice:
            continue
        return sound
    return None


def _sorry(line: SpokenLine, voices: Sequence[Voice]) -> str:
    if not voices:
        remedy = "espeak-ng, or reelwright[voice]" if sys.version_info < (3, 13) else "espeak-ng"
        return f"No voice is installed, so nothing is spoken: install {remedy}, on the worker."
    return f"No installed voice could say '{_short(line.text)}'; installing espeak-ng on the worker may help."


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37].rstrip() + "…"
