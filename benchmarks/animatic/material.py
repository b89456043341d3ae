"""Media and requests to measure the animatic engine with, all made here: pictures, a reference video, a tune."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.domain.request import MediaKind, MediaRole
from reelwright.domain.sizes import FPS, frame_count, frame_size
from reelwright.engines.base import EngineRequest, LocalMedia
from reelwright.media.encode import VideoSpec, write_png, write_video

_RATE = 48_000
_VIDEO_SECONDS = 5
_VIDEO_SIDES = (854, 480)
_PICTURE_SIDES = (1800, 1200)


class Mode(StrEnum):
    """What a request gives beside its prompt."""

    TEXT = "text"
    IMAGE = "image"
    ENDS = "first/last"
    VIDEO = "video"
    FILTERED = "video filter"
    MOTION = "motion"
    SEVERAL = "references"


_PROMPTS = {
    Mode.VIDEO: "Repaint video 1 as a watercolour",
    Mode.FILTERED: "Repaint video 1 as an anime",
    Mode.MOTION: "Image 1 moves like video 1",
    Mode.SEVERAL: "Image 1, then image 2, then video 1, to the music of audio 1",
}
_WORDS = "A fox walks through a meadow with birds in the sky, push in"


@dataclass(frozen=True)
class Case:
    """One row of the table: the mode, the size and length in seconds of the video, the model, and whether it makes sound."""

    mode: Mode
    resolution: str
    seconds: int = 5
    fast: bool = False
    audio: bool = False

    @property
    def label(self) -> str:
        """The row's first column."""
        extras = "".join(word for word, on in ((" fast", self.fast), (" + sound", self.audio)) if on)
        return f"{self.mode}{extras}"


def request_for(case: Case, folder: Path) -> EngineRequest:
    """Return the request of a row, its media written to `folder`."""
    width, height = frame_size(case.resolution, "16:9")
    return EngineRequest(
        task_id="bench",
        attempt=1,
        model="bench",
        prompt=_PROMPTS.get(case.mode, _WORDS),
        width=width,
        height=height,
        frames=frame_count(case.seconds),
        fps=FPS,
        seed=11,
        fast=case.fast,
        generate_audio=case.audio,
        media=tuple(_media(case.mode, folder)),
    )


def _media(mode: Mode, folder: Path) -> Iterator[LocalMedia]:
    if mode in (Mode.IMAGE, Mode.ENDS):
        yield _picture(folder, 1, MediaRole.FIRST_FRAME)
    if mode is Mode.ENDS:
        yield _picture(folder, 2, MediaRole.LAST_FRAME)
    if mode in (Mode.MOTION, Mode.SEVERAL):
        yield _picture(folder, 1, MediaRole.REFERENCE)
    if mode is Mode.SEVERAL:
        yield _picture(folder, 2, MediaRole.REFERENCE)
    if mode in (Mode.VIDEO, Mode.FILTERED, Mode.MOTION, Mode.SEVERAL):
        yield _video(folder)
    if mode is Mode.SEVERAL:
        yield _tune(folder)


def _scene(number: int) -> NDArray[np.uint8]:
    """Return a picture with the traits of a photograph: edges of every contrast, texture, grain."""
    rng = np.random.default_rng(number)
    width, height = _PICTURE_SIDES
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    picture = np.stack([120 + 70 * np.sin(x / 900 + tint) + y / 20 for tint in (0, 1, 2)], axis=2)
    for _ in range(60):
        centre = tuple(int(value) for value in rng.integers(0, (width, height)))
        colour = [float(value) for value in rng.integers(20, 235, 3)]
        cv2.circle(picture, centre, int(rng.integers(20, 260)), colour, -1, cv2.LINE_AA)
    picture = cv2.GaussianBlur(picture, (0, 0), 1.2)
    texture = cv2.resize(rng.normal(0, 9, (height // 4, width // 4)), (width, height))[..., None]
    return np.clip(picture + texture + rng.normal(0, 2, (height, width, 1)), 0, 255).astype(np.uint8)


def _picture(folder: Path, number: int, role: MediaRole) -> LocalMedia:
    path = folder / f"picture-{number}.png"
    write_png(path, _scene(number))
    return LocalMedia(MediaKind.IMAGE, role, path, f"image_with_roles[{number - 1}]", number, *_PICTURE_SIDES)


def _video(folder: Path) -> LocalMedia:
    """Write a video in which the camera turns over a picture while a ball bounces through it."""
    width, height = _VIDEO_SIDES
    ground, count = _scene(3), _VIDEO_SECONDS * FPS

    def frames() -> Iterator[NDArray[np.uint8]]:
        for number in range(count):
            share = number / count
            left, top = int(700 * share), int(200 + 120 * np.sin(share * 6.3))
            frame = np.ascontiguousarray(ground[top : top + height, left : left + width])
            bounce = int(height * (0.85 - 0.5 * abs(np.sin(share * 9.4))))
            cv2.circle(frame, (int(width * share), bounce), 42, (230, 60, 40), -1, cv2.LINE_AA)
            yield frame

    path = folder / "video.mp4"
    path.parent.mkdir(exist_ok=True)
    write_video(path, VideoSpec(width, height, FPS), frames())
    return LocalMedia(
        MediaKind.VIDEO,
        MediaRole.REFERENCE,
        path,
        "video_urls[0]",
        1,
        width,
        height,
        Fraction(_VIDEO_SECONDS),
    )


def _tune(folder: Path) -> LocalMedia:
    """Write eight seconds of a plucked tune with a beat."""
    seconds = 8
    clock = np.arange(seconds * _RATE) / _RATE
    sound = np.zeros_like(clock)
    for step, pitch in enumerate([0, 4, 7, 12, 7, 4, 9, 5] * 2):
        age = clock - step * 0.5
        pluck = np.where(age >= 0, np.exp(-np.maximum(age, 0) * 5), 0)
        sound += 0.3 * pluck * np.sin(2 * np.pi * 220 * 2 ** (pitch / 12) * age)
    path = folder / "tune.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes((np.clip(sound, -1, 1) * 20_000).astype("<i2").tobytes())
    return LocalMedia(
        MediaKind.AUDIO, MediaRole.REFERENCE, path, "audio_urls[0]", 1, seconds=Fraction(seconds)
    )
