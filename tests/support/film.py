"""Reference media that look and sound like something: drawn by the engine itself, and music and speech made by code."""

from __future__ import annotations

import wave
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from tests.support.media import photo

from reelwright.domain.request import MediaKind, MediaRole
from reelwright.engines.animatic.assemble import assemble
from reelwright.engines.animatic.storyboard import make_storyboard
from reelwright.engines.base import EngineRequest, LocalMedia
from reelwright.media.encode import VideoSpec, write_png, write_video
from reelwright.media.frames import Frame

WIDTH, HEIGHT = 864, 496
RATE = 48_000


def drawn_picture(
    path: Path, prompt: str, number: int = 1, role: MediaRole = MediaRole.REFERENCE
) -> LocalMedia:
    """Return what `prompt` looks like, as a picture."""
    board = make_storyboard(EngineRequest("picture", 1, "", prompt, WIDTH, HEIGHT, 97, 24, seed=5))
    write_png(path, next(iter(assemble(board, ()))))
    return picture_of(path, number, role)


def picture_of(path: Path, number: int = 1, role: MediaRole = MediaRole.REFERENCE) -> LocalMedia:
    """Return the picture at `path` as the first of the request's images, or another."""
    return LocalMedia(MediaKind.IMAGE, role, path, f"image_urls[{number - 1}]", number, WIDTH, HEIGHT)


def drawn_video(path: Path, prompt: str, seconds: int = 4, number: int = 1) -> LocalMedia:
    """Return what `prompt` looks like, as a video without sound."""
    frames = 24 * seconds
    board = make_storyboard(EngineRequest("video", 1, "", prompt, WIDTH, HEIGHT, frames, 24, seed=5))
    return _video(path, assemble(board, ()), seconds, number)


def swaying_video(path: Path, seconds: int = 4, number: int = 1, period: float = 2.0) -> LocalMedia:
    """Return a scene that the camera sways over, left and right by 3 % of the width once in `period` seconds."""
    wide = photo(WIDTH + 120, HEIGHT, seed=3)
    shifts = [60 + sway(frame / 24, period) * WIDTH for frame in range(24 * seconds)]
    frames = (np.ascontiguousarray(wide[:, round(shift) :][:, :WIDTH]) for shift in shifts)
    return _video(path, frames, seconds, number)


def sway(seconds: float, period: float = 2.0) -> float:
    """Return where the camera of a swaying video is, in widths to the right."""
    return float(0.03 * np.sin(2 * np.pi * seconds / period))


def _video(path: Path, frames: object, seconds: int, number: int) -> LocalMedia:
    write_video(path, VideoSpec(WIDTH, HEIGHT, 24, preset="ultrafast"), frames)
    param = f"video_urls[{number - 1}]"
    return LocalMedia(
        MediaKind.VIDEO, MediaRole.REFERENCE, path, param, number, WIDTH, HEIGHT, Fraction(seconds)
    )


def babble(path: Path, seconds: int) -> LocalMedia:
    """Return a sound with the traits of speech: a buzzing voice of 140 Hz in syllables, with pauses between phrases."""
    time = np.arange(seconds * RATE) / RATE
    pitch = 140 + 15 * np.sin(2 * np.pi * 0.6 * time)
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    voice = sum(np.sin(number * phase) / number for number in range(1, 14))
    syllables = np.clip(np.sin(2 * np.pi * 4.1 * time), 0, 1) * (np.sin(2 * np.pi * time / 2.7) > -0.7)
    return sound_reference(path, 0.2 * voice * syllables, seconds)


def drums(path: Path, seconds: int, beats_per_minute: int = 120, first: float = 0.25) -> LocalMedia:
    """Return a drum on every beat, the first after `first` seconds."""
    sound = np.zeros(seconds * RATE)
    time = np.arange(RATE // 5) / RATE
    hit = 0.8 * np.sin(2 * np.pi * (50 * time + 4 * (1 - np.exp(-time * 30)))) * np.exp(-time * 22)
    for at in np.arange(first, seconds - 0.25, 60 / beats_per_minute):
        sound[round(at * RATE) :][: len(hit)] += hit
    return sound_reference(path, sound, seconds)


def sound_reference(path: Path, mono: np.ndarray, seconds: int, rate: int = RATE) -> LocalMedia:
    """Write `mono`, samples from -1 to 1, `rate` a second, as a WAV file; return it as the first reference sound."""
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes((np.clip(mono, -1, 1) * 32767).astype("<i2").tobytes())
    return LocalMedia(
        MediaKind.AUDIO,
        MediaRole.REFERENCE,
        path,
        "audio_urls[0]",
        1,
        seconds=Fraction(seconds),
        has_audio=True,
    )


def decoded_frames(path: Path, step: int = 1) -> list[Frame]:
    """Return every `step`-th frame of a video."""
    with av.open(str(path)) as container:
        return [
            frame.to_ndarray(format="rgb24")
            for number, frame in enumerate(container.decode(video=0))
            if number % step == 0
        ]


def decoded_sound(path: Path) -> np.ndarray:
    """Return the sound of a video or a sound file: float32 (samples, 2) at 48 kHz."""
    resampler = av.AudioResampler(format="flt", layout="stereo", rate=RATE)
    with av.open(str(path)) as container:
        pieces = [
            piece.to_ndarray() for frame in container.decode(audio=0) for piece in resampler.resample(frame)
        ]
        pieces += [piece.to_ndarray() for piece in resampler.resample(None)]
    return np.concatenate(pieces, axis=1).reshape(-1, 2)


def likeness(one: Frame, other: Frame) -> float:
    """Return how alike the drawing of two frames is, whatever their colours and light: correlation of their greys, -1 to 1."""
    greys = [cv2.cvtColor(cv2.resize(frame, (108, 62)), cv2.COLOR_RGB2GRAY).ravel() for frame in (one, other)]
    return float(np.corrcoef(*greys)[0, 1])
