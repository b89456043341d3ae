"""Reading sound."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.support.media import MediaFactory

from reelwright.errors import MediaError
from reelwright.media.audio import read_audio
from reelwright.media.frames import SAMPLE_RATE


@pytest.mark.parametrize("suffix", ["wav", "mp3", "m4a", "aac"])
@pytest.mark.parametrize("rate", [22_050, 44_100, 48_000])
def test_sound_of_any_rate_keeps_its_length_channels_and_pitch(
    media_files: MediaFactory, suffix: str, rate: int
) -> None:
    chunks = list(read_audio(media_files.audio(suffix, 3, rate=rate)))
    assert {chunk.dtype for chunk in chunks} == {np.dtype(np.float32)}
    sound = np.concatenate(chunks)
    assert sound.shape[1] == 2
    assert abs(len(sound) / SAMPLE_RATE - 3) < 0.1
    middle = sound[SAMPLE_RATE : 2 * SAMPLE_RATE]
    assert np.abs(np.fft.rfft(middle, axis=0)).argmax(axis=0).tolist() == [440, 880]
    assert 0.3 < np.abs(middle).max() < 0.7


def test_a_video_gives_its_sound(media_files: MediaFactory) -> None:
    length = sum(len(chunk) for chunk in read_audio(media_files.video()))
    assert abs(length / SAMPLE_RATE - 2) < 0.05


def test_a_silent_video_is_refused(media_files: MediaFactory) -> None:
    with pytest.raises(MediaError, match="no sound"):
        next(read_audio(media_files.video(sound=False)))


def test_damage_in_the_middle_costs_only_the_damaged_part(media_files: MediaFactory, tmp_path: Path) -> None:
    raw = bytearray(media_files.audio("mp3").read_bytes())
    raw[20_000:20_600] = bytes(600)
    (tmp_path / "damaged.mp3").write_bytes(raw)
    length = sum(len(chunk) for chunk in read_audio(tmp_path / "damaged.mp3"))
    assert 2.7 < length / SAMPLE_RATE < 3.1


def test_what_is_no_sound_is_refused(media_files: MediaFactory) -> None:
    with pytest.raises(MediaError, match="jpeg"):
        next(read_audio(media_files.image("jpg")))
