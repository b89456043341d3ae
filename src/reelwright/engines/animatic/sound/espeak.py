"""The espeak-ng program, where the system has it."""

from __future__ import annotations

import shutil
import subprocess
from typing import Final

from reelwright.engines.animatic.sound.signal import Mono
from reelwright.engines.animatic.sound.voice import NoVoice, from_wave, language_of

_DEADLINE: Final = 20
_MOST_CHARACTERS: Final = 600
_WORDS_A_MINUTE: Final = 160


def find_program() -> str | None:
    """Return the path of espeak-ng, or None."""
    return shutil.which("espeak-ng")


class Espeak:
    """The espeak-ng program of the system: robotic, small, and it speaks almost everything."""

    name = "espeak-ng"
    languages = frozenset({"en", "zh"})
    # Not plain "cmn": that one reads the tones of its own pinyin aloud, as English numbers.
    _variants: Final = {
        ("en", "female"): "en-us+f3",
        ("en", "male"): "en-us+m3",
        ("en", "any"): "en-us+f2",
        ("zh", "female"): "cmn-latn-pinyin+f3",
        ("zh", "male"): "cmn-latn-pinyin+m3",
        ("zh", "any"): "cmn-latn-pinyin+f2",
    }

    def __init__(self, program: str) -> None:
        self._program = program

    def say(self, text: str, gender: str, pace: float) -> Mono:
        """Speak by a child process with a deadline; the text goes in through standard input, never as an argument."""
        voice = self._variants[language_of(text), gender if gender in {"female", "male"} else "any"]
        command = [
            self._program,
            "-v",
            voice,
            "-s",
            str(round(_WORDS_A_MINUTE * pace)),
            "-b",
            "1",
            "--stdin",
            "--stdout",
        ]
        try:
            made = subprocess.run(
                command,
                input=text[:_MOST_CHARACTERS].encode(),
                capture_output=True,
                timeout=_DEADLINE,
                check=True,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise NoVoice(f"{self.name}: {error}") from error
        return from_wave(made.stdout)
