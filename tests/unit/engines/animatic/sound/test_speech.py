"""Spoken lines, with voices that are made up, and with espeak-ng where it is installed."""

from __future__ import annotations

import io
import shutil
import stat
import wave
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reelwright.engines.animatic.plan import Action, Setting, Shot, SpokenLine, Storyboard, Subject, Weather
from reelwright.engines.animatic.sound import make_sound, mix, speech
from reelwright.engines.animatic.sound.espeak import Espeak
from reelwright.engines.animatic.sound.loudness import true_peak
from reelwright.engines.animatic.sound.signal import RATE, Mono
from reelwright.engines.animatic.sound.speech import Spoken, speak
from reelwright.engines.animatic.sound.voice import NoVoice, from_wave, language_of, resampled

FIVE_SECONDS = 5 * RATE


class Hum:
    """A voice that hums for a tenth of a second a character."""

    name = "hum"

    def __init__(self, *languages: str) -> None:
        self.languages = frozenset(languages or ("en", "zh"))
        self.said: list[tuple[str, str, float]] = []

    def say(self, text: str, gender: str, pace: float) -> Mono:
        self.said.append((text, gender, pace))
        return np.ones(int(len(text) * RATE / 10 / pace), np.float32)


class Mute(Hum):
    def say(self, text: str, gender: str, pace: float) -> Mono:
        raise NoVoice("mute")


def line(text: str, start: int = 24, voice: str = "any") -> SpokenLine:
    return SpokenLine(text, voice, start, start + 48)


def test_a_line_starts_at_its_frame() -> None:
    spoken, warnings = speak([line("hello", 36, "male")], 24, FIVE_SECONDS, [hum := Hum()])
    assert spoken[0].start == 36 * 2000
    assert hum.said == [("hello", "male", 1.0)]
    assert warnings == ()


def test_without_any_voice_a_warning_says_how_to_get_one() -> None:
    spoken, warnings = speak([line("hello"), line("there", 60)], 24, FIVE_SECONDS, [])
    assert spoken == ()
    assert len(warnings) == 1
    assert "espeak-ng" in warnings[0]
    assert "reelwright[voice]" in warnings[0]


def test_a_line_that_is_a_little_too_long_is_spoken_faster() -> None:
    hum = Hum()
    spoken, warnings = speak([line("x" * 42)], 24, FIVE_SECONDS, [hum])
    assert warnings == ()
    assert 1 < hum.said[-1][2] <= 1.25
    assert spoken[0].start + len(spoken[0].sound) <= FIVE_SECONDS


def test_a_line_that_is_far_too_long_is_cut_with_a_fade_and_a_warning() -> None:
    spoken, warnings = speak([line("x" * 90)], 24, FIVE_SECONDS, [Hum()])
    assert spoken[0].start + len(spoken[0].sound) <= FIVE_SECONDS
    assert spoken[0].sound[-1] == pytest.approx(0, abs=1e-6)
    assert "cut off" in warnings[0]


def test_a_line_ends_before_the_next_one_begins() -> None:
    spoken, _ = speak([line("x" * 30, 0), line("y", 48)], 24, FIVE_SECONDS, [Hum()])
    assert spoken[0].start + len(spoken[0].sound) <= spoken[1].start


def test_a_line_is_spoken_faster_to_end_with_its_shot() -> None:
    spoken, warnings = speak([line("x" * 26, 0)], 24, FIVE_SECONDS, [hum := Hum()], cuts=[57, 121])
    assert warnings == ()
    assert 1 < hum.said[-1][2] <= 1.25
    assert len(spoken[0].sound) <= 57 * 2000


def test_a_line_that_no_pace_fits_into_its_shot_runs_on_over_the_cut_unhurried() -> None:
    spoken, warnings = speak([line("x" * 40, 0)], 24, FIVE_SECONDS, [hum := Hum()], cuts=[48, 121])
    assert warnings == ()
    assert [pace for _, _, pace in hum.said] == [1.0]
    assert len(spoken[0].sound) == 4 * RATE


class Murmur(Hum):
    """Something like speech: a voice of 140 Hz with formants, four syllables a second."""

    def say(self, text: str, gender: str, pace: float) -> Mono:
        time = np.arange(int(len(text) * RATE / 15 / pace)) / RATE
        throat = sum(
            np.sin(2 * np.pi * 140 * k * time) / (1 + ((140 * k - 600) / 500) ** 2) for k in range(1, 24)
        )
        sound = throat * np.sin(2 * np.pi * 2 * time) ** 2
        return (sound / np.abs(sound).max()).astype(np.float32)


SCENES = [
    Shot(0, 121, "", setting=Setting.SEA, weather=Weather.STORM),
    Shot(0, 121, "", setting=Setting.STREET, subjects=(Subject("train", None, Action.DRIVE),)),
    Shot(0, 121, "", setting=Setting.STAGE, subjects=(Subject("girl", None, Action.DANCE),)),
    Shot(0, 121, "", setting=Setting.MEADOW, subjects=(Subject("horse", None, Action.RUN),)),
]


def voice_band(sound: np.ndarray) -> np.ndarray:
    """Return the mean of both ears between 300 and 3000 Hz."""
    spectrum = np.fft.rfft(sound.mean(axis=1))
    hertz = np.fft.rfftfreq(len(sound), 1 / RATE)
    return np.fft.irfft(np.where((hertz > 300) & (hertz < 3000), spectrum, 0), len(sound))


@pytest.mark.parametrize("mood", ["epic", "tense", "happy", "calm"])
@pytest.mark.parametrize("shot", SCENES, ids=lambda shot: str(shot.setting))
def test_speech_stands_out_from_everything_else_and_nothing_clips(
    monkeypatch: pytest.MonkeyPatch, shot: Shot, mood: str
) -> None:
    """8 dB in the band that carries words, over the ducked rest, while the line is spoken."""
    said = line("something to say", 36)
    board = Storyboard("", 3, 640, 360, 24, 121, (shot,), mood=mood, lines=(said,), generate_audio=True)
    spoken, _ = speak(board.lines, 24, 121 * 2000, [Murmur()])
    silent = [Spoken(one.start, np.zeros_like(one.sound)) for one in spoken]
    with monkeypatch.context() as patched:
        patched.setattr(mix, "master", lambda sound: sound)
        rest = mix._mix(board, (), silent, 121 * 2000)
        speech_alone = mix._mix(board, (), spoken, 121 * 2000) - rest
    while_spoken = slice(spoken[0].start, spoken[0].start + len(spoken[0].sound))
    levels = [float(np.sqrt(np.mean(voice_band(part[while_spoken]) ** 2))) for part in (speech_alone, rest)]
    assert 20 * np.log10(levels[0] / levels[1]) >= 8
    assert true_peak(mix._mix(board, (), spoken, 121 * 2000)) <= -1


@pytest.mark.parametrize("gap", [0.1, 0.3, 0.5, 0.7, 1.5])
def test_the_rest_goes_down_and_comes_back_smoothly(gap: float) -> None:
    words = np.ones(RATE // 2, np.float32)
    second = RATE + len(words) + int(gap * RATE)
    gain = 20 * np.log10(mix._ducking([Spoken(RATE, words), Spoken(second, words)], FIVE_SECONDS))
    assert np.abs(gain[2400:] - gain[:-2400]).max() < 6
    for start in (RATE, second):
        assert gain[start : start + len(words)] == pytest.approx(-10, abs=0.6)
    assert gain[0] == pytest.approx(0, abs=0.01)


def test_the_next_voice_speaks_when_the_first_one_cannot() -> None:
    spoken, warnings = speak([line("你好")], 24, FIVE_SECONDS, [Hum("en"), Mute(), Hum()])
    assert len(spoken) == 1
    assert warnings == ()
    _, warnings = speak([line("你好")], 24, FIVE_SECONDS, [Hum("en"), Mute()])
    assert "你好" in warnings[0]


def test_a_line_after_the_end_of_the_video_is_left_out_with_a_warning() -> None:
    spoken, warnings = speak([line("late", 120)], 24, FIVE_SECONDS, [Hum()])
    assert spoken == ()
    assert "late" in warnings[0]


def test_everything_else_is_ducked_while_a_line_is_spoken() -> None:
    gain = mix._ducking([Spoken(2 * RATE, np.ones(RATE, np.float32))], FIVE_SECONDS)
    assert len(gain) == FIVE_SECONDS
    assert gain[int(2.5 * RATE)] == pytest.approx(10 ** (-10 / 20), abs=0.01)
    assert gain[RATE] == pytest.approx(1, abs=0.01)
    assert gain[-1] == pytest.approx(1, abs=0.01)
    assert np.abs(np.diff(gain)).max() < 1e-3


def test_the_lines_are_heard_in_the_video(monkeypatch: pytest.MonkeyPatch) -> None:
    """The made-up voice is a pure tone that nothing else in the mix comes near."""

    class Tone(Hum):
        def say(self, text: str, gender: str, pace: float) -> Mono:
            return np.sin(2 * np.pi * 7001 * np.arange(RATE) / RATE).astype(np.float32)

    monkeypatch.setattr(speech, "installed_voices", lambda: (Tone(),))
    board = Storyboard(
        "", 3, 640, 360, 24, 121, (Shot(0, 121, ""),), lines=(line("hello", 48),), generate_audio=True
    )
    blocks, warnings = make_sound(board, ())
    assert blocks is not None
    assert warnings == ()
    sound = np.concatenate(list(blocks))

    def level(start: int) -> float:
        spectrum = np.abs(np.fft.rfft(sound[start : start + RATE // 2, 0] * np.hanning(RATE // 2)))
        return float(spectrum[7001 // 2])

    assert level(48 * 2000 + 4800) > 100 * level(0)
    blocks, _ = make_sound(replace(board, generate_audio=False), ())
    assert blocks is None


def wav(samples: np.ndarray, rate: int = 22050, channels: int = 1) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return buffer.getvalue()


def test_the_sound_of_a_voice_is_trimmed_scaled_and_brought_to_48_kilohertz() -> None:
    tone = 0.1 * np.sin(2 * np.pi * 500 * np.arange(22050) / 22050)
    sound = from_wave(wav(np.concatenate((np.zeros(22050), tone, np.zeros(22050)))))
    assert len(sound) == pytest.approx(RATE, rel=0.06)
    assert np.abs(sound).max() == pytest.approx(1, abs=0.01)
    spectrum = np.abs(np.fft.rfft(sound))
    assert np.argmax(spectrum) * RATE / len(sound) == pytest.approx(500, abs=2)


@pytest.mark.parametrize("data", [b"", b"RIFFxxxxWAVE", wav(np.zeros(22050)), wav(np.ones(200), channels=2)])
def test_a_voice_that_gives_no_usable_sound_counts_as_no_voice(data: bytes) -> None:
    with pytest.raises(NoVoice):
        from_wave(data)


def test_resampling_keeps_level_and_pitch() -> None:
    tone = np.sin(2 * np.pi * 1000 * np.arange(24000) / 24000).astype(np.float32)
    sound = resampled(tone, 24000)
    expected = np.sin(2 * np.pi * 1000 * np.arange(RATE) / RATE)
    assert np.abs(sound[2000:-2000] - expected[2000:-2000]).max() < 0.01


def test_chinese_is_told_from_english() -> None:
    assert language_of("say 你好") == "zh"
    assert language_of("hello") == "en"


def program(folder: Path, script: str) -> str:
    path = folder / "espeak-ng"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_a_program_that_fails_or_is_not_there_counts_as_no_voice(tmp_path: Path) -> None:
    with pytest.raises(NoVoice):
        Espeak(program(tmp_path, "exit 3")).say("hello", "any", 1.0)
    with pytest.raises(NoVoice):
        Espeak(str(tmp_path / "missing")).say("hello", "any", 1.0)


def test_the_text_never_becomes_an_argument_of_the_program(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    with pytest.raises(NoVoice):
        Espeak(program(tmp_path, f'echo "$@" > {seen}; cat > /dev/null')).say(
            "--version; rm -rf /", "female", 1.2
        )
    assert "rm" not in seen.read_text()
    assert "-s 192" in seen.read_text()


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
@pytest.mark.parametrize(("text", "gender"), [("Hello, world!", "female"), ("你好，世界", "male")])
def test_espeak_speaks_english_and_chinese(text: str, gender: str) -> None:
    voice = Espeak(shutil.which("espeak-ng") or "")
    slow, fast = voice.say(text, gender, 1.0), voice.say(text, gender, 1.25)
    assert RATE // 2 < len(fast) < len(slow) < 5 * RATE
    assert np.abs(slow).max() == pytest.approx(1, abs=0.01)


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
def test_espeak_does_not_read_the_tones_of_chinese_as_numbers() -> None:
    """Four syllables take about 1.2 s; with four English numbers among them they took over 2 s."""
    assert len(Espeak(shutil.which("espeak-ng") or "").say("冬天来了", "female", 1.0)) < 1.8 * RATE
