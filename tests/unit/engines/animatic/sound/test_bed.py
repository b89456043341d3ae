"""The caller's own sound as the bed."""

from __future__ import annotations

import wave
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.domain.request import MediaKind, MediaRole
from reelwright.engines.animatic.plan import MediaUse, Shot, Storyboard
from reelwright.engines.animatic.sound import make_sound
from reelwright.engines.animatic.sound.bed import bed, bed_media, join, shares
from reelwright.engines.animatic.sound.loudness import loudness, true_peak
from reelwright.engines.animatic.sound.signal import RATE
from reelwright.engines.base import LocalMedia
from reelwright.errors import MediaError
from reelwright.media.frames import Samples

SILENT = Storyboard("", 1, 640, 360, 24, 121, (Shot(0, 121, ""),))


def tone(hertz: float, samples: int) -> Samples:
    mono = 0.3 * np.sin(2 * np.pi * hertz * np.arange(samples) / RATE)
    return np.stack((mono, mono), axis=1).astype(np.float32)


def write(path: Path, sound: Samples) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((sound * 32767).astype("<i2").tobytes())


def recording(folder: Path, number: int, hertz: float, seconds: float) -> LocalMedia:
    path = folder / f"{number}.wav"
    write(path, tone(hertz, int(seconds * RATE)))
    return LocalMedia(
        MediaKind.AUDIO,
        MediaRole.REFERENCE,
        path,
        f"audio_urls[{number - 1}]",
        number,
        seconds=Fraction(int(seconds * 10), 10),
        has_audio=True,
    )


def pitch(sound: Samples) -> float:
    spectrum = np.abs(np.fft.rfft(sound[:, 0] * np.hanning(len(sound))))
    return float(np.argmax(spectrum) * RATE / len(sound))


def test_a_recording_is_the_bed_even_when_no_sound_is_to_be_made(tmp_path: Path) -> None:
    blocks, warnings = make_sound(SILENT, (recording(tmp_path, 1, 440, 8),))
    assert blocks is not None
    assert warnings == ()
    sound = np.concatenate(list(blocks))
    assert len(sound) == 121 * 2000
    assert pitch(sound) == pytest.approx(440, abs=1)
    assert loudness(sound) == pytest.approx(-16, abs=1)
    assert true_peak(sound) <= -1
    assert np.abs(sound[-1]).max() < 1e-3


def test_a_short_recording_is_looped_without_a_gap_or_a_click(tmp_path: Path) -> None:
    path = tmp_path / "hiss.wav"
    hiss = np.random.default_rng(1).normal(0, 0.1, (2 * RATE, 2)).astype(np.float32)
    write(path, hiss)
    sound = bed([replace(recording(tmp_path, 1, 330, 2), path=path)], 7 * RATE)
    middle = sound[RATE // 2 : 6 * RATE]
    levels = np.sqrt(np.mean(middle[: len(middle) // 4800 * 4800].reshape(-1, 4800, 2) ** 2, axis=(1, 2)))
    assert levels.min() > 0.07
    assert levels.max() < 0.13


def test_a_loop_has_no_click_at_its_seam(tmp_path: Path) -> None:
    sound = bed([recording(tmp_path, 1, 330, 2)], 7 * RATE)
    assert np.abs(np.diff(sound, axis=0)).max() < 0.02


def test_several_recordings_follow_one_another_in_equal_shares(tmp_path: Path) -> None:
    media = [recording(tmp_path, 1, 300, 8), recording(tmp_path, 2, 500, 8), recording(tmp_path, 3, 800, 8)]
    sound = bed(media, 9 * RATE)
    heard = [pitch(sound[int(at * RATE) : int((at + 1) * RATE)]) for at in (1, 4, 7)]
    assert heard == pytest.approx([300, 500, 800], abs=2)


def test_the_storyboard_decides_the_order_of_the_recordings(tmp_path: Path) -> None:
    media = [recording(tmp_path, 1, 300, 3), recording(tmp_path, 2, 500, 3)]
    board = replace(SILENT, audio=(MediaUse("audio", 2), MediaUse("audio", 1), MediaUse("audio", 9)))
    assert [medium.number for medium in bed_media(board, media)] == [2, 1]
    assert [medium.number for medium in bed_media(SILENT, media)] == [1, 2]


def test_the_sound_of_a_video_is_the_bed_only_when_there_is_no_recording(tmp_path: Path) -> None:
    audio = recording(tmp_path, 1, 300, 3)
    video = replace(audio, kind=MediaKind.VIDEO, role=MediaRole.REFERENCE)
    mute = replace(video, number=2, has_audio=False)
    assert bed_media(SILENT, [mute, video]) == (video,)
    assert bed_media(SILENT, [video, audio]) == (audio,)
    assert make_sound(SILENT, (mute,)) == (None, ())


def test_a_silent_recording_stays_silent(tmp_path: Path) -> None:
    path = tmp_path / "silence.wav"
    write(path, np.zeros((3 * RATE, 2), np.float32))
    medium = replace(recording(tmp_path, 1, 300, 3), path=path)
    blocks, _ = make_sound(SILENT, (medium,))
    assert blocks is not None
    assert not np.concatenate(list(blocks)).any()


def test_a_recording_that_cannot_be_read_is_an_error_of_the_media(tmp_path: Path) -> None:
    path = tmp_path / "broken.wav"
    path.write_bytes(b"not sound at all" * 100)
    blocks, _ = make_sound(SILENT, (replace(recording(tmp_path, 1, 300, 3), path=path),))
    assert blocks is not None
    with pytest.raises(MediaError) as caught:
        next(blocks)
    assert caught.value.param == "audio_urls[0]"


@given(lengths=st.lists(st.integers(0, 10**6), min_size=1, max_size=6), total=st.integers(1, 10**6))
def test_shares_fill_the_total_or_play_everything(lengths: list[int], total: int) -> None:
    parts = shares(lengths, total)
    assert all(0 <= part <= length for part, length in zip(parts, lengths, strict=True))
    assert sum(parts) == min(sum(lengths), total)
    shortened = [part for part, length in zip(parts, lengths, strict=True) if part < length]
    assert not shortened or max(parts) - min(shortened) <= 1


@given(lengths=st.lists(st.integers(0, 60_000), max_size=4), total=st.integers(1, 200_000))
def test_joined_pieces_always_fill_exactly_the_length(lengths: list[int], total: int) -> None:
    sound = join([np.ones((length, 2), np.float32) for length in lengths], total)
    assert sound.shape == (total, 2)
    assert np.isfinite(sound).all()
    assert np.abs(sound).max(initial=0) < 1.5
