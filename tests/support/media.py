"""Real test media made by script: pictures, videos and sounds of any size, rate and length.

Equal arguments give equal content. `MediaFactory` makes each file once per session.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from PIL import Image
from tests.support.heic import write_heic

_PILLOW_NAMES = {
    "jpg": "JPEG",
    "jpeg": "JPEG",
    "png": "PNG",
    "webp": "WEBP",
    "bmp": "BMP",
    "tiff": "TIFF",
    "gif": "GIF",
}
_CONTAINERS = {
    "mp4": "mp4",
    "mov": "mov",
    "wav": "wav",
    "mp3": "mp3",
    "m4a": "ipod",
    "aac": "adts",
    "mkv": "matroska",
}
_SOUND_CODECS = {"wav": "pcm_s16le", "mp3": "libmp3lame", "m4a": "aac", "aac": "aac"}
_UNITY = 0x10000


def photo(width: int, height: int, seed: int = 0) -> np.ndarray:
    """Return a picture with the traits of a photograph: soft light, edges, texture and grain; uint8 RGB."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    light = 90 + 110 * y / height + 30 * np.sin(x / width * 5 + seed)
    picture = np.stack([light * tint for tint in rng.uniform(0.6, 1.05, 3)], axis=-1).astype(np.float32)
    side = min(width, height)
    for _ in range(14):
        centre = (int(rng.integers(width)), int(rng.integers(height)))
        colour = [float(value) for value in rng.integers(20, 240, 3)]
        cv2.circle(
            picture, centre, max(2, int(rng.integers(side // 20 + 1, side // 5 + 2))), colour, -1, cv2.LINE_AA
        )
    picture = cv2.GaussianBlur(picture, (0, 0), max(0.6, side / 600))
    texture = cv2.resize(rng.normal(0, 10, (height // 3 + 1, width // 3 + 1)), (width, height))
    picture += texture[..., None] + rng.normal(0, 2, (height, width, 1))
    return np.clip(picture, 0, 255).astype(np.uint8)


def tone(seconds: Fraction | float, rate: int = 48_000, hertz: float = 440.0) -> np.ndarray:
    """Return a stereo sine tone, float32 (samples, 2), the right channel an octave up."""
    time = np.arange(round(Fraction(seconds).limit_denominator(rate) * rate)) / rate
    return np.stack([0.4 * np.sin(2 * np.pi * pitch * time) for pitch in (hertz, 2 * hertz)], 1).astype(
        np.float32
    )


def write_image(
    path: Path, width: int = 640, height: int = 480, *, seed: int = 0, orientation: int = 1
) -> Path:
    """Write a photo in the format that the suffix names (heic too); `orientation` is the EXIF number, for JPEG."""
    suffix = path.suffix[1:]
    if suffix in ("heic", "heif"):
        write_heic(path, photo(width, height, seed))
        return path
    image = Image.fromarray(photo(width, height, seed))
    extra: dict[str, object] = {}
    if orientation != 1:
        exif = Image.Exif()
        exif[0x0112] = orientation
        extra["exif"] = exif
    if suffix == "gif":
        extra |= {"save_all": True, "append_images": [Image.fromarray(photo(width, height, seed + 1))]}
    image.save(path, _PILLOW_NAMES[suffix], **extra)
    return path


def write_video(
    path: Path,
    width: int = 864,
    height: int = 496,
    *,
    seconds: Fraction | float = 2,
    fps: int | Fraction = 24,
    codec: str = "libx264",
    sound: bool = True,
    rotation: int = 0,
    stamps: Sequence[int] | None = None,
    faststart: bool = False,
    seed: int = 0,
) -> Path:
    """Write a video in the container that the suffix names; a grey level that grows by 2 a frame marks its upper left corner.

    codec: libx264, libx265, mpeg4… rotation: degrees clockwise that a player must turn it (0, 90, 180, 270).
    stamps: timestamps in units of 1/fps, for a variable rate; else 0, 1, 2…
    """
    count = len(stamps) if stamps else round(Fraction(seconds).limit_denominator(1000) * fps)
    options = {"movflags": "+faststart"} if faststart else {}
    with av.open(str(path), "w", format=_CONTAINERS[path.suffix[1:]], options=options) as container:
        stream = container.add_stream(codec, rate=Fraction(fps))
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.time_base = stream.time_base = 1 / Fraction(fps)
        stream.codec_context.gop_size = 24
        if codec == "libx264":
            stream.codec_context.options = {"preset": "ultrafast", "crf": "20"}
        if codec == "libx265":
            stream.codec_context.codec_tag = "hvc1"
            stream.codec_context.options = {"preset": "ultrafast", "x265-params": "log-level=none"}
        track = container.add_stream("aac", rate=48_000) if sound else None
        if track is not None:
            track.codec_context.layout = "stereo"
        base = photo(width, height, seed)
        for number in range(count):
            picture = base.copy()
            picture[: height // 4, : width // 4] = level(number)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts = stamps[number] if stamps else number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if track is not None:
            _mux_sound(container, track, tone(Fraction(count) / Fraction(fps)), 48_000)
    if rotation:
        _rotate(path, width, height, rotation)
    return path


def level(number: int) -> int:
    """Return the grey level of the upper left corner of frame `number`."""
    return 20 + number * 2 % 216


def write_audio(path: Path, seconds: Fraction | float = 3, *, rate: int = 44_100) -> Path:
    """Write a tone in the format that the suffix names: wav, mp3, m4a or aac."""
    with av.open(str(path), "w", format=_CONTAINERS[path.suffix[1:]]) as container:
        stream = container.add_stream(_SOUND_CODECS[path.suffix[1:]], rate=rate)
        stream.codec_context.layout = "stereo"
        _mux_sound(container, stream, tone(seconds, rate), rate)
    return path


def _mux_sound(
    container: av.container.OutputContainer, stream: av.AudioStream, samples: np.ndarray, rate: int
) -> None:
    resampler = av.AudioResampler(
        format=stream.format.name, layout="stereo", rate=rate, frame_size=stream.frame_size
    )
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.T), format="fltp", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
    for piece in (*resampler.resample(frame), *resampler.resample(None)):
        container.mux(stream.encode(piece))
    container.mux(stream.encode(None))


def _rotate(path: Path, width: int, height: int, degrees: int) -> None:
    """Write the display matrix of ISO 14496-12 into the first track's header."""
    one, zero, minus = _UNITY, 0, -_UNITY
    turns = {
        90: (zero, one, minus, zero, height, 0),
        180: (minus, zero, zero, minus, width, height),
        270: (zero, minus, one, zero, 0, width),
    }
    a, b, c, d, x, y = turns[degrees]
    raw = bytearray(path.read_bytes())
    matrix = raw.index(b"tkhd") + 4 + 40
    raw[matrix : matrix + 36] = struct.pack(">9i", a, b, 0, c, d, 0, x * _UNITY, y * _UNITY, 0x40000000)
    path.write_bytes(bytes(raw))


class MediaFactory:
    """Makes each file once and keeps it in `folder`; treat what it returns as read-only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def image(self, suffix: str = "png", width: int = 640, height: int = 480, **options: int) -> Path:
        """Return a picture; see `write_image`."""
        return self._once(
            suffix, ("image", width, height, options), lambda p: write_image(p, width, height, **options)
        )

    def video(self, suffix: str = "mp4", width: int = 864, height: int = 496, **options: object) -> Path:
        """Return a video; see `write_video`."""
        return self._once(
            suffix, ("video", width, height, options), lambda p: write_video(p, width, height, **options)
        )

    def audio(self, suffix: str = "wav", seconds: Fraction | float = 3, **options: int) -> Path:
        """Return a sound; see `write_audio`."""
        return self._once(suffix, ("audio", seconds, options), lambda p: write_audio(p, seconds, **options))

    def _once(self, suffix, what, write) -> Path:
        words = "-".join(str(part) for part in what)
        safe = "".join(char if char.isalnum() or char in "-." else "_" for char in words)
        path = self._folder / f"{safe}.{suffix}"
        return path if path.exists() else write(path)
