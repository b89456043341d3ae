"""Read the sound of a file as a stream of samples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from av.audio.resampler import AudioResampler

from reelwright.errors import MediaError
from reelwright.media.frames import SAMPLE_RATE, Samples
from reelwright.media.opening import open_container, sounds
from reelwright.media.wording import reason


def read_audio(path: Path) -> Iterator[Samples]:
    """Yield the sound of an audio file or of a video, resampled to 48 kHz stereo, in chunks as they are decoded.

    Raises MediaError when there is no sound or it can't be decoded.
    """
    try:
        with open_container(path) as container:
            if not container.streams.audio:
                raise MediaError("the file holds no sound; give one that does")
            resampler = AudioResampler(format="flt", layout="stereo", rate=SAMPLE_RATE)
            for frame in sounds(container, container.streams.audio[0]):
                yield from map(_samples, resampler.resample(frame))
            yield from map(_samples, resampler.resample(None))
    except av.FFmpegError as fault:
        raise MediaError(
            f"the sound can't be decoded ({reason(fault)}); save it again as WAV or MP3"
        ) from fault


def _samples(frame: av.AudioFrame) -> Samples:
    return np.array(frame.to_ndarray(), dtype=np.float32).reshape(-1, 2)
