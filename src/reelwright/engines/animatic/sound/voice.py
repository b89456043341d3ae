"""What a voice is, and what every voice needs."""

from __future__ import annotations

import io
import wave
from typing import Protocol

import numpy as np

from reelwright.engines.animatic.sound.signal import RATE, Mono, fade, to_peak


class NoVoice(Exception):
    """This voice could not say the line; another may."""


class Voice(Protocol):
    """Something that can speak."""

    name: str
    languages: frozenset[str]

    def say(self, text: str, gender: str, pace: float) -> Mono:
        """Return `text` as mono sound at 48 kHz, peak about 1, without silence around it.

        gender: ``female``, ``male`` or ``any``. pace: 1 is the voice's own; 1.25 is a quarter faster.
        Raises NoVoice when it can't.
        """
        ...


def language_of(text: str) -> str:
    """Return ``zh`` for a text with Chinese characters, else ``en``."""
    return "zh" if any("\u4e00" <= character <= "\u9fff" for character in text) else "en"


def from_wave(data: bytes) -> Mono:
    """Return 16-bit mono WAV bytes as trimmed sound at 48 kHz. Raises NoVoice when they are no such thing, or silent."""
    try:
        with wave.open(io.BytesIO(data)) as file:
            rate, width, channels = file.getframerate(), file.getsampwidth(), file.getnchannels()
            # A program that writes to a pipe can't know the length beforehand; take what is there.
            raw = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise NoVoice(f"not a WAV file: {error}") from error
    if width != 2 or channels != 1:
        raise NoVoice("expected 16-bit mono sound")
    samples = np.frombuffer(raw[: len(raw) // 2 * 2], "<i2").astype(np.float32) / np.float32(32768)
    return trimmed(resampled(samples, rate))


def resampled(sound: Mono, rate: int) -> Mono:
    """Return a sound at 48 kHz, by its spectrum: exact for a whole, short sound."""
    if rate == RATE or not len(sound):
        return sound
    # Some silence at the end keeps the transform's wrap-around away from the words.
    padded = np.pad(sound, (0, rate // 10))
    length = round(len(padded) * RATE / rate)
    spectrum = np.zeros(length // 2 + 1, np.complex64)
    source = np.fft.rfft(padded)
    kept = min(len(source), len(spectrum))
    spectrum[:kept] = source[:kept]
    wide = np.fft.irfft(spectrum, length) * (length / len(padded))
    return wide[: round(len(sound) * RATE / rate)].astype(np.float32)


def trimmed(sound: Mono) -> Mono:
    """Return a sound of peak 1 without the silence around it, with edges that do not click. Raises NoVoice for silence."""
    loud = np.flatnonzero(np.abs(sound) > 0.01 * np.max(np.abs(sound), initial=0.0))
    if not len(loud) or float(np.max(np.abs(sound))) < 1e-4:
        raise NoVoice("it said nothing")
    margin = RATE // 50
    kept = sound[max(int(loud[0]) - margin, 0) : int(loud[-1]) + margin].copy()
    return fade(to_peak(kept), margin // 2, margin)
